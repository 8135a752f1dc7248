import {
  type Cell,
  type CellFinding,
  type Columns,
  columnLetter,
  EMPTY,
  findTable,
  headingsOf,
  refusalOfCell,
  type Table,
  textOf,
  type WrittenRow,
  widthsOf,
} from "./cells.ts";
import { type CriteriaSet, Id, type LeafNode, leavesOf } from "./criteria-set.ts";
import type { Unit, UnitGroup } from "./documents.ts";
import { cycleText, successorCycles } from "./roster.ts";
import { labelOf, labelText, piecesOf } from "./rule-text.ts";
import { searchable } from "./text-search.ts";

/** The columns of a roster of units, in the order in which it is written. */
const UNIT_COLUMNS = {
  id: { heading: "Mã", known: /^ma( don vi)?$/, needed: true, width: 24 },
  name: { heading: "Tên đơn vị", known: /^(ten )?don vi$/, needed: true, width: 44 },
  group: { heading: "Nhóm", known: /^nhom( don vi)?$/, needed: true, width: 24 },
  criteriaSet: { heading: "Bộ tiêu chí", known: /^bo tieu chi$/, needed: true, width: 24 },
  order: { heading: "Thứ tự", known: /^(thu tu|stt)\??$/, needed: false, width: 8 },
  from: { heading: "Hiệu lực từ", known: /^hieu luc tu( ngay)?$/, needed: false, width: 12 },
  until: { heading: "Hiệu lực đến", known: /^hieu luc den( ngay)?$/, needed: false, width: 12 },
  successors: { heading: "Kế thừa bởi", known: /^ke thua boi$/, needed: false, width: 30 },
  exempt: { heading: "Không áp dụng", known: /^khong ap dung$/, needed: false, width: 40 },
} as const satisfies Columns<string>;
type Column = keyof typeof UNIT_COLUMNS;
const COLUMNS = Object.keys(UNIT_COLUMNS) as Column[];

/** The widths of the columns that `unitRows` writes, in characters. */
export const UNIT_WIDTHS: readonly number[] = widthsOf(UNIT_COLUMNS);

/** A unit as a sheet of units tells it, under its id. */
export type ListedUnit = { id: string } & Pick<
  Unit,
  "name" | "group" | "criteriaSet" | "order" | "from" | "until" | "successors" | "exempt"
>;

type KnownSet = Pick<CriteriaSet, "id" | "name" | "fields">;

/** What the units of a sheet may name. `others` are units outside the sheet that may be successors. */
export interface UnitContext {
  groups: readonly Pick<UnitGroup, "id" | "name">[];
  sets: readonly KnownSet[];
  others?: readonly string[];
}

export type ReadUnits = { units: ListedUnit[]; findings: [] } | { units: null; findings: CellFinding[] };

const NAME_MAX = 300;
const REASON_MAX = 500;
const SUCCESSORS_MAX = 50;
const DAY = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day as yyyy-MM-dd from that form or dd/MM/yyyy; null where there is no such day. */
function readDay(text: string): string | null {
  const [, day = "", month = "", year = ""] = DAY.exec(text) ?? [];
  const iso = year ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : text;
  if (!ISO_DAY.test(iso)) return null;
  const instant = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(iso) ? iso : null;
}

const dayText = (day: string | null) => day?.split("-").toReversed().join("/") ?? "";

/** The id that a text names, as it stands or by the only name of its words. */
function named(text: string, among: readonly { id: string; name: string }[]): string | null {
  if (among.some(({ id }) => id === text)) return text;
  const [first, second] = among.filter(({ name }) => searchable(name) === searchable(text));
  return first && !second ? first.id : null;
}

class Reader {
  readonly findings: CellFinding[] = [];
  readonly rowOf = new Map<string, number>();
  readonly #table: Table<Column>;
  readonly #context: UnitContext;
  readonly #leaves: ReadonlyMap<string, readonly LeafNode[]>;

