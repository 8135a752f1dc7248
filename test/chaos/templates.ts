import {
  type Adjustment,
  type Appraisal,
  compileSet,
  computeSheet,
  emptyLedger,
  foldChanges,
  type HistoryEntry,
  type Ledger,
  type Member,
  newUnit,
  type Period,
  type PeriodDates,
  PeriodState,
  paths,
  type ScoreChange,
  type SelfScore,
  type Settings,
  type Survey,
  type SurveyScore,
  type Unit,
  unitIndex,
} from "../../core/src/index.ts";
import { HEALTH, POLICE, SELF_LEAVES, SMALL_SET, STANDING_BODY } from "../functions/setup/small-set.ts";
import { Database, type Write } from "./platform/database.ts";
import { isMap, written } from "./platform/values.ts";
import type { Prng } from "./prng.ts";
import { BEGIN, MINUTE } from "./world.ts";

/** The small world of every run: a scheme below another one, one year, three units, one person a role. */

export const SCHEME = "tinh";
export const PARENT = "trung-uong";
export const PERIOD = "2024";
export const UNITS = [STANDING_BODY, HEALTH, POLICE] as const;
export const SURVEY = "nguoi-dan";
export const SURVEYED = ["f2c2", "f2c3"] as const;
export const COMPILED = compileSet(SMALL_SET);
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When everything that stands at the beginning was written. */
const BEFORE = BEGIN - 30 * DAY;

/** People by uid, with what they may. */
export const PEOPLE: Record<string, Pick<Member, "unit" | "roles">> = {
  admin: { unit: null, roles: { admin: true, surveyor: true } },
  council: { unit: null, roles: { council: true } },
  "appraiser-0": { unit: STANDING_BODY, roles: { appraiser: { nodes: [] } } },
  "appraiser-1": { unit: HEALTH, roles: { appraiser: { nodes: [] } } },
  ...Object.fromEntries(
    UNITS.flatMap((unit, at) => [
      [`editor-${at}`, { unit, roles: { unitEditor: unit } }],
      [`head-${at}`, { unit, roles: { unitHead: unit } }],
    ]),
  ),
  successor: { unit: null, roles: { viewer: true } },
};

/** How far a unit's people and the council have come. */
export interface Stage {
  state: PeriodState;
  /** Whether every unit has scored itself, everything is appraised, everything is surveyed. */
  self: boolean;
  appraised: boolean;
  surveyed: boolean;
  survey?: Partial<Survey>;
  settings?: Partial<Settings>;
}

/** Dates by which a period is where it is: what lies ahead comes `step` ms apart, beginning in `step`. */
export function datesFor(state: PeriodState, step: number): PeriodDates {
  const current = PeriodState.options.indexOf(state);
  const end = (stage: number) =>
    new Date(stage < current ? BEGIN - (current - stage) * DAY : BEGIN + (stage - current + 1) * step);
  return {
    ...{ opensAt: end(0), selfAssessmentDue: end(1), appraisalDue: end(2) },
    ...{ explanationDue: end(3), reappraisalDue: end(4), publishAt: end(Math.max(5, current)) },
  };
}

const SETTINGS: Settings = {
  ...{ version: 1, decimals: 2, bands: { so: [{ name: "Tốt", atLeast: 8_000 }] }, tieBreaks: [] },
  ...{ explanationRound: true, surveyHeld: true, bonusCap: 20_000, penaltyCap: 20_000 },
};

/** The survey that scores both of the set's surveyed leaves. */
const QUESTIONS: Survey["questions"] = SURVEYED.map((leaf, at) => ({
  ...{ id: `q${at}`, text: `Câu ${at}`, help: "", units: null, showIf: null },
  options: [
    { text: "Có", weight: 10_000 },
    { text: "Một phần", weight: 5_000 },
    { text: "Không", weight: 0 },
    { text: "Không biết", weight: null },
  ],
  leaves: [{ set: SMALL_SET.id, leaf }],
}));

