import {
  differenceText,
  type FrozenSheet,
  type GroupRanking,
  isKnown,
  shareOf,
  shareText,
} from "@parindex/core";
import { signed } from "./change.ts";
import { axisFrom, dotAxis, dotRow, percentOf } from "./charts.ts";
import {
  absenceOf,
  fieldSlug,
  fieldsOf,
  type GroupField,
  type GroupSheets,
  medianOf,
  percentOfShare,
  standingsOf,
} from "./group-fields.ts";
import { type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { hidden, none } from "./parts.ts";
import { cell, head, num, row, rowHead, table } from "./tables.ts";

/** Whether a unit can be compared with its group: it is ranked, and there is somebody else. */
export const hasPeers = ({ group, sheets }: GroupSheets): boolean => group.ranked && sheets.length > 1;

function fieldRow(id: string, unit: string, field: GroupField, from: number, decimals: number): Html | null {
  const own = field.rows.get(unit);
  if (!own) return null;
  const [median, share] = [medianOf(field), shareOf(own)];
  const others = [...field.rows].flatMap(([other, fraction]) =>
    other !== unit && isKnown(fraction) ? [percentOf(fraction)] : [],
  );
  const place = standingsOf(field.rows).find((standing) => standing.unit === unit)?.place ?? null;
  const missing = none(absenceOf(own));
  return row([
    rowHead(
      html`<a href="${links.field(id, fieldSlug(field.code))}"><span class="code">${field.code}</span> ${field.name}</a>`,
    ),
    cell(median && dotRow(share && percentOfShare(share), others, percentOfShare(median), from), "drawing"),
    num("Đơn vị", share ? html`<b>${shareText(share, decimals)}</b>` : missing),
    num("Trung vị", median ? shareText(median, decimals) : none("chưa có điểm")),
    num("Chênh lệch", share && median ? signed(differenceText(median, share, decimals)) : missing),
    num("Hạng", place === null ? missing : html`${place}<small>/${others.length + 1}</small>`),
  ]);
}

/** A unit's fields against the median of its group, every other unit a faint dot. */
export function againstGroup(id: string, { unit }: FrozenSheet, peers: GroupSheets, decimals: number): Html {
  const fields = fieldsOf(peers.sheets);
  const from = axisFrom(fields.flatMap(({ rows }) => [...rows.values()].filter(isKnown).map(percentOf)));
  const heads = [
    head("Lĩnh vực"),
    head(html`${hidden("Biểu đồ")}${dotAxis(from)}`, "drawing"),
    ...[head("Đơn vị, %", "num"), head("Trung vị, %", "num"), head("Chênh lệch", "num"), head("Hạng", "num")],
  ];
  return html`<section aria-labelledby="so-voi-nhom"><h2 id="so-voi-nhom">So với các đơn vị cùng nhóm</h2>
<p class="sub">Tỷ lệ điểm đạt được của ${groupText(peers.group)}: chấm đậm là đơn vị này, chấm nhạt là các đơn vị khác, vạch đứng là trung vị.</p>
${table(
  "fields against",
  "Từng lĩnh vực so với trung vị của nhóm",
  heads,
  fields.map((field) => fieldRow(id, unit, field, from, decimals)),
)}</section>`;
}

const groupText = ({ name, units }: GroupRanking): string => `${units.length} đơn vị nhóm ${name}`;
