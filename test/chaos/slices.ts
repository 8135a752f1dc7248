import type { Slice } from "./slice.ts";
import { dates, explanations } from "./slices/dates.ts";
import { correction, sealing } from "./slices/result.ts";
import { judgements, scores } from "./slices/scores.ts";
import { opening, survey } from "./slices/survey.ts";

/** The parts of the year by their names. */
export const SLICES: Record<string, Slice> = {
  ...{ scores, judgements, dates, explanations, sealing, correction, survey, opening },
};
