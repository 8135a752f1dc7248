import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Adjustment,
  compileSet,
  computeSheet,
  emptyLedger,
  foldChanges,
  freezeSheet,
  type GroupRanking,
  newUnit,
  rankSheets,
  type ScoreChange,
  type Settings,
  type TieBreak,
} from "../../core/src/index.ts";
import { SET_FILES, shippedJson, shippedSet } from "./lai-chau.ts";

/**
 * A whole year by another path: from the shipped files as they are written, in fractions of whole numbers, with nothing of
 * core in between.
 */
interface WrittenNode {
  max?: number;
  source: "self" | "survey";
  step: number;
  subCriteria?: WrittenNode[];
}
interface WrittenSet {
  id: string;
  fields: { criteria: WrittenNode[] }[];
}
const UNITS = shippedJson("units.json") as {
  groups: { id: string; name: string; ranked: boolean }[];
  units: { id: string; name: string; group: string; criteriaSet: string }[];
};
const WRITTEN = new Map(SET_FILES.map((file) => shippedJson(file) as WrittenSet).map((set) => [set.id, set]));
const SETS = new Map(SET_FILES.map(shippedSet).map((set) => [set.id, { set, compiled: compileSet(set) }]));

const inUnits = (points: number) => Math.round(points * 10_000);

/** The leaves of a written set with their field: ids are places, as the shipped sets number them. */
const leavesOf = ({ fields }: WrittenSet) =>
  fields.flatMap(({ criteria }, f) =>
    criteria.flatMap((criterion, c) =>
      (criterion.subCriteria ?? [criterion]).map((leaf, s) => ({
        id: `f${f + 1}c${c + 1}${criterion.subCriteria ? `s${s + 1}` : ""}`,
        field: `f${f + 1}`,
        source: leaf.source,
        max: inUnits(leaf.max ?? 0),
        step: inUnits(leaf.step),
      })),
    ),
  );

