import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bandOf,
  compareForRanking,
  compareFractions,
  type Fraction,
  indexText,
  indexTexts,
  MAX_TOTAL,
  meanIndexText,
  type Rankable,
  rankGroup,
  type TieBreak,
} from "../../core/src/index.ts";

const RANKED = { ranked: true };

/** Totals of any size, with the largest and the empty ones often. */
const total = fc.oneof(
  fc.nat({ max: MAX_TOTAL }),
  fc.integer({ min: MAX_TOTAL - 20, max: MAX_TOTAL }),
  fc.constantFrom(0, 1, 2, 3, 66_2500, 100_0000),
);
const fraction: fc.Arbitrary<Fraction> = fc
  .tuple(total, fc.nat({ max: MAX_TOTAL }), fc.nat({ max: 9 }))
  .map(([max, by, roll]) => {
    if (roll === 0) return { achieved: null, max };
    if (roll === 1) return { achieved: max, max };
    return { achieved: roll < 5 ? Math.max(0, max - (by % 5)) : by % (max + 1), max };
  });

/** The order of two indices in whole numbers of any length; nothing achieved where nothing is scored or can be. */
function exactOrder(a: Fraction, b: Fraction): number {
  const [aTop, aBottom] = a.max === 0 ? [0n, 1n] : [BigInt(a.achieved ?? 0), BigInt(a.max)];
  const [bTop, bBottom] = b.max === 0 ? [0n, 1n] : [BigInt(b.achieved ?? 0), BigInt(b.max)];
  const difference = aTop * bBottom - bTop * aBottom;
  return Number(difference > 0n) - Number(difference < 0n);
}

