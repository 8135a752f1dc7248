import process from "node:process";
import fc from "fast-check";
import { z } from "zod";
import { SEED } from "../../seed.ts";

const TIMES = Number(process.env.FUZZ_TIMES ?? 1);

/**
 * Tries many inputs, one after the other, and fails with all distinct findings and the seed that leads to them again.
 * `npm run fuzz -- --times N --seed S` tries N times as many as a test run does.
 */
export async function tryAll<Input>(
  inputs: fc.Arbitrary<Input>,
  runs: number,
  attempt: (input: Input) => Promise<void>,
  show: (input: Input) => string,
): Promise<void> {
  const findings = new Map<string, string>();
  for (const input of fc.sample(inputs, { seed: SEED, numRuns: Math.ceil(runs * TIMES) }))
    await attempt(input).catch((failure: unknown) => {
      const text = failure instanceof Error ? failure.message : String(failure);
      const [first = ""] = text.split("\n");
      if (!findings.has(first)) findings.set(first, `${show(input).slice(0, 600)}\n${text.slice(0, 1_200)}`);
    });
  if (findings.size > 0)
    throw new Error(`FUZZ_SEED=${SEED}, ${findings.size} findings:\n${[...findings.values()].join("\n\n")}`);
}

/** Milliseconds that a property may take that is tried so often. */
export const FUZZ_TIME = 120_000 * Math.max(1, TIMES);

/** What can stand in JSON text and not in a value: `wire` writes it as it is. */
const raw = (text: string) => `@raw(${text})`;

/** A value as JSON text. */
export const wire = (value: unknown): string =>
  JSON.stringify(value).replace(/"@raw\(([^)"]*)\)"(?!:)/g, (_all, text: string) => text);

const nested = (depth: number) => raw("[".repeat(depth) + "]".repeat(depth));

/** Texts that break what reads them carelessly: as a path, a key, a pattern, a cell, Unicode. */
const TEXTS = [
  ...["", " ", ".", "..", "../..", "a/b", "/", "a\\b", "__x__", "__proto__", "constructor", "toString"],
  ...[
    "\ud800",
    "x\udc00",
    "\u0000",
    "a\u0000b",
    "\ufeff",
    "\u202e",
    "=1+1",
    "'; --",
    "<b>",
    "%00",
    "{{7*7}}",
  ],
  ...["0001-01-01", "2024-02-30", "9999-12-31T23:59:59-23:00", "-1", "1e9", "null", "ĐÂY", "e\u0301"],
  ...["a".repeat(129), "ậ".repeat(1_501), "x".repeat(70_000)],
] as const;

const NUMBERS: readonly unknown[] = [
  ...[-1, 0, 0.5, 1e21, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 2 ** 31, 90_000_001],
  ...["-0", "1e999", "-1e999", "1e-999", "9007199254740993"].map(raw),
];

const SHAPES: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    {},
    [],
    [[]],
    [null],
    { toString: 1 },
    { length: -1 },
    { seconds: 0, nanoseconds: 0 },
  ],
  JSON.parse('{"__proto__":{"admin":true}}') as unknown,
  JSON.parse('{"constructor":{"prototype":{"admin":true}}}') as unknown,
  ...[{ "@type": "type.googleapis.com/google.protobuf.Int64Value", value: "x" }, { "@type": "x" }],
  ...[nested(400), nested(20_000), Array.from({ length: 10_000 }, (_, at) => at)],
];

/** Anything a hostile or broken client may put in a field. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...TEXTS),
  fc.constantFrom(...NUMBERS),
  fc.constantFrom(...SHAPES),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: "binary", maxLength: 300 }),
);

/** A hostile text. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.string({ unit: "binary", maxLength: 40 }),
);

/** As much of JSON Schema as zod writes of the requests. */
interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  propertyNames?: Schema;
  additionalProperties?: Schema | boolean;
}

/** Values that mean something here, by the name of the field they stand in. */
export type Pool = Readonly<Record<string, readonly unknown[]>>;

const WORDS = ["Sửa", "Quá hạn", "Theo biên bản", "Mất điện"];

function textOf({ pattern, format, minLength = 0, maxLength = 200 }: Schema): fc.Arbitrary<string> {
  if (format === "date-time" || format === "date")
    return fc
      .date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
      .map((date) => (format === "date" ? date.toISOString().slice(0, 10) : date.toISOString()));
  if (format === "email") return fc.nat(99).map((n) => `nguoi-${n}@thu-nghiem.example`);
  if (format === "uri") return fc.constantFrom("https://example.vn/1.pdf", "http://example.vn");
  if (pattern !== undefined) {
    const fits = new RegExp(pattern);
    return fc
      .stringMatching(new RegExp(pattern.replace(/\(\?![^)]*\)/g, "")))
      .filter((text) => fits.test(text));
  }
  const words = fc.oneof(
    fc.constantFrom(...WORDS),
    fc.string({ minLength, maxLength: Math.min(maxLength, 30) }),
  );
  return words.filter((text) => text.trim().length >= minLength && text.length <= maxLength);
}

