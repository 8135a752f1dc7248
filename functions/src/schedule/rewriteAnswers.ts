import { TIME_ZONE } from "@parindex/core";
import { onSchedule } from "firebase-functions/v2/scheduler";
import { observedRun } from "../observed.ts";
import { rewriteSurvey, sweepSurvey } from "../store/survey-rewrite.ts";
import { forEverySurvey } from "./live-surveys.ts";

/** Rewrites every survey that is open. One that was closed was rewritten then: what that left behind is removed. */
export const rewriteAll = (now: Date): Promise<void> =>
  forEverySurvey("rewriteAnswers", async (key, survey) => {
    if (survey.state === "open") await rewriteSurvey(key, now);
    else if (!survey.rewriting) await sweepSurvey(key, survey);
  });

/** Every night at half past two: the times at which the database wrote something tell nothing (design §9). */
export const rewriteAnswers = onSchedule(
  { schedule: "30 2 * * *", timeZone: TIME_ZONE, timeoutSeconds: 1800, memory: "1GiB" },
  async () => observedRun("rewriteAnswers", () => rewriteAll(new Date())),
);
