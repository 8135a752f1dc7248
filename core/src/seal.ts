import { countedAdjustment, standing, withAdjustment } from "./adjustments.ts";
import type { CriteriaSet } from "./criteria-set.ts";
import type {
  Adjustment,
  FrozenSheet,
  GroupRanking,
  Manifest,
  Period,
  RankedUnit,
  Scheme,
  SheetRow,
  Totals,
  Unit,
} from "./documents.ts";
import { canonicalJson, merkleRoot, sha256Hex } from "./merkle.ts";
import { bandOf, indexTexts, type Rankable, rankGroup } from "./ranking.ts";
import { missingOf, type Sheet, type SheetInputs, sheetRows, totalOf } from "./sheet.ts";

/** A sealed sheet with the hash that stands in the ranking and in the Merkle tree. */
export interface HashedSheet {
  sheet: FrozenSheet;
  sha256: string;
}

/** SHA-256 over the canonical JSON of a whole criteria set, its leaf table included: what "the same set" means. */
export const criteriaSetHash = (set: CriteriaSet): string => sha256Hex(canonicalJson(set));

/** The adjustments of a frozen sheet, where any stands. */
function frozenAdjustments(
  adjustments: readonly Adjustment[],
  counted = 0,
): Pick<FrozenSheet, "adjustments"> {
  const items = standing(adjustments).map(({ kind, points, reason, decision }) => ({
    ...{ kind, points, reason, decision },
  }));
  return items.length === 0 ? {} : { adjustments: { counted, items } };
}

/**
 * Freezes a computed sheet with all that is needed to read and recompute it alone; `adjustments` in the order in which
 * they were made.
 */
export function freezeSheet(
  place: { scheme: string; period: string; unit: string },
  unit: Unit,
  set: CriteriaSet,
  sheet: Sheet,
  inputs: SheetInputs,
  adjustments: readonly Adjustment[] = [],
): HashedSheet {
  const frozen: FrozenSheet = {
    ...place,
    name: unit.name,
    order: unit.order,
    group: unit.group,
    criteriaSet: { id: set.id, name: set.name, sha256: criteriaSetHash(set) },
    selfAssessed: unit.submission.state === "submitted",
    exempt: unit.exempt,
    insufficientSample: missingOf(place.unit, sheet, inputs).flatMap(({ column, leaf }) =>
      column === "sample" && leaf ? [leaf] : [],
    ),
    ...frozenAdjustments(adjustments, inputs.adjustment),
    total: totalOf(sheet),
    rows: sheetRows(sheet),
  };
  return { sheet: frozen, sha256: sha256Hex(canonicalJson(frozen)) };
}

function rankable({ sheet }: HashedSheet): Rankable {
  const fields = sheet.rows.filter((row) => row.level === "field").map((row) => [row.id, row] as const);
  const surveyed = sheet.rows.filter((row) => row.source === "survey");
  return {
    unit: sheet.unit,
    order: sheet.order,
    total: sheet.total,
    surveyMax: surveyed.reduce((sum, row) => sum + row.max, 0),
    fields: Object.fromEntries<Totals>(fields),
  };
}

function groupRanking(
  group: Period["groups"][number],
  sheets: readonly HashedSheet[],
  settings: Period["settings"],
): GroupRanking {
  const entries = sheets.map((hashed) => ({ ...rankable(hashed), hashed }));
  const placed = rankGroup(entries, group, settings.tieBreaks);
  const fractions = placed.map(({ entry }) => ({
    achieved: entry.total.achieved ?? 0,
    max: entry.total.max,
  }));
  const texts = indexTexts(fractions, settings.decimals);
  const units = placed.map(({ entry, rank }, at): RankedUnit => {
    const fraction = fractions[at] ?? { achieved: 0, max: 0 };
    const { sheet, sha256 } = entry.hashed;
    return {
      unit: sheet.unit,
      name: sheet.name,
      ...fraction,
      index: texts[at] ?? "—",
      rank,
      band: bandOf(fraction, settings.bands[group.id] ?? []),
      selfAssessed: sheet.selfAssessed,
      sha256,
    };
  });
  return { group: group.id, name: group.name, ranked: group.ranked, units };
}