  constructor(table: Table<Column>, context: UnitContext) {
    this.#table = table;
    this.#context = context;
    this.#leaves = new Map(context.sets.map((set) => [set.id, [...leavesOf(set)].map(({ leaf }) => leaf)]));
  }

  report(row: number, column: Column, message: string): void {
    this.findings.push({ row, column: columnLetter(this.#table.places.get(column) ?? 0), message });
  }

  #id(row: number, cell: Cell): string {
    const id = textOf(cell);
    const first = this.rowOf.get(id);
    if (id === "") this.report(row, "id", "còn thiếu mã");
    else if (typeof cell.value === "number")
      this.report(
        row,
        "id",
        `mã ${id} là số, có thể đã mất số 0 ở đầu; hãy định dạng cột là văn bản rồi gõ lại`,
      );
    else if (!Id.safeParse(id).success)
      this.report(row, "id", `mã «${id}» chỉ được gồm chữ a–z, số và dấu gạch nối`);
    else if (first !== undefined) this.report(row, "id", `mã ${id} trùng với dòng ${first}`);
    else this.rowOf.set(id, row);
    return id;
  }

  #named(row: number, column: "group" | "criteriaSet", text: string): string {
    const id = named(text, column === "group" ? this.#context.groups : this.#context.sets);
    const what = column === "group" ? "nhóm" : "bộ tiêu chí";
    if (id === null)
      this.report(row, column, text === "" ? `còn thiếu ${what}` : `không có ${what} «${text}»`);
    return id ?? text;
  }

  #day(row: number, column: "from" | "until", text: string): string | null {
    const day = text === "" ? null : readDay(text);
    if (text !== "" && day === null)
      this.report(row, column, `«${text}» không phải là ngày; cần dạng dd/MM/yyyy`);
    return day;
  }

  #order(row: number, text: string, otherwise: number): number {
    if (text === "") return otherwise;
    if (!/^\d{1,6}$/.test(text))
      this.report(row, "order", `thứ tự «${text}» không phải là số nguyên không âm`);
    return Number(text);
  }

