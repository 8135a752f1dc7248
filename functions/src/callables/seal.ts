import { SIGNING_SECRETS } from "../config.ts";
import { sealResult } from "../store/sealing.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body seals the adopted result. Calling again resumes, or returns the same root. */
export const seal = validatedOnCall("seal", sealResult, { timeoutSeconds: 540, secrets: SIGNING_SECRETS });
