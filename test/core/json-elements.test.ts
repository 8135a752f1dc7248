import * as fc from "fast-check";
import { expect, test } from "vitest";
import { jsonElements } from "../../cli/src/json-elements.ts";

async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (let at = 0; from < bytes.length; at++) {
    const size = sizes[at % sizes.length] ?? 1;
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

async function elementsOf(text: string, sizes: readonly number[]): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const element of jsonElements(pieces(new TextEncoder().encode(text), sizes)))
    found.push(JSON.parse(element));
  return found;
}

test("the elements of an array come whole, wherever the stream is cut into pieces", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue({ stringUnit: "grapheme" }))),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      fc.constantFrom(0, 2),
      async (elements, sizes, indent) => {
        const text = JSON.stringify(elements, null, indent);
        expect(await elementsOf(text, sizes)).toEqual(JSON.parse(text));
      },
    ),
  );
});

test("an array that breaks off is not taken for a whole one", async () => {
  const text = '[{"a":"]"},\n{"b":[1,{"c":2}]}]';
  expect(await elementsOf(text, [3])).toHaveLength(2);
  for (let end = 1; end < text.length; end++)
    await expect(elementsOf(text.slice(0, end), [3])).rejects.toThrow("broke off");
});
