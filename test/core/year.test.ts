import { afterEach, describe, expect, it } from "vitest";
import {
  blocksAdoption,
  DATE_ORDER,
  dueReminders,
  dueStep,
  FROZEN_STATES,
  forDates,
  isFrozen,
  isJustOverdue,
  isOverdue,
  type MissingItem,
  nextDates,
  type Period,
  type PeriodDate,
  PeriodState,
  refusalOfDate,
  refusalOfDates,
  type SubmissionState,
} from "../../core/src/index.ts";
import { periodWith, unitWith } from "./samples.ts";

const STATES = PeriodState.options;
const DATES = periodWith().dates;
const DECISION = { number: "01/QĐ-UBND", date: "2024-12-30", file: "" };
const HOUR = 3_600_000;
const shifted = (instant: Date, milliseconds: number) => new Date(instant.getTime() + milliseconds);
const NEVER = new Date("2999-01-01");

describe("the step that a date brings", () => {
  const STEPS: [PeriodState, PeriodDate, PeriodState][] = [
    ["preparing", "opensAt", "selfAssessment"],
    ["selfAssessment", "selfAssessmentDue", "appraisal"],
    ["appraisal", "appraisalDue", "explanation"],
    ["explanation", "explanationDue", "reappraisal"],
    ["reappraisal", "reappraisalDue", "adoption"],
    ["sealed", "publishAt", "published"],
  ];

  it.each(STEPS)("%s ends at %s, and not a millisecond before, with %s", (from, date, to) => {
    const period = periodWith({ state: from, decision: DECISION });
    const due = DATES[date];
    expect(dueStep(period, shifted(due, -1))).toBeNull();
    expect(dueStep(period, due)).toEqual({ from, to, due });
    expect(dueStep(period, shifted(due, 1))).toEqual({ from, to, due });
    expect(dueStep(period, NEVER)).toEqual({ from, to, due });
  });

  it("without an explanation round the appraisal ends with the adoption", () => {
    const { settings } = periodWith();
    const period = periodWith({ state: "appraisal", settings: { ...settings, explanationRound: false } });
    expect(dueStep(period, shifted(DATES.appraisalDue, -1))).toBeNull();
    expect(dueStep(period, DATES.appraisalDue)?.to).toBe("adoption");
  });

  it("a round that has begun is finished, also where the setting is taken back", () => {
    const settings = { ...periodWith().settings, explanationRound: false };
    expect(dueStep(periodWith({ state: "explanation", settings }), NEVER)?.to).toBe("reappraisal");
    expect(dueStep(periodWith({ state: "reappraisal", settings }), NEVER)?.to).toBe("adoption");
  });

  it.each(["adoption", "sealing", "published"] as const)(
    "none moves a period from %s: people do",
    (state) => {
      expect(dueStep(periodWith({ state, decision: DECISION }), NEVER)).toBeNull();
    },
  );

  it("a sealed period without UBND tỉnh's decision is not published, whatever the date", () => {
    expect(dueStep(periodWith({ state: "sealed", decision: null }), NEVER)).toBeNull();
  });

  it("leads from preparing to adoption, each state once", () => {
    const way: string[] = [];
    let state: PeriodState = "preparing";
    for (
      let step = dueStep(periodWith({ state }), NEVER);
      step;
      step = dueStep(periodWith({ state }), NEVER)
    ) {
      way.push(step.to);
      state = step.to;
    }
    expect(way).toEqual(["selfAssessment", "appraisal", "explanation", "reappraisal", "adoption"]);
  });
});

it.each(STATES)("%s is frozen exactly from sealing on", (state) => {
  expect(isFrozen(state)).toBe(["sealing", "sealed", "published"].includes(state));
  expect(FROZEN_STATES.includes(state)).toBe(isFrozen(state));
});

