import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AnalysedUnit,
  analysedUnits,
  emptyLedger,
  type Ledger,
  type Robustness,
  rankGroup,
  rankModel,
  rankSimulation,
  simulateRanks,
  standardErrorOf,
  type TieBreak,
  unitIndex,
} from "../../core/src/index.ts";
import { leaf, ledgersOf, pts, SMALL_SET, setOf, unitWith } from "./samples.ts";

const SETS = new Map([[SMALL_SET.id, SMALL_SET]]);
const SURE = { spread: 0, survey: false };
const BY_FIELD = { weightsBy: "field", unknown: "none" } as const;
const RUN = { draws: 10_000, seed: 2024 };

const groups = fc
  .integer({ min: 1, max: 9 })
  .chain((size) =>
    fc.tuple(...Array.from({ length: size }, (_, at) => ledgersOf(SMALL_SET, { unit: `u${at}` }))),
  );
const unitsOf = (ledgers: readonly Ledger[]) =>
  analysedUnits(
    ledgers.map((ledger, order) => ({ ...ledger, order })),
    SETS,
  );
const sharesOf = ({ counts }: Robustness["units"][number], draws: number) =>
  counts.reduce((sum, count) => sum + count.draws, 0) / draws;

/** One field of a self-scored leaf and a surveyed one. */
const PAIR_SET = setOf("cap", [
  leaf("f1c1", { max: pts(6) }),
  leaf("f1c2", { source: "survey", max: pts(4), step: 1 }),
]);

/** A unit of that set; the survey score has this interval, or none. */
function unit(id: string, self: number, survey: number, half: number | null): AnalysedUnit[] {
  const ledger = emptyLedger(id, unitWith({ criteriaSet: "cap", name: id }), {
    version: 1,
    surveyHeld: true,
  });
  ledger.appraisal.f1c1 = { points: pts(self), rev: 1 };
  ledger.survey.f1c2 = {
    ...{ points: pts(survey), rev: 1, sufficient: true, n: 100 },
    ...(half === null ? {} : { interval: { low: pts(survey - half), high: pts(survey + half) } }),
  };
  return analysedUnits([ledger], new Map([["cap", PAIR_SET]]));
}

/** The standard normal distribution function: Abramowitz and Stegun 26.2.17, to 7.5e-8. */
function phi(x: number): number {
  if (x < 0) return 1 - phi(-x);
  const t = 1 / (1 + 0.2316419 * x);
  const tail = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153];
  return (
    1 -
    (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * tail.reduce((sum, factor) => (sum + factor) * t, 0)
  );
}

describe("without uncertainty", () => {
  it("every unit has the one rank of the exact ranking, ties and tie-breaks included", () => {
    const chains = fc.shuffledSubarray<TieBreak>([
      { by: "survey" },
      { by: "field", field: "f1" },
      { by: "appraised" },
    ]);
    fc.assert(
      fc.property(groups, chains, fc.constantFrom("field", "leaf"), (ledgers, chain, weightsBy) => {
        const units = unitsOf(ledgers);
        const placed = rankGroup(
          units.map(({ ledger, sheet }) => unitIndex(ledger, sheet)),
          { ranked: true },
          chain,
        );
        const { model } = rankModel(units, chain, { weightsBy, unknown: "none" });
        const { units: drawn, shift } = simulateRanks(model, SURE, { draws: 3, seed: 1 });
        expect(drawn.map(({ unit, rank, low, high, median }) => [unit, rank, low, high, median])).toEqual(
          placed.map(({ entry, rank }) => [entry.unit, rank, rank, rank, rank]),
        );
        expect(shift).toBe(0);
        drawn.forEach(({ rank, aboveNext }, at) => {
          const next = drawn[at + 1];
          expect(aboveNext).toBe(next ? (next.rank === rank ? 0.5 : 1) : null);
        });
      }),
      { numRuns: 200 },
    );
  });

  it("bonus and penalty points count as they do in the sheet, cut off at 0 and the maximum", () => {
    const fixed = (id: string, self: number, adjustment: number) =>
      unit(id, self, 2, null).map((one) => {
        const ledger = { ...one.ledger, adjustment: pts(adjustment) };
        return analysedUnits([ledger], new Map([["cap", PAIR_SET]]))[0] as AnalysedUnit;
      });
    const units = [
      ...fixed("thuong", 4, 1),
      ...fixed("bang", 5, 0),
      ...fixed("tran", 6, 9),
      ...fixed("day", 6, 2),
      ...fixed("am", 0, -5),
    ];
    const { model } = rankModel(units, [], BY_FIELD);
    const { units: drawn } = simulateRanks(model, SURE, { draws: 1, seed: 1 });
    expect(Object.fromEntries(drawn.map(({ unit, low }) => [unit, low]))).toEqual({
      ...{ tran: 1, day: 1, thuong: 3, bang: 3, am: 5 },
    });
  });
});

