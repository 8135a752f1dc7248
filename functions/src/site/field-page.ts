import { type FrozenSheet, isKnown, medianPoints, type Share, shareOf, shareText } from "@parindex/core";
import { medianBar } from "./charts.ts";
import {
  absenceOf,
  fieldSlug,
  fieldsOf,
  type GroupField,
  type GroupSheets,
  medianOf,
  percentOfShare,
  type Row,
  standingsOf,
} from "./group-fields.ts";
import { groupLinks } from "./group-links.ts";
import { type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { aligned, columnDecimals, decimal, pointsText } from "./numbers.ts";
import { partPage } from "./part-page.ts";
import { hidden, indexAxis, none, tag } from "./parts.ts";
import { groupsInReadingOrder, type PublishedResult } from "./result.ts";
import { cell, head, num, row, rowHead, table } from "./tables.ts";
import { given, rich, t } from "./text/text.ts";

/** A field of a group on its page: which sheets it is in, and how many decimals a share has. */
interface FieldOnShow {
  id: string;
  group: GroupSheets;
  field: GroupField;
  decimals: number;
}

/** Units in the order of the page: by their share in a ranked group, in annex order else. */
const standings = ({ group, field }: FieldOnShow) =>
  group.group.ranked
    ? standingsOf(field.rows)
    : [...field.rows].map(([unit, row]) => ({ unit, row, place: null }));

function unitRow(
  on: FieldOnShow,
  { unit, row: own, place }: ReturnType<typeof standings>[number],
  median: Share | null,
): Html {
  const sheet = on.group.sheets.find((candidate) => candidate.unit === unit);
  const { ranked } = on.group.group;
  const rows = [...on.field.rows.values()];
  const points = columnDecimals(rows.map(({ achieved }) => achieved));
  const maxima = columnDecimals(rows.map(({ max }) => max));
  const share = shareOf(own);
  const known = rows.filter(isKnown).length;
  const absent = none(absenceOf(own));
  return row([
    ranked &&
      cell(
        place === null ? absent : html`${hidden(t("rankBefore"))}<b>${place}</b><small>/${known}</small>`,
        "rank",
      ),
    rowHead(
      html`<a href="${links.sheet(on.id, unit)}#${own.id}">${sheet?.name ?? unit}</a>${sheet?.selfAssessed === false && html` ${tag("absent", t("notSelfAssessed"))}`}`,
      "unit",
    ),
    cell(
      html`<div>${share ? medianBar(own, ranked && median ? percentOfShare(median) : null) : html`<span></span>`}<b>${share ? decimal(shareText(share, on.decimals)) : absent}</b></div>`,
      "index",
    ),
    num(t("achievedLabel"), own.achieved === null ? absent : aligned(own.achieved, points)),
    num(t("maxLabel"), aligned(own.max, maxima), "max"),
  ]);
}

/** What a leaf of the field came to over the units of one criteria set. */
function leafRow(id: string, set: string, leaf: Row, ofUnits: readonly Row[]): Html {
  const known = ofUnits.filter(isKnown);
  const median = medianPoints(known.map(({ achieved }) => achieved));
  const full = known.filter(({ achieved, max }) => achieved >= max).length;
  // Where the first unit is exempt its row has no maximum; another's tells it.
  const max = Math.max(...ofUnits.map((row) => row.max));
  return row([
    rowHead(
      html`<a href="${links.leaf(id, set, leaf.id)}"><span class="code">${leaf.code}</span> ${given(leaf.name)}</a>${leaf.source === "survey" && html` ${tag("survey", t("surveyShort"))}`}`,
    ),
    num(t("maxLabel"), max === 0 ? none(t("notThisYear")) : pointsText(max)),
    num(t("median"), median === null ? none(t("noPoints")) : pointsText(median)),
    num(t("fullPoints"), html`${full}<small>${t("ofUnits", { count: known.length })}</small>`),
  ]);
}

/** The rows below a field in a sheet. */
function rowsBelow({ rows }: FrozenSheet, field: string): Row[] {
  const start = rows.findIndex(({ id }) => id === field) + 1;
  const end = rows.findIndex(({ level }, at) => at >= start && level === "field");
  return rows.slice(start, end === -1 ? undefined : end);
}

/** The leaves of the field, for each criteria set among the units that have it. */
function leafTables({ id, group, field }: FieldOnShow): Html[] {
  const having = group.sheets.filter(({ unit }) => field.rows.has(unit));
  const bySet = [...Map.groupBy(having, ({ criteriaSet }) => criteriaSet.id)];
  return bySet.map(([set, sheets]) => {
    const [first] = sheets;
    const below = first ? rowsBelow(first, field.rows.get(first.unit)?.id ?? "") : [];
    const leaves = below.filter(({ source }) => source !== null);
    const byLeaf = Map.groupBy(
      sheets.flatMap(({ rows }) => rows),
      (row) => row.id,
    );
    const name = first?.criteriaSet.name ?? set;
    return html`<details class="numbers"${bySet.length === 1 && group.group.ranked && html` open`}><summary>${rich("scoredItems", { count: leaves.length, set: given(name) })}</summary>${table(
      "listing leaves",
      t("itemsOfField", { field: field.code, set: name }),
      [head(t("item")), ...[t("maxColumn"), t("median"), t("fullPoints")].map((text) => head(text, "num"))],
      leaves.map((leaf) => leafRow(id, set, leaf, byLeaf.get(leaf.id) ?? [])),
    )}</details>`;
  });
}

function fieldTable(on: FieldOnShow, named: boolean): Html {
  const { group, field, decimals } = on;
  const { ranked } = group.group;
  const median = medianOf(field);
  const heads = [
    ranked && head(t("rankColumn"), "rank"),
    head(t("unitColumn"), "unit"),
    head(html`<span>${t("shareColumn")}</span>${indexAxis()}`, "index"),
    ...[head(t("achievedColumn"), "num"), head(t("maxColumn"), "num")],
  ];
  return html`${named && html`<p class="sub">${rich("fieldCalled", { code: field.code, name: given(field.name) })}</p>`}${
    ranked
      ? html`<p class="sub">${t("unitsByShare", { count: field.rows.size })}${median && html` ${rich("medianOnBar", { median: html`<b>${decimal(shareText(median, decimals))} %</b>` })}`}</p>`
      : html`<p class="sub">${t("ownSets")}</p>`
  }
${table(
  `ranking${ranked ? "" : " unranked"}`,
  `${field.code} ${field.name}: ${group.group.name}`,
  heads,
  standings(on).map((standing) => unitRow(on, standing, median)),
)}
${leafTables(on)}`;
}

/** The fields with a number, by group; null where none of the groups has one. */
function fieldsWith(slug: string, shown: readonly GroupSheets[]) {
  return shown.flatMap((group) => {
    const fields = fieldsOf(group.sheets).filter(({ code }) => fieldSlug(code) === slug);
    return fields.length > 0 ? [{ group, fields }] : [];
  });
}

/** One field over all units: each ranked group by its share of the points, special agencies apart in annex order. */
export function fieldPage(result: PublishedResult, shown: readonly GroupSheets[], slug: string): Html | null {
  const { manifest } = result.publication;
  const groups = fieldsWith(slug, shown);
  const field = groups[0]?.fields[0];
  if (!field) return null;
  const { decimals } = manifest.settings;
  const all = fieldsOf(shown.flatMap(({ sheets }) => sheets));
  const others = [...new Map(all.map((other) => [fieldSlug(other.code), other])).values()];
  return partPage(result, {
    heading: `${field.code}. ${field.name}`,
    shown: given(`${field.code}. ${field.name}`),
    description: t("fieldAbout", { name: field.name }),
    crumbs: [{ href: links.fields(result.id), text: t("byField") }],
    sub: t("fieldHint"),
    main: html`<nav class="jump numbers-nav" aria-label="${t("field")}"><ul>${others.map(
      ({ code, name }) =>
        html`<li><a href="${links.field(result.id, fieldSlug(code))}"${fieldSlug(code) === slug && html` aria-current="page"`} title="${name}">${hidden(t("fieldBefore"))}${code}</a></li>`,
    )}</ul></nav>
${groupLinks(
  groupsInReadingOrder(manifest),
  groups.map(({ group: { group } }) => group),
  (group) => links.field(result.id, slug, group),
)}
${groups.map(
  ({ group, fields }) =>
    html`<section class="group" aria-labelledby="nhom-${group.group.group}"><h2 id="nhom-${group.group.group}">${given(group.group.name)}</h2>${fields.map(
      (of) => fieldTable({ id: result.id, group, field: of, decimals }, of.name !== field.name),
    )}</section>`,
)}`,
  });
}
