import { type CriteriaSet, type FieldNode, type LeafNode, leavesOf } from "./criteria-set.ts";
import type { Ledger } from "./documents.ts";
import { compareFractions, type Fraction } from "./ranking.ts";
import { type CompiledSet, compileSet, computeSheet, type Sheet } from "./sheet.ts";

/**
 * What the standing body and the council ask of a period's ledgers. Points are integers of 1/10 000 point and every count
 * and sum is exact; medians and correlations are statistics and floating point.
 */

/** A unit with its set and the sheet that follows from its ledger. */
export interface AnalysedUnit {
  ledger: Ledger;
  set: CriteriaSet;
  sheet: Sheet;
}

/** The units whose set is known, with their sheets, in official order. */
export function analysedUnits(
  ledgers: readonly Ledger[],
  sets: ReadonlyMap<string, CriteriaSet>,
): AnalysedUnit[] {
  const compiled = new Map<string, CompiledSet>();
  const units = ledgers.flatMap((ledger): AnalysedUnit[] => {
    const set = sets.get(ledger.criteriaSet);
    if (!set) return [];
    const flat = compiled.get(set.id) ?? compileSet(set);
    compiled.set(set.id, flat);
    return [{ ledger, set, sheet: computeSheet(flat, ledger) }];
  });
  return units.toSorted(({ ledger: a }, { ledger: b }) => a.order - b.order || (a.unit < b.unit ? -1 : 1));
}

/**
 * A node that the sets of several units share: the same id and the same words. One id alone names other things in other
 * sets of a period.
 */
export interface SharedNode {
  key: string;
  id: string;
  /** As the first unit's set prints it. */
  code: string;
  name: string;
}

/** A leaf that counts for a unit, with what it achieved there; null where it is not scored yet. */
export interface CountedLeaf {
  leaf: LeafNode;
  field: FieldNode;
  points: number | null;
}

/** The leaves that count for a unit, in printed order. */
export function countedLeaves({ set, sheet }: AnalysedUnit): CountedLeaf[] {
  return [...leavesOf(set)].flatMap(({ leaf, field }, at) => {
    const node = sheet.set.leaves[at] as number;
    if (sheet.excluded[node]) return [];
    const points = sheet.achieved[node] as number;
    return [{ leaf, field, points: points < 0 ? null : points }];
  });
}

const sharedNode = ({ id, code, name }: Pick<LeafNode, "id" | "code" | "name">, more = ""): SharedNode => ({
  ...{ key: `${id}|${more}|${name}`, id, code, name },
});
/** The leaf of a score as units share it, and its field. */
export const sharedLeaf = ({ leaf }: CountedLeaf): SharedNode => sharedNode(leaf, leaf.source);
export const sharedField = ({ field }: CountedLeaf): SharedNode => sharedNode(field);

type UnitLeaf = CountedLeaf & { unit: AnalysedUnit };

/** The scores of all units by a node they share, in the order in which those come. */
function scoresBy(
  units: readonly AnalysedUnit[],
  nodeOf: (score: CountedLeaf) => SharedNode,
): { node: SharedNode; scores: [UnitLeaf, ...UnitLeaf[]] }[] {
  const groups = new Map<string, { node: SharedNode; scores: [UnitLeaf, ...UnitLeaf[]] }>();
  for (const unit of units)
    for (const score of countedLeaves(unit)) {
      const node = nodeOf(score);
      const placed = { ...score, unit };
      const group = groups.get(node.key);
      if (group) group.scores.push(placed);
      else groups.set(node.key, { node, scores: [placed] });
    }
  return [...groups.values()];
}

/** The points that units lost at a node: maximum less achieved, over the leaves that are scored. */
export interface Loss extends SharedNode {
  /** The field it stands in, as its set prints it; its own for a field. */
  field: string;
  lost: number;
  max: number;
  /** How many units it counts for, and how many leaves of theirs are not scored yet and so left out. */
  units: number;
  unscored: number;
}

function lossesBy(units: readonly AnalysedUnit[], nodeOf: (score: CountedLeaf) => SharedNode): Loss[] {
  const losses = scoresBy(units, nodeOf).map(({ node, scores }): Loss => {
    const loss = { ...node, field: scores[0].field.name, lost: 0, max: 0, units: 0, unscored: 0 };
    loss.units = new Set(scores.map(({ unit }) => unit)).size;
    for (const { leaf, points } of scores) {
      if (points === null) loss.unscored += 1;
      else {
        loss.lost += leaf.max - points;
        loss.max += leaf.max;
      }
    }
    return loss;
  });
  return losses.toSorted((a, b) => b.lost - a.lost);
}

/** What all units together lost at each leaf, most first. Shares are exact: `lost` of the sum of all `lost`. */
export const lossesByLeaf = (units: readonly AnalysedUnit[]): Loss[] => lossesBy(units, sharedLeaf);

/** What all units together lost in each field, most first. */
export const lossesByField = (units: readonly AnalysedUnit[]): Loss[] => lossesBy(units, sharedField);

