import { countedAdjustment, withAdjustment } from "./adjustments.ts";
import type { FrozenSheet, GroupRanking, Manifest, RankedUnit, SheetRow, Totals } from "./documents.ts";
import { canonicalJson, sha256Hex } from "./merkle.ts";
import { formatPoints } from "./points.ts";
import { criteriaSetsOf, forRanking, type HashedSheet, rankSheets, sealRoot } from "./seal.ts";

/** The columns of a sheet and of the ranking, as people read them. */
const COLUMN_TEXT = {
  ...{ max: "điểm tối đa", self: "tự đánh giá", appraised: "kết quả thẩm định" },
  ...{ survey: "điều tra xã hội học", achieved: "điểm đạt được" },
  ...{ index: "chỉ số", rank: "hạng", band: "xếp loại" },
  ...{ name: "tên đơn vị", selfAssessed: "có tự đánh giá" },
} as const;
export type ResultColumn = keyof typeof COLUMN_TEXT;

/**
 * What is wrong with a result, and where: the unit, the printed code of a row (null where it is about more than one, or
 * about the bottom line) and the column.
 */
export interface ResultFinding {
  part: "sheet" | "missing" | "sums" | "criteriaSets" | "ranking" | "corrections" | "root";
  unit: string | null;
  code: string | null;
  column: ResultColumn | null;
  text: string;
}

const TOTAL = "tổng cộng";

/** A finding as a line: "so-y-te, mục 1.2, cột điểm đạt được: ghi 2,5, cộng lại là 2,25". */
export function resultFindingText({ unit, code, column, text }: Omit<ResultFinding, "part">): string {
  const places = [
    ...(unit === null ? [] : [unit]),
    ...(code === null ? [] : [code === TOTAL ? TOTAL : `mục ${code}`]),
    ...(column === null ? [] : [`cột ${COLUMN_TEXT[column]}`]),
  ];
  return places.length === 0 ? text : `${places.join(", ")}: ${text}`;
}

const DEPTH = { field: 0, criterion: 1, subCriterion: 2 } as const;
const COLUMNS = ["max", "self", "appraised", "survey", "achieved"] as const;
type SumColumn = (typeof COLUMNS)[number];

/** The sum of what is scored, or null where nothing is; a maximum is always a number. */
function sumOf(rows: readonly SheetRow[], column: SumColumn): number | null {
  const values = rows.flatMap((row) => row[column] ?? []);
  if (values.length === 0) return column === "max" ? 0 : null;
  return values.reduce((sum, value) => sum + value, 0);
}

/** The direct children of the row at a position: the rows one level down before the next row at its own level. */
function childrenAt(rows: readonly SheetRow[], at: number): SheetRow[] {
  const parent = rows[at];
  if (!parent || parent.source) return [];
  const children: SheetRow[] = [];
  for (const row of rows.slice(at + 1)) {
    if (DEPTH[row.level] <= DEPTH[parent.level]) break;
    if (DEPTH[row.level] === DEPTH[parent.level] + 1) children.push(row);
  }
  return children;
}

/** The columns that a leaf has no points in: the survey's for what the unit scores, the others for what people judge. */
function blankColumns({ source, exempt }: SheetRow): SumColumn[] {
  if (exempt) return ["self", "appraised", "survey", "achieved"];
  return source === "survey" ? ["self", "appraised"] : ["survey"];
}

const pointsText = (points: number | null): string => (points === null ? "—" : formatPoints(points));

/** What a column says and what it should. */
type Difference = [column: SumColumn, text: string];
const summed = (column: SumColumn, found: number | null, sum: number | null): Difference[] =>
  found === sum ? [] : [[column, `ghi ${pointsText(found)}, cộng lại là ${pointsText(sum)}`]];

/** What is wrong with a leaf's own row: achieved is its appraised or its survey points, and no other column has any. */
function leafErrors(row: SheetRow): Difference[] {
  const errors = blankColumns(row).flatMap((column): Difference[] =>
    row[column] === null ? [] : [[column, "tiêu chí không có điểm ở cột này"]],
  );
  if (row.exempt && row.max !== 0) errors.push(["max", "tiêu chí không đánh giá mà có điểm tối đa"]);
  if ((row.achieved ?? 0) > row.max) errors.push(["achieved", "vượt điểm tối đa"]);
  return [
    ...errors,
    ...summed("achieved", row.achieved, row.source === "survey" ? row.survey : row.appraised),
  ];
}

/** Which columns of a node are not the sum of its children. */
const sumErrorsOf = (found: Totals, children: readonly SheetRow[]): Difference[] =>
  COLUMNS.flatMap((column) => summed(column, found[column], sumOf(children, column)));

