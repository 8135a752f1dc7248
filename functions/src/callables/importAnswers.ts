import { importAnswers as perform } from "../store/survey-import.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** A surveyor brings in a result file: all of its forms or none. */
export const importAnswers = validatedOnCall("importAnswers", perform, {
  timeoutSeconds: 540,
  memory: "1GiB",
});
