import { paths, questionsFor, SamplePlan, sampleSizes } from "@parindex/core";
import { useMemo } from "react";
import { useDocument } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import type { NamedUnit } from "../data/units.ts";
import type { SurveyEntry } from "./useSurveys.ts";

/** A whole number as it is read: 1.234. */
export const count = (n: number): string => n.toLocaleString("vi-VN");

/** The units that a survey asks about, in official order. */
export const unitsAsked = ({ data: { questions } }: SurveyEntry, units: readonly NamedUnit[]): NamedUnit[] =>
  units.filter(({ id, criteriaSet }) => questionsFor(questions, id, criteriaSet).length > 0);

/** How many people a survey's plan asks about each unit; none where there is no plan. */
export function usePlanned(survey: string): Readonly<Record<string, number>> {
  const { scheme, periodId } = useSession();
  const live = useDocument(paths.samplePlan(scheme, periodId, survey), SamplePlan);
  return useMemo(() => (live.state === "ready" ? sampleSizes(live.data) : {}), [live]);
}
