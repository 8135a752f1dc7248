import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  analysedUnits,
  type CriteriaSet,
  compareYears,
  correlationsOf,
  discriminationOf,
  emptyLedger,
  gapsByAppraiser,
  gapsByLead,
  gapsByUnit,
  type Ledger,
  lossesByField,
  lossesByLeaf,
  median,
  pearson,
  peersByField,
  peersByLeaf,
  type SheetRow,
  sheetRows,
  spearman,
  totalOf,
} from "../../core/src/index.ts";
import { leaf, ledgersOf, pts, SMALL_SET, setOf, unitWith } from "./samples.ts";

const setsOf = (...sets: CriteriaSet[]) => new Map(sets.map((set) => [set.id, set]));

/** A ledger of a set with these official scores, by leaf. */
function scored(
  unit: string,
  set: CriteriaSet,
  points: Record<string, number>,
  more: Partial<Ledger> = {},
): Ledger {
  const about = unitWith({ criteriaSet: set.id, name: unit });
  const ledger = emptyLedger(unit, about, { version: 1, surveyHeld: true });
  for (const [id, given] of Object.entries(points)) {
    if (set.leaves[id]?.source === "survey")
      ledger.survey[id] = { points: pts(given), rev: 1, sufficient: true };
    else ledger.appraisal[id] = { points: pts(given), rev: 1 };
  }
  return { ...ledger, ...more };
}

const groups = fc
  .integer({ min: 1, max: 7 })
  .chain((size) =>
    fc.tuple(...Array.from({ length: size }, (_, at) => ledgersOf(SMALL_SET, { unit: `u${at}` }))),
  );
const unitsOf = (ledgers: readonly Ledger[]) => analysedUnits(ledgers, setsOf(SMALL_SET));

it("units are analysed in official order, those of one place by their id, without those whose set nobody knows", () => {
  const of = (unit: string, order: number, criteriaSet = SMALL_SET.id): Ledger => ({
    ...scored(unit, SMALL_SET, {}),
    ...{ order, criteriaSet },
  });
  const given = [of("d", 2), of("a", 3), of("c", 1), of("x", 0, "la"), of("b", 2)];
  for (const ledgers of [given, given.toReversed()])
    expect(unitsOf(ledgers).map(({ ledger }) => ledger.unit)).toEqual(["c", "b", "d", "a"]);
});

describe("points lost", () => {
  const units = unitsOf([
    scored("a", SMALL_SET, { f1c1s1: 2, f1c1s2: 0.5, f1c2: 1, f2c1: 2, f2c2: 3 }),
    scored("b", SMALL_SET, { f1c1s1: 1, f1c1s2: 1, f2c1: 2, f2c2: 2 }, { exempt: { f1c2: "không có" } }),
    scored("c", SMALL_SET, { f1c1s1: 2 }),
  ]);

  it("are counted leaf by leaf over all units, most first, without what is exempt or not scored", () => {
    expect(
      lossesByLeaf(units).map(({ id, lost, max, units, unscored }) => [id, lost, max, units, unscored]),
    ).toEqual([
      ["f2c2", pts(3), pts(8), 3, 1],
      ["f1c1s1", pts(1), pts(6), 3, 0],
      ["f1c2", pts(1), pts(2), 2, 1],
      ["f1c1s2", pts(0.5), pts(2), 3, 1],
      ["f2c1", 0, pts(4), 3, 1],
    ]);
    expect(lossesByField(units).map(({ id, lost, max }) => [id, lost, max])).toEqual([
      ["f2", pts(3), pts(12)],
      ["f1", pts(2.5), pts(10)],
    ]);
  });

  it("are what the sheets lack to their maximum, where everything is scored", () => {
    const complete = fc.tuple(
      ...["a", "b", "c"].map((unit) => ledgersOf(SMALL_SET, { unit, complete: true })),
    );
    fc.assert(
      fc.property(complete, (ledgers) => {
        const units = unitsOf(ledgers);
        const lacking = units.reduce((sum, { sheet }) => {
          const { max, achieved } = totalOf(sheet);
          return sum + max - (achieved ?? 0);
        }, 0);
        const sumOf = (losses: { lost: number }[]) => losses.reduce((sum, { lost }) => sum + lost, 0);
        expect(sumOf(lossesByLeaf(units))).toBe(lacking);
        expect(sumOf(lossesByField(units))).toBe(lacking);
      }),
    );
  });

  it("keep leaves apart that share an id in two sets and say other things", () => {
    const other = setOf("khac", [
      leaf("f1c1", { name: "Việc khác" }),
      leaf("f1c2", { name: "Nội dung f1c2" }),
    ]);
    const base = setOf("goc", [leaf("f1c1"), leaf("f1c2")]);
    const units = analysedUnits(
      [scored("a", base, { f1c1: 1, f1c2: 1 }), scored("b", other, { f1c1: 0, f1c2: 0 })],
      setsOf(base, other),
    );
    expect(lossesByLeaf(units).map(({ name, lost, units }) => [name, lost, units])).toEqual([
      ["Nội dung f1c2", pts(3), 2],
      ["Việc khác", pts(2), 1],
      ["Nội dung f1c1", pts(1), 1],
    ]);
  });
});

