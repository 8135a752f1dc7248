import { askDifficulty as perform } from "../store/difficulties.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** A unit's people ask the standing body. */
export const askDifficulty = validatedOnCall("askDifficulty", perform);