describe("comparing fractions", () => {
  it("is exact up to totals of 9 000 points", () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        expect(Math.sign(compareFractions(a, b))).toBe(exactOrder(a, b));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each<[string, Fraction, Fraction, number]>([
    ["neighbours at the limit", { achieved: MAX_TOTAL - 1, max: MAX_TOTAL }, { achieved: 1, max: 1 }, -1],
    [
      "two neighbours at the limit",
      { achieved: MAX_TOTAL - 2, max: MAX_TOTAL - 1 },
      { achieved: MAX_TOTAL - 1, max: MAX_TOTAL },
      -1,
    ],
    [
      "equal ones of different maxima",
      { achieved: 86_7200, max: 100_0000 },
      { achieved: 61_3544, max: 70_7500 },
      0,
    ],
    ["nothing scored and a score of 0", { achieved: null, max: 100 }, { achieved: 0, max: 70 }, 0],
    ["no maximum and nothing achieved", { achieved: null, max: 0 }, { achieved: 0, max: 1 }, 0],
    ["no maximum and something achieved", { achieved: null, max: 0 }, { achieved: 1, max: MAX_TOTAL }, -1],
    ["no maximum, both", { achieved: null, max: 0 }, { achieved: 0, max: 0 }, 0],
  ])("%s", (_what, a, b, order) => {
    expect(Math.sign(compareFractions(a, b))).toBe(order);
    expect(Math.sign(compareFractions(b, a))).toBe(order === 0 ? 0 : -order);
  });
});

const entryOf = (unit: string, order: number, more: Partial<Rankable> = {}): Rankable => ({
  ...{ unit, order, surveyMax: 0, fields: {} },
  total: { max: 100, self: null, appraised: null, survey: null, achieved: null },
  ...more,
});

/** A unit with an index of so many out of 100. */
const withIndex = (unit: string, order: number, achieved: number | null, max = 100): Rankable =>
  entryOf(unit, order, {
    total: { max, self: null, appraised: achieved, survey: null, achieved },
  });

const TIE_BREAKS: TieBreak[] = [{ by: "field", field: "f2" }, { by: "survey" }, { by: "appraised" }];

/** Units with few different values, so that ties of every depth come up. */
const entries: fc.Arbitrary<Rankable[]> = fc
  .array(
    fc.record({
      appraised: fc.option(fc.nat({ max: 3 })),
      survey: fc.option(fc.nat({ max: 3 })),
      surveyMax: fc.constantFrom(0, 4, 8),
      appraisedMax: fc.constantFrom(0, 4, 8),
      field: fc.option(fc.record({ achieved: fc.option(fc.nat({ max: 2 })), max: fc.constantFrom(0, 2, 4) })),
    }),
    { maxLength: 14 },
  )
  .map((units) =>
    units.map(({ appraised, survey, surveyMax, appraisedMax, field }, at) =>
      entryOf(`u${at}`, at, {
        surveyMax,
        total: {
          ...{ max: surveyMax + appraisedMax, self: null, appraised, survey },
          achieved: appraised === null && survey === null ? null : (appraised ?? 0) + (survey ?? 0),
        },
        fields: field
          ? {
              f2: {
                max: field.max,
                self: null,
                appraised: field.achieved,
                survey: null,
                achieved: field.achieved,
              },
            }
          : {},
      }),
    ),
  );
const chains = fc.shuffledSubarray(TIE_BREAKS);

describe("comparing units for ranking", () => {
  it("is a total preorder: reflexive, antisymmetric, transitive, and any two compare", () => {
    fc.assert(
      fc.property(entries, chains, (units, chain) => {
        const order = (a: Rankable, b: Rankable) => Math.sign(compareForRanking(a, b, chain));
        for (const a of units) {
          expect(order(a, a)).toBe(0);
          for (const b of units) {
            expect([-1, 0, 1]).toContain(order(a, b));
            expect(order(a, b) + order(b, a)).toBe(0);
            for (const c of units) {
              if (order(a, b) <= 0 && order(b, c) <= 0)
                expect(order(a, c)).toBe(Math.min(order(a, b), order(b, c)));
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is a total preorder of any fractions, up to the limit", () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        const order = (x: Fraction, y: Fraction) => Math.sign(compareFractions(x, y));
        expect(order(a, b) + order(b, a)).toBe(0);
        if (order(a, b) <= 0 && order(b, c) <= 0)
          expect(order(a, c)).toBe(Math.min(order(a, b), order(b, c)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("asks a tie-break only where everything before it is equal", () => {
    fc.assert(
      fc.property(entries, chains, (units, chain) => {
        for (const a of units)
          for (const b of units) {
            const shorter = Math.sign(compareForRanking(a, b, chain.slice(0, -1)));
            if (shorter !== 0) expect(Math.sign(compareForRanking(a, b, chain))).toBe(shorter);
          }
      }),
    );
  });
});

describe("ranking a group", () => {
  const ranksOf = (placed: { rank: number | null }[]) => placed.map(({ rank }) => rank);

  it.each<[string, (number | null)[], number[]]>([
    ["all different", [90, 80, 70], [1, 2, 3]],
    ["a tie in the middle", [90, 80, 80, 70], [1, 2, 2, 4]],
    ["a tie at the top", [90, 90, 90, 70], [1, 1, 1, 4]],
    ["a tie at the bottom", [90, 70, 70], [1, 2, 2]],
    ["two ties", [90, 90, 80, 80, 70], [1, 1, 3, 3, 5]],
    ["all equal", [80, 80, 80], [1, 1, 1]],
    ["one unit", [80], [1]],
    ["no unit", [], []],
    ["nothing scored stands with 0", [50, 0, null], [1, 2, 2]],
  ])("%s", (_what, indices, ranks) => {
    const units = indices.map((achieved, at) => withIndex(`u${at}`, at, achieved));
    expect(ranksOf(rankGroup(units, RANKED, []))).toEqual(ranks);
  });

  it("gives every unit 1 + the number of those above it, high to low, ties in official order", () => {
    fc.assert(
      fc.property(entries, chains, (units, chain) => {
        const placed = rankGroup(units, RANKED, chain);
        expect(placed.map(({ entry }) => entry.unit).sort()).toEqual(units.map(({ unit }) => unit).sort());
        placed.forEach(({ entry, rank }, at) => {
          expect(rank).toBe(1 + units.filter((other) => compareForRanking(other, entry, chain) < 0).length);
          const next = placed[at + 1];
          if (!next) return;
          const order = compareForRanking(entry, next.entry, chain);
          expect(order).toBeLessThanOrEqual(0);
          if (order === 0) expect(entry.order).toBeLessThan(next.entry.order);
        });
      }),
    );
  });

  it("does not depend on the order the units come in, even where two have the same official order", () => {
    const cases = fc
      .tuple(entries, fc.boolean())
      .map(([units, same]) => units.map((unit, at) => ({ ...unit, order: same ? at % 2 : at })))
      .chain((units) =>
        fc.tuple(fc.constant(units), fc.shuffledSubarray(units, { minLength: units.length })),
      );
    fc.assert(
      fc.property(cases, fc.boolean(), ([units, shuffled], ranked) => {
        expect(rankGroup(shuffled, { ranked }, TIE_BREAKS)).toEqual(rankGroup(units, { ranked }, TIE_BREAKS));
      }),
    );
  });

  it("does not rank the special agencies: annex order, no ranks, whatever their index", () => {
    const agencies = [
      withIndex("so-ngoai-vu", 3, 99),
      withIndex("thanh-tra-tinh", 0, 10),
      withIndex("van-phong-ubnd", 2, 99),
      withIndex("ban-dan-toc", 1, 50),
    ];
    const placed = rankGroup(agencies, { ranked: false }, TIE_BREAKS);
    expect(placed.map(({ entry, rank }) => [entry.unit, rank])).toEqual([
      ["thanh-tra-tinh", null],
      ["ban-dan-toc", null],
      ["van-phong-ubnd", null],
      ["so-ngoai-vu", null],
    ]);
  });

  it("compares by share and not by points: an exemption does not cost a rank", () => {
    const placed = rankGroup([withIndex("nhieu-diem", 0, 80, 100), withIndex("mien", 1, 73, 91)], RANKED, []);
    expect(placed.map(({ entry }) => entry.unit)).toEqual(["mien", "nhieu-diem"]);
  });

  describe("breaking ties", () => {
    const unit = (id: string, order: number, field: number, survey: number) =>
      entryOf(id, order, {
        total: { max: 100, self: null, appraised: 80 - survey, survey, achieved: 80 },
        surveyMax: 23,
        fields: { f2: { max: 10, self: null, appraised: field, survey: null, achieved: field } },
      });
    const units = [unit("a", 0, 5, 10), unit("b", 1, 7, 10), unit("c", 2, 5, 20), unit("d", 3, 7, 10)];

    it.each<[string, TieBreak[], string]>([
      ["without a chain all share the rank", [], "a1 b1 c1 d1"],
      ["by a field", [{ by: "field", field: "f2" }], "b1 d1 a3 c3"],
      ["by the survey", [{ by: "survey" }], "c1 a2 b2 d2"],
      ["by the appraised points", [{ by: "appraised" }], "a1 b1 d1 c4"],
      ["by a field, then the survey", [{ by: "field", field: "f2" }, { by: "survey" }], "b1 d1 c3 a4"],
      ["by the survey, then a field", [{ by: "survey" }, { by: "field", field: "f2" }], "c1 b2 d2 a4"],
      ["by a field that the set does not have", [{ by: "field", field: "f9" }], "a1 b1 c1 d1"],
    ])("%s", (_what, chain, order) => {
      const placed = rankGroup(units, RANKED, chain);
      expect(placed.map(({ entry, rank }) => `${entry.unit}${rank}`).join(" ")).toBe(order);
    });

    it("compares shares of what each can reach in it, not points: 60 of 77 is more than 70 of 90", () => {
      const fewer = unit("a", 0, 5, 20);
      const more = { ...unit("b", 1, 5, 10), surveyMax: 10 };
      const placed = rankGroup([more, fewer], RANKED, [{ by: "appraised" }]);
      expect(placed.map(({ entry }) => entry.unit)).toEqual(["a", "b"]);
    });

    it("compares shares of the survey too: 12 of 13 is more than 20 of 23", () => {
      const smaller = { ...unit("e", 4, 5, 12), surveyMax: 13 };
      const placed = rankGroup([unit("c", 2, 5, 20), smaller], RANKED, [{ by: "survey" }]);
      expect(placed.map(({ entry }) => entry.unit)).toEqual(["e", "c"]);
    });
  });
});

describe("the index as text", () => {
  it.each<[number | null, number, number, string]>([
    [867_200, 1_000_000, 2, "86,72"],
    [867_250, 1_000_000, 2, "86,73"],
    [867_249, 1_000_000, 2, "86,72"],
    [1_000_000, 1_000_000, 2, "100,00"],
    [999_949, 1_000_000, 2, "99,99"],
    [999_950, 1_000_000, 2, "100,00"],
    [0, 1_000_000, 2, "0,00"],
    [null, 1_000_000, 2, "0,00"],
    [1, 1_000_000, 2, "0,00"],
    [50, 1_000_000, 2, "0,01"],
    [1, 3, 2, "33,33"],
    [2, 3, 2, "66,67"],
    [1, 8, 2, "12,50"],
    [1, 8, 0, "13"],
    [1, 200, 0, "1"],
    [1, 201, 0, "0"],
    [1, 8, 1, "12,5"],
    [1, 3, 4, "33,3333"],
    [0, 7, 0, "0"],
    [0, 0, 2, "—"],
    [null, 0, 2, "—"],
    [MAX_TOTAL - 1, MAX_TOTAL, 4, "100,0000"],
    [MAX_TOTAL - 1, MAX_TOTAL, 7, "99,9999989"],
  ])("%s of %i with %i decimals is %s", (achieved, max, decimals, text) => {
    expect(indexText({ achieved, max }, decimals)).toBe(text);
  });

  it("is the nearest number of so many decimals, the upper one in a tie", () => {
    fc.assert(
      fc.property(fraction, fc.nat({ max: 6 }), (share, decimals) => {
        fc.pre(share.max > 0);
        const text = indexText(share, decimals);
        expect(text).toMatch(decimals === 0 ? /^\d{1,3}$/ : new RegExp(`^\\d{1,3},\\d{${decimals}}$`));
        const shown = BigInt(text.replace(",", ""));
        const exact = BigInt(share.achieved ?? 0) * 10n ** BigInt(decimals + 2);
        const twiceOff = 2n * (shown * BigInt(share.max) - exact);
        expect(twiceOff).toBeLessThanOrEqual(BigInt(share.max));
        expect(twiceOff).toBeGreaterThan(-BigInt(share.max));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("indices shown together", () => {
  const perTenMillion = (...achieved: number[]) => achieved.map((a) => ({ achieved: a, max: 10_000_000 }));

  it.each<[string, Fraction[], string[]]>([
    ["different at once", perTenMillion(8_672_000, 8_673_000), ["86,72", "86,73"]],
    ["equal", perTenMillion(8_672_000, 8_672_000), ["86,72", "86,72"]],
    [
      "equal of different maxima",
      [
        { achieved: 1, max: 3 },
        { achieved: 2, max: 6 },
      ],
      ["33,33", "33,33"],
    ],
    ["alike but not equal", perTenMillion(8_672_000, 8_672_100), ["86,720", "86,721"]],
    [
      "only those alike get more",
      perTenMillion(8_672_000, 8_672_100, 9_000_000),
      ["86,720", "86,721", "90,00"],
    ],
    [
      "equal ones among those alike stay equal",
      perTenMillion(8_672_000, 8_672_100, 8_672_000),
      ["86,720", "86,721", "86,720"],
    ],
    ["as many as it takes", perTenMillion(8_672_000, 8_672_001), ["86,72000", "86,72001"]],
    [
      "two pairs whose middle ones would both read 86,725",
      perTenMillion(8_672_100, 8_672_490, 8_672_500, 8_672_900),
      ["86,721", "86,7249", "86,7250", "86,729"],
    ],
    [
      "the nearest that two can be",
      [
        { achieved: MAX_TOTAL - 1, max: MAX_TOTAL },
        { achieved: MAX_TOTAL - 2, max: MAX_TOTAL - 1 },
      ],
      ["99,99999888888889", "99,99999888888888"],
    ],
    ["full marks and nearly", perTenMillion(10_000_000, 9_999_999), ["100,00000", "99,99999"]],
    [
      "nothing to achieve",
      [
        { achieved: null, max: 0 },
        { achieved: null, max: 0 },
      ],
      ["—", "—"],
    ],
    [
      "nothing to achieve beside 0",
      [
        { achieved: null, max: 0 },
        { achieved: 0, max: 5 },
      ],
      ["—", "0,00"],
    ],
    ["none", [], []],
  ])("%s", (_what, fractions, texts) => {
    expect(indexTexts(fractions, 2)).toEqual(texts);
  });

  /** Shares close to each other and close to where rounding turns, of several maxima. */
  const neighbours = fc
    .tuple(
      fc.integer({ min: 0, max: 9_999 }),
      fc.array(fc.tuple(fc.integer({ min: -60, max: 60 }), fc.nat({ max: 2 }))),
    )
    .map(([share, units]) =>
      units.map(([off, scale]): Fraction => {
        const max = [1_000_000, 3_000_000, 9_000_000][scale] ?? 1_000_000;
        return { achieved: Math.min(max, Math.max(0, (share * max) / 10_000 + off)), max };
      }),
    );
  const mixed = fc.tuple(neighbours, neighbours).map(([some, others]) => [...some, ...others]);

  it("read as different numbers in the right order exactly where they differ", () => {
    const numberOf = (text: string) => {
      const [whole = "", decimals = ""] = text.split(",");
      return BigInt(whole + decimals.padEnd(20, "0"));
    };
    fc.assert(
      fc.property(mixed, fc.nat({ max: 4 }), (fractions, decimals) => {
        const texts = indexTexts(fractions, decimals);
        fractions.forEach((a, i) => {
          const text = texts[i] ?? "";
          const shown = text.split(",")[1]?.length ?? 0;
          expect(shown).toBeGreaterThanOrEqual(decimals);
          expect(text).toBe(indexText(a, shown));
          fractions.forEach((b, j) => {
            const order = exactOrder(a, b);
            const other = texts[j] ?? "";
            if (order === 0) expect(other).toBe(text);
            else expect(numberOf(text) > numberOf(other)).toBe(order > 0);
          });
        });
      }),
    );
  });

  it("keep to the asked decimals where nobody looks like them", () => {
    fc.assert(
      fc.property(mixed, (fractions) => {
        const plain = fractions.map((share) => indexText(share, 2));
        indexTexts(fractions, 2).forEach((text, i) => {
          const alike = fractions.some(
            (other, j) => plain[j] === plain[i] && exactOrder(other, fractions[i] ?? other) !== 0,
          );
          expect(text === plain[i]).toBe(!alike);
        });
      }),
    );
  });
});

describe("bands", () => {
  const BANDS = [
    { name: "Xuất sắc", atLeast: 9_000 },
    { name: "Tốt", atLeast: 8_050 },
    { name: "Khá", atLeast: 6_500 },
  ];

  it.each<[number | null, number, string | null]>([
    [1_000_000, 1_000_000, "Xuất sắc"],
    [900_000, 1_000_000, "Xuất sắc"],
    [899_999, 1_000_000, "Tốt"],
    [805_000, 1_000_000, "Tốt"],
    [804_999, 1_000_000, "Khá"],
    [650_000, 1_000_000, "Khá"],
    [649_999, 1_000_000, null],
    [0, 1_000_000, null],
    [null, 1_000_000, null],
    [null, 0, null],
    [(MAX_TOTAL / 10) * 9, MAX_TOTAL, "Xuất sắc"],
    [(MAX_TOTAL / 10) * 9 - 1, MAX_TOTAL, "Tốt"],
  ])("%s of %s is %s, by the exact share and not by the rounded text", (achieved, max, band) => {
    expect(bandOf({ achieved, max }, BANDS)).toBe(band);
  });

  it("a band from 0 takes all the rest, and a group without bands has none", () => {
    const all = [...BANDS, { name: "Trung bình", atLeast: 0 }];
    expect(bandOf({ achieved: null, max: 100 }, all)).toBe("Trung bình");
    expect(bandOf({ achieved: null, max: 0 }, all)).toBe("Trung bình");
    expect(bandOf({ achieved: 100, max: 100 }, [])).toBeNull();
  });

  it("never gives a higher share a lower band", () => {
    const rank = (share: Fraction) => {
      const at = BANDS.findIndex(({ name }) => name === bandOf(share, BANDS));
      return at === -1 ? BANDS.length : at;
    };
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        if (exactOrder(a, b) >= 0) expect(rank(a)).toBeLessThanOrEqual(rank(b));
      }),
    );
  });
});

describe("the mean of indices", () => {
  it.each([
    [[], 2, "—"],
    [[{ achieved: null, max: 0 }], 2, "—"],
    [[{ achieved: 1, max: 3 }], 2, "33,33"],
    [
      [
        { achieved: 1, max: 3 },
        { achieved: 2, max: 3 },
      ],
      2,
      "50,00",
    ],
    [
      [
        { achieved: 1, max: 2 },
        { achieved: null, max: 7 },
        { achieved: 5, max: 0 },
      ],
      2,
      "25,00",
    ],
    // 12,345 exactly: rounded half up once, not the mean of what was rounded before.
    [
      [
        { achieved: 12_345, max: 100_000 },
        { achieved: 24_690, max: 200_000 },
      ],
      2,
      "12,35",
    ],
  ] as const)("of %j with %i decimals is %s", (fractions, decimals, text) => {
    expect(meanIndexText(fractions, decimals)).toBe(text);
  });

  it("of equal indices is that index, in any order of others", () => {
    const share = fc.tuple(fc.integer({ min: 0, max: 900_000 }), fc.integer({ min: 1, max: 900_000 }));
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 40 }), ([first, ...others]) => {
        if (!first) return;
        const fraction = ([achieved, max]: [number, number]) => ({ achieved: Math.min(achieved, max), max });
        const one = fraction(first);
        expect(meanIndexText([one, one, one], 2)).toBe(indexText(one, 2));
        const all = [one, ...others.map(fraction)];
        expect(meanIndexText(all.toReversed(), 3)).toBe(meanIndexText(all, 3));
      }),
    );
  });
});
