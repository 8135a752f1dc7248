import {
  type Cell,
  type CellFinding,
  type Columns,
  columnLetter,
  EMPTY,
  findTable,
  headingsOf,
  type NamedSheet,
  placesIn,
  refusalOfCell,
  type SheetFinding,
  sheetName,
  type Table,
  textOf,
  type WrittenRow,
  type WrittenSheet,
  widthsOf,
} from "./cells.ts";
import { type CriteriaSet, Id, leavesOf, nodesOf } from "./criteria-set.ts";
import type { UnitGroup } from "./documents.ts";
import type { NamedUnit } from "./member-file.ts";
import {
  issuesOfPastUnit,
  type PastColumn,
  type PastScores,
  type PastUnit,
  type PastYear,
  type Stated,
  type StatedSums,
} from "./past-year.ts";
import { formatPoints, POINT, parsePoints } from "./points.ts";
import { type AnnexLine, readAnnexLines, readSetRows, SET_WIDTHS, setRows } from "./set-rows.ts";
import { idOfName, searchable } from "./text-search.ts";

/** The columns of the sheet that ranks the units. */
const RANKING_COLUMNS = {
  name: { heading: "Đơn vị", known: /^(ten )?(don vi|co quan)/, needed: true, width: 44 },
  group: { heading: "Nhóm", known: /^nhom( don vi)?$/, needed: true, width: 28 },
  criteriaSet: { heading: "Bộ tiêu chí", known: /^bo tieu chi$/, needed: false, width: 24 },
  index: { heading: "Chỉ số (%)", known: /^chi so/, needed: false, width: 12 },
  rank: { heading: "Xếp hạng", known: /^((xep|thu) )?hang$/, needed: false, width: 10 },
  order: { heading: "Thứ tự", known: /^(thu tu|stt|tt)\.?$/, needed: false, width: 8 },
  id: { heading: "Mã", known: /^ma( don vi)?$/, needed: false, width: 24 },
} as const satisfies Columns<string>;
type RankingColumn = keyof typeof RANKING_COLUMNS;

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
const UNIT_WIDTHS = [10, 60, 10, ...widthsOf(POINT_COLUMNS), 40, 18, 10];

const RANKING = "Xếp hạng";
const HEAD = { id: "Mã đơn vị", name: "Đơn vị" } as const;
const EXEMPT = "Không đánh giá";
const EXEMPT_NOTE = /^không (?:đánh giá|áp dụng)\s*[:–-]?\s*([\s\S]*)$/iu;
const LEVEL_WORDS = { field: "Lĩnh vực", criterion: "Tiêu chí", subCriterion: "Tiêu chí thành phần" };
const NAME_MAX = 300;
const REASON_MAX = 500;

/** What a workbook of a past year may name: the groups, units and sets of a year at hand. */
export interface PastContext {
  sets: readonly Pick<CriteriaSet, "fields">[];
  groups: readonly UnitGroup[];
  units: readonly NamedUnit[];
  /** Who appraised a leaf where the set does not say. */
  lead: string;
  surveyHeld: boolean;
}

export type ReadPast = { past: PastYear; findings: [] } | { past: null; findings: SheetFinding[] };

/**
 * A set whose sheet tells no ids, with those of the year at hand where code and name are the same, so that years compare.
 * Every other node gets an id that nothing in that year has: two things of one id would be compared as one.
 */
function withKnownIds(set: SetDraft, known: PastContext["sets"]): SetDraft {
  const wordsOf = ({ code, name }: { code: string; name: string }) => `${code} ${searchable(name)}`;
  const ids = new Map(known.flatMap(nodesOf).map((node) => [wordsOf(node), node.id]));
  const given = new Set<string>();
  const withId = <Node extends { id: string; code: string; name: string }>(node: Node): Node => {
    const id = ids.get(wordsOf(node));
    const free = id === undefined || given.has(id) ? `cu${node.id}` : id;
    given.add(free);
    return { ...node, id: free };
  };
  const fields = set.fields.map((field) => ({
    ...withId(field),
    criteria: field.criteria.map((criterion) =>
      "subCriteria" in criterion
        ? { ...withId(criterion), subCriteria: criterion.subCriteria.map(withId) }
        : withId(criterion),
    ),
  }));
  return { ...set, fields };
}

/** A row of the ranking with what its unit's sheet must still bring. */
interface Listed extends Omit<PastUnit, "scores" | "exempt" | "criteriaSet"> {
  row: number;
  setText: string;
}

type SetDraft = PastYear["sets"][number];

