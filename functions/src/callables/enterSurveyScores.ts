import { enterSurveyScores as enterUnitSurveyScores } from "../store/inputs.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body enters survey scores that others measured, with their source document. */
export const enterSurveyScores = validatedOnCall("enterSurveyScores", async (input, uid) => {
  await enterUnitSurveyScores(input, uid);
  return {};
});
