import type { FrozenSheet, GroupRanking, InclusionProof, RankedUnit, SealSheet } from "@parindex/core";
import { changeOf, changeTexts } from "./change.ts";
import { correctionNote } from "./correction-note.ts";
import { sheetDataset } from "./dataset.ts";
import { fieldSummary, type SheetOfYear } from "./field-summary.ts";
import type { GroupSheets, Row } from "./group-fields.ts";
import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { aligned, columnDecimals, dayText, decimal, pointsText, signedPoints } from "./numbers.ts";
import { fact, hidden, notice, outOf, tag } from "./parts.ts";
import { againstGroup, hasPeers } from "./peers.ts";
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
import { strengths } from "./strengths.ts";
import { given, rich, t } from "./text/text.ts";
import { trend } from "./trend.ts";
import { hash } from "./verification.ts";

/**
 * A unit's sheet with its place in the result that published it; the sheets of its group (its own alone where those are too
 * many); the results of earlier years, the newest first, and the unit's sheet in the first of them where it has one.
 */
export interface SheetOnShow {
  result: PublishedResult;
  group: GroupRanking;
  unit: RankedUnit;
  published: SealSheet;
  peers: GroupSheets;
  earlier: readonly PublishedResult[];
  before: FrozenSheet | null;
  /** That the sheet stands under the root. */
  proof: InclusionProof | null;
}

/** How many of the largest losses stand open; the others unfold. */
const LOSSES_SHOWN = 10;

const sumOfMax = (rows: readonly Row[], source: Row["source"]): number =>
  rows.filter((row) => row.source === source).reduce((sum, row) => sum + row.max, 0);

/** How the unit moved since the year before, beside its index and its rank; null where there is no such year. */
function moved({ result, group, unit, earlier: [first] }: SheetOnShow) {
  if (!first) return null;
  const { manifest } = first.publication;
  const { decimals } = result.publication.manifest.settings;
  const change = changeOf({ group, unit }, manifest, decimals);
  const { index, places } = changeTexts(change, manifest.year);
  const since = html` <small>${t("since", { year: manifest.year })}</small></span>`;
  return {
    index: html` <span class="delta since">${index}${since}`,
    places: html` <span class="delta since">${places}${since}`,
  };
}

function rankFact(shown: SheetOnShow): Html {
  const { group, unit } = shown;
  if (unit.rank === null) return fact(t("ranking"), html`<span class="plain">${t("notRanked")}</span>`);
  return fact(
    t("ranking"),
    html`<span class="big">${placeText(group, unit)}</span>${moved(shown)?.places ?? null}${sharesRank(group, unit) && html` ${tag("tie", t("tie"))}`}${unit.band && html` ${tag("band", unit.band)}`}`,
  );
}

function headline(shown: SheetOnShow): Html {
  const { unit } = shown;
  const { sheet } = shown.published;
  const { total, rows } = sheet;
  const selfMax = sumOfMax(rows, "self");
  const surveyMax = sumOfMax(rows, "survey");
  const self = sheet.selfAssessed
    ? outOf(total.self, selfMax, t("noSelfPoints"))
    : html`<span class="plain">${tag("absent", t("notSelfAssessed"))}</span>`;
  return html`<dl class="headline">
${fact(t("index"), html`<span class="big index-figure">${decimal(unit.index)}<small> %</small></span>${moved(shown)?.index ?? null}`)}
${rankFact(shown)}
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

/** The year whose sheet stands beside this one, with that sheet. */
function yearBefore({ earlier: [first], before }: SheetOnShow): SheetOfYear | null {
  return first && before ? { year: first.publication.manifest.year, sheet: before } : null;
}

/** How this sheet is checked alone: its hash, and the way from it to the root. */
function check({ result, unit, published, proof }: SheetOnShow): Html {
  const { id } = result;
  const way =
    proof &&
    html`<p>${t("proofAbout", { position: proof.position + 1, size: proof.size, count: proof.hashes.length })}</p>
<details><summary>${t("proofHashes")}</summary><ol class="steps">${proof.hashes.map((each) => html`<li>${hash(each)}</li>`)}</ol><dl class="facts stacked">${fact(t("root"), hash(proof.root))}</dl></details>`;
  return html`<section class="check" aria-labelledby="kiem-tra"><h2 id="kiem-tra">${t("checkSheet")}</h2>
<dl class="facts stacked">${fact(t("sheetHash"), hash(published.sha256))}</dl>
${way}
<p><a href="${links.verifyOf(id, unit.unit)}">${t("verifyInBrowser")}</a> · <a href="${links.sheetData(id, unit.unit)}" download="${id}-${unit.unit}.json">${t("downloadSheet")}</a> · <a href="${links.proof(id, unit.unit)}" download="${id}-${unit.unit}.chung-minh.json">${t("downloadProof")}</a> · <a href="${links.result(id)}#kiem-tra">${t("howToCheck")}</a></p>
</section>`;
}

/** A unit's published sheet: index and rank, fields as bars, where points were lost, then every row. */
export function sheetPage(shown: SheetOnShow): Html {
  const { result, group, unit, published, peers } = shown;
  const { manifest, decision } = result.publication;
  const { decimals } = manifest.settings;
  const { sheet } = published;
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
    main: html`${versionNotices(result)}${importNotice(result, unit.unit)}${correctionNote(result, unit.unit)}
<header class="title">
<nav class="crumbs" aria-label="${t("position")}"><a href="${links.result(result.id)}">${t("resultOf", { year: manifest.year })}</a> <span aria-hidden="true">›</span> <a href="${links.result(result.id)}#nhom-${group.group}">${given(group.name)}</a></nav>
<h1>${given(unit.name)}</h1>
<p class="sub">${rich("sheetVersion", {
      ...{ year: manifest.year, decision: decisionText(decision), owner: given(manifest.owner) },
      version: versionText(result.publication),
    })}</p>
${headline(shown)}
<nav class="ways" aria-label="${t("otherWays")}"><ul><li><a href="#bang-diem">${t("sheet")}</a></li><li><a href="${links.compare(result.id, [unit.unit])}">${t("compareWithOthers")}</a></li><li><a href="${links.fields(result.id)}#nhom-${group.group}">${t("byField")}</a></li></ul></nav>
${!sheet.selfAssessed && notice(t("absentNotice"))}
</header>
<div class="pair">${fieldSummary(sheet, decimals, yearBefore(shown))}${losses(sheet)}</div>
<div class="pair">${hasPeers(peers) && againstGroup(result.id, sheet, peers, decimals)}${strengths(result.id, sheet, peers, decimals)}</div>
${trend(result, { group, unit }, shown.earlier)}
<section class="sheet-section" aria-labelledby="bang-diem"><h2 id="bang-diem">${t("sheet")}</h2>
<p class="sub">${rich("sheetHint", { set: given(sheet.criteriaSet.name) })}</p>
${sheetTable(sheet, decimals, result.id)}
${adjustments(sheet)}
</section>
${check(shown)}`,
  });
}
