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
import { decimal } from "./numbers.ts";
import { partPage } from "./part-page.ts";
import { hidden, none } from "./parts.ts";
import { groupsInReadingOrder, type PublishedResult } from "./result.ts";
import { cell, head, row, rowHead, table } from "./tables.ts";
import { given, t } from "./text/text.ts";

/** The lower ends of the heat map's steps, in per cent. */
const STEPS = [0, 60, 70, 80, 90, 95];
const stepOf = (percent: number): number => STEPS.findLastIndex((from) => percent >= from);

/** Cells have one decimal: eight of them stand beside each other on a phone. */
const DECIMALS = 1;

const heat = (percent: number, text: string, field: GroupField): Html =>
  cell(html`${hidden(`${field.code}: `)}${text}`, `heat heat-${stepOf(percent)}`);

function fieldCell(field: GroupField, unit: string): Html {
  const own = field.rows.get(unit);
  if (!own) return cell(none(`${field.code}: ${t("noSuchField")}`), "heat");
  const share = shareOf(own);
  return share
    ? heat(percentOf(own), decimal(shareText(share, DECIMALS)), field)
    : cell(none(`${field.code}: ${absenceOf(own)}`), "heat");
}

function medianRow(fields: readonly GroupField[]): Html {
  return html`<tr role="row" class="median-row">${rowHead(t("groupMedian"))}${fields.map((field) => {
    const median = medianOf(field);
    return median
      ? heat(percentOfShare(median), decimal(shareText(median, DECIMALS)), field)
      : cell(none(`${field.code}: ${t("noPoints")}`), "heat");
  })}</tr>`;
}

function unitRow(id: string, group: GroupRanking, unit: RankedUnit, fields: readonly GroupField[]): Html {
  return row([
    rowHead(
      html`${group.ranked && html`<span class="code">${hidden(t("rankBefore"))}${unit.rank}</span> `}<a href="${links.sheet(id, unit.unit)}">${unit.name}</a>`,
    ),
    fields.map((field) => fieldCell(field, unit.unit)),
  ]);
}

function heatMap({ id }: PublishedResult, { group, sheets }: GroupSheets): Html {
  const fields = fieldsOf(sheets);
  const heads = [
    head(t("unitColumn")),
    fields.map(({ code, name }) =>
      head(
        html`<a href="${links.field(id, fieldSlug(code))}"><span class="code">${code}</span> <span class="field-name">${given(name)}</span></a>`,
        "heat",
      ),
    ),
  ];
  const rows = [
    group.ranked && sheets.length > 1 && medianRow(fields),
    group.units.map((unit) => unitRow(id, group, unit, fields)),
  ];
  return html`<section class="group" aria-labelledby="nhom-${group.group}"><h2 id="nhom-${group.group}">${given(group.name)}</h2>
<p class="sub">${group.ranked ? t("heatRanked") : t("heatUnranked")}</p>
${table("heatmap", t("heatLabel", { group: group.name }), heads, rows)}
</section>`;
}

const scale = (): Html =>
  html`<p class="scale"><span>${t("scaleLead")}</span> ${STEPS.map((from, at) => {
    const next = STEPS[at + 1];
    return html`<span class="heat heat-${at}">${next === undefined ? t("stepFrom", { from }) : t(at === 0 ? "stepBelow" : "stepBetween", { from, next })}</span> `;
  })}</p>`;

/** The fields that any of the shown sheets has, each name with its number once. */
function fieldList({ id }: PublishedResult, sheets: readonly FrozenSheet[]): Html {
  return html`<section aria-labelledby="tung-linh-vuc"><h2 id="tung-linh-vuc">${t("eachField")}</h2><ul class="plain-list">${fieldsOf(
    sheets,
  ).map(
    ({ code, name, rows }) =>
      html`<li><a href="${links.field(id, fieldSlug(code))}"><span class="code">${code}</span> ${given(name)}</a> <small>${t("unitsFound", { count: [...rows.values()].filter(isKnown).length })}</small></li>`,
  )}</ul></section>`;
}

/** All units by all fields: a heat map for each group, whose cells carry their numbers. */
export function fieldsPage(result: PublishedResult, shown: readonly GroupSheets[]): Html {
  const groups = groupsInReadingOrder(result.publication.manifest);
  const here = shown.map(({ group }) => group);
  return partPage(result, {
    heading: t("byField"),
    description: t("fieldsAbout"),
    main: html`${groupLinks(groups, here, (group) => links.fields(result.id, group))}
${scale()}
${shown.map((group) => heatMap(result, group))}
${fieldList(
  result,
  shown.flatMap(({ sheets }) => sheets),
)}`,
  });
}
