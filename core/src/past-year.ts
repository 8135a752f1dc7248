import { z } from "zod";
import {
  type CriteriaSet,
  Id,
  type LeafNode,
  leavesOf,
  NodeId,
  nodesOf,
  SetDraft,
  withLeaves,
} from "./criteria-set.ts";
import { validateCriteriaSet } from "./criteria-set-validation.ts";
import {
  type Decision,
  type GroupRanking,
  type ImportDifference,
  type Ledger,
  type Period,
  type Settings,
  Unit,
  UnitGroup,
  type UnitIndex,
} from "./documents.ts";
import { emptyLedger, foldChanges } from "./ledger.ts";
import { formatPoints, Points } from "./points.ts";
import { indexText } from "./ranking.ts";
import { newUnit } from "./roster.ts";
import { freezeSheet, type HashedSheet, rankSheets } from "./seal.ts";
import { compileSet, computeSheet, unitIndex } from "./sheet.ts";
import { isoDay } from "./time-zone.ts";

/** What a result of a past year says of one leaf in the annex's columns; null where a column is blank. */
export const PastScores = z.object({
  self: Points.nullable(),
  appraised: Points.nullable(),
  survey: Points.nullable(),
});
export type PastScores = z.infer<typeof PastScores>;
export type PastColumn = keyof PastScores;

const SUMS = ["self", "appraised", "survey", "achieved"] as const;

/** Sums that are stated, each only where it is. */
const StatedSums = z.object({
  self: Points.optional(),
  appraised: Points.optional(),
  survey: Points.optional(),
  achieved: Points.optional(),
});
export type StatedSums = z.infer<typeof StatedSums>;

/** What a result states beside its points: index in per cent ("86,72"), rank, sums of the sheet and of its rows. */
export const Stated = z.object({
  index: z
    .string()
    .regex(/^\d{1,4}(,\d{1,4})?$/)
    .nullable(),
  rank: z.int().min(1).max(100_000).nullable(),
  total: StatedSums,
  nodes: z.record(NodeId, StatedSums),
});
export type Stated = z.infer<typeof Stated>;

/** A unit of a past year with the points of every leaf that applies to it. */
export const PastUnit = z.object({
  unit: Id,
  ...Unit.pick({ name: true, order: true, group: true, criteriaSet: true, exempt: true }).shape,
  scores: z.record(NodeId, PastScores),
  stated: Stated,
});
export type PastUnit = z.infer<typeof PastUnit>;

/** The result of a past year as it comes in: what it was computed with, every unit's points, and what it states of them. */
export const PastYear = z.object({
  surveyHeld: z.boolean(),
  groups: z.array(UnitGroup).min(1).max(50),
  sets: z.array(SetDraft).min(1).max(20),
  units: z.array(PastUnit).min(1).max(2_000),
});
export type PastYear = z.infer<typeof PastYear>;

/** What is wrong with a past result: at which leaf and column of a unit, null where with the whole of it. */
export interface PastIssue {
  unit: string | null;
  leaf: string | null;
  column: PastColumn | null;
  message: string;
}

/** The columns that a leaf is scored in, the one that decides first; none of a survey that was not held. */
const scoredColumns = ({ source }: Pick<LeafNode, "source">, surveyHeld: boolean): readonly PastColumn[] => {
  if (source === "self") return ["appraised", "self"];
  return surveyHeld ? ["survey"] : [];
};

const COLUMN_TEXT: Record<PastColumn, string> = {
  self: "tự đánh giá",
  appraised: "thẩm định",
  survey: "điều tra xã hội học",
};
const COLUMNS: readonly PastColumn[] = ["self", "appraised", "survey"];

/** What is wrong with points of a leaf: more than its maximum, or off its step. */
export function pointsMessage(
  points: number,
  { code, max, step }: Pick<LeafNode, "code" | "max" | "step">,
): string | null {
  if (points > max)
    return `mục ${code} được ${formatPoints(points)} điểm, cao hơn điểm tối đa ${formatPoints(max)}`;
  return points % step === 0
    ? null
    : `mục ${code} được ${formatPoints(points)} điểm, không phải bội số của bước điểm ${formatPoints(step)}`;
}

