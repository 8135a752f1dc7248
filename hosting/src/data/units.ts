import { CriteriaSet, paths, Unit, UnitIndex } from "@parindex/core";
import { useMemo } from "react";
import { dataOf, type Live, useCollection } from "./live.ts";
import { useSession } from "./session.tsx";

/** A unit with its id. */
export type NamedUnit = Unit & { id: string };

/** The period's units in official order. */
export function useUnits(): Live<NamedUnit[]> {
  const { scheme, periodId } = useSession();
  const live = useCollection(paths.units(scheme, periodId), Unit);
  const entries = dataOf(live);
  const units = useMemo(
    () => entries?.map(({ id, data }) => ({ ...data, id })).toSorted((a, b) => a.order - b.order),
    [entries],
  );
  return live.state === "ready" ? { state: "ready", data: units ?? [] } : live;
}

/** A unit's live result, with its name, place and the state of its file. */
export type BoardUnit = UnitIndex;

/** The live results of all units, in official order; empty until the period opens. */
export function useBoard(): Live<BoardUnit[]> {
  const { scheme, periodId } = useSession();
  const indices = useCollection(paths.indices(scheme, periodId), UnitIndex);
  const entries = dataOf(indices);
  const board = useMemo(
    () => entries?.map(({ data }) => data).toSorted((a, b) => a.order - b.order),
    [entries],
  );
  return indices.state === "ready" ? { state: "ready", data: board ?? [] } : indices;
}

/** All criteria sets of the period by their id. */
export function useSets(): Live<ReadonlyMap<string, CriteriaSet>> {
  const { scheme, periodId } = useSession();
  const live = useCollection(paths.criteriaSets(scheme, periodId), CriteriaSet);
  const entries = dataOf(live);
  const sets = useMemo(() => new Map(entries?.map(({ id, data }) => [id, data])), [entries]);
  return live.state === "ready" ? { state: "ready", data: sets } : live;
}
