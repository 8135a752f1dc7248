import {
  type Adjustment,
  type Appraisal,
  BLANK_PERIOD,
  collectionOf,
  compileSet,
  computeSheet,
  emptyLedger,
  foldChanges,
  type HistoryEntry,
  type Member,
  NEW_SURVEY,
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
  /** Whether a survey is drafted. */
  survey?: boolean;
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

type Scored = ["self", SelfScore] | ["appraisal", Appraisal] | ["survey", SurveyScore];

/** What the history says of a score's first version. */
function firstEntry(...[column, score]: Scored): HistoryEntry {
  const { scheme, period, unit, leaf, field, rev, by, at, ...to } = score;
  return { scheme, period, unit, leaf, field, column, rev, by, at, from: null, to };
}

/** What a ledger takes from a stored score, said again here so that the functions are compared with something else. */
export function changeOf(...[column, score]: Scored): ScoreChange {
  const { leaf, points, rev, by } = score;
  if (column === "appraisal") return { column, leaf, points, rev, by, asked: score.ask !== "" };
  if (column === "self") return { column, leaf, points, rev };
  const { n, minimum, interval, groups = [] } = score;
  const sufficient = n >= minimum && groups.every((group) => group.n >= group.minimum);
  return { column, leaf, points, rev, n, interval, sufficient };
}

/** The schemes and the people of this one. */
function schemeWrites(): Write[] {
  const members = Object.entries(PEOPLE).map(([uid, { unit, roles }]) => {
    const email = `${uid}@thu-nghiem.example`;
    return writeOf(paths.member(SCHEME, uid), {
      ...{ name: uid, title: "Chuyên viên", email, unit, roles, disabled: false, former: [] },
    });
  });
  return [
    writeOf(paths.scheme(PARENT), { name: "Trên", owner: "Trên", tier: "province", parent: null }),
    writeOf(paths.scheme(SCHEME), { name: "Thử", owner: "UBND", tier: "district", parent: PARENT }),
    ...members,
  ];
}

/** The period with its criteria set and, where the stage has one, its survey. */
function periodWrites({ state, survey = false }: Stage, dates: PeriodDates): Write[] {
  const period: Period = {
    ...BLANK_PERIOD,
    ...{ name: "Kỳ thử", year: 2024, state, dates, settings: SETTINGS },
    groups: [
      { id: "so", name: "Sở", ranked: true },
      { id: "dac-thu", name: "Đặc thù", ranked: false },
    ],
    ...{ standingBody: STANDING_BODY, standingBodyOwn: HEALTH, council: { decision: null, members: [] } },
    ...{ criteriaSets: [SMALL_SET.id], unitCount: UNITS.length },
  };
  const writes = [
    writeOf(paths.period(SCHEME, PERIOD), period),
    writeOf(paths.criteriaSet(SCHEME, PERIOD, SMALL_SET.id), SMALL_SET),
  ];
  if (!survey) return writes;
  const stored = {
    ...NEW_SURVEY,
    ...{ name: "dan", intro: "Mời trả lời.", order: 0, doubleEntry: false, questions: QUESTIONS },
    ...{ rev: 1, by: "admin", at: new Date(BEFORE) },
  };
  return [...writes, writeOf(paths.survey(SCHEME, PERIOD, SURVEY), stored)];
}

function unitAt({ state, self }: Stage, index: number): Unit {
  const details = { name: `Đơn vị ${index}`, order: index, group: index === 2 ? "dac-thu" : "so" };
  const fresh = newUnit({ ...details, criteriaSet: SMALL_SET.id });
  if (state === "preparing" || state === "selfAssessment" || !self) return fresh;
  const report = { number: "1/BC", date: "2024-12-01", file: null };
  const at = new Date(BEFORE);
  return {
    ...fresh,
    submission: { state: "submitted", at, by: `head-${index}`, reason: null, count: 1, report },
  };
}

/** Every score of a unit at a stage, each with its column. */
function scoresAt(stage: Stage, index: number): Scored[] {
  const made: Scored[] = [];
  const place = (leaf: string, by: string) => ({
    ...{ scheme: SCHEME, period: PERIOD, unit: UNITS[index] as string, leaf },
    ...{ field: SMALL_SET.leaves[leaf]?.field ?? "", rev: 1, by, at: new Date(BEFORE) },
  });
  for (const [at, leaf] of SELF_LEAVES.entries()) {
    const points = pointsOf(index, at, leaf);
    if (stage.self) made.push(["self", { ...place(leaf, `editor-${index}`), facts: null, points, note: "" }]);
    const judged = { points, decision: "recognised", reason: "", ask: "", minutes: "" } as const;
    if (stage.appraised) made.push(["appraisal", { ...place(leaf, "council"), ...judged }]);
  }
  if (!stage.surveyed) return made;
  const source = { document: "Báo cáo 1", date: "2024-12-01" };
  for (const [at, leaf] of SURVEYED.entries()) {
    const points = pointsOf(index, at + 1, leaf);
    made.push(["survey", { ...place(leaf, "admin"), points, n: 100, minimum: 100, interval: null, source }]);
  }
  return made;
}

/** A unit with its scores and what follows from them. */
function unitWrites(stage: Stage, index: number): Write[] {
  const id = UNITS[index] as string;
  const unit = unitAt(stage, index);
  const stored = writeOf(paths.unit(SCHEME, PERIOD, id), unit);
  if (stage.state === "preparing") return [stored];
  const scores = scoresAt(stage, index);
  const changes = scores.map((scored) => changeOf(...scored));
  const ledger = foldChanges(emptyLedger(id, unit, SETTINGS), changes);
  return [
    stored,
    ...scores.map(([column, score]) =>
      writeOf(paths.score(SCHEME, PERIOD, id, collectionOf[column], score.leaf), score),
    ),
    writeOf(paths.ledger(SCHEME, PERIOD, id), ledger),
    writeOf(paths.index(SCHEME, PERIOD, id), unitIndex(ledger, computeSheet(COMPILED, ledger))),
    ...scores.map((scored) => {
      const [column, { leaf, rev }] = scored;
      return writeOf(paths.historyEntry(SCHEME, PERIOD, id, column, leaf, rev), firstEntry(...scored));
    }),
  ];
}

/** Makes the documents of a year that has come to a stage. */
export const yearAt = (stage: Stage, dates: PeriodDates): Write[] => [
  ...schemeWrites(),
  ...periodWrites(stage, dates),
  ...UNITS.flatMap((_, index) => unitWrites(stage, index)),
];

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
