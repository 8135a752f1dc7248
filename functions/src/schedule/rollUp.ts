import { onSchedule } from "firebase-functions/v2/scheduler";
import { observedRun } from "../observed.ts";
import { rollUpAll } from "../store/rollups.ts";

/** Every half hour: how the schemes below others stand, for the boards above them. */
export const rollUp = onSchedule(
  { schedule: "every 30 minutes", timeZone: "Asia/Ho_Chi_Minh", timeoutSeconds: 540 },
  async () => observedRun("rollUp", () => rollUpAll(new Date())),
);
