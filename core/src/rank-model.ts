import type { z } from "zod";
import { type AnalysedUnit, countedLeaves, sharedField, sharedLeaf } from "./analysis.ts";
import type { LedgerSurveyScore, TieBreak } from "./documents.ts";
import { compareTieBreaks, type Rankable, rankGroup } from "./ranking.ts";
import type { RankModel } from "./robustness.ts";
import { unitIndex } from "./sheet.ts";
import { Z95 } from "./survey-tally.ts";

type Surveyed = Pick<z.infer<typeof LedgerSurveyScore>, "points" | "n" | "interval">;

/** What is taken of a survey score whose interval is not known: no error, or the largest that its answers allow. */
export type UnknownError = "none" | "largest";

/**
 * The standard error of a survey score, in 1/10 000 point; null where it is not known. A 95 % interval cut off at 0 or the
 * maximum still has its other half. Without one, `largest` takes √(p(1 − p) ÷ n) of the maximum, p the score's share of it:
 * no values between 0 and 1 of mean p vary more (R. Bhatia and C. Davis, A better bound on the variance, American
 * Mathematical Monthly 107 (2000), 353–357).
 */
export function standardErrorOf(
  { points, n = 0, interval }: Surveyed,
  max: number,
  unknown: UnknownError,
): number | null {
  if (points === null) return null;
  if (interval) {
    const { low, high } = interval;
    const half = low > 0 && high < max ? (high - low) / 2 : Math.max(points - low, high - points, 0);
    return half / Z95;
  }
  if (unknown === "none" || n < 1) return null;
  const share = points / max;
  return max * Math.sqrt((share * (1 - share)) / n);
}

export interface ModelOptions {
  /** Whether one weight is drawn for each field, or for each leaf. */
  weightsBy: "field" | "leaf";
  unknown: UnknownError;
}

/** A model, and of how many survey scores it knows the error and of how many not; how many leaves lack a score. */
export interface BuiltModel {
  model: RankModel;
  known: number;
  unknown: number;
  unscored: number;
}

/** A number for each unit by the tie-breaks alone: lower stands first, equal where they leave it open. */
function tieBreakNumbers(units: readonly Rankable[], tieBreaks: readonly TieBreak[]): Int32Array {
  const sorted = [...units.keys()].toSorted((a, b) =>
    compareTieBreaks(units[a] as Rankable, units[b] as Rankable, tieBreaks),
  );
  const numbers = new Int32Array(units.length);
  let number = 0;
  sorted.forEach((at, place) => {
    const before = units[sorted[place - 1] ?? at] as Rankable;
    if (compareTieBreaks(before, units[at] as Rankable, tieBreaks) !== 0) number = place;
    numbers[at] = number;
  });
  return numbers;
}

/**
 * The model of one ranked group, as it is ranked now: a leaf that is not scored yet counts as nothing achieved, as there.
 * Weights are drawn for what the units' sets share (the same id and words).
 */
export function rankModel(
  group: readonly AnalysedUnit[],
  tieBreaks: readonly TieBreak[],
  { weightsBy, unknown }: ModelOptions,
): BuiltModel {
  const byUnit = new Map(group.map((unit) => [unit.ledger.unit, unit]));
  const indices = group.map(({ ledger, sheet }) => unitIndex(ledger, sheet));
  const placed = rankGroup(indices, { ranked: true }, tieBreaks);
  const units = placed.map(({ entry }) => byUnit.get(entry.unit) as AnalysedUnit);
  const scores = units.map((unit) => countedLeaves(unit));
  const keyOf = weightsBy === "field" ? sharedField : sharedLeaf;
  const places = new Map<string, number>();
  for (const score of scores.flat()) {
    const { key } = keyOf(score);
    if (!places.has(key)) places.set(key, places.size);
  }
  const weights = places.size;
  const [certain, maxima] = [
    new Float64Array(units.length * weights),
    new Float64Array(units.length * weights),
  ];
  const uncertain: { weight: number; mean: number; error: number; limit: number }[] = [];
  const starts = [0];
  const built = { known: 0, unknown: 0, unscored: 0 };
  scores.forEach((own, at) => {
    for (const score of own) {
      const { leaf, points } = score;
      const weight = places.get(keyOf(score).key) as number;
      const cell = at * weights + weight;
      maxima[cell] = (maxima[cell] as number) + leaf.max;
      const surveyed = units[at]?.ledger.survey[leaf.id];
      const error =
        leaf.source === "survey" && surveyed ? standardErrorOf(surveyed, leaf.max, unknown) : null;
      if (points === null) built.unscored += 1;
      else if (leaf.source === "survey") built[error === null ? "unknown" : "known"] += 1;
      if (points !== null && error) uncertain.push({ weight, mean: points, error, limit: leaf.max });
      else certain[cell] = (certain[cell] as number) + (points ?? 0);
    }
    starts.push(uncertain.length);
  });
  const model: RankModel = {
    units: placed.map(({ entry: { unit, name }, rank }) => ({ unit, name, rank: rank ?? 0 })),
    ...{ weights, certain, maxima },
    adjustment: Float64Array.from(units, ({ ledger }, at) =>
      placed[at]?.entry.total.achieved === null ? 0 : (ledger.adjustment ?? 0),
    ),
    tieBreak: tieBreakNumbers(
      placed.map(({ entry }) => entry),
      tieBreaks,
    ),
    starts: Int32Array.from(starts),
    weightOf: Int32Array.from(uncertain, ({ weight }) => weight),
    mean: Float64Array.from(uncertain, ({ mean }) => mean),
    error: Float64Array.from(uncertain, ({ error }) => error),
    limit: Float64Array.from(uncertain, ({ limit }) => limit),
  };
  return { model, ...built };
}
