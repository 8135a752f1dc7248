import { Correction, queries } from "@parindex/core";
import { logger } from "firebase-functions/v2";
import { onSchedule } from "firebase-functions/v2/scheduler";
import { SIGNING_SECRETS } from "../config.ts";
import { queryAt } from "../store/firestore.ts";
import { publishDue } from "../store/revealing.ts";
import { runPeriod } from "../store/year.ts";
import { periodsIn } from "./live-periods.ts";

/** The dated corrections of all schemes, each with the publishing that waits for its time. */
async function datedCorrections(now: Date): Promise<{ place: object; publish: () => Promise<void> }[]> {
  const { docs } = await queryAt(queries.datedCorrections(), Correction).get();
  return docs.map((doc) => {
    const { scheme, period, version } = doc.data().manifest;
    const key = { scheme, period };
    return { place: { ...key, version }, publish: () => publishDue(key, version, now) };
  });
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
      logger.error("advanceYear", { ...key, error: String(error) });
      failures.push(error);
    });
  }
  for (const { place, publish } of await datedCorrections(now)) {
    await publish().catch((error: unknown) => {
      logger.error("advanceYear", { ...place, error: String(error) });
      failures.push(error);
    });
  }
  if (failures.length > 0) throw new AggregateError(failures, "advanceYear");
}

/** Every five minutes: the year's clockwork. */
export const advanceYear = onSchedule(
  {
    schedule: "every 5 minutes",
    timeZone: "Asia/Ho_Chi_Minh",
    // Verifying and laying out a result of thousands of units takes minutes.
    timeoutSeconds: 1800,
    memory: "512MiB",
    secrets: SIGNING_SECRETS,
  },
  async () => advanceAll(new Date()),
);