/** Points by their columns, each where it is told. */
type Sums = { [Column in PointColumn]?: number | null | undefined };

const namedSame = (one: string, other: string) => searchable(one) === searchable(other);

/**
 * The places of the columns of points: beside the headings of the annex, where one may be missing, or in the row below where
 * those stand above it.
 */
function pointPlaces(rows: readonly (readonly Cell[])[], header: number): ReadonlyMap<PointColumn, number> {
  const below = findTable(rows.slice(header + 1, header + 2), POINT_COLUMNS).table.places;
  return new Map([...below, ...placesIn(rows[header] ?? [], POINT_COLUMNS)]);
}

const isUnitSheet = ({ rows }: NamedSheet): boolean => {
  const { header } = readAnnexLines(rows);
  return header >= 0 && pointPlaces(rows, header).has("appraised");
};

const isRanking = ({ rows }: NamedSheet): boolean => {
  const { places } = findTable(rows, RANKING_COLUMNS).table;
  return places.has("name") && places.has("group");
};

/** An index in per cent as it is compared: "86,72"; null where the cell holds none. */
function indexOf(cell: Cell): string | null {
  const { value, format = "" } = cell;
  if (typeof value !== "number") {
    const text = textOf(cell).replace("%", "").trim().replace(".", ",");
    return /^\d{1,4}(,\d{1,4})?$/.test(text) ? text : null;
  }
  const decimals = /\.(0+)/.exec(format)?.[1]?.length;
  const shown = (format.includes("%") ? value * 100 : value).toFixed(Math.min(decimals ?? 4, 4));
  const text = decimals === undefined ? shown.replace(/\.?0+$/, "") : shown;
  return value >= 0 && value < 10_000 ? text.replace(".", ",") : null;
}

class Reader {
  readonly findings: SheetFinding[] = [];
  readonly #context: PastContext;

  constructor(context: PastContext) {
    this.#context = context;
  }

  add(sheet: string, findings: readonly CellFinding[]): void {
    this.findings.push(...findings.map((finding) => ({ sheet, ...finding })));
  }

  report(sheet: string, row: number, column: string, message: string): void {
    this.findings.push({ sheet, row, column, message });
  }

  /** A text of a cell; a formula or an error is a finding and none. */
  text(sheet: string, row: number, letter: string, cell: Cell): string {
    const refused = refusalOfCell(cell);
    if (refused !== null) this.report(sheet, row, letter, refused);
    return refused === null ? textOf(cell) : "";
  }

  points(sheet: string, row: number, letter: string, cell: Cell): number | null {
    const text = this.text(sheet, row, letter, cell);
    if (text === "") return null;
    const points = parsePoints(text);
    if (points === null)
      this.report(
        ...[sheet, row, letter],
        `điểm là «${text}»; cần một số không âm, tối đa bốn chữ số thập phân`,
      );
    return points;
  }

