import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalJson,
  inclusionProof,
  merkleRoot,
  sha256Hex,
  verifyInclusion,
} from "../../core/src/index.ts";

const digest = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const hashesOf = (size: number) =>
  Array.from({ length: size }, (_, at) => digest(`bảng điểm ${at}`).toString("hex"));
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The root by merging equal subtrees from the left, leaf by leaf (RFC 9162 §2.1.2), unlike the recursion in `core/`. */
function rootByMerging(hashes: readonly string[]): string {
  const stack: Buffer[] = [];
  const merge = () => {
    const right = stack.pop();
    const left = stack.pop();
    if (left && right) stack.push(digest(NODE, left, right));
  };
  hashes.forEach((hash, at) => {
    stack.push(digest(LEAF, Buffer.from(hash, "hex")));
    for (let count = at; count % 2 === 1; count = (count - 1) / 2) merge();
  });
  while (stack.length > 1) merge();
  return stack[0]?.toString("hex") ?? "";
}

/** Verifies a proof by the loop of RFC 9162 §2.1.3.2, unlike the recursion in `core/`. */
function verifiesByLoop(
  hash: string,
  position: number,
  size: number,
  proof: readonly string[],
  root: string,
): boolean {
  let [fn, sn] = [position, size - 1];
  let r = digest(LEAF, Buffer.from(hash, "hex"));
  for (const sibling of proof) {
    if (sn === 0) return false;
    const p = Buffer.from(sibling, "hex");
    if (fn % 2 === 1 || fn === sn) {
      r = digest(NODE, p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else r = digest(NODE, r, p);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return sn === 0 && r.toString("hex") === root;
}

/** The same hex with one bit of it changed. */
function flipBit(hex: string, bit: number): string {
  const bytes = Buffer.from(hex, "hex");
  const at = Math.floor(bit / 8) % bytes.length;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8));
  return bytes.toString("hex");
}

describe("the Merkle root", () => {
  /** The leaves and roots of the certificate-transparency test tree. */
  const CT_LEAVES = [
    ...["", "00", "10", "2021", "3031", "40414243", "5051525354555657"],
    "606162636465666768696a6b6c6d6e6f",
  ];
  it.each(
    [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ].map((root, at) => [at + 1, root] as const),
  )("of the first %i leaves of the known test tree", (size, root) => {
    expect(merkleRoot(CT_LEAVES.slice(0, size))).toBe(root);
  });

  it("is the one found by merging with Node's own SHA-256, for every size to 130", () => {
    for (let size = 1; size <= 130; size++) {
      const hashes = hashesOf(size);
      expect(merkleRoot(hashes)).toBe(rootByMerging(hashes));
    }
  });

  it("changes with any bit of any hash, with order and with size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), (size, pick, bit) => {
        const hashes = hashesOf(size);
        const root = merkleRoot(hashes);
        const at = pick % size;
        const next = (at + 1) % size;
        const own = hashes[at] ?? "";
        expect(merkleRoot(hashes.with(at, flipBit(own, bit)))).not.toBe(root);
        expect(merkleRoot(hashes.with(at, hashes[next] ?? "").with(next, own))).not.toBe(root);
        expect(merkleRoot(hashes.toSpliced(at, 1))).not.toBe(root);
        expect(merkleRoot([...hashes, own])).not.toBe(root);
      }),
    );
  });

  it("takes no inner node for a leaf", () => {
    const [a = "", b = "", c = ""] = hashesOf(3);
    expect(merkleRoot([merkleRoot([a, b]), c])).not.toBe(merkleRoot([a, b, c]));
  });

  it("of nothing is refused", () => {
    expect(() => merkleRoot([])).toThrow("there is nothing to hash");
  });
});

