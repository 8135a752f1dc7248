import { type AnnexLine, type AnnexLines, readAnnexLines } from "./annex-rows.ts";
import {
  type Cell,
  type Columns,
  columnLetter,
  EMPTY,
  findTable,
  headingsOf,
  type NamedSheet,
  placesIn,
  type SheetFinding,
  textOf,
  type WrittenRow,
  widthsOf,
} from "./cells.ts";
import { type LeafNode, leavesOf, nodesOf, type SetDraft } from "./criteria-set.ts";
import {
  issuesOfPastUnit,
  type PastScores,
  type PastUnit,
  type Stated,
  type StatedSums,
} from "./past-year.ts";
import { namedSame, SheetReader } from "./past-year-cells.ts";
import type { Listed } from "./past-year-ranking.ts";
import { formatPoints, POINT } from "./points.ts";
import { searchable } from "./text-search.ts";

/** The columns of points that a unit's sheet has beside STT, name and maximum. */
const POINT_COLUMNS = {
  self: {
    heading: "Tự đánh giá",
    known: /^(diem )?(don vi )?tu (danh gia|cham)( diem)?$/,
    ...{ needed: true, width: 12 },
  },
  appraised: {
    heading: "Kết quả thẩm định",
    known: /^(diem |ket qua )?(hoi dong )?tham dinh$/,
    ...{ needed: true, width: 12 },
  },
  survey: {
    heading: "Điều tra xã hội học",
    known: /^(diem |ket qua )?dieu tra( xhh| xa hoi hoc)?$/,
    ...{ needed: false, width: 12 },
  },
  achieved: {
    heading: "Điểm đạt được",
    known: /^(tong )?diem dat( duoc)?$/,
    ...{ needed: false, width: 12 },
  },
} as const satisfies Columns<string>;
type PointColumn = keyof typeof POINT_COLUMNS;
const POINT_NAMES = ["self", "appraised", "survey", "achieved"] as const satisfies PointColumn[];

/** The rest of the columns of a unit's sheet, as they are written. */
const UNIT_HEADINGS = ["STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa"];

/** The widths of the columns of a unit's sheet, in characters. */
export const PAST_UNIT_WIDTHS: readonly number[] = [10, 60, 10, ...widthsOf(POINT_COLUMNS), 40, 18, 10];

const HEAD = { id: "Mã đơn vị", name: "Đơn vị" } as const;
const EXEMPT = "Không đánh giá";
const EXEMPT_NOTE = /^không (?:đánh giá|áp dụng)\s*[:–-]?\s*([\s\S]*)$/iu;
const LEVEL_WORDS = { field: "Lĩnh vực", criterion: "Tiêu chí", subCriterion: "Tiêu chí thành phần" };
const REASON_MAX = 500;

/** Points by their columns, each where it is told. */
type Sums = { [Column in PointColumn]?: number | null | undefined };

/**
 * The places of the columns of points: beside the headings of the annex, where one may be missing, or in the row below where
 * those stand above it.
 */
function pointPlaces(rows: readonly (readonly Cell[])[], header: number): ReadonlyMap<PointColumn, number> {
  const below = findTable(rows.slice(header + 1, header + 2), POINT_COLUMNS).table.places;
  return new Map([...below, ...placesIn(rows[header] ?? [], POINT_COLUMNS)]);
}

export const isUnitSheet = ({ rows }: NamedSheet): boolean => {
  const { header } = readAnnexLines(rows);
  return header >= 0 && pointPlaces(rows, header).has("appraised");
};

/** Which listed unit a sheet is of: as its head tells, or by the name of the sheet; `wanted` is what it is called by. */
export function ownerOf(
  { name: sheet, rows }: NamedSheet,
  listed: readonly Listed[],
): { wanted: string; owner: Listed | undefined } {
  const head = rows.slice(0, Math.max(readAnnexLines(rows).header, 0));
  const told = (label: string) => {
    const value = head.find(([cell = EMPTY]) => namedSame(textOf(cell), label))?.[1];
    return value && value.merged === undefined ? textOf(value) : "";
  };
  const inHead = told(HEAD.id) || told(HEAD.name);
  const wanted = inHead || sheet;
  const owner =
    listed.find(({ unit }) => unit === wanted) ??
    listed.find(({ name }) => namedSame(name, wanted)) ??
    (inHead === "" ? onlyBeginning(listed, sheet) : undefined);
  return { wanted, owner };
}