function fitting(schema: Schema, name: string, pool: Pool): fc.Arbitrary<unknown> {
  const known = Object.hasOwn(pool, name) ? pool[name] : undefined;
  const own = shaped(schema, name, pool);
  return known
    ? fc.oneof({ arbitrary: fc.constantFrom(...known), weight: 9 }, { arbitrary: own, weight: 1 })
    : own;
}

function shaped(schema: Schema, name: string, pool: Pool): fc.Arbitrary<unknown> {
  const { type, minimum = -1_000, maximum = 1_000 } = schema;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map((option) => shaped(option, name, pool)));
  switch (type) {
    case "string":
      return textOf(schema);
    case "integer":
    case "number":
      return fc.oneof(
        fc.integer({ min: minimum, max: Math.min(maximum, minimum + 5) }),
        fc.integer({ min: minimum, max: Math.max(minimum, maximum) }),
      );
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array": {
      const most = Math.min(schema.maxItems ?? 3, Math.max(schema.minItems ?? 0, 3));
      const length = { minLength: schema.minItems ?? 0, maxLength: most };
      return fc.array(fitting(schema.items ?? {}, name, pool), length);
    }
    case "object":
      return ofObject(schema, pool);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

function ofObject({ properties, required = [], propertyNames, additionalProperties }: Schema, pool: Pool) {
  if (properties) {
    const fields = Object.entries(properties).map(
      ([name, field]) => [name, fitting(field, name, pool)] as const,
    );
    return fc.record(Object.fromEntries(fields), { requiredKeys: required });
  }
  const value = typeof additionalProperties === "object" ? additionalProperties : {};
  const keys = propertyNames ?? { type: "string" };
  if (required.length > 0)
    return fc.record(Object.fromEntries(required.map((key) => [key, fitting(value, "", pool)])));
  const name = keys.pattern?.includes("{1,24}") ? "leaf" : "unit";
  const key = fitting(keys, name, pool).filter((text) => typeof text === "string");
  return fc.dictionary(key as fc.Arbitrary<string>, fitting(value, "", pool), { maxKeys: 3 });
}

/** Inputs that fit a schema, most of them of what `pool` has. */
export const inputsOf = (schema: z.ZodType, pool: Pool): fc.Arbitrary<unknown> =>
  fitting(
    z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline" }) as Schema,
    "",
    pool,
  );

type Change = readonly [spot: number, how: "drop" | "put" | "add" | "many" | "rename", value: unknown];

function spotsOf(value: unknown, path: PropertyKey[] = []): PropertyKey[][] {
  const below =
    value !== null && typeof value === "object"
      ? Object.keys(value).flatMap((name) => spotsOf(Reflect.get(value, name), [...path, name]))
      : [];
  return path.length === 0 ? below : [path, ...below];
}

/** Puts a property that may be called `__proto__`. */
const put = (holder: object, name: PropertyKey, value: unknown) =>
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });

function changed(input: unknown, [spot, how, value]: Change): unknown {
  const copy: unknown = structuredClone(input);
  const spots = spotsOf(copy);
  const path = spots[spot % Math.max(1, spots.length)];
  if (!path) return value;
  const name = path.at(-1) as PropertyKey;
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((at, step) => Reflect.get(at as object, step), copy) as object;
  const before: unknown = Reflect.get(holder, name);
  if (how === "drop") Reflect.deleteProperty(holder, name);
  else if (how === "many")
    put(
      holder,
      name,
      Array.from({ length: 10_000 }, () => before),
    );
  else if (how === "put") put(holder, name, value);
  else if (Array.isArray(holder)) holder.push(value);
  else if (how === "rename") {
    Reflect.deleteProperty(holder, name);
    put(holder, typeof value === "string" ? value : "x", before);
  } else put(holder, TEXTS[spot % TEXTS.length] ?? "", value);
  return copy;
}

const changesOf = (...hows: Change[1][]): fc.Arbitrary<Change> =>
  fc.tuple(fc.nat(10_000), fc.constantFrom(...hows), hostile);

/** Inputs with one or two changes: a field dropped, added, renamed, multiplied, of another kind. */
export function broken(inputs: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const first = changesOf("drop", "put", "put", "put", "add", "rename");
  // Once at most: what is multiplied twice is too long for any door.
  const second = changesOf("drop", "put", "put", "add", "many", "rename");
  return fc
    .tuple(inputs, first, fc.option(second, { freq: 1 }))
    .map(([input, one, other]) => (other ? changed(changed(input, one), other) : changed(input, one)));
}

/** Inputs of which one in four fits, and the others but for one or two changes. */
export const nearlyFitting = (inputs: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: inputs, weight: 1 }, { arbitrary: broken(inputs), weight: 3 });