  /** The unit of a row of the ranking: by the id told, or by the name it has in the year at hand. */
  #unit(sheet: string, row: number, letters: { id: string; name: string }, id: string, name: string): string {
    if (id !== "") {
      if (!Id.safeParse(id).success)
        this.report(sheet, row, letters.id, `mã «${id}» chỉ được gồm chữ a–z, số và dấu gạch nối`);
      return id;
    }
    const [first, second] = this.#context.units.filter((unit) => namedSame(unit.name, name));
    if (!first || second)
      this.report(
        ...[sheet, row, letters.name],
        first
          ? `có nhiều đơn vị tên «${name}»; ghi mã đơn vị vào cột «Mã»`
          : `không có đơn vị «${name}» trong kỳ đánh giá đang mở; nếu đơn vị đã thôi tồn tại, ghi mã vào cột «Mã»`,
      );
    return first?.id ?? "";
  }

  #rank(sheet: string, row: number, letter: string, text: string): number | null {
    if (text === "" || text === "—" || text === "-") return null;
    if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
    this.report(sheet, row, letter, `hạng «${text}» không phải là số nguyên dương`);
    return null;
  }

  #listed(
    sheet: string,
    row: number,
    cells: readonly Cell[],
    table: Table<RankingColumn>,
    at: number,
  ): Listed {
    const letter = (column: RankingColumn) => columnLetter(table.places.get(column) ?? 0);
    const cell = (column: RankingColumn) => cells[table.places.get(column) ?? -1] ?? EMPTY;
    const text = (column: RankingColumn) => this.text(sheet, row, letter(column), cell(column));
    const name = text("name");
    if (name === "") this.report(sheet, row, letter("name"), "còn thiếu tên đơn vị");
    if (name.length > NAME_MAX)
      this.report(sheet, row, letter("name"), `dài ${name.length} ký tự, nhiều nhất ${NAME_MAX}`);
    const indexCell = text("index") === "" ? EMPTY : cell("index");
    const index = indexOf(indexCell);
    if (index === null && indexCell !== EMPTY)
      this.report(sheet, row, letter("index"), `chỉ số «${textOf(indexCell)}» không phải là số phần trăm`);
    const orderText = text("order");
    const order = /^\d{1,6}$/.test(orderText) ? Number(orderText) : at;
    const groupText = text("group");
    const known = this.#context.groups.find(
      ({ id, name: one }) => id === groupText || namedSame(one, groupText),
    );
    const group = known?.id ?? idOfName(groupText);
    if (group === "") this.report(sheet, row, letter("group"), "còn thiếu nhóm");
    return {
      ...{ row, name, order, group, setText: text("criteriaSet") },
      unit:
        name === ""
          ? ""
          : this.#unit(sheet, row, { id: letter("id"), name: letter("name") }, text("id"), name),
      stated: { index, rank: this.#rank(sheet, row, letter("rank"), text("rank")), total: {}, nodes: {} },
    };
  }

  /** The units that the ranking lists, and the groups it names, those of the year at hand first. */
  ranking({ name: sheet, rows }: NamedSheet): { listed: Listed[]; groups: UnitGroup[] } {
    const { table, findings } = findTable(rows, RANKING_COLUMNS);
    this.add(sheet, findings);
    const listed: Listed[] = [];
    const groupNames = new Map<string, string>();
    const rowOf = new Map<string, number>();
    rows.slice(table.header + 1).forEach((cells, at) => {
      const row = table.header + at + 2;
      const isFilled = (["name", "group", "id"] as const).some((column) => {
        const cell = cells[table.places.get(column) ?? -1] ?? EMPTY;
        return cell.merged !== "across" && (textOf(cell) !== "" || refusalOfCell(cell) !== null);
      });
      if (!isFilled) return;
      const one = this.#listed(sheet, row, cells, table, listed.length);
      const first = rowOf.get(one.unit);
      if (one.unit !== "" && first !== undefined)
        this.report(sheet, row, "A", `đơn vị «${one.name}» trùng với dòng ${first}`);
      rowOf.set(one.unit, row);
      if (!groupNames.has(one.group))
        groupNames.set(one.group, textOf(cells[table.places.get("group") ?? -1] ?? EMPTY));
      listed.push(one);
    });
    if (listed.length === 0 && findings.length === 0)
      this.report(sheet, table.header + 1, "A", "không có dòng nào dưới tiêu đề");
    const known = this.#context.groups.filter(({ id }) => groupNames.has(id));
    const others = [...groupNames].flatMap(([id, name]): UnitGroup[] => {
      const ranked = listed.some(({ group, stated }) => group === id && stated.rank !== null);
      return known.some((group) => group.id === id) ? [] : [{ id, name, ranked }];
    });
    return { listed, groups: [...known, ...others] };
  }

  set({ name: sheet, rows }: NamedSheet, units: readonly NamedUnit[]): SetDraft[] {
    const id = idOfName(sheet) || "bo-tieu-chi";
    const { set, findings } = readSetRows(rows, {
      id,
      name: sheet,
      lead: this.#context.lead,
      units,
      past: true,
    });
    this.add(sheet, findings);
    if (!set) return [];
    const { leaves: _, ...draft } = set;
    return [readAnnexLines(rows).tellsIds ? draft : withKnownIds(draft, this.#context.sets)];
  }

  /** The set of a listed unit: the one it names, or the only one there is. */
  setOf(ranking: string, { row, setText, name }: Listed, sets: readonly SetDraft[]): SetDraft | null {
    const found =
      setText === ""
        ? sets.filter(() => sets.length === 1)
        : sets.filter((set) => set.id === setText || namedSame(set.name, setText));
    if (found[0]) return found[0];
    this.report(
      ...[ranking, row, "A"],
      setText === ""
        ? `chưa rõ đơn vị «${name}» dùng bộ tiêu chí nào; ghi vào cột «Bộ tiêu chí»`
        : `không có bộ tiêu chí «${setText}» trong tệp`,
    );
    return null;
  }

  #exemption(sheet: string, { row, note }: AnnexLine, letter: string): string | null {
    const [found, reason = ""] = EXEMPT_NOTE.exec(note) ?? [];
    if (found === undefined) return null;
    if (reason === "") this.report(sheet, row, letter, `cần lý do, dạng: ${EXEMPT}: lý do`);
    if (reason.length > REASON_MAX) this.report(sheet, row, letter, `lý do dài quá ${REASON_MAX} ký tự`);
    return reason;
  }

  /** The points of a unit's sheet, by the leaves of its set, and the sums that it states. */
  unit({ name: sheet, rows }: NamedSheet, listed: Listed, set: SetDraft): PastUnit {
    const { header, lines, totals, findings, letterOf } = readAnnexLines(rows);
    this.add(sheet, findings);
    const places = pointPlaces(rows, header);
    for (const column of POINT_NAMES)
      if (POINT_COLUMNS[column].needed && !places.has(column))
        this.report(sheet, header + 1, "A", `không có cột «${POINT_COLUMNS[column].heading}»`);
    const letter = (column: PointColumn) => columnLetter(places.get(column) ?? 0);
    const pointsIn = (row: number): Record<PointColumn, number | null> => {
      const of = (column: PointColumn) =>
        this.points(sheet, row, letter(column), rows[row - 1]?.[places.get(column) ?? -1] ?? EMPTY);
      return { self: of("self"), appraised: of("appraised"), survey: of("survey"), achieved: of("achieved") };
    };
    const nothing: PastUnit = { ...listedPart(listed), criteriaSet: set.id, exempt: {}, scores: {} };
    if (lines.length === 0 && findings.length > 0) return nothing;
    const nodes = new Map(nodesOf(set).map((node) => [node.id, node]));
    const byCode = new Map([...nodes.values()].map((node) => [node.code, node]));
    const scores: Record<string, PastScores> = {};
    const exempt: Record<string, string> = {};
    const stated: Stated = { ...listed.stated, nodes: {} };
    const rowOf = new Map<string, number>();
    for (const line of lines) {
      const node = nodes.get(line.id) ?? byCode.get(line.code) ?? byCode.get(line.printed);
      if (!node) {
        const message = `bộ tiêu chí «${set.name}» không có mục «${line.printed}»`;
        this.report(sheet, line.row, letterOf("code"), message);
        continue;
      }
      if (rowOf.has(node.id))
        this.report(
          sheet,
          line.row,
          letterOf("code"),
          `mục ${node.code} trùng với dòng ${rowOf.get(node.id)}`,
        );
      rowOf.set(node.id, line.row);
      const { achieved, ...points } = pointsIn(line.row);
      if (!("source" in node)) {
        addSums(stated, node.id, { ...points, achieved });
        continue;
      }
      if (line.max !== null && line.max !== node.max)
        this.report(
          ...[sheet, line.row, letterOf("max")],
          `điểm tối đa của mục ${node.code} là ${formatPoints(line.max)}, trong bộ tiêu chí là ${formatPoints(node.max)}`,
        );
      const reason = this.#exemption(sheet, line, letterOf("note"));
      if (reason !== null) exempt[node.id] = reason;
      const isBlank = Object.values(points).every((value) => value === null);
      if (reason === null || !isBlank) scores[node.id] = points;
      addSums(stated, node.id, { achieved });
    }
    const [total] = totals;
    if (total !== undefined) stated.total = givenOf(pointsIn(total));
    const past: PastUnit = { ...nothing, exempt, scores, stated };
    const letters: Record<PastColumn, string> = {
      ...{ self: letter("self"), appraised: letter("appraised"), survey: letter("survey") },
    };
    const refused = new Set(this.findings.flatMap((one) => (one.sheet === sheet ? one.row : [])));
    for (const { leaf, column, message } of issuesOfPastUnit(past, set, this.#context.surveyHeld)) {
      const row = rowOf.get(leaf ?? "");
      if (row === undefined || !refused.has(row))
        this.report(sheet, row ?? header + 1, column ? letters[column] : letterOf("code"), message);
    }
    return past;
  }
}

/** Which listed unit a sheet is of: as its head tells, or by the name of the sheet; `wanted` is what it is called by. */
function ownerOf(
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

/** What a listed unit brings along into a past year. */
function listedPart({ row: _row, setText: _text, ...rest }: Listed): Omit<Listed, "row" | "setText"> {
  return rest;
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

/**
 * Reads the result of a past year from the sheets of a workbook: the ranking, criteria sets in the shape of an annex, and
 * one sheet per unit with the annex's columns of points. Sheets of another shape are passed over. With any finding there
 * is no result.
 */
export function readPastYear(sheets: readonly NamedSheet[], context: PastContext): ReadPast {
  const reader = new Reader(context);
  const ranking = sheets.find(({ name }) => namedSame(name, RANKING)) ?? sheets.find(isRanking);
  if (!ranking) {
    const sheet = sheets[0]?.name ?? "";
    reader.report(sheet, 1, "A", `tệp không có trang «${RANKING}» với các cột «Đơn vị», «Nhóm»`);
    return { past: null, findings: reader.findings };
  }
  const { listed, groups } = reader.ranking(ranking);
  const others = sheets.filter((sheet) => sheet !== ranking);
  const unitSheets = others.filter(isUnitSheet);
  const setSheets = others.filter(
    (sheet) => !unitSheets.includes(sheet) && readAnnexLines(sheet.rows).header >= 0,
  );
  if (setSheets.length === 0) reader.report(ranking.name, 1, "A", "tệp không có trang nào chứa bộ tiêu chí");
  const known = new Map(context.units.map((unit) => [unit.id, unit]));
  for (const { unit, name } of listed)
    if (unit !== "" && !known.has(unit)) known.set(unit, { id: unit, name });
  const leads = [...known.values()];
  const sets: SetDraft[] = [];
  for (const sheet of setSheets)
    for (const set of reader.set(sheet, leads)) {
      if (sets.some(({ id }) => id === set.id))
        reader.report(sheet.name, 1, "A", `mã bộ tiêu chí «${set.id}» trùng với một trang khác`);
      sets.push(set);
    }
  const units = new Map<Listed, PastUnit>();
  const owners = new Set<Listed>();
  for (const sheet of unitSheets) {
    const { wanted, owner } = ownerOf(sheet, listed);
    if (!owner)
      reader.report(sheet.name, 1, "A", `không có đơn vị «${wanted}» trong trang «${ranking.name}»`);
    else if (owners.has(owner))
      reader.report(sheet.name, 1, "A", `đơn vị «${owner.name}» có hai trang bảng điểm`);
    if (!owner || owners.has(owner)) continue;
    owners.add(owner);
    const set = sets.length === setSheets.length ? reader.setOf(ranking.name, owner, sets) : null;
    if (set) units.set(owner, reader.unit(sheet, owner, set));
  }
  for (const one of listed)
    if (!owners.has(one))
      reader.report(ranking.name, one.row, "A", `đơn vị «${one.name}» chưa có trang bảng điểm`);
  if (reader.findings.length > 0) return { past: null, findings: reader.findings };
  const past = { surveyHeld: context.surveyHeld, groups, sets };
  return { past: { ...past, units: listed.flatMap((one) => units.get(one) ?? []) }, findings: [] };
}

const pointsCell = (points: number | null | undefined) => ({
  value: points === null || points === undefined ? null : points / POINT,
});

const sumCells = (sums: Sums) => POINT_NAMES.map((column) => pointsCell(sums[column]));

/** The rows of a unit's sheet, below whose it is. */
function unitRowsOf(past: PastUnit, set: SetDraft): WrittenRow[] {
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

/**
 * The sheets of a past year: what `readPastYear` reads into the same year, with its groups and the leads of its sets in the
 * context.
 */
export function pastYearSheets(
  { groups, sets, units }: PastYear,
  leads: readonly NamedUnit[] = [],
): WrittenSheet[] {
  const taken = new Set<string>();
  const setOf = new Map(sets.map((set) => [set.id, set]));
  const groupName = new Map(groups.map(({ id, name }) => [id, name]));
  const ranking = units.map(({ unit, name, order, group, criteriaSet, stated }) =>
    [name, groupName.get(group) ?? group, criteriaSet, stated.index, stated.rank, order, unit].map(
      (value) => ({
        value,
      }),
    ),
  );
  return [
    {
      name: sheetName(RANKING, taken),
      rows: [headingsOf(RANKING_COLUMNS), ...ranking],
      widths: widthsOf(RANKING_COLUMNS),
    },
    ...sets.map((set) => ({
      name: sheetName(`Bộ ${set.id}`, taken),
      ...{ rows: setRows(set, leads), widths: SET_WIDTHS },
    })),
    ...units.flatMap((unit) => {
      const set = setOf.get(unit.criteriaSet);
      return set
        ? [{ name: sheetName(unit.name, taken), rows: unitRowsOf(unit, set), widths: UNIT_WIDTHS }]
        : [];
    }),
  ];
}
