/// <reference path="./saxen.d.ts" />
import { strFromU8, type UnzipFileInfo, unzipSync } from "fflate";
import { Parser } from "saxen";
import writeXlsx, { type Cell as XlsxCell } from "write-excel-file/universal";
import {
  type Cell,
  EMPTY,
  type NamedSheet,
  type WrittenCell,
  type WrittenRow,
  type WrittenSheet,
} from "./cells.ts";

export interface Worksheet {
  sheet: string;
  sheets: string[];
  rows: Cell[][];
}

export type ReadWorkbook = { worksheet: Worksheet; refusal: null } | { worksheet: null; refusal: string };

export type ReadSheets = { sheets: NamedSheet[]; refusal: null } | { sheets: null; refusal: string };

const MIB = 1024 * 1024;
/** The bounds of a workbook that is read: its file, what it unpacks to, the rows and columns of a sheet. */
export const WORKBOOK_LIMITS = { file: 5 * MIB, unzipped: 50 * MIB, rows: 5_000, columns: 256 } as const;

/** Why a workbook is not read: the message is for the person who chose it. */
class Refusal extends Error {}

const NOT_ONE = "Tệp này không phải là một bảng tính Excel (.xlsx) đọc được.";
const TOO_LARGE = "Bảng tính quá lớn: tệp nhiều nhất 5 MiB, giải nén ra nhiều nhất 50 MiB.";
const TOO_MANY_ROWS = `Trang tính có quá ${WORKBOOK_LIMITS.rows.toLocaleString("vi")} dòng.`;
const TOO_MANY_COLUMNS = `Trang tính có quá ${WORKBOOK_LIMITS.columns} cột.`;

const READ_PARTS =
  /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/;

/** The parts of a workbook, inflated only once their sizes are known to be within bounds. */
function unpack(bytes: Uint8Array): Record<string, Uint8Array> {
  if (bytes.length > WORKBOOK_LIMITS.file) throw new Refusal(TOO_LARGE);
  let size = 0;
  const filter = ({ name, originalSize }: UnzipFileInfo) => {
    size += originalSize;
    if (size > WORKBOOK_LIMITS.unzipped) throw new Refusal(TOO_LARGE);
    return READ_PARTS.test(name);
  };
  return unzipSync(bytes, { filter });
}

interface Handlers {
  open?: (name: string, attributes: Record<string, string>) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
}

const local = (name: string) => name.slice(name.indexOf(":") + 1);

function parseXml(bytes: Uint8Array, { open, close, text }: Handlers): void {
  const parser = new Parser();
  parser.on("openTag", (name, attributes, decode) => {
    const decoded = Object.entries(attributes()).map(([key, value]) => [key, decode(String(value))]);
    open?.(local(name), Object.fromEntries(decoded));
  });
  parser.on("closeTag", (name) => close?.(local(name)));
  if (text) {
    parser.on("text", (found, decode) => text(decode(found)));
    parser.on("cdata", text);
  }
  parser.on("error", (error) => {
    throw error;
  });
  parser.parse(strFromU8(bytes));
}