describe("claims and judgements", () => {
  const claimed = (self: Record<string, number>) =>
    Object.fromEntries(Object.entries(self).map(([id, points]) => [id, { points: pts(points), rev: 1 }]));
  const set = setOf("nho2", [leaf("f1c1", { lead: "so-tu-phap" }), leaf("f1c2"), leaf("f1c3")]);
  const a = scored(
    "a",
    set,
    { f1c1: 1, f1c2: 2, f1c3: 2 },
    { self: claimed({ f1c1: 2, f1c2: 2, f1c3: 1.5 }) },
  );
  const b = scored("b", set, { f1c1: 1 }, { self: claimed({ f1c1: 1, f1c2: 2 }), exempt: { f1c3: "x" } });
  a.appraisal.f1c1 = { points: pts(1), rev: 1, by: "tham" };
  a.appraisal.f1c2 = { points: pts(2), rev: 1, by: "lan" };
  const units = analysedUnits([a, b], setsOf(set));

  it("are compared by unit, by leading department and by who judged, where there are both", () => {
    expect(gapsByUnit(units).get("a")).toEqual({
      ...{ leaves: 3, recognised: 1, lowered: 1, raised: 1 },
      ...{ self: pts(5.5), appraised: pts(5), down: pts(1), up: pts(0.5) },
    });
    expect(gapsByUnit(units).get("b")).toMatchObject({ leaves: 1, recognised: 1, down: 0 });
    expect(gapsByLead(units).get("so-tu-phap")).toMatchObject({ leaves: 2, lowered: 1, recognised: 1 });
    expect([...gapsByAppraiser(units)].map(([by, { leaves }]) => [by, leaves])).toEqual([
      ["tham", 1],
      ["lan", 1],
      ["", 2],
    ]);
  });

  it("are none of what the survey scores, whatever stands beside it", () => {
    const surveyed = setOf("dtxhh", [leaf("f1c1", { source: "survey", max: pts(2), step: 1 })]);
    const ledger = scored("a", surveyed, { f1c1: 1 }, { self: claimed({ f1c1: 2 }) });
    ledger.appraisal.f1c1 = { points: pts(1), rev: 1 };
    expect([...gapsByUnit(analysedUnits([ledger], setsOf(surveyed)))]).toEqual([]);
  });

  it("add up to the same however they are grouped", () => {
    fc.assert(
      fc.property(groups, (ledgers) => {
        const units = unitsOf(ledgers);
        const totals = [gapsByUnit(units), gapsByLead(units), gapsByAppraiser(units)].map((gaps) => {
          const sum = { leaves: 0, moved: 0 };
          for (const { leaves, up, down } of gaps.values()) {
            sum.leaves += leaves;
            sum.moved += up - down;
          }
          return sum;
        });
        expect(totals[1]).toEqual(totals[0]);
        expect(totals[2]).toEqual(totals[0]);
        for (const gap of gapsByUnit(units).values()) {
          expect(gap.leaves).toBe(gap.recognised + gap.lowered + gap.raised);
          expect(gap.appraised - gap.self).toBe(gap.up - gap.down);
        }
      }),
    );
  });
});

