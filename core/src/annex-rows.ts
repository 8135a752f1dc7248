import {
  type Cell,
  type CellFinding,
  type Columns,
  columnLetter,
  EMPTY,
  findTable,
  refusalOfCell,
  type Table,
  textOf,
} from "./cells.ts";
import { parsePoints } from "./points.ts";
import { searchable } from "./text-search.ts";

/** The columns of a criteria set in the shape of an annex, then those that an export adds. */
export const SET_COLUMNS = {
  code: { heading: "STT", known: /^(stt|tt|so tt|so thu tu)\.?$/, needed: true, width: 16 },
  name: {
    heading: "Lĩnh vực/Tiêu chí/Tiêu chí thành phần",
    known: /^(ten )?(cac )?(linh vuc|tieu chi|noi dung)/,
    ...{ needed: true, width: 60 },
  },
  max: {
    heading: "Điểm tối đa",
    known: /^(diem toi da|diem chuan|thang diem|diem)$/,
    needed: true,
    width: 10,
  },
  note: { heading: "Ghi chú", known: /^ghi chu$/, needed: false, width: 16 },
  step: { heading: "Bước điểm", known: /^buoc diem$/, needed: false, width: 10 },
  rule: { heading: "Cách chấm", known: /^cach cham( diem)?$/, needed: false, width: 50 },
  evidence: {
    heading: "Tài liệu kiểm chứng",
    known: /^(tai lieu )?(kiem|minh) chung$/,
    ...{ needed: false, width: 40 },
  },
  lead: { heading: "Cơ quan chủ trì", known: /^co quan chu tri/, needed: false, width: 24 },
  level: { heading: "Cấp", known: /^cap$/, needed: false, width: 18 },
  id: { heading: "Mã", known: /^ma$/, needed: false, width: 10 },
} as const satisfies Columns<string>;
export type SetColumn = keyof typeof SET_COLUMNS;
export const SET_COLUMN_NAMES = Object.keys(SET_COLUMNS) as SetColumn[];

/** The words for the levels of the tree, from the field down. */
export const LEVELS = ["Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần"] as const;
export type Level = 1 | 2 | 3;

const TEXT_MAX = 2_000;
const CODE_MAX = 30;

/** A row of the table, as far as its cells can be looked at. */
interface Row {
  row: number;
  cell: (column: SetColumn) => Cell;
}

/** One row of the table that stands for a node. */
export interface Line extends Row {
  level: Level;
  code: string;
  name: string;
  max: number | null;
}

const ROMAN: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100 };

function romanValue(text: string): number {
  const digits = [...text].map((letter) => ROMAN[letter] ?? 0);
  return digits.reduce((sum, digit, at) => (digit < (digits[at + 1] ?? 0) ? sum - digit : sum + digit), 0);
}

const ROMAN_CODE = /^[IVXLC]+(?=\.|$)/;
const CODE = /^\d+(\.\d+){0,2}$/;
const TOTAL = /^tong( cong| so| diem)*:?$/;
/** The row below the headings that numbers the columns: (1), (2) … or A, B … */
const NUMBERING = /^(\(?\d+\)?|[A-Z])$/;

const levelOf = (depth: number): Level | undefined => ([1, 2, 3] as const).find((level) => level === depth);

/** A code as it is printed, without the dot that may end it. */
const printedCode = (cell: Cell) => textOf(cell).replace(/\.$/, "");

/** The rows of a sheet in the shape of an annex, cell by cell, and what is wrong in them. */
export class AnnexReader {
  readonly findings: CellFinding[] = [];
  readonly #rows: readonly (readonly Cell[])[];
  readonly #table: Table<SetColumn>;
  readonly #rowOfCode = new Map<string, number>();

  constructor(rows: readonly (readonly Cell[])[], table: Table<SetColumn>) {
    this.#rows = rows;
    this.#table = table;
  }

  report(row: number, column: SetColumn, message: string): void {
    const letter = columnLetter(this.#table.places.get(column) ?? 0);
    this.findings.push({ row, column: letter, message });
  }

  /** The cell of a column; a copy stands for its range only down the columns that say how a leaf is scored. */
  #cellAt(row: number): (column: SetColumn) => Cell {
    return (column) => {
      const cell = this.#rows[row - 1]?.[this.#table.places.get(column) ?? -1] ?? EMPTY;
      const own = column === "code" || column === "name" || column === "max" || column === "id";
      return cell.merged === "across" || (cell.merged === "down" && own) ? EMPTY : cell;
    };
  }