/** The listed unit whose name alone begins as a sheet is called: names of sheets have 31 characters at most. */
function onlyBeginning(listed: readonly Listed[], sheet: string): Listed | undefined {
  const [first, second] = listed.filter(({ name }) => searchable(name).startsWith(searchable(sheet)));
  return second ? undefined : first;
}

/** Sums without those that are blank. */
const givenOf = (sums: Sums): StatedSums => {
  const given: StatedSums = {};
  for (const column of POINT_NAMES) {
    const points = sums[column];
    if (points !== null && points !== undefined) given[column] = points;
  }
  return given;
};

function addSums(stated: Stated, node: string, sums: Sums): void {
  const given = givenOf(sums);
  if (Object.keys(given).length > 0) stated.nodes[node] = given;
}

type PastNode = ReturnType<typeof nodesOf>[number];

/** Reads the sheet of one unit: its points by the leaves of the set, what it is exempt from, and the sums that are stated. */
class UnitReader {
  readonly scores: Record<string, PastScores> = {};
  readonly exempt: Record<string, string> = {};
  readonly stated: Stated;
  readonly rowOf = new Map<string, number>();
  readonly #sheet: SheetReader;
  readonly #rows: NamedSheet["rows"];
  readonly #annex: AnnexLines;
  readonly #places: ReadonlyMap<PointColumn, number>;
  readonly #set: SetDraft;
  readonly #nodes: Map<string, PastNode>;
  readonly #byCode: Map<string, PastNode>;

  constructor(
    sheet: SheetReader,
    rows: NamedSheet["rows"],
    annex: AnnexLines,
    { stated }: Listed,
    set: SetDraft,
  ) {
    this.stated = { ...stated, nodes: {} };
    this.#sheet = sheet;
    this.#rows = rows;
    this.#annex = annex;
    this.#places = pointPlaces(rows, annex.header);
    this.#set = set;
    this.#nodes = new Map(nodesOf(set).map((node) => [node.id, node]));
    this.#byCode = new Map(nodesOf(set).map((node) => [node.code, node]));
  }

  checkColumns(): void {
    for (const column of POINT_NAMES)
      if (POINT_COLUMNS[column].needed && !this.#places.has(column))
        this.#sheet.report(this.#annex.header + 1, "A", `không có cột «${POINT_COLUMNS[column].heading}»`);
  }

  letter(column: PointColumn): string {
    return columnLetter(this.#places.get(column) ?? 0);
  }

  #pointsIn(row: number): Record<PointColumn, number | null> {
    const of = (column: PointColumn) => {
      const cell = this.#rows[row - 1]?.[this.#places.get(column) ?? -1] ?? EMPTY;
      return this.#sheet.points(row, this.letter(column), cell);
    };
    return { self: of("self"), appraised: of("appraised"), survey: of("survey"), achieved: of("achieved") };
  }

  #exemption({ row, note }: AnnexLine): string | null {
    const [found, reason = ""] = EXEMPT_NOTE.exec(note) ?? [];
    if (found === undefined) return null;
    const letter = this.#annex.letterOf("note");
    if (reason === "") this.#sheet.report(row, letter, `cần lý do, dạng: ${EXEMPT}: lý do`);
    if (reason.length > REASON_MAX) this.#sheet.report(row, letter, `lý do dài quá ${REASON_MAX} ký tự`);
    return reason;
  }