describe("leaves that tell units apart", () => {
  const ONE = setOf("mot", [leaf("f1c1", { max: pts(2), step: 1 })]);
  const kindOf = (points: number[]) => {
    const units = analysedUnits(
      points.map((given, at) => scored(`u${at}`, ONE, { f1c1: given })),
      setsOf(ONE),
    );
    const [found] = discriminationOf(units);
    return found && [found.kind, found.apart, found.pairs, found.atMax];
  };
  it.each<[string, number[], unknown]>([
    ["everyone has all", [2, 2, 2], ["allMax", 0, 3, 3]],
    ["everyone has the same", [1, 1, 1], ["allEqual", 0, 3, 0]],
    ["everyone has none", [0, 0], ["allEqual", 0, 1, 0]],
    ["hardly different", [1.9, 1.95, 1.99, 1.91], ["poor", 0, 6, 0]],
    ["one of eight differs", [2, 2, 2, 2, 2, 2, 2, 1], ["poor", 7, 28, 7]],
    ["one of four differs", [2, 2, 2, 1], ["good", 3, 6, 3]],
    ["exactly a twentieth apart is apart", [1, 1.1], ["good", 1, 1, 0]],
    ["just below is not", [1, 1.0999], ["poor", 0, 1, 0]],
    ["all different", [0, 0.5, 1, 1.5], ["good", 6, 6, 0]],
    ["one unit says nothing", [1], undefined],
  ])("%s", (_what, points, expected) => {
    expect(kindOf(points)).toEqual(expected);
  });

  it("stand by how little they tell apart, and of those alike the one with most at the maximum first", () => {
    const [two, part] = [pts(2), pts(2)];
    const set = setOf(
      "bo",
      ["good", "poor", "equal", "full"].map((id) => leaf(id, { max: two, step: 1 })),
    );
    const given = { good: [0, 0.5, 1, 2], poor: [2, 2, 2, 1.95], equal: [1, 1, 1, 1], full: [2, 2, 2, 2] };
    const few = { good: [0, 1], poor: [1.9, 1.95], equal: [1, 1], full: [2, 2] };
    for (const scores of [given, few]) {
      const units = analysedUnits(
        scores.good.map((_, at) =>
          scored(
            `u${at}`,
            set,
            Object.fromEntries(Object.entries(scores).map(([id, of]) => [id, of[at] ?? part])),
          ),
        ),
        setsOf(set),
      );
      expect(discriminationOf(units).at(-1)?.id).toBe("good");
      expect(discriminationOf(units)[0]?.id).toBe("full");
    }
  });

  it("are judged by the units that have a score, and compared by their share of the pairs", () => {
    const set = setOf(
      "ba",
      ["many", "few"].map((id) => leaf(id, { max: pts(2), step: 1 })),
    );
    const given = [{ many: 0, few: 0 }, { many: 0, few: 2 }, { many: 0 }, { many: 2 }];
    const found = discriminationOf(
      analysedUnits(
        given.map((points, at) => scored(`u${at}`, set, points)),
        setsOf(set),
      ),
    );
    // 3 of 6 pairs and 1 of 1.
    expect(found.map(({ id, units, apart, pairs }) => [id, units, apart, pairs])).toEqual([
      ["many", 4, 3, 6],
      ["few", 2, 1, 1],
    ]);
  });

  it("count the pairs that a count of every pair finds", () => {
    const points = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(points, (given) => {
        const [, apart, pairs] = kindOf(given.map((one) => one / 10_000)) as [string, number, number];
        let slow = 0;
        given.forEach((a, at) => {
          for (const b of given.slice(at + 1)) if (Math.abs(a - b) >= 1_000) slow += 1;
        });
        expect([apart, pairs]).toEqual([slow, (given.length * (given.length - 1)) / 2]);
      }),
    );
  });
});

