import type { FrozenSheet, SheetRow } from "@parindex/core";
import { fieldSlug } from "./group-fields.ts";
import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { dayOf, decimal } from "./numbers.ts";
import { type PublishedResult, placeText } from "./result.ts";
import { type Found, type FoundCriterion, type FoundUnit, LONGEST_SEARCH } from "./search.ts";
import { given, rich, t } from "./text/text.ts";

const unitItem = (publication: string, { group, unit }: FoundUnit): Html =>
  html`<li><a href="${links.sheet(publication, unit.unit)}">${unit.name}</a><small>${given(group.name)} · ${t("indexAndPlace", { index: decimal(unit.index), place: placeText(group, unit) })}</small></li>`;

/** Where all units' points of a row are. */
const placeOf = (publication: string, row: SheetRow, { criteriaSet }: FrozenSheet): string =>
  row.level === "field"
    ? links.field(publication, fieldSlug(row.code))
    : links.leaf(publication, criteriaSet.id, row.id);

const criterionItem = (publication: string, { name, places }: FoundCriterion): Html =>
  html`<li>${given(name)}<ul>${places.map(
    ({ row, sheet }) =>
      html`<li><span class="code">${row.code}</span> <a href="${placeOf(publication, row, sheet)}">${given(sheet.criteriaSet.name)}</a></li>`,
  )}</ul></li>`;

const list = (id: string, heading: string, items: readonly Html[]): Html =>
  html`${items.length > 0 && html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}</h2><ul class="found">${items}</ul></section>`}`;

function lists({ id, publication }: PublishedResult, wanted: string, { units, criteria, more }: Found): Html {
  if (units.length + criteria.length === 0)
    return html`<p>${rich("searchNothing", {
      year: publication.manifest.year,
      wanted,
      ranking: html`<a href="${links.latest}">${t("wholeRanking")}</a>`,
    })}</p>`;
  return html`${list(
    "don-vi",
    t("unitsFound", { count: units.length }),
    units.map((unit) => unitItem(id, unit)),
  )}
${list(
  "tieu-chi",
  t("criteriaFound", { count: criteria.length + more }),
  criteria.map((criterion) => criterionItem(id, criterion)),
)}
${more > 0 && html`<p class="foot">${t("moreFound", { count: more })}</p>`}`;
}

/** What a search finds in a result. `wanted` is null where it is too long, "" where nothing was asked yet. */
export function searchPage(result: PublishedResult, wanted: string | null, found: Found): Html {
  const { manifest } = result.publication;
  return page({
    title: wanted ? t("searchTitleOf", { wanted }) : t("searchTitle"),
    description: t("searchDescription", { year: manifest.year }),
    canonical: null,
    owner: manifest.owner,
    current: null,
    wanted: wanted ?? "",
    main: html`<header class="title"><p class="eyebrow">${t("ofYear", { year: manifest.year, day: dayOf(result.publication.publishedAt) })}</p>
<h1>${wanted ? t("searchTitleOf", { wanted }) : t("searchTitle")}</h1></header>
${wanted === null ? html`<p>${t("searchTooLong", { most: LONGEST_SEARCH })}</p>` : wanted === "" ? html`<p>${t("searchHint")}</p>` : lists(result, wanted, found)}`,
  });
}
