import type { FrozenSheet, SheetRow, Totals } from "./documents.ts";
import { formatPoints } from "./points.ts";
import {
  type Block,
  decimalsOfColumn,
  NONE,
  paragraph,
  percentFigure,
  pointsFigure,
  type ReportTable,
  signedPoints,
} from "./report-document.ts";
import type { GroupSheets } from "./report-group.ts";
import {
  countedRows,
  fieldsOf,
  leavesUnder,
  placeOf,
  type ReportResult,
  rankText,
  rowIndex,
} from "./report-result.ts";
import { comparedOf } from "./report-self.ts";

const UNIT_LOSSES = 5;

/** A unit's fields in the annex's columns. */
export function unitFieldsTable(sheet: FrozenSheet, decimals: number): ReportTable {
  const fields = fieldsOf(sheet);
  const columns = ["max", "self", "appraised", "survey", "achieved"] as const;
  const digits = columns.map((column) => decimalsOfColumn(fields.map((row) => row[column])));
  return {
    caption: "",
    head: [
      [
        "TT",
        "Lĩnh vực",
        "Điểm tối đa",
        "Tự đánh giá",
        "Kết quả thẩm định",
        "Điều tra xã hội học",
        "Điểm đạt được",
        "Chỉ số (%)",
      ].map((text) => ({ text })),
    ],
    widths: [6, 38, 10, 10, 11, 11, 11, 10],
    align: ["center", "left", "right", "right", "right", "right", "right", "right"],
    rows: fields.map((row) => ({
      cells: [
        row.code,
        row.name,
        ...columns.map((column, at) =>
          row[column] === null && !hasColumn(sheet, row, column)
            ? ""
            : pointsFigure(row[column], digits[at] ?? 0),
        ),
        percentFigure(rowIndex(row, decimals)),
      ],
    })),
  };
}

/** Whether any leaf of a field is scored in a column, as every one is in those of the maximum and of what is achieved. */
function hasColumn(sheet: FrozenSheet, field: SheetRow, column: keyof Totals): boolean {
  if (column === "max" || column === "achieved") return true;
  const source = column === "survey" ? "survey" : "self";
  return leavesUnder(sheet.rows, field).some((row) => row.source === source && !row.exempt);
}

/** What a unit's result says in sentences: index, rank, sums, and where it lost most. */
export function unitSentences(result: ReportResult, sheet: FrozenSheet): string[] {
  const place = placeOf(result.manifest, sheet.unit);
  const { total } = sheet;
  if (total.achieved === null || !place) return ["Chưa có điểm."];
  const { self, appraised } = comparedOf(sheet);
  const difference = appraised - self;
  const losses = countedRows(sheet)
    .filter(({ achieved, max }) => achieved !== null && achieved < max)
    .toSorted((a, b) => b.max - (b.achieved ?? 0) - (a.max - (a.achieved ?? 0)));
  const shown = losses
    .slice(0, UNIT_LOSSES)
    .map(
      ({ code, name, max, achieved }) =>
        `${code} «${name}» (${formatPoints(achieved ?? 0)}/${formatPoints(max)} điểm)`,
    );
  const own = !sheet.selfAssessed
    ? "Đơn vị không tự đánh giá"
    : total.self === null
      ? "Đơn vị chưa tự chấm điểm"
      : `Tự đánh giá ${formatPoints(total.self)} điểm`;
  const claimed = `${own}; kết quả thẩm định ${total.appraised === null ? NONE : formatPoints(total.appraised)} điểm${!sheet.selfAssessed || difference === 0 ? "" : ` (chênh lệch ${signedPoints(difference)}${difference === (total.appraised ?? 0) - (total.self ?? 0) ? "" : " ở các tiêu chí có cả hai điểm"})`}`;
  return [
    `Đạt ${formatPoints(total.achieved)}/${formatPoints(total.max)} điểm; Chỉ số ${place.unit.index}%; xếp hạng: ${rankText(place.group, place.unit)}${place.unit.band === null ? "" : `; xếp loại ${place.unit.band}`}. ${claimed}${total.survey === null ? "" : `; điều tra xã hội học ${formatPoints(total.survey)} điểm`}.`,
    shown.length === 0
      ? "Đơn vị không mất điểm ở tiêu chí nào."
      : `Mất điểm ở ${losses.length} tiêu chí; nhiều nhất: ${shown.join("; ")}.`,
  ];
}

/** Each unit's result, group by group. */
export function unitsPart(result: ReportResult, parts: readonly GroupSheets[]): Block[] {
  const { decimals } = result.manifest.settings;
  return parts.flatMap(({ group, sheets }, g): Block[] => [
    { kind: "heading", level: 1, text: `${g + 1}. ${group.name}` },
    ...sheets.flatMap((sheet, at): Block[] => [
      { kind: "heading", level: 2, text: `${g + 1}.${at + 1}. ${sheet.name}` },
      ...unitSentences(result, sheet).map(paragraph),
      { kind: "table", table: unitFieldsTable(sheet, decimals) },
    ]),
  ]);
}
