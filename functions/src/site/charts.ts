import type { Fraction } from "@parindex/core";
import { type Content, type Html, html } from "./html.ts";
import { t } from "./text/text.ts";

/**
 * Drawings without script or style of their own: what is across is in per cent of the width, so that text keeps its size
 * on a phone; what is down is in px. Colours are classes (site.css), each with a shape, dash or word beside it.
 */

/** A share in per cent, for drawing only. */
export const percentOf = ({ achieved, max }: Fraction): number =>
  max === 0 ? 0 : ((achieved ?? 0) / max) * 100;

const px = (value: number): string => value.toFixed(1);
const across = (percent: number): string => `${percent.toFixed(2)}%`;

/**
 * Where labels go that belong at `wanted`, from low to high: as near as can be by least squares (adjacent ones that are
 * too near are pooled), at least `gap` apart, within `low` … `high`, which must have room for all.
 */
export function apart(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const pools: { sum: number; size: number }[] = [];
  wanted.forEach((at, position) => {
    pools.push({ sum: at - position * gap, size: 1 });
    for (;;) {
      const [last, before] = [pools.at(-1), pools.at(-2)];
      if (!last || !before || before.sum / before.size <= last.sum / last.size) break;
      pools.splice(-2, 2, { sum: before.sum + last.sum, size: before.size + last.size });
    }
  });
  const most = high - (wanted.length - 1) * gap;
  return pools
    .flatMap(({ sum, size }) => Array<number>(size).fill(Math.min(Math.max(sum / size, low), most)))
    .map((at, position) => at + position * gap);
}

/** A drawing that may be wider than a phone: it scrolls by itself, by finger or keyboard. `label` says what it shows. */
export const figure = (label: string, drawing: Html, caption: Content = null): Html =>
  html`<figure class="chart"><div class="scroll" role="region" aria-label="${label}" tabindex="0">${drawing}</div>${
    caption && html`<figcaption>${caption}</figcaption>`
  }</figure>`;

/** The numbers of a drawing, as a table that unfolds. */
export const numbersOf = (table: Html): Html =>
  html`<details class="numbers"><summary>${t("chartNumbers")}</summary>${table}</details>`;

/** One line of a slope chart: where it begins and ends in per cent, as shown; `from` is null for what is new. */
export interface Slope {
  name: string;
  from: { value: number; text: string } | null;
  to: { value: number; text: string };
}

const ROW = 21;
const TOP = 34;
/** Where things stand across: texts left of the lines end at the first, those right of them begin at the last. */
const X = { left: 13, from: 14.5, to: 42, right: 44.5 };

const directionOf = (from: number, to: number): string => (to > from ? "rise" : to < from ? "fall" : "same");

/** Vertical places: of the values on one scale, and of the labels beside them. */
function placed(values: readonly number[], y: (value: number) => number, height: number): number[] {
  const order = [...values.keys()].toSorted((a, b) => y(values[a] ?? 0) - y(values[b] ?? 0));
  const wanted = order.map((at) => y(values[at] ?? 0));
  const found = apart(wanted, ROW, TOP, height - ROW / 2);
  const places = Array<number>(values.length).fill(0);
  order.forEach((at, position) => {
    places[at] = found[position] ?? 0;
  });
  return places;
}

function slopeLine({ from, to }: Slope, y: (value: number) => number): Html {
  const end = html`<circle class="dot" cx="${across(X.to)}" cy="${px(y(to.value))}" r="3.5"/>`;
  if (!from) return end;
  const kind = directionOf(from.value, to.value);
  return html`<line class="slope ${kind}" x1="${across(X.from)}" x2="${across(X.to)}" y1="${px(y(from.value))}" y2="${px(y(to.value))}"/><circle class="dot" cx="${across(X.from)}" cy="${px(y(from.value))}" r="3.5"/>${end}`;
}

const leader = (x1: number, y1: number, x2: number, y2: number): Html =>
  html`<line class="leader" x1="${across(x1)}" y1="${px(y1)}" x2="${across(x2)}" y2="${px(y2)}"/>`;

