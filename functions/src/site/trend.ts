import { formatPoints } from "@parindex/core";
import { changeOf, changeTexts, type Place } from "./change.ts";
import { figure, lineChart, percentOf } from "./charts.ts";
import { type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { none } from "./parts.ts";
import { findUnit, type PublishedResult } from "./result.ts";
import { head, num, row, rowHead, table } from "./tables.ts";

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
function otherwise({ place }: Year, now: Year): string {
  const name = place.unit.name === now.place.unit.name ? [] : [`tên khi ấy: ${place.unit.name}`];
  const group = place.group.group === now.place.group.group ? [] : [`khi ấy ở nhóm ${place.group.name}`];
  return [...name, ...group].join("; ");
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
  const first = none("không có năm trước để so");
  const { index, places } = change ? changeTexts(change.of, change.year) : { index: first, places: first };
  const link = html`<a href="${links.sheet(result.id, unit.unit)}">${manifest.year}</a>`;
  return row([
    rowHead(
      html`${year === now ? html`<b>${manifest.year}</b>` : link}${manifest.version > 1 && html` <small>bản lần ${manifest.version}</small>`}${told && html`<small class="remark">${told}</small>`}`,
    ),
    num("Chỉ số", html`<b>${unit.index}</b>`),
    num("Thay đổi", index),
    num(
      "Hạng",
      unit.rank === null
        ? none("không xếp hạng chung")
        : html`${unit.rank}<small>/${group.units.length}</small>`,
    ),
    num("Thay đổi hạng", unit.rank === null ? none("không xếp hạng chung") : places),
    num("Đạt", html`${formatPoints(unit.achieved)}<small>/${formatPoints(unit.max)}</small>`),
  ]);
}

/** A unit over the years: a line and its table. Nothing where there is one year only. */
export function trend(result: PublishedResult, place: Place, earlier: readonly PublishedResult[]): Html {
  const now = { result, place };
  const years = yearsOf(now, earlier);
  if (years.length < 2) return html``;
  const points = years.toReversed().map((year) => ({
    ...{ year: yearOf(year), value: percentOf(year.place.unit), text: year.place.unit.index },
  }));
  const label = `Chỉ số của ${place.unit.name} từ ${points[0]?.year} đến ${points.at(-1)?.year}`;
  const heads = [
    head("Năm"),
    ...["Chỉ số, %", "Thay đổi", "Hạng", "Thay đổi hạng", "Điểm đạt được"].map((text) => head(text, "num")),
  ];
  return html`<section aria-labelledby="qua-cac-nam"><h2 id="qua-cac-nam">Qua các năm</h2>
<p class="sub">Thay đổi là so với năm liền trước trong bảng, tính bằng điểm phần trăm và bậc. Mỗi năm theo bộ tiêu chí của năm đó.</p>
<div class="pair even">${figure(label, lineChart(label, points))}${table(
    "listing",
    label,
    heads,
    years.map((year, at) => yearRow(year, years[at + 1], now)),
  )}</div></section>`;
}
