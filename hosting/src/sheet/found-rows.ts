import { type SheetRow, searchable } from "@parindex/core";

const DEPTH = { field: 0, criterion: 1, subCriterion: 2 } as const;

type Node = Pick<SheetRow, "id" | "code" | "name" | "level">;

/**
 * The rows of a sheet that a search finds, in their order: those whose name holds every word whatever the tone marks, or
 * whose code begins with it, all that stands below them, and the headings above them.
 */
export function foundRows<Row extends Node>(rows: readonly Row[], wanted: string): Row[] {
  const words = searchable(wanted).split(" ");
  const matched = new Set<Row>();
  const shown = new Set<Row>();
  let above: Row[] = [];
  for (const row of rows) {
    above = above.filter(({ level }) => DEPTH[level] < DEPTH[row.level]);
    const name = searchable(row.name);
    const says = (word: string) => row.code.startsWith(word) || name.includes(word);
    if (words.every(says) || above.some((heading) => matched.has(heading))) {
      matched.add(row);
      for (const heading of [...above, row]) shown.add(heading);
    }
    above.push(row);
  }
  return rows.filter((row) => shown.has(row));
}
