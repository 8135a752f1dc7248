import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CODE_LETTERS, codeAddress, codeFrom, formatCode, readCode } from "../../core/src/index.ts";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const codes = fc.uint8Array({ minLength: 19, maxLength: 19 }).map(codeFrom);

describe("a one-time code", () => {
  it("holds 95 random bits: every letter of the 19 says five of them", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 19, maxLength: 19 }), (random) => {
        const letters = [...codeFrom(random)].slice(0, -1).map((letter) => ALPHABET.indexOf(letter));
        expect(letters).toEqual(Array.from(random, (byte) => byte % 32));
      }),
    );
  });

  it("takes exactly 19 random bytes", () => {
    for (const length of [0, 18, 20]) expect(() => codeFrom(new Uint8Array(length))).toThrow(RangeError);
  });

  it("is read back from every way a person may type it", () => {
    fc.assert(
      fc.property(codes, (code) => {
        const spoken = code.replaceAll("0", "o").replaceAll("1", "l");
        for (const typed of [code, formatCode(code), ` ${spoken.toLowerCase()} `, [...code].join(" – ")])
          expect(readCode(typed)).toBe(code);
        expect(readCode(code.replaceAll("0", "O").replaceAll("1", "i"))).toBe(code);
      }),
    );
  });

  it("is not read with any single letter wrong", () => {
    const code = codeFrom(randomBytes(19));
    for (let at = 0; at < CODE_LETTERS; at++)
      for (const letter of ALPHABET)
        if (letter !== code[at])
          expect(readCode(code.slice(0, at) + letter + code.slice(at + 1)), code).toBeNull();
  });

  it("is not read with two neighbours swapped, but for 0 and Z", () => {
    fc.assert(
      fc.property(codes, fc.nat(CODE_LETTERS - 2), (code, at) => {
        const [one = "", other = ""] = code.slice(at);
        fc.pre(one !== other && [one, other].sort().join("") !== "0Z");
        expect(readCode(code.slice(0, at) + other + one + code.slice(at + 2))).toBeNull();
      }),
    );
  });

  it.each(["", "ABCD", "0".repeat(19), "0".repeat(21), `U${"0".repeat(19)}`, `é${"0".repeat(19)}`])(
    "is not read from «%s»",
    (typed) => {
      expect(readCode(typed)).toBeNull();
    },
  );

  it("is not read with a letter that no code has, whatever its check letter", () => {
    for (const letter of ALPHABET)
      for (const code of [
        `U${"0".repeat(18)}${letter}`,
        `${"0".repeat(18)}U${letter}`,
        `${"0".repeat(17)}é0${letter}`,
      ])
        expect(readCode(code), code).toBeNull();
  });

  it("is read from slips that were printed before", () => {
    for (const slip of ["07EN-W3AH-RZ6D-MV29-GQYR", "0123-4567-89AB-CDEF-GHJS", "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZK"])
      expect(readCode(slip)).toBe(slip.replaceAll("-", ""));
  });

  it("stands on slips in five groups of four, and in the address behind #", () => {
    const code = codeFrom(new Uint8Array(19).fill(10));
    expect(formatCode(code)).toMatch(/^AAAA-AAAA-AAAA-AAAA-AAA.$/);
    const address = new URL(codeAddress("https://x.example", code));
    expect([address.pathname, address.search, readCode(address.hash.slice(1))]).toEqual(["/s/", "", code]);
  });
});
