import { revokeInvitations as perform } from "../store/survey-invitations.ts";
import { validatedOnCall, WHOLE_PERIOD } from "./validated-on-call.ts";

/** The standing body ends invitations. */
export const revokeInvitations = validatedOnCall("revokeInvitations", perform, WHOLE_PERIOD);
