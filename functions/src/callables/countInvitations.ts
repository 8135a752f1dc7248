import { countInvitations as perform } from "../store/survey-invitations.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body asks how the invitations of each batch stand. */
export const countInvitations = validatedOnCall("countInvitations", perform);
