import { Guidance, queries } from "@parindex/core";
import { useMemo } from "react";
import { dataOf, useQuery } from "../data/live.ts";
import { useSession } from "../data/session.tsx";

/** The newest guidance of a set; nothing while there is none. */
export function useGuidance(set: string | undefined): Guidance | undefined {
  const { scheme, periodId } = useSession();
  const newest = useMemo(
    () => (set === undefined ? null : queries.newestGuidance(scheme, periodId, set)),
    [scheme, periodId, set],
  );
  return dataOf(useQuery(newest, Guidance))?.[0]?.data;
}
