import { periodOf, type Says, unitOf } from "./asked.ts";
import { is } from "./people.ts";

/** What is open in a year, and until when. */

const ahead = (instant: Date) => instant.getTime() > Date.now();

export const fileOpen: Says = (asked) => {
  const unit = unitOf(asked);
  if (!unit || !["draft", "returned"].includes(unit.submission.state)) return false;
  const { state, dates } = periodOf(asked);
  const excepted = unit.lockException !== null && ahead(unit.lockException.until);
  if (state === "appraisal") return excepted;
  return state === "selfAssessment" && (excepted || ahead(dates.selfAssessmentDue));
};
export const explaining: Says = (asked) => {
  const { state, dates } = periodOf(asked);
  return state === "explanation" && ahead(dates.explanationDue);
};
export const appraisalOpen: Says = (asked) => {
  const { state, dates, adoption } = periodOf(asked);
  if (state === "appraisal") return ahead(dates.appraisalDue);
  if (state === "reappraisal") return ahead(dates.reappraisalDue);
  return state === "adoption" && is("council")(asked) && adoption === null;
};
