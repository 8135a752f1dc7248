import { addHours } from "date-fns/addHours";
import { isBefore } from "date-fns/isBefore";
import { max } from "date-fns/max";
import { subHours } from "date-fns/subHours";
import type { Period, PeriodDate, PeriodDates, PeriodState, Settings, Unit } from "./documents.ts";
import type { MissingItem } from "./sheet.ts";

/** The states in which the inputs of a result no longer change (design §5.6). */
export const FROZEN_STATES: readonly PeriodState[] = ["sealing", "sealed", "published"];
export const isFrozen = (state: PeriodState): boolean => FROZEN_STATES.includes(state);

/** The states in which the inputs of a result may change, and ledgers follow them: from the opening to the adoption. */
export const OPEN_STATES: readonly PeriodState[] = [
  ...(["selfAssessment", "appraisal", "explanation", "reappraisal", "adoption"] as const),
];
/** The same with what comes before the opening. */
export const UNSEALED_STATES: readonly PeriodState[] = ["preparing", ...OPEN_STATES];

/** What a period is before anything of a year has happened in it. */
export const BLANK_PERIOD = {
  state: "preparing",
  replaced: {},
  releaseRound: 0,
  moving: null,
  adoption: null,
  seal: null,
  decision: null,
  publication: null,
  previousPublication: null,
} as const satisfies Partial<Period>;

/** The settings of a scheme that has not decided otherwise. */
export const FIRST_SETTINGS: Settings = {
  ...{ version: 1, decimals: 2, bands: {}, tieBreaks: [] },
  ...{ explanationRound: true, surveyHeld: true },
};

/** One step of the year that a date brings: the state it leaves and the state it enters. */
export interface YearStep {
  from: PeriodState;
  to: PeriodState;
  due: Date;
}

type Clockwork = Pick<Period, "state" | "dates" | "settings" | "decision">;

function stepFrom({ state, dates, settings, decision }: Clockwork): YearStep | null {
  switch (state) {
    case "preparing":
      return { from: state, to: "selfAssessment", due: dates.opensAt };
    case "selfAssessment":
      return { from: state, to: "appraisal", due: dates.selfAssessmentDue };
    case "appraisal":
      return {
        from: state,
        to: settings.explanationRound ? "explanation" : "adoption",
        due: dates.appraisalDue,
      };
    case "explanation":
      return { from: state, to: "reappraisal", due: dates.explanationDue };
    case "reappraisal":
      return { from: state, to: "adoption", due: dates.reappraisalDue };
    case "sealed":
      return decision ? { from: state, to: "published", due: dates.publishAt } : null;
    default:
      return null;
  }
}

/** The step of the year whose date has come, or null. Adoption and sealing are people's acts and wait for them. */
export function dueStep(period: Clockwork, now: Date): YearStep | null {
  const step = stepFrom(period);
  return step && !isBefore(now, step.due) ? step : null;
}

/** The dates in the order the year meets them. */
export const DATE_ORDER: readonly PeriodDate[] = [
  "opensAt",
  "selfAssessmentDue",
  "appraisalDue",
  "explanationDue",
  "reappraisalDue",
  "publishAt",
];

/** Something for each date of a year. */
export const forDates = <T>(of: (date: PeriodDate) => T): Record<PeriodDate, T> => ({
  opensAt: of("opensAt"),
  selfAssessmentDue: of("selfAssessmentDue"),
  appraisalDue: of("appraisalDue"),
  explanationDue: of("explanationDue"),
  reappraisalDue: of("reappraisalDue"),
  publishAt: of("publishAt"),
});

/** How far clocks here are ahead of UTC, all year round (`TIME_ZONE`). */
const AHEAD_HOURS = 7;

/** The same day and hour of the next year, by the calendar here; the 28th where it has no 29 February. */
function yearLater(instant: Date): Date {
  const later = addHours(instant, AHEAD_HOURS);
  const day = later.getUTCDate();
  later.setUTCFullYear(later.getUTCFullYear() + 1);
  if (later.getUTCDate() !== day) later.setUTCDate(0);
  return subHours(later, AHEAD_HOURS);
}

/**
 * The dates of a year after another: a year later each, or as many years as bring the first into the future. They keep
 * their order, also where 28 and 29 February become the same day.
 */
export function nextDates(dates: PeriodDates, now: Date): PeriodDates {
  const later = forDates((date) =>
    max(DATE_ORDER.slice(0, DATE_ORDER.indexOf(date) + 1).map((one) => yearLater(dates[one]))),
  );
  return later.opensAt < now ? nextDates(later, now) : later;
}

const STATE_BEFORE: Record<PeriodDate, readonly PeriodState[]> = {
  opensAt: ["preparing"],
  selfAssessmentDue: ["preparing", "selfAssessment"],
  appraisalDue: ["preparing", "selfAssessment", "appraisal"],
  explanationDue: ["preparing", "selfAssessment", "appraisal", "explanation"],
  reappraisalDue: ["preparing", "selfAssessment", "appraisal", "explanation", "reappraisal"],
  publishAt: [...UNSEALED_STATES, "sealing", "sealed"],
};

