import { HistoryEntry, queries, type ScoreChange } from "@parindex/core";
import type { CollectionReference, DocumentReference } from "firebase-admin/firestore";
import { queryAt } from "./firestore.ts";
import { record } from "./fold.ts";
import { refs, type UnitKey } from "./refs.ts";
import { historyOf, SCORES, type ScoreOf } from "./scores.ts";
import { transact } from "./transaction.ts";

/** How many history entries a column has: one a version, so the sum of all versions where nothing is missing. */
export async function countHistory(key: UnitKey, column: ScoreChange["column"]): Promise<number> {
  const entries = queries.historyOfColumn(key.scheme, key.period, key.unit, column);
  return (await queryAt(entries, HistoryEntry).count().get()).data().count;
}

/** Remembers the version that stands, where its event never came: what stood before it is known by the entry before it. */
async function recordVersion<C extends ScoreChange["column"]>(
  column: C,
  key: UnitKey,
  ref: DocumentReference<ScoreOf[C]>,
): Promise<boolean> {
  return transact("recordVersion", async (tx) => {
    const score = await tx.must(ref);
    const { leaf, rev } = score;
    if ((await tx.get(refs.historyEntry(key, column, leaf, rev))).exists) return false;
    const before = rev === 1 ? null : (await tx.get(refs.historyEntry(key, column, leaf, rev - 1))).data();
    if (before === undefined) return false;
    record(tx, key, { ...historyOf(column, undefined, score), from: before?.to ?? null });
    return true;
  });
}

/** Remembers every standing version of a column that the history lacks and can take. Returns whether there was any. */
export async function recordStanding<C extends ScoreChange["column"]>(
  column: C,
  key: UnitKey,
): Promise<boolean> {
  const entries = queries.historyOfColumn(key.scheme, key.period, key.unit, column);
  const known = new Set((await queryAt(entries, HistoryEntry).select().get()).docs.map(({ id }) => id));
  const scores = await (SCORES[column](key) as CollectionReference<ScoreOf[C]>).get();
  let recorded = false;
  for (const doc of scores.docs) {
    const { leaf, rev } = doc.data();
    if (known.has(refs.historyEntry(key, column, leaf, rev).id)) continue;
    recorded = (await recordVersion(column, key, doc.ref)) || recorded;
  }
  return recorded;
}
