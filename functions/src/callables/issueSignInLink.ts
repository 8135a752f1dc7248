import { issueSignInLink as perform } from "../store/sign-in-links.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body makes a one-time link for someone who can't receive mail. */
export const issueSignInLink = validatedOnCall("issueSignInLink", perform);
