import type { FrozenSheet } from "./documents.ts";
import { formatPoints } from "./points.ts";
import {
  type Block,
  chartBlocks,
  countFigure,
  decimalsOfColumn,
  differenceFigure,
  enumerated,
  NONE,
  paragraph,
  pointsFigure,
  type ReportChart,
  type ReportTable,
  signedPoints,
  type TableCell,
} from "./report-document.ts";
import type { GroupSheets } from "./report-group.ts";
import { countedRows } from "./report-result.ts";

/** How far the council's points lie from a unit's own, on the leaves that have both. */
export interface Compared {
  self: number;
  appraised: number;
  leaves: number;
  differs: number;
}

export function comparedOf(sheet: FrozenSheet): Compared {
  const compared: Compared = { self: 0, appraised: 0, leaves: 0, differs: 0 };
  for (const { self, appraised } of countedRows(sheet)) {
    if (self === null || appraised === null) continue;
    compared.self += self;
    compared.appraised += appraised;
    compared.leaves += 1;
    if (self !== appraised) compared.differs += 1;
  }
  return compared;
}

function selfTable({ group, sheets }: GroupSheets): ReportTable {
  const rows = sheets.map((sheet) => ({ sheet, ...comparedOf(sheet) }));
  const digits = decimalsOfColumn(rows.flatMap(({ self, appraised }) => [self, appraised]));
  return {
    caption: `Điểm tự đánh giá và điểm thẩm định – ${group.name}`,
    head: [
      [
        "TT",
        "Đơn vị",
        "Tự đánh giá",
        "Kết quả thẩm định",
        "Chênh lệch",
        "Tiêu chí điều chỉnh",
        "Ghi chú",
      ].map((text) => ({ text })),
    ],
    widths: [6, 36, 12, 12, 12, 12, 22],
    align: ["center", "left", "right", "right", "right", "center", "left"],
    rows: rows.map(({ sheet, self, appraised, leaves, differs }, at) => {
      const cells: TableCell[] =
        leaves === 0
          ? [NONE, NONE, NONE, NONE, sheet.selfAssessed ? "Chưa có điểm để so sánh" : "Không tự đánh giá"]
          : [
              pointsFigure(self, digits),
              pointsFigure(appraised, digits),
              differenceFigure(appraised - self),
              `${differs}/${leaves}`,
              "",
            ];
      return { cells: [countFigure(at + 1), sheet.name, ...cells] };
    }),
  };
}

function selfChart({ group, sheets }: GroupSheets): ReportChart | null {
  const rows = sheets
    .map((sheet) => ({ name: sheet.name, ...comparedOf(sheet) }))
    .filter(({ leaves }) => leaves > 0);
  if (rows.length === 0) return null;
  const series = (name: string, column: "self" | "appraised") => ({
    name,
    values: rows.map((row) => row[column] / 10_000),
    labels: rows.map((row) => formatPoints(row[column])),
  });
  return {
    title: `Điểm tự đánh giá và điểm thẩm định – ${group.name}`,
    alt: `Biểu đồ thanh ngang so điểm tự đánh giá với điểm thẩm định: ${rows.map(({ name, self, appraised }) => `${name} ${formatPoints(self)} và ${formatPoints(appraised)}`).join("; ")}.`,
    categories: rows.map(({ name }) => name),
    series: [series("Tự đánh giá", "self"), series("Kết quả thẩm định", "appraised")],
    max: null,
  };
}

function selfSentence({ group, sheets }: GroupSheets): string {
  const rows = sheets
    .map((sheet) => ({ name: sheet.name, ...comparedOf(sheet) }))
    .filter(({ leaves }) => leaves > 0)
    .toSorted((a, b) => a.appraised - a.self - (b.appraised - b.self));
  const [lowest] = rows;
  const highest = rows.at(-1);
  if (!lowest || !highest) return `${group.name}: chưa có điểm để so sánh.`;
  const sum = rows.reduce((whole, { self, appraised }) => whole + appraised - self, 0);
  const same = rows.filter(({ differs }) => differs === 0).map(({ name }) => name);
  if (same.length === rows.length)
    return `Đối với ${group.name}: Hội đồng công nhận toàn bộ điểm tự đánh giá.`;
  const told = ({ name, self, appraised, differs }: typeof lowest) =>
    `${name} (${signedPoints(appraised - self)} điểm, điều chỉnh ${differs} tiêu chí)`;
  const most = [
    ...(lowest.appraised < lowest.self ? [`; giảm nhiều nhất là ${told(lowest)}`] : []),
    ...(highest.appraised > highest.self ? [`; tăng nhiều nhất là ${told(highest)}`] : []),
  ].join("");
  return `Đối với ${group.name}: điểm thẩm định so với điểm tự đánh giá chênh lệch ${signedPoints(sum)} điểm${most}.${same.length > 0 ? ` Được công nhận toàn bộ: ${enumerated(same)}.` : ""}`;
}

/** How far the council followed the units of each group. */
export function selfPart(parts: readonly GroupSheets[]): Block[] {
  return [
    { kind: "heading", level: 1, text: "V. SO SÁNH ĐIỂM TỰ ĐÁNH GIÁ VÀ ĐIỂM THẨM ĐỊNH" },
    ...parts.flatMap((part, at): Block[] => {
      const chart = selfChart(part);
      return [
        { kind: "heading", level: 2, text: `${at + 1}. ${part.group.name}` },
        paragraph(selfSentence(part)),
        { kind: "table", table: selfTable(part) },
        ...chartBlocks(chart),
      ];
    }),
  ];
}
