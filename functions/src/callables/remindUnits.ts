import { remindUnits as perform } from "../store/reminders.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body reminds units now. */
export const remindUnits = validatedOnCall("remindUnits", perform, { timeoutSeconds: 300 });
