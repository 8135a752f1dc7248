import { submit } from "../store/submission.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The head of a unit submits its self-assessment. Safe to repeat: the same report submits once. */
export const submitSelfAssessment = validatedOnCall("submitSelfAssessment", submit);
