import { removeSurvey as perform } from "../store/surveys.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body removes a survey that was never opened. */
export const removeSurvey = validatedOnCall("removeSurvey", async (input, uid) => {
  await perform(input, uid);
  return {};
});
