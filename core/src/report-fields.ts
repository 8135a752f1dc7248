import type { FrozenSheet, SheetRow } from "./documents.ts";
import { compareFractions } from "./ranking.ts";
import {
  type Block,
  chartBlocks,
  fewNamed,
  NONE,
  paragraph,
  percentFigure,
  type ReportChart,
  type ReportTable,
} from "./report-document.ts";
import { type GroupSheets, meanOf } from "./report-group.ts";
import { fieldsOf, rowIndex } from "./report-result.ts";

/** How a group did in one field, the same number and words in its criteria sets: the sums of its units there. */
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
      const key = `${row.id}|${name}`;
      const field = fields.get(key) ?? { code, name, rows: [] };
      fields.set(key, field);
      if (row.achieved !== null && row.max > 0) field.rows.push({ unit: sheet.name, row });
    }
  return [...fields.values()];
}

/** The units at one end of a field, best or weakest, all that are equal: "Sở A và Sở B (100,00)". */
function unitsAt({ rows }: FieldResult, end: "best" | "weakest", decimals: number): string {
  const sorted = rows.toSorted((a, b) => compareFractions(b.row, a.row));
  const at = sorted.at(end === "best" ? 0 : -1);
  if (!at) return NONE;
  const equal = rows.filter(({ row }) => compareFractions(row, at.row) === 0);
  return `${fewNamed(equal.map(({ unit }) => unit))} (${rowIndex(at.row, decimals)})`;
}

const meanOfField = ({ rows }: FieldResult, decimals: number) =>
  meanOf(
    rows.map(({ row }) => row),
    decimals,
  );

function fieldTable({ group }: GroupSheets, fields: readonly FieldResult[], decimals: number): ReportTable {
  return {
    caption: `Chỉ số từng lĩnh vực – ${group.name} (%)`,
    head: [["TT", "Lĩnh vực", "Bình quân", "Cao nhất", "Thấp nhất"].map((text) => ({ text }))],
    widths: [6, 34, 12, 24, 24],
    align: ["center", "left", "right", "left", "left"],
    rows: fields.map((field) => ({
      cells: [
        field.code,
        field.name,
        percentFigure(meanOfField(field, decimals)),
        unitsAt(field, "best", decimals),
        unitsAt(field, "weakest", decimals),
      ],
    })),
  };
}

const numberOf = (percent: string): number | null =>
  percent === NONE ? null : Number(percent.replace(",", "."));

function fieldChart(
  { group }: GroupSheets,
  fields: readonly FieldResult[],
  decimals: number,
): ReportChart | null {
  const means = fields.map((field) => meanOfField(field, decimals));
  if (means.every((mean) => mean === NONE)) return null;
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
        ...chartBlocks(fieldChart(part, fields, decimals)),
      ];
    }),
  ];
}