/** How judgements stand to claims over leaves that have both. `down` and `up`: points taken off and added. */
export interface Gap {
  leaves: number;
  recognised: number;
  lowered: number;
  raised: number;
  self: number;
  appraised: number;
  down: number;
  up: number;
}

const NO_GAP: Gap = {
  leaves: 0,
  recognised: 0,
  lowered: 0,
  raised: 0,
  self: 0,
  appraised: 0,
  down: 0,
  up: 0,
};

const withJudgement = (gap: Gap, self: number, appraised: number): Gap => ({
  leaves: gap.leaves + 1,
  recognised: gap.recognised + Number(appraised === self),
  lowered: gap.lowered + Number(appraised < self),
  raised: gap.raised + Number(appraised > self),
  self: gap.self + self,
  appraised: gap.appraised + appraised,
  down: gap.down + Math.max(0, self - appraised),
  up: gap.up + Math.max(0, appraised - self),
});

/** The gaps of what judgements share, by its key; those without one stand under "". */
function gapsBy(
  units: readonly AnalysedUnit[],
  keyOf: (unit: AnalysedUnit, leaf: LeafNode) => string,
): Map<string, Gap> {
  const gaps = new Map<string, Gap>();
  for (const unit of units)
    for (const { leaf } of countedLeaves(unit)) {
      const self = unit.ledger.self[leaf.id]?.points ?? null;
      const appraised = unit.ledger.appraisal[leaf.id]?.points ?? null;
      if (leaf.source !== "self" || self === null || appraised === null) continue;
      const key = keyOf(unit, leaf);
      gaps.set(key, withJudgement(gaps.get(key) ?? NO_GAP, self, appraised));
    }
  return gaps;
}

/** By unit: how its claims were judged. */
export const gapsByUnit = (units: readonly AnalysedUnit[]): Map<string, Gap> =>
  gapsBy(units, ({ ledger }) => ledger.unit);

/** By the department that the criteria set has lead the leaf. */
export const gapsByLead = (units: readonly AnalysedUnit[]): Map<string, Gap> =>
  gapsBy(units, (_, { lead }) => lead);

/** By the person whose judgement stands; "" where the ledger was folded before it kept who judged. */
export const gapsByAppraiser = (units: readonly AnalysedUnit[]): Map<string, Gap> =>
  gapsBy(units, ({ ledger }, { id }) => ledger.appraisal[id]?.by ?? "");

/** Scores that are closer than this share of the maximum (1/20) are not told apart. */
export const TOLD_APART = 20;

/** A leaf that tells apart at most this share of the pairs of units (1/4) discriminates poorly. */
export const POOR = 4;

/** How a leaf orders units: everyone has all of it, everyone has the same, few pairs are told apart, or it does. */
export type Discrimination = "allMax" | "allEqual" | "poor" | "good";

export interface LeafDiscrimination extends SharedNode {
  field: string;
  /** Units with a score of it, and how many of them have its maximum. */
  units: number;
  atMax: number;
  /** Of how many pairs of units, how many are told apart. */
  pairs: number;
  apart: number;
  lowest: Fraction;
  highest: Fraction;
  kind: Discrimination;
}

/** How many pairs of shares lie at least 1/20 apart, of shares in rising order. */
function pairsApart(rising: readonly { achieved: number; max: number }[]): number {
  let apart = 0;
  let below = 0;
  for (const high of rising) {
    for (let low = rising[below]; low; low = rising[++below]) {
      const difference = high.achieved * low.max - low.achieved * high.max;
      if (difference * TOLD_APART < high.max * low.max) break;
    }
    apart += below;
  }
  return apart;
}

/**
 * How well each leaf tells units apart: the share of all pairs of units that its scores discriminate, which is what G. A.
 * Ferguson's δ measures of a test (On the theory of test discrimination, Psychometrika 14 (1949), 61–68), here of pairs
 * at least 1/20 of the maximum apart, since survey scores are never quite equal. The limits 1/20 and 1/4 are ours. Leaves
 * of fewer than two units are left out; the least discriminating first.
 */
export function discriminationOf(units: readonly AnalysedUnit[]): LeafDiscrimination[] {
  const leaves = scoresBy(units, sharedLeaf).flatMap(({ node, scores }): LeafDiscrimination[] => {
    const rising = scores
      .flatMap(({ leaf, points }) => (points === null ? [] : [{ achieved: points, max: leaf.max }]))
      .toSorted(compareFractions);
    const [lowest, highest] = [rising[0], rising.at(-1)];
    if (!lowest || !highest || rising.length < 2) return [];
    const count = rising.length;
    const found = {
      ...{ ...node, field: scores[0].field.name, units: count, lowest, highest },
      atMax: rising.filter(({ achieved, max }) => achieved === max).length,
      pairs: (count * (count - 1)) / 2,
      apart: pairsApart(rising),
    };
    return [{ ...found, kind: kindOf(found) }];
  });
  return leaves.toSorted((a, b) => a.apart * b.pairs - b.apart * a.pairs || b.atMax - a.atMax);
}

