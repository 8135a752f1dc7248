import "./environment.ts";
import {
  type Appraisal,
  BLANK_PERIOD,
  compileSet,
  emptyLedger,
  FIRST_SETTINGS,
  type Member,
  newUnit,
  type Period,
  type PeriodDates,
  PeriodState,
  type ScoreChange,
  type SelfScore,
  type SurveyScore,
  type Unit,
} from "../../../core/src/index.ts";
import { db } from "../../../functions/src/store/firestore.ts";
import { indexOfLedger, readLedger } from "../../../functions/src/store/fold.ts";
import { type PeriodKey, refs, type UnitKey } from "../../../functions/src/store/refs.ts";
import { type ScoreOf, type ScoreWrite, writeScores } from "../../../functions/src/store/scores.ts";
import { transact } from "../../../functions/src/store/transaction.ts";
import { HEALTH, POLICE, SMALL_SET, STANDING_BODY } from "./small-set.ts";

const DAY = 24 * 60 * 60 * 1000;
const COMPILED = compileSet(SMALL_SET);
const STATES = PeriodState.options;

/** Dates by which a period in this state is where it ought to be: a stage a day, the current one ends tomorrow. */
export function datesIn(state: PeriodState, now = Date.now()): PeriodDates {
  const current = STATES.indexOf(state);
  const end = (stage: number) => new Date(now + (stage - current + (stage < current ? 0 : 1)) * DAY);
  return {
    opensAt: end(0),
    selfAssessmentDue: end(1),
    appraisalDue: end(2),
    explanationDue: end(3),
    reappraisalDue: end(4),
    publishAt: end(5),
  };
}

const SETTINGS: Period["settings"] = {
  ...FIRST_SETTINGS,
  bands: { so: [{ name: "Tốt", atLeast: 8_000 }] },
};

const newPeriod = (state: PeriodState, more: Partial<Period>): Period => ({
  ...BLANK_PERIOD,
  name: "Kỳ thử nghiệm",
  year: 2024,
  state,
  dates: datesIn(state),
  settings: SETTINGS,
  groups: [
    { id: "so", name: "Sở", ranked: true },
    { id: "dac-thu", name: "Đặc thù", ranked: false },
  ],
  standingBody: STANDING_BODY,
  standingBodyOwn: HEALTH,
  council: { decision: null, members: [] },
  criteriaSets: [SMALL_SET.id],
  unitCount: 3,
  ...more,
});

const unitOf = (name: string, order: number, group: string): Unit =>
  newUnit({ name, order, group, criteriaSet: SMALL_SET.id });

export const UNITS: Record<string, Unit> = {
  [STANDING_BODY]: unitOf("Sở Nội vụ", 1, "so"),
  [HEALTH]: unitOf("Sở Y tế", 2, "so"),
  [POLICE]: unitOf("Công an tỉnh", 3, "dac-thu"),
};
export const UNIT_IDS = Object.keys(UNITS);

/** The people of every small year, by uid. */
export const PEOPLE: Record<string, Pick<Member, "unit" | "roles">> = {
  admin: { unit: STANDING_BODY, roles: { admin: true } },
  council: { unit: null, roles: { council: true } },
  "council-of-health": { unit: HEALTH, roles: { council: true } },
  "appraiser-of-standing-body": { unit: STANDING_BODY, roles: { appraiser: { nodes: [] } } },
  "appraiser-of-health": { unit: HEALTH, roles: { appraiser: { nodes: [] } } },
  "head-of-health": { unit: HEALTH, roles: { unitHead: HEALTH } },
  "editor-of-health": { unit: HEALTH, roles: { unitEditor: HEALTH } },
  "head-of-police": { unit: POLICE, roles: { unitHead: POLICE } },
  viewer: { unit: null, roles: { viewer: true } },
};

export const emailOf = (uid: string) => `${uid}@thu-nghiem.example`;

/** A member as they are stored, by their uid. */
export const memberOf = (uid: string, { unit, roles }: Pick<Member, "unit" | "roles">): Member => ({
  ...{ name: uid, title: "Chuyên viên", email: emailOf(uid), unit, roles },
  ...{ disabled: false, former: [] },
});

/** Tells this run's schemes from those of an earlier run on the same emulator. */
const RUN = Date.now().toString(36);
let years = 0;

/**
 * A scheme of its own with one period of three units in this state, whatever is needed for it in place, so that no
 * test disturbs another. `opened: false` leaves out the ledgers and indices that the opening makes.
 */
export async function smallYear(
  test: string,
  state: PeriodState,
  { opened = state !== "preparing", ...more }: Partial<Period> & { opened?: boolean } = {},
): Promise<PeriodKey> {
  years += 1;
  const key = { scheme: `${test}-${RUN}-${years}`, period: "2024" };
  const period = newPeriod(state, more);
  const batch = db.batch();
  batch.set(refs.scheme(key), { name: "Thử nghiệm", owner: "UBND", tier: "province", parent: null });
  batch.set(refs.period(key), period);
  batch.set(refs.criteriaSet(key, SMALL_SET.id), SMALL_SET);
  for (const [uid, { unit, roles }] of Object.entries(PEOPLE))
    batch.set(refs.member(key.scheme, uid), memberOf(uid, { unit, roles }));
  for (const [id, unit] of Object.entries(UNITS)) {
    const unitKey = { ...key, unit: id };
    batch.set(refs.unit(unitKey), unit);
    if (!opened) continue;
    const ledger = emptyLedger(id, unit, period.settings);
    batch.set(refs.ledger(unitKey), ledger);
    batch.set(refs.index(unitKey), indexOfLedger(ledger, COMPILED));
  }
  await batch.commit();
  return key;
}

