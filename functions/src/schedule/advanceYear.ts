import { Correction, queries, TIME_ZONE } from "@parindex/core";
import { onSchedule } from "firebase-functions/v2/scheduler";
import { SIGNING_SECRETS } from "../config.ts";
import { observedRun } from "../observed.ts";
import { queryAt } from "../store/firestore.ts";
import { faultOf, newErrorId, tellEvent } from "../store/log.ts";
import type { PeriodKey } from "../store/refs.ts";
import { publishDue } from "../store/revealing.ts";
import { runPeriod } from "../store/year.ts";
import { periodsIn } from "./live-periods.ts";

/** The dated corrections of all schemes, each with the publishing that waits for its time. */
async function datedCorrections(now: Date) {
  const { docs } = await queryAt(queries.datedCorrections(), Correction).get();
  return docs.map((doc) => {
    const { scheme, period, version } = doc.data().manifest;
    const key = { scheme, period };
    return { place: { ...key, version }, publish: () => publishDue(key, version, now) };
  });
}

/** Tells what failed of which period or correction, and returns it. */
function told(error: unknown, place: PeriodKey & { version?: number }): unknown {
  tellEvent("schedule.itemFailed", {
    schedule: "advanceYear",
    ...{ ...place, errorId: newErrorId(), error: faultOf(error) },
  });
  return error;
}

/**
 * Moves every period whose date has come, resumes sealing, publishes results and corrections, sends reminders. `now` is the server's time,
 * as the locks of the rules are. One period's failure does not hold up the others, and is thrown at the end.
 */
export async function advanceAll(now: Date): Promise<void> {
  const failures: unknown[] = [];
  const waiting = await periodsIn([
    ...(["preparing", "selfAssessment", "appraisal", "explanation", "reappraisal"] as const),
    ...(["adoption", "sealing", "sealed"] as const),
  ]);
  for (const { key, period } of waiting) {
    await runPeriod(key, period, now).catch((error: unknown) => {
      failures.push(told(error, key));
    });
  }
  const dated = await datedCorrections(now).catch((error: unknown) => {
    failures.push(error);
    return [];
  });
  for (const { place, publish } of dated) {
    await publish().catch((error: unknown) => {
      failures.push(told(error, place));
    });
  }
  if (failures.length > 0) throw new AggregateError(failures, "advanceYear");
}

/** Every five minutes: the year's clockwork. */
export const advanceYear = onSchedule(
  {
    schedule: "every 5 minutes",
    timeZone: TIME_ZONE,
    // Verifying and laying out a result of thousands of units takes minutes.
    timeoutSeconds: 1800,
    memory: "512MiB",
    secrets: SIGNING_SECRETS,
  },
  async () => observedRun("advanceYear", () => advanceAll(new Date())),
);