const writeOf = (path: string, value: object): Write => {
  const data = written(value);
  if (!isMap(data)) throw new Error("no document");
  return { kind: "set", path, data };
};

/** The points that a unit gives itself, and the council gives it, for its leaf at a place. */
const pointsOf = (unit: number, at: number, leaf: string): number => {
  const { max = 0, step = 1 } = SMALL_SET.leaves[leaf] ?? {};
  return Math.floor(((max / step) * ((unit * 3 + at * 2) % 5)) / 5) * step;
};

type Score = SelfScore | Appraisal | SurveyScore;

/** A score's first version with its history, and what a ledger takes from it. */
function scored(column: ScoreChange["column"], score: Score): { entry: HistoryEntry; change: ScoreChange } {
  const { scheme, period, unit, leaf, field, rev, by, at, ...to } = score;
  const entry = { scheme, period, unit, leaf, field, column, rev, by, at, from: null, to };
  return { entry, change: changeOf(column, score) };
}

/** What a ledger takes from a stored score, said again here so that the functions are compared with something else. */
export function changeOf(column: ScoreChange["column"], score: Score): ScoreChange {
  const { leaf, points, rev, by } = score;
  if (column === "appraisal")
    return { column, leaf, points, rev, by, asked: (score as Appraisal).ask !== "" };
  if (column === "self") return { column, leaf, points, rev };
  const { n, minimum, interval, groups = [] } = score as SurveyScore;
  const sufficient = n >= minimum && groups.every((group) => group.n >= group.minimum);
  return { column, leaf, points, rev, n, interval, sufficient };
}

