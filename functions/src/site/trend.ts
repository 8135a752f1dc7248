import { changeOf, changeTexts, listed, type Place } from "./change.ts";
import { figure, lineChart, percentOf } from "./charts.ts";
import { type Content, type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { decimal, pointsText } from "./numbers.ts";
import { none } from "./parts.ts";
import { findUnit, type PublishedResult } from "./result.ts";
import { head, num, row, rowHead, table } from "./tables.ts";
import { given, rich, t } from "./text/text.ts";

/** A unit in one year's result. */
interface Year {
  result: PublishedResult;
  place: Place;
}

const yearOf = ({ result }: Year): number => result.publication.manifest.year;

/** The unit's earlier years in which it was assessed, the newest first, with itself at the head. */
function yearsOf(now: Year, earlier: readonly PublishedResult[]): Year[] {
  const before = earlier.flatMap((result): Year[] => {
    const place = findUnit(result.publication.manifest, now.place.unit.unit);
    return place ? [{ result, place }] : [];
  });
  return [now, ...before];
}

/** What was otherwise with the unit in a year, in words. */
function otherwise({ place }: Year, now: Year): Content {
  const name = place.unit.name === now.place.unit.name ? [] : [t("nameThen", { name: place.unit.name })];
  const group =
    place.group.group === now.place.group.group
      ? []
      : [rich("groupThen", { group: given(place.group.name) })];
  const told = [...name, ...group];
  return told.length > 0 && listed(told);
}

function yearRow(year: Year, before: Year | undefined, now: Year): Html {
  const { result, place } = year;
  const { unit, group } = place;
  const { manifest } = result.publication;
  const told = otherwise(year, now);
  const change = before && {
    of: changeOf(place, before.result.publication.manifest, manifest.settings.decimals),
    year: yearOf(before),
  };
  const first = none(t("noYearBefore"));
  const { index, places } = change ? changeTexts(change.of, change.year) : { index: first, places: first };
  const link = html`<a href="${links.sheet(result.id, unit.unit)}">${manifest.year}</a>`;
  return row([
    rowHead(
      html`${year === now ? html`<b>${manifest.year}</b>` : link}${manifest.version > 1 && html` <small>${t("versionNumber", { version: manifest.version })}</small>`}${told && html`<small class="remark">${told}</small>`}`,
    ),
    num(t("index"), html`<b>${decimal(unit.index)}</b>`),
    num(t("change"), index),
    num(
      t("rankColumn"),
      unit.rank === null ? none(t("placeUnranked")) : html`${unit.rank}<small>/${group.units.length}</small>`,
    ),
    num(t("rankChange"), unit.rank === null ? none(t("placeUnranked")) : places),
    num(t("achievedLabel"), html`${pointsText(unit.achieved)}<small>/${pointsText(unit.max)}</small>`),
  ]);
}

/** A unit over the years: a line and its table. Nothing where there is one year only. */
export function trend(result: PublishedResult, place: Place, earlier: readonly PublishedResult[]): Html {
  const now = { result, place };
  const years = yearsOf(now, earlier);
  if (years.length < 2) return html``;
  const points = years.toReversed().map((year) => ({
    ...{ year: yearOf(year), value: percentOf(year.place.unit), text: decimal(year.place.unit.index) },
  }));
  const [first, last] = [points[0]?.year ?? "", points.at(-1)?.year ?? ""];
  const label = t("trendLabel", { unit: place.unit.name, from: first, to: last });
  const heads = [
    head(t("year")),
    ...(["indexColumn", "change", "rankColumn", "rankChange", "achievedColumn"] as const).map((key) =>
      head(t(key), "num"),
    ),
  ];
  return html`<section aria-labelledby="qua-cac-nam"><h2 id="qua-cac-nam">${t("overYears")}</h2>
<p class="sub">${t("overYearsHint")}</p>
<div class="pair even">${figure(label, lineChart(label, points))}${table(
    "listing",
    label,
    heads,
    years.map((year, at) => yearRow(year, years[at + 1], now)),
  )}</div></section>`;
}