  /** A text of a cell, bounded; a formula or an error is none. */
  text({ row, cell }: Row, column: SetColumn, max = TEXT_MAX): string {
    const found = cell(column);
    const text = refusalOfCell(found) === null ? textOf(found) : "";
    if (text.length > max) this.report(row, column, `dài ${text.length} ký tự, nhiều nhất ${max}`);
    return text;
  }

  points({ row, cell }: Row, column: "max" | "step"): number | null {
    const found = cell(column);
    if (refusalOfCell(found) !== null) return null;
    const text = textOf(found);
    if (text === "") {
      this.report(row, column, "còn thiếu điểm");
      return null;
    }
    const points = parsePoints(text);
    if (points === null)
      this.report(row, column, `điểm là «${text}»; cần một số không âm, tối đa bốn chữ số thập phân`);
    else if (points === 0) this.report(row, column, "điểm phải lớn hơn 0");
    return points;
  }

  /** The printed code of a cell as far as Excel has kept it. */
  #codeText(row: number, cell: Cell, before: string): string | null {
    const { value, format = "" } = cell;
    if (refusalOfCell(cell) !== null) return null;
    if (value instanceof Date) {
      const typed = `${value.getUTCDate()}.${value.getUTCMonth() + 1}`;
      this.report(
        row,
        "code",
        `Excel đã đổi STT thành ngày (có lẽ là ${typed}); hãy định dạng cột STT là văn bản rồi gõ lại`,
      );
      return null;
    }
    const text = printedCode(cell);
    if (typeof value !== "number" || Number.isInteger(value)) return text;
    const [whole, last] = text.split(".");
    const tenBefore = before.startsWith(`${whole}.`) && Number(before.split(".")[1]) >= 9;
    if (this.#rowOfCode.has(text) || tenBefore || /\.0{2,}/.test(format)) {
      this.report(
        row,
        "code",
        `STT ${text} là số nên không rõ là ${text} hay ${whole}.${last}0; hãy định dạng cột STT là văn bản rồi gõ lại`,
      );
      return null;
    }
    return text;
  }

  #isTotal({ cell }: Row): boolean {
    const [code, name] = [searchable(textOf(cell("code"))), searchable(textOf(cell("name")))];
    return textOf(cell("level")) === "" && (TOTAL.test(code) || (code === "" && TOTAL.test(name)));
  }

  /** The rows of the table, without empty ones, the numbering of the columns, totals and what stands below them. */
  lines(): { lines: Line[]; totals: { row: number; points: number | null }[] } {
    const first = this.#table.header + 2;
    const found: Row[] = [];
    const totals: { row: number; points: number | null }[] = [];
    for (let row = first; row <= this.#rows.length; row++) {
      const line = { row, cell: this.#cellAt(row) };
      const filled = (column: SetColumn) =>
        textOf(line.cell(column)) !== "" || refusalOfCell(line.cell(column)) !== null;
      if (!(["code", "name", "max"] as const).some(filled)) continue;
      const numbering = row === first && !filled("level") && NUMBERING.test(textOf(line.cell("name")));
      if (numbering || (totals.length > 0 && !filled("code") && !filled("max"))) continue;
      for (const column of SET_COLUMN_NAMES) {
        const refused = refusalOfCell(line.cell(column));
        if (refused !== null) this.report(row, column, refused);
      }
      if (this.#isTotal(line)) totals.push({ row, points: this.points(line, "max") });
      else found.push(line);
    }
    return { lines: this.#numbered(found), totals };
  }

  /** Gives each row its level and its code, of the words in the column for it or else of the code's shape. */
  #numbered(found: readonly Row[]): Line[] {
    const texts = found.map(({ cell }) => printedCode(cell("code")));
    const roman = texts.some((text) => ROMAN_CODE.test(text));
    const isWithinField = roman && texts.some((text) => /^\d+$/.test(text));
    let field = "";
    let before = "";
    return found.flatMap((line) => {
      const { row, cell } = line;
      const name = this.text(line, "name");
      if (name === "" && refusalOfCell(cell("name")) === null) this.report(row, "name", "còn thiếu tên");
      const max = this.points(line, "max");
      const words = textOf(cell("level"));
      const told = words === "" ? undefined : this.#levelTold(row, words);
      if (told === null) return [];
      const printed = this.#codeText(row, cell("code"), before);
      if (printed === null) return [];
      before = printed;
      if (told) return this.#once({ ...line, level: told, code: textOf(cell("code")), name, max });
      if (ROMAN_CODE.test(printed) && !printed.includes(".")) field = arabicOf(printed);
      const numbered = this.#levelOfCode(row, printed, isWithinField ? field : null);
      return numbered ? this.#once({ ...line, ...numbered, name, max }) : [];
    });
  }

  #levelTold(row: number, words: string): Level | null {
    const level = levelOf(LEVELS.findIndex((one) => searchable(one) === searchable(words)) + 1);
    if (!level)
      this.report(row, "level", `không có cấp «${words}»; cần ${LEVELS.map((one) => `«${one}»`).join(", ")}`);
    return level ?? null;
  }

  /** The level that a code shows by its shape, and the whole code; `field` is what arabic codes stand within, null where they are whole. */
  #levelOfCode(row: number, printed: string, field: string | null): { level: Level; code: string } | null {
    if (printed === "") {
      this.report(row, "code", "còn thiếu STT");
      return null;
    }
    const arabic = arabicOf(printed);
    const code = field !== null && !ROMAN_CODE.test(printed) ? `${field}.${arabic}` : arabic;
    const level = levelOf(code.split(".").length);
    if (CODE.test(code) && level) return { level, code };
    this.report(row, "code", `STT «${printed}» không có dạng 1, 1.1, 1.1.1 hoặc I, 1, 1.1`);
    return null;
  }

  #once(line: Line): Line[] {
    const first = this.#rowOfCode.get(line.code);
    if (line.code === "") this.report(line.row, "code", "còn thiếu STT");
    else if (line.code.length > CODE_MAX)
      this.report(line.row, "code", `dài ${line.code.length} ký tự, nhiều nhất ${CODE_MAX}`);
    else if (first !== undefined) this.report(line.row, "code", `STT ${line.code} trùng với dòng ${first}`);
    else this.#rowOfCode.set(line.code, line.row);
    return [line];
  }

  /** The row of a code, or that of the headings. */
  rowOf(code: string): number {
    return this.#rowOfCode.get(code) ?? this.#table.header + 1;
  }
}

