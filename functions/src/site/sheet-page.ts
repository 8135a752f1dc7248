import {
  type FrozenSheet,
  type GroupRanking,
  indexText,
  type RankedUnit,
  type SealSheet,
} from "@parindex/core";
import { sheetDataset } from "./dataset.ts";
import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { aligned, columnDecimals, dayText, decimal, pointsText, signedPoints } from "./numbers.ts";
import { bar, fact, hidden, none, notice, tag } from "./parts.ts";
import {
  decisionText,
  importNotice,
  type PublishedResult,
  placeText,
  sharesRank,
  versionNotices,
  versionText,
} from "./result.ts";
import { sheetTable } from "./sheet-table.ts";
import { given, rich, t } from "./text/text.ts";
import { hash } from "./verification.ts";

/** A unit's sheet with its place in the result that published it. */
export interface SheetOnShow {
  result: PublishedResult;
  group: GroupRanking;
  unit: RankedUnit;
  published: SealSheet;
}

/** How many of the largest losses stand open; the others unfold. */
const LOSSES_SHOWN = 10;

type Row = FrozenSheet["rows"][number];

const sumOfMax = (rows: readonly Row[], source: Row["source"]): number =>
  rows.filter((row) => row.source === source).reduce((sum, row) => sum + row.max, 0);

const outOf = (points: number | null, max: number, reason: string): Html =>
  html`${points === null ? none(reason) : html`<b>${pointsText(points)}</b>`}<small>/${pointsText(max)}</small>`;

function rankFact(group: GroupRanking, unit: RankedUnit): Html {
  if (unit.rank === null) return fact(t("ranking"), html`<span class="plain">${t("notRanked")}</span>`);
  return fact(
    t("ranking"),
    html`<span class="big">${placeText(group, unit)}</span>${sharesRank(group, unit) && html` ${tag("tie", t("tie"))}`}${unit.band && html` ${tag("band", unit.band)}`}`,
  );
}

function headline({ group, unit, published: { sheet } }: SheetOnShow): Html {
  const { total, rows } = sheet;
  const selfMax = sumOfMax(rows, "self");
  const surveyMax = sumOfMax(rows, "survey");
  const self = sheet.selfAssessed
    ? outOf(total.self, selfMax, t("noSelfPoints"))
    : html`<span class="plain">${tag("absent", t("notSelfAssessed"))}</span>`;
  return html`<dl class="headline">
${fact(t("index"), html`<span class="big index-figure">${decimal(unit.index)}<small> %</small></span>`)}
${rankFact(group, unit)}
${fact(t("achievedColumn"), outOf(total.achieved, total.max, t("noPoints")))}
${fact(t("selfAssessment"), self)}
${fact(
  t("appraisal"),
  html`${outOf(total.appraised, selfMax, t("noAppraisal"))}${
    total.self !== null &&
    total.appraised !== null &&
    total.self !== total.appraised &&
    html` <span class="delta">${hidden(t("comparedWithSelf"))}${signedPoints(total.self, total.appraised)}</span>`
  }`,
)}
${surveyMax > 0 && fact(t("survey"), outOf(total.survey, surveyMax, t("noSurvey")))}
</dl>`;
}

function fieldRow(row: Row, longest: number, decimals: number): Html {
  const { achieved, max } = row;
  return html`<tr role="row"><th role="rowheader" scope="row"><a href="#${row.id}"><span class="code">${row.code}</span> ${given(row.name)}</a></th><td role="cell" class="drawing">${
    achieved !== null && bar({ achieved, max }, longest)
  }</td><td role="cell" class="num">${outOf(achieved, max, t("noPoints"))}</td><td role="cell" class="num">${
    achieved === null
      ? none(t("noPoints"))
      : html`${decimal(indexText({ achieved, max }, decimals))}<small> %</small>`
  }</td></tr>`;
}

function fieldSummary(sheet: FrozenSheet, decimals: number): Html {
  const fields = sheet.rows.filter(({ level }) => level === "field");
  const longest = Math.max(...fields.map(({ max }) => max));
  return html`<section aria-labelledby="linh-vuc"><h2 id="linh-vuc">${t("byField")}</h2>
<p class="sub">${t("byFieldHint")}</p>
<table role="table" class="fields" aria-labelledby="linh-vuc"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${t("field")}</th><th role="columnheader" scope="col" class="drawing">${hidden(t("chart"))}</th><th role="columnheader" scope="col" class="num">${t("achievedColumn")}</th><th role="columnheader" scope="col" class="num">${t("index")}</th></tr></thead>
<tbody role="rowgroup">${fields.map((row) => fieldRow(row, longest, decimals))}</tbody></table></section>`;
}

interface Loss {
  row: Row;
  lost: number;
  achieved: number;
}

