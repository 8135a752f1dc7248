import { formatPoints, type GroupRanking, type RankedUnit, type Settings } from "@parindex/core";
import { resultDataset } from "./dataset.ts";
import { embedding } from "./embed-page.ts";
import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { aligned, columnDecimals, decimal } from "./numbers.ts";
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
import { t } from "./text/text.ts";
import { verification } from "./verification.ts";

/** What a group's table shows: how many decimals its points have, and whether it has classes. */
interface Columns {
  achieved: number;
  max: number;
  banded: boolean;
}

const rankCell = (group: GroupRanking, unit: RankedUnit): Html =>
  html`<td role="cell" class="rank">${hidden("hạng ")}<b>${unit.rank}</b><small>/${group.units.length}</small></td>`;

function unitRow(publication: string, group: GroupRanking, unit: RankedUnit, columns: Columns): Html {
  return html`<tr role="row">${group.ranked && rankCell(group, unit)}<th role="rowheader" scope="row" class="unit"><a href="${links.sheet(publication, unit.unit)}">${unit.name}</a>${
    sharesRank(group, unit) && html` ${tag("tie", "đồng hạng")}`
  }${
    !unit.selfAssessed && html` ${tag("absent", "không tự đánh giá")}`
  }</th><td role="cell" class="index"><div>${bar(unit)}<b>${unit.index}</b></div></td><td role="cell" class="num" data-label="Đạt">${aligned(unit.achieved, columns.achieved)}</td><td role="cell" class="num max" data-label="Tối đa">${aligned(unit.max, columns.max)}</td>${
    columns.banded && html`<td role="cell" class="band">${unit.band && tag("band", unit.band)}</td>`
  }</tr>`;
}

function rankingTable(publication: string, group: GroupRanking, banded: boolean): Html {
  const columns: Columns = {
    achieved: columnDecimals(group.units.map(({ achieved }) => achieved)),
    max: columnDecimals(group.units.map(({ max }) => max)),
    banded,
  };
  return html`<table role="table" class="ranking${!group.ranked && " unranked"}" aria-labelledby="nhom-${group.group}">
<thead role="rowgroup"><tr role="row">${
    group.ranked && html`<th role="columnheader" scope="col" class="rank">Hạng</th>`
  }<th role="columnheader" scope="col" class="unit">Đơn vị</th><th role="columnheader" scope="col" class="index"><span>Chỉ số, %</span>${indexAxis()}</th><th role="columnheader" scope="col" class="num">Điểm đạt được</th><th role="columnheader" scope="col" class="num">Điểm tối đa</th>${
    banded && html`<th role="columnheader" scope="col" class="band">Xếp loại</th>`
  }</tr></thead>
<tbody role="rowgroup">${group.units.map((unit) => unitRow(publication, group, unit, columns))}</tbody>
</table>`;
}

/** The classes of a group in words: "Tốt từ 90 %, Khá từ 80 %". `atLeast` is in 1/100 per cent. */
function bandsText(bands: Settings["bands"][string]): string {
  return bands.map(({ name, atLeast }) => `${name} từ ${formatPoints(atLeast * 100)} %`).join(", ");
}

function groupSection({ id, publication }: PublishedResult, group: GroupRanking): Html {
  const bands = publication.manifest.settings.bands[group.group] ?? [];
  const summary = group.ranked
    ? `${group.units.length} đơn vị, xếp theo Chỉ số từ cao xuống thấp`
    : `${group.units.length} cơ quan được đánh giá, không xếp hạng chung; theo thứ tự phụ lục`;
  return html`<section class="group" aria-labelledby="nhom-${group.group}">
<h2 id="nhom-${group.group}">${group.name}</h2>
<p class="sub">${summary}</p>
${rankingTable(id, group, bands.length > 0)}
${bands.length > 0 && html`<p class="foot">Xếp loại: ${bandsText(bands)}.</p>`}
</section>`;
}

function readingNotes({ publication }: PublishedResult): Html {
  const { settings, insufficientSampleReason, ranking } = publication.manifest;
  const absent = ranking.some(({ units }) => units.some(({ selfAssessed }) => !selfAssessed));
  return html`<aside class="notes" aria-labelledby="cach-doc"><h2 id="cach-doc">Cách đọc</h2><ul>
<li>Chỉ số = điểm đạt được ÷ điểm tối đa × 100. Điểm đạt được gồm kết quả thẩm định và điều tra xã hội học. <a href="${links.method}">Phương pháp</a></li>
<li>Chỉ số ghi ${settings.decimals} chữ số thập phân; xếp hạng theo giá trị chưa làm tròn. Hai đơn vị bằng nhau thì đồng hạng.</li>
${absent && html`<li>${tag("absent", "không tự đánh giá")}: đơn vị không nộp hồ sơ tự đánh giá; Hội đồng thẩm định chấm theo tài liệu hiện có.</li>`}
${!settings.surveyHeld && html`<li>Kỳ này không điều tra xã hội học; điểm tối đa không gồm các tiêu chí điều tra.</li>`}
${insufficientSampleReason && html`<li>Một số tiêu chí có số phiếu điều tra dưới mức tối thiểu, được Hội đồng thông qua với lý do: ${insufficientSampleReason}</li>`}
</ul></aside>`;
}

/** Who stands first in each ranked group: "Sở Tài chính 92,44 %; …". */
const leadersText = (groups: readonly GroupRanking[]): string =>
  groups
    .flatMap(({ units }) => units.filter(({ rank }) => rank === 1))
    .map(({ name, index }) => `${name} ${decimal(index)} %`)
    .join("; ");

/** The ranking of a publication: every group as a table with a bar on each row, and how to check it. */
export function rankingPage(result: PublishedResult, latest: boolean): Html {
  const { manifest, decision } = result.publication;
  const groups = groupsInReadingOrder(manifest);
  return page({
    title: `${manifest.schemeName} năm ${manifest.year}`,
    description: `Kết quả Chỉ số cải cách hành chính năm ${manifest.year} do ${manifest.owner} công bố.`,
    owner: manifest.owner,
    current: "result",
    asksSuccessor: !latest,
    data: resultDataset(result),
    card: { src: links.card(result.id), alt: t("cardOfRanking", { leaders: leadersText(groups) }) },
    main: html`${versionNotices(result, latest)}${importNotice(result)}
<header class="title">
<p class="eyebrow">${manifest.owner}</p>
<h1>${manifest.schemeName} năm ${manifest.year}</h1>
<dl class="facts">${fact("Phê duyệt, công bố", html`Quyết định ${decisionText(decision)} của ${manifest.owner}`)}${fact("Bản công bố", versionText(result.publication))}</dl>
<nav class="jump" aria-label="Nhóm đơn vị"><ul>${groups.map(
      ({ group, name }) => html`<li><a href="#nhom-${group}">${name}</a></li>`,
    )}<li><a href="#kiem-tra">Kiểm tra kết quả</a></li></ul></nav>
</header>
${groups.map((group) => groupSection(result, group))}
${readingNotes(result)}
${verification(result)}
${embedding(result)}`,
  });
}
