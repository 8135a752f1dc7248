import { announce as perform } from "../store/announcements.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body announces something to everyone. */
export const announce = validatedOnCall("announce", perform, { timeoutSeconds: 300 });
