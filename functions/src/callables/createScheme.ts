import { createScheme as perform } from "../store/new-scheme.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body of a scheme makes one below it, with a one-time link for its first administrator. */
export const createScheme = validatedOnCall("createScheme", perform);
