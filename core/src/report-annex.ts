import type { FrozenSheet, SheetRow, Totals } from "./documents.ts";
import {
  decimalsOfColumn,
  percentFigure,
  pointsFigure,
  type ReportTable,
  type TableCell,
  type TableRow,
  upperFirst,
} from "./report-document.ts";
import { ANNEX_COLUMNS, ANNEX_ORDER, type AnnexColumn, adjustmentTexts } from "./report-ranking.ts";
import { exemptReason, rowIndex } from "./report-result.ts";

const SURVEYED = "Điều tra xã hội học";

/** Which columns a row has no points in by its nature: the annex leaves them blank. */
function isBlank({ source, appraised, survey }: SheetRow, column: AnnexColumn): boolean {
  if (source === "survey") return column === "self" || column === "appraised";
  if (source === "self") return column === "survey";
  // A node above: blank where nothing below it is of that kind.
  if (column === "survey") return survey === null;
  return (column === "self" || column === "appraised") && appraised === null;
}

/** What the last column says of a row: that it is surveyed, and why points are missing. */
function noteOf(row: SheetRow, sheet: Pick<FrozenSheet, "exempt" | "insufficientSample" | "selfAssessed">) {
  if (row.source === null) return "";
  if (row.exempt) return `Không đánh giá: ${exemptReason(sheet, row.id)}`;
  if (row.source === "survey")
    return [
      SURVEYED,
      ...(row.survey === null ? ["chưa có điểm điều tra"] : []),
      ...(sheet.insufficientSample.includes(row.id) ? ["mẫu điều tra dưới mức tối thiểu"] : []),
    ].join("; ");
  return [
    ...(row.self === null ? [sheet.selfAssessed ? "Chưa tự chấm điểm" : "Không tự đánh giá"] : []),
    ...(row.appraised === null ? ["Chưa có kết quả thẩm định"] : []),
  ].join("; ");
}

/** What a sheet's table is made of: a frozen sheet, or one whose unit sees a part of it. */
export type AnnexSheet = Pick<
  FrozenSheet,
  "exempt" | "insufficientSample" | "selfAssessed" | "adjustments" | "total" | "rows"
>;

/**
 * A unit's sheet in the annex's own form: code, name, maximum, self-assessment, appraisal, survey, achieved, index and
 * note (decision, section II.2 and II.3). What is missing is "—" with its reason in the note; what a row has no points
 * in is blank. Bonus and penalty points stand before the total they count in.
 */
export function annexTable(sheet: AnnexSheet, decimals: number): ReportTable {
  const digits = Object.fromEntries(
    ANNEX_ORDER.map((column) => [
      column,
      decimalsOfColumn([...sheet.rows, sheet.total].map((row) => row[column])),
    ]),
  );
  const points = (totals: Totals, column: AnnexColumn) => pointsFigure(totals[column], digits[column] ?? 0);
  const index = (totals: Totals) => percentFigure(rowIndex(totals, decimals));
  const rowOf = (row: SheetRow): TableRow => {
    const cells: TableCell[] = row.exempt
      ? ["—", "—", "—", "—", "—", "—"]
      : [...ANNEX_ORDER.map((column) => (isBlank(row, column) ? "" : points(row, column))), index(row)];
    return { cells: [row.code, row.name, ...cells, noteOf(row, sheet)], bold: row.level === "field" };
  };
  const surveyed = sheet.rows.some(({ source }) => source === "survey");
  const total: TableRow = {
    cells: [
      ...["", "Tổng cộng"],
      ...ANNEX_ORDER.map((column) => (column === "survey" && !surveyed ? "" : points(sheet.total, column))),
      index(sheet.total),
      adjustmentTexts(sheet).length > 0 ? "Đã tính điểm thưởng, điểm trừ" : "",
    ],
    bold: true,
  };
  return {
    caption: "Bảng điểm",
    head: [
      ["TT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần"]
        .concat(
          ANNEX_ORDER.map((column) => ANNEX_COLUMNS[column]),
          ["Chỉ số (%)", "Ghi chú"],
        )
        .map((text) => ({ text })),
    ],
    widths: [8, 60, 10, 10, 12, 12, 11, 10, 30],
    align: ["left", "left", "right", "right", "right", "right", "right", "right", "left"],
    rows: [
      ...sheet.rows.map(rowOf),
      ...adjustmentTexts(sheet).map((text): TableRow => ({ heading: upperFirst(text) })),
      total,
    ],
  };
}
