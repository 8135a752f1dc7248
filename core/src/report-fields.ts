import type { FrozenSheet, SheetRow } from "./documents.ts";
import {
  type Block,
  NONE,
  paragraph,
  percentFigure,
  type ReportChart,
  type ReportTable,
} from "./report-document.ts";
import { type GroupSheets, meanOf } from "./report-group.ts";
import { fieldsOf, rowIndex } from "./report-result.ts";

/** How a group did in one field: the sums of its units there. */
interface FieldResult {
  code: string;
  name: string;
  rows: { unit: string; row: SheetRow }[];
}

function fieldResults(sheets: readonly FrozenSheet[]): FieldResult[] {
  const fields = new Map<string, FieldResult>();
  for (const sheet of sheets)
    for (const row of fieldsOf(sheet)) {
      const { code, name } = row;
      const field = fields.get(row.id) ?? { code, name, rows: [] };
      fields.set(row.id, field);
      if (row.achieved !== null && row.max > 0) field.rows.push({ unit: sheet.name, row });
    }
  return [...fields.values()];
}

const byShare = (a: { row: SheetRow }, b: { row: SheetRow }): number =>
  (b.row.achieved ?? 0) * a.row.max - (a.row.achieved ?? 0) * b.row.max;

const meanOfField = ({ rows }: FieldResult, decimals: number) =>
  meanOf(
    rows.map(({ row }) => row),
    decimals,
  );

function fieldTable({ group }: GroupSheets, fields: readonly FieldResult[], decimals: number): ReportTable {
  const told = (one: { unit: string; row: SheetRow } | undefined) =>
    one ? `${one.unit} (${rowIndex(one.row, decimals)})` : NONE;
  return {
    caption: `Chỉ số từng lĩnh vực – ${group.name} (%)`,
    head: [["TT", "Lĩnh vực", "Bình quân", "Cao nhất", "Thấp nhất"].map((text) => ({ text }))],
    widths: [6, 34, 12, 24, 24],
    align: ["center", "left", "right", "left", "left"],
    rows: fields.map((field) => {
      const sorted = field.rows.toSorted(byShare);
      return {
        cells: [
          field.code,
          field.name,
          percentFigure(meanOfField(field, decimals)),
          told(sorted[0]),
          told(sorted.at(-1)),
        ],
      };
    }),
  };
}

const numberOf = (percent: string): number | null =>
  percent === NONE ? null : Number(percent.replace(",", "."));

function fieldChart({ group }: GroupSheets, fields: readonly FieldResult[], decimals: number): ReportChart {
  const means = fields.map((field) => meanOfField(field, decimals));
  return {
    title: `Chỉ số bình quân từng lĩnh vực – ${group.name} (%)`,
    alt: `Biểu đồ thanh ngang Chỉ số bình quân từng lĩnh vực của ${group.name}: ${fields.map(({ name }, at) => `${name} ${means[at]}%`).join("; ")}.`,
    categories: fields.map(({ code, name }) => `${code}. ${name}`),
    series: [{ name: "Bình quân (%)", values: means.map(numberOf), labels: means }],
    max: 100,
  };
}

function fieldsSentence({ group }: GroupSheets, fields: readonly FieldResult[], decimals: number): string {
  const means = fields
    .map((field) => ({ field, text: meanOfField(field, decimals) }))
    .filter(({ text }) => text !== NONE)
    .toSorted((a, b) => (numberOf(b.text) ?? 0) - (numberOf(a.text) ?? 0));
  const [best] = means;
  const worst = means.at(-1);
  if (!best || !worst) return `${group.name}: chưa có lĩnh vực nào có điểm.`;
  return `Đối với ${group.name}, lĩnh vực có Chỉ số bình quân cao nhất là «${best.field.name}» (${best.text}%), thấp nhất là «${worst.field.name}» (${worst.text}%).`;
}

/** How each group did in each field. */
export function fieldsPart(parts: readonly GroupSheets[], decimals: number): Block[] {
  return [
    { kind: "heading", level: 1, text: "III. KẾT QUẢ THEO LĨNH VỰC" },
    ...parts.flatMap((part, at): Block[] => {
      const fields = fieldResults(part.sheets);
      return [
        { kind: "heading", level: 2, text: `${at + 1}. ${part.group.name}` },
        paragraph(fieldsSentence(part, fields, decimals)),
        { kind: "table", table: fieldTable(part, fields, decimals) },
        { kind: "chart", chart: fieldChart(part, fields, decimals) },
      ];
    }),
  ];
}
