import { type CriteriaSet, leavesOf, paths, questionsFor, Survey } from "@parindex/core";
import { useMemo } from "react";
import { dataOf, type Live, useCollection } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import type { NamedUnit } from "../data/units.ts";

/** A survey with its id. */
export interface SurveyEntry {
  id: string;
  data: Survey;
}

/** The period's surveys, one a respondent group, in their order. */
export function useSurveys(): Live<SurveyEntry[]> {
  const { scheme, periodId } = useSession();
  const live = useCollection(paths.surveys(scheme, periodId), Survey);
  const entries = dataOf(live);
  const surveys = useMemo(
    () =>
      entries
        ?.map(({ id, data }) => ({ id, data }))
        .toSorted((a, b) => a.data.order - b.data.order || a.id.localeCompare(b.id)),
    [entries],
  );
  return live.state === "ready" ? { state: "ready", data: surveys ?? [] } : live;
}

/** The survey leaves of a set whose rule names a respondent group, in printed order. */
export const leavesNaming = (set: CriteriaSet, group: string) =>
  [...leavesOf(set)].flatMap(({ leaf }) =>
    leaf.rule.kind === "survey" && leaf.rule.groups.includes(group) ? [leaf] : [],
  );

/** The respondent groups that the survey leaves of some sets name, in the order in which they come up. */
export const groupsNamed = (sets: readonly CriteriaSet[]): string[] => [
  ...new Set(
    sets.flatMap((set) =>
      [...leavesOf(set)].flatMap(({ leaf }) => (leaf.rule.kind === "survey" ? leaf.rule.groups : [])),
    ),
  ),
];

/** Each unit with how many questions are asked about it. */
export const askedUnits = (questions: Survey["questions"], units: readonly NamedUnit[]) =>
  units.map((unit) => ({ unit, questions: questionsFor(questions, unit.id, unit.criteriaSet).length }));
