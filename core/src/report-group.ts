import type { FrozenSheet, GroupRanking } from "./documents.ts";
import { type Fraction, meanIndexText } from "./ranking.ts";

/** A group with the sheets of its units, in the order of its ranking. */
export interface GroupSheets {
  group: GroupRanking;
  sheets: FrozenSheet[];
}

export const scored = ({ total }: FrozenSheet): boolean => total.achieved !== null && total.max > 0;

export const meanOf = (fractions: readonly Fraction[], decimals: number) =>
  meanIndexText(
    fractions.filter(({ achieved }) => achieved !== null),
    decimals,
  );
