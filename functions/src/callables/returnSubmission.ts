import { returnToUnit } from "../store/submission.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body returns a self-assessment to its unit, with a reason and, past the deadline, a date. */
export const returnSubmission = validatedOnCall("returnSubmission", async (input, uid) => {
  await returnToUnit(input, uid);
  return {};
});