/** Makes the documents of a year that has come to a stage. */
export function yearAt(stage: Stage, dates: PeriodDates): Write[] {
  const { state } = stage;
  const settings = { ...SETTINGS, ...stage.settings };
  const at = new Date(BEFORE);
  const writes: Write[] = [];
  const put = (path: string, value: object) => writes.push(writeOf(path, value));
  put(paths.scheme(PARENT), { name: "Trên", owner: "Trên", tier: "province", parent: null });
  put(paths.scheme(SCHEME), { name: "Thử", owner: "UBND", tier: "district", parent: PARENT });
  for (const [uid, { unit, roles }] of Object.entries(PEOPLE)) {
    const email = `${uid}@thu-nghiem.example`;
    put(paths.member(SCHEME, uid), {
      ...{ name: uid, title: "Chuyên viên", email, unit, roles, disabled: false, former: [] },
    });
  }
  const period: Period = {
    ...{ name: "Kỳ thử", year: 2024, state, dates, settings },
    groups: [
      { id: "so", name: "Sở", ranked: true },
      { id: "dac-thu", name: "Đặc thù", ranked: false },
    ],
    ...{ standingBody: STANDING_BODY, standingBodyOwn: HEALTH, council: { decision: null, members: [] } },
    ...{ criteriaSets: [SMALL_SET.id], replaced: {}, unitCount: UNITS.length, releaseRound: 0, moving: null },
    ...{ adoption: null, seal: null, decision: null, publication: null, previousPublication: null },
  };
  put(paths.period(SCHEME, PERIOD), period);
  put(paths.criteriaSet(SCHEME, PERIOD, SMALL_SET.id), SMALL_SET);
  if (stage.survey)
    put(paths.survey(SCHEME, PERIOD, SURVEY), {
      ...{ name: "dan", intro: "Mời trả lời.", order: 0, doubleEntry: false, questions: QUESTIONS },
      ...{ rev: 1, by: "admin", at, state: "draft", issued: 0, epoch: 0, rewriting: null, closings: 0 },
      ...stage.survey,
    });
  for (const [index, id] of UNITS.entries()) {
    const details = { name: `Đơn vị ${index}`, order: index, group: index === 2 ? "dac-thu" : "so" };
    const fresh = newUnit({ ...details, criteriaSet: SMALL_SET.id });
    const submitted = state !== "preparing" && state !== "selfAssessment" && stage.self;
    const unit: Unit = submitted
      ? {
          ...fresh,
          submission: {
            ...{ state: "submitted", at, by: `head-${index}`, reason: null, count: 1 },
            report: { number: "1/BC", date: "2024-12-01", file: null },
          },
        }
      : fresh;
    put(paths.unit(SCHEME, PERIOD, id), unit);
    if (state === "preparing") continue;
    const made: ReturnType<typeof scored>[] = [];
    const give = (column: ScoreChange["column"], path: string, score: Score) => {
      put(path, score);
      made.push(scored(column, score));
    };
    const place = (leaf: string, by: string) => ({
      ...{ scheme: SCHEME, period: PERIOD, unit: id, leaf, field: SMALL_SET.leaves[leaf]?.field ?? "" },
      ...{ rev: 1, by, at },
    });
    for (const [leafAt, leaf] of SELF_LEAVES.entries()) {
      const points = pointsOf(index, leafAt, leaf);
      if (stage.self)
        give("self", paths.score(SCHEME, PERIOD, id, "selfScores", leaf), {
          ...{ ...place(leaf, `editor-${index}`), facts: null, points, note: "" },
        });
      if (stage.appraised)
        give("appraisal", paths.score(SCHEME, PERIOD, id, "appraisals", leaf), {
          ...{ ...place(leaf, "council"), points, decision: "recognised", reason: "", ask: "", minutes: "" },
        });
    }
    if (stage.surveyed)
      for (const [leafAt, leaf] of SURVEYED.entries())
        give("survey", paths.score(SCHEME, PERIOD, id, "surveyScores", leaf), {
          ...{ ...place(leaf, "admin"), points: pointsOf(index, leafAt + 1, leaf), n: 100, minimum: 100 },
          ...{ interval: null, source: { document: "Báo cáo 1", date: "2024-12-01" } },
        });
    const ledger: Ledger = foldChanges(
      emptyLedger(id, unit, settings),
      made.map(({ change }) => change),
    );
    put(paths.ledger(SCHEME, PERIOD, id), ledger);
    put(paths.index(SCHEME, PERIOD, id), unitIndex(ledger, computeSheet(COMPILED, ledger)));
    for (const { entry } of made)
      put(paths.historyEntry(SCHEME, PERIOD, id, entry.column, entry.leaf, entry.rev), entry);
  }
  return writes;
}

/** Says that the reminders of these dates went out, so that a run is not about them. */
export function reminded(dates: PeriodDates): Write[] {
  const ids = (["selfAssessmentDue", "appraisalDue", "explanationDue", "reappraisalDue"] as const).flatMap(
    (date) => [7, 2, 1].map((days) => `${SCHEME}_${PERIOD}_${date}_${dates[date].getTime()}_${days}d`),
  );
  ids.push(`${SCHEME}_${PERIOD}_overdue_${dates.selfAssessmentDue.getTime()}`);
  const at = new Date(BEFORE);
  return ids.map((id) =>
    writeOf(paths.auditEntry(SCHEME, id), {
      ...{
        scheme: SCHEME,
        period: PERIOD,
        act: "remind",
        unit: null,
        by: "system",
        at,
        reason: null,
        detail: {},
      },
    }),
  );
}

/** A database in which these writes were made long ago. */
export function databaseOf(writes: readonly Write[]): Database {
  const database = new Database(() => BEFORE * 1_000);
  database.commit(writes);
  return database;
}

/** Bonus or penalty points as the council gives them. */
export const adjustmentOf = (random: Prng): Pick<Adjustment, "kind" | "points" | "decision"> => ({
  kind: random.pick(["bonus", "penalty"] as const),
  points: random.between(1, 8) * 2_500,
  decision: { number: "1/NQ", date: "2025-01-10" },
});
