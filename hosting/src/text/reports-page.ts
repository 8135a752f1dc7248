import { reports } from "./reports.ts";
import { everyone, reader } from "./text.ts";

const dictionary = { ...everyone, ...reports };
export type TextKey = keyof typeof dictionary;

/** The string of a key, of everyone's or of the reports' own tab, whose strings only it loads. */
export const t = reader(dictionary);