describe("correlation", () => {
  // The four of F. J. Anscombe, Graphs in statistical analysis, American Statistician 27 (1973): the first and the fourth.
  const X1 = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
  const Y1 = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
  const X4 = [8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8];
  const Y4 = [6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.5, 5.56, 7.91, 6.89];
  it("is what is published of known numbers", () => {
    expect(pearson(X1, Y1)).toBeCloseTo(0.81642, 5);
    expect(pearson(X4, Y4)).toBeCloseTo(0.81652, 5);
    expect(spearman(X1, Y1)).toBeCloseTo(0.81818, 5);
    expect(spearman(X4, Y4)).toBeCloseTo(0.5, 5);
  });

  it("is 1 or −1 of what rises or falls together, by rank even where not on a line", () => {
    expect(pearson([1, 2, 3], [2, 4, 6])).toBe(1);
    expect(pearson([1, 2, 3], [3, 2, 1])).toBe(-1);
    expect(spearman([1, 2, 3, 4], [1, 8, 27, 64])).toBe(1);
    expect(spearman([1, 1, 2, 3], [5, 5, 6, 7])).toBe(1);
  });

  it("is not said of fewer than three pairs or of what never varies", () => {
    expect([
      pearson([1, 2], [1, 2]),
      pearson([1, 1, 1], [1, 2, 3]),
      spearman([1, 2, 3], [0.1, 0.1, 0.1]),
    ]).toEqual([...[null, null, null]]);
  });

  it("keeps its sign and size when a side is scaled or moved, and when sides change places", () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), {
      ...{ minLength: 3, maxLength: 20 },
    });
    fc.assert(
      fc.property(values, (pairs) => {
        const [xs, ys] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        for (const measure of [pearson, spearman]) {
          const found = measure(xs, ys);
          if (found === null) continue;
          expect(Math.abs(found)).toBeLessThanOrEqual(1);
          expect(measure(ys, xs)).toBeCloseTo(found, 9);
          expect(
            measure(
              xs.map((x) => 3 * x + 7),
              ys,
            ),
          ).toBeCloseTo(found, 9);
          expect(
            measure(
              xs.map((x) => -x),
              ys,
            ),
          ).toBeCloseTo(-found, 9);
        }
      }),
    );
  });

  it("pairs each unit's self-scored and surveyed share, of the sheet and of fields that have both", () => {
    const units = unitsOf([
      scored("a", SMALL_SET, { f1c1s1: 2, f1c1s2: 1, f1c2: 2, f2c1: 2, f2c2: 4 }),
      scored("b", SMALL_SET, { f1c1s1: 2, f1c1s2: 1, f1c2: 2, f2c1: 1, f2c2: 2 }),
      scored("c", SMALL_SET, { f1c1s1: 0, f1c1s2: 0, f1c2: 0, f2c1: 0, f2c2: 0 }),
      scored("d", SMALL_SET, { f1c1s1: 0, f1c1s2: 0, f1c2: 0, f2c1: 0 }),
    ]);
    const found = correlationsOf(units);
    expect(
      found.map(({ field, left, pearson }) => [field?.id, left, pearson && Math.round(1e6 * pearson)]),
    ).toEqual([
      [undefined, 1, Math.round(1e6 * (pearson([1, 6 / 7, 0], [1, 0.5, 0]) ?? 0))],
      ["f2", 1, 1_000_000],
    ]);
    expect(found[0]?.pairs[1]).toEqual({ unit: "b", name: "b", self: 6 / 7, survey: 0.5 });
    expect(correlationsOf(units.slice(2)).map(({ pairs, left }) => [pairs.length, left])).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(found[1]?.pairs).toEqual([
      { unit: "a", name: "a", self: 1, survey: 1 },
      { unit: "b", name: "b", self: 0.5, survey: 0.5 },
      { unit: "c", name: "c", self: 0, survey: 0 },
    ]);
  });
});

