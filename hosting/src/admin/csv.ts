/** What spreadsheets would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** One cell of a CSV: never read as a formula, quoted where it needs to be. */
function cellText(cell: string): string {
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as a CSV that spreadsheets open with its Vietnamese letters right and its formulas dead. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(cellText).join(",")).join("\r\n")}\r\n`;
