import type { Question } from "@parindex/core";
import { t } from "../text/survey-desk.ts";

/** What of a question is still empty, so that it can't even be saved as a draft. */
export function blanksOf({ text, options, showIf }: Question): string[] {
  return [
    ...(text.trim() === "" ? [t("blankText")] : []),
    ...(options.length < 2 ? [t("fewOptions")] : []),
    ...options.flatMap((option, at) => (option.text.trim() === "" ? [t("blankOption", { n: at + 1 })] : [])),
    ...(showIf && showIf.options.length === 0 ? [t("noCondition")] : []),
  ];
}

/** The blanks of all questions, each with the number of its question. */
export const blanksIn = (questions: readonly Question[]): string[] =>
  questions.flatMap((question, at) =>
    blanksOf(question).map((blank) => `${t("questionN", { n: at + 1 })}: ${blank}`),
  );
