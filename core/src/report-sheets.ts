import { sheetName, type WrittenCell, type WrittenRow, type WrittenSheet } from "./cells.ts";
import type { FrozenSheet } from "./documents.ts";
import { type AnnexSheet, annexTable } from "./report-annex.ts";
import { instantInWords } from "./report-decision.ts";
import { cellText, hashGroups, isFigure, type ReportTable, type TableRow } from "./report-document.ts";
import { rankingNotes, rankingTable } from "./report-ranking.ts";
import { checkedSheet, groupsInReadingOrder, placeOf, type ReportResult, rankText } from "./report-result.ts";

/** The height of a line, in points, and how many letters fit in one unit of a column's width, bold and not. */
const LINE = 16.5;
const LETTERS = { bold: 0.9, plain: 1.1 };

const linesOf = (text: string, width: number, bold = false): number =>
  Math.max(1, Math.ceil(text.length / (LETTERS[bold ? "bold" : "plain"] * width)));

/** A row as high as its longest text needs: not every program finds that out by itself. */
function fitted(row: WrittenRow, widths: readonly number[]): WrittenRow {
  const lines = row.map(({ value, bold, columns = 1, rows = 1 }, at) => {
    const width = widths.slice(at, at + columns).reduce((sum, one) => sum + one, 0);
    return typeof value === "string" && rows === 1 ? linesOf(value, width, bold) : 1;
  });
  const height = LINE * Math.max(...lines);
  return row.map((cell) => (cell.value === null ? cell : { ...cell, height }));
}

const HEAD: Partial<WrittenCell> = { bold: true, align: "center", bordered: true, shaded: true };

/** The head of a table as cells, those that another covers null. */
function headRows({ head, widths }: ReportTable): WrittenRow[] {
  const grid: (WrittenCell | undefined)[][] = head.map(() => Array<undefined>(widths.length).fill(undefined));
  head.forEach((cells, row) => {
    let column = 0;
    for (const { text, columns = 1, rows = 1 } of cells) {
      while (grid[row]?.[column] !== undefined) column += 1;
      for (let down = 0; down < rows; down++)
        for (let across = 0; across < columns; across++) {
          const target = grid[row + down];
          if (target) target[column + across] = { value: null };
        }
      const first = grid[row];
      if (first)
        first[column] = {
          ...{ ...HEAD, value: text },
          ...(columns > 1 ? { columns } : {}),
          ...(rows > 1 ? { rows } : {}),
        };
      column += columns;
    }
  });
  return grid.map((row) => row.map((cell) => cell ?? { value: null }));
}

/** A line over the whole width of a table. */
const across = (value: string, width: number, more: Partial<WrittenCell> = {}): WrittenRow => [
  { value, columns: width, ...more },
  ...Array.from({ length: width - 1 }, () => ({ value: null })),
];

function bodyRow(row: TableRow, { align, widths }: ReportTable): WrittenRow {
  if ("heading" in row) return across(row.heading, widths.length, { bold: true, bordered: true });
  return row.cells.map((cell, at): WrittenCell => {
    const look = { bordered: true, align: align[at] ?? "left", ...(row.bold ? { bold: true } : {}) } as const;
    return isFigure(cell)
      ? { ...look, value: cell.value, decimals: cell.decimals }
      : { ...look, value: cellText(cell) };
  });
}

/**
 * A sheet that holds a table below its titles, numbers as numbers, and notes below it. Texts are written as texts,
 * whatever they begin with.
 */
export function titledSheet(
  name: string,
  titles: readonly string[],
  table: ReportTable,
  notes: readonly string[] = [],
): WrittenSheet {
  const width = table.widths.length;
  const head = headRows(table);
  const above = [
    ...titles.map((title, at) => across(title, width, { align: "center", bold: at < 2, italic: at >= 2 })),
    [],
  ];
  return {
    name,
    widths: table.widths,
    rows: [
      ...above,
      ...[...head, ...table.rows.map((row) => bodyRow(row, table))].map((row) => fitted(row, table.widths)),
      ...(notes.length > 0 ? [[]] : []),
      ...notes.map((note) => fitted(across(note, width, { italic: true }), table.widths)),
    ],
    head: [above.length + 1, above.length + head.length],
  };
}

/** Whether a result may still change, or by which root it can be checked. */
export function standingText({ root, sealedAt, decision }: ReportResult): string {
  if (root === null || sealedAt === null) return "Kết quả tạm tính, chưa được chốt";
  const by = decision ? ` Công bố theo Quyết định số ${decision.number}.` : "";
  return `Kết quả được chốt lúc ${instantInWords(sealedAt)}. Mã gốc (SHA-256): ${hashGroups(root)}.${by}`;
}

const titleOf = ({ manifest }: ReportResult) =>
  `Kết quả ${manifest.schemeName} năm ${manifest.year}`.toLocaleUpperCase("vi");

/** A unit's sheet in the annex's own columns. Its sums were checked; they are values, not formulas. */
function unitSheet(result: ReportResult, sheet: FrozenSheet, taken: Set<string>): WrittenSheet {
  const place = placeOf(result.manifest, sheet.unit);
  const rank = place ? `Chỉ số ${place.unit.index}%; xếp hạng: ${rankText(place.group, place.unit)}` : "";
  return titledSheet(
    sheetName(sheet.name, taken),
    [titleOf(result), sheet.name, `${sheet.criteriaSet.name}. ${rank}`],
    annexTable(sheet, result.manifest.settings.decimals),
    [standingText(result)],
  );
}

/** The workbook of all units: a sheet of each group's ranking, then one of each unit, in the ranking's order. */
export function annexWorkbook(result: ReportResult): WrittenSheet[] {
  const groups = groupsInReadingOrder(result.manifest);
  const taken = new Set<string>();
  return [
    ...groups.map((group) =>
      titledSheet(
        sheetName(`${group.ranked ? "Xếp hạng" : "Kết quả"} ${group.name}`, taken),
        [titleOf(result), group.name],
        rankingTable(result, group),
        [...rankingNotes(result, group), standingText(result)],
      ),
    ),
    ...groups.flatMap(({ units }) =>
      units.map(({ unit }) => unitSheet(result, checkedSheet(result, unit), taken)),
    ),
  ];
}

/** The workbook of one unit: its sheet alone. */
export const unitWorkbook = (result: ReportResult, unit: string): WrittenSheet[] => [
  unitSheet(result, checkedSheet(result, unit), new Set()),
];

/** A unit's sheet as its own people see it before the result is published. */
export const ownWorkbook = (
  name: string,
  title: string,
  sheet: AnnexSheet,
  decimals: number,
): WrittenSheet[] => [
  titledSheet(
    sheetName(name, new Set()),
    [title.toLocaleUpperCase("vi"), name],
    annexTable(sheet, decimals),
    ["Điểm đơn vị được xem đến lúc xuất tệp; kết quả chưa được công bố."],
  ),
];
