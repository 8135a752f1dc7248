import { randomInt } from "node:crypto";
import {
  addHealth,
  ageClass,
  BackupNote,
  type DriftReport,
  emptyDay,
  HealthDay,
  isoDay,
  paths,
  queries,
  type ScheduleName,
  type ScheduleRun,
  Scheme,
} from "@parindex/core";
import { Failures } from "./failures.ts";
import { docAt, queryAt } from "./firestore.ts";
import { faultOf, newErrorId, tellEvent } from "./log.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { transact } from "./transaction.ts";

/** What an instance has counted of a scheme and not written yet: how many numbers, the first of them when (ms). */
interface Counted {
  scheme: string;
  day: HealthDay;
  events: number;
  since: number;
}

/** What this instance has counted and not written yet, by scheme and day. */
const counted = new Map<string, Counted>();

/** A scheme's numbers of today here. Others' ids can fill no more than this many. */
const KEPT = 200;

function count(scheme: string, now: Date, change: (day: HealthDay) => void): void {
  const key = `${scheme} ${isoDay(now)}`;
  const kept = counted.get(key);
  if (!kept && counted.size >= KEPT) return;
  const own = kept ?? { scheme, day: emptyDay(isoDay(now), now), events: 0, since: now.getTime() };
  counted.set(key, own);
  change(own.day);
  own.day.at = now;
  own.events += 1;
}

/** Counts an edit that was folded, so long after it was written. */
export const countEdit = (scheme: string, ageMs: number, now = new Date()): void =>
  count(scheme, now, (day) => {
    const at = ageClass(ageMs);
    day.ages[at] = (day.ages[at] ?? 0) + 1;
    day.slowest = Math.max(day.slowest, ageMs);
  });

/** Counts a delivery of an edit that failed and comes again. */
export const countRetry = (scheme: string, now = new Date()): void =>
  count(scheme, now, (day) => {
    day.retried += 1;
  });

/** Counts an act: done, refused for a cause, or failed. */
export const countAct = (
  scheme: string,
  end: { refusal?: string; failed?: boolean },
  now = new Date(),
): void =>
  count(scheme, now, (day) => {
    day.acts += 1;
    if (end.failed) day.failed += 1;
    if (end.refusal) day.refused[end.refusal] = (day.refused[end.refusal] ?? 0) + 1;
  });

/** Written once there is something to say: after a minute where that is this much, else after ten. */
const MINUTE = 60_000;
const MANY = 20;
function isDue(now: number): boolean {
  const waiting = [...counted.values()];
  const since = Math.min(...waiting.map((one) => one.since));
  const events = waiting.reduce((sum, one) => sum + one.events, 0);
  return now - since >= (events >= MANY ? MINUTE : 10 * MINUTE);
}

/** The documents that a day's numbers are spread over, by chance, so that no number of instances presses on one. */
const PARTS = 8;

async function save(scheme: string, day: HealthDay): Promise<void> {
  const ref = docAt(`${paths.health(scheme)}/${day.day}_${randomInt(PARTS)}`, HealthDay);
  await transact("saveHealth", async (tx) => {
    // A scheme that a caller made up gets nothing.
    if (!(await tx.get(refs.scheme({ scheme }))).exists) return;
    const stored = (await tx.get(ref)).data();
    tx.set(ref, stored ? addHealth(stored, day) : day);
  });
}

/**
 * Writes what this instance has counted, once it is due or `force`d: 2 reads and 1 write a scheme, at most once a minute.
 * Never fails: what could not be written is told of and given up, as it is what an instance loses that dies.
 */
export async function flushHealth(force = false, now = Date.now()): Promise<void> {
  if (!force && !isDue(now)) return;
  const taken = [...counted.values()];
  counted.clear();
  for (const { scheme, day } of taken)
    await save(scheme, day).catch((error: unknown) =>
      tellEvent("health.unsaved", { scheme, errorId: newErrorId(), error: faultOf(error) }),
    );
}

/** Adds the parts of each day of a scheme together, into one document a day. Today's parts stay until tomorrow. */
async function gatherHealth(scheme: string, now: Date): Promise<void> {
  const today = isoDay(now);
  const from = isoDay(new Date(now.getTime() - 7 * 24 * 60 * MINUTE));
  const { docs } = await queryAt(queries.healthSince(scheme, from), HealthDay).get();
  const parts = docs.filter((doc) => doc.id !== doc.data().day && doc.data().day < today);
  for (const [day, some] of Map.groupBy(parts, (doc) => doc.data().day))
    await transact("gatherHealth", async (tx) => {
      const whole = docAt(`${paths.health(scheme)}/${day}`, HealthDay);
      const found = await tx.getAll([whole, ...some.map(({ ref }) => ref)]);
      const days = found.flatMap((doc) => doc.data() ?? []);
      tx.set(whole, days.reduce(addHealth));
      for (const { ref } of some) tx.delete(ref);
    });
}

/** Gathers the numbers of every scheme, as a part of `reconcile`. */
export async function gatherAllHealth(now: Date): Promise<void> {
  const failures = new Failures("reconcile");
  for (const { id: scheme } of await refs.schemes().listDocuments())
    await failures.at({ scheme }, () => gatherHealth(scheme, now));
  failures.throwAny();
}

/** Remembers a schedule's last run where those who answer for the system see it: with the schemes below no other. */
export async function noteRun(schedule: ScheduleName, run: ScheduleRun): Promise<void> {
  const { docs } = await queryAt(queries.rootSchemes(), Scheme).get();
  await Promise.all(
    docs.map(({ id }) =>
      refs
        .scheduleRuns(id)
        .withConverter(null)
        .set({ runs: { [schedule]: run } }, { merge: true }),
    ),
  );
}

/** Remembers what a reconciliation found. */
export const noteDrift = async (key: PeriodKey, report: DriftReport): Promise<void> => {
  await refs.driftReport(key).set(report);
};

/** Remembers a backup of a scheme's project, told of by whoever made it. */
export async function noteBackup(scheme: string, note: BackupNote): Promise<void> {
  await refs.backupNote(scheme).set(BackupNote.parse(note));
}