  #leaf(line: AnnexLine, node: LeafNode, points: PastScores): void {
    const { row, max } = line;
    if (max !== null && max !== node.max)
      this.#sheet.report(
        ...[row, this.#annex.letterOf("max")],
        `điểm tối đa của mục ${node.code} là ${formatPoints(max)}, trong bộ tiêu chí là ${formatPoints(node.max)}`,
      );
    const reason = this.#exemption(line);
    if (reason !== null) this.exempt[node.id] = reason;
    const isBlank = Object.values(points).every((value) => value === null);
    if (reason === null || !isBlank) this.scores[node.id] = points;
  }

  line(line: AnnexLine): void {
    const { row, code, printed } = line;
    const node = this.#nodes.get(line.id) ?? this.#byCode.get(code) ?? this.#byCode.get(printed);
    const letter = this.#annex.letterOf("code");
    if (!node) {
      this.#sheet.report(row, letter, `bộ tiêu chí «${this.#set.name}» không có mục «${printed}»`);
      return;
    }
    const first = this.rowOf.get(node.id);
    if (first !== undefined) this.#sheet.report(row, letter, `mục ${node.code} trùng với dòng ${first}`);
    this.rowOf.set(node.id, row);
    const { achieved, ...points } = this.#pointsIn(row);
    if ("source" in node) this.#leaf(line, node, points);
    addSums(this.stated, node.id, "source" in node ? { achieved } : { ...points, achieved });
  }

  total(row: number): void {
    this.stated.total = givenOf(this.#pointsIn(row));
  }
}

/** The points of a unit's sheet, by the leaves of its set, and the sums that it states. */
export function readPastUnit(
  { name, rows }: NamedSheet,
  listed: Listed,
  { set, surveyHeld }: { set: SetDraft; surveyHeld: boolean },
  into: SheetFinding[],
): PastUnit {
  const sheet = new SheetReader(name, into);
  const annex = readAnnexLines(rows);
  sheet.add(annex.findings);
  const reader = new UnitReader(sheet, rows, annex, listed, set);
  reader.checkColumns();
  const { row: _row, setText: _text, ...told } = listed;
  const nothing: PastUnit = { ...told, criteriaSet: set.id, exempt: {}, scores: {} };
  if (annex.lines.length === 0 && annex.findings.length > 0) return nothing;
  for (const line of annex.lines) reader.line(line);
  const [total] = annex.totals;
  if (total !== undefined) reader.total(total);
  const { exempt, scores, stated, rowOf } = reader;
  const past: PastUnit = { ...nothing, exempt, scores, stated };
  const atFault = sheet.rowsAtFault();
  for (const { leaf, column, message } of issuesOfPastUnit(past, set, surveyHeld)) {
    const row = rowOf.get(leaf ?? "");
    const letter = column ? reader.letter(column) : annex.letterOf("code");
    if (row === undefined || !atFault.has(row)) sheet.report(row ?? annex.header + 1, letter, message);
  }
  return past;
}

const pointsCell = (points: number | null | undefined) => ({
  value: points === null || points === undefined ? null : points / POINT,
});

const sumCells = (sums: Sums) => POINT_NAMES.map((column) => pointsCell(sums[column]));

/** The rows of a unit's sheet, below whose it is: what `readPastUnit` reads into the same unit. */
export function pastUnitRows(past: PastUnit, set: SetDraft): WrittenRow[] {
  const { unit, name, scores, exempt, stated } = past;
  const maximum = [...leavesOf(set)].reduce((sum, { leaf }) => sum + leaf.max, 0);
  const row = (
    node: { id: string; code: string; name: string; max: number },
    level: keyof typeof LEVEL_WORDS,
  ): WrittenRow => {
    const reason = exempt[node.id];
    return [
      ...[node.code, node.name].map((value) => ({ value, bold: level === "field" })),
      pointsCell(node.max),
      ...sumCells({ ...scores[node.id], ...stated.nodes[node.id] }),
      ...[reason === undefined ? "" : `${EXEMPT}: ${reason}`, LEVEL_WORDS[level], node.id].map((value) => ({
        value,
      })),
    ];
  };
  return [
    [{ value: HEAD.id, bold: true }, { value: unit }],
    [{ value: HEAD.name, bold: true }, { value: name }],
    [],
    [
      ...UNIT_HEADINGS.map((value) => ({ value, bold: true })),
      ...headingsOf(POINT_COLUMNS),
      ...["Ghi chú", "Cấp", "Mã"].map((value) => ({ value, bold: true })),
    ],
    ...set.fields.flatMap((field) => [
      row(field, "field"),
      ...field.criteria.flatMap((criterion) => [
        row(criterion, "criterion"),
        ...("subCriteria" in criterion ? criterion.subCriteria.map((sub) => row(sub, "subCriterion")) : []),
      ]),
    ]),
    [{ value: null }, { value: "Tổng", bold: true }, pointsCell(maximum), ...sumCells(stated.total)],
  ];
}
