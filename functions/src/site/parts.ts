import type { Fraction, Points } from "@parindex/core";
import { type Content, type Html, html } from "./html.ts";
import { pointsText, share } from "./numbers.ts";
import { reading } from "./reading.ts";
import { t } from "./text/text.ts";

/** Text for screen readers only. */
export const hidden = (content: Content): Html => html`<span class="vh">${content}</span>`;

/** "—" for what is not there, with the reason on hover and, as `spoken`, for screen readers: never 0 (design §5.9). */
export const none = (reason: string, spoken: Content = reason): Html =>
  html`<span class="none" title="${reason}"><span aria-hidden="true">—</span>${hidden(spoken)}</span>`;

/** Points out of a maximum: "8,5/10"; "—" with the reason where there are none. */
export const outOf = (points: Points | null, max: Points, reason: string): Html =>
  html`${points === null ? none(reason) : html`<b>${pointsText(points)}</b>`}<small>/${pointsText(max)}</small>`;

/** A word with a shape beside it, so that colour never says it alone. */
export const tag = (kind: "tie" | "band" | "absent" | "survey" | "exempt" | "sample", text: string): Html =>
  html`<span class="tag tag-${kind}">${text}</span>`;

/**
 * A bar from zero: achieved over its maximum. With `longest` the track is as long as the maximum is of it, so that
 * bars of different maxima compare. The number always stands beside it, so the drawing is hidden from readers.
 */
export function bar(fraction: Fraction, longest = fraction.max): Html {
  const track = share({ achieved: fraction.max, max: longest });
  const fill = share({ achieved: fraction.achieved, max: longest });
  return html`<svg class="bar" width="100%" height="14" aria-hidden="true" focusable="false"><rect class="bar-track" width="${track}" height="14"/><rect class="bar-fill" width="${fill}" height="14"/></svg>`;
}

/** The axis above a column of index bars: 0 to 100 per cent. */
export const indexAxis = (): Html =>
  html`<svg class="axis" width="100%" height="16" aria-hidden="true" focusable="false">${[
    0, 25, 50, 75, 100,
  ].map(
    (tick) =>
      html`<text x="${tick}%" y="12" text-anchor="${tick === 0 ? "start" : tick === 100 ? "end" : "middle"}">${tick}</text>`,
  )}</svg>`;

/** A remark that readers must not miss. */
export const notice = (content: Content): Html => html`<p class="notice">${content}</p>`;

/** What stands in Vietnamese alone: an English page says so first. */
export const onlyVietnamese = (main: Html): Html =>
  reading().language === "vi" ? main : html`${notice(t("onlyVietnamese"))}<div lang="vi">${main}</div>`;

/** A term and its value in a list of facts. */
export const fact = (term: string, value: Content): Html =>
  html`<div><dt>${term}</dt><dd>${value}</dd></div>`;
