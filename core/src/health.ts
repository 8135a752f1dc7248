import { z } from "zod";

/**
 * How well the system runs, as numbers that a day adds up to. They are counted in the memory of function instances and
 * written now and then, so they may miss the last minutes of an instance that died: results never rest on them.
 */

/** The classes of how long (s) an edit took from its write to the index: up to each bound, and longer than the last. */
export const AGE_BOUNDS = [1, 2, 5, 10, 30, 60, 300, 3_600] as const;

const Count = z.int().min(0);
/** Under which a user reports an error and an administrator finds it: eight signs that can't be mistaken for others. */
export const ErrorId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{8}$/);

/** A day's numbers, or a part of them that is yet to be added to it. Days are those of Viet Nam. */
export const HealthDay = z.object({
  day: z.iso.date(),
  at: z.date(),
  /** Edits by the class of their age. */
  ages: z.array(Count).length(AGE_BOUNDS.length + 1),
  /** The age (ms) of the slowest edit. */
  slowest: Count,
  /** Deliveries of edits that failed and came again. */
  retried: Count,
  /** Acts that were called and got an answer, those refused among them, and those that failed. */
  acts: Count,
  failed: Count,
  /** Refused acts by their cause. */
  refused: z.record(z.string(), Count),
});
export type HealthDay = z.infer<typeof HealthDay>;

/** A scheduled function's last run. */
const ScheduleRun = z.object({
  at: z.date(),
  durationMs: Count,
  /** How many of the things it went through failed. */
  failed: Count,
  errorId: ErrorId.nullable(),
});
export type ScheduleRun = z.infer<typeof ScheduleRun>;

/** The last run of every scheduled function, by its name. */
export const ScheduleRuns = z.object({ runs: z.record(z.string(), ScheduleRun) });
export type ScheduleRuns = z.infer<typeof ScheduleRuns>;

/** What the last reconciliation of a period found. `oldest`: when the oldest change was written that it had to mend. */
export const DriftReport = z.object({
  period: z.string(),
  at: z.date(),
  durationMs: Count,
  units: Count,
  lagging: Count,
  gaps: Count,
  failed: Count,
  oldest: z.date().nullable(),
});
export type DriftReport = z.infer<typeof DriftReport>;

/** The newest backup that whoever makes them told of. */
export const BackupNote = z.object({ at: z.date(), documents: Count.nullable(), place: z.string().max(200) });
export type BackupNote = z.infer<typeof BackupNote>;

/** Every scheduled function, and how many minutes lie between two of its runs. */
export const SCHEDULE_MINUTES = {
  advanceYear: 5,
  gatherTallies: 10,
  rollUp: 30,
  reconcile: 360,
  rewriteAnswers: 1_440,
} as const;
export type ScheduleName = keyof typeof SCHEDULE_MINUTES;

/** Minutes that a run may take and wait beside its interval before it counts as late. */
const LEEWAY_MINUTES = 15;

/** Whether a schedule should have run again by now. */
export const isLate = (name: ScheduleName, last: Date, now: Date): boolean =>
  now.getTime() - last.getTime() > (SCHEDULE_MINUTES[name] + LEEWAY_MINUTES) * 60_000;

/** What the system is held to; `docs/operations.md` says why. */
export const OBJECTIVES = {
  /** This share (‰) of edits is in the index within so many seconds. */
  edits: { permille: 990, seconds: 10 },
  /** This share (‰) of acts is answered without an error of ours. */
  acts: { permille: 995 },
  /** No ledger lags longer than this, which reconciliation shows by running as often. */
  driftHours: 6,
} as const;

/** The numbers of a day on which nothing happened yet. */
export const emptyDay = (day: string, at: Date): HealthDay => ({
  ...{ day, at, ages: Array.from({ length: AGE_BOUNDS.length + 1 }, () => 0), slowest: 0 },
  ...{ retried: 0, acts: 0, failed: 0, refused: {} },
});

/** The class of an age in ms. */
export function ageClass(ageMs: number): number {
  const found = AGE_BOUNDS.findIndex((bound) => ageMs <= bound * 1_000);
  return found < 0 ? AGE_BOUNDS.length : found;
}

function addedByKey(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>) {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return Object.fromEntries(keys.map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));
}

/** The numbers of two days or parts together, under the day of the first. The order of adding does not matter. */
export const addHealth = (a: HealthDay, b: HealthDay): HealthDay => ({
  day: a.day,
  at: new Date(Math.max(a.at.getTime(), b.at.getTime())),
  ages: a.ages.map((count, at) => count + (b.ages[at] ?? 0)),
  slowest: Math.max(a.slowest, b.slowest),
  retried: a.retried + b.retried,
  acts: a.acts + b.acts,
  failed: a.failed + b.failed,
  refused: addedByKey(a.refused, b.refused),
});

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** How many edits a day counts. */
export const editsOf = ({ ages }: Pick<HealthDay, "ages">): number => sum(ages);

/**
 * Within how many seconds this share (‰) of the edits was in the index: the bound of the class in which it falls.
 * Null where there were none; Infinity where it lies beyond the last bound.
 */
export function foldedWithin({ ages }: Pick<HealthDay, "ages">, permille: number): number | null {
  const total = sum(ages);
  if (total === 0) return null;
  let below = 0;
  for (const [at, count] of ages.entries()) {
    below += count;
    if (below * 1_000 >= total * permille) return AGE_BOUNDS[at] ?? Number.POSITIVE_INFINITY;
  }
  return Number.POSITIVE_INFINITY;
}

/** What an objective allows to go wrong of so many, what went wrong, and what is left (below 0: overspent). */
export interface Budget {
  total: number;
  allowed: number;
  bad: number;
  left: number;
}

const budget = (total: number, bad: number, permille: number): Budget => {
  const allowed = Math.floor((total * (1_000 - permille)) / 1_000);
  return { total, allowed, bad, left: allowed - bad };
};

/** The budget of edits that may come later than the objective's seconds. */
export function editBudget(day: Pick<HealthDay, "ages">): Budget {
  const { permille, seconds } = OBJECTIVES.edits;
  const late = day.ages.filter((_, at) => (AGE_BOUNDS[at] ?? Number.POSITIVE_INFINITY) > seconds);
  return budget(editsOf(day), sum(late), permille);
}

/** The budget of acts that may fail by an error of ours. */
export const actBudget = ({ acts, failed }: Pick<HealthDay, "acts" | "failed">): Budget =>
  budget(acts, failed, OBJECTIVES.acts.permille);
