import { type ExportedAnswer, type FilledForm, type Question, queries, SurveyAnswer } from "@parindex/core";
import { act, type Input, surveyKey } from "./act.ts";
import { queryAt } from "./firestore.ts";
import { refs } from "./refs.ts";
import { Refused } from "./refused.ts";
import { countedBy } from "./survey-answers.ts";
import { surveyPlanOf, thresholdOf } from "./survey-scores.ts";
import { answersByUnit } from "./survey-tallies.ts";

/** How many answers one call brings. */
const PAGE = 2_000;

/** A page of an export, and what to ask for the next one with; null: that was all. */
export interface ExportPage {
  answers: ExportedAnswer[];
  next: string | null;
}

/** A form without what it tells of the person: answers to questions that score nothing. */
const withoutBreakdown = (form: FilledForm, questions: readonly Question[]): FilledForm =>
  Object.fromEntries(
    questions
      .filter(({ id, leaves }) => leaves.length > 0 && form[id] !== undefined)
      .map(({ id }) => [id, form[id] ?? 0]),
  );

/**
 * Some of a closed survey's answers, in the order of ids that mean nothing, without ballots or anything else that leads back.
 * Of a unit with fewer answers than are broken down, questions that score nothing are left out.
 */
export async function exportAnswers(input: Input<"exportAnswers">, uid: string): Promise<ExportPage> {
  const { after } = input;
  const key = surveyKey(input);
  await act("exportAnswers", key, uid, "admin", async ({ tx }) => {
    const { state } = await tx.must(refs.survey(key));
    if (state !== "closed") throw new Refused("Chỉ xuất được phiếu sau khi đóng cuộc điều tra.");
    return after === null ? { detail: { survey: key.survey } } : null;
  });
  const { epoch = 0, questions = [] } = (await refs.survey(key).get()).data() ?? {};
  const counted = await countedBy(key);
  const query = queries.answersOf(key.scheme, key.period, key.survey, epoch, PAGE);
  const { docs } = await queryAt(query, SurveyAnswer, after).get();
  const threshold = thresholdOf(await surveyPlanOf(key));
  const byUnit = await answersByUnit(key);
  const page = await counted(docs.map((doc) => ({ id: doc.id, answer: doc.data() })));
  const answers = page.answers.map(({ answer: { unit, channel, minutes, form } }): ExportedAnswer => {
    const isSmall = (byUnit.get(unit) ?? 0) < threshold;
    return { unit, channel, minutes, form: isSmall ? withoutBreakdown(form, questions) : form };
  });
  return { answers, next: docs.length < PAGE ? null : (docs.at(-1)?.id ?? null) };
}
