import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareTrials,
  emptyLedger,
  type Ledger,
  leavesOf,
  type Supposed,
  suppose,
  type Trial,
} from "../../core/src/index.ts";
import { ledgersOf, pts, SMALL_SET, unitWith } from "./samples.ts";

const GROUPS = [{ id: "so", name: "Sở", ranked: true }];

function full(unit: string, points: Record<string, number>): Ledger {
  const ledger = emptyLedger(unit, unitWith({ name: unit }), { version: 1, surveyHeld: true });
  for (const { leaf } of leavesOf(SMALL_SET)) {
    const given = pts(points[leaf.id] ?? 0);
    if (leaf.source === "survey") ledger.survey[leaf.id] = { points: given, rev: 3, sufficient: true };
    else ledger.appraisal[leaf.id] = { points: given, rev: 3 };
  }
  return ledger;
}

// 5 + 4 of 11 against 4 + 6 of 11.
const TRIAL: Trial = {
  ledgers: [
    full("a", { f1c1s1: 2, f1c1s2: 1, f1c2: 2, f2c1: 1, f2c2: 3 }),
    full("b", { f1c1s1: 2, f1c2: 2, f2c1: 2, f2c2: 4 }),
  ],
  sets: new Map([[SMALL_SET.id, SMALL_SET]]),
  tieBreaks: [],
};

/** Each unit's points, maximum and rank after some changes, in the order in which they stand. */
const after = (...changes: Supposed[]) =>
  compareTrials(TRIAL, changes.reduce(suppose, TRIAL), GROUPS)[0]?.units.map(
    ({ unit, after: { total, rank } }) =>
      `${rank} ${unit} ${(total.achieved ?? 0) / pts(1)}/${total.max / pts(1)}`,
  );

