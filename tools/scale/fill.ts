import {
  type Appraisal,
  type CriteriaSet,
  compileSet,
  emptyLedger,
  type FieldNode,
  foldChanges,
  type HistoryEntry,
  type LeafNode,
  type Ledger,
  leafTable,
  type Member,
  newUnit,
  type Period,
  type PeriodState,
  POINT,
  type ScoreChange,
  type SelfScore,
  type SurveyScore,
} from "../../core/src/index.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { indexOfLedger } from "../../functions/src/store/fold.ts";
import { type PeriodKey, refs, type UnitKey } from "../../functions/src/store/refs.ts";
import { changeOf, historyOf } from "../../functions/src/store/scores.ts";

/** The tree of design §11: 8 fields, 100 leaves, every fifth one surveyed, a point each. */
const FIELDS = 8;
const LEAVES = 100;
const SET = "quy-mo";
const GROUP = "xa";
const ADMIN = "quan-tri";

const DAY = 24 * 60 * 60 * 1_000;
const STATES: readonly PeriodState[] = ["preparing", "selfAssessment", "appraisal"];

function leafAt(at: number): LeafNode {
  const field = at % FIELDS;
  const surveyed = at % 5 === 0;
  return {
    id: `l${at}`,
    code: `${field + 1}.${Math.floor(at / FIELDS) + 1}`,
    name: `Mức độ thực hiện nhiệm vụ số ${at + 1} trong kế hoạch cải cách hành chính năm`,
    ...{ max: POINT, step: 100, source: surveyed ? "survey" : "self" },
    rule: surveyed ? { kind: "survey", groups: ["Người dân"] } : { kind: "manual" },
    ...{ evidence: "Báo cáo, quyết định, kế hoạch", lead: "so-noi-vu" },
  };
}

/** A set of 100 leaves. */
export function madeSet(): CriteriaSet {
  const leaves = Array.from({ length: LEAVES }, (_, at) => leafAt(at));
  const fields = Array.from({ length: FIELDS }, (_, field): FieldNode => {
    const criteria = leaves.filter((_, at) => at % FIELDS === field);
    return {
      ...{ id: `f${field}`, code: String(field + 1), name: `Lĩnh vực ${field + 1}` },
      ...{ max: criteria.length * POINT, criteria },
    };
  });
  return {
    ...{ id: SET, annex: "", name: "Bộ tiêu chí cấp xã", appliesTo: "", note: "", expected: null },
    ...{ fields, leaves: leafTable({ fields }) },
  };
}

/** Dates by which a period in this state is where it ought to be. */
export const datesIn = (state: PeriodState, now: number): Period["dates"] => {
  const at = (stage: number) => new Date(now + (stage - STATES.indexOf(state)) * DAY + DAY / 2);
  const [opensAt, selfAssessmentDue, appraisalDue] = [at(0), at(1), at(2)];
  return {
    opensAt,
    selfAssessmentDue,
    appraisalDue,
    explanationDue: at(3),
    reappraisalDue: at(4),
    publishAt: at(5),
  };
};

const periodOf = (units: number): Period => ({
  ...{ name: "Năm 2024", year: 2024, state: "appraisal", dates: datesIn("appraisal", Date.now()) },
  settings: { version: 1, decimals: 2, bands: {}, tieBreaks: [], explanationRound: true, surveyHeld: true },
  groups: [{ id: GROUP, name: "UBND các xã, phường", ranked: true }],
  ...{ standingBody: "so-noi-vu", standingBodyOwn: "van-phong-ubnd", criteriaSets: [SET], replaced: {} },
  council: { decision: null, members: [] },
  ...{ unitCount: units, releaseRound: 0, moving: null, adoption: null, seal: null },
  ...{ decision: null, publication: null, previousPublication: null },
});

const RUNS_THE_YEAR: Member = {
  ...{
    name: "Quản trị",
    title: "",
    email: "quantri@quy-mo.example",
    unit: null,
    disabled: false,
    former: [],
  },
  roles: { admin: true, council: true },
};

export const unitId = (at: number): string => `xa-${String(at).padStart(4, "0")}`;

const NOTE = "Đã hoàn thành theo kế hoạch, kèm báo cáo số 12/BC-UBND ngày 15/11/2024.";

interface Scores {
  self: SelfScore[];
  appraisal: Appraisal[];
  survey: SurveyScore[];
}

