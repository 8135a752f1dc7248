import {
  type FrozenSheet,
  formatPoints,
  type GroupRanking,
  indexText,
  type RankedUnit,
  type SealSheet,
} from "@parindex/core";
import { sheetDataset } from "./dataset.ts";
import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { aligned, columnDecimals, dayText, decimal, signedPoints } from "./numbers.ts";
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
import { t } from "./text/text.ts";
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
  html`${points === null ? none(reason) : html`<b>${formatPoints(points)}</b>`}<small>/${formatPoints(max)}</small>`;

function rankFact(group: GroupRanking, unit: RankedUnit): Html {
  if (unit.rank === null)
    return fact("Xếp hạng", html`<span class="plain">Được đánh giá, không xếp hạng chung</span>`);
  return fact(
    "Xếp hạng",
    html`<span class="big">hạng ${unit.rank}/${group.units.length}</span>${sharesRank(group, unit) && html` ${tag("tie", "đồng hạng")}`}${unit.band && html` ${tag("band", unit.band)}`}`,
  );
}

function headline({ group, unit, published: { sheet } }: SheetOnShow): Html {
  const { total, rows } = sheet;
  const selfMax = sumOfMax(rows, "self");
  const surveyMax = sumOfMax(rows, "survey");
  const self = sheet.selfAssessed
    ? outOf(total.self, selfMax, "đơn vị chưa tự chấm điểm")
    : html`<span class="plain">${tag("absent", "không tự đánh giá")}</span>`;
  return html`<dl class="headline">
${fact("Chỉ số", html`<span class="big index-figure">${unit.index}<small> %</small></span>`)}
${rankFact(group, unit)}
${fact("Điểm đạt được", outOf(total.achieved, total.max, "chưa có điểm"))}
${fact("Tự đánh giá", self)}
${fact(
  "Kết quả thẩm định",
  html`${outOf(total.appraised, selfMax, "chưa có kết quả thẩm định")}${
    total.self !== null &&
    total.appraised !== null &&
    total.self !== total.appraised &&
    html` <span class="delta">${hidden("so với tự đánh giá ")}${signedPoints(total.self, total.appraised)}</span>`
  }`,
)}
${surveyMax > 0 && fact("Điều tra xã hội học", outOf(total.survey, surveyMax, "chưa có điểm điều tra"))}
</dl>`;
}

function fieldRow(row: Row, longest: number, decimals: number): Html {
  const { achieved, max } = row;
  return html`<tr role="row"><th role="rowheader" scope="row"><a href="#${row.id}"><span class="code">${row.code}</span> ${row.name}</a></th><td role="cell" class="drawing">${
    achieved !== null && bar({ achieved, max }, longest)
  }</td><td role="cell" class="num">${outOf(achieved, max, "chưa có điểm")}</td><td role="cell" class="num">${
    achieved === null
      ? none("chưa có điểm")
      : html`${indexText({ achieved, max }, decimals)}<small> %</small>`
  }</td></tr>`;
}

