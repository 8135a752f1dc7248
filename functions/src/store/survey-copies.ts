import {
  type CriteriaSet,
  NEW_SURVEY,
  type Question,
  type Survey,
  SurveyText,
  UNSEALED_STATES,
} from "@parindex/core";
import { act, type Input, requireOpen } from "./act.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { Refused } from "./refused.ts";
import type { Tx } from "./transaction.ts";

/** What of another period's surveys there is in this one. */
interface Place {
  sets: ReadonlyMap<string, CriteriaSet>;
  units: ReadonlySet<string>;
}

const byId = async <T>(query: Promise<{ docs: { id: string; data: () => T }[] }>) =>
  new Map((await query).docs.map((doc) => [doc.id, doc.data()]));

/** A question without the leaves and units that are not there; where none of its units is, it keeps them for people to see. */
function questionIn(question: Question, { sets, units }: Place): Question {
  const kept = question.units?.filter((unit) => units.has(unit)) ?? [];
  return {
    ...question,
    leaves: question.leaves.filter(({ set, leaf }) => Object.hasOwn(sets.get(set)?.leaves ?? {}, leaf)),
    units: kept.length > 0 ? kept : question.units,
  };
}

/** A survey's questions as `questionIn` leaves them, and the leaves that it drops: question, set and leaf of each. */
function questionsIn(survey: Survey, place: Place): { questions: Question[]; dropped: string[] } {
  const questions = survey.questions.map((question) => questionIn(question, place));
  const dropped = survey.questions.flatMap(({ id, leaves }, at) =>
    leaves
      .filter((leaf) => !questions[at]?.leaves.includes(leaf))
      .map(({ set, leaf }) => `${id}: ${set}/${leaf}`),
  );
  return { questions, dropped };
}

/** Copies sample plans of those surveys, for the units that are there. */
async function copyPlans(tx: Tx, from: PeriodKey, to: PeriodKey, surveys: readonly string[], place: Place) {
  const found = await tx.getAll(surveys.map((survey) => refs.samplePlan({ ...from, survey })));
  return (version: { by: string; at: Date }) => {
    for (const [at, survey] of surveys.entries()) {
      const plan = found[at]?.data();
      if (!plan) continue;
      const units = Object.fromEntries(Object.entries(plan.units).filter(([unit]) => place.units.has(unit)));
      tx.set(refs.samplePlan({ ...to, survey }), { ...plan, ...version, rev: 1, units });
    }
  };
}

/**
 * Copies the surveys of another period that this one has not, with their sample plans, as drafts; and the weights, where
 * this period has none. Leaves that this period has not are left out, and the audit says which.
 */
export async function copySurveys(
  input: Input<"copySurveys">,
  uid: string,
): Promise<{ copied: string[]; dropped: string[] }> {
  const { scheme, period, reason } = input;
  const key = { scheme, period };
  const from = { scheme, period: input.from };
  if (from.period === period) throw new Refused("Hãy chọn một kỳ đánh giá khác để lấy phiếu.");
  let result: { copied: string[]; dropped: string[] } = { copied: [], dropped: [] };
  await act("copySurveys", key, uid, "admin", async ({ tx, period: stored, now }) => {
    requireOpen(stored, UNSEALED_STATES);
    await tx.must(refs.period(from));
    const [theirs, ours, sets, units] = [
      await byId(tx.query(refs.surveys(from))),
      await byId(tx.query(refs.surveys(key))),
      await byId(tx.query(refs.criteriaSets(key))),
      await byId(tx.query(refs.units(key))),
    ];
    const place: Place = { sets, units: new Set(units.keys()) };
    const names = new Set([...ours.values()].map(({ name }) => name));
    const news = [...theirs].filter(([id, { name }]) => !ours.has(id) && !names.has(name));
    const plan = (await tx.get(refs.surveyPlan(from))).data();
    const own = (await tx.get(refs.surveyPlan(key))).data();
    const copied = news.map(([id]) => id);
    const writePlans = await copyPlans(tx, from, key, copied, place);
    result = { copied, dropped: [] };
    if (copied.length === 0) return null;
    const version = { rev: 1, by: uid, at: now };
    for (const [id, survey] of news) {
      const { questions, dropped } = questionsIn(survey, place);
      result.dropped.push(...dropped.map((leaf) => `${id}/${leaf}`));
      const copy: Survey = { ...NEW_SURVEY, ...SurveyText.parse(survey), ...version, questions };
      tx.create(refs.survey({ ...key, survey: id }), copy);
    }
    writePlans(version);
    if (plan && !own) {
      const known = Object.entries(plan.weights).filter(([id]) => ours.has(id) || copied.includes(id));
      tx.set(refs.surveyPlan(key), { ...plan, ...version, weights: Object.fromEntries(known) });
    }
    return { reason, detail: { from: from.period, ...result } };
  });
  return result;
}