/** Points of a unit: by leaf a share of the maximum in tenths; the council's may be lower. Some leaves are exempt. */
interface Drawn {
  shares: number[];
  lowered: number[];
  exempt: number[];
  bonus: number;
  penalty: number;
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** What a unit comes to: by field, over the survey, over the council's points, and in all. */
function recomputed(
  set: WrittenSet,
  drawn: Drawn,
  held: boolean,
  { bonusCap = 0, penaltyCap = 0 }: Settings,
) {
  const leaves = leavesOf(set)
    .map((leaf, at) => ({ ...leaf, points: pointsOf(leaf, drawn, at) }))
    .filter(({ source }, at) => !drawn.exempt.includes(at) && (held || source === "self"));
  const of = (some: typeof leaves) => ({
    achieved: sum(some.map(({ points }) => points)),
    max: sum(some.map(({ max }) => max)),
  });
  const all = of(leaves);
  const counted = Math.min(drawn.bonus, bonusCap) - Math.min(drawn.penalty, penaltyCap);
  return {
    index: { ...all, achieved: Math.min(Math.max(all.achieved + counted, 0), all.max) },
    survey: of(leaves.filter(({ source }) => source === "survey")),
    appraised: of(leaves.filter(({ source }) => source === "self")),
    field: (id: string) => of(leaves.filter(({ field }) => field === id)),
  };
}

type Leaf = ReturnType<typeof leavesOf>[number];
const claimOf = ({ max, step }: Leaf, { shares }: Drawn, at: number) =>
  Math.floor((max * (shares[at % shares.length] as number)) / 10 / step) * step;
const pointsOf = (leaf: Leaf, drawn: Drawn, at: number) =>
  leaf.source === "self" && drawn.lowered.includes(at) ? 0 : claimOf(leaf, drawn, at);

type Share = { achieved: number; max: number };
/** Whether a share is larger than another one, as fractions: −1, 0 or 1. Of nothing it is 0. */
function order(a: Share, b: Share): number {
  const [left, right] = [
    BigInt(a.max === 0 ? 0 : a.achieved) * BigInt(b.max || 1),
    BigInt(b.max === 0 ? 0 : b.achieved) * BigInt(a.max || 1),
  ];
  return left > right ? 1 : left < right ? -1 : 0;
}

/** The share that a text of a per cent stands for, half up: whether it is the nearest number of so many decimals. */
function isNearest(text: string, { achieved, max }: Share): boolean {
  const [whole = "", decimals = ""] = text.split(",");
  const scale = 10n ** BigInt(decimals.length + 2);
  const twice = 2n * (BigInt(achieved) * scale - BigInt(whole + decimals) * BigInt(max));
  return -BigInt(max) <= twice && twice < BigInt(max);
}

const shareIn = (result: ReturnType<typeof recomputed>, tieBreak: TieBreak): Share =>
  tieBreak.by === "field" ? result.field(tieBreak.field) : result[tieBreak.by];

function ledgerChanges(set: WrittenSet, drawn: Drawn): ScoreChange[] {
  return leavesOf(set).flatMap((leaf, at): ScoreChange[] => {
    const points = pointsOf(leaf, drawn, at);
    if (leaf.source === "survey")
      return [{ column: "survey", leaf: leaf.id, points, rev: 1, sufficient: true }];
    return [
      { column: "self", leaf: leaf.id, points: claimOf(leaf, drawn, at), rev: 1 },
      { column: "appraisal", leaf: leaf.id, points, rev: 1 },
    ];
  });
}

function adjustmentsOf({ bonus, penalty }: Drawn): Adjustment[] {
  const one = (kind: Adjustment["kind"], points: number): Adjustment => ({
    ...{ kind, points, reason: "x", decision: { number: "1", date: "2024-12-30" } },
    ...{ by: "x", at: new Date(0), revoked: null },
  });
  return [...(bonus > 0 ? [one("bonus", bonus)] : []), ...(penalty > 0 ? [one("penalty", penalty)] : [])];
}

/** The rankings of core, from ledgers to the frozen result. */
function ranked(drawn: readonly Drawn[], settings: Settings): GroupRanking[] {
  const sheets = UNITS.units.map(({ id, name, group, criteriaSet }, order) => {
    const own = drawn[order] as Drawn;
    const written = WRITTEN.get(criteriaSet) as WrittenSet;
    const { set, compiled } = SETS.get(criteriaSet) ?? SETS.values().next().value ?? expect.fail("no set");
    const exempt = Object.fromEntries(
      leavesOf(written).flatMap((leaf, at) => (own.exempt.includes(at) ? [[leaf.id, "x"]] : [])),
    );
    const unit = newUnit({ name, order, group, criteriaSet }, exempt);
    const adjustments = adjustmentsOf(own);
    const ledger = foldChanges(emptyLedger(id, unit, settings, adjustments), ledgerChanges(written, own));
    const place = { scheme: "lai-chau", period: "2024", unit: id };
    return freezeSheet(place, unit, set, computeSheet(compiled, ledger), ledger, adjustments);
  });
  return rankSheets(UNITS.groups, sheets, settings);
}

const tieBreak = fc.constantFrom<TieBreak>(
  ...([{ by: "survey" }, { by: "appraised" }, { by: "field", field: "f3" }] as const),
);
/** Few shares, so that units tie. */
const drawnUnit: fc.Arbitrary<Drawn> = fc.record({
  shares: fc.array(fc.constantFrom(8, 10), { minLength: 1, maxLength: 3 }),
  lowered: fc.uniqueArray(fc.nat(30), { maxLength: 2 }),
  exempt: fc.uniqueArray(fc.nat(70), { maxLength: 2 }),
  bonus: fc.constantFrom(0, 0, 12_345, 50_000),
  penalty: fc.constantFrom(0, 0, 10_000, 30_001),
});
const settingsOf: fc.Arbitrary<Settings> = fc
  .record({
    decimals: fc.integer({ min: 0, max: 3 }),
    tieBreaks: fc.array(tieBreak, { maxLength: 2 }),
    surveyHeld: fc.boolean(),
    withoutSurvey: fc.constantFrom<string[]>(["huyen"], ["dac-thu", "so"]),
  })
  .map((some) => ({
    ...{ version: 1, explanationRound: true, bonusCap: 20_000, penaltyCap: 25_000, ...some },
    bands: { so: [{ name: "Tốt", atLeast: 9_000 }] },
  }));

test("a year's rankings are those that its files and points give in whole-number fractions", () => {
  const units = fc.array(drawnUnit, { minLength: UNITS.units.length, maxLength: UNITS.units.length });
  fc.assert(
    fc.property(units, settingsOf, (drawn, settings) => {
      const results = new Map(
        UNITS.units.map(({ id, group, criteriaSet }, at) => {
          const held = settings.surveyHeld && !settings.withoutSurvey?.includes(group);
          const written = WRITTEN.get(criteriaSet) as WrittenSet;
          return [id, recomputed(written, drawn[at] as Drawn, held, settings)];
        }),
      );
      for (const { group, ranked: isRanked, units: places } of ranked(drawn, settings)) {
        const ids = UNITS.units.flatMap((unit) => (unit.group === group ? [unit.id] : []));
        const of = (id: string) => results.get(id) as ReturnType<typeof recomputed>;
        const above = (a: string, b: string) =>
          [
            order(of(a).index, of(b).index),
            ...settings.tieBreaks.map((by) => order(shareIn(of(a), by), shareIn(of(b), by))),
          ].find((sign) => sign !== 0) === 1;
        expect(places.map(({ unit }) => unit).toSorted()).toEqual(ids.toSorted());
        for (const place of places) {
          const { index } = of(place.unit);
          expect([place.achieved, place.max]).toEqual([index.achieved, index.max]);
          expect(isNearest(place.index, index)).toBe(true);
          const better = ids.filter((id) => above(id, place.unit)).length;
          expect(place.rank).toBe(isRanked ? 1 + better : null);
          const good = group === "so" && order(index, { achieved: 9, max: 10 }) >= 0;
          expect(place.band).toBe(good ? "Tốt" : null);
        }
        const inOrder = isRanked
          ? ids.toSorted((a, b) => (above(a, b) ? -1 : above(b, a) ? 1 : ids.indexOf(a) - ids.indexOf(b)))
          : ids;
        expect(places.map(({ unit }) => unit)).toEqual(inOrder);
      }
    }),
    { numRuns: 20 },
  );
});