describe("what if", () => {
  it.each<[string, Supposed[], string[]]>([
    ["nothing changes", [], ["1 b 10/11", "2 a 9/11"]],
    [
      "another score",
      [{ kind: "points", unit: "a", leaf: "f2c2", points: pts(4) }],
      ["1 a 10/11", "1 b 10/11"],
    ],
    [
      "an appraised score",
      [{ kind: "points", unit: "b", leaf: "f1c2", points: 0 }],
      ["1 a 9/11", "2 b 8/11"],
    ],
    [
      "a cleared score",
      [{ kind: "points", unit: "b", leaf: "f2c2", points: null }],
      ["1 a 9/11", "2 b 6/11"],
    ],
    ["an exemption", [{ kind: "exempt", unit: "a", leaf: "f2c1", exempt: true }], ["1 b 10/11", "2 a 8/9"]],
    [
      "an exemption taken back",
      [
        { kind: "exempt", unit: "a", leaf: "f2c1", exempt: true },
        { kind: "exempt", unit: "a", leaf: "f2c1", exempt: false },
      ],
      ["1 b 10/11", "2 a 9/11"],
    ],
    [
      "a lighter leaf: everyone's share of it stays",
      [{ kind: "max", set: "nho", node: "f2c2", max: pts(2) }],
      ["1 b 8/9", "2 a 7.5/9"],
    ],
    [
      "a heavier field: its leaves grow alike",
      [{ kind: "max", set: "nho", node: "f1", max: pts(50) }],
      ["1 a 54/56", "2 b 46/56"],
    ],
    ["no survey for the group", [{ kind: "surveyHeld", group: "so", held: false }], ["1 a 6/7", "1 b 6/7"]],
    [
      "a tie broken",
      [
        { kind: "surveyHeld", group: "so", held: false },
        { kind: "tieBreaks", tieBreaks: [{ by: "field", field: "f1" }] },
      ],
      ["1 a 6/7", "2 b 6/7"],
    ],
    [
      "what is not there",
      [
        { kind: "points", unit: "x", leaf: "f1c2", points: 0 },
        { kind: "max", set: "nho", node: "f9", max: 1 },
        { kind: "points", unit: "a", leaf: "f9", points: 0 },
        { kind: "max", set: "khac", node: "f1", max: 1 },
        { kind: "surveyHeld", group: "huyen", held: false },
      ],
      ["1 b 10/11", "2 a 9/11"],
    ],
  ])("%s", (_what, changes, expected) => {
    expect(after(...changes)).toEqual(expected);
  });

  const ledgerOf = (unit: string, change: Supposed, trial = TRIAL) =>
    suppose(trial, change).ledgers.find((ledger) => ledger.unit === unit);

  it("has points that count, none where they are cleared, and no more than the maximum", () => {
    const given = (leaf: string, points: number | null) => {
      const ledger = ledgerOf("a", { kind: "points", unit: "a", leaf, points });
      return leaf === "f2c2" ? ledger?.survey[leaf] : ledger?.appraisal[leaf];
    };
    expect(given("f2c2", null)).toEqual({ points: null, rev: 1, sufficient: true });
    expect(given("f2c2", pts(9))).toEqual({ points: pts(4), rev: 1, sufficient: true });
    expect(given("f1c2", null)).toEqual({ points: null, rev: 1 });
    expect(given("f1c2", pts(9))).toEqual({ points: pts(2), rev: 1 });
  });

  it("touches neither units of other sets nor of other groups", () => {
    const other = { ...full("c", { f2c2: 4 }), criteriaSet: "khac", group: "huyen" };
    const trial: Trial = {
      ...{ ledgers: [...TRIAL.ledgers, other], tieBreaks: [] },
      sets: new Map([...TRIAL.sets, ["khac", { ...SMALL_SET, id: "khac" }]]),
    };
    for (const change of [
      { kind: "max", set: "nho", node: "f2c2", max: pts(2) },
      { kind: "surveyHeld", group: "so", held: false },
    ] as const)
      expect(ledgerOf("c", change, trial)).toEqual(other);
    const changed = suppose(trial, { kind: "max", set: "nho", node: "f2c2", max: pts(2) });
    const groups = [...GROUPS, { id: "huyen", name: "Huyện", ranked: true }];
    expect(
      compareTrials(trial, changed, groups).map(({ group, units }) => [
        group.id,
        units.map(({ unit }) => unit),
      ]),
    ).toEqual([
      ["so", ["b", "a"]],
      ["huyen", ["c"]],
    ]);
  });

  it("changes nothing of a unit whose set is not at hand", () => {
    const trial = { ...TRIAL, sets: new Map() };
    expect(suppose(trial, { kind: "points", unit: "a", leaf: "f1c2", points: 0 })).toEqual(trial);
  });

  it("says how each unit stood before", () => {
    const changed = suppose(TRIAL, { kind: "points", unit: "b", leaf: "f1c2", points: 0 });
    const [group] = compareTrials(TRIAL, changed, GROUPS);
    expect(group?.units.map(({ unit, before }) => [unit, before.rank, before.total.achieved])).toEqual([
      ["a", 2, pts(9)],
      ["b", 1, pts(10)],
    ]);
  });

  it("never changes what it is asked of", () => {
    const leaves = [...leavesOf(SMALL_SET)].map(({ leaf }) => leaf.id);
    const changes: fc.Arbitrary<Supposed> = fc.oneof(
      fc.record({
        kind: fc.constant("points" as const),
        unit: fc.constant("u0"),
        leaf: fc.constantFrom(...leaves),
        points: fc.nat({ max: 10_000 }),
      }),
      fc.record({
        kind: fc.constant("exempt" as const),
        unit: fc.constant("u1"),
        leaf: fc.constantFrom(...leaves),
        exempt: fc.boolean(),
      }),
      fc.record({
        kind: fc.constant("max" as const),
        set: fc.constant("nho"),
        node: fc.constantFrom("f1", "f2", ...leaves),
        max: fc.integer({ min: 1, max: 90_000 }),
      }),
      fc.record({ kind: fc.constant("surveyHeld" as const), group: fc.constant("so"), held: fc.boolean() }),
    );
    const ledgers = fc.tuple(ledgersOf(SMALL_SET, { unit: "u0" }), ledgersOf(SMALL_SET, { unit: "u1" }));
    fc.assert(
      fc.property(ledgers, fc.array(changes, { maxLength: 6 }), (stored, script) => {
        const trial: Trial = { ledgers: stored, sets: TRIAL.sets, tieBreaks: [] };
        const kept = structuredClone(trial);
        const changed = script.reduce(suppose, trial);
        expect(trial).toEqual(kept);
        for (const { units } of compareTrials(trial, changed, GROUPS))
          for (const { after } of units) {
            expect(after.total.achieved ?? 0).toBeGreaterThanOrEqual(0);
            expect(after.total.achieved ?? 0).toBeLessThanOrEqual(after.total.max + 3);
          }
      }),
    );
  });
});
