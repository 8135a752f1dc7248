import { type CompiledSet, CriteriaSet, compileSet, type LeafNode, leavesOf, paths } from "@parindex/core";
import { useMemo } from "react";
import { dataOf, type Live, useDocument } from "../data/live.ts";
import { useSession } from "../data/session.tsx";

/** A criteria set with what screens need of it. */
export interface ShownSet {
  set: CriteriaSet;
  compiled: CompiledSet;
  leaves: ReadonlyMap<string, LeafNode>;
}

/** The criteria set of the session's period, flattened once. */
export function useSet(id: string | undefined): Live<ShownSet> {
  const { scheme, periodId } = useSession();
  const live = useDocument(id ? paths.criteriaSet(scheme, periodId, id) : null, CriteriaSet);
  const set = dataOf(live);
  const shown = useMemo(
    () =>
      set && {
        set,
        compiled: compileSet(set),
        leaves: new Map([...leavesOf(set)].map(({ leaf }) => [leaf.id, leaf])),
      },
    [set],
  );
  return live.state === "ready" && shown ? { state: "ready", data: shown } : (live as Live<ShownSet>);
}
