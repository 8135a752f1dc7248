import { admin } from "./admin.ts";
import { correction } from "./correction.ts";
import { setup } from "./setup.ts";
import { everyone, reader } from "./text.ts";

const dictionary = { ...everyone, ...admin, ...setup, ...correction };

/** The string of a key, of everyone's, the standing body's, or of corrections, whose strings only they load. */
export const t = reader(dictionary);