/** What is wrong with the points of one leaf: a decisive column left blank, points where there are none, too many. */
function issuesOfScores(
  leaf: LeafNode,
  scores: PastScores,
  surveyHeld: boolean,
): Pick<PastIssue, "column" | "message">[] {
  const scored = scoredColumns(leaf, surveyHeld);
  return COLUMNS.flatMap((column) => {
    const points = scores[column];
    const found = (message: string | null) => (message === null ? [] : [{ column, message }]);
    if (!scored.includes(column))
      return found(points === null ? null : `mục ${leaf.code} không có điểm ${COLUMN_TEXT[column]}`);
    if (points !== null) return found(pointsMessage(points, leaf));
    return found(column === scored[0] ? `mục ${leaf.code} còn thiếu điểm ${COLUMN_TEXT[column]}` : null);
  });
}

/** What is wrong with the points of a unit, in the order of its set. */
export function issuesOfPastUnit(
  { unit, exempt, scores }: Pick<PastUnit, "unit" | "exempt" | "scores">,
  set: Pick<CriteriaSet, "fields">,
  surveyHeld: boolean,
): PastIssue[] {
  const leaves = [...leavesOf(set)].map(({ leaf }) => leaf);
  const known = new Set(leaves.map(({ id }) => id));
  const unknown = [...Object.keys(exempt), ...Object.keys(scores)].filter((id) => !known.has(id));
  const issues = leaves.flatMap((leaf): PastIssue[] => {
    const found = (column: PastColumn | null, message: string) => ({ unit, leaf: leaf.id, column, message });
    const given = scores[leaf.id];
    if (leaf.id in exempt)
      return given ? [found(null, `mục ${leaf.code} không đánh giá nhưng lại có điểm`)] : [];
    if (!given) return [found(null, `thiếu mục ${leaf.code}`)];
    return issuesOfScores(leaf, given, surveyHeld).map(({ column, message }) => found(column, message));
  });
  return [
    ...issues,
    ...unknown.map((id) => ({
      ...{ unit, leaf: id, column: null },
      message: `bộ tiêu chí không có mục «${id}»`,
    })),
  ];
}

const repeated = (ids: readonly string[]): string[] => [
  ...new Set(ids.filter((id, at) => ids.indexOf(id) !== at)),
];

/** All that keeps a past result from being taken in; sums, indices and ranks that differ are no part of it. */
export function issuesOfPast({ surveyHeld, groups, sets, units }: PastYear): PastIssue[] {
  const whole = (message: string, unit: string | null = null): PastIssue => ({
    ...{ unit, leaf: null, column: null, message },
  });
  const setOf = new Map(sets.map((set) => [set.id, set]));
  return [
    ...repeated(groups.map(({ id }) => id)).map((id) => whole(`nhóm «${id}» được nêu hai lần`)),
    ...repeated(sets.map(({ id }) => id)).map((id) => whole(`bộ tiêu chí «${id}» được nêu hai lần`)),
    ...repeated(units.map(({ unit }) => unit)).map((id) => whole(`đơn vị «${id}» được nêu hai lần`)),
    ...sets.flatMap((set) =>
      validateCriteriaSet(withLeaves(set)).map(({ node, message }) =>
        whole(`bộ tiêu chí «${set.id}», ${node}: ${message}`),
      ),
    ),
    ...units.flatMap((unit) => {
      const set = setOf.get(unit.criteriaSet);
      const noGroup = !groups.some(({ id }) => id === unit.group);
      return [
        ...(noGroup ? [whole(`không có nhóm «${unit.group}»`, unit.unit)] : []),
        ...(set
          ? issuesOfPastUnit(unit, set, surveyHeld)
          : [whole(`không có bộ tiêu chí «${unit.criteriaSet}»`, unit.unit)]),
      ];
    }),
  ];
}

/** Why a result can't be of a past year yet, in Vietnamese, or null: by the day here, its year began and its decision was signed. */
export function refusalOfPast(
  { year, decision }: Pick<Period, "year"> & { decision: Pick<Decision, "date"> },
  now: Date,
): string | null {
  const today = isoDay(now);
  if (year > Number(today.slice(0, 4))) return `Năm ${year} chưa qua.`;
  return decision.date > today ? "Ngày của quyết định công bố không được ở tương lai." : null;
}

/** The settings that a past result is computed with: no classes, tie-breaks, bonus or penalty points. */
export const pastSettings = ({ surveyHeld }: Pick<PastYear, "surveyHeld">): Settings => ({
  ...{ version: 1, decimals: 2, bands: {}, tieBreaks: [] },
  ...{ explanationRound: false, surveyHeld },
});

/** A unit of a past year as a period keeps it, its sheet as sealing freezes it. */
export interface PastSheet {
  id: string;
  unit: Unit;
  ledger: Ledger;
  index: UnitIndex;
  hashed: HashedSheet;
}

