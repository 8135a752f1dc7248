import { TIME_ZONE } from "@parindex/core";
import { onSchedule } from "firebase-functions/v2/scheduler";
import { observedRun } from "../observed.ts";
import { rollUpAll } from "../store/rollups.ts";

/** Every half hour: how the schemes below others stand, for the boards above them. */
export const rollUp = onSchedule(
  { schedule: "every 30 minutes", timeZone: TIME_ZONE, timeoutSeconds: 540 },
  async () => observedRun("rollUp", () => rollUpAll(new Date())),
);
