import { formatPoints, POINT, type Points } from "./points.ts";
import { TIME_ZONE } from "./time-zone.ts";

/**
 * A document as its content alone: what it says, in which parts, and nothing of a file's format. Pure functions make it
 * from results; one renderer makes a Word file of it, and its tables also fill workbooks.
 */

/** A piece of text. `blank` marks what whoever edits the document still has to fill in. */
export interface Run {
  text: string;
  bold?: true;
  italic?: true;
  mono?: true;
  blank?: true;
}
export type RichText = string | readonly Run[];

/** A number as documents print it and as a spreadsheet holds it, with its decimals. */
export interface Figure {
  value: number;
  text: string;
  decimals: number;
}

export type Align = "left" | "center" | "right";

/** A cell of a table's head, over several columns or rows where told. */
export interface HeadCell {
  text: string;
  columns?: number;
  rows?: number;
}

export type TableCell = RichText | Figure;

/** A row of cells, or one heading over the whole width. */
export type TableRow = { cells: readonly TableCell[]; bold?: boolean } | { heading: string };

/** A table; `widths` are shares of its width (in a workbook: characters). `caption` says what it holds, empty where a title above does. */
export interface ReportTable {
  caption: string;
  head: readonly (readonly HeadCell[])[];
  widths: readonly number[];
  align: readonly Align[];
  rows: readonly TableRow[];
}

/** Bars of one or more series over the same categories, the first on top. `labels` are printed at the bars. */
export interface ReportChart {
  title: string;
  /** What the picture shows, for those who can't see it. */
  alt: string;
  categories: readonly string[];
  series: readonly { name: string; values: readonly (number | null)[]; labels: readonly string[] }[];
  /** The end of the axis, which begins at 0; as the values need it where null. */
  max: number | null;
}

/** The head of an official document (Nghị định 30/2020/NĐ-CP, phụ lục I): who issues it, its number, place and day. */
export interface Letterhead {
  /** The body above the issuing one, where there is one. */
  parent: string | null;
  issuer: string;
  number: RichText;
  place: string;
  /** The day of issue (yyyy-MM-dd); left to be filled in where null. */
  date: string | null;
  draft: boolean;
}

export type Block =
  | { kind: "letterhead"; letterhead: Letterhead }
  /** Centred and bold: the kind of document, then its subject. */
  | { kind: "title"; lines: readonly string[] }
  /** Which annex this is, what it holds, which document it comes with. */
  | { kind: "annex"; name: string; subject: string; with: RichText }
  | { kind: "heading"; level: 1 | 2; text: string }
  | { kind: "paragraph"; text: RichText; style?: "basis" | "centre" | "note" }
  | { kind: "items"; items: readonly RichText[] }
  | { kind: "table"; table: ReportTable }
  | { kind: "chart"; chart: ReportChart }
  | { kind: "signature"; recipients: readonly string[]; signer: readonly string[]; name: string | null };

/** Pages of one orientation, whose numbers begin at 1. */
export interface ReportSection {
  landscape: boolean;
  blocks: readonly Block[];
}

export interface ReportDocument {
  title: string;
  sections: readonly ReportSection[];
}

/** Dots to be filled in by hand. */
export const blank = (text = "……"): Run => ({ text, blank: true });

/** A plain paragraph. */
export const paragraph = (text: RichText): Block => ({ kind: "paragraph", text });

/** A chart where there is one. */
export const chartBlocks = (chart: ReportChart | null): Block[] => (chart ? [{ kind: "chart", chart }] : []);

/** A text without its formatting. */
export const plainText = (text: RichText): string =>
  typeof text === "string" ? text : text.map((run) => run.text).join("");

export const isFigure = (cell: TableCell): cell is Figure =>
  typeof cell === "object" && "value" in cell && "decimals" in cell;

/** What a cell says. */
export const cellText = (cell: TableCell): string => (isFigure(cell) ? cell.text : plainText(cell));

/** What a document says of what is not there; the reason stands beside it. */
export const NONE = "—";

const decimalsOf = (points: Points): number => formatPoints(points).split(",")[1]?.length ?? 0;

/** The most decimals that any of a column's points needs. */
export const decimalsOfColumn = (column: readonly (Points | null)[]): number =>
  Math.max(0, ...column.map((points) => (points === null ? 0 : decimalsOf(points))));

/** Points with all the decimals of their column, so that its commas stand below each other; "—" where there are none. */
export function pointsFigure(points: Points | null, decimals: number): Figure | string {
  if (points === null) return NONE;
  const [whole = "", fraction = ""] = formatPoints(points).split(",");
  const text = decimals === 0 ? whole : `${whole},${fraction.padEnd(decimals, "0")}`;
  return { value: points / POINT, text, decimals };
}

/** A per cent text ("86,72") as a figure; "—" stays what it is. */
export function percentFigure(text: string): Figure | string {
  if (text === NONE) return NONE;
  return {
    value: Number(text.replace(",", ".")),
    text,
    decimals: text.split(",")[1]?.length ?? 0,
  };
}

export const countFigure = (value: number): Figure => ({ value, text: String(value), decimals: 0 });

/** A difference of points with its sign: −0,25 · +0,5 · 0. */
export function signedPoints(difference: number): string {
  if (difference === 0) return "0";
  return `${difference > 0 ? "+" : "−"}${formatPoints(Math.abs(difference))}`;
}

/** A signed difference as a figure. */
export const differenceFigure = (difference: number): Figure => ({
  value: difference / POINT,
  text: signedPoints(difference),
  decimals: decimalsOf(Math.abs(difference)),
});

/** "a", "a và b", "a, b và c". */
export function enumerated(names: readonly string[]): string {
  const [last, ...before] = names.toReversed();
  if (last === undefined) return "";
  return before.length === 0 ? last : `${before.toReversed().join(", ")} và ${last}`;
}

/** How many names stand where several units are equally good. */
const NAMED = 3;

/** "a, b và c"; of more than three the first ones: "a, b, c và 4 đơn vị khác". */
export const fewNamed = (names: readonly string[]): string =>
  enumerated(
    names.length <= NAMED + 1 ? names : [...names.slice(0, NAMED), `${names.length - NAMED} đơn vị khác`],
  );

/** A day as people write it: "2025-01-31" → "31/01/2025". */
export const dayOfDate = (date: string): string => date.split("-").reverse().join("/");

const DAY = new Intl.DateTimeFormat("en-GB", {
  timeZone: TIME_ZONE,
  ...{ day: "2-digit", month: "2-digit", year: "numeric" },
});

/** The day of an instant in Vietnam: "31/12/2024". */
export const dayOfInstant = (instant: Date): string => DAY.format(instant);

/** A text that begins a sentence. */
export const upperFirst = (text: string): string => text.charAt(0).toLocaleUpperCase("vi") + text.slice(1);

/** A hash in groups of eight hex digits, as it is read aloud and compared with a screen. */
export const hashGroups = (hex: string): string => (hex.match(/.{1,8}/g) ?? []).join(" ");
