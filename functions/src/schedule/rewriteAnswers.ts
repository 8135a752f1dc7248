import { onSchedule } from "firebase-functions/v2/scheduler";
import { rewriteSurvey } from "../store/survey-rewrite.ts";
import { forEverySurvey } from "./live-surveys.ts";

/** Rewrites every survey that is open: one that was closed was rewritten then. */
export const rewriteAll = (now: Date): Promise<void> =>
  forEverySurvey("rewriteAnswers", async (key, { state }) => {
    if (state === "open") await rewriteSurvey(key, now);
  });

/** Every night at half past two: the times at which the database wrote something tell nothing (design §9). */
export const rewriteAnswers = onSchedule(
  { schedule: "30 2 * * *", timeZone: "Asia/Ho_Chi_Minh", timeoutSeconds: 540, memory: "1GiB" },
  async () => rewriteAll(new Date()),
);
