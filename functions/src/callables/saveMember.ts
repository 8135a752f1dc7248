import { saveMember as perform } from "../store/members.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body creates a member, with a one-time link, or changes one. */
export const saveMember = validatedOnCall("saveMember", perform);
