import { createHash } from "node:crypto";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { NEW_SURVEY, type Question, type Survey, type SurveyAnswer } from "../../core/src/index.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { refs, type SurveyKey } from "../../functions/src/store/refs.ts";
import { answerId } from "../../functions/src/store/survey-answers.ts";
import { closeSurvey } from "../../functions/src/store/survey-closing.ts";
import { acceptAnswer } from "../../functions/src/store/survey-door.ts";
import { rewriteSurvey } from "../../functions/src/store/survey-rewrite.ts";
import { gatherNews, gatherSurvey } from "../../functions/src/store/survey-tallies.ts";
import { openSurvey } from "../../functions/src/store/surveys.ts";
import { transact } from "../../functions/src/store/transaction.ts";
import { fillYear, madeSet, RUNS_IT, unitId } from "./fill.ts";
import type { SurveyCosts } from "./measured.ts";
import type { Meter } from "./meter.ts";

/** A survey that was held: what its steps are billed, and how long (ms) each took. */
export interface SurveyRun {
  costs: SurveyCosts;
  durations: Record<"fill" | "gather" | "rewrite" | "close", number>;
  /** The largest memory of this process so far, in MiB. */
  peakMiB: number;
}

/** Each question scores one surveyed leaf; five options and "không biết". */
function questions(): Survey["questions"] {
  const set = madeSet();
  const surveyed = Object.entries(set.leaves).filter(([, { source }]) => source === "survey");
  const options = [10_000, 7_500, 5_000, 2_500, 0].map((weight, at) => ({ text: `Mức ${at + 1}`, weight }));
  return surveyed.map(
    ([leaf], at): Question => ({
      ...{ id: `c${at + 1}`, text: `Ông/bà đánh giá thế nào về nội dung ${at + 1}?`, help: "" },
      options: [...options, { text: "Không biết", weight: null }],
      ...{ leaves: [{ set: set.id, leaf }], units: null, showIf: null },
    }),
  );
}

function answerOf(survey: Survey, unit: string, number: number): Omit<SurveyAnswer, "epoch"> {
  const form = Object.fromEntries(survey.questions.map(({ id }, at) => [id, (number * 7 + at * 3) % 6]));
  const key = createHash("sha256").update(`${unit}:${number}`).digest("hex");
  return { key, unit, channel: "import", form, minutes: null, ballot: null, batch: "b1" };
}

const BATCH = 450;

/** So many answers at once, spread over the units, in the form in which a result file leaves them. */
async function fillAnswers(key: SurveyKey, survey: Survey, units: number, answers: number): Promise<void> {
  await refs.surveyImport(key, "b1").set({
    ...{ name: "Quy mô", rows: answers, state: "complete", by: RUNS_IT, at: new Date() },
  });
  for (let at = 0; at < answers; at += BATCH) {
    const batch = db.batch();
    for (let number = at; number < Math.min(answers, at + BATCH); number += 1) {
      const answer = { ...answerOf(survey, unitId(number % units), number), epoch: 0 };
      batch.set(refs.surveyAnswer(key, answerId(answer.key, 0)), answer);
    }
    await batch.commit();
  }
}

/** Holds a survey of so many answers and counts what its steps are billed. */
export async function holdSurvey(units: number, answers: number, meter: Meter): Promise<SurveyRun> {
  const { key: period } = await fillYear(units);
  const key = { ...period, survey: `dt-${answers}` };
  const text = { name: "Người dân", intro: "", order: 1, questions: questions(), doubleEntry: false };
  const survey: Survey = { ...NEW_SURVEY, ...text, rev: 1, by: RUNS_IT, at: new Date() };
  await refs.survey(key).set(survey);
  await openSurvey(key, RUNS_IT);
  const durations: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    durations[name] = performance.now() - began;
    return result;
  };
  await timed("fill", () => fillAnswers(key, survey, units, answers));
  const set = madeSet().id;
  const accept = await meter.of(() =>
    transact("answerSurvey", async (tx) => {
      const open = await tx.must(refs.survey(key));
      acceptAnswer(tx, key, open, set, answerOf(survey, unitId(0), answers));
    }),
  );
  const next = answerOf(survey, unitId(0), answers + 1);
  await gatherSurvey(key);
  await transact("answerSurvey", async (tx) =>
    acceptAnswer(tx, key, await tx.must(refs.survey(key)), set, next),
  );
  const gather = await timed("gather", () => meter.of(() => gatherNews(key)));
  const rewrite = await timed("rewrite", () => meter.of(() => rewriteSurvey(key)));
  const close = await timed("close", () => meter.of(() => closeSurvey(key, RUNS_IT)));
  return {
    costs: { units, answers, accept, gather, rewrite, close },
    durations: durations as SurveyRun["durations"],
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1_024),
  };
}
