/**
 * What spreadsheets would take for a formula, also behind spaces and as the wide letters of East Asian keyboards, and what
 * could hide one: a control character at the start.
 */
const FORMULA = /^(?:\p{Cc}|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/u;

/** A cell of a CSV: a text, or a number that is written digit by digit as it stands, its minus too. */
export type CsvCell = string | { decimal: string };

/** One cell: a text is never read as a formula, and quoted where it needs to be (RFC 4180). */
function cellText(cell: CsvCell): string {
  if (typeof cell !== "string") return cell.decimal;
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as a CSV that spreadsheets open with its Vietnamese letters right and its formulas dead. */
export const csvText = (rows: readonly (readonly CsvCell[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(cellText).join(",")).join("\r\n")}\r\n`;
