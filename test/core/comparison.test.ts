import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareFractions,
  differenceText,
  type Fraction,
  indexText,
  isKnown,
  MAX_TOTAL,
  medianPoints,
  medianShare,
  placesOf,
  type Share,
  shareOf,
  shareText,
} from "../../core/src/index.ts";

const of = (achieved: number | null, max: number): Fraction => ({ achieved, max });
const share = (achieved: number, max: number): Share => ({ part: BigInt(achieved), whole: BigInt(max) });

const known = fc
  .integer({ min: 1, max: MAX_TOTAL })
  .chain((max) => fc.nat({ max }).map((achieved) => ({ achieved, max })));
const any: fc.Arbitrary<Fraction> = fc.oneof(known, known, fc.constantFrom(of(null, 10_000), of(0, 0)));

describe("the difference of two indices", () => {
  it.each<[string, Share, Share, number, string]>([
    ["a rise", share(84_1100, 100_0000), share(86_7200, 100_0000), 2, "+2,61"],
    ["a fall", share(86_7200, 100_0000), share(84_1100, 100_0000), 2, "−2,61"],
    [
      "with more decimals where it would read as nothing",
      share(50_5000, 70_7000),
      share(71_4285, 100_0000),
      2,
      "−0,0001",
    ],
    ["nothing", share(1, 3), share(2, 6), 2, "0"],
    ["half away from zero, up", share(0, 100_000), share(12_345, 100_000), 2, "+12,35"],
    ["half away from zero, down", share(12_345, 100_000), share(0, 100_000), 2, "−12,35"],
    // 86,724 and 84,116 read 86,72 and 84,12, which are 2,60 apart: the exact difference is told.
    ["exact, not between what is shown", share(84_116, 100_000), share(86_724, 100_000), 2, "+2,61"],
    ["all of it", share(0, 5), share(5, 5), 2, "+100,00"],
    ["without decimals", share(1, 2), share(3, 4), 0, "+25"],
  ])("%s", (_what, from, to, decimals, text) => {
    expect(differenceText(from, to, decimals)).toBe(text);
  });

  it("has the sign of the exact comparison, turns with its sides, and never reads as 0 where there is one", () => {
    fc.assert(
      fc.property(known, known, fc.integer({ min: 0, max: 4 }), (a, b, decimals) => {
        const [from, to] = [shareOf(a) as Share, shareOf(b) as Share];
        const text = differenceText(from, to, decimals);
        const sign = Math.sign(compareFractions(b, a));
        if (sign !== 0) expect(text).toMatch(/[1-9]/);
        expect(text[0]).toBe(sign > 0 ? "+" : sign < 0 ? "−" : "0");
        const back = differenceText(to, from, decimals);
        expect(back.replace(/^[+−]/, "")).toBe(text.replace(/^[+−]/, ""));
      }),
    );
  });
});

describe("the median", () => {
  it.each<[string, Fraction[], string]>([
    ["of one", [of(1, 4)], "25,00"],
    ["of three, in any order", [of(9, 10), of(1, 10), of(1, 2)], "50,00"],
    ["half way between two of other maxima", [of(1, 3), of(1, 2)], "41,67"],
    ["without those that have no share", [of(null, 10), of(0, 0), of(3, 4)], "75,00"],
  ])("%s", (_what, fractions, text) => {
    expect(shareText(medianShare(fractions) as Share, 2)).toBe(text);
  });

  it("is none where nobody has a share", () => {
    expect(medianShare([of(null, 10), of(0, 0)])).toBeNull();
    expect(medianPoints([])).toBeNull();
  });

  it("has as many at or below it as at or above it", () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1 }), (fractions) => {
        const median = medianShare(fractions);
        const shares = fractions.filter(isKnown);
        if (!median) {
          expect(shares).toEqual([]);
          return;
        }
        const against = shares.map(
          ({ achieved, max }) => BigInt(achieved) * median.whole - BigInt(max) * median.part,
        );
        const half = shares.length / 2;
        expect(against.filter((difference) => difference <= 0n).length).toBeGreaterThanOrEqual(half);
        expect(against.filter((difference) => difference >= 0n).length).toBeGreaterThanOrEqual(half);
      }),
    );
  });

  it("of points is rounded half up where it falls between two", () => {
    expect(medianPoints([3_0000, 1_0000, 2_0000])).toBe(2_0000);
    expect(medianPoints([5_000, 2_500])).toBe(3_750);
    expect(medianPoints([1, 2])).toBe(2);
  });
});

describe("places", () => {
  it("are shared by equal shares, and skipped after them", () => {
    expect(placesOf([of(1, 2), of(9, 10), of(null, 10), of(5, 10), of(0, 10), of(0, 0)])).toEqual([
      2,
      1,
      null,
      2,
      4,
      null,
    ]);
  });

  it("count those that are better", () => {
    fc.assert(
      fc.property(fc.array(any), (fractions) => {
        placesOf(fractions).forEach((place, at) => {
          const own = fractions[at] as Fraction;
          const better = fractions.filter((other) => isKnown(other) && compareFractions(other, own) > 0);
          expect(place).toBe(isKnown(own) ? better.length + 1 : null);
        });
      }),
    );
  });
});

it("a share reads as the index does", () => {
  fc.assert(
    fc.property(known, fc.integer({ min: 0, max: 4 }), (fraction, decimals) => {
      expect(shareText(shareOf(fraction) as Share, decimals)).toBe(indexText(fraction, decimals));
    }),
  );
});
