import { setPassword as perform } from "../store/sign-in-links.ts";
import { publicOnCall } from "./validated-on-call.ts";

/** A person sets their own password with the code of a one-time link, not being signed in. */
export const setPassword = publicOnCall("setPassword", perform);
