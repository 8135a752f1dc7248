import {
  type FrozenSheet,
  formatPoints,
  type GroupRanking,
  type InclusionProof,
  type RankedUnit,
  type SealSheet,
} from "@parindex/core";
import { changeOf, changeTexts } from "./change.ts";
import { correctionNote } from "./correction-note.ts";
import { fieldSummary, type SheetOfYear } from "./field-summary.ts";
import type { GroupSheets, Row } from "./group-fields.ts";
import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { aligned, columnDecimals, dayText, signedPoints } from "./numbers.ts";
import { fact, hidden, notice, outOf, tag } from "./parts.ts";
import { againstGroup, hasPeers } from "./peers.ts";
import {
  decisionText,
  importNotice,
  type PublishedResult,
  sharesRank,
  versionNotices,
  versionText,
} from "./result.ts";
import { sheetTable } from "./sheet-table.ts";
import { strengths } from "./strengths.ts";
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
  const since = html` <small>so với ${manifest.year}</small></span>`;
  return {
    index: html` <span class="delta since">${index}${since}`,
    places: html` <span class="delta since">${places}${since}`,
  };
}

function rankFact(shown: SheetOnShow): Html {
  const { group, unit } = shown;
  if (unit.rank === null)
    return fact("Xếp hạng", html`<span class="plain">Được đánh giá, không xếp hạng chung</span>`);
  return fact(
    "Xếp hạng",
    html`<span class="big">hạng ${unit.rank}/${group.units.length}</span>${moved(shown)?.places ?? null}${sharesRank(group, unit) && html` ${tag("tie", "đồng hạng")}`}${unit.band && html` ${tag("band", unit.band)}`}`,
  );
}

function headline(shown: SheetOnShow): Html {
  const { unit } = shown;
  const { sheet } = shown.published;
  const { total, rows } = sheet;
  const selfMax = sumOfMax(rows, "self");
  const surveyMax = sumOfMax(rows, "survey");
  const self = sheet.selfAssessed
    ? outOf(total.self, selfMax, "đơn vị chưa tự chấm điểm")
    : html`<span class="plain">${tag("absent", "không tự đánh giá")}</span>`;
  return html`<dl class="headline">
${fact("Chỉ số", html`<span class="big index-figure">${unit.index}<small> %</small></span>${moved(shown)?.index ?? null}`)}
${rankFact(shown)}
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

/** The year whose sheet stands beside this one, with that sheet. */
function yearBefore({ earlier: [first], before }: SheetOnShow): SheetOfYear | null {
  return first && before ? { year: first.publication.manifest.year, sheet: before } : null;
}

/** How this sheet is checked alone: its hash, and the way from it to the root. */
function check({ result, unit, published, proof }: SheetOnShow): Html {
  const { id } = result;
  const way =
    proof &&
    html`<p>Bảng điểm này là lá thứ ${proof.position + 1} trong ${proof.size} lá dưới mã gốc in trong quyết định: ghép mã băm của nó lần lượt với ${proof.hashes.length} mã băm dưới đây thì ra đúng mã gốc, nên không ai sửa được nó mà mã gốc vẫn khớp.</p>
<details><summary>Các mã băm dẫn đến mã gốc</summary><ol class="steps">${proof.hashes.map((each) => html`<li>${hash(each)}</li>`)}</ol><dl class="facts stacked">${fact("Mã gốc (SHA-256)", hash(proof.root))}</dl></details>`;
  return html`<section class="check" aria-labelledby="kiem-tra"><h2 id="kiem-tra">Kiểm tra bảng điểm</h2>
<dl class="facts stacked">${fact("SHA-256 của bảng điểm", hash(published.sha256))}</dl>
${way}
<p><a href="${links.verifyOf(id, unit.unit)}">Kiểm tra ngay trong trình duyệt</a> · <a href="${links.sheetData(id, unit.unit)}" download="${id}-${unit.unit}.json">Tải bảng điểm (JSON)</a> · <a href="${links.proof(id, unit.unit)}" download="${id}-${unit.unit}.chung-minh.json">Tải chứng minh (JSON)</a> · <a href="${links.result(id)}#kiem-tra">Cách kiểm tra</a></p>
</section>`;
}

/** A unit's published sheet: index and rank, fields as bars, where points were lost, then every row. */
export function sheetPage(shown: SheetOnShow): Html {
  const { result, group, unit, published, peers } = shown;
  const { manifest, decision } = result.publication;
  const { decimals } = manifest.settings;
  const { sheet } = published;
  return page({
    title: `${unit.name} – Chỉ số cải cách hành chính năm ${manifest.year}`,
    description: `${unit.name}: Chỉ số ${unit.index} %, bảng điểm năm ${manifest.year} do ${manifest.owner} công bố.`,
    owner: manifest.owner,
    current: "result",
    asksSuccessor: true,
    main: html`${versionNotices(result)}${importNotice(result, unit.unit)}${correctionNote(result, unit.unit)}
<header class="title">
<nav class="crumbs" aria-label="Vị trí"><a href="${links.result(result.id)}">Kết quả năm ${manifest.year}</a> <span aria-hidden="true">›</span> <a href="${links.result(result.id)}#nhom-${group.group}">${group.name}</a></nav>
<h1>${unit.name}</h1>
<p class="sub">Năm ${manifest.year} · Quyết định ${decisionText(decision)} của ${manifest.owner} · công bố ${versionText(result.publication)}</p>
${headline(shown)}
<nav class="ways" aria-label="Xem theo cách khác"><ul><li><a href="#bang-diem">Bảng điểm</a></li><li><a href="${links.compare(result.id, [unit.unit])}">So sánh với đơn vị khác</a></li><li><a href="${links.fields(result.id)}#nhom-${group.group}">Theo lĩnh vực</a></li></ul></nav>
${!sheet.selfAssessed && notice("Đơn vị không nộp hồ sơ tự đánh giá của kỳ này. Hội đồng thẩm định chấm điểm theo tài liệu hiện có.")}
</header>
<div class="pair">${fieldSummary(sheet, decimals, yearBefore(shown))}${losses(sheet)}</div>
<div class="pair">${hasPeers(peers) && againstGroup(result.id, sheet, peers, decimals)}${strengths(result.id, sheet, peers, decimals)}</div>
${trend(result, { group, unit }, shown.earlier)}
<section class="sheet-section" aria-labelledby="bang-diem"><h2 id="bang-diem">Bảng điểm</h2>
<p class="sub">${sheet.criteriaSet.name}. Điểm đạt được = kết quả thẩm định + điều tra xã hội học; Chỉ số = điểm đạt được ÷ điểm tối đa, %.</p>
${sheetTable(sheet, decimals, result.id)}
${adjustments(sheet)}
</section>
${check(shown)}`,
  });
}
