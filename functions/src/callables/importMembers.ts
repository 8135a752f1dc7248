import { importMembers as perform } from "../store/member-import.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body creates all members of a list, or none. */
export const importMembers = validatedOnCall("importMembers", perform, { timeoutSeconds: 540 });