/** Each unit's index in two years as a line, labelled at its ends; the higher, the better. `years`: "2023", "2024". */
export function slopeChart(label: string, years: readonly [string, string], slopes: readonly Slope[]): Html {
  const values = slopes.flatMap(({ from, to }) => [...(from ? [from.value] : []), to.value]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const height = TOP + slopes.length * ROW + ROW;
  const room = height - TOP - ROW;
  const y = (value: number) => TOP + (high === low ? room / 2 : ((high - value) / (high - low)) * room);
  const right = placed(
    slopes.map(({ to }) => to.value),
    y,
    height,
  );
  const known = slopes.flatMap(({ from }) => from ?? []);
  const left = placed(
    known.map(({ value }) => value),
    y,
    height,
  );
  return html`<svg class="slopes" role="img" aria-label="${label}" width="100%" height="${height}">
<text class="year" x="${across(X.from)}" y="14" text-anchor="middle">${years[0]}</text><text class="year" x="${across(X.to)}" y="14" text-anchor="middle">${years[1]}</text>
${slopes.map((slope) => slopeLine(slope, y))}
${known.map(
  ({ value, text }, at) =>
    html`${leader(X.left + 0.4, left[at] ?? 0, X.from, y(value))}<text x="${across(X.left)}" y="${px((left[at] ?? 0) + 4.5)}" text-anchor="end">${text}</text>`,
)}
${slopes.map(
  ({ name, to }, at) =>
    html`${leader(X.to, y(to.value), X.right - 0.4, right[at] ?? 0)}<text x="${across(X.right)}" y="${px((right[at] ?? 0) + 4.5)}"><tspan class="value">${to.text}</tspan> ${name}</text>`,
)}
</svg>`;
}

/** The part of 0 … 100 per cent that a dot plot shows: from a multiple of 20 below its lowest value. */
export const axisFrom = (values: readonly number[]): number =>
  Math.min(80, Math.floor(Math.min(100, ...values) / 20) * 20);

const onAxis = (value: number, from: number): number => ((value - from) / (100 - from)) * 100;

/** The axis above a column of dot plots. */
export const dotAxis = (from: number): Html =>
  html`<svg class="axis" width="100%" height="16" aria-hidden="true" focusable="false">${[
    from,
    (from + 100) / 2,
    100,
  ].map(
    (tick, at) =>
      html`<text x="${at * 50}%" y="12" text-anchor="${["start", "middle", "end"][at] ?? "middle"}">${tick}</text>`,
  )}</svg>`;

/**
 * One unit among its group in a row of a dot plot, in per cent: every other unit as a faint dot, the median as a stroke,
 * its own as a full dot. The numbers stand beside it, so it is hidden from readers.
 */
export function dotRow(own: number | null, others: readonly number[], median: number, from: number): Html {
  const x = (value: number) => across(onAxis(value, from));
  return html`<svg class="dots" width="100%" height="20" aria-hidden="true" focusable="false"><line class="ground" x1="0" x2="100%" y1="10" y2="10"/>${others.map(
    (value) => html`<circle class="other" cx="${x(value)}" cy="10" r="3"/>`,
  )}<line class="median" x1="${x(median)}" x2="${x(median)}" y1="2" y2="18"/>${
    own !== null && html`<circle class="own" cx="${x(own)}" cy="10" r="5.5"/>`
  }</svg>`;
}

/** Marks of units that are compared, told apart by shape and letter. */
const SHAPES = [
  html`<circle r="5.5"/>`,
  html`<rect x="-5" y="-5" width="10" height="10"/>`,
  html`<path d="M0 -6.5 6.5 5H-6.5Z"/>`,
  html`<path d="M0 -7 7 0 0 7 -7 0Z"/>`,
];

/** The mark of the unit at a position in a comparison. */
export const mark = (at: number): Html =>
  html`<svg class="mark mark-${at}" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true" focusable="false">${SHAPES[at] ?? SHAPES[0] ?? null}</svg>`;

/** Several units in one row of a dot plot, each by its mark; null draws none. */
export const markRow = (values: readonly (number | null)[], from: number): Html =>
  html`<svg class="dots" width="100%" height="20" aria-hidden="true" focusable="false"><line class="ground" x1="0" x2="100%" y1="10" y2="10"/>${values.map(
    (value, at) =>
      value !== null &&
      html`<svg class="mark mark-${at}" x="${across(onAxis(value, from))}" y="10" overflow="visible">${SHAPES[at] ?? SHAPES[0] ?? null}</svg>`,
  )}</svg>`;

/** A value of a year in a line chart. */
export interface YearValue {
  year: number;
  value: number;
  text: string;
}

const LINE = { height: 150, top: 34, bottom: 112, left: 8, right: 92 };

/** A value over the years as a line, each point with its number and year; years without one leave their room. */
export function lineChart(label: string, points: readonly YearValue[]): Html {
  const years = points.map(({ year }) => year);
  const values = points.map(({ value }) => value);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (year: number) =>
    first === last ? 50 : LINE.left + ((year - first) / (last - first)) * (LINE.right - LINE.left);
  const y = (value: number) =>
    high === low
      ? (LINE.top + LINE.bottom) / 2
      : LINE.top + ((high - value) / (high - low)) * (LINE.bottom - LINE.top);
  const segments = points.slice(1).map((point, at) => ({ from: points[at] ?? point, to: point }));
  return html`<svg class="lines" role="img" aria-label="${label}" width="100%" height="${LINE.height}">
${segments.map(
  ({ from, to }) =>
    html`<line class="slope ${directionOf(from.value, to.value)}" x1="${across(x(from.year))}" y1="${px(y(from.value))}" x2="${across(x(to.year))}" y2="${px(y(to.value))}"/>`,
)}${points.map(
  ({ year, value, text }) =>
    html`<circle class="dot" cx="${across(x(year))}" cy="${px(y(value))}" r="4"/><text class="value" x="${across(x(year))}" y="${px(y(value) - 11)}" text-anchor="middle">${text}</text><text class="year" x="${across(x(year))}" y="${LINE.height - 6}" text-anchor="middle">${year}</text>`,
)}
</svg>`;
}

/** A bar from zero with a stroke at the median, in per cent; the numbers stand beside it. */
export function medianBar(fraction: Fraction, median: number | null): Html {
  return html`<svg class="bar" width="100%" height="18" aria-hidden="true" focusable="false"><rect class="bar-track" y="2" width="100%" height="14"/><rect class="bar-fill" y="2" width="${across(Math.min(100, percentOf(fraction)))}" height="14"/>${
    median !== null &&
    html`<line class="median-halo" x1="${across(median)}" x2="${across(median)}" y1="0" y2="18"/><line class="median" x1="${across(median)}" x2="${across(median)}" y1="0" y2="18"/>`
  }</svg>`;
}
