import { z } from "zod";
import { type CriteriaSet, Id, leavesBelow, NodeId } from "./criteria-set.ts";
import type {
  CorrectedScore,
  Decision,
  FrozenSheet,
  ImportDifference,
  Imported,
  Manifest,
  RankedUnit,
  SheetRow,
} from "./documents.ts";
import { canonicalJson, sha256Hex } from "./merkle.ts";
import { pointsMessage } from "./past-year.ts";
import { formatPoints, Points } from "./points.ts";
import { indexText } from "./ranking.ts";
import { criteriaSetHash, type HashedSheet, rankSheets, sealRoot } from "./seal.ts";
import { compileSet, computeSheet, type SheetInputs, sheetRows, totalOf } from "./sheet.ts";

/** Other points for one leaf of one unit: the council's where the unit scores itself, the survey's elsewhere. */
export const CorrectionChange = z.object({
  unit: Id,
  leaf: NodeId,
  points: Points,
  reason: z.string().trim().min(1).max(2_000),
});
export type CorrectionChange = z.infer<typeof CorrectionChange>;

/** A published version with all its sheets; `id` is the publication's. */
export interface FrozenResult {
  id: string;
  manifest: Manifest;
  root: string;
  sheets: readonly HashedSheet[];
}

/** What keeps a change from being made, by its place in the list. */
export interface CorrectionIssue {
  change: number;
  message: string;
}

/** The criteria sets a correction rests on, by their ids. */
type Sets = ReadonlyMap<string, CriteriaSet>;

/** The column that a correction of a leaf changes. */
const columnOf = ({ source }: Pick<SheetRow, "source">): CorrectedScore["column"] =>
  source === "survey" ? "survey" : "appraised";

const leafRow = ({ rows }: FrozenSheet, leaf: string): SheetRow | undefined =>
  rows.find(({ id, source }) => id === leaf && source !== null);

/** The set that a sheet was frozen with, or undefined where what is there now is another one. */
function setOf({ criteriaSet }: FrozenSheet, sets: Sets): CriteriaSet | undefined {
  const set = sets.get(criteriaSet.id);
  return set && criteriaSetHash(set) === criteriaSet.sha256 ? set : undefined;
}

function issueOf(
  { unit, leaf, points }: CorrectionChange,
  earlier: readonly CorrectionChange[],
  sheets: ReadonlyMap<string, FrozenSheet>,
  sets: Sets,
): string | null {
  const sheet = sheets.get(unit);
  if (!sheet) return `bản công bố không có đơn vị «${unit}»`;
  const row = leafRow(sheet, leaf);
  if (!row) return `bảng điểm của ${sheet.name} không có tiêu chí «${leaf}»`;
  const { code } = row;
  if (earlier.some((other) => other.unit === unit && other.leaf === leaf))
    return `mục ${code} của ${sheet.name} được nêu hai lần`;
  if (row.exempt) return `${sheet.name} không được đánh giá mục ${code}`;
  const set = setOf(sheet, sets);
  const [scored] = set ? leavesBelow(set, leaf) : [];
  if (!scored) return `bộ tiêu chí «${sheet.criteriaSet.id}» không còn là bộ đã dùng khi chốt kết quả`;
  if (row[columnOf(row)] === points)
    return `mục ${code} của ${sheet.name} vốn đã là ${formatPoints(points)} điểm`;
  return pointsMessage(points, scored);
}

/**
 * All that keeps a correction from being made: a leaf that is not in the published sheet or is not assessed, points above
 * its maximum or off its step, a set that is not the frozen one, a change that changes nothing or is named twice.
 */
export function issuesOfCorrection(
  before: FrozenResult,
  sets: Sets,
  changes: readonly CorrectionChange[],
): CorrectionIssue[] {
  const sheets = new Map(before.sheets.map(({ sheet }) => [sheet.unit, sheet]));
  return changes.flatMap((change, at) => {
    const message = issueOf(change, changes.slice(0, at), sheets, sets);
    return message === null ? [] : [{ change: at, message }];
  });
}

/** What a frozen sheet was computed from, read back from its rows. A leaf without a survey stands there as exempt. */
function inputsOf({ rows, adjustments }: FrozenSheet): SheetInputs {
  const scored = <More extends object>(column: "self" | "appraised" | "survey", more: More) =>
    Object.fromEntries(
      rows
        .filter(({ source }) => source !== null)
        .map((row) => [row.id, { points: row[column], rev: 1, ...more }]),
    );
  return {
    exempt: Object.fromEntries(rows.filter(({ exempt }) => exempt).map(({ id }) => [id, ""])),
    surveyHeld: true,
    self: scored("self", {}),
    appraisal: scored("appraised", {}),
    survey: scored("survey", { sufficient: true }),
    ...(adjustments ? { adjustment: adjustments.counted } : {}),
  };
}

