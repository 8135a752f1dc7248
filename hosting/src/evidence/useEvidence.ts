import type { Evidence } from "@parindex/core";
import { useCallback } from "react";
import { useAct } from "../data/useAct.ts";

/** What a person says of a piece of evidence. */
export interface Stated {
  title: string;
  source:
    | { kind: "file"; file: string; name: string }
    | { kind: "link"; url: string }
    | { kind: "document"; number: string; date: string | null; issuer: string };
  leaves: Record<string, string>;
}

/** A stored source as it is stated again when something else of the evidence changes. */
export const statedSource = (source: Evidence["source"]): Stated["source"] =>
  source.kind === "file" ? { kind: "file", file: source.file, name: source.name } : source;

/** Saves the next version of evidence of a unit. New evidence has a made-up id and `rev` 0: keep the id to try again. */
export function useSaveEvidence(unit: string) {
  const { act, place } = useAct();
  const { scheme, period } = place;
  return useCallback(
    (stated: Stated, stored: { id: string; rev: number }) =>
      act("saveEvidence", {
        ...{ scheme, period, unit, ...stated },
        evidence: stored.id,
        rev: stored.rev + 1,
      }),
    [act, scheme, period, unit],
  );
}
