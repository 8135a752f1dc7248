import type { FilledForm, Question } from "./survey.ts";

/**
 * The questions that are shown after these answers: skip logic leaves out what its condition does not meet. It stands
 * alone so that the respondents' page takes it without the schemas.
 */
export function shownQuestions<Q extends Pick<Question, "id" | "showIf">>(
  questions: readonly Q[],
  form: FilledForm,
): Q[] {
  const shown = new Set<string>();
  return questions.filter(({ id, showIf }) => {
    const chosen = showIf && shown.has(showIf.question) ? form[showIf.question] : undefined;
    const passes = showIf === null || (chosen !== undefined && showIf.options.includes(chosen));
    if (passes) shown.add(id);
    return passes;
  });
}
