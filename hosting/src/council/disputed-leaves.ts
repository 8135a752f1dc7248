import type { Ledger } from "@parindex/core";

/** A leaf on which the judgement differs from the unit's claim. Points in 1/10 000 point. */
export interface DisputedLeaf {
  unit: string;
  leaf: string;
  self: number;
  appraised: number;
  /** Whether the unit is asked to explain. */
  asked: boolean;
}

const gapOf = ({ self, appraised }: DisputedLeaf) => Math.abs(appraised - self);

/** The disputed leaves of all units, the largest difference first; exempt leaves don't count. */
export function disputedLeaves(ledgers: readonly Ledger[]): DisputedLeaf[] {
  const disputed = ledgers.flatMap(({ unit, self, appraisal, exempt }) =>
    Object.entries(appraisal).flatMap(([leaf, { points: appraised, asked }]): DisputedLeaf[] => {
      const claimed = self[leaf]?.points ?? null;
      if (claimed === null || appraised === null || claimed === appraised || exempt[leaf] !== undefined)
        return [];
      return [{ unit, leaf, self: claimed, appraised, asked: asked === true }];
    }),
  );
  return disputed.toSorted((a, b) => gapOf(b) - gapOf(a));
}
