import type { GroupRanking, RankedUnit } from "@parindex/core";
import { type Content, type Html, html } from "./html.ts";
import { decimal, share } from "./numbers.ts";
import { groupsInReadingOrder, type PublishedResult, placeText } from "./result.ts";
import { t } from "./text/text.ts";

/** How large a card is, in pixels: what the sites that show them ask for. */
export const CARD = { width: 1200, height: 630 } as const;

const EDGE = 72;
const COLOUR = { ground: "#fcfcfa", ink: "#16212a", soft: "#51606b", accent: "#0b4f6c", track: "#e6ebed" };
/** How many units of a group a result's card names. */
const LEADERS = 3;

interface Type {
  size: number;
  bold?: boolean;
  fill?: string;
  anchor?: "start" | "end";
}

const line = (x: number, y: number, text: Content, { size, bold, fill, anchor }: Type): Html =>
  html`<text x="${x}" y="${y}" font-size="${size}" font-weight="${bold ? 700 : 400}" fill="${fill ?? COLOUR.ink}" text-anchor="${anchor ?? "start"}">${text}</text>`;

/** How many letters of a size stand in a width: Inter's are 0.53 of it on average, its bold ones 0.57. */
const fitting = (width: number, { size, bold }: Type): number =>
  Math.floor(width / (size * (bold ? 0.57 : 0.53)));

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;

/** Breaks a text between words into at most `most` lines of `letters`; what is over ends in "…". */
export function broken(text: string, letters: number, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && (last.length + word.length < letters || lines.length === most))
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((words) => cut(words, letters));
}

const paragraph = (y: number, text: string, most: number, type: Type): Html[] =>
  broken(text, fitting(CARD.width - 2 * EDGE, type), most).map((words, at) =>
    line(EDGE, y + at * type.size * 1.2, words, type),
  );

const MARK = html`<g fill="${COLOUR.accent}"><rect x="72" y="60" width="44" height="8"/><rect x="72" y="74" width="34" height="8"/><rect x="72" y="88" width="22" height="8"/></g>`;

function frame({ publication }: PublishedResult, drawing: Content): Html {
  const { owner, year, version } = publication.manifest;
  const source = t("cardSource", { number: publication.decision.number, version });
  const foot = publication.development ? `${t("cardDevelopment")} · ${source}` : source;
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${CARD.width}" height="${CARD.height}" font-family="Inter">
<rect width="100%" height="100%" fill="${COLOUR.ground}"/><rect width="100%" height="12" fill="${COLOUR.accent}"/>
${MARK}${line(136, 92, cut(`${t("siteName")} ${year} · ${owner}`, 66), { size: 28, fill: COLOUR.soft })}
${drawing}
${line(EDGE, 582, cut(foot, 80), { size: 24, fill: COLOUR.soft })}
</svg>`;
}

function leaders(group: GroupRanking, x: number, width: number): Html {
  const row = ({ rank, name, index }: RankedUnit, at: number): Html => {
    const y = 390 + at * 52;
    return html`${line(x, y, rank ?? "", { size: 30, bold: true, fill: COLOUR.accent })}${line(x + 44, y, cut(name, fitting(width - 120, { size: 25 })), { size: 25 })}${line(x + width, y, decimal(index), { size: 30, bold: true, anchor: "end" })}`;
  };
  return html`${line(x, 336, cut(group.name, fitting(width, { size: 24 })), { size: 24, fill: COLOUR.soft })}${group.units.slice(0, LEADERS).map(row)}`;
}

/** A result's card: who leads each of its first two ranked groups. */
export function resultCard(result: PublishedResult): Html {
  const { manifest } = result.publication;
  const groups = groupsInReadingOrder(manifest).filter(({ ranked }) => ranked);
  const shown = groups.slice(0, 2);
  const width = (CARD.width - 2 * EDGE - 64 * (shown.length - 1)) / Math.max(1, shown.length);
  return frame(
    result,
    html`${paragraph(190, `${manifest.schemeName} ${manifest.year}`, 2, { size: 54, bold: true })}${shown.map(
      (group, at) => leaders(group, EDGE + at * (width + 64), width),
    )}`,
  );
}

/** A unit's card: its name, its index as a bar from 0 to 100, and its place. */
export function unitCard(result: PublishedResult, group: GroupRanking, unit: RankedUnit): Html {
  return frame(
    result,
    html`${paragraph(200, unit.name, 2, { size: 60, bold: true })}
${line(EDGE, 430, html`${decimal(unit.index)}<tspan font-size="52" font-weight="400"> %</tspan>`, { size: 112, bold: true, fill: COLOUR.accent })}
${line(CARD.width - EDGE, 386, group.name, { size: 28, fill: COLOUR.soft, anchor: "end" })}
${line(CARD.width - EDGE, 430, placeText(group, unit), { size: 40, bold: true, anchor: "end" })}
<svg x="${EDGE}" y="462" width="${CARD.width - 2 * EDGE}" height="28"><rect width="100%" height="28" fill="${COLOUR.track}"/><rect width="${share(unit)}" height="28" fill="${COLOUR.accent}"/></svg>`,
  );
}
