import { differenceText, type GroupRanking, type RankedUnit, shareOf } from "@parindex/core";
import { signed } from "./change.ts";
import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { fact, hidden, tag } from "./parts.ts";
import { decisionText, findUnit, type PublishedResult, versionText } from "./result.ts";
import { hash } from "./verification.ts";
import type { PublishedVersion } from "./years.ts";

/** A version that corrects another, with both rankings. */
export interface Correction {
  corrected: PublishedResult;
  correcting: PublishedResult;
}

/** A unit whose published place or sheet a correction changed; `before` is null where it came in with the correction. */
interface Corrected {
  group: GroupRanking;
  unit: RankedUnit;
  before: RankedUnit | null;
}

function correctedUnits({ corrected, correcting }: Correction): Corrected[] {
  return correcting.publication.manifest.ranking.flatMap((group) =>
    group.units.flatMap((unit): Corrected[] => {
      const before = findUnit(corrected.publication.manifest, unit.unit)?.unit ?? null;
      const same = before && before.sha256 === unit.sha256 && before.rank === unit.rank;
      return same ? [] : [{ group, unit, before }];
    }),
  );
}

const rankText = (rank: number | null): string => (rank === null ? "" : `, hạng ${rank}`);

function correctedItem(id: string, { unit, before }: Corrected, decimals: number): Html {
  const name = html`<a href="${links.sheet(id, unit.unit)}">${unit.name}</a>`;
  if (!before) return html`<li>${name}: đưa vào kết quả, ${unit.index} %${rankText(unit.rank)}</li>`;
  if (before.sha256 === unit.sha256)
    return html`<li>${name}: điểm không đổi, hạng ${before.rank} → ${unit.rank}</li>`;
  const [from, to] = [shareOf(before), shareOf(unit)];
  const moved = from && to ? differenceText(from, to, decimals) : null;
  const ranks = before.rank !== null && before.rank !== unit.rank && `, hạng ${before.rank} → ${unit.rank}`;
  return html`<li>${name}: ${moved === "0" ? html`sửa bảng điểm, chỉ số không đổi (${unit.index} %)` : html`${before.index} → ${unit.index} %${moved !== null && html` (${signed(moved)})`}`}${ranks}</li>`;
}

/** What a correction changed, unit by unit, from the two rankings. */
function correctionList(correction: Correction): Html {
  const { correcting, corrected } = correction;
  const { decimals } = correcting.publication.manifest.settings;
  const units = correctedUnits(correction);
  const gone = corrected.publication.manifest.ranking
    .flatMap(({ units: all }) => all)
    .filter(({ unit }) => !findUnit(correcting.publication.manifest, unit));
  if (units.length + gone.length === 0) return html`<p class="sub">Xếp hạng và bảng điểm như bản trước.</p>`;
  return html`<ul>${units.map((unit) => correctedItem(correcting.id, unit, decimals))}${gone.map(({ name }) => html`<li>${name}: đưa ra khỏi kết quả</li>`)}</ul>`;
}

function versionItem({ id, publication }: PublishedVersion, correction: Correction | undefined): Html {
  const { manifest, supersededBy, decision, root, imported } = publication;
  const { corrects } = manifest;
  return html`<li class="version"><h3><a href="${links.result(id)}">Bản công bố ${versionText(publication)}</a>${
    supersededBy && html` ${tag("absent", "đã được thay thế")}`
  }${publication.development && html` ${tag("sample", "bản chạy thử")}`}</h3>
<dl class="facts stacked">${fact("Phê duyệt, công bố", html`Quyết định ${decisionText(decision)} của ${manifest.owner}`)}${fact("Mã gốc (SHA-256)", hash(root))}${
    imported !== undefined && fact("Nguồn", html`Nhập từ bảng tính: ${imported.source}`)
  }${
    corrects &&
    fact(
      "Đính chính",
      html`<a href="${links.result(corrects)}">bản trước</a>${correction ? correctionList(correction) : null}`,
    )
  }${supersededBy && fact("Thay bằng", html`<a href="${links.result(supersededBy)}">bản thay thế</a>`)}</dl></li>`;
}

/** Every published year and version of a scheme: its decision, its root, what it corrected. */
export function yearsPage(
  versions: readonly PublishedVersion[],
  corrections: ReadonlyMap<string, Correction>,
): Html {
  const [newest] = versions;
  const { owner = null, schemeName = "Chỉ số cải cách hành chính" } = newest?.publication.manifest ?? {};
  const years = [...Map.groupBy(versions, ({ publication }) => publication.manifest.year)];
  return page({
    title: `Các năm – ${schemeName}`,
    description: `Mọi kết quả đã công bố của ${schemeName}, theo năm và theo bản.`,
    owner,
    current: "years",
    main: html`<header class="title"><p class="eyebrow">${schemeName}</p><h1>Các năm đã công bố</h1>
<p class="sub">Kết quả đã công bố giữ nguyên mãi. Khi phải đính chính, bản mới nêu bản nó thay; bản cũ vẫn còn ở đây.</p></header>
${years.map(
  ([year, ofYear]) =>
    html`<section class="year-of" aria-labelledby="nam-${year}"><h2 id="nam-${year}">${hidden("Năm ")}${year}</h2><ol class="versions" reversed>${ofYear.map((version) => versionItem(version, corrections.get(version.id)))}</ol></section>`,
)}`,
  });
}
