import { field } from "./field.ts";
import { everyone, reader } from "./text.ts";

const dictionary = { ...everyone, ...field };
export type TextKey = keyof typeof dictionary;

/** The string of a key, of everyone's or of the survey's field work, whose strings only it loads. */
export const t = reader(dictionary);
