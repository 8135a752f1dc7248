import { reviewSurvey as perform } from "../store/survey-review.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body has a survey's answers checked. */
export const reviewSurvey = validatedOnCall(
  "reviewSurvey",
  async (input, uid) => {
    await perform(input, uid);
    return {};
  },
  { timeoutSeconds: 540, memory: "1GiB" },
);
