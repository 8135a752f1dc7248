import { admin } from "./admin.ts";
import { setup } from "./setup.ts";
import { everyone, reader } from "./text.ts";

const dictionary = { ...everyone, ...admin, ...setup };
export type TextKey = keyof typeof dictionary;

/** The string of a key, of everyone's or of the standing body's own pages, whose strings only they load. */
export const t = reader(dictionary);
