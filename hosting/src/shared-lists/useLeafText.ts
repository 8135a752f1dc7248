import { type CriteriaSet, leavesOf } from "@parindex/core";
import { useMemo } from "react";
import { dataOf } from "../data/live.ts";
import { useSets } from "../data/units.ts";
import { t } from "../text/text.ts";

const namesIn = (set: CriteriaSet): ReadonlyMap<string, string> =>
  new Map([...leavesOf(set)].map(({ leaf }) => [leaf.id, `${leaf.code} ${leaf.name}`]));

/**
 * Names a leaf of a criteria set in words. Sets give the same id to different leaves, so where the set is not known
 * (another unit's) it is named only where all that have it agree.
 */
export function useLeafText(): (leaf: string | null, set: string | undefined) => string | undefined {
  const sets = dataOf(useSets());
  const names = useMemo(() => new Map([...(sets ?? [])].map(([id, set]) => [id, namesIn(set)])), [sets]);
  return (leaf, set) => {
    if (leaf === null) return undefined;
    const found = set === undefined ? [...names.values()] : [names.get(set)];
    const called = new Set(found.flatMap((one) => one?.get(leaf) ?? []));
    const [name] = called;
    return t("leafId", { leaf: called.size === 1 && name ? name : leaf });
  };
}
