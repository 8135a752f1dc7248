import { isDeepStrictEqual } from "node:util";
import {
  type Column,
  type CompiledSet,
  computeSheet,
  emptyLedger,
  foldChanges,
  type HistoryEntry,
  isFolded,
  type Ledger,
  type ScoreChange,
  unitIndex,
} from "@parindex/core";
import { criteriaSet } from "./criteria-sets.ts";
import { refs, type UnitKey, unitPath } from "./refs.ts";
import { type Tx, transact } from "./transaction.ts";

/** A change of a score with the entry that remembers it. */
export interface RecordedChange {
  change: ScoreChange;
  entry: HistoryEntry;
}

/** The live result that follows from a ledger. */
export const indexOfLedger = (ledger: Ledger, set: CompiledSet) =>
  unitIndex(ledger, computeSheet(set, ledger));

/** Writes an entry of the history under its own id, so that a redelivered event writes the same again. */
export function record(tx: Tx, key: UnitKey, entry: HistoryEntry): void {
  tx.set(refs.historyEntry(key, entry.column as Column, entry.leaf, entry.rev), entry);
}

/** Writes a ledger that changed, and the index where it differs from what the ledger gave before. */
export function writeLedger(
  tx: Tx,
  key: UnitKey,
  before: Ledger | undefined,
  after: Ledger,
  set: CompiledSet,
): void {
  if (before === after) return;
  tx.set(refs.ledger(key), after);
  const index = indexOfLedger(after, set);
  if (!before || !isDeepStrictEqual(index, indexOfLedger(before, set))) tx.set(refs.index(key), index);
}

/** A unit's ledger, made new where the period's opening has not made it yet. */
export async function readLedger(
  tx: Tx,
  key: UnitKey,
): Promise<{ stored: Ledger | undefined; ledger: Ledger }> {
  const stored = (await tx.get(refs.ledger(key))).data();
  if (stored) return { stored, ledger: stored };
  const unit = await tx.must(refs.unit(key));
  const { settings } = await tx.must(refs.period(key));
  return { stored, ledger: emptyLedger(key.unit, unit, settings) };
}

/**
 * Folds changes into a unit's ledger in one transaction (design §6): one read (ledger), three writes for an
 * isolated change (ledger, index, history). A frozen ledger only takes history. Late changes are remembered too.
 */
async function foldTogether(key: UnitKey, changes: readonly RecordedChange[]): Promise<void> {
  await transact("fold", async (tx) => {
    const { stored, ledger } = await readLedger(tx, key);
    const news = changes.filter(({ change }) => !isFolded(ledger, change));
    if (news.length === 0) return;
    if (!ledger.frozen) {
      const folded = foldChanges(
        ledger,
        news.map(({ change }) => change),
      );
      const { compiled } = await criteriaSet(tx, key, ledger.criteriaSet);
      writeLedger(tx, key, stored, folded, compiled);
    }
    for (const { entry } of news) record(tx, key, entry);
  });
}

interface Queue {
  waiting: RecordedChange[];
  next: Promise<void>;
}

/** Per unit of this instance: the changes that wait for the running fold, and the fold that will take them. */
const queues = new Map<string, Queue>();

/**
 * Folds one change, together with all that came in for the unit while another fold was running here: so a burst
 * takes a few transactions and not one each. Resolves once the change is committed.
 */
export function foldUnit(key: UnitKey, change: RecordedChange): Promise<void> {
  const path = unitPath(key);
  const queue = queues.get(path);
  if (queue && queue.waiting.length > 0) {
    queue.waiting.push(change);
    return queue.next;
  }
  const waiting = [change];
  const take = () => foldTogether(key, waiting.splice(0));
  const next = (queue?.next ?? Promise.resolve()).then(take, take);
  queues.set(path, { waiting, next });
  const forget = () => {
    if (queues.get(path)?.next === next) queues.delete(path);
  };
  next.then(forget, forget);
  return next;
}
