import type { Adjustment, Settings } from "./documents.ts";

type Counted = Pick<Adjustment, "kind" | "points">;

/** The adjustments that stand: those nobody revoked. */
export const standing = <A extends Adjustment>(adjustments: readonly A[]): A[] =>
  adjustments.filter(({ revoked }) => revoked === null);

const sumOf = (adjustments: readonly Counted[], kind: Adjustment["kind"]) =>
  adjustments.reduce((sum, one) => (one.kind === kind ? sum + one.points : sum), 0);

/**
 * What bonus and penalty points count together, each up to its cap, in 1/10 000 point: negative where the penalties
 * outweigh. Nothing counts of a kind that has no cap.
 */
export function countedAdjustment(
  adjustments: readonly Counted[],
  { bonusCap = 0, penaltyCap = 0 }: Pick<Settings, "bonusCap" | "penaltyCap">,
): number {
  return (
    Math.min(sumOf(adjustments, "bonus"), bonusCap) - Math.min(sumOf(adjustments, "penalty"), penaltyCap)
  );
}

/** What is achieved with bonus and penalty points: never below 0 nor above the maximum. */
export const withAdjustment = (achieved: number, adjustment: number, max: number): number =>
  Math.min(Math.max(achieved + adjustment, 0), max);

/** Whether a survey is held for a unit's group; where not, its survey leaves leave the maximum. */
export const surveyHeldFor = (
  group: string,
  { surveyHeld, withoutSurvey = [] }: Pick<Settings, "surveyHeld" | "withoutSurvey">,
): boolean => surveyHeld && !withoutSurvey.includes(group);
