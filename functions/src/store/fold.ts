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
import { replaceUnchanged, type Step, type Tx, transact } from "./transaction.ts";

/** A change of a score with the entry that remembers it. */
export interface RecordedChange {
  change: ScoreChange;
  entry: HistoryEntry;
}

/** The live result that follows from a ledger. */
export const indexOfLedger = (ledger: Ledger, set: CompiledSet) =>
  unitIndex(ledger, computeSheet(set, ledger));

/** Writes an entry of the history under its own id, so that a redelivered event writes the same again. */
export function record(step: Step, key: UnitKey, entry: HistoryEntry): void {
  step.set(refs.historyEntry(key, entry.column as Column, entry.leaf, entry.rev), entry);
}

/** Writes the index where it differs from what the ledger gave before. */
function writeIndex(
  step: Step,
  key: UnitKey,
  before: Ledger | undefined,
  after: Ledger,
  set: CompiledSet,
): void {
  const index = indexOfLedger(after, set);
  if (!before || !isDeepStrictEqual(index, indexOfLedger(before, set))) step.set(refs.index(key), index);
}

/** Writes a ledger that changed, and the index where it differs from what the ledger gave before. */
export function writeLedger(
  step: Step,
  key: UnitKey,
  before: Ledger | undefined,
  after: Ledger,
  set: CompiledSet,
): void {
  if (before === after) return;
  step.set(refs.ledger(key), after);
  writeIndex(step, key, before, after, set);
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

/** Folds what a ledger has not folded yet and remembers it; returns the new ledger, or null where it stays as it is. */
async function foldInto(
  ledger: Ledger,
  stored: Ledger | undefined,
  key: UnitKey,
  changes: readonly RecordedChange[],
  step: Step,
): Promise<Ledger | null> {
  const news = changes.filter(({ change }) => !isFolded(ledger, change));
  const foldable = ledger.frozen ? [] : news.map(({ change }) => change);
  const folded = foldChanges(ledger, foldable);
  // Read before anything is written: a transaction takes them in no other order.
  const set = folded === ledger ? null : await criteriaSet(step, key, ledger.criteriaSet);
  for (const { entry } of news) record(step, key, entry);
  if (!set) return null;
  writeIndex(step, key, stored, folded, set.compiled);
  return folded;
}

/**
 * Folds changes into a unit's ledger atomically (design §6): one read (ledger), three writes for an isolated change
 * (ledger, index, history). A frozen ledger only takes history. Late changes are remembered too. Where the ledger is
 * not there yet, or other instances keep changing it, a transaction does the same under its locks.
 */
async function foldTogether(key: UnitKey, changes: readonly RecordedChange[]): Promise<void> {
  const folded = await replaceUnchanged("fold", refs.ledger(key), (ledger, step) =>
    foldInto(ledger, ledger, key, changes, step),
  );
  if (folded) return;
  await transact("fold", async (tx) => {
    const { stored, ledger } = await readLedger(tx, key);
    const after = await foldInto(ledger, stored, key, changes, tx);
    if (after) tx.set(refs.ledger(key), after);
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
