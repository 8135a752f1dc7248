import process from "node:process";
import type { Column, ScheduleName } from "@parindex/core";
import { IN_EMULATOR } from "./config.ts";
import { countEdit, countRetry, flushHealth, noteRun } from "./store/health.ts";
import { faultOf, newErrorId, tellEvent } from "./store/log.ts";
import type { UnitKey } from "./store/refs.ts";
import { type Spent, spending } from "./store/transaction.ts";

/** What one piece of work took: to be told when it is over. */
export interface Measured extends Spent {
  durationMs: number;
}

/** Runs some work and hands what it cost to `told`, whether it ended well or not. */
export async function measured<T>(
  work: () => Promise<T>,
  told: (cost: Measured, end: { result: T } | { error: unknown }) => void,
): Promise<void> {
  const start = Date.now();
  const spent: Spent = { reads: 0, writes: 0, attempts: 0 };
  const cost = () => ({ durationMs: Date.now() - start, ...spent });
  try {
    const result = await spending(spent, work);
    told(cost(), { result });
  } catch (error) {
    told(cost(), { error });
  }
}

/** What the platform is told of a failure, and logs itself: where to look, and nothing of what it said. */
class Failed extends Error {
  constructor(what: string, errorId: string) {
    super(`${what}: error ${errorId}`);
    this.name = "Failed";
  }
}

/** An event that failed for so long (ms) that a person should look: after 24 hours it is delivered no more. */
const STUCK_MS = 10 * 60_000;

/** How long ago (ms) something was written; clocks may differ a little. */
const ageOf = (written: Date, now = Date.now()): number => Math.max(0, now - written.getTime());

/** A trigger's work on what was written at an instant: a failure is told of and thrown, so that the event comes again. */
export async function observedEvent(
  trigger: string,
  place: Partial<UnitKey>,
  written: Date,
  work: () => Promise<unknown>,
  done: (cost: Measured, ageMs: number) => void,
): Promise<void> {
  let failed = null as Failed | null;
  await measured(work, (cost, end) => {
    const ageMs = ageOf(written);
    if ("result" in end) return done(cost, ageMs);
    const errorId = newErrorId();
    const name = ageMs > STUCK_MS ? "event.stuck" : "event.retried";
    tellEvent(name, { trigger, ...place, ageMs, ...cost, errorId, error: faultOf(end.error) });
    if (place.scheme) countRetry(place.scheme);
    failed = new Failed(trigger, errorId);
  });
  await flushHealth();
  if (failed) throw failed;
}

/** The folding of a change: its age is what the error budget is about. */
export const observedFold = (
  trigger: string,
  key: UnitKey,
  column: Column,
  leaf: string,
  written: Date,
  work: () => Promise<unknown>,
): Promise<void> =>
  observedEvent(trigger, key, written, work, (cost, ageMs) => {
    tellEvent("score.folded", { ...key, column, leaf, ageMs, ...cost });
    countEdit(key.scheme, ageMs);
  });

/** A scheduled run: told of, remembered with when it was, and thrown where it failed. */
export async function observedRun(schedule: ScheduleName, work: () => Promise<unknown>): Promise<void> {
  const at = new Date();
  let failed = null as Failed | null;
  let run = { at, durationMs: 0, failed: 0, errorId: null as string | null };
  await measured(work, (cost, end) => {
    run = { ...run, durationMs: cost.durationMs };
    if ("result" in end) return tellEvent("schedule.done", { schedule, ...cost });
    const errorId = newErrorId();
    const failures = end.error instanceof AggregateError ? end.error.errors.length : 1;
    tellEvent("schedule.failed", { schedule, ...cost, failures, errorId, error: faultOf(end.error) });
    run = { ...run, failed: failures, errorId };
    failed = new Failed(schedule, errorId);
  });
  await noteRun(schedule, run).catch((error: unknown) =>
    tellEvent("health.unsaved", { errorId: newErrorId(), error: faultOf(error) }),
  );
  await flushHealth(true);
  if (failed) throw failed;
}

// An instance that is given up has ten seconds left. (The emulator's Firestore may be gone before it.)
if (!IN_EMULATOR)
  process.once("SIGTERM", () => {
    flushHealth(true).finally(() => process.exit(0));
  });
