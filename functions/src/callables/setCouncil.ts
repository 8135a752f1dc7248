import { setCouncil as perform } from "../store/council.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body puts the period's council together. */
export const setCouncil = validatedOnCall("setCouncil", perform);
