import { results } from "./results.ts";
import { survey } from "./survey.ts";
import { everyone, reader } from "./text.ts";

const dictionary = { ...everyone, ...survey, ...results };

/** The string of a key, of everyone's or of the survey's progress and results, whose strings only they load. */
export const t = reader(dictionary);