describe("an inclusion proof", () => {
  it("verifies for every size to 40 and every position, here and by the loop of the RFC, and is as short as it can be", () => {
    for (let size = 1; size <= 40; size++) {
      const hashes = hashesOf(size);
      const root = merkleRoot(hashes);
      hashes.forEach((hash, position) => {
        const proof = inclusionProof(hashes, position);
        expect(verifyInclusion(hash, position, size, proof, root)).toBe(true);
        expect(verifiesByLoop(hash, position, size, proof, root)).toBe(true);
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
      });
    }
  });

  const proven = fc.integer({ min: 1, max: 40 }).chain((size) =>
    fc.nat({ max: size - 1 }).map((position) => {
      const hashes = hashesOf(size);
      const hash = hashes[position] ?? "";
      return { size, position, hash, proof: inclusionProof(hashes, position), root: merkleRoot(hashes) };
    }),
  );

  it("fits no other hash, root, sibling or position", () => {
    fc.assert(
      fc.property(
        proven,
        fc.nat({ max: 255 }),
        fc.nat(),
        ({ size, position, hash, proof, root }, bit, pick) => {
          const verify = (more: { hash?: string; position?: number; proof?: string[]; root?: string }) =>
            verifyInclusion(
              more.hash ?? hash,
              more.position ?? position,
              size,
              more.proof ?? proof,
              more.root ?? root,
            );
          expect(verify({ hash: flipBit(hash, bit) })).toBe(false);
          expect(verify({ root: flipBit(root, bit) })).toBe(false);
          for (let other = 0; other < size; other++)
            if (other !== position) expect(verify({ position: other })).toBe(false);
          expect(verify({ proof: [...proof, root] })).toBe(false);
          if (proof.length === 0) return;
          const at = pick % proof.length;
          expect(verify({ proof: proof.with(at, flipBit(proof[at] ?? "", bit)) })).toBe(false);
          expect(verify({ proof: proof.toSpliced(at, 1) })).toBe(false);
        },
      ),
    );
  });

  it("of another tree does not verify", () => {
    fc.assert(
      fc.property(proven, ({ size, position, hash, proof }) => {
        const others = hashesOf(size).map((other, at) => (at === position ? other : flipBit(other, 0)));
        expect(verifyInclusion(hash, position, size, proof, merkleRoot(others))).toBe(size === 1);
      }),
    );
  });

  const [HASH = ""] = hashesOf(1);
  it.each<[string, number, number, string[]]>([
    ["a position below 0", -1, 1, []],
    ["a position past the end", 1, 1, []],
    ["a position between two leaves", 0.5, 1, []],
    ["no position", Number.NaN, 1, []],
    ["an empty tree", 0, 0, []],
    ["a tree without end", 0, Number.POSITIVE_INFINITY, []],
    ["a sibling that is no hex", 0, 2, ["zz"]],
  ])("of %s is refused without a throw", (_what, position, size, proof) => {
    expect(verifyInclusion(HASH, position, size, proof, merkleRoot([HASH]))).toBe(false);
  });

  it.each([-1, 3, 1.5, Number.NaN])("is not made for position %s among 3", (position) => {
    expect(() => inclusionProof(hashesOf(3), position)).toThrow(RangeError);
  });
});

/** A double from its IEEE 754 bits in hex. */
const double = (bits: string) => Buffer.from(bits, "hex").readDoubleBE();

describe("canonical JSON", () => {
  it.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["ffefffffffffffff", "-1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["c340000000000000", "-9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["44b52d02c7e14af7", "1.0000000000000001e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef4f", "999999999999999900000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555554", "333333333.33333325"],
    ["41b3de4355555555", "333333333.3333333"],
    ["41b3de4355555556", "333333333.3333334"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("writes the double %s as RFC 8785 does: %s", (bits, text) => {
    expect(canonicalJson(double(bits))).toBe(text);
  });

  it("writes the RFC's example", () => {
    const text = String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`;
    expect(canonicalJson(JSON.parse(text))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it("orders keys by UTF-16 units, as the RFC's example does", () => {
    const text = String.raw`{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}`;
    expect(canonicalJson(JSON.parse(text)).match(/[A-Z][^"]+/g)).toEqual([
      ...["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign"],
      ...["Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"],
    ]);
  });

  it("writes dates as ISO strings, leaves out what is undefined, keeps Vietnamese as it is", () => {
    const value = {
      tên: "Sở Nội vụ",
      at: new Date("2024-12-31T23:59:59+07:00"),
      không: undefined,
      a: [undefined],
    };
    expect(canonicalJson(value)).toBe('{"a":[null],"at":"2024-12-31T16:59:59.000Z","tên":"Sở Nội vụ"}');
  });

  it.each([
    ["NaN", { x: Number.NaN }],
    ["infinity", [Number.POSITIVE_INFINITY]],
    ["half a character", "\ud83d"],
    ["nothing", undefined],
    ["a function", () => 1],
  ])("refuses %s", (_what, value) => {
    expect(() => canonicalJson(value)).toThrow();
  });

  it("round-trips, and is one text whatever the order of the keys", () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (value === null || typeof value !== "object") return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, part]) => [key, reversed(part)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "grapheme" }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

it("hashes the UTF-8 bytes of any text as Node does", () => {
  expect(sha256Hex("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      expect(sha256Hex(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
    }),
  );
});
