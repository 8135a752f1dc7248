import { isDeepStrictEqual } from "node:util";
import { collectionOf, type Ledger, paths, type ScoreChange } from "@parindex/core";
import { AggregateField } from "firebase-admin/firestore";
import { logger } from "firebase-functions/v2";
import { db } from "./firestore.ts";
import { indexOfLedger } from "./fold.ts";
import { applySettingsToAll } from "./inputs.ts";
import { type PeriodKey, refs, type UnitKey } from "./refs.ts";
import { recompute } from "./sources.ts";
import { transact } from "./transaction.ts";

/** What reconciliation found for one unit: columns whose ledger lagged, and columns whose history has gaps. */
export interface Difference {
  unit: string;
  lagging: string[];
  gaps: string[];
}

const COLUMNS = ["self", "appraisal", "survey"] as const satisfies ScoreChange["column"][];

/** How many documents a column holds and the sum of their versions, by aggregation: no document is read. */
async function countColumn({ scheme, period, unit }: UnitKey, column: ScoreChange["column"]) {
  const collection = db.collection(paths.column(scheme, period, unit, collectionOf[column]));
  const totals = await collection
    .aggregate({ n: AggregateField.count(), revs: AggregateField.sum("rev") })
    .get();
  return totals.data();
}

/** How many history entries a column has: one a version, so the sum of all versions where nothing is missing. */
async function countHistory(key: UnitKey, column: ScoreChange["column"]): Promise<number> {
  const entries = db
    .collection(paths.history(key.scheme, key.period, key.unit))
    .where("column", "==", column);
  return (await entries.count().get()).data().count;
}

function folded(ledger: Ledger | undefined, column: ScoreChange["column"]) {
  const scores = Object.values(ledger?.[column] ?? {});
  return { n: scores.length, revs: scores.reduce((sum, { rev }) => sum + rev, 0) };
}

/** Recomputes a unit's ledger and index from its scores. Late events still bring the history of what is new. */
export async function rebuildUnit(key: UnitKey): Promise<void> {
  await transact("rebuildUnit", async (tx) => {
    const period = await tx.must(refs.period(key));
    const { stored, ledger, compiled } = await recompute(tx, key, period);
    if (isDeepStrictEqual(stored, ledger)) return;
    tx.set(refs.ledger(key), ledger);
    tx.set(refs.index(key), indexOfLedger(ledger, compiled));
  });
}

/** Compares one unit's ledger and history with its scores, and rebuilds the ledger where it lags behind. */
export async function reconcileUnit(key: UnitKey): Promise<Difference> {
  const difference: Difference = { unit: key.unit, lagging: [], gaps: [] };
  const ledger = (await refs.ledger(key).get()).data();
  for (const column of COLUMNS) {
    const stored = await countColumn(key, column);
    const { n, revs } = folded(ledger, column);
    if (stored.n !== n || stored.revs !== revs) difference.lagging.push(column);
    if ((await countHistory(key, column)) !== stored.revs) difference.gaps.push(column);
  }
  if (difference.lagging.length > 0) await rebuildUnit(key);
  return difference;
}

/** Reconciles every unit of a period and finishes a change of settings that died. Returns only what differed. */
export async function reconcilePeriod(key: PeriodKey): Promise<Difference[]> {
  await applySettingsToAll(key);
  const units = await refs.units(key).select().get();
  const found: Difference[] = [];
  for (const { id } of units.docs) {
    const difference = await reconcileUnit({ ...key, unit: id });
    if (difference.lagging.length + difference.gaps.length > 0) found.push(difference);
  }
  logger.info("reconcile", { ...key, units: units.size, differences: found.length, found });
  return found;
}
