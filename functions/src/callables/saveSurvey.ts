import { saveSurvey as perform } from "../store/surveys.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body saves the next version of a survey's questions. */
export const saveSurvey = validatedOnCall("saveSurvey", async (input, uid) => {
  await perform(input, uid);
  return {};
});
