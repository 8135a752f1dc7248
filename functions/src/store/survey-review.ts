import {
  canonicalJson,
  isStraightLined,
  type Question,
  questionsFor,
  type Survey,
  type SurveyAnswer,
  type SurveyReview,
  shownQuestions,
} from "@parindex/core";
import { act, type Input, surveyKey } from "./act.ts";
import { refs, type SurveyKey } from "./refs.ts";
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

/** Adds what a form answered, did not know or left blank to the questions that it was shown. */
function checkQuestions(
  checks: SurveyReview["questions"],
  asked: readonly Question[],
  form: SurveyAnswer["form"],
): void {
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
}

/** Adds an answer to what is told of its unit. */
function checkAnswer(sums: UnitSums, asked: readonly Question[], { form, minutes }: SurveyAnswer): void {
  sums.answers += 1;
  if (minutes === 0) sums.fast += 1;
  if (isStraightLined(asked, form)) sums.straight += 1;
  if (Object.keys(form).length < ALIKE_FROM) return;
  const text = canonicalJson(form);
  sums.forms.set(text, (sums.forms.get(text) ?? 0) + 1);
}

/** What all answers of a survey show of its questions and units. */
async function checkAll(key: SurveyKey, survey: Survey) {
  const questions: SurveyReview["questions"] = {};
  const units = new Map<string, UnitSums>();
  const askedOf = new Map<string, Question[]>();
  for await (const page of countedPages(key, survey))
    for (const { answer } of page.answers) {
      const { unit } = answer;
      const asked: Question[] =
        askedOf.get(unit) ?? questionsFor(survey.questions, unit, (await setOf(key, unit)) ?? "");
      askedOf.set(unit, asked);
      checkQuestions(questions, asked, answer.form);
      const sums = units.get(unit) ?? { answers: 0, fast: 0, straight: 0, forms: new Map<string, number>() };
      checkAnswer(sums, asked, answer);
      units.set(unit, sums);
    }
  return { questions, units };
}

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
  const { questions, units } = await checkAll(key, survey);
  const threshold = thresholdOf(await surveyPlanOf(key));
  const isLarge = ([, { answers }]: readonly [string, UnitSums]) => answers >= threshold;
  const review: SurveyReview = {
    ...{ at: new Date(), by: uid, questions },
    units: Object.fromEntries(
      [...units]
        .filter(isLarge)
        .map(([unit, { answers, fast, straight, forms }]) => [
          unit,
          { answers, fast, straight, alike: repeated(forms) },
        ]),
    ),
    withheld: [...units].flatMap((one) => (isLarge(one) ? [] : [one[0]])),
  };
  await refs.surveyReview(key).set(review);
}
