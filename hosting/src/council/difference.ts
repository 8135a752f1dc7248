import type { Ledger } from "@parindex/core";

/** How a unit's appraised points differ from its claims, over the leaves that have both. Points in 1/10 000 point. */
export interface UnitDifference {
  self: number;
  appraised: number;
  /** Leaves with both a claim and a judgement, and those of them that were adjusted. */
  compared: number;
  differs: number;
  /** The leaf with the largest difference. */
  largest: { leaf: string; self: number; appraised: number } | null;
}

const gapOf = ({ self, appraised }: { self: number; appraised: number }) => Math.abs(appraised - self);

/** Compares claims and judgements leaf by leaf; leaves that lack either, or are exempt, don't count. */
export function differenceOf({ self, appraisal, exempt }: Ledger): UnitDifference {
  const sums: UnitDifference = { self: 0, appraised: 0, compared: 0, differs: 0, largest: null };
  for (const [leaf, { points: appraised }] of Object.entries(appraisal)) {
    const claimed = self[leaf]?.points ?? null;
    if (claimed === null || appraised === null || exempt[leaf] !== undefined) continue;
    sums.self += claimed;
    sums.appraised += appraised;
    sums.compared += 1;
    if (claimed === appraised) continue;
    sums.differs += 1;
    const pair = { leaf, self: claimed, appraised };
    if (!sums.largest || gapOf(pair) > gapOf(sums.largest)) sums.largest = pair;
  }
  return sums;
}
