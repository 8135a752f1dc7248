import {
  Appraisal,
  appraises,
  Explanation,
  type FieldNode,
  type LeafNode,
  leavesOfCriterion,
  type Member,
  type Period,
  paths,
  refusalOfAppraisalTime,
  SelfScore,
  type Unit,
} from "@parindex/core";
import { useCallback, useMemo } from "react";
import { dataOf, useCollection } from "../data/live.ts";
import { type Typed, useScoreSaves } from "../data/score-saves.ts";
import { useSession } from "../data/session.tsx";
import { type ShownSet, useSet } from "../sheet/useSet.ts";
import { useNow } from "../shell/time.ts";

/** The leaves of a field that this member may judge for this unit: self-scored, not exempt, not another's. */
export function judgedLeaves(
  field: FieldNode,
  unitId: string,
  unit: Unit,
  set: ShownSet,
  member: Member,
  period: Period,
): LeafNode[] {
  return field.criteria.flatMap(leavesOfCriterion).filter(({ id, source }) => {
    const entry = set.set.leaves[id];
    return (
      entry &&
      source === "self" &&
      unit.exempt[id] === undefined &&
      appraises(member, unitId, id, entry, period)
    );
  });
}

const byLeaf = <T extends { leaf: string }>(entries: readonly { data: T }[] | undefined) =>
  new Map(entries?.map(({ data }) => [data.leaf, data]));

/** What an appraiser works on for one unit: its scores, their judgements with the queue of what is typed, its answers. */
export function useAppraisalFile(unitId: string, unit: Unit) {
  const session = useSession();
  const { scheme, periodId, period, member } = session;
  const now = useNow();
  const setLive = useSet(unit.criteriaSet);
  const set = dataOf(setLive);
  const self = useCollection(paths.column(scheme, periodId, unitId, "selfScores"), SelfScore);
  const appraisals = useCollection(paths.column(scheme, periodId, unitId, "appraisals"), Appraisal);
  const explanations = useCollection(paths.column(scheme, periodId, unitId, "explanations"), Explanation);
  const fieldOf = useCallback((leaf: string) => set?.set.leaves[leaf]?.field ?? "", [set]);
  const saves = useScoreSaves("appraisal", unitId, fieldOf, dataOf(appraisals));
  const stored = useMemo(() => byLeaf(dataOf(appraisals)), [appraisals]);
  const claimed = useMemo(() => byLeaf(dataOf(self)), [self]);
  const explained = useMemo(() => byLeaf(dataOf(explanations)), [explanations]);
  const judgementOn = useCallback(
    (leaf: string): Typed["appraisal"] => {
      const { points, decision, reason } = saves.current.get(leaf)?.value ??
        stored.get(leaf) ?? { points: null, decision: null, reason: "" };
      return { points, decision, reason };
    },
    [saves.current, stored],
  );
  return {
    ...{ session, unitId, unit, setLive, set, self, claimed, explained, saves, judgementOn },
    lock: refusalOfAppraisalTime(member, period, now),
  };
}
export type AppraisalFile = ReturnType<typeof useAppraisalFile>;
