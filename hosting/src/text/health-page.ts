import { admin } from "./admin.ts";
import { health } from "./health.ts";
import { setup } from "./setup.ts";
import { everyone, reader } from "./text.ts";

const dictionary = { ...everyone, ...admin, ...setup, ...health };
export type TextKey = keyof typeof dictionary;

/** The string of a key, of everyone's, the standing body's, or of the page on how the system runs, which it alone loads. */
export const t = reader(dictionary);
