import { isDeepStrictEqual } from "node:util";
import {
  type GroupShare,
  type LeafNode,
  leafSurveyScore,
  leavesOf,
  OPEN_STATES,
  type Period,
  type SamplePlan,
  type SurveyPlan,
  type SurveyScore,
  type SurveySource,
  sampleSizes,
  type Tally,
  THRESHOLD,
} from "@parindex/core";
import type { z } from "zod";
import { requireOpen } from "./act.ts";
import { criteriaSet } from "./criteria-sets.ts";
import { readLedger } from "./fold.ts";
import { type PeriodKey, refs, type SurveyKey, type UnitKey } from "./refs.ts";
import { Refused } from "./refused.ts";
import { type ScoreWrite, writeScores } from "./scores.ts";
import { type Tx, transact } from "./transaction.ts";

/** What a counted survey brings to the scores: its recounted tallies and its sample plan, by unit. */
export interface CountedGroup {
  tallies: ReadonlyMap<string, Pick<Tally, "leaves">>;
  weight: number;
  plan: Pick<SamplePlan, "units"> | null;
  sizes: Readonly<Record<string, number>>;
}

/** What a survey that was closed and counted gives the scores, as it is stored. */
export async function countedGroup(key: SurveyKey, plan: SurveyPlan | undefined): Promise<CountedGroup> {
  const totals = (await refs.tallyTotals(key).get()).docs.map((doc) => doc.data());
  const sample = (await refs.samplePlan(key).get()).data();
  return {
    tallies: new Map(totals.map((total) => [total.unit, total])),
    weight: plan?.weights[key.survey] ?? 1,
    plan: sample ?? null,
    sizes: sample ? sampleSizes(sample) : {},
  };
}

/** A closing whose scores are made: the survey, which closing it is, and every group that is counted, by its name. */
export interface Closing {
  key: SurveyKey;
  name: string;
  closings: number;
  source: z.infer<typeof SurveySource>;
  groups: ReadonlyMap<string, CountedGroup>;
  threshold: number;
}

/** What scoring a unit did: leaves with a score, leaves for which a group gave no answers, groups that others wait for. */
export interface Scored {
  scored: number;
  missing: number;
  waiting: string[];
}

/** The period of a closing; refused where it is past, or where the survey was opened again meanwhile. */
export async function requireClosing(
  tx: Tx,
  { key, closings }: Pick<Closing, "key" | "closings">,
): Promise<Period> {
  const period = await tx.must(refs.period(key));
  requireOpen(period, OPEN_STATES);
  const survey = await tx.must(refs.survey(key));
  if (survey.state !== "closed" || survey.closings !== closings)
    throw new Refused("Cuộc điều tra vừa được mở lại. Hãy đóng lại khi đã thu đủ phiếu.");
  return period;
}

/** The groups of a leaf whose score this closing makes, or none. */
const groupsOf = ({ rule }: LeafNode, name: string): string[] =>
  rule.kind === "survey" && rule.groups.includes(name) ? rule.groups : [];

const shareOf = (
  name: string,
  group: CountedGroup,
  unit: string,
  leaf: string,
  minimum: number,
): GroupShare => ({
  name,
  weight: group.weight,
  moments: group.tallies.get(unit)?.leaves[leaf] ?? null,
  minimum: group.sizes[unit] ?? minimum,
  population: group.plan?.units[unit]?.population || null,
});

/** What of a survey score is not its place or version. */
const contentOf = ({ points, n, minimum, interval, source, groups }: SurveyScore) => ({
  ...{ points, n, minimum, interval, source, groups },
});

/**
 * Writes the survey scores of one unit that a closing makes, with ledger, index and history in one transaction: those of
 * every leaf that the group is asked about and all of whose groups are counted. A score that stands already is left.
 */
export async function scoreUnit(closing: Closing, unit: string, by: string): Promise<Scored> {
  const { name, groups, threshold, source } = closing;
  const key: UnitKey = { scheme: closing.key.scheme, period: closing.key.period, unit };
  return transact("scoreSurvey", async (tx) => {
    const { settings } = await requireClosing(tx, closing);
    const { exempt, criteriaSet: id } = await tx.must(refs.unit(key));
    const { set } = await criteriaSet(tx, key, id);
    const stored = (await tx.query(refs.surveyScores(key))).docs.map((doc) => doc.data());
    const ledger = await readLedger(tx, key);
    const result: Scored = { scored: 0, missing: 0, waiting: [] };
    const writes: ScoreWrite<"survey">[] = [];
    for (const { field, leaf } of leavesOf(set)) {
      const asked = groupsOf(leaf, name);
      if (asked.length === 0 || Object.hasOwn(exempt, leaf.id)) continue;
      const waiting = asked.filter((group) => !groups.has(group));
      result.waiting.push(...waiting);
      if (waiting.length > 0) continue;
      const shares = asked.flatMap((group) => {
        const counted = groups.get(group);
        return counted ? [shareOf(group, counted, unit, leaf.id, settings.minimumSample ?? 1)] : [];
      });
      const { points, n, minimum, interval, groups: said } = leafSurveyScore(leaf, shares);
      if (points === null) result.missing += 1;
      else result.scored += 1;
      const before = stored.find((score) => score.leaf === leaf.id);
      const after: SurveyScore = {
        ...{ ...key, leaf: leaf.id, field: field.id, rev: (before?.rev ?? 0) + 1, by, at: new Date() },
        ...{ points, n, minimum, interval, source },
        groups: said.map((group) => (group.n < threshold ? { ...group, mean: null } : group)),
      };
      if (before && isDeepStrictEqual(contentOf(before), contentOf(after))) continue;
      writes.push({ ref: refs.surveyScore(key, leaf.id), before, after });
    }
    if (writes.length > 0) await writeScores(tx, key, "survey", writes, ledger);
    return result;
  });
}

/** The smallest group that is broken down in a period. */
export const thresholdOf = (plan: SurveyPlan | undefined): number => plan?.threshold ?? THRESHOLD;

/** The weights and threshold of a period, where it has any. */
export const surveyPlanOf = async (key: PeriodKey): Promise<SurveyPlan | undefined> =>
  (await refs.surveyPlan(key).get()).data();
