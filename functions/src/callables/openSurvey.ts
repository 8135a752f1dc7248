import { SURVEY_SECRETS } from "../config.ts";
import { openSurvey as perform } from "../store/surveys.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body opens a survey for answers. Calling again resumes. */
export const openSurvey = validatedOnCall(
  "openSurvey",
  async (input, uid) => {
    await perform(input, uid);
    return {};
  },
  { timeoutSeconds: 540, memory: "1GiB", secrets: SURVEY_SECRETS },
);
