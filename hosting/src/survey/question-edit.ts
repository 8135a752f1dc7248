import type { Question, QuestionOption } from "@parindex/core";

/**
 * Edits of a list of questions. Conditions name the options of earlier questions by position, so they follow where options
 * move.
 */
type Questions = readonly Question[];

/** The next id that no question has or is asked for by a condition. */
export function nextId(questions: Questions): string {
  const ids = questions.flatMap(({ id, showIf }) => (showIf ? [id, showIf.question] : [id]));
  const numbers = ids.map((id) => Number(/^c(\d{1,6})$/.exec(id)?.[1] ?? 0));
  return `c${Math.max(0, ...numbers) + 1}`;
}

/** A question without any text. */
export const blankQuestion = (id: string, options: readonly QuestionOption[]): Question => ({
  ...{ id, text: "", help: "", options: [...options], leaves: [], units: null, showIf: null },
});

export const changeQuestion = (questions: Questions, id: string, change: Partial<Question>): Question[] =>
  questions.map((one) => (one.id === id ? { ...one, ...change } : one));

/** Puts an element where another position is. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  if (from < 0 || to < 0 || from >= list.length || to >= list.length) return [...list];
  const rest = list.filter((_, at) => at !== from);
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)];
}

export const moveQuestion = (questions: Questions, id: string, by: number): Question[] => {
  const at = questions.findIndex((one) => one.id === id);
  return moved(questions, at, at + by);
};

/** Puts a question just after another, or first where there is none. */
export function insertAfter(questions: Questions, after: string | null, question: Question): Question[] {
  const at = questions.findIndex(({ id }) => id === after);
  const place = at === -1 ? questions.length : at + 1;
  return [...questions.slice(0, place), question, ...questions.slice(place)];
}

/** Rewrites the conditions on a question's options; one that loses all of them is none any more. */
const followOptions = (
  questions: Questions,
  id: string,
  place: (option: number) => number | null,
): Question[] =>
  questions.map((one) => {
    if (one.showIf?.question !== id) return one;
    const options = one.showIf.options.flatMap((option) => place(option) ?? []).toSorted((a, b) => a - b);
    return { ...one, showIf: options.length > 0 ? { question: id, options } : null };
  });

/** Moves an option of a question by one place; conditions keep meaning the same choices. */
export function moveOption(questions: Questions, id: string, at: number, by: -1 | 1): Question[] {
  const question = questions.find((one) => one.id === id);
  const to = at + by;
  if (!question || to < 0 || to >= question.options.length) return [...questions];
  const swapped = (option: number) => (option === at ? to : option === to ? at : option);
  return followOptions(
    changeQuestion(questions, id, { options: moved(question.options, at, to) }),
    id,
    swapped,
  );
}

/** Takes an option out of a question and of the conditions that name it. */
export function removeOption(questions: Questions, id: string, at: number): Question[] {
  const question = questions.find((one) => one.id === id);
  if (!question) return [...questions];
  const options = question.options.filter((_, position) => position !== at);
  return followOptions(changeQuestion(questions, id, { options }), id, (option) =>
    option === at ? null : option > at ? option - 1 : option,
  );
}
