import { type CriteriaSet, Ledger, paths } from "@parindex/core";
import { useMemo } from "react";
import { dataOf, type Live, useDocuments } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useSets, useUnits } from "../data/units.ts";
import { type JudgedField, judgedFields, type Progress, progressOf } from "./judged-leaves.ts";

/** A unit one may judge: what of it, how that stands and how far it has come. No ledger before the period opens. */
export interface JudgedUnit {
  unit: NamedUnit;
  set: CriteriaSet;
  fields: JudgedField[];
  ledger: Ledger | undefined;
  progress: Progress;
}

/** The units of which the member may judge something, in official order. */
export function useJudgedUnits(): Live<JudgedUnit[]> {
  const { scheme, periodId, member, period } = useSession();
  const units = useUnits();
  const sets = useSets();
  const known = dataOf(units);
  const knownSets = dataOf(sets);
  const judged = useMemo(
    () =>
      known?.flatMap((unit) => {
        const set = knownSets?.get(unit.criteriaSet);
        const fields = set ? judgedFields(unit.id, unit, set, member, period) : [];
        return set && fields.length > 0 ? [{ unit, set, fields }] : [];
      }) ?? [],
    [known, knownSets, member, period],
  );
  const ids = judged.map(({ unit }) => unit.id).join(" ");
  const ledgerPaths = useMemo(
    () => (ids === "" ? [] : ids.split(" ").map((id) => paths.ledger(scheme, periodId, id))),
    [scheme, periodId, ids],
  );
  const ledgers = useDocuments(ledgerPaths, Ledger);
  const data = useMemo(
    () =>
      judged.map((one) => {
        const ledger = ledgers.get(paths.ledger(scheme, periodId, one.unit.id));
        return { ...one, ledger, progress: progressOf(one.fields, ledger) };
      }),
    [judged, ledgers, scheme, periodId],
  );
  if (units.state !== "ready") return units;
  return sets.state === "ready" ? { state: "ready", data } : sets;
}
