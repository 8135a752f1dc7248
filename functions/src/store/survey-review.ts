import {
  canonicalJson,
  isStraightLined,
  type Question,
  questionsFor,
  type SurveyReview,
  shownQuestions,
} from "@parindex/core";
import { act, type Input, surveyKey } from "./act.ts";
import { refs } from "./refs.ts";
import { Refused } from "./refused.ts";
import { countedPages, setOf } from "./survey-answers.ts";
import { surveyPlanOf, thresholdOf } from "./survey-scores.ts";

const NO_ANSWERS = { shown: 0, answered: 0, unknown: 0, blank: 0, last: 0 };

/** How many scored questions two forms must share to be called alike: short ones agree by chance. */
const ALIKE_FROM = 5;

interface UnitSums {
  answers: number;
  fast: number;
  straight: number;
  /** How often each whole form was given. */
  forms: Map<string, number>;
}

/** The forms beyond the first of each that is given more than once. */
const repeated = (forms: ReadonlyMap<string, number>): number =>
  [...forms.values()].reduce((sum, times) => sum + times - 1, 0);

/** Checks all answers of a survey for signs of carelessness, and stores what it found for the console. */
export async function reviewSurvey(input: Input<"reviewSurvey">, uid: string): Promise<void> {
  const key = surveyKey(input);
  await act("reviewSurvey", key, uid, "admin", async ({ tx }) => {
    const { state } = await tx.must(refs.survey(key));
    if (state === "draft") throw new Refused("Cuộc điều tra chưa mở nên chưa có phiếu để kiểm tra.");
    return null;
  });
  const survey = (await refs.survey(key).get()).data();
  if (!survey) throw new Refused("Không có cuộc điều tra này.");
  const checks: SurveyReview["questions"] = {};
  const units = new Map<string, UnitSums>();
  const askedOf = new Map<string, Question[]>();
  for await (const page of countedPages(key, survey))
    for (const { answer } of page.answers) {
      const { unit, form, minutes } = answer;
      const asked: Question[] =
        askedOf.get(unit) ?? questionsFor(survey.questions, unit, (await setOf(key, unit)) ?? "");
      askedOf.set(unit, asked);
      const shown = shownQuestions(asked, form);
      const last = shown.findLast(({ id }) => form[id] !== undefined)?.id;
      for (const { id, options } of shown) {
        const check = { ...(checks[id] ?? NO_ANSWERS) };
        const chosen = form[id];
        check.shown += 1;
        if (chosen === undefined) check.blank += 1;
        else if (options[chosen]?.weight === null) check.unknown += 1;
        else check.answered += 1;
        if (id === last) check.last += 1;
        checks[id] = check;
      }
      const sums = units.get(unit) ?? { answers: 0, fast: 0, straight: 0, forms: new Map<string, number>() };
      sums.answers += 1;
      if (minutes === 0) sums.fast += 1;
      if (isStraightLined(asked, form)) sums.straight += 1;
      if (Object.keys(form).length >= ALIKE_FROM) {
        const text = canonicalJson(form);
        sums.forms.set(text, (sums.forms.get(text) ?? 0) + 1);
      }
      units.set(unit, sums);
    }
  const threshold = thresholdOf(await surveyPlanOf(key));
  const large = [...units].filter(([, { answers }]) => answers >= threshold);
  const review: SurveyReview = {
    ...{ at: new Date(), by: uid, questions: checks },
    units: Object.fromEntries(
      large.map(([unit, { answers, fast, straight, forms }]) => [
        unit,
        { answers, fast, straight, alike: repeated(forms) },
      ]),
    ),
    withheld: [...units].filter(([, { answers }]) => answers < threshold).map(([unit]) => unit),
  };
  await refs.surveyReview(key).set(review);
}
