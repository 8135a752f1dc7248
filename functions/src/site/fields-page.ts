import {
  type FrozenSheet,
  type GroupRanking,
  isKnown,
  type RankedUnit,
  shareOf,
  shareText,
} from "@parindex/core";
import { percentOf } from "./charts.ts";
import {
  absenceOf,
  fieldSlug,
  fieldsOf,
  type GroupField,
  type GroupSheets,
  medianOf,
  percentOfShare,
} from "./group-fields.ts";
import { groupLinks } from "./group-links.ts";
import { type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { partPage } from "./part-page.ts";
import { hidden, none } from "./parts.ts";
import { groupsInReadingOrder, type PublishedResult } from "./result.ts";
import { cell, head, row, rowHead, table } from "./tables.ts";

/** The lower ends of the heat map's steps, in per cent. */
const STEPS = [0, 60, 70, 80, 90, 95];
const stepOf = (percent: number): number => STEPS.findLastIndex((from) => percent >= from);

/** Cells have one decimal: eight of them stand beside each other on a phone. */
const DECIMALS = 1;

const heat = (percent: number, text: string, field: GroupField): Html =>
  cell(html`${hidden(`${field.code}: `)}${text}`, `heat heat-${stepOf(percent)}`);

function fieldCell(field: GroupField, unit: string): Html {
  const own = field.rows.get(unit);
  if (!own) return cell(none(`${field.code}: bộ tiêu chí của đơn vị không có lĩnh vực này`), "heat");
  const share = shareOf(own);
  return share
    ? heat(percentOf(own), shareText(share, DECIMALS), field)
    : cell(none(`${field.code}: ${absenceOf(own)}`), "heat");
}

function medianRow(fields: readonly GroupField[]): Html {
  return html`<tr role="row" class="median-row">${rowHead("Trung vị của nhóm")}${fields.map((field) => {
    const median = medianOf(field);
    return median
      ? heat(percentOfShare(median), shareText(median, DECIMALS), field)
      : cell(none(`${field.code}: chưa có điểm`), "heat");
  })}</tr>`;
}

function unitRow(id: string, group: GroupRanking, unit: RankedUnit, fields: readonly GroupField[]): Html {
  return row([
    rowHead(
      html`${group.ranked && html`<span class="code">${hidden("hạng ")}${unit.rank}</span> `}<a href="${links.sheet(id, unit.unit)}">${unit.name}</a>`,
    ),
    fields.map((field) => fieldCell(field, unit.unit)),
  ]);
}

function heatMap({ id }: PublishedResult, { group, sheets }: GroupSheets): Html {
  const fields = fieldsOf(sheets);
  const heads = [
    head("Đơn vị"),
    fields.map(({ code, name }) =>
      head(
        html`<a href="${links.field(id, fieldSlug(code))}"><span class="code">${code}</span> <span class="field-name">${name}</span></a>`,
        "heat",
      ),
    ),
  ];
  const rows = [
    group.ranked && sheets.length > 1 && medianRow(fields),
    group.units.map((unit) => unitRow(id, group, unit, fields)),
  ];
  return html`<section class="group" aria-labelledby="nhom-${group.group}"><h2 id="nhom-${group.group}">${group.name}</h2>
<p class="sub">${
    group.ranked
      ? "Theo thứ tự xếp hạng. Mỗi ô là phần trăm điểm tối đa của lĩnh vực mà đơn vị đạt được."
      : "Theo thứ tự phụ lục, mỗi cơ quan theo bộ tiêu chí của mình; không so với nhau."
  }</p>
${table("heatmap", `Tỷ lệ đạt của ${group.name} theo lĩnh vực`, heads, rows)}
</section>`;
}

const SCALE: Html = html`<p class="scale"><span>Phần trăm đạt được:</span> ${STEPS.map((from, at) => {
  const next = STEPS[at + 1];
  return html`<span class="heat heat-${at}">${next === undefined ? `từ ${from}` : at === 0 ? `dưới ${next}` : `${from}–dưới ${next}`}</span> `;
})}</p>`;

/** The fields that any of the shown sheets has, each name with its number once. */
function fieldList({ id }: PublishedResult, sheets: readonly FrozenSheet[]): Html {
  return html`<section aria-labelledby="tung-linh-vuc"><h2 id="tung-linh-vuc">Từng lĩnh vực</h2><ul class="plain-list">${fieldsOf(
    sheets,
  ).map(
    ({ code, name, rows }) =>
      html`<li><a href="${links.field(id, fieldSlug(code))}"><span class="code">${code}</span> ${name}</a> <small>${[...rows.values()].filter(isKnown).length} đơn vị</small></li>`,
  )}</ul></section>`;
}

/** All units by all fields: a heat map for each group, whose cells carry their numbers. */
export function fieldsPage(result: PublishedResult, shown: readonly GroupSheets[]): Html {
  const groups = groupsInReadingOrder(result.publication.manifest);
  const here = shown.map(({ group }) => group);
  return partPage(result, {
    heading: "Theo lĩnh vực",
    description: "Kết quả của từng đơn vị ở từng lĩnh vực cải cách hành chính.",
    main: html`${groupLinks(groups, here, (group) => links.fields(result.id, group))}
${SCALE}
${shown.map((group) => heatMap(result, group))}
${fieldList(
  result,
  shown.flatMap(({ sheets }) => sheets),
)}`,
  });
}