/**
 * Why a date of the period can't be moved to an instant, in Vietnamese, or null. Dates keep their order; two may be
 * the same instant, which leaves no time for the step between them.
 */
export function refusalOfDate(
  period: Pick<Period, "state" | "dates">,
  date: PeriodDate,
  to: Date,
  now: Date,
): string | null {
  if (!STATE_BEFORE[date].includes(period.state)) return "Bước này đã qua, không đổi được hạn nữa.";
  if (isBefore(to, now)) return "Hạn mới không được ở quá khứ.";
  const position = DATE_ORDER.indexOf(date);
  const before = DATE_ORDER[position - 1];
  const after = DATE_ORDER[position + 1];
  if (before && isBefore(to, period.dates[before]))
    return "Hạn mới phải sau hạn của bước trước, hoặc trùng với hạn đó.";
  if (after && isBefore(period.dates[after], to))
    return "Hạn mới phải trước hạn của bước sau, hoặc trùng với hạn đó.";
  return null;
}

/** Why a new period can't have these dates, in Vietnamese, or null: they keep their order, and none has come yet. */
export function refusalOfDates(dates: PeriodDates, now: Date): string | null {
  if (isBefore(dates.opensAt, now)) return "Ngày mở kỳ đánh giá không được ở quá khứ.";
  const early = DATE_ORDER.find((date, at) => {
    const before = DATE_ORDER[at - 1];
    return before !== undefined && isBefore(dates[date], dates[before]);
  });
  return early ? `Hạn «${DATE_TEXT[early]}» phải sau hạn của bước trước, hoặc trùng với hạn đó.` : null;
}

const DATE_TEXT: Record<PeriodDate, string> = {
  opensAt: "mở kỳ đánh giá",
  selfAssessmentDue: "tự đánh giá",
  appraisalDue: "thẩm định",
  explanationDue: "giải trình",
  reappraisalDue: "thẩm định lại",
  publishAt: "công bố",
};

/** A reminder that is due: which date it speaks of and how many days before it it was to go out. */
export interface Reminder {
  date: PeriodDate;
  daysBefore: number;
}

/** One date a state, the farthest reminder first. */
const REMINDERS: readonly (Reminder & { state: PeriodState })[] = [
  { state: "selfAssessment", date: "selfAssessmentDue", daysBefore: 7 },
  { state: "selfAssessment", date: "selfAssessmentDue", daysBefore: 1 },
  { state: "appraisal", date: "appraisalDue", daysBefore: 7 },
  { state: "appraisal", date: "appraisalDue", daysBefore: 1 },
  { state: "explanation", date: "explanationDue", daysBefore: 2 },
  { state: "reappraisal", date: "reappraisalDue", daysBefore: 2 },
];

/**
 * The reminder whose time has come and whose date has not: of several, the one nearest to the date, so that after an
 * extension by some hours nobody is told twice at once. Sending one twice is prevented by its document's id. A day is
 * 24 hours here, whatever the machine's time zone.
 */
export function dueReminders(period: Pick<Period, "state" | "dates">, now: Date): Reminder[] {
  return REMINDERS.filter(
    ({ state, date, daysBefore }) =>
      state === period.state &&
      isBefore(now, period.dates[date]) &&
      !isBefore(now, subHours(period.dates[date], 24 * daysBefore)),
  )
    .slice(-1)
    .map(({ date, daysBefore }) => ({ date, daysBefore }));
}

/** How long (hours) after the due instant a unit that did not submit is still told so. */
const OVERDUE_HOURS = 24;

/** Whether the self-assessment has just ended, so that units which did not submit are to be told. */
export function isJustOverdue({ state, dates }: Pick<Period, "state" | "dates">, now: Date): boolean {
  const due = dates.selfAssessmentDue;
  if (state !== "selfAssessment" && state !== "appraisal") return false;
  return !isBefore(now, due) && isBefore(subHours(now, OVERDUE_HOURS), due);
}

/** Whether a unit still works on its self-assessment: neither submitted nor locked. */
export const isUnsubmitted = ({ submission }: Pick<Unit, "submission">): boolean =>
  submission.state === "draft" || submission.state === "returned";

/** Whether a unit should have submitted by now: past the due instant, and past its lock exception where it has one. */
export function isOverdue(
  unit: Pick<Unit, "submission" | "lockException">,
  { dates }: Pick<Period, "dates">,
  now: Date,
): boolean {
  const excepted = unit.lockException !== null && isBefore(now, unit.lockException.until);
  return isUnsubmitted(unit) && !excepted && !isBefore(now, dates.selfAssessmentDue);
}

/**
 * What keeps the council from adopting: leaves without appraisal or survey score, and samples below their minimum
 * unless a reason is given that is published too (design §7). A blank self-assessment alone does not.
 */
export function blocksAdoption(
  missing: readonly MissingItem[],
  insufficientSampleReason: string | null,
): MissingItem[] {
  return missing.filter(
    ({ column }) =>
      column === "appraisal" ||
      column === "survey" ||
      (column === "sample" && insufficientSampleReason === null),
  );
}
