import { logger } from "firebase-functions/v2";
import { onSchedule } from "firebase-functions/v2/scheduler";
import { forgetUploads } from "../store/files.ts";
import { type Difference, RECONCILED, reconcilePeriod } from "../store/reconcile.ts";
import { periodsIn } from "./live-periods.ts";

/**
 * Reconciles every open period; returns what differed, which should be nothing. One period's failure does not hold up
 * the others, and is thrown at the end.
 */
async function reconcileAll(): Promise<Difference[]> {
  const found: Difference[] = [];
  const failures: unknown[] = [];
  const open = await periodsIn(RECONCILED);
  for (const { key } of open) {
    await reconcilePeriod(key).then(
      (differences) => found.push(...differences),
      (error: unknown) => failures.push(error),
    );
  }
  if (failures.length > 0) throw new AggregateError(failures, "reconcile");
  return found;
}

/** Every six hours: finds and mends what a lost event left behind (design §6), and gives up forgotten uploads. */
export const reconcile = onSchedule(
  { schedule: "every 6 hours", timeZone: "Asia/Ho_Chi_Minh", timeoutSeconds: 540 },
  async () => {
    await reconcileAll();
    const forgotten = await forgetUploads(new Date());
    if (forgotten > 0) logger.info("forgotUploads", { forgotten });
  },
);
