import fc from "fast-check";
import {
  type CriteriaSet,
  emptyLedger,
  type LeafNode,
  type Ledger,
  leafTable,
  leavesOf,
  newUnit,
  type Period,
  POINT,
  type ScoringRule,
  type SubmissionState,
  type Unit,
} from "../../core/src/index.ts";

/** Points as people say them, in 1/10 000 point. */
export const pts = (points: number): number => Math.round(points * POINT);

/** A leaf of a set made for a test: 2 points in steps of 0,25, scored by hand by the unit, unless said otherwise. */
export function leaf(id: string, more: Partial<LeafNode> = {}): LeafNode {
  const rule: ScoringRule =
    more.source === "survey" ? { kind: "survey", groups: ["người dân"] } : { kind: "manual" };
  return {
    ...{ id, code: id, name: `Nội dung ${id}`, max: pts(2), step: pts(0.25), source: "self", rule },
    ...{ evidence: "", lead: "so-noi-vu" },
    ...more,
  };
}

/** A whole set from the criteria of its fields: each a leaf, or the sub-criteria of a criterion. */
export function setOf(id: string, ...fields: (LeafNode | LeafNode[])[][]): CriteriaSet {
  const sumOf = (leaves: readonly LeafNode[]) => leaves.reduce((sum, { max }) => sum + max, 0);
  const tree = fields.map((criteria, f) => ({
    ...{ id: `f${f + 1}`, code: `${f + 1}`, name: `Lĩnh vực ${f + 1}`, max: sumOf(criteria.flat()) },
    criteria: criteria.map((criterion, c) =>
      Array.isArray(criterion)
        ? {
            ...{ id: `f${f + 1}c${c + 1}`, code: `${f + 1}.${c + 1}`, name: `Tiêu chí ${f + 1}.${c + 1}` },
            ...{ max: sumOf(criterion), subCriteria: criterion },
          }
        : criterion,
    ),
  }));
  return {
    ...{ id, annex: "", name: `Bộ ${id}`, appliesTo: "", note: "", expected: null },
    ...{ fields: tree, leaves: leafTable({ fields: tree }) },
  };
}

/** Two fields of 5 and 6 points: f1 = f1c1 (f1c1s1 2 + f1c1s2 1) + f1c2 2; f2 = f2c1 2 + survey f2c2 4. */
export const SMALL_SET: CriteriaSet = setOf(
  "nho",
  [[leaf("f1c1s1"), leaf("f1c1s2", { max: pts(1) })], leaf("f1c2")],
  [leaf("f2c1"), leaf("f2c2", { source: "survey", max: pts(4), step: 1 })],
);

const day = (text: string) => new Date(`${text}T23:59:59+07:00`);

/** A period of one ranked group, in self-assessment. */
export const periodWith = (more: Partial<Period> = {}): Period => ({
  ...{ name: "Năm 2024", year: 2024, state: "selfAssessment" },
  dates: {
    ...{ opensAt: day("2024-11-01"), selfAssessmentDue: day("2024-11-20"), appraisalDue: day("2024-12-10") },
    ...{ explanationDue: day("2024-12-15"), reappraisalDue: day("2024-12-20"), publishAt: day("2024-12-31") },
  },
  settings: { version: 1, decimals: 2, bands: {}, tieBreaks: [], explanationRound: true, surveyHeld: true },
  groups: [{ id: "so", name: "Sở, ban, ngành", ranked: true }],
  ...{ standingBody: "so-noi-vu", standingBodyOwn: "van-phong-ubnd", criteriaSets: ["nho"], replaced: {} },
  council: { decision: null, members: [] },
  ...{ unitCount: 1, releaseRound: 0, moving: null, adoption: null, seal: null },
  ...{ decision: null, publication: null, previousPublication: null },
  ...more,
});

/** A unit of the group `so` with the small set. */
export const unitWith = (more: Partial<Unit> = {}, submission: SubmissionState = "submitted"): Unit => ({
  ...newUnit({ name: "Sở Y tế", order: 0, group: "so", criteriaSet: "nho" }),
  submission: { state: submission, at: null, by: null, reason: null, report: null, count: 0 },
  ...more,
});

/** Any points that a leaf can carry: from 0 to its maximum in whole steps. */
const pointsOf = ({ max, step }: LeafNode): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: Math.floor(max / step) }).map((steps) => steps * step);

/** A score that may be missing: no document (`undefined`), or a document whose points were cleared (null). */
const maybe = (points: fc.Arbitrary<number>): fc.Arbitrary<number | null | undefined> =>
  fc.oneof(
    { weight: 6, arbitrary: points },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.constant(undefined) },
  );

/** What a random ledger shall be like: every appraisal and survey score given (`complete`), survey held or not. */
export interface LedgerOptions {
  complete?: boolean;
  surveyHeld?: boolean;
  unit?: string;
  group?: string;
}

/** Any ledger of a set: random scores on random leaves, some of them exempt. */
export function ledgersOf(set: CriteriaSet, options: LedgerOptions = {}): fc.Arbitrary<Ledger> {
  const { complete = false, surveyHeld = true, unit = "so-y-te", group = "so" } = options;
  const leaves = [...leavesOf(set)].map(({ leaf }) => leaf);
  const entry = (node: LeafNode) =>
    fc.record({
      self: maybe(pointsOf(node)),
      official: complete ? pointsOf(node) : maybe(pointsOf(node)),
      exempt: fc.nat({ max: 11 }).map((roll) => roll === 0),
      sufficient: fc.boolean(),
    });
  return fc.tuple(...leaves.map(entry)).map((entries) => {
    const given = unitWith({ group, criteriaSet: set.id });
    const ledger = emptyLedger(unit, given, { version: 1, surveyHeld });
    entries.forEach(({ self, official, exempt, sufficient }, at) => {
      const { id, source } = leaves[at] as LeafNode;
      if (exempt) ledger.exempt[id] = "không có đơn vị trực thuộc";
      if (source === "survey") {
        if (official !== undefined) ledger.survey[id] = { points: official, rev: 1, sufficient };
        return;
      }
      if (self !== undefined) ledger.self[id] = { points: self, rev: 1 };
      if (official !== undefined) ledger.appraisal[id] = { points: official, rev: 1 };
    });
    return ledger;
  });
}
