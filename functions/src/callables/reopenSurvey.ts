import { reopenSurvey as perform } from "../store/surveys.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body opens a closed survey for answers again. */
export const reopenSurvey = validatedOnCall("reopenSurvey", async (input, uid) => {
  await perform(input, uid);
  return {};
});