describe("the model", () => {
  it("numbers units by the tie-breaks alone, the same where they leave it open", () => {
    const units = [
      ...unit("a", 6, 1, null),
      ...unit("b", 4, 2, null),
      ...unit("c", 3, 3, null),
      ...unit("d", 1, 3, null),
    ];
    const { model } = rankModel(units, [{ by: "survey" }], BY_FIELD);
    expect(model.units.map(({ unit: id, rank }) => [id, rank])).toEqual([
      ...[
        ["a", 1],
        ["c", 2],
        ["b", 3],
        ["d", 4],
      ],
    ]);
    expect([...model.tieBreak]).toEqual([3, 0, 2, 0]);
    const { units: drawn } = simulateRanks(model, SURE, { draws: 1, seed: 1 });
    expect(drawn.map(({ unit: id, rank, low }) => [id, rank, low])).toEqual([
      ...[
        ["a", 1, 1],
        ["c", 2, 2],
        ["b", 3, 3],
        ["d", 4, 4],
      ],
    ]);
  });

  it("draws only what has an error, about its score and up to the leaf's maximum", () => {
    const units = [...unit("a", 6, 3, 0.5), ...unit("b", 5, 3, 0), ...unit("c", 4, 3, null)];
    const { model } = rankModel(units, [], BY_FIELD);
    expect([...model.starts]).toEqual([0, 1, 1, 1]);
    expect([[...model.mean], [...model.limit], [...model.weightOf]]).toEqual([[pts(3)], [pts(4)], [0]]);
    expect(model.error[0]).toBeCloseTo(pts(0.5) / 1.959964, 6);
    expect([...model.certain]).toEqual([pts(6), pts(8), pts(7)]);
    expect([...model.maxima]).toEqual([pts(10), pts(10), pts(10)]);
  });

  it("gives no bonus to a unit of which nothing is scored, as its sheet gives none", () => {
    const [full] = unit("mot", 1, 0, null);
    const [other] = unit("trong", 1, 0, null);
    const { ledger } = other as AnalysedUnit;
    const empty = { ...ledger, appraisal: {}, survey: {}, adjustment: pts(3) };
    const [none] = analysedUnits([empty], new Map([["cap", PAIR_SET]]));
    const { model } = rankModel([full as AnalysedUnit, none as AnalysedUnit], [], BY_FIELD);
    expect([...model.adjustment]).toEqual([0, 0]);
    const { units: drawn } = simulateRanks(model, SURE, { draws: 1, seed: 1 });
    expect(drawn.map(({ unit: id, low }) => [id, low])).toEqual([
      ...[
        ["mot", 1],
        ["trong", 2],
      ],
    ]);
  });
});