  /** The leaves that do not apply, by the printed codes of the unit's set, each with its reason. */
  #exempt(row: number, text: string, criteriaSet: string): Record<string, string> {
    const exempt: Record<string, string> = {};
    const leaves = this.#leaves.get(criteriaSet);
    if (text === "" || !leaves) return exempt;
    const pieces = piecesOf(text);
    if (!pieces) this.report(row, "exempt", "dấu ngoặc kép chưa đóng");
    for (const [codeText = "", reasonText = "", ...more] of pieces ?? []) {
      const [code, reason] = [labelOf(codeText), labelOf(reasonText)];
      const leaf = leaves.find((one) => one.code === code);
      if (!leaf) this.report(row, "exempt", `bộ tiêu chí «${criteriaSet}» không có mục chấm điểm «${code}»`);
      else if (reason === "" || more.length > 0)
        this.report(row, "exempt", `mục ${code} cần lý do, dạng: ${code} = lý do`);
      else if (reason.length > REASON_MAX)
        this.report(row, "exempt", `lý do của mục ${code} dài quá ${REASON_MAX} ký tự`);
      else if (leaf.id in exempt) this.report(row, "exempt", `mục ${code} lặp lại`);
      else exempt[leaf.id] = reason;
    }
    return exempt;
  }

  #successors(row: number, text: string): string[] {
    const successors = text.split(/[;,]/).flatMap((one) => one.trim() || []);
    if (new Set(successors).size < successors.length) this.report(row, "successors", "có đơn vị lặp lại");
    if (successors.length > SUCCESSORS_MAX)
      this.report(row, "successors", `nhiều nhất ${SUCCESSORS_MAX} đơn vị`);
    return successors;
  }

  unit(row: number, cells: readonly Cell[], order: number): ListedUnit {
    const cell = (column: Column) => cells[this.#table.places.get(column) ?? -1] ?? EMPTY;
    const refused = new Set<Column>();
    for (const column of COLUMNS) {
      const refusal = refusalOfCell(cell(column));
      if (refusal === null) continue;
      this.report(row, column, refusal);
      refused.add(column);
    }
    const text = (column: Column) => (refused.has(column) ? "" : textOf(cell(column)));
    const name = text("name");
    if (name === "") this.report(row, "name", "còn thiếu tên");
    if (name.length > NAME_MAX) this.report(row, "name", `dài ${name.length} ký tự, nhiều nhất ${NAME_MAX}`);
    const [from, until] = [this.#day(row, "from", text("from")), this.#day(row, "until", text("until"))];
    if (from !== null && until !== null && from > until)
      this.report(row, "until", `hiệu lực đến ${dayText(until)} trước hiệu lực từ ${dayText(from)}`);
    const criteriaSet = this.#named(row, "criteriaSet", text("criteriaSet"));
    return {
      ...{ id: this.#id(row, refused.has("id") ? EMPTY : cell("id")), name },
      ...{ group: this.#named(row, "group", text("group")), criteriaSet },
      ...{ order: this.#order(row, text("order"), order), from, until },
      successors: this.#successors(row, text("successors")),
      exempt: this.#exempt(row, text("exempt"), criteriaSet),
    };
  }

  checkSuccessors(units: readonly ListedUnit[]): void {
    const known = new Set([...units.map(({ id }) => id), ...(this.#context.others ?? [])]);
    for (const { id, successors } of units)
      for (const successor of successors)
        if (!known.has(successor))
          this.report(this.rowOf.get(id) ?? 0, "successors", `không có đơn vị «${successor}»`);
    for (const cycle of successorCycles(units))
      this.report(this.rowOf.get(cycle[0] ?? "") ?? 0, "successors", cycleText(cycle));
  }
}

/**
 * Reads a roster of units from the rows of a sheet, the first of which is row 1. Units without a place of their own in
 * the order stand as they are listed. With any finding there are no units.
 */
export function readUnitRows(rows: readonly (readonly Cell[])[], context: UnitContext): ReadUnits {
  const { table, findings } = findTable(rows, UNIT_COLUMNS);
  if (findings.length > 0) return { units: null, findings };
  const reader = new Reader(table, context);
  const units: ListedUnit[] = [];
  rows.slice(table.header + 1).forEach((cells, at) => {
    const isFilled = COLUMNS.some((column) => {
      const cell = cells[table.places.get(column) ?? -1] ?? EMPTY;
      return textOf(cell) !== "" || refusalOfCell(cell) !== null;
    });
    if (isFilled) units.push(reader.unit(table.header + at + 2, cells, units.length + 1));
  });
  if (units.length === 0) reader.report(table.header + 1, "id", "không có dòng nào dưới tiêu đề");
  reader.checkSuccessors(units);
  const found = reader.findings.toSorted((one, other) => one.row - other.row);
  return found.length > 0 ? { units: null, findings: found } : { units, findings: [] };
}

/** The rows of a roster with its headings: what `readUnitRows` reads into the same units. */
export function unitRows(units: readonly ListedUnit[], sets: readonly KnownSet[]): WrittenRow[] {
  const codes = new Map(
    sets.map((set) => [set.id, new Map([...leavesOf(set)].map(({ leaf }) => [leaf.id, leaf.code]))]),
  );
  const rows = units.map(({ id, name, group, criteriaSet, order, from, until, successors, exempt }) => {
    const leaves = Object.entries(exempt).map(
      ([leaf, reason]) => `${labelText(codes.get(criteriaSet)?.get(leaf) ?? leaf)} = ${labelText(reason)}`,
    );
    return [
      id,
      name,
      group,
      criteriaSet,
      order,
      dayText(from),
      dayText(until),
      successors.join("; "),
      leaves.join("; "),
    ].map((value) => ({ value }));
  });
  return [headingsOf(UNIT_COLUMNS), ...rows];
}
