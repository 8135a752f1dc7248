import { readCorrection as perform } from "../store/correcting.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body looks at the correction that is being prepared. */
export const readCorrection = validatedOnCall("readCorrection", perform);