const submissionOf = ({ scores }: PastUnit): Unit["submission"] => {
  const scored = Object.values(scores).some(({ self }) => self !== null);
  return {
    state: scored ? "submitted" : "locked",
    ...{ at: null, by: null, reason: null, report: null, count: 0 },
  };
};

function ledgerOf(past: PastUnit, unit: Unit, settings: Settings): Ledger {
  const changes = Object.entries(past.scores).flatMap(([leaf, { self, appraised, survey }]) =>
    (
      [
        ["self", self],
        ["appraisal", appraised],
        ["survey", survey],
      ] as const
    ).flatMap(([column, points]) =>
      points === null ? [] : [{ column, leaf, points, rev: 1, sufficient: true }],
    ),
  );
  return { ...foldChanges(emptyLedger(past.unit, unit, settings), changes), frozen: true };
}

/** Computes and freezes every unit of a past result that has no issues. */
export function pastSheets(place: { scheme: string; period: string }, past: PastYear): PastSheet[] {
  const settings = pastSettings(past);
  const sets = new Map(past.sets.map((set) => [set.id, { set: withLeaves(set), compiled: compileSet(set) }]));
  return past.units.map((one) => {
    const of = sets.get(one.criteriaSet);
    if (!of) throw new RangeError(`pastSheets: ${one.unit} has no set (${one.criteriaSet})`);
    const { unit: id, name, order, group, criteriaSet, exempt } = one;
    const unit = { ...newUnit({ name, order, group, criteriaSet }, exempt), submission: submissionOf(one) };
    const ledger = ledgerOf(one, unit, settings);
    const sheet = computeSheet(of.compiled, ledger);
    return {
      ...{ id, unit, ledger, index: unitIndex(ledger, sheet) },
      hashed: freezeSheet({ ...place, unit: id }, unit, of.set, sheet, ledger),
    };
  });
}

const decimalsOf = (index: string): number => index.split(",")[1]?.length ?? 0;

const pointsText = (points: number | null): string => (points === null ? "—" : formatPoints(points));

function sumDifferences(
  { unit, stated }: PastUnit,
  { sheet }: HashedSheet,
  codes: ReadonlyMap<string, string>,
): ImportDifference[] {
  const rows = new Map(sheet.rows.map((row) => [row.id, row]));
  const places = [
    { code: null, sums: stated.total, computed: sheet.total },
    ...Object.entries(stated.nodes).map(([id, sums]) => ({
      ...{ code: codes.get(id) ?? id, sums, computed: rows.get(id) },
    })),
  ];
  return places.flatMap(({ code, sums, computed }) =>
    SUMS.flatMap((of) => {
      const [said, found] = [sums[of], computed?.[of] ?? null];
      return said === undefined || said === found
        ? []
        : [{ unit, code, of, stated: pointsText(said), computed: pointsText(found) }];
    }),
  );
}

function placeDifferences({ unit, stated }: PastUnit, ranking: readonly GroupRanking[]): ImportDifference[] {
  const ranked = ranking.flatMap(({ units }) => units).find((one) => one.unit === unit);
  if (!ranked) return [];
  const differences: ImportDifference[] = [];
  const { index, rank } = stated;
  const computed = index === null ? "" : indexText(ranked, decimalsOf(index));
  if (index !== null && computed !== index)
    differences.push({ unit, code: null, of: "index", stated: index, computed });
  if (rank !== null && rank !== ranked.rank)
    differences.push({
      ...{ unit, code: null, of: "rank", stated: String(rank) },
      computed: ranked.rank === null ? "—" : String(ranked.rank),
    });
  return differences;
}

/**
 * What a past result states otherwise than its points give it, unit by unit: index and rank first, then sums. An index is
 * compared at the decimals it is stated with.
 */
export function differencesOf(past: PastYear, sheets: readonly PastSheet[]): ImportDifference[] {
  const hashed = new Map(sheets.map((sheet) => [sheet.id, sheet.hashed]));
  const ranking = rankSheets(past.groups, [...hashed.values()], pastSettings(past));
  const codesOf = new Map(
    past.sets.map((set) => [set.id, new Map(nodesOf(set).map(({ id, code }) => [id, code]))]),
  );
  return past.units.flatMap((unit) => {
    const sheet = hashed.get(unit.unit);
    const codes = codesOf.get(unit.criteriaSet);
    if (!sheet || !codes) return [];
    return [...placeDifferences(unit, ranking), ...sumDifferences(unit, sheet, codes)];
  });
}
