import "./environment.ts";
import { AuditEntry, type HistoryEntry, paths } from "../../../core/src/index.ts";
import { collectionAt } from "../../../functions/src/store/firestore.ts";
import { type PeriodKey, refs, type UnitKey } from "../../../functions/src/store/refs.ts";
import { recomputeNow } from "../../../functions/src/store/sources.ts";
import { UNIT_IDS } from "./small-year.ts";

function there<T>(data: T | undefined, what: string): T {
  if (data === undefined) throw new Error(`${what} is not there`);
  return data;
}

export const periodOf = async (key: PeriodKey) => there((await refs.period(key).get()).data(), "period");
export const unitOf = async (key: UnitKey) => there((await refs.unit(key).get()).data(), "unit");
export const ledgerOf = async (key: UnitKey) => there((await refs.ledger(key).get()).data(), "ledger");
export const indexOf = async (key: UnitKey) => there((await refs.index(key).get()).data(), "index");

/** The history of a unit by entry id. */
export async function historyOf(key: UnitKey): Promise<Map<string, HistoryEntry>> {
  const { docs } = await refs.history(key).get();
  return new Map(docs.map((doc) => [doc.id, doc.data()]));
}

/** The audit of a period, in the order of its acts. */
export async function auditOf(key: PeriodKey): Promise<AuditEntry[]> {
  const { docs } = await collectionAt(paths.audit(key.scheme), AuditEntry).get();
  const entries = docs.map((doc) => doc.data()).filter(({ period }) => period === key.period);
  return entries.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** How often each act stands in the audit. */
export async function actsOf(key: PeriodKey): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { act } of await auditOf(key)) counts[act] = (counts[act] ?? 0) + 1;
  return counts;
}

/** Index and ledger as they follow from the stored scores, and as they are stored. */
export async function liveAndRecomputed(key: UnitKey) {
  const { ledger, index: recomputed } = await recomputeNow(key);
  return { live: await indexOf(key), recomputed, stored: await ledgerOf(key), ledger };
}

/** Everything a result rests on: ledgers and indices of all units. */
export async function resultsOf(key: PeriodKey) {
  const units = UNIT_IDS.map(async (unit) => {
    const unitKey = { ...key, unit };
    return [unit, { ledger: await ledgerOf(unitKey), index: await indexOf(unitKey) }] as const;
  });
  return Object.fromEntries(await Promise.all(units));
}
