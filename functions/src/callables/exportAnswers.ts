import { exportAnswers as perform } from "../store/survey-export.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body takes out a closed survey's answers, some at a time. */
export const exportAnswers = validatedOnCall("exportAnswers", perform, {
  timeoutSeconds: 300,
  memory: "1GiB",
});
