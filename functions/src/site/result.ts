import type {
  Decision,
  GroupRanking,
  ImportDifference,
  Manifest,
  Publication,
  RankedUnit,
} from "@parindex/core";
import { type Content, type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { dayOf, dayText } from "./numbers.ts";
import { notice } from "./parts.ts";
import { t } from "./text/text.ts";

/** A publication with the id that stands in its URL. */
export interface PublishedResult {
  id: string;
  publication: Publication;
}

/** Whether another unit of the group has the same rank (*đồng hạng*). */
export const sharesRank = (group: GroupRanking, { unit, rank }: RankedUnit): boolean =>
  rank !== null && group.units.some((other) => other.rank === rank && other.unit !== unit);

/** A unit's place in words: "hạng 3/16". */
export const placeText = (group: GroupRanking, { rank }: RankedUnit): string =>
  rank === null ? t("placeUnranked") : t("placeRanked", { rank, of: group.units.length });

/** Where a unit stands in a result, or null. */
export function findUnit(manifest: Manifest, id: string): { group: GroupRanking; unit: RankedUnit } | null {
  for (const group of manifest.ranking) {
    const unit = group.units.find((candidate) => candidate.unit === id);
    if (unit) return { group, unit };
  }
  return null;
}

/** Ranked groups first, each kind in the period's own order: what is not ranked stands apart. */
export const groupsInReadingOrder = ({ ranking }: Manifest): GroupRanking[] => [
  ...ranking.filter(({ ranked }) => ranked),
  ...ranking.filter(({ ranked }) => !ranked),
];

/** The decision that approved the result, with a link where its file is on the web. */
export function decisionText({ number, date, file }: Decision): Html {
  const text = html`số ${number} ngày ${dayText(date)}`;
  return /^https?:\/\//.test(file) ? html`<a href="${file}">${text}</a>` : text;
}

const supersededText = (successor: Content): Html =>
  html`<b>Bản công bố này đã được thay thế.</b> Xem ${successor}.`;

/**
 * What a reader must know of a version before its numbers. A page of a version may be kept for good, so it never
 * claims to be the newest: it says which version it is, and the script adds the note where a later one corrects it.
 */
export function versionNotices({ id, publication }: PublishedResult, newest = false): Html[] {
  const { manifest, supersededBy } = publication;
  const notices: Html[] = [];
  if (supersededBy)
    notices.push(notice(supersededText(html`<a href="${links.result(supersededBy)}">bản thay thế</a>`)));
  else if (!newest)
    notices.push(
      html`<p class="notice" id="thay-the" data-src="${links.successor(id)}" hidden>${supersededText(html`<a href="${links.latest}">bản thay thế</a>`)}</p>`,
    );
  if (manifest.corrects)
    notices.push(
      notice(html`Bản này đính chính <a href="${links.result(manifest.corrects)}">bản trước</a>.`),
    );
  if (publication.development)
    notices.push(
      notice(
        html`<b>Bản chạy thử.</b> Kết quả này được ký bằng khóa phát triển, không phải khóa của cơ quan công bố.`,
      ),
    );
  return notices;
}

const OF_TEXT: Record<ImportDifference["of"], string> = {
  ...{ self: "điểm tự đánh giá", appraised: "điểm thẩm định", survey: "điểm điều tra xã hội học" },
  ...{ achieved: "điểm đạt được", index: "chỉ số", rank: "xếp hạng" },
};

function differenceItem({ code, of, stated, computed }: ImportDifference, unit: string | null): Html {
  const where = code === null ? OF_TEXT[of] : `${OF_TEXT[of]} của mục ${code}`;
  return html`<li>${unit && `${unit}: `}${where} nguồn ghi ${stated}, tính lại là ${computed}</li>`;
}

/**
 * That a result was not assessed here but came in from a workbook, and what its source states otherwise: of one unit where
 * one is told, else of all.
 */
export function importNotice({ publication }: PublishedResult, of: string | null = null): Html {
  const { manifest, imported } = publication;
  if (!imported) return html``;
  const differences = imported.differences.filter(({ unit }) => of === null || unit === of);
  const nameOf = (unit: string) => (of === null ? (findUnit(manifest, unit)?.unit.name ?? unit) : null);
  return html`<aside class="notice" aria-label="Nhập từ bảng tính"><p><b>Nhập từ bảng tính:</b> nguồn ${imported.source}. Chỉ số và xếp hạng ở đây được tính lại từ điểm của từng tiêu chí.</p>${
    differences.length > 0 &&
    html`<details><summary>${differences.length} chỗ nguồn ghi khác với kết quả tính lại</summary><ul>${differences.map(
      (difference) => differenceItem(difference, nameOf(difference.unit)),
    )}</ul></details>`
  }</aside>`;
}

/** "Bản công bố lần 2, ngày 20/01/2025". */
export const versionText = ({ manifest, publishedAt, imported }: Publication): string =>
  `lần ${manifest.version}, ${imported ? "nhập vào hệ thống ngày" : "ngày"} ${dayOf(publishedAt)}`;