function fieldSummary(sheet: FrozenSheet, decimals: number): Html {
  const fields = sheet.rows.filter(({ level }) => level === "field");
  const longest = Math.max(...fields.map(({ max }) => max));
  return html`<section aria-labelledby="linh-vuc"><h2 id="linh-vuc">Theo lĩnh vực</h2>
<p class="sub">Thanh dài theo điểm tối đa của lĩnh vực; phần đậm là điểm đạt được.</p>
<table role="table" class="fields" aria-labelledby="linh-vuc"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Lĩnh vực</th><th role="columnheader" scope="col" class="drawing">${hidden("Biểu đồ")}</th><th role="columnheader" scope="col" class="num">Điểm đạt được</th><th role="columnheader" scope="col" class="num">Chỉ số</th></tr></thead>
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
  html`<li><b class="lost">−${aligned(lost, decimals)}</b><span><a href="#${row.id}"><span class="code">${row.code}</span> ${row.name}</a>${
    row.source === "survey" && html` ${tag("survey", "Điều tra XHH")}`
  }</span><span class="of"><small>đạt </small>${formatPoints(achieved)}<small>/${formatPoints(row.max)}</small></span></li>`;

function losses(sheet: FrozenSheet): Html {
  const all = lossesOf(sheet);
  if (all.length === 0) return html``;
  const rest = all.slice(LOSSES_SHOWN);
  const decimals = columnDecimals(all.map((loss) => loss.lost));
  const item = (loss: Loss) => lossItem(loss, decimals);
  const lost = all.reduce((sum, loss) => sum + loss.lost, 0);
  return html`<section class="losses" aria-labelledby="mat-diem"><h2 id="mat-diem">Mất điểm ở đâu</h2>
<p class="sub">Mất ${formatPoints(lost)} điểm ở ${all.length} mục, nhiều nhất trước.</p>
<ol>${all.slice(0, LOSSES_SHOWN).map(item)}</ol>
${rest.length > 0 && html`<details><summary>${rest.length} mục còn lại</summary><ol start="${LOSSES_SHOWN + 1}">${rest.map(item)}</ol></details>`}</section>`;
}

/** Bonus and penalty points of the unit, each with its reason, and what of them counts in the total. */
function adjustments({ adjustments: given }: FrozenSheet): Html {
  if (!given) return html``;
  const items = given.items.map(
    ({ kind, points, reason, decision }) =>
      html`<li><b>${kind === "bonus" ? "+" : "−"}${formatPoints(points)}</b> ${reason} (${decision.number} ngày ${dayText(decision.date)})</li>`,
  );
  const counted = `${given.counted < 0 ? "−" : "+"}${formatPoints(Math.abs(given.counted))}`;
  return html`<h3>Điểm thưởng, điểm trừ</h3><ul>${items}</ul><p class="sub">Tính vào tổng điểm đạt được: ${counted} điểm, trong mức tối đa của kỳ đánh giá.</p>`;
}

/** A unit's published sheet: index and rank, fields as bars, where points were lost, then every row. */
export function sheetPage(shown: SheetOnShow): Html {
  const { result, group, unit, published } = shown;
  const { manifest, decision } = result.publication;
  const { sheet, sha256 } = published;
  return page({
    title: `${unit.name} – Chỉ số cải cách hành chính năm ${manifest.year}`,
    description: `${unit.name}: Chỉ số ${unit.index} %, bảng điểm năm ${manifest.year} do ${manifest.owner} công bố.`,
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
<nav class="crumbs" aria-label="Vị trí"><a href="${links.result(result.id)}">Kết quả năm ${manifest.year}</a> <span aria-hidden="true">›</span> <a href="${links.result(result.id)}#nhom-${group.group}">${group.name}</a></nav>
<h1>${unit.name}</h1>
<p class="sub">Năm ${manifest.year} · Quyết định ${decisionText(decision)} của ${manifest.owner} · công bố ${versionText(result.publication)}</p>
${headline(shown)}
${!sheet.selfAssessed && notice("Đơn vị không nộp hồ sơ tự đánh giá của kỳ này. Hội đồng thẩm định chấm điểm theo tài liệu hiện có.")}
</header>
<div class="pair">${fieldSummary(sheet, manifest.settings.decimals)}${losses(sheet)}</div>
<section class="sheet-section" aria-labelledby="bang-diem"><h2 id="bang-diem">Bảng điểm</h2>
<p class="sub">${sheet.criteriaSet.name}. Điểm đạt được = kết quả thẩm định + điều tra xã hội học; Chỉ số = điểm đạt được ÷ điểm tối đa, %.</p>
${sheetTable(sheet, manifest.settings.decimals)}
${adjustments(sheet)}
</section>
<section class="check" aria-labelledby="kiem-tra"><h2 id="kiem-tra">Kiểm tra bảng điểm</h2>
<dl class="facts stacked">${fact("SHA-256 của bảng điểm", hash(sha256))}</dl>
<p><a href="${links.sheetData(result.id, unit.unit)}" download="${result.id}-${unit.unit}.json">Tải bảng điểm (JSON)</a> · <a href="${links.result(result.id)}#kiem-tra">Cách kiểm tra</a></p>
</section>`,
  });
}
