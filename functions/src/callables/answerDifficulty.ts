import { answerDifficulty as perform } from "../store/difficulties.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body answers a unit's question. */
export const answerDifficulty = validatedOnCall("answerDifficulty", perform);