/** The sheets of a workbook in their order, each with the part that holds it. */
function sheetsOf(parts: Record<string, Uint8Array>) {
  const { "xl/workbook.xml": workbook, "xl/_rels/workbook.xml.rels": relations } = parts;
  if (!workbook || !relations) throw new Refusal(NOT_ONE);
  const targets = new Map<string, string>();
  parseXml(relations, {
    open: (name, { Id = "", Target = "" }) => {
      if (name === "Relationship") targets.set(Id, Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`);
    },
  });
  const sheets: { name: string; part: string; hidden: boolean }[] = [];
  let from1904 = false;
  parseXml(workbook, {
    open: (name, attributes) => {
      if (name === "workbookPr") from1904 = ["1", "true"].includes(attributes.date1904 ?? "");
      if (name !== "sheet") return;
      const part = targets.get(attributes["r:id"] ?? "") ?? "";
      const hidden = attributes.state === "hidden" || attributes.state === "veryHidden";
      sheets.push({ name: attributes.name ?? "", part, hidden });
    },
  });
  return { sheets, from1904 };
}

/** A text of a workbook, in which `_x000D_` stands for the character of that number. */
const unescapeText = (text: string) =>
  text.replace(/_x([0-9a-fA-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** Gathers the text of `<t>` elements; those of phonetic guides (`<rPh>`) are no part of a cell. */
class TextGatherer {
  #text = "";
  #within = false;
  #phonetic = false;

  open(name: string): void {
    if (name === "rPh") this.#phonetic = true;
    this.#within = name === "t" && !this.#phonetic;
  }

  add(text: string): void {
    if (this.#within) this.#text += text;
  }

  close(name: string): void {
    if (name === "rPh") this.#phonetic = false;
    if (name === "t") this.#within = false;
  }

  take(): string {
    const text = unescapeText(this.#text);
    this.#text = "";
    return text;
  }
}

function sharedStrings(part: Uint8Array | undefined): string[] {
  const strings: string[] = [];
  if (!part) return strings;
  const gatherer = new TextGatherer();
  parseXml(part, {
    open: (name) => gatherer.open(name),
    text: (text) => gatherer.add(text),
    close: (name) => {
      gatherer.close(name);
      if (name === "si") strings.push(gatherer.take());
    },
  });
  return strings;
}

const isDateFormat = (code: string) => /[dmyhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ""));
/** The formats that workbooks name by number alone, as far as they tell dates and decimals apart. */
const BUILT_IN: Record<number, string> = {
  1: "0",
  2: "0.00",
  3: "#,##0",
  4: "#,##0.00",
  10: "0.00%",
  49: "@",
};

function builtIn(id: number): string | undefined {
  const isDate =
    (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
  return isDate ? "d/m/yyyy" : BUILT_IN[id];
}

/** The number format of each cell style. */
function formatsOf(part: Uint8Array | undefined): (string | undefined)[] {
  const formats: (string | undefined)[] = [];
  if (!part) return formats;
  const codes = new Map<number, string>();
  let within = false;
  parseXml(part, {
    open: (name, { numFmtId, formatCode = "" }) => {
      if (name === "numFmt") codes.set(Number(numFmtId), formatCode);
      if (name === "cellXfs") within = true;
      if (name === "xf" && within) formats.push(codes.get(Number(numFmtId)) ?? builtIn(Number(numFmtId)));
    },
    close: (name) => {
      if (name === "cellXfs") within = false;
    },
  });
  return formats;
}

const DAY = 86_400_000;

/** The instant, in UTC, of a day as workbooks count it. */
function dayOf(serial: number, from1904: boolean): Date {
  const sinceEpoch = from1904 ? serial - 24_107 : serial - 25_569;
  return new Date(Math.round(sinceEpoch * DAY));
}

const ADDRESS = /^([A-Z]{1,3})(\d{1,7})$/;

function addressOf(reference: string): { row: number; column: number } {
  const [, letters, number] = ADDRESS.exec(reference) ?? [];
  if (!letters) throw new Refusal(NOT_ONE);
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(number) - 1, column };
}

interface Reading {
  strings: string[];
  formats: (string | undefined)[];
  from1904: boolean;
}

/** The value of a cell from its type, its raw text and its format. */
function cellOf(
  { type, raw, format, formula }: { type: string; raw: string; format: string | undefined; formula: boolean },
  { strings, from1904 }: Reading,
): Cell {
  const cell = { ...EMPTY, formula, ...(format === undefined ? {} : { format }) };
  if (type === "inlineStr") return { ...cell, value: raw };
  if (raw === "") return cell;
  if (type === "s") return { ...cell, value: strings[Number(raw)] ?? "" };
  if (type === "str") return { ...cell, value: unescapeText(raw) };
  if (type === "b") return { ...cell, value: raw === "1" };
  if (type === "e") return { ...cell, error: raw };
  if (type === "d") return { ...cell, value: new Date(raw) };
  const number = Number(raw);
  const isDate = format !== undefined && isDateFormat(format);
  return { ...cell, value: isDate ? dayOf(number, from1904) : number };
}

const isBlank = ({ value, formula, error }: Cell) => value === null && !formula && error === null;

function cellsOf(part: Uint8Array, reading: Reading): { rows: Cell[][]; merges: string[] } {
  const rows: Cell[][] = [];
  const merges: string[] = [];
  const gatherer = new TextGatherer();
  let at = { row: -1, column: -1 };
  let type = "n";
  let format: string | undefined;
  let formula = false;
  let value = "";
  let within = false;
  const place = (cell: Cell) => {
    if (isBlank(cell)) return;
    if (at.row >= WORKBOOK_LIMITS.rows) throw new Refusal(TOO_MANY_ROWS);
    if (at.column >= WORKBOOK_LIMITS.columns) throw new Refusal(TOO_MANY_COLUMNS);
    while (rows.length <= at.row) rows.push([]);
    const row = rows[at.row] ?? [];
    while (row.length < at.column) row.push(EMPTY);
    row[at.column] = cell;
  };
  parseXml(part, {
    open: (name, attributes) => {
      gatherer.open(name);
      if (name === "row") at = { row: attributes.r ? Number(attributes.r) - 1 : at.row + 1, column: -1 };
      if (name === "c") {
        at = attributes.r ? addressOf(attributes.r) : { ...at, column: at.column + 1 };
        type = attributes.t ?? "n";
        format = reading.formats[Number(attributes.s ?? 0)];
        formula = false;
        value = "";
      }
      if (name === "f") formula = true;
      if (name === "mergeCell" && attributes.ref) merges.push(attributes.ref);
      within = name === "v";
    },
    text: (text) => {
      gatherer.add(text);
      if (within) value += text;
    },
    close: (name) => {
      gatherer.close(name);
      within = false;
      if (name !== "c") return;
      const inline = gatherer.take();
      place(cellOf({ type, raw: type === "inlineStr" ? inline : value, format, formula }, reading));
    },
  });
  return { rows, merges };
}

/** Copies the top-left cell of each merged range over the range, as far as the sheet has rows and columns. */
function spread(rows: Cell[][], merges: readonly string[]): void {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  for (const range of merges) {
    const [first = "", last = first] = range.split(":");
    const from = addressOf(first);
    const to = addressOf(last);
    const source = rows[from.row]?.[from.column];
    if (!source || isBlank(source)) continue;
    for (let row = from.row; row <= Math.min(to.row, rows.length - 1); row++) {
      const cells = rows[row] ?? [];
      for (let column = from.column; column <= Math.min(to.column, width - 1); column++) {
        if (row === from.row && column === from.column) continue;
        while (cells.length < column) cells.push(EMPTY);
        cells[column] = { ...source, merged: column === from.column ? "down" : "across" };
      }
    }
  }
}

/** An unpacked workbook whose sheets are read one by one. */
interface OpenWorkbook {
  sheets: { name: string; part: string; hidden: boolean }[];
  rowsOf: (part: string) => Cell[][];
}

function openWorkbook(bytes: Uint8Array): OpenWorkbook {
  const parts = unpack(bytes);
  const { sheets, from1904 } = sheetsOf(parts);
  const strings = sharedStrings(parts["xl/sharedStrings.xml"]);
  const formats = formatsOf(parts["xl/styles.xml"]);
  const rowsOf = (name: string) => {
    const part = parts[name];
    if (!part) throw new Refusal(NOT_ONE);
    const { rows, merges } = cellsOf(part, { strings, formats, from1904 });
    spread(rows, merges);
    return rows;
  };
  return { sheets, rowsOf };
}

function worksheetOf(bytes: Uint8Array, wanted: string | undefined): Worksheet {
  const { sheets, rowsOf } = openWorkbook(bytes);
  const names = sheets.map(({ name }) => name);
  const sheet =
    wanted === undefined
      ? (sheets.find(({ hidden }) => !hidden) ?? sheets[0])
      : sheets.find(({ name }) => name === wanted);
  if (!sheet && wanted !== undefined)
    throw new Refusal(
      `Không có trang tính «${wanted}»; tệp có ${names.map((name) => `«${name}»`).join(", ")}.`,
    );
  if (!sheet) throw new Refusal(NOT_ONE);
  return { sheet: sheet.name, sheets: names, rows: rowsOf(sheet.part) };
}

/** What reading gives, or the refusal that stopped it; whatever else goes wrong in a file means that it is none. */
function refusing<T>(read: () => T): { read: T; refusal: null } | { read: null; refusal: string } {
  try {
    return { read: read(), refusal: null };
  } catch (error) {
    return { read: null, refusal: error instanceof Refusal ? error.message : NOT_ONE };
  }
}

/**
 * Reads one sheet of an .xlsx from its bytes: the named one, else the first that is not hidden. Formulas are not run:
 * a formula cell says that it is one and carries the value last stored. A refusal is in Vietnamese.
 */
export function readWorkbook(bytes: Uint8Array, sheet?: string): ReadWorkbook {
  const { read, refusal } = refusing(() => worksheetOf(bytes, sheet));
  return read === null ? { worksheet: null, refusal } : { worksheet: read, refusal: null };
}

/** The most sheets of a workbook that are read together. */
const SHEETS_MAX = 1_000;

/** Reads every sheet of an .xlsx that is not hidden, in their order, each as `readWorkbook` reads one. */
export function readSheets(bytes: Uint8Array): ReadSheets {
  const { read, refusal } = refusing(() => {
    const { sheets, rowsOf } = openWorkbook(bytes);
    const shown = sheets.filter(({ hidden }) => !hidden);
    if (shown.length > SHEETS_MAX)
      throw new Refusal(`Bảng tính có quá ${SHEETS_MAX.toLocaleString("vi")} trang tính.`);
    return shown.map(({ name, part }) => ({ name, rows: rowsOf(part) }));
  });
  return read === null ? { sheets: null, refusal } : { sheets: read, refusal: null };
}

/** A character that XML would lose or change, and an underscore that would be read as the start of such an escape. */
const ESCAPED = /(?![\t\n])\p{Cc}|\ufffd|\p{Noncharacter_Code_Point}|_(?=x[0-9a-fA-F]{4}_)/gu;

const hex = (unit: string) => unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
const escaped = (text: string) =>
  text
    .split("")
    .map((unit) => `_x${hex(unit)}_`)
    .join("");

/** A text as workbooks write it. The writer finds texts again in a plain object, so the names that every object answers to are escaped. */
const escapeText = (text: string) => (text in {} ? escaped(text) : text.replace(ESCAPED, escaped));

type CellStyle = Extract<XlsxCell, { wrap?: boolean }>;

const BOLD = { fontWeight: "bold" } as const;
const ITALIC = { fontStyle: "italic" } as const;
const BORDER = { borderStyle: "thin", borderColor: "#000000" } as const;
const SHADE = { backgroundColor: "#E7E6E6" } as const;

function formatOf({ grouped = false, decimals }: WrittenCell): string {
  if (grouped) return "#,##0";
  if (decimals === undefined) return "0.####";
  return decimals === 0 ? "0" : `0.${"0".repeat(decimals)}`;
}

function styleOf(cell: WrittenCell): CellStyle {
  const { bold, italic, bordered, shaded, align, columns, rows, height } = cell;
  return {
    wrap: true,
    alignVertical: rows || shaded ? "center" : "top",
    ...(bold ? BOLD : {}),
    ...(italic ? ITALIC : {}),
    ...(bordered ? BORDER : {}),
    ...(shaded ? SHADE : {}),
    ...(align ? { align } : {}),
    ...(columns ? { columnSpan: columns } : {}),
    ...(rows ? { rowSpan: rows } : {}),
    ...(height ? { height } : {}),
  };
}

function xlsxCell(cell: WrittenCell): XlsxCell {
  const { value } = cell;
  if (value === null || value === "") return cell.bordered ? styleOf(cell) : null;
  return typeof value === "number"
    ? { ...styleOf(cell), value, type: Number, format: formatOf(cell) }
    : { ...styleOf(cell), value: escapeText(value), type: String, format: "@" };
}

/** Bold and slanted cells lose the workbook's own font unless one is named. */
const FONT = { fontFamily: "Times New Roman", fontSize: 12 } as const;

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

const dataOfRows = (rows: readonly WrittenRow[]) => rows.map((row) => row.map(xlsxCell));
const columnsOf = (widths: readonly number[]) => widths.map((width) => ({ width }));

/** Writes a workbook of one sheet. `widths` of its columns are in characters. */
export async function writeWorkbook(
  sheet: string,
  rows: readonly WrittenRow[],
  widths: readonly number[],
): Promise<Uint8Array<ArrayBuffer>> {
  return bytesOf(await writeXlsx(dataOfRows(rows), { sheet, columns: columnsOf(widths), ...FONT }).toBlob());
}

const escapeXml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The rows that a sheet repeats on every printed page, as workbooks name them. */
const printTitles = (sheets: readonly WrittenSheet[]): string =>
  sheets
    .map(({ name, head }, at) =>
      head === undefined
        ? ""
        : `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">'${escapeXml(name.replaceAll("'", "''"))}'!$${head[0]}:$${head[1]}</definedName>`,
    )
    .join("");

const PAGE_NUMBERS = "<headerFooter><oddFooter>&amp;C&amp;P/&amp;N</oddFooter></headerFooter>";
const FITTED = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>';

/** How sheets with a head print, which the writer has no options for. */
const printing = (sheets: readonly WrittenSheet[]) => ({
  files: {
    transform: {
      "xl/workbook.xml": {
        transform: (xml: string) => {
          const titles = printTitles(sheets);
          return titles === ""
            ? xml
            : xml.replace("<definedNames/>", `<definedNames>${titles}</definedNames>`);
        },
      },
      "xl/worksheets/sheet{id}.xml": {
        transform: (xml: string, { orientation }: { orientation?: string }) =>
          orientation === undefined
            ? xml
            : xml
                .replace(/<worksheet[^>]*>/, (opening) => opening + FITTED)
                .replace(
                  /<pageSetup([^>]*)\/>/,
                  `<pageSetup$1 fitToWidth="1" fitToHeight="0"/>${PAGE_NUMBERS}`,
                ),
      },
    },
  },
});

/** Writes a workbook of several sheets, of which each has a name of its own. */
export async function writeSheets(sheets: readonly WrittenSheet[]): Promise<Uint8Array<ArrayBuffer>> {
  const all = sheets.map(({ name, rows, widths, head }) => ({
    ...{ sheet: name, data: dataOfRows(rows), columns: columnsOf(widths) },
    ...(head === undefined ? {} : { orientation: "landscape" as const, stickyRowsCount: head[1] }),
  }));
  return bytesOf(await writeXlsx(all, { ...FONT, features: [printing(sheets)] }).toBlob());
}
