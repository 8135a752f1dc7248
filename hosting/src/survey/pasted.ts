/** Cells copied from a spreadsheet, as they fall on fields from one on: rows down, columns to the right. */
export function pasted<Column extends string>(
  text: string,
  { rows, columns }: { rows: readonly string[]; columns: readonly Column[] },
  at: { row: string; column: Column },
): { row: string; column: Column; text: string }[] {
  const top = rows.indexOf(at.row);
  const left = columns.indexOf(at.column);
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  return lines.flatMap((line, down) =>
    line.split("\t").flatMap((cell, right) => {
      const row = rows[top + down];
      const column = columns[left + right];
      return row !== undefined && column !== undefined ? [{ row, column, text: cell.trim() }] : [];
    }),
  );
}
