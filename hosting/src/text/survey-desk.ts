import { survey } from "./survey.ts";
import { everyone, reader } from "./text.ts";

const dictionary = { ...everyone, ...survey };
export type TextKey = keyof typeof dictionary;

/** The string of a key, of everyone's or of the survey's own page, whose strings only it loads. */
export const t = reader(dictionary);