/** The ranking of every group, in the period's order of groups, from the sealed sheets alone. */
export function rankSheets(
  groups: Period["groups"],
  sheets: readonly HashedSheet[],
  settings: Period["settings"],
): GroupRanking[] {
  return groups.map((group) =>
    groupRanking(
      group,
      sheets.filter(({ sheet }) => sheet.group === group.id),
      settings,
    ),
  );
}

/** The hash of each criteria set that the sheets were computed with. */
const criteriaSetsOf = (sheets: readonly HashedSheet[]): Record<string, string> =>
  Object.fromEntries(sheets.map(({ sheet: { criteriaSet } }) => [criteriaSet.id, criteriaSet.sha256]));

function requireGroups(groups: Period["groups"], sheets: readonly HashedSheet[]): void {
  const known = new Set(groups.map(({ id }) => id));
  for (const { sheet } of sheets)
    if (!known.has(sheet.group))
      throw new RangeError(`buildManifest: ${sheet.unit} stands in no group (${sheet.group})`);
}

/**
 * Everything a result says beside its sheets. `previous` is the root it is chained to. A sheet of a group that the
 * period does not have is refused: it would be left out of ranking and root without a word.
 */
export function buildManifest(
  ids: { scheme: string; period: string; version: number },
  scheme: Scheme,
  period: Period,
  sheets: readonly HashedSheet[],
  previous: { root: string | null; corrects: string | null },
): Manifest {
  requireGroups(period.groups, sheets);
  return {
    format: "parindex/1",
    scheme: ids.scheme,
    schemeName: scheme.name,
    owner: scheme.owner,
    period: ids.period,
    periodName: period.name,
    year: period.year,
    version: ids.version,
    corrects: previous.corrects,
    previousRoot: previous.root,
    settings: period.settings,
    insufficientSampleReason: period.adoption?.insufficientSampleReason ?? null,
    criteriaSets: criteriaSetsOf(sheets),
    ranking: rankSheets(period.groups, sheets, period.settings),
  };
}

/**
 * The root that is printed in the decision: the Merkle tree (RFC 9162) over the hash of the manifest and the hashes
 * of all sheets in the manifest's order.
 */
export function sealRoot(manifest: Manifest): string {
  const sheetHashes = manifest.ranking.flatMap((group) => group.units.map((unit) => unit.sha256));
  return merkleRoot([sha256Hex(canonicalJson(manifest)), ...sheetHashes]);
}

const DEPTH = { field: 0, criterion: 1, subCriterion: 2 } as const;
const COLUMNS = ["max", "self", "appraised", "survey", "achieved"] as const;

/** The sum of what is scored, or null where nothing is; a maximum is always a number. */
function sumOf(rows: readonly SheetRow[], column: (typeof COLUMNS)[number]): number | null {
  const values = rows.flatMap((row) => row[column] ?? []);
  if (values.length === 0) return column === "max" ? 0 : null;
  return values.reduce((sum, value) => sum + value, 0);
}

/** The direct children of the row at a position: the rows one level down before the next row at its own level. */
function childrenAt(rows: readonly SheetRow[], at: number): SheetRow[] {
  const parent = rows[at];
  if (!parent || parent.source) return [];
  const after = rows.slice(at + 1);
  const end = after.findIndex((row) => DEPTH[row.level] <= DEPTH[parent.level]);
  const below = end === -1 ? after : after.slice(0, end);
  return below.filter((row) => DEPTH[row.level] === DEPTH[parent.level] + 1);
}

/** The columns that a leaf has no points in: the survey's for what the unit scores, the others for what people judge. */
function blankColumns({ source, exempt }: SheetRow): (keyof Totals)[] {
  if (exempt) return ["self", "appraised", "survey", "achieved"];
  return source === "survey" ? ["self", "appraised"] : ["survey"];
}

/** What is wrong with a leaf's own row: achieved is its appraised or its survey points, and no other column has any. */
function leafErrors(row: SheetRow): string[] {
  const errors = blankColumns(row).flatMap((column) =>
    row[column] === null ? [] : [`${column}: tiêu chí không có điểm ở cột này`],
  );
  if (row.exempt && row.max !== 0) errors.push("max: tiêu chí không đánh giá mà có điểm tối đa");
  const achieved = row.source === "survey" ? row.survey : row.appraised;
  return row.achieved === achieved ? errors : [...errors, "achieved: tổng không khớp"];
}