/** Every score of a unit, points spread so that indices differ. */
export function scoresOf(key: UnitKey, set: CriteriaSet, unit: number): Scores {
  const at = new Date();
  const found: Scores = { self: [], appraisal: [], survey: [] };
  for (const [index, [leaf, { field, source, max, step }]] of Object.entries(set.leaves).entries()) {
    const share = ((unit * 7_919 + index * 104_729) % 101) / 100;
    const points = Math.floor((max * share) / step) * step;
    const version = { ...key, leaf, field, rev: 1, by: "can-bo-1", at, points };
    if (source === "survey") {
      const interval = { low: Math.max(0, points - 300), high: Math.min(max, points + 300) };
      const survey = { document: "Điều tra xã hội học", date: "2024-11-30" };
      found.survey.push({ ...version, n: 120, minimum: 100, interval, source: survey });
    } else {
      found.self.push({ ...version, facts: null, note: NOTE });
      const judged = { decision: "recognised", reason: "", ask: "", minutes: "" } as const;
      found.appraisal.push({ ...version, ...judged });
    }
  }
  return found;
}

/** What a whole unit is in the database: its documents by their paths. */
interface FilledUnit {
  key: UnitKey;
  documents: { path: string; data: Record<string, unknown> }[];
}

const document = ({ path }: { path: string }, data: object) => ({ path, data: { ...data } });

/** A unit of which everything is scored and recognised once, with its ledger, index and history. */
export function filledUnit(period: PeriodKey, set: CriteriaSet, at: number, group = GROUP): FilledUnit {
  const key = { ...period, unit: unitId(at) };
  const { self, appraisal, survey } = scoresOf(key, set, at);
  const unit = {
    ...newUnit({ name: `Ủy ban nhân dân xã số ${at}`, order: at, group, criteriaSet: set.id }),
    submission: { state: "submitted", at: new Date(), by: "can-bo-1", reason: null, report: null, count: 1 },
  } as const;
  const changes: ScoreChange[] = [
    ...self.map((score) => changeOf("self", score)),
    ...appraisal.map((score) => changeOf("appraisal", score)),
    ...survey.map((score) => changeOf("survey", score)),
  ];
  const settings = periodOf(1).settings;
  const ledger: Ledger = foldChanges(emptyLedger(key.unit, unit, settings), changes);
  const history: HistoryEntry[] = [
    ...self.map((score) => historyOf("self", undefined, score)),
    ...appraisal.map((score) => historyOf("appraisal", undefined, score)),
    ...survey.map((score) => historyOf("survey", undefined, score)),
  ];
  return {
    key,
    documents: [
      document(refs.unit(key), unit),
      document(refs.ledger(key), ledger),
      document(refs.index(key), indexOfLedger(ledger, compileSet(set))),
      ...self.map((score) => document(refs.selfScore(key, score.leaf), score)),
      ...appraisal.map((score) => document(refs.appraisal(key, score.leaf), score)),
      ...survey.map((score) => document(refs.surveyScore(key, score.leaf), score)),
      ...history.map((entry) => document(refs.historyEntry(key, entry.column, entry.leaf, entry.rev), entry)),
    ],
  };
}

/** The documents of a batch; Firestore takes 500. */
const BATCH = 450;

/** Batches under way at once. */
const AT_ONCE = 6;

/** A year in its appraisal with so many units, all scored. Returns its place and how many documents that took. */
export async function fillYear(units: number): Promise<{ key: PeriodKey; documents: number }> {
  const key = { scheme: `quy-mo-${units}`, period: "2024" };
  const set = madeSet();
  await refs.scheme(key).set({ name: "Quy mô", owner: "UBND tỉnh", tier: "province", parent: null });
  await refs.member(key.scheme, ADMIN).set(RUNS_THE_YEAR);
  await refs.criteriaSet(key, SET).set(set);
  await refs.period(key).set(periodOf(units));
  let documents = 4;
  const waiting: FilledUnit["documents"] = [];
  let running: Promise<unknown>[] = [];
  const flush = async (all: boolean) => {
    while (waiting.length >= BATCH || (all && waiting.length > 0)) {
      const batch = db.batch();
      for (const { path, data } of waiting.splice(0, BATCH)) batch.set(db.doc(path), data);
      running.push(batch.commit());
      if (running.length >= AT_ONCE) {
        await Promise.all(running);
        running = [];
      }
    }
  };
  for (let at = 0; at < units; at += 1) {
    const unit = filledUnit(key, set, at);
    documents += unit.documents.length;
    waiting.push(...unit.documents);
    await flush(false);
  }
  await flush(true);
  await Promise.all(running);
  return { key, documents };
}

/** The account that runs a filled year. */
export const RUNS_IT = ADMIN;