/** Which columns of the bottom line are not the sum of the fields, with bonus and penalty points in what is achieved. */
function totalErrors({ total, adjustments, rows }: FrozenSheet): Difference[] {
  const fields = rows.filter((row) => row.level === "field");
  const achieved = sumOf(fields, "achieved");
  const expected =
    adjustments && achieved !== null ? withAdjustment(achieved, adjustments.counted, total.max) : achieved;
  return [...sumErrorsOf({ ...total, achieved }, fields), ...summed("achieved", total.achieved, expected)];
}

/**
 * Recomputes a frozen sheet's sums from its leaves and names every row and column that does not add up. Where none
 * is named, achieved = appraised + survey in every row (decision, section II.3), to which the total adds the bonus and
 * penalty points that count.
 */
export function sumFindings(sheet: FrozenSheet): ResultFinding[] {
  const { unit, rows } = sheet;
  const findings = (code: string, differences: readonly Difference[]) =>
    differences.map(([column, text]): ResultFinding => ({ part: "sums", unit, code, column, text }));
  return [
    ...rows.flatMap((row, at) =>
      findings(row.code, row.source ? leafErrors(row) : sumErrorsOf(row, childrenAt(rows, at))),
    ),
    ...findings(TOTAL, totalErrors(sheet)),
  ];
}

const finding = (part: ResultFinding["part"], unit: string | null, text: string): ResultFinding => ({
  ...{ part, unit, code: null, column: null, text },
});

/** What of a place in the ranking follows from the unit's own sheet, and what from the others' too. */
const OWN = ["name", "max", "achieved", "band", "selfAssessed"] as const;
const AMONG_OTHERS = ["index", "rank"] as const;
type PlaceColumn = (typeof OWN)[number] | (typeof AMONG_OTHERS)[number];

function valueText(column: PlaceColumn, value: string | number | boolean | null): string {
  if (value === null) return "—";
  if (typeof value === "boolean") return value ? "có" : "không";
  return column === "max" || column === "achieved" ? formatPoints(Number(value)) : String(value);
}

function placeFindings(found: RankedUnit, computed: RankedUnit, columns: readonly PlaceColumn[]) {
  return columns.flatMap((column): ResultFinding[] => {
    if (found[column] === computed[column]) return [];
    const [says, is] = [found[column], computed[column]].map((value) => valueText(column, value));
    return [{ ...finding("ranking", found.unit, `ghi ${says}, tính lại là ${is}`), column }];
  });
}

/** Where two orders of units part first. */
function orderFindings(found: readonly RankedUnit[], computed: readonly RankedUnit[]): ResultFinding[] {
  const at = computed.findIndex(({ unit }, position) => found[position]?.unit !== unit);
  const first = computed[at];
  if (first) return [finding("ranking", first.unit, `phải đứng ở vị trí ${at + 1} của nhóm`)];
  const surplus = found[computed.length];
  return surplus
    ? [finding("ranking", surplus.unit, "không có bảng điểm trong nhóm, hoặc đứng hai lần")]
    : [];
}

/**
 * What of a group's ranking does not follow from its sheets. Where sheets are `lacking` or are not those that were sealed, what
 * depends on all of them is not judged, and that is said.
 */
function groupFindings(
  found: GroupRanking,
  computed: GroupRanking,
  lacking: ReadonlySet<string>,
): ResultFinding[] {
  const byUnit = new Map(computed.units.map((unit) => [unit.unit, unit]));
  const listed = new Set(found.units.map(({ unit }) => unit));
  const doubtful = found.units.flatMap(({ unit }) => (lacking.has(unit) ? [unit] : []));
  const extra = computed.units.filter(({ unit }) => !listed.has(unit));
  const unlisted = extra.map(({ unit }) => finding("ranking", unit, `không có trong nhóm ${found.group}`));
  const columns = doubtful.length === 0 ? [...OWN, ...AMONG_OTHERS] : OWN;
  const ofUnits = found.units.flatMap((place) => {
    const own = byUnit.get(place.unit);
    return own ? placeFindings(place, own, columns) : [];
  });
  if (doubtful.length > 0)
    ofUnits.push(
      finding(
        "ranking",
        null,
        `chưa tính lại được thứ hạng của nhóm ${found.group}: thiếu bảng điểm đã chốt của ${doubtful.join(", ")}`,
      ),
    );
  else if (extra.length === 0) ofUnits.push(...orderFindings(found.units, computed.units));
  return [...unlisted, ...ofUnits];
}

