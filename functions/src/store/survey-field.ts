import {
  type FilledForm,
  formFindings,
  type Member,
  paths,
  type Question,
  questionsFor,
  type Survey,
  type SurveyFinding,
  sha256Hex,
} from "@parindex/core";
import type { SurveyKey } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import { setOf } from "./survey-answers.ts";

/** What entitles to an answer that staff bring in: the number on its form, among those that came in the same way. */
export const formKeyOf = (
  { scheme, period, survey }: SurveyKey,
  channel: "paper" | "import",
  number: string,
): string => sha256Hex(`${channel}:${paths.survey(scheme, period, survey)}:${number}`);

/** Refuses who may not bring in answers: they are for the standing body and the surveyors. */
export function requireSurveyor({ roles }: Member): void {
  if (!roles.admin && !roles.surveyor) refuse({ code: "missingRole", role: "surveyor" });
}

/** Refuses while a survey takes no answers from staff. */
export function requireTakingForms({ state, rewriting }: Survey): void {
  if (state === "draft") throw new Refused("Cuộc điều tra chưa mở nên chưa nhận phiếu.");
  if (state === "closed") throw new Refused("Cuộc điều tra đã đóng nên không nhận thêm phiếu.");
  if (rewriting) throw new Refused("Các phiếu trả lời đang được ghi lại. Hãy thử lại sau ít phút.");
}

/** The questions that a unit is asked, with the set by which it is; undefined where the survey does not ask about it. */
export async function questionsOfUnit(
  key: SurveyKey,
  { questions }: Pick<Survey, "questions">,
  unit: string,
): Promise<{ criteriaSet: string; questions: Question[] } | undefined> {
  const criteriaSet = await setOf(key, unit);
  if (criteriaSet === undefined) return undefined;
  const asked = questionsFor(questions, unit, criteriaSet);
  return asked.length > 0 ? { criteriaSet, questions: asked } : undefined;
}

/** What is wrong with a form, as people read it: a question by its number on the form. */
export function formIssues(
  all: readonly Question[],
  asked: readonly Question[],
  form: FilledForm,
): { path: string; message: string }[] {
  const nameOf = ({ question }: SurveyFinding) => {
    const at = all.findIndex(({ id }) => id === question);
    return at < 0 ? question : `câu ${at + 1}`;
  };
  return formFindings(asked, form).map((finding) => ({ path: nameOf(finding), message: finding.message }));
}
