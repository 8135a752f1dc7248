import { TIME_ZONE } from "@parindex/core";
import { onSchedule } from "firebase-functions/v2/scheduler";
import { observedRun } from "../observed.ts";
import { rewriteSurvey } from "../store/survey-rewrite.ts";
import { gatherNews } from "../store/survey-tallies.ts";
import { forEverySurvey } from "./live-surveys.ts";

/** Gathers the tallies of every open survey, and takes over a rewrite that died. */
export const gatherAll = (now: Date): Promise<void> =>
  forEverySurvey("gatherTallies", async (key, { state, rewriting }) => {
    if (rewriting) await rewriteSurvey(key, now);
    else if (state === "open") await gatherNews(key);
  });

/** Every ten minutes: how far each survey has come. */
export const gatherTallies = onSchedule(
  { schedule: "every 10 minutes", timeZone: TIME_ZONE, timeoutSeconds: 540 },
  async () => observedRun("gatherTallies", () => gatherAll(new Date())),
);
