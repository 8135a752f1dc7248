import { closeSurvey as perform } from "../store/survey-closing.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body closes a survey and has it counted and scored. Calling again resumes, or returns the same. */
export const closeSurvey = validatedOnCall("closeSurvey", perform, { timeoutSeconds: 540, memory: "1GiB" });
