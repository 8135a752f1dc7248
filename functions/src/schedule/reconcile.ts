import { OPEN_STATES, TIME_ZONE } from "@parindex/core";
import { onSchedule } from "firebase-functions/v2/scheduler";
import { observedRun } from "../observed.ts";
import { Failures } from "../store/failures.ts";
import { forgetUploads } from "../store/files.ts";
import { gatherAllHealth } from "../store/health.ts";
import { tellEvent } from "../store/log.ts";
import { reconcileAndNote } from "../store/reconcile.ts";
import { periodsIn } from "./live-periods.ts";

/** Reconciles every open period. One period's failure does not hold up the others, and is thrown at the end. */
async function reconcileAll(): Promise<void> {
  const failures = new Failures("reconcile");
  for (const { key } of await periodsIn(OPEN_STATES)) await failures.at(key, () => reconcileAndNote(key));
  failures.throwAny();
}

async function forgetOldUploads(now: Date): Promise<void> {
  const files = await forgetUploads(now);
  if (files > 0) tellEvent("uploads.forgotten", { files });
}

/** Everything that is put right every six hours; what fails does not hold up the rest, and is thrown at the end. */
async function reconcileEverything(now: Date): Promise<void> {
  const failures = new Failures("reconcile");
  for (const work of [reconcileAll, forgetOldUploads, gatherAllHealth])
    await failures.at({}, () => work(now));
  failures.throwAny();
}

/** Every six hours: finds and mends what a lost event left behind (design §6), and gives up forgotten uploads. */
export const reconcile = onSchedule(
  { schedule: "every 6 hours", timeZone: TIME_ZONE, timeoutSeconds: 540 },
  async () => observedRun("reconcile", () => reconcileEverything(new Date())),
);
