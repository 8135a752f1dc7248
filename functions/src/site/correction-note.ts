import { type CorrectedScore, formatPoints } from "@parindex/core";
import { type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { none } from "./parts.ts";
import { findUnit, type PublishedResult } from "./result.ts";

const COLUMN_TEXT: Record<CorrectedScore["column"], string> = {
  appraised: "kết quả thẩm định",
  survey: "điểm điều tra xã hội học",
};

function scoreItem({ id, publication }: PublishedResult, score: CorrectedScore, named: boolean): Html {
  const { unit, leaf, code, name, column, from, to, reason } = score;
  const unitName = findUnit(publication.manifest, unit)?.unit.name ?? unit;
  return html`<li>${named && html`<a href="${links.sheet(id, unit)}#${leaf}">${unitName}</a>: `}<span class="code">${code}</span> ${name}, ${COLUMN_TEXT[column]} ${
    from === null ? none("chưa có điểm") : formatPoints(from)
  } → <b>${formatPoints(to)}</b>. Lý do: ${reason}</li>`;
}

/** What a version that corrects another one changed, and why: of one unit where one is told, else of all. */
export function correctionNote(result: PublishedResult, of: string | null = null): Html {
  const scores = (result.publication.manifest.corrections ?? []).filter(
    ({ unit }) => of === null || unit === of,
  );
  if (scores.length === 0) return html``;
  const title = of === null ? "Nội dung đính chính" : "Nội dung đính chính của đơn vị";
  return html`<aside class="notice" aria-label="${title}"><p><b>${title}</b></p><ul>${scores.map((score) =>
    scoreItem(result, score, of === null),
  )}</ul></aside>`;
}
