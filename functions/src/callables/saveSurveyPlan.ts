import { saveSurveyPlan as perform } from "../store/survey-plans.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body weighs the respondent groups. */
export const saveSurveyPlan = validatedOnCall("saveSurveyPlan", async (input, uid) => {
  await perform(input, uid);
  return {};
});
