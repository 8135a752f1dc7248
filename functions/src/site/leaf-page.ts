import { type FrozenSheet, formatPoints, type GroupRanking, isKnown, medianPoints } from "@parindex/core";
import { medianBar, percentOf } from "./charts.ts";
import { fieldSlug, type GroupSheets, type Row, standingsOf } from "./group-fields.ts";
import { type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { aligned, columnDecimals, signedPoints } from "./numbers.ts";
import { partPage } from "./part-page.ts";
import { fact, hidden, none, tag } from "./parts.ts";
import type { PublishedResult } from "./result.ts";
import { cell, head, num, row, rowHead, table } from "./tables.ts";

/** A node of one criteria set in the sheets of a group's units that have the set. */
interface NodeOfGroup {
  group: GroupRanking;
  entries: readonly { sheet: FrozenSheet; row: Row }[];
}

const nodeOf = ({ group, sheets }: GroupSheets, set: string, node: string): NodeOfGroup => ({
  group,
  entries: sheets.flatMap((sheet) => {
    const found = sheet.criteriaSet.id === set ? sheet.rows.find(({ id }) => id === node) : undefined;
    return found && found.level !== "field" ? [{ sheet, row: found }] : [];
  }),
});

/** Why a unit has no points here. */
const reasonOf = ({ sheet, row: own }: NodeOfGroup["entries"][number]): string =>
  own.max === 0 ? (sheet.exempt[own.id] ?? "mục này không tính ở kỳ này") : "chưa có điểm";

type Column = "self" | "appraised" | "survey";
const COLUMN: Record<Column, { head: string; label: string }> = {
  self: { head: "Tự đánh giá", label: "Tự đánh giá" },
  appraised: { head: "Kết quả thẩm định", label: "Thẩm định" },
  survey: { head: "Điều tra XHH", label: "Điều tra" },
};

function pointsCell(own: Row, column: Column, decimals: number, selfAssessed: boolean): Html {
  const points = own[column];
  const { label } = COLUMN[column];
  if (points === null)
    return num(
      label,
      none(column === "self" && !selfAssessed ? "đơn vị không tự đánh giá" : "không có điểm ở cột này"),
    );
  const differs = column === "appraised" && own.self !== null && own.self !== points;
  return num(
    label,
    html`${aligned(points, decimals)}${differs && html` <span class="delta">${hidden("so với tự đánh giá ")}${signedPoints(own.self ?? 0, points)}</span>`}`,
  );
}

/** The columns in which any unit has points here. */
const columnsOf = ({ entries }: NodeOfGroup): Column[] =>
  (["self", "appraised", "survey"] as const).filter((column) =>
    entries.some(({ row: own }) => own[column] !== null),
  );

function unitRow(
  id: string,
  entry: NodeOfGroup["entries"][number],
  columns: readonly (readonly [Column, number])[],
  median: number | null,
): Html {
  const { sheet, row: own } = entry;
  const absent = isKnown(own) ? null : none(reasonOf(entry));
  const middle = median === null ? null : percentOf({ achieved: median, max: own.max });
  return row([
    rowHead(
      html`<a href="${links.sheet(id, sheet.unit)}#${own.id}">${sheet.name}</a>${
        own.max === 0 &&
        html`<small class="remark">${tag("exempt", "không đánh giá")}: ${reasonOf(entry)}</small>`
      }${sheet.insufficientSample.includes(own.id) && html` ${tag("sample", "số phiếu dưới mức tối thiểu")}`}`,
      "unit",
    ),
    cell(
      html`<div>${absent ? html`<span></span>` : medianBar(own, middle)}<b>${absent ?? html`${formatPoints(own.achieved ?? 0)}<small>/${formatPoints(own.max)}</small>`}</b></div>`,
      "index points",
    ),
    columns.map(([column, decimals]) => pointsCell(own, column, decimals, sheet.selfAssessed)),
  ]);
}

/** Ranked groups by their points, units without any last; others in annex order. */
function inOrder({ group, entries }: NodeOfGroup): readonly NodeOfGroup["entries"][number][] {
  if (!group.ranked) return entries;
  const byUnit = new Map(entries.map((entry) => [entry.sheet.unit, entry]));
  return standingsOf(new Map(entries.map(({ sheet, row: own }) => [sheet.unit, own]))).flatMap(
    ({ unit }) => byUnit.get(unit) ?? [],
  );
}

function nodeSection(id: string, node: NodeOfGroup): Html {
  const { group, entries } = node;
  const known = entries.map(({ row: own }) => own).filter(isKnown);
  const median =
    group.ranked && known.length > 1 ? medianPoints(known.map(({ achieved }) => achieved)) : null;
  const full = known.filter(({ achieved, max }) => achieved >= max).length;
  const columns = columnsOf(node).map(
    (column) => [column, columnDecimals(entries.map(({ row: own }) => own[column]))] as const,
  );
  const heads = [
    head("Đơn vị", "unit"),
    head("Điểm đạt được", "index"),
    columns.map(([column]) => head(COLUMN[column].head, "num")),
  ];
  return html`<section class="group" aria-labelledby="nhom-${group.group}"><h2 id="nhom-${group.group}">${group.name}</h2>
<p class="sub">${
    group.ranked
      ? html`${full}/${known.length} đơn vị đạt tối đa${median !== null && html` · trung vị <b>${formatPoints(median)}</b> điểm, vạch đứng trên thanh`}`
      : "Được đánh giá, không xếp hạng chung; theo thứ tự phụ lục."
  }</p>
${table(
  "ranking plain",
  `Điểm của ${group.name}`,
  heads,
  inOrder(node).map((entry) => unitRow(id, entry, columns, median)),
)}
</section>`;
}

/** The nodes above and directly below a row of a sheet. */
function around({ rows }: FrozenSheet, node: string): { field?: Row; above?: Row; below: Row[] } {
  const at = rows.findIndex(({ id }) => id === node);
  const own = rows[at];
  const before = rows.slice(0, at);
  const field = before.findLast(({ level }) => level === "field");
  const above =
    own?.level === "subCriterion" ? before.findLast(({ level }) => level === "criterion") : undefined;
  const after = rows.slice(at + 1);
  const end = after.findIndex(({ level }) => level !== "subCriterion");
  const below = own?.source === null ? after.slice(0, end === -1 ? undefined : end) : [];
  return { ...(field && { field }), ...(above && { above }), below };
}

const SOURCE_TEXT = { self: "Đơn vị tự chấm, Hội đồng thẩm định", survey: "Điều tra xã hội học" } as const;

/** One criterion or sub-criterion of a criteria set over all units that have it. Null where there is none. */
export function leafPage(
  result: PublishedResult,
  shown: readonly GroupSheets[],
  set: string,
  leaf: string,
): Html | null {
  const nodes = shown.map((group) => nodeOf(group, set, leaf)).filter(({ entries }) => entries.length > 0);
  const first = nodes[0]?.entries[0];
  if (!first) return null;
  const { sheet, row: own } = first;
  const { field, above, below } = around(sheet, leaf);
  const link = (row: Row) =>
    html`<a href="${links.leaf(result.id, set, row.id)}">${row.code} ${row.name}</a>`;
  const max = Math.max(...nodes.flatMap(({ entries }) => entries.map((entry) => entry.row.max)));
  return partPage(result, {
    heading: `${own.code} ${own.name}`,
    description: `Điểm của các đơn vị ở mục ${own.code} ${own.name}.`,
    crumbs: [
      { href: links.fields(result.id), text: "Theo lĩnh vực" },
      ...(field
        ? [{ href: links.field(result.id, fieldSlug(field.code)), text: `${field.code}. ${field.name}` }]
        : []),
    ],
    main: html`<dl class="facts">${above !== undefined && fact("Thuộc tiêu chí", link(above))}${fact("Điểm tối đa", max === 0 ? none("không đánh giá ở kỳ này") : formatPoints(max))}${
      own.source && fact("Nguồn điểm", SOURCE_TEXT[own.source])
    }${fact("Bộ tiêu chí", sheet.criteriaSet.name)}</dl>
${below.length > 0 && html`<ul class="plain-list">${below.map((child) => html`<li>${link(child)}</li>`)}</ul>`}
${nodes.map((node) => nodeSection(result.id, node))}`,
  });
}