describe("moving a date", () => {
  const PAST_STEP = "Bước này đã qua, không đổi được hạn nữa.";
  /** The last state in which each date may still be moved. */
  const UNTIL: Record<PeriodDate, PeriodState> = {
    opensAt: "preparing",
    selfAssessmentDue: "selfAssessment",
    appraisalDue: "appraisal",
    explanationDue: "explanation",
    reappraisalDue: "reappraisal",
    publishAt: "sealed",
  };

  it("knows every date of a period, in the order of the year", () => {
    expect(DATE_ORDER).toEqual(Object.keys(DATES));
    const instants = DATE_ORDER.map((date) => DATES[date].getTime());
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  });

  it.each(STATES.flatMap((state) => DATE_ORDER.map((date) => [state, date] as const)))(
    "in %s: %s may be moved while its step is not over",
    (state, date) => {
      const open = STATES.indexOf(state) <= STATES.indexOf(UNTIL[date]);
      const to = DATES[date];
      expect(refusalOfDate(periodWith({ state }), date, to, new Date(0))).toBe(open ? null : PAST_STEP);
    },
  );

  const appraisal = periodWith({ state: "appraisal" });
  const NOW = shifted(DATES.selfAssessmentDue, HOUR);
  it.each<[string, Date, string | null]>([
    ["later, before the next date", shifted(DATES.appraisalDue, 24 * HOUR), null],
    ["earlier, in the future", shifted(NOW, HOUR), null],
    ["this very instant", NOW, null],
    ["a millisecond ago", shifted(NOW, -1), "Hạn mới không được ở quá khứ."],
    ["onto the next date", DATES.explanationDue, null],
    [
      "past the next date",
      shifted(DATES.explanationDue, 1),
      "Hạn mới phải trước hạn của bước sau, hoặc trùng với hạn đó.",
    ],
  ])("the appraisal's due date to %s", (_what, to, refusal) => {
    expect(refusalOfDate(appraisal, "appraisalDue", to, NOW)).toBe(refusal);
  });

  it("not before the date before it", () => {
    const before = new Date(0);
    const refusal = "Hạn mới phải sau hạn của bước trước, hoặc trùng với hạn đó.";
    expect(refusalOfDate(appraisal, "appraisalDue", shifted(DATES.selfAssessmentDue, -1), before)).toBe(
      refusal,
    );
    expect(refusalOfDate(appraisal, "appraisalDue", DATES.selfAssessmentDue, before)).toBeNull();
  });

  it("the first date has none before it, the last none after it", () => {
    expect(refusalOfDate(periodWith({ state: "preparing" }), "opensAt", new Date(1), new Date(0))).toBeNull();
    expect(refusalOfDate(periodWith({ state: "sealed" }), "publishAt", NEVER, new Date(0))).toBeNull();
  });
});

