import { type AnalysedUnit, analysedUnits } from "./analysis.ts";
import { type CriteriaSet, type LeafEntry, leavesBelow, withLeaves } from "./criteria-set.ts";
import type { Ledger, TieBreak, Totals, UnitGroup } from "./documents.ts";
import { divideHalfUp } from "./points.ts";
import { rankGroup } from "./ranking.ts";
import { setNode, sumUp } from "./set-edit.ts";
import { unitIndex } from "./sheet.ts";

/** What a result follows from, as a copy that is stored nowhere. */
export interface Trial {
  ledgers: readonly Ledger[];
  sets: ReadonlyMap<string, CriteriaSet>;
  tieBreaks: readonly TieBreak[];
}

/**
 * A change that is only supposed. Points and maxima in 1/10 000 point. A node's other maximum is another weight: the leaves
 * below it and everyone's points there change in the same proportion.
 */
export type Supposed =
  | { kind: "points"; unit: string; leaf: string; points: number | null }
  | { kind: "exempt"; unit: string; leaf: string; exempt: boolean }
  | { kind: "max"; set: string; node: string; max: number }
  | { kind: "surveyHeld"; group: string; held: boolean }
  | { kind: "tieBreaks"; tieBreaks: readonly TieBreak[] };

const scaled = (points: number, to: number, from: number): number =>
  Number(divideHalfUp(BigInt(points) * BigInt(to), BigInt(from)));

const withLedgers = (trial: Trial, change: (ledger: Ledger) => Ledger): Trial => ({
  ...trial,
  ledgers: trial.ledgers.map(change),
});

/** Points supposed for a leaf; no more than its maximum, which may have been supposed smaller meanwhile. */
function withPoints(
  ledger: Ledger,
  leaf: string,
  supposed: number | null,
  entry: LeafEntry | undefined,
): Ledger {
  if (entry === undefined) return ledger;
  const points = supposed === null ? null : Math.min(supposed, entry.max);
  if (entry.source === "survey")
    return { ...ledger, survey: { ...ledger.survey, [leaf]: { points, rev: 1, sufficient: true } } };
  return { ...ledger, appraisal: { ...ledger.appraisal, [leaf]: { points, rev: 1 } } };
}

function withExemption(ledger: Ledger, leaf: string, exempt: boolean): Ledger {
  const { [leaf]: _taken, ...others } = ledger.exempt;
  return { ...ledger, exempt: exempt ? { ...others, [leaf]: "giả định" } : others };
}

type Column = Ledger["self"] | Ledger["appraisal"] | Ledger["survey"];

/** A column in which the points of some leaves are scaled, each by what its maximum was and is. */
const scaledColumn = <C extends Column>(
  column: C,
  maxima: ReadonlyMap<string, readonly [from: number, to: number]>,
): C =>
  Object.fromEntries(
    Object.entries(column).map(([leaf, score]) => {
      const max = maxima.get(leaf);
      if (!max || score.points === null) return [leaf, score];
      return [leaf, { ...score, points: scaled(score.points, max[1], max[0]) }];
    }),
  ) as C;

function withMax(trial: Trial, id: string, node: string, max: number): Trial {
  const set = trial.sets.get(id);
  const below = set ? leavesBelow(set, node) : [];
  const whole = below.reduce((sum, leaf) => sum + leaf.max, 0);
  if (!set || whole === 0) return trial;
  const maxima = new Map(below.map((leaf) => [leaf.id, [leaf.max, scaled(leaf.max, max, whole)] as const]));
  const draft = [...maxima].reduce<Parameters<typeof setNode>[0]>(
    (draft, [leaf, [, to]]) => setNode(draft, leaf, { max: to }),
    set,
  );
  const sets = new Map(trial.sets).set(id, withLeaves(sumUp(draft)));
  return withLedgers({ ...trial, sets }, (ledger) =>
    ledger.criteriaSet === id
      ? {
          ...ledger,
          self: scaledColumn(ledger.self, maxima),
          appraisal: scaledColumn(ledger.appraisal, maxima),
          survey: scaledColumn(ledger.survey, maxima),
        }
      : ledger,
  );
}

/** A trial with one change supposed; what the change names and is not there changes nothing. */
export function suppose(trial: Trial, change: Supposed): Trial {
  switch (change.kind) {
    case "points":
      return withLedgers(trial, (ledger) =>
        ledger.unit === change.unit
          ? withPoints(
              ledger,
              change.leaf,
              change.points,
              trial.sets.get(ledger.criteriaSet)?.leaves[change.leaf],
            )
          : ledger,
      );
    case "exempt":
      return withLedgers(trial, (ledger) =>
        ledger.unit === change.unit ? withExemption(ledger, change.leaf, change.exempt) : ledger,
      );
    case "max":
      return withMax(trial, change.set, change.node, change.max);
    case "surveyHeld":
      return withLedgers(trial, (ledger) =>
        ledger.group === change.group ? { ...ledger, surveyHeld: change.held } : ledger,
      );
    case "tieBreaks":
      return { ...trial, tieBreaks: change.tieBreaks };
  }
}

/** A unit's result before and after what is supposed; ranks null in a group that is not ranked. */
export interface Moved {
  unit: string;
  name: string;
  before: { total: Totals; rank: number | null };
  after: { total: Totals; rank: number | null };
}

function placesOf(units: readonly AnalysedUnit[], group: UnitGroup, tieBreaks: readonly TieBreak[]) {
  const indices = units
    .filter(({ ledger }) => ledger.group === group.id)
    .map(({ ledger, sheet }) => unitIndex(ledger, sheet));
  return rankGroup(indices, group, tieBreaks);
}

/** Both results of each group, its units in the order in which they stand after the changes. */
export function compareTrials(
  before: Trial,
  after: Trial,
  groups: readonly UnitGroup[],
): { group: UnitGroup; units: Moved[] }[] {
  const [old, now] = [before, after].map(({ ledgers, sets }) => analysedUnits(ledgers, sets));
  return groups.map((group) => {
    const was = new Map(
      placesOf(old ?? [], group, before.tieBreaks).map(({ entry, rank }) => [
        entry.unit,
        { total: entry.total, rank },
      ]),
    );
    const units = placesOf(now ?? [], group, after.tieBreaks).flatMap(({ entry, rank }): Moved[] => {
      const stood = was.get(entry.unit);
      const { unit, name, total } = entry;
      return stood ? [{ unit, name, before: stood, after: { total, rank } }] : [];
    });
    return { group, units };
  });
}
