import { SIGNING_SECRETS } from "../config.ts";
import { draftCorrection as perform } from "../store/correcting.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body prepares a correction of the newest publication and sees what it would change. */
export const draftCorrection = validatedOnCall("draftCorrection", perform, {
  ...{ timeoutSeconds: 300, memory: "512MiB", secrets: SIGNING_SECRETS },
});
