import type { Period, PeriodDate, PeriodState } from "@parindex/core";

/** The date that ends a stage, where one does. */
const DUE_OF: Partial<Record<PeriodState, PeriodDate>> = {
  preparing: "opensAt",
  selfAssessment: "selfAssessmentDue",
  appraisal: "appraisalDue",
  explanation: "explanationDue",
  reappraisal: "reappraisalDue",
};

/** The instant at which the period's stage ends, where a date ends it. */
export function dueOf(period: Pick<Period, "state" | "dates">): Date | null {
  const date = DUE_OF[period.state];
  return date ? period.dates[date] : null;
}
