import { type Fraction, formatPoints, isoDay, type Points } from "@parindex/core";
import { type Html, html } from "./html.ts";
import { reading } from "./reading.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const isEnglish = (): boolean => reading().language === "en";

/** An instant as a day in Vietnam: "31/12/2024", in English "31 Dec 2024". */
export const dayOf = (instant: Date): string => dayText(isoDay(instant));

/** A calendar day as people write it: "2024-12-31" → "31/12/2024", in English "31 Dec 2024". */
export function dayText(isoDate: string): string {
  const [year, month, day] = isoDate.split("-");
  return isEnglish() ? `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}` : `${day}/${month}/${year}`;
}

/** Points as the page's language writes them: "2,25", in English "2.25". */
export const pointsText = (points: Points): string => formatPoints(points, isEnglish() ? "." : ",");

/** A difference of points with its sign: −0,25 · +0,5 · 0. */
export function signedPoints(from: Points, to: Points): string {
  if (from === to) return "0";
  return `${to > from ? "+" : "−"}${pointsText(Math.abs(to - from))}`;
}

/** A number as it was frozen, "86,72", as the page's language writes it. */
export const decimal = (text: string): string => (isEnglish() ? text.replace(",", ".") : text);

/** A share as an SVG length, for drawing only: "86.72%". Nothing of nothing is 0. */
export const share = ({ achieved, max }: Fraction): string =>
  max === 0 ? "0%" : `${Math.min(100, ((achieved ?? 0) / max) * 100).toFixed(2)}%`;

const decimalsOf = (points: Points): number => formatPoints(points).split(",")[1]?.length ?? 0;

/** The most decimals that any of a column's points needs. */
export const columnDecimals = (column: readonly (Points | null)[]): number =>
  Math.max(0, ...column.map((points) => (points === null ? 0 : decimalsOf(points))));

/** Points with the room of the decimals they lack, so that the commas of a column stand below each other. */
export function aligned(points: Points, decimals: number): Html {
  const own = decimalsOf(points);
  if (own >= decimals) return html`${pointsText(points)}`;
  return html`<span class="pad-${decimals - own}${own === 0 && " whole"}">${pointsText(points)}</span>`;
}
