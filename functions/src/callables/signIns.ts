import { signIns as perform } from "../store/members.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body asks who signed in when. */
export const signIns = validatedOnCall("signIns", perform);
