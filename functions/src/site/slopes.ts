import type { GroupRanking, RankedUnit } from "@parindex/core";
import { changeOf, changeTexts } from "./change.ts";
import { figure, numbersOf, percentOf, slopeChart } from "./charts.ts";
import { type Html, html } from "./html.ts";
import { decimal } from "./numbers.ts";
import { none } from "./parts.ts";
import { findUnit, type PublishedResult } from "./result.ts";
import { t } from "./text/text.ts";

/** More lines than this are a tangle: the table alone tells them. */
const MOST_LINES = 40;

const rankText = ({ units }: GroupRanking, { rank }: RankedUnit): string => `${rank}/${units.length}`;

function numberRow(
  group: GroupRanking,
  unit: RankedUnit,
  { publication }: PublishedResult,
  decimals: number,
): Html {
  const { year } = publication.manifest;
  const change = changeOf({ group, unit }, publication.manifest, decimals);
  const before = change?.before;
  const absent = none(t("notInYear", { year }));
  const { index, places } = changeTexts(change, year);
  return html`<tr role="row"><th role="rowheader" scope="row">${unit.name}</th><td role="cell" class="num" data-label="${t("indexIn", { year })}">${before ? decimal(before.unit.index) : absent}</td><td role="cell" class="num" data-label="${t("indexNow")}">${decimal(unit.index)}</td><td role="cell" class="num" data-label="${t("change")}">${index}</td><td role="cell" class="num" data-label="${t("rankIn", { year })}">${
    before
      ? before.unit.rank === null
        ? none(t("placeUnranked"))
        : rankText(before.group, before.unit)
      : absent
  }</td><td role="cell" class="num" data-label="${t("rankNow")}">${rankText(group, unit)}</td><td role="cell" class="num" data-label="${t("rankChange")}">${places}</td></tr>`;
}

/**
 * A ranked group in two years: a line a unit, and the numbers as a table. Nothing where fewer than two of its units
 * stood in that group then.
 */
export function groupSlopes(
  { publication: { manifest } }: PublishedResult,
  group: GroupRanking,
  before: PublishedResult,
): Html {
  const earlier = before.publication.manifest;
  const slopes = group.units.map((unit) => {
    const was = findUnit(earlier, unit.unit);
    const from = was?.group.group === group.group ? was.unit : null;
    return {
      name: unit.name,
      from: from && { value: percentOf(from), text: decimal(from.index) },
      to: { value: percentOf(unit), text: decimal(unit.index) },
    };
  });
  if (!group.ranked || slopes.filter(({ from }) => from).length < 2) return html``;
  const years = [String(earlier.year), String(manifest.year)] as const;
  const label = t("slopesLabel", { from: years[0], to: years[1], group: group.name });
  const heads = [
    ...[...years.map((year) => t("indexIn", { year })), t("change")],
    ...[...years.map((year) => t("rankIn", { year })), t("rankChange")],
  ];
  const table = html`<table role="table" class="listing" aria-label="${label}"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${t("unitColumn")}</th>${heads.map(
    (head) => html`<th role="columnheader" scope="col" class="num">${head}</th>`,
  )}</tr></thead><tbody role="rowgroup">${group.units.map((unit) => numberRow(group, unit, before, manifest.settings.decimals))}</tbody></table>`;
  return html`<div class="change-figure"><h3>${years[0]} → ${years[1]}</h3>${
    slopes.length <= MOST_LINES && figure(label, slopeChart(label, years, slopes), t("slopesHint"))
  }${numbersOf(table)}</div>`;
}