function kindOf(found: Omit<LeafDiscrimination, "kind">): Discrimination {
  if (found.atMax === found.units) return "allMax";
  if (compareFractions(found.lowest, found.highest) === 0) return "allEqual";
  return found.apart * POOR <= found.pairs ? "poor" : "good";
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Whether all of these are equal but for the last bits of their arithmetic. */
const isConstant = (values: readonly number[]) =>
  Math.max(...values) - Math.min(...values) <= 1e-12 * Math.max(...values.map(Math.abs));

/** Pearson's product-moment correlation; null below three pairs or where one side never varies. Floating point. */
export function pearson(xs: readonly number[], ys: readonly number[]): number | null {
  if (xs.length < 3 || xs.length !== ys.length || isConstant(xs) || isConstant(ys)) return null;
  const [meanX, meanY] = [mean(xs), mean(ys)];
  let [xx, xy, yy] = [0, 0, 0];
  xs.forEach((x, at) => {
    const [dx, dy] = [x - meanX, (ys[at] as number) - meanY];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  });
  return Math.min(1, Math.max(-1, xy / Math.sqrt(xx * yy)));
}

/** The rank of each value from the lowest, equal ones sharing the mean of their places. */
function midranks(values: readonly number[]): number[] {
  const places = Map.groupBy(
    values.toSorted((a, b) => a - b).map((value, at) => ({ value, place: at + 1 })),
    ({ value }) => value,
  );
  const ranks = new Map([...places].map(([value, all]) => [value, mean(all.map(({ place }) => place))]));
  return values.map((value) => ranks.get(value) as number);
}

/** Spearman's rank correlation: Pearson's of the ranks, so that ties count right; null as there. Floating point. */
export const spearman = (xs: readonly number[], ys: readonly number[]): number | null =>
  pearson(midranks(xs), midranks(ys));

/** A unit's share of the maximum in what it scored itself, as appraised, and in the survey. */
export interface SharePair {
  unit: string;
  name: string;
  self: number;
  survey: number;
}

/** How the self-scored and the surveyed leaves of a field (null: of the whole sheet) go together over the units. */
export interface FieldCorrelation {
  field: SharedNode | null;
  pairs: SharePair[];
  /** Units left out because a leaf is not scored yet. */
  left: number;
  pearson: number | null;
  spearman: number | null;
}

function shareOf(scores: readonly CountedLeaf[], source: LeafNode["source"]): number | null {
  let [achieved, max] = [0, 0];
  for (const { leaf, points } of scores) {
    if (leaf.source !== source) continue;
    achieved += points ?? 0;
    max += leaf.max;
  }
  return max === 0 ? null : achieved / max;
}

function correlationOf(field: SharedNode | null, scores: readonly UnitLeaf[]): FieldCorrelation | null {
  const pairs: SharePair[] = [];
  let left = 0;
  for (const [{ ledger }, own] of Map.groupBy(scores, ({ unit }) => unit)) {
    const [self, survey] = [shareOf(own, "self"), shareOf(own, "survey")];
    if (self === null || survey === null) continue;
    if (own.some(({ points }) => points === null)) left += 1;
    else pairs.push({ unit: ledger.unit, name: ledger.name, self, survey });
  }
  if (pairs.length + left === 0) return null;
  const [xs, ys] = [pairs.map(({ self }) => self), pairs.map(({ survey }) => survey)];
  return { field, pairs, left, pearson: pearson(xs, ys), spearman: spearman(xs, ys) };
}

/** The correlation of the whole sheet, then of every field that has leaves of both kinds. */
export function correlationsOf(units: readonly AnalysedUnit[]): FieldCorrelation[] {
  const all = units.flatMap((unit) => countedLeaves(unit).map((score) => ({ ...score, unit })));
  return [
    correlationOf(null, all),
    ...scoresBy(units, sharedField).map(({ node, scores }) => correlationOf(node, scores)),
  ].filter((found) => found !== null);
}

/** The middle of some numbers, the mean of the middle two of an even count; null of none. Floating point. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}

/** Each unit's share of the maximum at a node, beside the median of all; units that lack a score of it are left out. */
export interface PeerShares extends SharedNode {
  field: string;
  shares: ReadonlyMap<string, number>;
  median: number | null;
}

function peersBy(units: readonly AnalysedUnit[], nodeOf: (score: CountedLeaf) => SharedNode): PeerShares[] {
  return scoresBy(units, nodeOf).map(({ node, scores }) => {
    const shares = new Map<string, number>();
    for (const [{ ledger }, own] of Map.groupBy(scores, ({ unit }) => unit)) {
      if (own.some(({ points }) => points === null)) continue;
      const achieved = own.reduce((sum, { points }) => sum + (points ?? 0), 0);
      shares.set(ledger.unit, achieved / own.reduce((sum, { leaf }) => sum + leaf.max, 0));
    }
    return { ...node, field: scores[0].field.name, shares, median: median([...shares.values()]) };
  });
}

/** The peers' shares of each field, in printed order. */
export const peersByField = (units: readonly AnalysedUnit[]): PeerShares[] => peersBy(units, sharedField);

/** The peers' shares of each leaf, in printed order. */
export const peersByLeaf = (units: readonly AnalysedUnit[]): PeerShares[] => peersBy(units, sharedLeaf);
