import { analysis } from "./analysis.ts";
import { everyone, reader } from "./text.ts";

const dictionary = { ...everyone, ...analysis };

/** The string of a key, of everyone's or of the analysis page, whose strings only it loads. */
export const t = reader(dictionary);
