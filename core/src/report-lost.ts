import type { FrozenSheet } from "./documents.ts";
import { formatPoints } from "./points.ts";
import {
  type Block,
  countFigure,
  decimalsOfColumn,
  paragraph,
  percentFigure,
  pointsFigure,
  type ReportTable,
} from "./report-document.ts";
import type { GroupSheets } from "./report-group.ts";
import { countedRows, rowIndex } from "./report-result.ts";

/** What the units of a group lost on one leaf, in 1/10 000 point. */
export interface LostPoints {
  code: string;
  name: string;
  lost: number;
  max: number;
  units: string[];
  of: number;
}

/** The leaves that cost a group most, the costliest first; those of different criteria sets are told apart. */
export function lostPoints(sheets: readonly FrozenSheet[]): LostPoints[] {
  const leaves = new Map<string, LostPoints>();
  for (const sheet of sheets)
    for (const row of countedRows(sheet)) {
      const key = `${sheet.criteriaSet.id}/${row.id}`;
      const { code, name, max, achieved } = row;
      const one = leaves.get(key) ?? { code, name, lost: 0, max: 0, units: [], of: 0 };
      leaves.set(key, one);
      if (achieved === null) continue;
      one.of += 1;
      one.max += max;
      one.lost += max - achieved;
      if (achieved < max) one.units.push(sheet.name);
    }
  return [...leaves.values()]
    .filter(({ lost }) => lost > 0)
    .toSorted((a, b) => b.lost - a.lost || b.units.length - a.units.length);
}

const LOSSES = 10;

function lostTable({ group }: GroupSheets, losses: readonly LostPoints[], decimals: number): ReportTable {
  const shown = losses.slice(0, LOSSES);
  const digits = decimalsOfColumn(shown.map(({ lost }) => lost));
  return {
    caption: `${shown.length} tiêu chí mất nhiều điểm nhất – ${group.name}`,
    head: [
      ["TT", "Tiêu chí", "Số đơn vị mất điểm", "Tổng điểm mất", "Tỷ lệ điểm đạt được (%)"].map((text) => ({
        text,
      })),
    ],
    widths: [6, 50, 16, 14, 14],
    align: ["center", "left", "center", "right", "right"],
    rows: shown.map(({ code, name, units, of, lost, max }, at) => ({
      cells: [
        countFigure(at + 1),
        `${code} ${name}`,
        `${units.length}/${of}`,
        pointsFigure(lost, digits),
        percentFigure(rowIndex({ achieved: max - lost, max }, decimals)),
      ],
    })),
  };
}

/** Where each group lost its points. */
export function lostPart(parts: readonly GroupSheets[], decimals: number): Block[] {
  return [
    { kind: "heading", level: 1, text: "IV. CÁC TIÊU CHÍ MẤT ĐIỂM" },
    ...parts.flatMap((part, at): Block[] => {
      const losses = lostPoints(part.sheets);
      const [worst] = losses;
      const whole = losses.reduce((sum, { lost }) => sum + lost, 0);
      const head: Block = { kind: "heading", level: 2, text: `${at + 1}. ${part.group.name}` };
      if (!worst) return [head, paragraph("Không đơn vị nào mất điểm ở tiêu chí nào.")];
      return [
        head,
        paragraph(
          `Các đơn vị của nhóm mất tổng cộng ${formatPoints(whole)} điểm ở ${losses.length} tiêu chí. Mất nhiều nhất là tiêu chí ${worst.code} «${worst.name}»: ${formatPoints(worst.lost)} điểm, ở ${worst.units.length}/${worst.of} đơn vị.`,
        ),
        { kind: "table", table: lostTable(part, losses, decimals) },
      ];
    }),
  ];
}