describe("peers", () => {
  it.each([
    [[], null],
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
  ])("the median of %j is %s", (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it("stand side by side by field and leaf, those without a score left out", () => {
    const units = unitsOf([
      scored("a", SMALL_SET, { f1c1s1: 2, f1c1s2: 1, f1c2: 2, f2c1: 2, f2c2: 4 }),
      scored("b", SMALL_SET, { f1c1s1: 1, f1c1s2: 1, f1c2: 2, f2c1: 1 }),
      scored("c", SMALL_SET, { f1c1s1: 0, f1c1s2: 1, f1c2: 2 }, { exempt: { f2c1: "x", f2c2: "x" } }),
    ]);
    expect(peersByField(units).map(({ id, shares, median }) => [id, [...shares], median])).toEqual([
      [
        "f1",
        [
          ["a", 1],
          ["b", 0.8],
          ["c", 0.6],
        ],
        0.8,
      ],
      ["f2", [["a", 1]], 1],
    ]);
    expect(peersByLeaf(units)[0]).toMatchObject({ id: "f1c1s1", median: 0.5 });
  });
});

describe("two years", () => {
  const before = setOf("bo", [leaf("f1c1"), leaf("f1c2"), leaf("f1c3"), leaf("f1c4"), leaf("f1c5")]);
  const after = setOf(
    "bo",
    [leaf("f1c1", { name: "Viết lại" }), leaf("f1c2", { max: pts(3) }), leaf("f1c3"), leaf("f1c5")],
    [leaf("f2c1"), leaf("f2c2")],
  );
  const rowsOf = (set: CriteriaSet, points: Record<string, number>, more: Partial<Ledger> = {}): SheetRow[] =>
    analysedUnits([scored("a", set, points, more)], setsOf(set)).flatMap(({ sheet }) => sheetRows(sheet));
  const old = rowsOf(before, { f1c1: 1, f1c2: 1, f1c3: 1, f1c4: 1, f1c5: 2 });
  const now = rowsOf(after, { f1c1: 2, f1c2: 3, f2c1: 1, f2c2: 1, f1c5: 2 }, { exempt: { f1c5: "x" } });

  it("are compared on the leaves that are the same in both, and the rest is said with its cause", () => {
    const compared = compareYears({ set: "bo", rows: old }, { set: "bo", rows: now });
    expect(compared.leaves).toEqual([
      { id: "f1c1", code: "f1c1", name: "Viết lại", max: pts(2), before: pts(1), now: pts(2) },
    ]);
    expect(compared).toMatchObject({
      max: pts(2),
      before: pts(1),
      now: pts(2),
      beforeMax: pts(10),
      nowMax: pts(11),
    });
    expect(compared.unlike.map(({ id, why }) => [id, why])).toEqual([
      ...[
        ["f1c2", "max"],
        ["f1c3", "unscored"],
        ["f1c5", "exempt"],
        ["f2c1", "added"],
        ["f2c2", "added"],
      ],
    ]);
    expect(compared.removed.map(({ id }) => id)).toEqual(["f1c4"]);
  });

  it("of a unit that changed its set count only what is also worded the same", () => {
    const compared = compareYears({ set: "bo", rows: old }, { set: "bo-khac", rows: now });
    expect(compared.leaves).toEqual([]);
    expect(compared.unlike.map(({ id, why }) => [id, why])[0]).toEqual(["f1c1", "added"]);
    expect(compared.removed.map(({ id }) => id)).toContain("f1c1");
  });

  it("that are the same compare whole, and nothing moves", () => {
    const complete = ledgersOf(SMALL_SET, { complete: true });
    fc.assert(
      fc.property(complete, (ledger) => {
        const rows = unitsOf([ledger]).flatMap(({ sheet }) => sheetRows(sheet));
        const sheet = { set: SMALL_SET.id, rows };
        const { max, before, now, nowMax, removed } = compareYears(sheet, sheet);
        expect([before, max]).toEqual([now, nowMax]);
        expect(removed).toEqual([]);
      }),
    );
  });
});