describe("the dates of a new year", () => {
  const of = (year: number) =>
    forDates((date) => new Date(`${year}-0${DATE_ORDER.indexOf(date) + 1}-15T10:00:00Z`));

  it("are those of the year before, a year later each", () => {
    expect(nextDates(of(2024), new Date("2024-12-01T00:00:00Z"))).toEqual(of(2025));
    expect(nextDates(of(2024), new Date("2025-01-15T10:00:00Z"))).toEqual(of(2025));
  });

  it("are as many years later as bring the first of them into the future", () => {
    expect(nextDates(of(2024), new Date("2025-01-15T10:00:00.001Z"))).toEqual(of(2026));
    expect(nextDates(of(2019), new Date("2025-06-01T00:00:00Z"))).toEqual(of(2026));
  });

  it.each([
    ["2027-03-01T00:00:00+07:00", "2028-03-01T00:00:00+07:00"],
    ["2028-03-01T00:00:00+07:00", "2029-03-01T00:00:00+07:00"],
    ["2028-02-28T23:59:59+07:00", "2029-02-28T23:59:59+07:00"],
    ["2028-02-29T00:00:00+07:00", "2029-02-28T00:00:00+07:00"],
    ["2028-02-29T23:59:59+07:00", "2029-02-28T23:59:59+07:00"],
    ["2028-12-31T23:59:59+07:00", "2029-12-31T23:59:59+07:00"],
    ["2029-01-01T00:00:00+07:00", "2030-01-01T00:00:00+07:00"],
  ])("are the same days here, also around 29 February: %s, then %s", (date, next) => {
    const dates = forDates(() => new Date(date));
    expect(nextDates(dates, new Date("2027-01-01T00:00:00Z"))).toEqual(forDates(() => new Date(next)));
  });

  it("keep their order where 28 and 29 February become one day", () => {
    const dates = {
      ...of(2028),
      selfAssessmentDue: new Date("2028-02-28T17:00:00+07:00"),
      appraisalDue: new Date("2028-02-29T08:00:00+07:00"),
      explanationDue: new Date("2028-02-29T18:00:00+07:00"),
    };
    const now = new Date("2028-12-01T00:00:00Z");
    const next = nextDates(dates, now);
    expect(next.appraisalDue).toEqual(new Date("2029-02-28T17:00:00+07:00"));
    expect(next.explanationDue).toEqual(new Date("2029-02-28T18:00:00+07:00"));
    expect(refusalOfDates(next, now)).toBeNull();
  });

  it("are refused where the first has come, and not at the very instant", () => {
    const { opensAt } = of(2025);
    expect(refusalOfDates(of(2025), opensAt)).toBeNull();
    expect(refusalOfDates(of(2025), shifted(opensAt, 1))).toMatch(/không được ở quá khứ/);
  });

  it.each(DATE_ORDER.slice(1))(
    "are refused where %s comes before the date that precedes it, and may be the same instant",
    (date) => {
      const before = DATE_ORDER[DATE_ORDER.indexOf(date) - 1] as PeriodDate;
      const dates = of(2025);
      const now = new Date("2024-12-01T00:00:00Z");
      expect(refusalOfDates({ ...dates, [date]: dates[before] }, now)).toBeNull();
      const early = { ...dates, [date]: shifted(dates[before], -1) };
      expect(refusalOfDates(early, now)).toMatch(/^Hạn «.+» phải sau hạn của bước trước/);
    },
  );

  it("name the date that comes too early, and only that", () => {
    const dates = of(2025);
    const swapped = { ...dates, appraisalDue: dates.explanationDue, explanationDue: dates.appraisalDue };
    expect(refusalOfDates(swapped, new Date("2024-12-01T00:00:00Z"))).toContain("«giải trình»");
  });
});

