import { searchable } from "./text-search.ts";

/** A cell as a workbook holds it. `merged` marks a copy of the top-left cell of its range, and which way it was copied. */
export interface Cell {
  value: string | number | boolean | Date | null;
  formula: boolean;
  error: string | null;
  format?: string;
  merged?: "down" | "across";
}

/** A cell without content. */
export const EMPTY: Cell = { value: null, formula: false, error: null };

/** A cell to be written: texts stay texts, whatever they begin with. */
export interface WrittenCell {
  value: string | number | null;
  bold?: boolean;
  /** A whole number whose thousands are set apart. */
  grouped?: boolean;
  /** How many decimals a number shows; up to four of those it has where absent. */
  decimals?: number;
  align?: "left" | "center" | "right";
  italic?: boolean;
  bordered?: boolean;
  shaded?: boolean;
  /** How many columns and rows it is merged over; the cells it covers are written as null. */
  columns?: number;
  rows?: number;
  /** The height of its row, in points. */
  height?: number;
}

export type WrittenRow = readonly WrittenCell[];

/** A sheet of a workbook by its name, and one to be written with the widths of its columns in characters. */
export interface NamedSheet {
  name: string;
  rows: Cell[][];
}
export interface WrittenSheet {
  name: string;
  rows: readonly WrittenRow[];
  widths: readonly number[];
  /**
   * The first and last row (from 1) of a table's head. Such a sheet prints on A4 lying on its side, as wide as the page,
   * with the head on every page; on screen what is above stays in sight.
   */
  head?: readonly [number, number];
}

/** What is wrong in a sheet: the row as spreadsheets count it, and the letters of the column. */
export interface CellFinding {
  row: number;
  column: string;
  message: string;
}

/** A finding of a sheet as people read it. */
export const cellFindingText = ({ row, column, message }: CellFinding): string =>
  `ô ${column}${row}: ${message}`;

/** What is wrong in one of several sheets. */
export interface SheetFinding extends CellFinding {
  sheet: string;
}

/** A finding of a workbook as people read it. */
export const sheetFindingText = (finding: SheetFinding): string =>
  `trang «${finding.sheet}», ${cellFindingText(finding)}`;

const FORBIDDEN_IN_NAMES = /[\\/*?:[\]]/g;
const SHEET_NAME_MAX = 31;

/** A name that a sheet may have, other than those taken, whatever their case. No name begins or ends with an apostrophe. */
export function sheetName(wanted: string, taken: Set<string>): string {
  const plain = wanted.replace(FORBIDDEN_IN_NAMES, " ").replace(/^['\s]+/, "");
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? "" : ` (${n})`;
    const cut = plain.slice(0, SHEET_NAME_MAX - suffix.length).replace(/[\ud800-\udbff]$/, "");
    const name = (cut.replace(/['\s]+$/, "") || "Trang") + suffix;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}

/** The letters of a column counted from 0: A, B … Z, AA. */
export function columnLetter(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : columnLetter(Math.floor(at / 26) - 1) + letter;
}

/** The text of a cell: composed, without spaces around it, non-breaking spaces as plain ones; a day as yyyy-MM-dd. */
export function textOf({ value }: Cell): string {
  if (value === null) return "";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString().slice(0, 10);
  return String(value).normalize("NFC").replaceAll("\u00a0", " ").trim();
}

/** The columns of a table: the heading that is written, how it is recognised (`searchable`), whether it must be there. */
export type Columns<C extends string> = Record<
  C,
  { heading: string; known: RegExp; needed: boolean; width: number }
>;

/** Where a table stands in a sheet: the row of its headings counted from 0, the column of each heading found. */
export interface Table<C extends string> {
  header: number;
  places: ReadonlyMap<C, number>;
}

const namesOf = <C extends string>(columns: Columns<C>) => Object.keys(columns) as C[];

/** The columns whose headings stand in a row, each where it stands first. */
export function placesIn<C extends string>(row: readonly Cell[], columns: Columns<C>): Map<C, number> {
  const places = new Map<C, number>();
  row.forEach((cell, at) => {
    if (cell.merged === "across") return;
    const heading = searchable(textOf(cell));
    const name = namesOf(columns).find((one) => !places.has(one) && columns[one].known.test(heading));
    if (name) places.set(name, at);
  });
  return places;
}

/** Finds a table by its headings, in any order and without tone marks, below any title. The columns not found are findings. */
export function findTable<C extends string>(
  rows: readonly (readonly Cell[])[],
  columns: Columns<C>,
): { table: Table<C>; findings: CellFinding[] } {
  const needed = namesOf(columns).filter((name) => columns[name].needed);
  const header = rows.findIndex((row) => {
    const places = placesIn(row, columns);
    return needed.filter((name) => places.has(name)).length >= 2;
  });
  const places = placesIn(rows[header] ?? [], columns);
  const findings = needed
    .filter((name) => !places.has(name))
    .map((name) => ({
      ...{ row: Math.max(header, 0) + 1, column: "A" },
      message: `không có cột «${columns[name].heading}»`,
    }));
  return { table: { header, places }, findings };
}

/** The headings of a table as they are written, and the widths of its columns. */
export const headingsOf = <C extends string>(columns: Columns<C>): WrittenRow =>
  namesOf(columns).map((name) => ({ value: columns[name].heading, bold: true }));
export const widthsOf = <C extends string>(columns: Columns<C>): number[] =>
  namesOf(columns).map((name) => columns[name].width);

/** Why the content of a cell can't be taken at all, or null: it is a formula or an error. */
export function refusalOfCell({ formula, error }: Cell): string | null {
  if (error !== null) return `ô báo lỗi ${error}`;
  return formula ? "ô là công thức; hãy dán giá trị thay cho công thức" : null;
}
