import {
  differenceText,
  type Fraction,
  type FrozenSheet,
  type GroupRanking,
  isKnown,
  shareOf,
  shareText,
} from "@parindex/core";
import { type Place, signed } from "./change.ts";
import { axisFrom, dotAxis, mark, markRow, percentOf } from "./charts.ts";
import { absenceOf, fieldSlug, fieldsOf, type GroupField, type Row } from "./group-fields.ts";
import { type Content, type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { decimal, pointsText } from "./numbers.ts";
import { partPage } from "./part-page.ts";
import { hidden, none, notice } from "./parts.ts";
import { groupsInReadingOrder, type PublishedResult } from "./result.ts";
import { cell, head, num, row, rowHead, table } from "./tables.ts";
import { given, t } from "./text/text.ts";

/** As many units as stand beside each other on a page. */
export const MOST_COMPARED = 4;
/** How many leaves with the largest differences are told. */
const LEAVES_SHOWN = 12;

/** A unit in a comparison, the first of which the others are compared with. */
export interface Compared extends Place {
  sheet: FrozenSheet;
}

function choice(groups: readonly GroupRanking[], chosen: string | null, at: number): Html {
  return html`<label>${t("unitNumber", { number: at + 1 })}<select name="don-vi"><option value="">—</option>${groups.map(
    ({ name, units }) =>
      html`<optgroup label="${name}">${units.map(
        ({ unit, name: unitName }) =>
          html`<option value="${unit}"${unit === chosen && html` selected`}>${unitName}</option>`,
      )}</optgroup>`,
  )}</select></label>`;
}

/** The plain form by which units are chosen: it works without script and leads to an address that can be passed on. */
function form({ id, publication }: PublishedResult, chosen: readonly string[]): Html {
  const groups = groupsInReadingOrder(publication.manifest);
  return html`<form class="choose" method="get" action="${links.compare(id)}">${Array.from({ length: MOST_COMPARED }, (_, at) => choice(groups, chosen[at] ?? null, at))}<button type="submit">${t("compare")}</button></form>`;
}

/** A cell of one unit; phones name the unit before it. */
const ofUnit = ({ unit }: Compared, content: Content): Html => num(unit.name, html`<span>${content}</span>`);

function heads(
  result: PublishedResult,
  units: readonly Compared[],
  first: Content,
  drawing: Html | null,
): Content {
  return [
    head(first),
    drawing && head(html`${hidden(t("chart"))}${drawing}`, "drawing"),
    units.map((compared, at) =>
      head(
        html`${mark(at)} <a href="${links.sheet(result.id, compared.unit.unit)}">${compared.unit.name}</a>`,
        "num",
      ),
    ),
  ];
}

/** How far a share is from the first unit's; nothing for the first itself, or where either is missing. */
function sinceFirst(first: Fraction | undefined, own: Fraction, at: number, decimals: number): Html | null {
  const [from, to] = [first ? shareOf(first) : null, shareOf(own)];
  return at === 0 || !from || !to
    ? null
    : html` <span class="delta">${hidden(t("sinceFirst"))}${signed(differenceText(from, to, decimals))}</span>`;
}

function fieldText(own: Row | undefined, first: Row | undefined, at: number, decimals: number): Html {
  if (!own) return none(t("noSuchField"));
  const share = shareOf(own);
  if (!share) return none(absenceOf(own));
  return html`<b>${decimal(shareText(share, decimals))}</b><small> %</small> <span class="remark">${pointsText(own.achieved ?? 0)}/${pointsText(own.max)}</span>${sinceFirst(first, own, at, decimals)}`;
}

function fieldRow(
  id: string,
  field: GroupField,
  units: readonly Compared[],
  from: number,
  decimals: number,
): Html {
  const rows = units.map(({ unit }) => field.rows.get(unit.unit));
  const values = rows.map((own) => (own && isKnown(own) ? percentOf(own) : null));
  return row([
    rowHead(
      html`<a href="${links.field(id, fieldSlug(field.code))}"><span class="code">${field.code}</span> ${given(field.name)}</a>`,
    ),
    cell(markRow(values, from), "drawing"),
    units.map((unit, at) => ofUnit(unit, fieldText(rows[at], rows[0], at, decimals))),
  ]);
}

const rankText = ({ group, unit }: Compared): Html =>
  unit.rank === null ? none(t("assessedUnranked")) : html`${unit.rank}<small>/${group.units.length}</small>`;

function overview(result: PublishedResult, units: readonly Compared[], decimals: number): Html {
  const line = (name: string, of: (compared: Compared, at: number) => Content) =>
    row([rowHead(name), units.map((compared, at) => ofUnit(compared, of(compared, at)))]);
  const rows = [
    line(
      t("indexColumn"),
      ({ unit }, at) => html`<b>${decimal(unit.index)}</b>${sinceFirst(units[0]?.unit, unit, at, decimals)}`,
    ),
    line(t("group"), ({ group }) => html`<span class="words">${given(group.name)}</span>`),
    line(t("rankInGroup"), rankText),
    line(
      t("achievedColumn"),
      ({ unit }) => html`${pointsText(unit.achieved)}<small>/${pointsText(unit.max)}</small>`,
    ),
  ];
  return html`<section aria-labelledby="tong-quan"><h2 id="tong-quan">${t("overview")}</h2>
${table("beside", t("overviewLabel"), heads(result, units, t("item"), null), rows)}</section>`;
}

function byField(result: PublishedResult, units: readonly Compared[], decimals: number): Html {
  const fields = fieldsOf(units.map(({ sheet }) => sheet));
  const from = axisFrom(fields.flatMap(({ rows }) => [...rows.values()].filter(isKnown).map(percentOf)));
  return html`<section aria-labelledby="theo-linh-vuc"><h2 id="theo-linh-vuc">${t("byField")}</h2>
<p class="sub">${t("compareHint")}</p>
${table(
  "fields beside",
  t("compareFields"),
  heads(result, units, t("field"), dotAxis(from)),
  fields.map((field) => fieldRow(result.id, field, units, from, decimals)),
)}</section>`;
}

interface LeafDifference {
  rows: readonly (Row | undefined)[];
  /** The largest difference between two of the units, in 1/10 000 point. */
  spread: number;
}

/** The leaves in which units of one criteria set differ most, the largest difference first. */
function leafDifferences(units: readonly Compared[]): LeafDifference[] {
  const [base] = units;
  if (!base || units.some(({ sheet }) => sheet.criteriaSet.id !== base.sheet.criteriaSet.id)) return [];
  const maps = units.map(({ sheet }) => new Map(sheet.rows.map((own) => [own.id, own])));
  return base.sheet.rows
    .flatMap((leaf): LeafDifference[] => {
      if (leaf.source === null) return [];
      const rows = maps.map((map) => map.get(leaf.id));
      const points = rows.flatMap((own) => (own && isKnown(own) ? own.achieved : []));
      const spread = points.length < 2 ? 0 : Math.max(...points) - Math.min(...points);
      return spread > 0 ? [{ rows, spread }] : [];
    })
    .toSorted((a, b) => b.spread - a.spread);
}

const leafText = (own: Row | undefined): Html =>
  own && isKnown(own)
    ? html`<b>${pointsText(own.achieved)}</b>`
    : none(own ? absenceOf(own) : t("noSuchItem"));

function leafRow(id: string, { rows, spread }: LeafDifference, units: readonly Compared[]): Html {
  const [leaf] = rows;
  if (!leaf) return html``;
  const set = units[0]?.sheet.criteriaSet.id ?? "";
  const max = Math.max(...rows.map((own) => own?.max ?? 0));
  return row([
    rowHead(
      html`<a href="${links.leaf(id, set, leaf.id)}"><span class="code">${leaf.code}</span> ${given(leaf.name)}</a> <small>${t("ofAtMost", { max: pointsText(max) })}</small>`,
    ),
    units.map((unit, at) => ofUnit(unit, leafText(rows[at]))),
    num(t("apart"), pointsText(spread)),
  ]);
}

function byLeaf(result: PublishedResult, units: readonly Compared[]): Html | null {
  const all = leafDifferences(units);
  if (all.length === 0) return null;
  const shown = all.slice(0, LEAVES_SHOWN);
  return html`<section aria-labelledby="khac-o-dau"><h2 id="khac-o-dau">${t("whereApart")}</h2>
<p class="sub">${t(shown.length < all.length ? "apartSome" : "apartAll", { shown: shown.length, count: all.length })}</p>
${table(
  "beside",
  t("apartLabel"),
  [heads(result, units, t("scoredItem"), null), head(t("apart"), "num")],
  shown.map((difference) => leafRow(result.id, difference, units)),
)}</section>`;
}

/** What the reader must know before comparing these units. */
function caution(units: readonly Compared[]): Html | null {
  const sets = new Set(units.map(({ sheet }) => sheet.criteriaSet.id));
  return sets.size < 2 ? null : notice(t("setsDiffer"));
}

/** Up to four units of a result beside each other: index and rank, fields, and the leaves in which they differ most. */
export function comparePage(result: PublishedResult, units: readonly Compared[]): Html {
  const { decimals } = result.publication.manifest.settings;
  const enough = units.length > 1;
  const names = units.map(({ unit }) => unit.name);
  return partPage(result, {
    heading: enough ? names.join(" · ") : t("compareUnits"),
    ...(enough && { shown: given(names.join(" · ")) }),
    description: enough ? t("compareOf", { names: names.join(", ") }) : t("compareAbout"),
    crumbs: enough ? [{ href: links.compare(result.id), text: t("compare") }] : [],
    sub: enough ? null : t("compareChoose"),
    main: html`${enough && caution(units)}${form(
      result,
      units.map(({ unit }) => unit.unit),
    )}
${enough && [overview(result, units, decimals), byField(result, units, decimals), byLeaf(result, units)]}`,
  });
}

/** What is shown where units were asked for that the result does not have, or too many. */
export function comparisonRefused(result: PublishedResult, reason: string): Html {
  return partPage(result, {
    heading: t("compareRefused"),
    description: reason,
    crumbs: [{ href: links.compare(result.id), text: t("compare") }],
    sub: reason,
    main: form(result, []),
  });
}
