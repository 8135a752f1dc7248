import { revokeInvitations as perform } from "../store/survey-invitations.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body ends invitations. */
export const revokeInvitations = validatedOnCall("revokeInvitations", perform);
