import {
  type GroupRanking,
  type Manifest,
  type RankedUnit,
  type Settings,
  surveyHeldFor,
} from "@parindex/core";
import { changeCells, changeNotes, changeOf, listed } from "./change.ts";
import { correctionNote } from "./correction-note.ts";
import { resultDataset } from "./dataset.ts";
import { embedding } from "./embed-page.ts";
import { type Content, type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { aligned, columnDecimals, decimal, pointsText } from "./numbers.ts";
import { bar, fact, hidden, indexAxis, tag } from "./parts.ts";
import {
  decisionText,
  groupsInReadingOrder,
  importNotice,
  type PublishedResult,
  sharesRank,
  versionNotices,
  versionText,
} from "./result.ts";
import { groupSlopes } from "./slopes.ts";
import { given, rich, t } from "./text/text.ts";
import { verification } from "./verification.ts";

/** What a group's table shows: how many decimals its points have, whether it has classes, and a year to compare with. */
interface Columns {
  achieved: number;
  max: number;
  banded: boolean;
  before: PublishedResult | null;
  decimals: number;
}

function changesOf(group: GroupRanking, unit: RankedUnit, { before, decimals }: Columns): Html | null {
  if (!before) return null;
  const earlier = before.publication.manifest;
  return changeCells(changeOf({ group, unit }, earlier, decimals), earlier.year, group.ranked);
}

const rankCell = (group: GroupRanking, unit: RankedUnit): Html =>
  html`<td role="cell" class="rank">${hidden(t("rankBefore"))}<b>${unit.rank}</b><small>/${group.units.length}</small></td>`;

function unitRow(publication: string, group: GroupRanking, unit: RankedUnit, columns: Columns): Html {
  return html`<tr role="row">${group.ranked && rankCell(group, unit)}<th role="rowheader" scope="row" class="unit"><a href="${links.sheet(publication, unit.unit)}">${unit.name}</a>${
    sharesRank(group, unit) && html` ${tag("tie", t("tie"))}`
  }${
    !unit.selfAssessed && html` ${tag("absent", t("notSelfAssessed"))}`
  }</th><td role="cell" class="index"><div>${bar(unit)}<b>${decimal(unit.index)}</b></div></td><td role="cell" class="num" data-label="${t("achievedLabel")}">${aligned(unit.achieved, columns.achieved)}</td><td role="cell" class="num max" data-label="${t("maxLabel")}">${aligned(unit.max, columns.max)}</td>${changesOf(group, unit, columns)}${
    columns.banded && html`<td role="cell" class="band">${unit.band && tag("band", unit.band)}</td>`
  }</tr>`;
}

const changeHeads = (group: GroupRanking, year: number): Html =>
  html`<th role="columnheader" scope="col" class="num change">${t("indexSince", { year })}</th>${
    group.ranked &&
    html`<th role="columnheader" scope="col" class="num change">${t("rankSince", { year })}</th>`
  }`;

function rankingTable(
  { id, publication }: PublishedResult,
  group: GroupRanking,
  banded: boolean,
  before: PublishedResult | null,
): Html {
  const columns: Columns = {
    achieved: columnDecimals(group.units.map(({ achieved }) => achieved)),
    max: columnDecimals(group.units.map(({ max }) => max)),
    ...{ banded, before, decimals: publication.manifest.settings.decimals },
  };
  return html`<table role="table" class="ranking${!group.ranked && " unranked"}" aria-labelledby="nhom-${group.group}">
<thead role="rowgroup"><tr role="row">${
    group.ranked && html`<th role="columnheader" scope="col" class="rank">${t("rankColumn")}</th>`
  }<th role="columnheader" scope="col" class="unit">${t("unitColumn")}</th><th role="columnheader" scope="col" class="index"><span>${t("indexColumn")}</span>${indexAxis()}</th><th role="columnheader" scope="col" class="num">${t("achievedColumn")}</th><th role="columnheader" scope="col" class="num">${t("maxColumn")}</th>${before && changeHeads(group, before.publication.manifest.year)}${
    banded && html`<th role="columnheader" scope="col" class="band">${t("bandColumn")}</th>`
  }</tr></thead>
<tbody role="rowgroup">${group.units.map((unit) => unitRow(id, group, unit, columns))}</tbody>
</table>`;
}

/** The classes of a group in words: "Tốt từ 90 %, Khá từ 80 %". `atLeast` is in 1/100 per cent. */
function bandsText(bands: Settings["bands"][string]): string {
  return bands
    .map(({ name, atLeast }) => t("bandFrom", { name, least: pointsText(atLeast * 100) }))
    .join(", ");
}

function groupSection(result: PublishedResult, group: GroupRanking, before: PublishedResult | null): Html {
  const { publication } = result;
  const bands = publication.manifest.settings.bands[group.group] ?? [];
  const summary = group.ranked
    ? t("rankedSummary", { count: group.units.length })
    : t("unrankedSummary", { count: group.units.length });
  return html`<section class="group" aria-labelledby="nhom-${group.group}">
<h2 id="nhom-${group.group}">${given(group.name)}</h2>
<p class="sub">${summary}</p>
${rankingTable(result, group, bands.length > 0, before)}
${bands.length > 0 && html`<p class="foot">${t("bands", { bands: bandsText(bands) })}</p>`}
${before && changeNotes(publication.manifest, group, before)}
${before && groupSlopes(result, group, before)}
</section>`;
}

/** How units of equal index stand: told apart by the tie-breaks of the settings, or sharing a rank. */
function tiesText({ tieBreaks }: Settings): string {
  if (tieBreaks.length === 0) return t("readTies");
  const ways = tieBreaks.map((tieBreak) => {
    if (tieBreak.by === "field") return t("tieByField", { field: tieBreak.field });
    return t(tieBreak.by === "survey" ? "survey" : "appraisal");
  });
  return t("readTieBreaks", { ways: ways.join("; ") });
}

/** Which groups were not surveyed, where some were. */
function unsurveyedText({ ranking, settings }: Manifest): Content {
  if (!settings.surveyHeld) return t("readNoSurvey");
  const groups = ranking.filter(({ group, units }) => units.length > 0 && !surveyHeldFor(group, settings));
  return (
    groups.length > 0 && rich("readNoSurveyOf", { groups: listed(groups.map(({ name }) => given(name))) })
  );
}

function readingNotes({ publication }: PublishedResult): Html {
  const { manifest } = publication;
  const { settings, insufficientSampleReason, ranking } = manifest;
  const unsurveyed = unsurveyedText(manifest);
  const absent = ranking.some(({ units }) => units.some(({ selfAssessed }) => !selfAssessed));
  return html`<aside class="notes" aria-labelledby="cach-doc"><h2 id="cach-doc">${t("howToRead")}</h2><ul>
<li>${rich("readIndex", { method: html`<a href="${links.method}">${t("navMethod")}</a>` })}</li>
<li>${t("readDecimals", { decimals: settings.decimals })} ${tiesText(settings)}</li>
${absent && html`<li>${rich("readAbsent", { tag: tag("absent", t("notSelfAssessed")) })}</li>`}
${unsurveyed && html`<li>${unsurveyed}</li>`}
${insufficientSampleReason && html`<li>${rich("readSmallSample", { reason: given(insufficientSampleReason) })}</li>`}
</ul></aside>`;
}

/** Who stands first in each ranked group: "Sở Tài chính 92,44 %; …". */
const leadersText = (groups: readonly GroupRanking[]): string =>
  groups
    .flatMap(({ units }) => units.filter(({ rank }) => rank === 1))
    .map(({ name, index }) => `${name} ${decimal(index)} %`)
    .join("; ");

/**
 * The ranking of a publication: every group as a table with a bar on each row, its change since `before` where there is an
 * earlier year, and how to check it.
 */
export function rankingPage(result: PublishedResult, latest: boolean, before: PublishedResult | null): Html {
  const { manifest, decision } = result.publication;
  const groups = groupsInReadingOrder(manifest);
  const title = t("schemeYear", { scheme: manifest.schemeName, year: manifest.year });
  return page({
    title,
    description: t("rankingDescription", { year: manifest.year, owner: manifest.owner }),
    owner: manifest.owner,
    current: "result",
    asksSuccessor: !latest,
    data: resultDataset(result),
    card: { src: links.card(result.id), alt: t("cardOfRanking", { leaders: leadersText(groups) }) },
    main: html`${versionNotices(result, latest)}${importNotice(result)}${correctionNote(result)}
<header class="title">
<p class="eyebrow">${given(manifest.owner)}</p>
<h1>${rich("schemeYear", { scheme: given(manifest.schemeName), year: manifest.year })}</h1>
<dl class="facts">${fact(t("approval"), rich("decisionOf", { decision: decisionText(decision), owner: given(manifest.owner) }))}${fact(t("version"), versionText(result.publication))}</dl>
<nav class="jump" aria-label="${t("unitGroups")}"><ul>${groups.map(
      ({ group, name }) => html`<li><a href="#nhom-${group}">${given(name)}</a></li>`,
    )}<li><a href="#kiem-tra">${t("checkResult")}</a></li></ul></nav>
<nav class="ways" aria-label="${t("otherWays")}"><ul><li><a href="${links.fields(result.id)}">${t("byField")}</a></li><li><a href="${links.compare(result.id)}">${t("compareUnits")}</a></li><li><a href="${links.years(manifest.scheme)}">${t("navYears")}</a></li></ul></nav>
</header>
${groups.map((group) => groupSection(result, group, before))}
${readingNotes(result)}
${verification(result)}
${embedding(result)}`,
  });
}
