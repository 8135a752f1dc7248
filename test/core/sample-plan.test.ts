import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  costSamples,
  quotaSizes,
  SamplePlan,
  type SampleRule,
  sampleSize,
  sampleSizes,
  shareOut,
} from "../../core/src/index.ts";

const COCHRAN: SampleRule = { formula: "cochran", confidence: 9_500, margin: 500, proportion: 5_000 };
const SLOVIN: SampleRule = { ...COCHRAN, formula: "slovin" };

/** T. Yamane, Statistics (1967): sample sizes for 95 % and p = 50 %, at e = 5 % and e = 10 %. */
const YAMANE: [population: number, at5: number, at10: number][] = [
  [500, 223, 84],
  [1_000, 286, 91],
  [2_000, 334, 96],
  [5_000, 371, 99],
  [10_000, 385, 100],
  [100_000, 399, 100],
];

describe("Slovin's formula", () => {
  it.each(YAMANE)("for %i people asks for as many as Yamane's table", (population, at5, at10) => {
    // The table rounds to the nearest, we round up: at most one person more.
    const [five, ten] = [500, 1_000].map((margin) => sampleSize(population, { ...SLOVIN, margin }));
    expect([at5, at5 + 1]).toContain(five);
    expect([at10, at10 + 1]).toContain(ten);
  });

  it("for 1 000 people at 5 % asks for 286", () => {
    expect(sampleSize(1_000, SLOVIN)).toBe(286);
  });

  it("does not round a whole number up for a floating-point hair", () => {
    // 900 ÷ (1 + 900 × 0.05²) = 276.92…; 1 200 ÷ (1 + 3) = 300 exactly.
    expect(sampleSize(900, SLOVIN)).toBe(277);
    expect(sampleSize(1_200, SLOVIN)).toBe(300);
  });
});

describe("Cochran's formula with finite-population correction", () => {
  it.each([
    // Krejcie & Morgan (1970) give nearly the same for 95 %, 5 %, p = 50 %.
    [100, 80],
    [500, 218],
    [1_000, 278],
    [10_000, 370],
    [100_000, 383],
    [100_000_000, 385],
  ])("at 95 % and 5 % for %i people asks for %i", (population, size) => {
    expect(sampleSize(population, COCHRAN)).toBe(size);
  });

  it.each<[string, Partial<SampleRule>, number]>([
    ["a confidence of 90 %", { confidence: 9_000 }, 271],
    ["a confidence of 99 %", { confidence: 9_900 }, 664],
    ["a margin of 3 %", { margin: 300 }, 1_068],
    ["an expected share of 20 %", { proportion: 2_000 }, 246],
  ])("for any number of people with %s", (_, more, size) => {
    expect(sampleSize(100_000_000, { ...COCHRAN, ...more })).toBe(size);
  });
});

const rule: fc.Arbitrary<SampleRule> = fc.record({
  formula: fc.constantFrom("slovin", "cochran"),
  confidence: fc.constantFrom(9_000, 9_500, 9_900),
  margin: fc.integer({ min: 10, max: 5_000 }),
  proportion: fc.integer({ min: 100, max: 9_900 }),
});

describe("either formula", () => {
  it("asks for somebody, never for more than there are, and for no fewer of more", () => {
    fc.assert(
      fc.property(rule, fc.nat(5_000_000), fc.nat(1_000), (plan, population, more) => {
        const size = sampleSize(population, plan);
        expect(Number.isInteger(size)).toBe(true);
        expect(size).toBeLessThanOrEqual(population);
        expect(size > 0).toBe(population > 0);
        expect(sampleSize(population + more, plan)).toBeGreaterThanOrEqual(size);
      }),
    );
  });
});

describe("sharing out", () => {
  const weights = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 40 });

  it("sums exactly, each share at most one off its exact size", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), weights, (total, all) => {
        const sum = all.reduce((one, other) => one + other, 0);
        fc.pre(sum > 0);
        const shares = shareOut(total, all);
        expect(shares.reduce((one, other) => one + other, 0)).toBe(total);
        shares.forEach((share, at) => {
          const exact = (total * (all[at] ?? 0)) / sum;
          expect(Math.abs(share - exact)).toBeLessThan(1);
          if (all[at] === 0) expect(share).toBe(0);
        });
      }),
    );
  });

  it("gives ties to the earlier, and nothing where there are no weights", () => {
    expect(shareOut(2, [1, 1, 1])).toEqual([1, 1, 0]);
    expect(shareOut(7, [0, 0])).toEqual([0, 0]);
    expect(shareOut(7, [])).toEqual([]);
  });
});

const plan = (more: Partial<SamplePlan>): SamplePlan => ({
  ...{ rev: 1, by: "x", at: new Date(0), ...COCHRAN, minimum: 30, allocation: "each", quotas: [] },
  ...{ units: {} },
  ...more,
});
const units = {
  a: { population: 10_000, fixed: null },
  b: { population: 20, fixed: null },
  c: { population: 0, fixed: null },
  d: { population: 1_000, fixed: 12 },
};

describe("a plan's sizes", () => {
  it("are the formula's for each unit, at least the minimum, never more than there are, and what is set by hand", () => {
    expect(sampleSizes(plan({ units }))).toEqual({ a: 370, b: 20, c: 0, d: 12 });
  });

  it("are shared out by population, with the minimum for the small", () => {
    const { d: _, ...three } = units;
    // 10 020 people: 371 together (370.01, rounded up).
    expect(sampleSizes(plan({ units: three, allocation: "proportional" }))).toEqual({ a: 370, b: 20, c: 0 });
  });

  it("are shared out equally, but not above what there are", () => {
    const { d: _, ...three } = units;
    expect(sampleSizes(plan({ units: three, allocation: "equal" }))).toEqual({ a: 124, b: 20, c: 0 });
  });

  it("are divided among quotas by the largest remainders; what they leave of 100 % stands under none", () => {
    const quotas = [
      { name: "Nam", share: 3_333 },
      { name: "Nữ", share: 3_333 },
    ];
    expect(quotaSizes(100, quotas)).toEqual([
      { name: "Nam", size: 33 },
      { name: "Nữ", size: 33 },
    ]);
    expect(quotaSizes(11, [{ name: "Tất cả", share: 10_000 }])).toEqual([{ name: "Tất cả", size: 11 }]);
  });

  it("feed the cost estimate by size, and in one row where there are too many sizes", () => {
    const sizes = { a: 30, b: 30, c: 12, d: 0 };
    expect(costSamples("Người dân", sizes, 5)).toEqual([
      { group: "Người dân", units: 2, forms: 30 },
      { group: "Người dân", units: 1, forms: 12 },
    ]);
    expect(costSamples("Người dân", sizes, 1)).toEqual([{ group: "Người dân", units: 1, forms: 72 }]);
  });

  it("are of a plan that the schema knows", () => {
    expect(SamplePlan.parse(plan({ units }))).toEqual(plan({ units }));
    expect(SamplePlan.safeParse(plan({ margin: 0 })).success).toBe(false);
  });
});
