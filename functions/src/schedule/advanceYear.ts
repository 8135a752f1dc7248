import { Correction, queries, TIME_ZONE, UNSEALED_STATES } from "@parindex/core";
import { onSchedule } from "firebase-functions/v2/scheduler";
import { SIGNING_SECRETS } from "../config.ts";
import { observedRun } from "../observed.ts";
import { Failures } from "../store/failures.ts";
import { queryAt } from "../store/firestore.ts";
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

/**
 * Moves every period whose date has come, resumes sealing, publishes results and corrections, sends reminders. `now` is the
 * server's time, as that of the rules' locks is. One period's failure does not hold up the others, and is thrown at the end.
 */
export async function advanceAll(now: Date): Promise<void> {
  const failures = new Failures("advanceYear");
  for (const { key, period } of await periodsIn([...UNSEALED_STATES, "sealing", "sealed"]))
    await failures.at(key, () => runPeriod(key, period, now));
  const dated = await failures.at({}, () => datedCorrections(now));
  for (const { place, publish } of dated ?? []) await failures.at(place, publish);
  failures.throwAny();
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
