import type { PeriodDate } from "@parindex/core";

/** What of a year a new one may take over. */
export const COPIES = ["sets", "units", "settings", "council"] as const;

/** The options that say the dates of a year. */
export const DATE_OPTIONS: Record<PeriodDate, string> = {
  opensAt: "opens-at",
  selfAssessmentDue: "self-assessment-due",
  appraisalDue: "appraisal-due",
  explanationDue: "explanation-due",
  reappraisalDue: "reappraisal-due",
  publishAt: "publish-at",
};
