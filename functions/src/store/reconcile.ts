import { isDeepStrictEqual } from "node:util";
import {
  collectionOf,
  emptyLedger,
  HistoryEntry,
  isFrozen,
  type Ledger,
  type Period,
  type PeriodState,
  paths,
  queries,
  type ScoreChange,
  type Unit,
} from "@parindex/core";
import { AggregateField, type CollectionReference, type DocumentReference } from "firebase-admin/firestore";
import { logger } from "firebase-functions/v2";
import { act, actOnScheme } from "./act.ts";
import { standingAdjustments } from "./adjustments.ts";
import { replaceAll } from "./criteria-set-replace.ts";
import { db, queryAt } from "./firestore.ts";
import { record } from "./fold.ts";
import { type PeriodKey, refs, type UnitKey } from "./refs.ts";
import { refuse } from "./refused.ts";
import { historyOf, type ScoreOf } from "./scores.ts";
import { rebuildUnit } from "./sources.ts";
import { transact } from "./transaction.ts";

/** Where ledgers follow the scores: there they can lag behind. */
export const RECONCILED: readonly PeriodState[] = [
  ...(["selfAssessment", "appraisal", "explanation", "reappraisal", "adoption"] as const),
];

/**
 * What reconciliation found for one unit: parts of its ledger that lagged, columns whose newest versions it had to remember
 * itself, and columns whose history has gaps that stay.
 */
export interface Difference {
  unit: string;
  lagging: string[];
  recorded: string[];
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

const SCORES = { self: refs.selfScores, appraisal: refs.appraisals, survey: refs.surveyScores } as const;

/** Remembers every standing version of a column that the history lacks and can take. Returns whether there was any. */
async function recordStanding<C extends ScoreChange["column"]>(column: C, key: UnitKey): Promise<boolean> {
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

function folded(ledger: Ledger | undefined, column: ScoreChange["column"]) {
  const scores = Object.values(ledger?.[column] ?? {});
  return { n: scores.length, revs: scores.reduce((sum, { rev }) => sum + rev, 0) };
}

/** What a ledger says otherwise than its unit and the settings of its open period: an act on them died midway. */
async function staleParts(
  ledger: Ledger | undefined,
  key: UnitKey,
  unit: Unit,
  { settings }: Period,
): Promise<string[]> {
  const { self, appraisal, survey, evidence } = ledger ?? {};
  const adjustments = await transact("readAdjustments", (tx) => standingAdjustments(tx, key, settings));
  const fresh = emptyLedger(key.unit, unit, settings, adjustments);
  const said = { adjustment: undefined, ...fresh, self, appraisal, survey, evidence };
  const stored = new Map<string, unknown>(Object.entries(ledger ?? {}));
  return Object.entries(said).flatMap(([part, value]) =>
    isDeepStrictEqual(stored.get(part), value) ? [] : [part],
  );
}

/** Compares one unit's ledger and history with its scores, and mends what lags behind or was never remembered. */
async function reconcileUnit(key: UnitKey, unit: Unit, period: Period): Promise<Difference> {
  const ledger = (await refs.ledger(key).get()).data();
  const difference: Difference = {
    unit: key.unit,
    lagging: await staleParts(ledger, key, unit, period),
    recorded: [],
    gaps: [],
  };
  for (const column of COLUMNS) {
    const stored = await countColumn(key, column);
    const { n, revs } = folded(ledger, column);
    if (stored.n !== n || stored.revs !== revs) difference.lagging.push(column);
    if ((await countHistory(key, column)) === stored.revs) continue;
    if (await recordStanding(column, key)) difference.recorded.push(column);
    if ((await countHistory(key, column)) !== (await countColumn(key, column)).revs)
      difference.gaps.push(column);
  }
  if (difference.lagging.length > 0) await rebuildUnit(key);
  return difference;
}

/**
 * Reconciles every unit of an open period: lost events, and acts over the whole period that died midway. Returns only
 * what differed. One unit's failure does not hold up the others, and is thrown at the end.
 */
export async function reconcilePeriod(key: PeriodKey): Promise<Difference[]> {
  const period = (await refs.period(key).get()).data();
  if (!period || isFrozen(period.state)) return [];
  if (Object.keys(period.replaced).length > 0) await replaceAll(key, "system");
  const units = await refs.units(key).get();
  const found: Difference[] = [];
  const failures: unknown[] = [];
  for (const doc of units.docs) {
    try {
      const difference = await reconcileUnit({ ...key, unit: doc.id }, doc.data(), period);
      if (difference.lagging.length + difference.recorded.length + difference.gaps.length > 0)
        found.push(difference);
    } catch (error) {
      logger.error("reconcile", { ...key, unit: doc.id, error: String(error) });
      failures.push(error);
    }
  }
  logger.info("reconcile", { ...key, units: units.size, differences: found.length, found });
  if (failures.length > 0) throw new AggregateError(failures, "reconcile");
  return found;
}

/** Reconciles a period because who runs the scheme asks for it; the audit says so where anything differed. */
export async function reconcileOnRequest(key: PeriodKey, uid: string): Promise<Difference[]> {
  await act("reconcile", key, uid, "admin", async ({ period: { state } }) => {
    if (!RECONCILED.includes(state)) refuse({ code: "wrongState", state, allowed: RECONCILED });
    return null;
  });
  const found = await reconcilePeriod(key);
  await actOnScheme("reconcile", key, uid, "admin", async () =>
    found.length === 0
      ? null
      : {
          detail: {
            lagging: found.filter(({ lagging }) => lagging.length > 0).length,
            recorded: found.filter(({ recorded }) => recorded.length > 0).length,
            gaps: found.filter(({ gaps }) => gaps.length > 0).length,
          },
        },
  );
  return found;
}
