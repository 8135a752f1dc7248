import type { CorrectedScore } from "@parindex/core";
import { type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { pointsText } from "./numbers.ts";
import { none } from "./parts.ts";
import { findUnit, type PublishedResult } from "./result.ts";
import { given, rich, t } from "./text/text.ts";

const COLUMN_TEXT = { appraised: "columnAppraised", survey: "differsSurvey" } as const;

function scoreItem({ id, publication }: PublishedResult, score: CorrectedScore, named: boolean): Html {
  const { unit, leaf, code, name, column, from, to, reason } = score;
  const unitName = findUnit(publication.manifest, unit)?.unit.name ?? unit;
  return html`<li>${named && html`<a href="${links.sheet(id, unit)}#${leaf}">${unitName}</a>: `}${rich(
    "correctedScore",
    {
      code: html`<span class="code">${code}</span>`,
      ...{ name: given(name), column: t(COLUMN_TEXT[column]), reason: given(reason) },
      from: from === null ? none(t("noPoints")) : pointsText(from),
      to: html`<b>${pointsText(to)}</b>`,
    },
  )}</li>`;
}

/** What a version that corrects another one changed, and why: of one unit where one is told, else of all. */
export function correctionNote(result: PublishedResult, of: string | null = null): Html {
  const scores = (result.publication.manifest.corrections ?? []).filter(
    ({ unit }) => of === null || unit === of,
  );
  if (scores.length === 0) return html``;
  const title = t(of === null ? "corrections" : "correctionsOfUnit");
  return html`<aside class="notice" aria-label="${title}"><p><b>${title}</b></p><ul>${scores.map((score) =>
    scoreItem(result, score, of === null),
  )}</ul></aside>`;
}
