import {
  differenceText,
  type GroupRanking,
  type Manifest,
  type RankedUnit,
  shareOf,
  surveyHeldFor,
} from "@parindex/core";
import { type Content, type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { decimal } from "./numbers.ts";
import { hidden, none } from "./parts.ts";
import { findUnit, type PublishedResult } from "./result.ts";
import { given, rich, t } from "./text/text.ts";

/** Where a unit stands in a result. */
export interface Place {
  group: GroupRanking;
  unit: RankedUnit;
}

/**
 * How a unit moved against an earlier year, in which it is found by its id. `index` is in percentage points with its
 * sign, null where one of the two years has none; `places` how many ranks it rose (+) or fell (−), null where the two
 * ranks are not of one group.
 */
export interface Change {
  before: Place;
  index: string | null;
  places: number | null;
}

/** How a unit moved since `earlier`; null where it was not assessed then. */
export function changeOf({ group, unit }: Place, earlier: Manifest, decimals: number): Change | null {
  const before = findUnit(earlier, unit.unit);
  if (!before) return null;
  const [from, to] = [shareOf(before.unit), shareOf(unit)];
  const sameGroup = before.group.group === group.group;
  const { rank } = before.unit;
  return {
    before,
    index: from && to && differenceText(from, to, decimals),
    places: sameGroup && rank !== null && unit.rank !== null ? rank - unit.rank : null,
  };
}

const direction = (signed: string): "rise" | "fall" | "" =>
  signed.startsWith("+") ? "rise" : signed.startsWith("−") ? "fall" : "";

/** A difference with its sign, in the colour of its direction. */
export const signed = (text: string): Html => {
  const kind = direction(text);
  return kind === "" ? html`${decimal(text)}` : html`<span class="${kind}">${decimal(text)}</span>`;
};

/** Places won or lost: an arrow for the eye, words for readers. */
function placesMoved(places: number): Html {
  if (places === 0)
    return html`<span class="move"><span aria-hidden="true">=</span>${hidden(t("sameRank"))}</span>`;
  const up = places > 0;
  const words = t(up ? "roseBy" : "fellBy", { places: Math.abs(places) });
  return html`<span class="move ${up ? "rise move-up" : "fall move-down"}"><span aria-hidden="true">${Math.abs(places)}</span>${hidden(words)}</span>`;
}

/** A unit's change in words and figures; "—" with the reason where there is none. */
export function changeTexts(change: Change | null, year: number): { index: Html; places: Html } {
  if (change === null) {
    const absent = none(t("notInYear", { year }));
    return { index: absent, places: absent };
  }
  const { before, index, places } = change;
  return {
    index: index === null ? none(t("noIndexOnce")) : signed(index),
    places:
      places === null
        ? none(
            t("otherGroup", { year, group: before.group.name }),
            rich("otherGroup", { year, group: given(before.group.name) }),
          )
        : placesMoved(places),
  };
}

/** The two cells of a unit's change: of its index and, in a ranked group, of its rank. */
export function changeCells(change: Change | null, year: number, ranked: boolean): Html {
  const { index, places } = changeTexts(change, year);
  return html`<td role="cell" class="num change" data-label="${t("sinceYear", { year })}">${index}</td>${
    ranked && html`<td role="cell" class="num change places" data-label="${t("rankColumn")}">${places}</td>`
  }`;
}

const hashes = (a: Manifest, b: Manifest) =>
  Object.entries(a.criteriaSets).map(([id, sha256]) => ({ sha256, other: b.criteriaSets[id] }));

/**
 * Whether a group was measured alike in two results, so that a change is of its units' work alone: the survey, and every
 * criteria set that both have. A set that only one of them has came or went with its units, unless each has one of its own.
 */
function measuredAlike(group: string, a: Manifest, b: Manifest): boolean {
  const [ofA, ofB] = [hashes(a, b), hashes(b, a)];
  const replaced = [ofA, ofB].every((sets) => sets.some(({ other }) => other === undefined));
  const changed = ofA.some(({ sha256, other }) => other !== undefined && other !== sha256);
  const sameSurvey = surveyHeldFor(group, a.settings) === surveyHeldFor(group, b.settings);
  return !replaced && !changed && sameSurvey;
}

/** A version by its year, with a link, and which one where it is not the first. */
const versionLink = ({ id, publication: { manifest } }: PublishedResult): Html =>
  html`<a href="${links.result(id)}">${t("inYear", { year: manifest.year })}</a>${manifest.version > 1 && ` ${t("whichVersion", { version: manifest.version })}`}`;

/** Names or remarks behind each other: "Sở A; Sở B". */
export const listed = (items: readonly Content[]): Content => items.map((item, at) => [at > 0 && "; ", item]);

/** What a reader must know of a group's change columns: whom they compare with, who is new, moved or gone. */
export function changeNotes(result: Manifest, group: GroupRanking, before: PublishedResult): Content {
  const earlier = before.publication.manifest;
  const places = group.units.map((unit) => ({ unit, before: findUnit(earlier, unit.unit) }));
  const fresh = places.flatMap(({ unit, before: was }) => (was ? [] : [unit.name]));
  const moved = places.flatMap(({ unit, before: was }) =>
    was && was.group.group !== group.group
      ? [rich("movedFrom", { unit: unit.name, group: given(was.group.name) })]
      : [],
  );
  const gone = (earlier.ranking.find(({ group: id }) => id === group.group)?.units ?? [])
    .filter(({ unit }) => !findUnit(result, unit))
    .map(({ name }) => name);
  const { year } = earlier;
  const { ranked } = group;
  return html`<p class="foot">${rich(ranked ? "changesRanked" : "changes", { version: versionLink(before) })}${
    fresh.length > 0 && html` ${rich("newUnits", { year, names: listed(fresh) })}`
  }${
    moved.length > 0 && html` ${rich(ranked ? "movedRanked" : "movedUnits", { names: listed(moved) })}`
  }${gone.length > 0 && html` ${rich("goneUnits", { year, names: listed(gone) })}`}${
    !measuredAlike(group.group, result, earlier) && ` ${t("measuredOtherwise")}`
  }</p>`;
}
