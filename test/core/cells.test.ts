import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sheetName } from "../../core/src/index.ts";

const named = (...wanted: string[]) => {
  const taken = new Set<string>();
  return wanted.map((name) => sheetName(name, taken));
};

describe("the name of a sheet", () => {
  it.each([
    ["Sở Y tế", "Sở Y tế"],
    ["12/QĐ-UBND: [1]*?", "12 QĐ-UBND   1"],
    ["'Sở 'Y' tế'", "Sở 'Y' tế"],
    ["/'x'\\", "x"],
    ["", "Trang"],
    [" '?' ", "Trang"],
    ["a".repeat(40), "a".repeat(31)],
    [`${"a".repeat(30)} b`, "a".repeat(30)],
    [`${"a".repeat(30)}'b`, "a".repeat(30)],
    ["😀".repeat(40), "😀".repeat(15)],
  ])("%j becomes %j", (wanted, name) => {
    expect(named(wanted)).toEqual([name]);
  });

  it("is counted where it is taken already, in whatever case", () => {
    expect(named("Bộ a", "BỘ A", "bộ a", "Bộ a (2)")).toEqual([
      "Bộ a",
      "BỘ A (2)",
      "bộ a (3)",
      "Bộ a (2) (2)",
    ]);
    const long = "x".repeat(40);
    expect(named(long, long)).toEqual(["x".repeat(31), `${"x".repeat(27)} (2)`]);
    expect(named(...Array.from({ length: 10 }, () => long)).at(-1)).toBe(`${"x".repeat(26)} (10)`);
    expect(named("", "'")).toEqual(["Trang", "Trang (2)"]);
  });

  it("is one that Excel opens, and another one each time", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."aAb'/[ \t😀Đ"), maxLength: 34 });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 12 }), (wanted) => {
        const names = named(...wanted);
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(wanted.length);
        for (const name of names) {
          expect(name).toMatch(/^[^'\\/*?:[\]]([^\\/*?:[\]]*[^'\\/*?:[\]])?$/);
          expect(name.length).toBeLessThanOrEqual(31);
          expect(name.isWellFormed()).toBe(true);
          expect(name.trim()).toBe(name);
        }
      }),
    );
  });
});