describe("the draws", () => {
  it("are the same for the same seed, in one go or in many, and others for another", () => {
    const units = [...unit("a", 4, 2, 0.5), ...unit("b", 4, 2.1, 0.5), ...unit("c", 4, 1.9, 0.5)];
    const { model } = rankModel(units, [], BY_FIELD);
    const both = { spread: 0.1, survey: true };
    const once = simulateRanks(model, both, { draws: 1_000, seed: 7 });
    expect(simulateRanks(model, both, { draws: 1_000, seed: 7 })).toEqual(once);
    expect(simulateRanks(model, both, { draws: 1_000, seed: 8 })).not.toEqual(once);
    const parts = rankSimulation(model, both, 7);
    for (const part of [1, 499, 500]) parts.draw(part);
    expect(parts.result()).toEqual(once);
    // Written down once: another machine, browser or version must not draw others unnoticed.
    expect(once.units.map(({ unit, low, high, counts }) => [unit, low, high, counts[0]?.draws])).toEqual([
      ["b", 1, 3, 503],
      ["a", 1, 3, 322],
      ["c", 1, 3, 175],
    ]);
  });

  it("of two alike units end above each other half of the time", () => {
    const { model } = rankModel([...unit("a", 4, 2, 0.5), ...unit("b", 4, 2, 0.5)], [], BY_FIELD);
    const { units } = simulateRanks(model, { spread: 0.1, survey: true }, RUN);
    expect(units.map(({ rank, low, high }) => [rank, low, high])).toEqual([
      [1, 1, 2],
      [1, 1, 2],
    ]);
    // Four standard errors of a share of 10,000 draws.
    expect(Math.abs((units[0]?.aboveNext ?? 0) - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / RUN.draws));
  });

  it.each([
    [0.1, 0.2],
    [0.3, 0.3],
    [0.5, 0.25],
  ])(
    "of two units %d points apart, each with an interval of ±%d, keep their order as often as the normal distribution says",
    (apart, half) => {
      const { model } = rankModel([...unit("a", 4, 2 + apart, half), ...unit("b", 4, 2, half)], [], BY_FIELD);
      const { units } = simulateRanks(model, { spread: 0, survey: true }, RUN);
      const known = phi(apart / (Math.SQRT2 * (half / 1.959964)));
      const error = Math.sqrt((known * (1 - known)) / RUN.draws);
      expect(Math.abs((units[0]?.aboveNext ?? 0) - known)).toBeLessThan(4 * error + 1e-9);
    },
  );

  it("of weights alone never part units alike in every field, nor turn one that is better in all", () => {
    const units = [...unit("a", 5, 3, 0.5), ...unit("b", 4, 2, 0.5), ...unit("c", 4, 2, 0.5)];
    const { model } = rankModel(units, [], { weightsBy: "leaf", unknown: "none" });
    const { units: drawn } = simulateRanks(model, { spread: 0.5, survey: false }, { draws: 500, seed: 3 });
    expect(drawn.map(({ counts }) => counts)).toEqual([
      [{ rank: 1, draws: 500 }],
      [{ rank: 2, draws: 500 }],
      [{ rank: 2, draws: 500 }],
    ]);
  });

  it("of weights turn units whose strengths lie in different leaves, as often as the weights say", () => {
    // 5 + 1,9 of 6 + 4 against 3 + 4: above where 2·w₁ > 2,1·w₂, so w₁ > 1,05·w₂.
    const units = [...unit("a", 5, 1.9, null), ...unit("b", 3, 4, null)];
    const { model } = rankModel(units, [], { weightsBy: "leaf", unknown: "none" });
    const { units: drawn } = simulateRanks(model, { spread: 0.1, survey: false }, RUN);
    // Over the square 0,9…1,1: the part of it where w₁ > 1,05·w₂ is a triangle between w₂ = 0,9 and 1,1 ÷ 1,05.
    const base = 1.1 / 1.05 - 0.9;
    const known = (0.5 * base * (1.1 - 0.945)) / 0.04;
    const above = drawn.find(({ unit }) => unit === "b")?.aboveNext ?? 0;
    expect(Math.abs(1 - above - known)).toBeLessThan(4 * Math.sqrt((known * (1 - known)) / RUN.draws));
  });

  it("count every draw once, and hold the computed rank within the interval where nothing is cut off", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 12, max: 28 })), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.integer(),
        fc.boolean(),
        (scores, seed, survey) => {
          const units = scores.flatMap(([self, surveyed], at) =>
            unit(`u${at}`, self / 4, surveyed / 10, 0.3),
          );
          const { model } = rankModel(units, [], { weightsBy: "leaf", unknown: "none" });
          const draws = 400;
          const drawn = simulateRanks(model, { spread: 0.1, survey }, { draws, seed });
          for (const one of drawn.units) {
            expect(sharesOf(one, draws)).toBe(1);
            expect(one.low).toBeLessThanOrEqual(one.median);
            expect(one.median).toBeLessThanOrEqual(one.high);
            const shared = drawn.units.filter(({ rank }) => rank === one.rank).length;
            expect(one.low).toBeLessThanOrEqual(one.rank + shared - 1);
            expect(one.high).toBeGreaterThanOrEqual(one.rank);
            const within = one.counts.filter(({ rank }) => one.low <= rank && rank <= one.high);
            expect(within.reduce((sum, count) => sum + count.draws, 0)).toBeGreaterThanOrEqual(0.95 * draws);
          }
          for (let rank = 1; rank <= units.length; rank++) {
            const atOrAbove = drawn.units.reduce(
              (sum, { counts }) =>
                sum + counts.reduce((some, count) => (count.rank <= rank ? some + count.draws : some), 0),
              0,
            );
            expect(atOrAbove).toBeGreaterThanOrEqual(rank * draws);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("stay within 0 and the maximum", () => {
    const units = [...unit("a", 3, 4, 0.5), ...unit("b", 3, 0, 0.5)].map((one, at) => {
      const interval = at === 0 ? { low: pts(3.5), high: pts(4) } : { low: 0, high: pts(0.5) };
      const survey = { f1c2: { ...one.ledger.survey.f1c2, points: at === 0 ? pts(4) : 0, interval } };
      return { ...one, ledger: { ...one.ledger, survey } as Ledger };
    });
    const { model, known } = rankModel(units, [], BY_FIELD);
    expect(known).toBe(2);
    expect([...model.error].map((error) => Math.round(error))).toEqual([2551, 2551]);
    // Together the two can't be further apart than the leaf is wide, so that a third one 4 points above is always first.
    const third = unit("c", 6, 3.9, null);
    const both = rankModel([...units, ...third], [], BY_FIELD).model;
    const drawn = simulateRanks(both, { spread: 0, survey: true }, { draws: 2_000, seed: 5 });
    expect(drawn.units[0]).toMatchObject({ unit: "c", low: 1, high: 1, aboveNext: 1 });
  });

  it("never lift a unit above its maximum, nor sink it below 0, where its survey score lies at that end", () => {
    const atEnd = (id: string, points: number) =>
      unit(id, 3, points, 0.5).map((one) => {
        const interval = points === 0 ? { low: 0, high: pts(0.5) } : { low: pts(3.5), high: pts(4) };
        const survey = { f1c2: { ...one.ledger.survey.f1c2, interval } };
        return { ...one, ledger: { ...one.ledger, survey } as Ledger };
      });
    const units = [
      ...unit("top", 3, 4, null),
      ...atEnd("a", 4),
      ...atEnd("b", 0),
      ...unit("end", 3, 0, null),
    ];
    const { model, known } = rankModel(units, [], BY_FIELD);
    expect(known).toBe(2);
    const drawn = simulateRanks(model, { spread: 0, survey: true }, { draws: 300, seed: 5 });
    expect(Object.fromEntries(drawn.units.map(({ unit: id, low, high }) => [id, [low, high]]))).toEqual({
      ...{ top: [1, 1], a: [2, 2], b: [3, 3], end: [4, 4] },
    });
    expect(drawn.units.every(({ counts }) => counts.length === 1)).toBe(true);
  });

  it("come to the ranks and the shift that their counts give, tails of exactly 2.5 % included", () => {
    const scores = fc.array(fc.integer({ min: 14, max: 26 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(scores, fc.integer(), (surveyed, seed) => {
        const units = surveyed.flatMap((points, at) => unit(`u${at}`, 4, points / 10, 0.3));
        const draws = 40;
        const { model } = rankModel(units, [], BY_FIELD);
        const drawn = simulateRanks(model, { spread: 0, survey: true }, { draws, seed });
        let moved = 0;
        for (const { rank, low, median, high, counts } of drawn.units) {
          const ranks = counts.flatMap((count) => Array<number>(count.draws).fill(count.rank));
          moved += ranks.reduce((sum, one) => sum + Math.abs(one - rank), 0);
          // The first, the twentieth and the thirty-ninth of forty.
          expect([low, median, high]).toEqual([ranks[0], ranks[19], ranks[38]]);
        }
        expect(drawn.shift).toBeCloseTo(moved / (draws * units.length), 12);
      }),
    );
  });

  it("of no units, of one, and of units without a maximum give no error", () => {
    const none = rankModel([], [], BY_FIELD);
    expect(simulateRanks(none.model, SURE, { draws: 5, seed: 1 })).toEqual({ draws: 5, units: [], shift: 0 });
    const [one] = unit("a", 4, 2, 0.5);
    const exempt = { ...(one as AnalysedUnit).ledger, exempt: { f1c1: "x", f1c2: "x" } };
    const bare = analysedUnits([exempt], new Map([["cap", PAIR_SET]]));
    const { model } = rankModel(bare, [], BY_FIELD);
    const drawn = simulateRanks(model, { spread: 0.1, survey: true }, { draws: 5, seed: 1 });
    expect(drawn.units[0]).toMatchObject({ rank: 1, low: 1, high: 1, aboveNext: null });
  });
});

describe("a survey score's standard error", () => {
  type Surveyed = Parameters<typeof standardErrorOf>[0];
  const within = (points: number, low: number, high: number): Surveyed => ({
    points: pts(points),
    interval: { low: pts(low), high: pts(high) },
  });
  it.each<[string, Surveyed, "none" | "largest", number | null]>([
    ["half the interval", within(2, 1, 3), "none", pts(1) / 1.959964],
    ["the other half where it is cut off at 0", within(0.5, 0, 1.5), "none", pts(1) / 1.959964],
    ["the other half where it is cut off above", within(3.8, 3, 4), "none", pts(0.8) / 1.959964],
    ["half the interval wherever in it the score stands", within(1.5, 1, 3), "none", pts(1) / 1.959964],
    ["the larger half where both ends are cut off", within(1, 0, 4), "none", pts(3) / 1.959964],
    ["the lower half where the upper one is shorter", within(3, 1, 4), "none", pts(2) / 1.959964],
    ["0 where the score stands outside of a cut off interval", within(1, 2, 4), "none", pts(3) / 1.959964],
    ["the largest of a single answer", { points: pts(2), n: 1 }, "largest", pts(2)],
    ["none where everyone answered alike", within(3, 3, 3), "none", 0],
    ["not known without an interval", { points: pts(3), n: 100 }, "none", null],
    ["the largest that the answers allow", { points: pts(2), n: 100 }, "largest", pts(4) * 0.05],
    ["0 of a full score, which leaves no room", { points: pts(4), n: 100 }, "largest", 0],
    ["not known where nobody answered", { points: pts(2), n: 0 }, "largest", null],
    ["not known where there is no score", { points: null, n: 100 }, "largest", null],
  ])("is %s", (_what, surveyed, unknown, expected) => {
    const error = standardErrorOf(surveyed, pts(4), unknown);
    if (expected === null) expect(error).toBeNull();
    else expect(error).toBeCloseTo(expected, 6);
  });

  it("is counted: known, unknown, and leaves without a score", () => {
    const [without, known] = [unit("a", 4, 2, null), unit("b", 4, 2, 0.5)];
    const [open] = unit("c", 4, 2, 0.5);
    const cleared = {
      ...(open as AnalysedUnit).ledger.survey.f1c2,
      points: null,
    } as Ledger["survey"][string];
    const third = analysedUnits(
      [{ ...(open as AnalysedUnit).ledger, survey: { f1c2: cleared } }],
      new Map([["cap", PAIR_SET]]),
    );
    const { known: k, unknown, unscored } = rankModel([...without, ...known, ...third], [], BY_FIELD);
    expect({ k, unknown, unscored }).toEqual({ k: 1, unknown: 1, unscored: 1 });
  });
});