/** A sheet with other points on some of its leaves and all sums above them made anew. */
function corrected(
  { sheet }: HashedSheet,
  set: CriteriaSet,
  changes: readonly CorrectionChange[],
): HashedSheet {
  const inputs = inputsOf(sheet);
  for (const { leaf, points } of changes) {
    const isSurvey = leafRow(sheet, leaf)?.source === "survey";
    if (isSurvey) inputs.survey[leaf] = { points, rev: 1, sufficient: true };
    else inputs.appraisal[leaf] = { points, rev: 1 };
  }
  const computed = computeSheet(compileSet(set), inputs);
  const frozen: FrozenSheet = { ...sheet, total: totalOf(computed), rows: sheetRows(computed) };
  return { sheet: frozen, sha256: sha256Hex(canonicalJson(frozen)) };
}

function scoreOf({ unit, leaf, points, reason }: CorrectionChange, row: SheetRow): CorrectedScore {
  const { code, name } = row;
  const column = columnOf(row);
  return { unit, leaf, code, name, column, from: row[column], to: points, reason };
}

/**
 * The next version of a published result: the frozen sheets with other points on the leaves named and nowhere else, sums,
 * index and ranking made anew with the same settings. It is chained to the root of the version it corrects, and what
 * changed and why stands in its manifest, so under its root. The version before stays as it is. Throws a `RangeError`
 * where `issuesOfCorrection` finds any, or nothing is to be changed.
 */
export function correctResult(
  before: FrozenResult,
  sets: Sets,
  changes: readonly CorrectionChange[],
): Omit<FrozenResult, "id"> {
  const [issue] = issuesOfCorrection(before, sets, changes);
  if (issue) throw new RangeError(`correctResult: ${issue.message}`);
  if (changes.length === 0) throw new RangeError("correctResult: nothing is to be changed");
  const ofUnit = Map.groupBy(changes, ({ unit }) => unit);
  const sheets = before.sheets.map((hashed) => {
    const own = ofUnit.get(hashed.sheet.unit);
    const set = own && setOf(hashed.sheet, sets);
    return own && set ? corrected(hashed, set, own) : hashed;
  });
  const frozen = new Map(before.sheets.map(({ sheet }) => [sheet.unit, sheet]));
  const { manifest } = before;
  const groups = manifest.ranking.map(({ group, name, ranked }) => ({ id: group, name, ranked }));
  const next: Manifest = {
    ...manifest,
    version: manifest.version + 1,
    corrects: before.id,
    previousRoot: before.root,
    corrections: changes.flatMap((change) => {
      const sheet = frozen.get(change.unit);
      const row = sheet && leafRow(sheet, change.leaf);
      return row ? [scoreOf(change, row)] : [];
    }),
    ranking: rankSheets(groups, sheets, manifest.settings),
  };
  return { manifest: next, root: sealRoot(next), sheets };
}

/** Where a unit stands in one version: points, index as shown, rank and class. */
export type Standing = Pick<RankedUnit, "achieved" | "max" | "index" | "rank" | "band">;

/** A unit that a correction moves, with how many stand in its group. */
export interface Move {
  unit: string;
  name: string;
  group: string;
  size: number;
  before: Standing;
  after: Standing;
}

const standingOf = ({ achieved, max, index, rank, band }: RankedUnit): Standing => ({
  ...{ achieved, max, index, rank, band },
});

/** Every unit whose points, index, rank or class differ between two versions, in the order of the later ranking. */
export function movesOf(before: Manifest, after: Manifest): Move[] {
  const earlier = new Map(before.ranking.flatMap(({ units }) => units.map((unit) => [unit.unit, unit])));
  return after.ranking.flatMap(({ name: group, units }) =>
    units.flatMap((ranked) => {
      const then = earlier.get(ranked.unit);
      if (!then) return [];
      const [was, is] = [standingOf(then), standingOf(ranked)];
      const { unit, name } = ranked;
      return canonicalJson(was) === canonicalJson(is)
        ? []
        : [{ unit, name, group, size: units.length, before: was, after: is }];
    }),
  );
}

/** A prepared correction as the standing body sees it; `publishAt` as an ISO string, null where nothing is dated. */
export interface PreparedCorrection {
  corrects: string;
  publication: string;
  root: string;
  development: boolean;
  by: string;
  corrections: CorrectedScore[];
  moves: Move[];
  decision: Decision | null;
  publishAt: string | null;
}

/** A page or file of the public site before it is out. */
export interface PreviewedPage {
  status: number;
  type: string;
  body: string;
}

/**
 * What a rehearsal of a publication found: what would stop or spoil it, what is to be known, how much it is, and how long
 * checking and rendering took, in ms. `largest` is the page or file of most bytes; `writes` what publishing would write.
 */
