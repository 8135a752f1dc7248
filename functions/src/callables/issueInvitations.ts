import { issueInvitations as perform } from "../store/survey-invitations.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body issues invitations and gets their codes, this once. */
export const issueInvitations = validatedOnCall("issueInvitations", perform);
