import { setTimeout as sleep } from "node:timers/promises";
import { FirebaseError } from "firebase/app";
import {
  Period,
  type PeriodDate,
  type PeriodState,
  paths,
  type RequestName,
  type RequestOf,
} from "../../core/src/index.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { runScheduled, type Session } from "../demo/doors.ts";
import { SCHEME } from "../seed.ts";
import type { Region } from "./region.ts";

/** What a call fails with where the process that served it died: the caller may try again. */
const GONE = new Set(["unavailable", "internal", "deadline-exceeded", "unknown", "cancelled"]);

/** How often a caller tries again before they give up. */
const TRIES = 200;

/** What callers saw of the storm. */
export const seen = { calls: 0, callsAgain: 0, refused: 0 };

const codeOf = (error: unknown): string =>
  error instanceof FirebaseError ? error.code.replace(/^functions\//, "") : "";

/** Calls a function as a person does whom the page tells to try again. A refusal is thrown. */
export async function insist<Name extends RequestName>(
  session: Session,
  name: Name,
  request: RequestOf<Name>,
): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    seen.calls += 1;
    try {
      return await session.call(name, request);
    } catch (error) {
      if (!GONE.has(codeOf(error)) || tries === TRIES) throw error;
      seen.callsAgain += 1;
      await sleep(200);
    }
  }
}

/** The same, where a refusal says no more than that it was done before or can't be done yet. Returns whether it was done. */
export async function attempt<Name extends RequestName>(
  session: Session,
  name: Name,
  request: RequestOf<Name>,
): Promise<boolean> {
  try {
    await insist(session, name, request);
    return true;
  } catch (error) {
    if (!(error instanceof FirebaseError)) throw error;
    seen.refused += 1;
    return false;
  }
}

/** Runs a scheduled function; one that died is called again by the next beat of the clock. */
export const beat = (name: Parameters<typeof runScheduled>[0]): Promise<void> =>
  runScheduled(name).catch(() => {
    // Its process was killed.
  });

/** The clock of the deployed system, much faster: two runs of the same schedule may overlap. */
export async function beatAlways(goesOn: () => boolean): Promise<void> {
  const names = [
    "advanceYear",
    "gatherTallies",
    "advanceYear",
    "reconcile",
    "advanceYear",
    "rewriteAnswers",
  ] as const;
  const running = new Map<string, number>();
  const start = async (name: (typeof names)[number]) => {
    const others = running.get(name) ?? 0;
    if (others >= 2) return;
    running.set(name, others + 1);
    await beat(name);
    running.set(name, (running.get(name) ?? 1) - 1);
  };
  for (let at = 0; goesOn(); at++) {
    void start(names[at % names.length] ?? "advanceYear");
    await sleep(1_000);
  }
}

/** Waits until every event of what was written so far has been dealt with. */
export const settled = (region: Region): Promise<void> => region.settled((path) => db.doc(path).set({}));

export const periodOf = (admin: Session, period: string): Promise<Period> =>
  admin.must(paths.period(SCHEME, period), Period);

/** How far ahead a date is set (ms). */
const LEAD = 2_500;

/** How long (ms) a step of the year may take. */
const STEP = 180_000;

/** Brings a date of the year about, and lets the clock beat until the period has followed. */
export async function bring(
  admin: Session,
  period: string,
  date: PeriodDate,
  state: PeriodState,
): Promise<void> {
  for (const end = Date.now() + STEP; ; await sleep(300)) {
    const { state: now, dates } = await periodOf(admin, period);
    if (now === state) return;
    if (Date.now() > end) throw new Error(`${period} is still ${now}, not ${state}`);
    if (dates[date].getTime() > Date.now() + 2 * LEAD) {
      const to = new Date(Date.now() + LEAD).toISOString();
      const reason = "Rút ngắn thời hạn để thử tải";
      await attempt(admin, "setDate", { scheme: SCHEME, period, date, to, reason });
    }
    await Promise.all([beat("advanceYear"), beat("advanceYear")]);
  }
}
