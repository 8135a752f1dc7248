import { keyPaperForm as perform } from "../store/survey-paper.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** A surveyor keys in a paper form. */
export const keyPaperForm = validatedOnCall("keyPaperForm", perform);
