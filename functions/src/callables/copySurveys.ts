import { copySurveys as perform } from "../store/survey-copies.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body copies the surveys of another period. */
export const copySurveys = validatedOnCall("copySurveys", perform);