function rankingFindings(
  manifest: Manifest,
  ranked: readonly HashedSheet[],
  lacking: ReadonlySet<string>,
): ResultFinding[] {
  const { ranking, settings } = manifest;
  const groups = ranking.map(({ group, name, ranked }) => ({ id: group, name, ranked }));
  const computed = rankSheets(groups, ranked, settings);
  const known = new Set(groups.map(({ id }) => id));
  const homeless = ranked.filter(({ sheet }) => !known.has(sheet.group));
  return [
    ...homeless.map(({ sheet }) =>
      finding("ranking", sheet.unit, `nhóm ${sheet.group} không có trong xếp hạng`),
    ),
    ...ranking.flatMap((group, at) => groupFindings(group, computed[at] ?? { ...group, units: [] }, lacking)),
  ];
}

/** Checks a result sheet by sheet, so that no more than one must be at hand. */
export interface ResultCheck {
  /** Checks one sheet: its hash, its place, its sums, its bonus and penalty points. Returns what is wrong with it. */
  sheet(sheet: FrozenSheet, sha256?: string): ResultFinding[];
  /** Checks, after all sheets, what they make together: criteria sets, ranking, root. Returns what is wrong. */
  whole(): ResultFinding[];
}

/** The points of a sheet that are not what its result says they were corrected to. */
const correctedFindings = ({ corrections = [] }: Manifest, { unit, rows }: FrozenSheet): ResultFinding[] =>
  corrections.flatMap((corrected) => {
    if (corrected.unit !== unit) return [];
    const row = rows.find(({ id }) => id === corrected.leaf);
    return row?.source && row[corrected.column] === corrected.to
      ? []
      : [finding("corrections", unit, `điểm mục ${corrected.code} khác với nội dung đính chính`)];
  });

/** Begins to check a result against its manifest and root, both parsed. Each finding names the unit or part. */
export function checkResult(manifest: Manifest, root: string): ResultCheck {
  const listed = new Map(
    manifest.ranking.flatMap(({ units }) => units.map((unit) => [unit.unit, unit.sha256])),
  );
  const lacking = new Set(listed.keys());
  const absent = new Set(listed.keys());
  const ranked: HashedSheet[] = [];
  return {
    sheet(sheet, sha256 = sha256Hex(canonicalJson(sheet))) {
      const { unit, scheme, period, adjustments } = sheet;
      if (!listed.has(unit)) return [finding("sheet", unit, "đơn vị không có trong xếp hạng")];
      if (!absent.delete(unit)) return [finding("sheet", unit, "bảng điểm có hai lần")];
      const findings: ResultFinding[] = [];
      ranked.push(forRanking({ sheet, sha256 }));
      if (listed.get(unit) === sha256) lacking.delete(unit);
      else findings.push(finding("sheet", unit, "bảng điểm khác với bản đã chốt"));
      if (scheme !== manifest.scheme || period !== manifest.period)
        findings.push(finding("sheet", unit, `bảng điểm thuộc kỳ ${scheme}/${period}`));
      findings.push(...sumFindings(sheet));
      findings.push(...correctedFindings(manifest, sheet));
      const { items = [], counted = 0 } = adjustments ?? {};
      if (countedAdjustment(items, manifest.settings) !== counted)
        findings.push(finding("sums", unit, "điểm thưởng, điểm trừ không khớp với mức tối đa"));
      return findings;
    },
    whole() {
      const findings = [...absent].map((unit) => finding("missing", unit, "thiếu bảng điểm"));
      if (absent.size === 0 && canonicalJson(criteriaSetsOf(ranked)) !== canonicalJson(manifest.criteriaSets))
        findings.push(finding("criteriaSets", null, "bộ tiêu chí không khớp với các bảng điểm"));
      findings.push(...rankingFindings(manifest, ranked, lacking));
      const { corrects, corrections = [] } = manifest;
      if ((corrects === null) !== (corrections.length === 0))
        findings.push(finding("corrections", null, "bản đính chính phải nêu bản nó thay thế và đã đổi gì"));
      if (sealRoot(manifest) !== root) findings.push(finding("root", null, "mã gốc không khớp"));
      return findings;
    },
  };
}

/**
 * Checks a result from its open data alone, parsed by `Manifest` and `FrozenSheet`: every sheet's hash and sums, the
 * criteria sets, the ranking, the root. Returns what is wrong, each finding naming the unit or part; an empty list
 * means the result is the one that was sealed. The order of the sheets does not matter.
 */
export function verifyResult(
  manifest: Manifest,
  sheets: readonly FrozenSheet[],
  root: string,
): ResultFinding[] {
  const check = checkResult(manifest, root);
  return [...sheets.flatMap((sheet) => check.sheet(sheet)), ...check.whole()];
}