/** Which columns of a node are not the sum of its children. */
const sumErrorsOf = (found: Totals, children: readonly SheetRow[]): string[] =>
  COLUMNS.filter((column) => found[column] !== sumOf(children, column)).map(
    (column) => `${column}: tổng không khớp`,
  );

/** Which columns of the bottom line are not the sum of the fields, with bonus and penalty points in what is achieved. */
function totalErrors({ total, adjustments, rows }: FrozenSheet): string[] {
  const fields = rows.filter((row) => row.level === "field");
  const achieved = sumOf(fields, "achieved");
  const expected =
    adjustments && achieved !== null ? withAdjustment(achieved, adjustments.counted, total.max) : achieved;
  const errors = sumErrorsOf({ ...total, achieved }, fields);
  return total.achieved === expected ? errors : [...errors, "achieved: tổng không khớp"];
}

/**
 * Recomputes a frozen sheet's sums from its leaves and names every row and column that does not add up. Where none
 * is named, achieved = appraised + survey in every row (decision, section II.3), to which the total adds the bonus and
 * penalty points that count.
 */
export function sumErrors(sheet: FrozenSheet): string[] {
  const { unit, rows } = sheet;
  const ofRows = rows.flatMap((row, at) =>
    (row.source ? leafErrors(row) : sumErrorsOf(row, childrenAt(rows, at))).map(
      (error) => `${unit} ${row.code} ${error}`,
    ),
  );
  return [...ofRows, ...totalErrors(sheet).map((error) => `${unit} total ${error}`)];
}

/** What is wrong with what a result says it corrected: nothing named, or other points than its sheets have. */
function correctionFindings(
  { corrects, corrections = [] }: Manifest,
  sheets: readonly FrozenSheet[],
): string[] {
  if ((corrects === null) !== (corrections.length === 0))
    return ["corrections: bản đính chính phải nêu bản nó thay thế và đã đổi gì"];
  return corrections.flatMap(({ unit, leaf, code, column, to }) => {
    const row = sheets.find((sheet) => sheet.unit === unit)?.rows.find(({ id }) => id === leaf);
    return row?.source && row[column] === to
      ? []
      : [`${unit}: điểm mục ${code} khác với nội dung đính chính`];
  });
}

/**
 * Checks a result from its open data alone, parsed by `Manifest` and `FrozenSheet`: every sheet's hash and sums, the
 * criteria sets, the ranking, what it says it corrected, the root. Returns what is wrong, each finding naming the unit or part; an empty list
 * means the result is the one that was sealed. The order of the sheets does not matter.
 */
export function verifyResult(manifest: Manifest, sheets: readonly FrozenSheet[], root: string): string[] {
  const findings: string[] = [];
  const hashed = sheets.map((sheet) => ({ sheet, sha256: sha256Hex(canonicalJson(sheet)) }));
  const listed = new Map(
    manifest.ranking.flatMap(({ units }) => units.map((unit) => [unit.unit, unit.sha256])),
  );
  for (const { sheet, sha256 } of hashed) {
    if (listed.get(sheet.unit) !== sha256) findings.push(`${sheet.unit}: bảng điểm khác với bản đã chốt`);
    findings.push(...sumErrors(sheet));
    const { items = [], counted = 0 } = sheet.adjustments ?? {};
    if (countedAdjustment(items, manifest.settings) !== counted)
      findings.push(`${sheet.unit}: điểm thưởng, điểm trừ không khớp với mức tối đa`);
    listed.delete(sheet.unit);
  }
  for (const unit of listed.keys()) findings.push(`${unit}: thiếu bảng điểm`);
  if (canonicalJson(criteriaSetsOf(hashed)) !== canonicalJson(manifest.criteriaSets))
    findings.push("criteriaSets: bộ tiêu chí không khớp với các bảng điểm");
  const groups = manifest.ranking.map(({ group, name, ranked }) => ({ id: group, name, ranked }));
  if (canonicalJson(rankSheets(groups, hashed, manifest.settings)) !== canonicalJson(manifest.ranking))
    findings.push("ranking: xếp hạng không khớp với các bảng điểm");
  findings.push(...correctionFindings(manifest, sheets));
  if (sealRoot(manifest) !== root) findings.push("root: mã gốc không khớp");
  return findings;
}
