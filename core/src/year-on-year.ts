import type { SheetRow } from "./documents.ts";

/** A sheet of one of two years: what is compared of it. */
export interface YearSheet {
  set: string;
  rows: readonly SheetRow[];
}

/** Why a leaf of this year has no like in the year before. */
export type Unlike = "added" | "max" | "source" | "exempt" | "unscored";

/** A leaf in both years, points in 1/10 000 point. */
export interface ComparedLeaf {
  id: string;
  code: string;
  name: string;
  max: number;
  before: number;
  now: number;
}

/**
 * Two years of a unit. `max`, `before` and `now` are over the comparable leaves alone; `beforeMax` and `nowMax` are the
 * whole sheets', so that how much of them is comparable can be said.
 */
export interface YearComparison {
  leaves: ComparedLeaf[];
  max: number;
  before: number;
  now: number;
  beforeMax: number;
  nowMax: number;
  unlike: { id: string; code: string; name: string; why: Unlike }[];
  /** Leaves of the year before that are no longer there. */
  removed: { id: string; code: string; name: string }[];
}

const leavesIn = ({ rows }: YearSheet) => rows.filter(({ source }) => source !== null);
const maxOf = (rows: readonly SheetRow[]) => rows.reduce((sum, { max }) => sum + max, 0);
const named = ({ id, code, name }: SheetRow) => ({ id, code, name });

/** Whether both rows are the same leaf: its id within one set, and its words too where the unit has another set now. */
const isSameLeaf = (before: SheetRow, now: SheetRow, sameSet: boolean) => sameSet || before.name === now.name;

/** A maximum of 0 is an exempt leaf's. */
function unlikeness(before: SheetRow | undefined, now: SheetRow): Unlike | null {
  if (!before) return "added";
  if (before.source !== now.source) return "source";
  if (before.exempt || now.exempt) return "exempt";
  if (before.max !== now.max) return "max";
  return before.achieved === null || now.achieved === null ? "unscored" : null;
}

/**
 * Compares a unit's sheet with the one of the year before on the leaves that are the same in both (`compareSets` and
 * `mapLeaves` follow a leaf by its id), with the same maximum and source, counting and scored in both. Exact.
 */
export function compareYears(before: YearSheet, now: YearSheet): YearComparison {
  const [old, current] = [leavesIn(before), leavesIn(now)];
  const byId = new Map(old.map((row) => [row.id, row]));
  const kept = new Set<string>();
  const comparison: YearComparison = {
    ...{ leaves: [], max: 0, before: 0, now: 0, unlike: [], removed: [] },
    ...{ beforeMax: maxOf(old), nowMax: maxOf(current) },
  };
  for (const row of current) {
    const found = byId.get(row.id);
    const like = found && isSameLeaf(found, row, before.set === now.set) ? found : undefined;
    if (like) kept.add(like.id);
    const why = unlikeness(like, row);
    if (why !== null) comparison.unlike.push({ ...named(row), why });
    if (why !== null || !like) continue;
    const leaf = { ...named(row), max: row.max, before: like.achieved ?? 0, now: row.achieved ?? 0 };
    comparison.leaves.push(leaf);
    comparison.max += leaf.max;
    comparison.before += leaf.before;
    comparison.now += leaf.now;
  }
  comparison.removed = old.filter(({ id }) => !kept.has(id)).map(named);
  return comparison;
}