/** A score in a test: its points, or null where it is cleared. */
type Given = Record<string, number | null>;

type Place = Pick<SelfScore, "scheme" | "period" | "unit" | "leaf" | "field" | "rev" | "by" | "at">;

const placeOf = (key: UnitKey, leaf: string, rev: number, by: string): Place => {
  const field = SMALL_SET.leaves[leaf]?.field ?? "f1";
  return { scheme: key.scheme, period: key.period, unit: key.unit, leaf, field, rev, by, at: new Date() };
};

/** A version of a self score, as a client writes it. */
export const selfScore = (key: UnitKey, leaf: string, points: number | null, rev = 1): SelfScore => ({
  ...placeOf(key, leaf, rev, "editor-of-health"),
  ...{ facts: null, points, note: "" },
});

/** A version of an appraisal that adjusts. */
export const appraisal = (key: UnitKey, leaf: string, points: number | null, rev = 1): Appraisal => ({
  ...placeOf(key, leaf, rev, "council"),
  points,
  decision: points === null ? null : "adjusted",
  reason: points === null ? "" : "Thiếu minh chứng",
  ...{ ask: "", minutes: "" },
});

/** A version of a survey score; 100 answers were asked for. */
export const surveyScore = (
  key: UnitKey,
  leaf: string,
  points: number | null,
  rev = 1,
  n = 100,
): SurveyScore => ({
  ...placeOf(key, leaf, rev, "admin"),
  ...{ points, n, minimum: 100, interval: null },
  source: { document: "Báo cáo 1", date: "2024-12-01" },
});

/** Writes new versions of a unit's scores with their ledger, index and history, as if all events had drained. */
async function giveColumn<C extends ScoreChange["column"]>(
  key: UnitKey,
  column: C,
  given: Given,
  refOf: (key: UnitKey, leaf: string) => ScoreWrite<C>["ref"],
  make: (key: UnitKey, leaf: string, points: number | null, rev: number) => ScoreOf[C],
): Promise<void> {
  await transact("give", async (tx) => {
    const writes: ScoreWrite<C>[] = [];
    for (const [leaf, points] of Object.entries(given)) {
      const ref = refOf(key, leaf);
      const before = (await tx.get(ref)).data();
      writes.push({ ref, before, after: make(key, leaf, points, (before?.rev ?? 0) + 1) });
    }
    await writeScores(tx, key, column, writes, await readLedger(tx, key));
  });
}

/** Gives a unit scores of one column, with their ledger, index and history as if all events had drained. */
export const give = {
  self: (key: UnitKey, given: Given) => giveColumn(key, "self", given, refs.selfScore, selfScore),
  appraisal: (key: UnitKey, given: Given) => giveColumn(key, "appraisal", given, refs.appraisal, appraisal),
  survey: (key: UnitKey, given: Given) => giveColumn(key, "survey", given, refs.surveyScore, surveyScore),
} as const;

/** What each unit scores in a whole year: another total each, every leaf of it given. */
export const WHOLE_YEAR: Record<string, Record<"self" | "appraisal" | "survey", Given>> = {
  [STANDING_BODY]: {
    self: { f1c1s1: 20_000, f1c1s2: 10_000, f1c2: 30_000, f2c1: 10_000 },
    appraisal: { f1c1s1: 17_500, f1c1s2: 10_000, f1c2: 25_000, f2c1: 10_000 },
    survey: { f2c2: 15_000, f2c3: 7_500 },
  },
  [HEALTH]: {
    self: { f1c1s1: 15_000, f1c1s2: 10_000, f1c2: 20_000, f2c1: 7_500 },
    appraisal: { f1c1s1: 15_000, f1c1s2: 0, f1c2: 20_000, f2c1: 7_500 },
    survey: { f2c2: 12_345, f2c3: 5_000 },
  },
  [POLICE]: {
    self: { f1c1s1: 20_000, f1c1s2: 10_000, f1c2: 30_000, f2c1: 10_000 },
    appraisal: { f1c1s1: 20_000, f1c1s2: 10_000, f1c2: 30_000, f2c1: 10_000 },
    survey: { f2c2: 20_000, f2c3: 10_000 },
  },
};

/** Gives every unit all of its scores. */
export async function giveWholeYear(key: PeriodKey): Promise<void> {
  for (const [unit, { self, appraisal, survey }] of Object.entries(WHOLE_YEAR)) {
    await give.self({ ...key, unit }, self);
    await give.appraisal({ ...key, unit }, appraisal);
    await give.survey({ ...key, unit }, survey);
  }
}

/** A period that lacks nothing and waits for the council, or which the council has adopted. */
export async function fullYear(
  test: string,
  adopted: boolean,
  more: Partial<Period> = {},
): Promise<PeriodKey> {
  const key = await smallYear(test, "adoption", more);
  await giveWholeYear(key);
  const adoption = { at: new Date(), by: "council", minutes: "BB 1", insufficientSampleReason: null };
  if (adopted) await refs.period(key).update({ adoption });
  return key;
}
