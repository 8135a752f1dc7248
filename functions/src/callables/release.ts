import { releaseNow } from "../store/year.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body ends the appraisal and releases its results to the units for explanation. */
export const release = validatedOnCall("release", releaseNow, { timeoutSeconds: 540 });