/** A code whose first part may be roman, in arabic numerals throughout. */
function arabicOf(printed: string): string {
  return printed.replace(ROMAN_CODE, (letters) => String(romanValue(letters)));
}

export const inOrder = (findings: readonly CellFinding[]) =>
  findings.toSorted((one, other) => one.row - other.row);

/** A row of a sheet in the shape of an annex that stands for a node: `id` and `note` as they are told, "" where not. */
export interface AnnexLine {
  row: number;
  /** The code by which sets know the node, and as it is printed. */
  code: string;
  printed: string;
  max: number | null;
  id: string;
  note: string;
}

/** The rows of a sheet in the shape of an annex, numbered as a set's are: nodes, and the rows of totals below them. */
export interface AnnexLines {
  /** The row of the headings counted from 0, −1 where there are none. */
  header: number;
  lines: AnnexLine[];
  totals: number[];
  findings: CellFinding[];
  /** Whether there is a column for the ids of the nodes. */
  tellsIds: boolean;
  letterOf: (column: "code" | "max" | "note") => string;
}

/** Reads the rows of a sheet that has STT, name and maximum as an annex has them, and more columns beside those. */
export function readAnnexLines(rows: readonly (readonly Cell[])[]): AnnexLines {
  const { table, findings } = findTable(rows, SET_COLUMNS);
  const letterOf = (column: SetColumn) => columnLetter(table.places.get(column) ?? 0);
  const { header } = table;
  const tellsIds = table.places.has("id");
  if (findings.length > 0) return { header, lines: [], totals: [], findings, tellsIds, letterOf };
  const reader = new AnnexReader(rows, table);
  const { lines, totals } = reader.lines();
  return {
    header,
    lines: lines.map((line) => ({
      ...{ row: line.row, code: line.code, max: line.max },
      printed: printedCode(line.cell("code")),
      ...{ id: reader.text(line, "id"), note: reader.text(line, "note") },
    })),
    totals: totals.map(({ row }) => row),
    findings: inOrder(reader.findings),
    ...{ tellsIds, letterOf },
  };
}