describe("reminders", () => {
  const DAY = 24 * HOUR;
  const CASES: [PeriodState, PeriodDate, number[]][] = [
    ["selfAssessment", "selfAssessmentDue", [7, 1]],
    ["appraisal", "appraisalDue", [7, 1]],
    ["explanation", "explanationDue", [2]],
    ["reappraisal", "reappraisalDue", [2]],
  ];
  const at = (state: PeriodState, now: Date, more: Partial<Period> = {}) =>
    dueReminders(periodWith({ state, ...more }), now);

  it.each(CASES)("in %s go out before %s: %j days", (state, date, days) => {
    const due = DATES[date];
    days.forEach((daysBefore, position) => {
      const opens = shifted(due, -daysBefore * DAY);
      const sooner = days[position - 1];
      const before = sooner === undefined ? [] : [{ date, daysBefore: sooner }];
      expect(at(state, shifted(opens, -1))).toEqual(before);
      expect(at(state, opens)).toEqual([{ date, daysBefore }]);
      expect(at(state, shifted(opens, HOUR))).toEqual([{ date, daysBefore }]);
    });
    expect(at(state, shifted(due, -1))).toHaveLength(1);
    expect(at(state, due)).toEqual([]);
    expect(at(state, shifted(due, DAY))).toEqual([]);
  });

  it("an extension by some hours reminds once, of the nearest", () => {
    const now = shifted(DATES.selfAssessmentDue, -HOUR);
    const dates = { ...DATES, selfAssessmentDue: shifted(now, 12 * HOUR) };
    expect(at("selfAssessment", now, { dates })).toEqual([{ date: "selfAssessmentDue", daysBefore: 1 }]);
  });

  it.each(STATES.filter((state) => !CASES.some(([reminding]) => reminding === state)))(
    "in %s there are none",
    (state) => {
      for (const date of DATE_ORDER) expect(at(state, shifted(DATES[date], -HOUR))).toEqual([]);
    },
  );

  describe("on a machine whose clock changes to winter time within the week", () => {
    const zone = process.env.TZ;
    afterEach(() => {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    });
    it("go out at the same instants", () => {
      process.env.TZ = "America/New_York";
      const dates = { ...DATES, selfAssessmentDue: new Date("2024-11-05T16:59:59Z") };
      expect(new Date("2024-11-01T00:00:00Z").getTimezoneOffset()).not.toBe(
        dates.selfAssessmentDue.getTimezoneOffset(),
      );
      const opens = shifted(dates.selfAssessmentDue, -7 * DAY);
      expect(at("selfAssessment", shifted(opens, -1), { dates })).toEqual([]);
      expect(at("selfAssessment", opens, { dates })).toHaveLength(1);
    });
  });
});

describe("a unit that did not submit", () => {
  const due = DATES.selfAssessmentDue;

  it("is told so within a day after its due instant, whether or not the next state is entered yet", () => {
    for (const state of ["selfAssessment", "appraisal"] as const) {
      const period = periodWith({ state });
      const times = [shifted(due, -1), due, shifted(due, 24 * HOUR - 1), shifted(due, 24 * HOUR)];
      expect(times.map((now) => isJustOverdue(period, now))).toEqual([false, true, true, false]);
    }
    for (const state of STATES.filter((one) => one !== "selfAssessment" && one !== "appraisal"))
      expect(isJustOverdue(periodWith({ state }), due)).toBe(false);
  });

  it("is overdue from its due instant on, while it has neither submitted nor is locked", () => {
    const overdue = (submission: SubmissionState, now: Date) =>
      isOverdue(unitWith({}, submission), periodWith(), now);
    expect(overdue("draft", shifted(due, -1))).toBe(false);
    for (const state of ["draft", "returned"] as const) expect(overdue(state, due)).toBe(true);
    for (const state of ["submitted", "locked"] as const) expect(overdue(state, due)).toBe(false);
  });

  it("is overdue only when its lock exception has ended too", () => {
    const until = shifted(due, 48 * HOUR);
    const unit = unitWith({ lockException: { until, reason: "Bão", by: "a" } }, "draft");
    expect([shifted(until, -1), until].map((now) => isOverdue(unit, periodWith(), now))).toEqual([
      false,
      true,
    ]);
  });
});

describe("what keeps the council from adopting", () => {
  const item = (column: MissingItem["column"]): MissingItem => ({
    unit: "so-a",
    leaf: "f1c1",
    column,
    message: column,
  });
  const ALL = (["self", "appraisal", "survey", "sample"] as const).map(item);
  const columns = (items: MissingItem[]) => items.map(({ column }) => column);

  it("is every missing appraisal and survey score, and too small a sample without a published reason", () => {
    expect(columns(blocksAdoption(ALL, null))).toEqual(["appraisal", "survey", "sample"]);
    expect(columns(blocksAdoption(ALL, "Ít hồ sơ phát sinh"))).toEqual(["appraisal", "survey"]);
  });

  it("is not a blank self-assessment", () => {
    expect(blocksAdoption([item("self")], null)).toEqual([]);
    expect(blocksAdoption([], null)).toEqual([]);
  });
});
