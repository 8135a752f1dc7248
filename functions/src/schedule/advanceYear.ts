import { logger } from "firebase-functions/v2";
import { onSchedule } from "firebase-functions/v2/scheduler";
import { SIGNING_SECRETS } from "../config.ts";
import { runPeriod } from "../store/year.ts";
import { periodsIn } from "./live-periods.ts";

/**
 * Moves every period whose date has come, resumes sealing, publishes, sends reminders. `now` is the server's time,
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
