import { setMemberDisabled as perform } from "../store/members.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body locks a member out, or lets them in again. */
export const setMemberDisabled = validatedOnCall("setMemberDisabled", perform);