/** The leaves that lost points, the largest loss first, equal losses in printed order. */
function lossesOf(sheet: FrozenSheet): Loss[] {
  return sheet.rows
    .flatMap((row): Loss[] => {
      if (row.source === null || row.achieved === null || row.achieved >= row.max) return [];
      return [{ row, achieved: row.achieved, lost: row.max - row.achieved }];
    })
    .toSorted((a, b) => b.lost - a.lost);
}

const lossItem = ({ row, lost, achieved }: Loss, decimals: number): Html =>
  html`<li><b class="lost">−${aligned(lost, decimals)}</b><span><a href="#${row.id}"><span class="code">${row.code}</span> ${given(row.name)}</a>${
    row.source === "survey" && html` ${tag("survey", t("surveyShort"))}`
  }</span><span class="of"><small>${t("achievedBefore")}</small>${pointsText(achieved)}<small>/${pointsText(row.max)}</small></span></li>`;

function losses(sheet: FrozenSheet): Html {
  const all = lossesOf(sheet);
  if (all.length === 0) return html``;
  const rest = all.slice(LOSSES_SHOWN);
  const decimals = columnDecimals(all.map((loss) => loss.lost));
  const item = (loss: Loss) => lossItem(loss, decimals);
  const lost = all.reduce((sum, loss) => sum + loss.lost, 0);
  return html`<section class="losses" aria-labelledby="mat-diem"><h2 id="mat-diem">${t("losses")}</h2>
<p class="sub">${t("lossesSummary", { lost: pointsText(lost), count: all.length })}</p>
<ol>${all.slice(0, LOSSES_SHOWN).map(item)}</ol>
${rest.length > 0 && html`<details><summary>${t("moreLosses", { count: rest.length })}</summary><ol start="${LOSSES_SHOWN + 1}">${rest.map(item)}</ol></details>`}</section>`;
}

/** Bonus and penalty points of the unit, each with its reason, and what of them counts in the total. */
function adjustments({ adjustments: adjusted }: FrozenSheet): Html {
  if (!adjusted) return html``;
  const items = adjusted.items.map(
    ({ kind, points, reason, decision }) =>
      html`<li><b>${kind === "bonus" ? "+" : "−"}${pointsText(points)}</b> ${given(reason)} ${t("adjustmentBy", { number: decision.number, day: dayText(decision.date) })}</li>`,
  );
  const counted = `${adjusted.counted < 0 ? "−" : "+"}${pointsText(Math.abs(adjusted.counted))}`;
  return html`<h3>${t("adjustments")}</h3><ul>${items}</ul><p class="sub">${t("adjustmentsCounted", { counted })}</p>`;
}

/** A unit's published sheet: index and rank, fields as bars, where points were lost, then every row. */
export function sheetPage(shown: SheetOnShow): Html {
  const { result, group, unit, published } = shown;
  const { manifest, decision } = result.publication;
  const { sheet, sha256 } = published;
  return page({
    title: t("sheetTitle", { unit: unit.name, year: manifest.year }),
    description: t("sheetAbout", {
      ...{ unit: unit.name, index: decimal(unit.index), year: manifest.year, owner: manifest.owner },
    }),
    owner: manifest.owner,
    current: "result",
    asksSuccessor: true,
    data: sheetDataset(result, unit),
    card: {
      src: links.unitCard(result.id, unit.unit),
      alt: t("cardOfUnit", { unit: unit.name, index: decimal(unit.index), place: placeText(group, unit) }),
    },
    main: html`${versionNotices(result)}${importNotice(result, unit.unit)}
<header class="title">
<nav class="crumbs" aria-label="${t("position")}"><a href="${links.result(result.id)}">${t("resultOf", { year: manifest.year })}</a> <span aria-hidden="true">›</span> <a href="${links.result(result.id)}#nhom-${group.group}">${given(group.name)}</a></nav>
<h1>${given(unit.name)}</h1>
<p class="sub">${rich("sheetVersion", {
      ...{ year: manifest.year, decision: decisionText(decision), owner: given(manifest.owner) },
      version: versionText(result.publication),
    })}</p>
${headline(shown)}
${!sheet.selfAssessed && notice(t("absentNotice"))}
</header>
<div class="pair">${fieldSummary(sheet, manifest.settings.decimals)}${losses(sheet)}</div>
<section class="sheet-section" aria-labelledby="bang-diem"><h2 id="bang-diem">${t("sheet")}</h2>
<p class="sub">${rich("sheetHint", { set: given(sheet.criteriaSet.name) })}</p>
${sheetTable(sheet, manifest.settings.decimals)}
${adjustments(sheet)}
</section>
<section class="check" aria-labelledby="kiem-tra"><h2 id="kiem-tra">${t("checkSheet")}</h2>
<dl class="facts stacked">${fact(t("sheetHash"), hash(sha256))}</dl>
<p><a href="${links.sheetData(result.id, unit.unit)}" download="${result.id}-${unit.unit}.json">${t("downloadSheet")}</a> · <a href="${links.result(result.id)}#kiem-tra">${t("howToCheck")}</a></p>
</section>`,
  });
}