export interface Rehearsal {
  publication: string;
  root: string;
  problems: string[];
  remarks: string[];
  units: number;
  pages: number;
  bytes: number;
  largest: { path: string; bytes: number };
  writes: number;
  checkedIn: number;
  renderedIn: number;
}

/** A sheet without what a correction of these leaves may change: their points, and the sums above them. */
function untouched(sheet: FrozenSheet, leaves: ReadonlySet<string>): string {
  const blank = { appraised: null, survey: null, achieved: null };
  return canonicalJson({
    ...sheet,
    total: { ...sheet.total, ...blank },
    rows: sheet.rows.map((row) => (row.source === null || leaves.has(row.id) ? { ...row, ...blank } : row)),
  });
}

/** A manifest without what a correction may change. */
function unchanging(manifest: Manifest): string {
  const { version: _, corrects: __, previousRoot: ___, corrections: ____, ranking, ...rest } = manifest;
  const groups = ranking.map(({ group, name, ranked }) => ({ group, name, ranked }));
  return canonicalJson({ ...rest, groups });
}

function sheetErrors(
  before: FrozenSheet,
  after: FrozenSheet | undefined,
  scores: readonly CorrectedScore[],
): string[] {
  const { unit } = before;
  if (!after) return [`${unit}: thiếu bảng điểm`];
  const leaves = new Set(scores.map(({ leaf }) => leaf));
  const others =
    untouched(before, leaves) === untouched(after, leaves)
      ? []
      : [`${unit}: đổi cả nội dung không nêu trong đính chính`];
  const named = scores.flatMap(({ leaf, code, column, from, to }) => {
    const rows = [leafRow(before, leaf)?.[column], leafRow(after, leaf)?.[column]];
    return rows[0] === from && rows[1] === to
      ? []
      : [`${unit}: điểm mục ${code} không đúng như nội dung đính chính`];
  });
  return [...others, ...named];
}

/**
 * Checks from the open data of both versions that a correction does what it says: it follows the version it corrects and is
 * chained to its root, keeps settings, sets and units, and changes the leaves it names and no others. Sums, ranking
 * and root of each version are for `verifyResult`. Returns what is wrong; nothing is where the list is empty.
 */
export function correctionErrors(
  before: { id: string; manifest: Manifest; root: string; sheets: readonly FrozenSheet[] },
  after: { manifest: Manifest; sheets: readonly FrozenSheet[] },
): string[] {
  const { manifest } = after;
  const errors: string[] = [];
  if (manifest.corrects !== before.id) errors.push("corrects: không phải bản được đính chính");
  if (manifest.version !== before.manifest.version + 1)
    errors.push("version: không nối tiếp bản được đính chính");
  if (manifest.previousRoot !== before.root)
    errors.push("previousRoot: không nối tiếp mã gốc của bản được đính chính");
  if (unchanging(manifest) !== unchanging(before.manifest))
    errors.push("manifest: đổi cả nội dung không thuộc đính chính");
  if (after.sheets.length !== before.sheets.length)
    errors.push("sheets: số bảng điểm khác với bản được đính chính");
  const sheets = new Map(after.sheets.map((sheet) => [sheet.unit, sheet]));
  const scores = Map.groupBy(manifest.corrections ?? [], ({ unit }) => unit);
  return [
    ...errors,
    ...before.sheets.flatMap((sheet) =>
      sheetErrors(sheet, sheets.get(sheet.unit), scores.get(sheet.unit) ?? []),
    ),
  ];
}

const decimalsOf = (index: string): number => index.split(",")[1]?.length ?? 0;

/** What a corrected result gives where a source states something, as an import compared it; null where it has no such place. */
function computedText(
  { code, of, stated }: ImportDifference,
  sheet: FrozenSheet,
  ranked: RankedUnit,
): string | null {
  if (of === "index") return indexText(ranked, decimalsOf(stated));
  if (of === "rank") return ranked.rank === null ? "—" : String(ranked.rank);
  const sums = code === null ? sheet.total : sheet.rows.find((row) => row.code === code);
  const points = sums?.[of];
  return points === undefined ? null : points === null ? "—" : formatPoints(points);
}

/** What an imported year's source still states otherwise after a correction. */
export function importedAfter(imported: Imported, { manifest, sheets }: Omit<FrozenResult, "id">): Imported {
  const sheetOf = new Map(sheets.map(({ sheet }) => [sheet.unit, sheet]));
  const rankedOf = new Map(manifest.ranking.flatMap(({ units }) => units.map((unit) => [unit.unit, unit])));
  const differences = imported.differences.flatMap((difference) => {
    const [sheet, ranked] = [sheetOf.get(difference.unit), rankedOf.get(difference.unit)];
    const computed = sheet && ranked ? computedText(difference, sheet, ranked) : null;
    return computed === null || computed === difference.stated ? [] : [{ ...difference, computed }];
  });
  return { ...imported, differences };
}
