import type { FilledForm, Minutes } from "../../../core/src/survey.ts";
import type { OpenAnswer, ShownQuestion } from "../../../core/src/survey-door.ts";
import { shownQuestions } from "../../../core/src/survey-shown.ts";

/** How a form is paged, measured and sent: what needs no browser. */

const PER_PAGE = 3;

/** A page of a form: all its questions, and those of them that the answers so far lead to. */
export interface FormPage {
  questions: ShownQuestion[];
  shown: ShownQuestion[];
}

/** The pages of a form. They stay the same whatever is answered; a page may show nothing. */
export function pagesOf(questions: readonly ShownQuestion[], form: FilledForm): FormPage[] {
  const shown = new Set(shownQuestions(questions, form));
  const pages: FormPage[] = [];
  for (let at = 0; at < questions.length; at += PER_PAGE) {
    const part = questions.slice(at, at + PER_PAGE);
    pages.push({ questions: part, shown: part.filter((question) => shown.has(question)) });
  }
  return pages;
}

/** The next page (or the one before) that shows something; the number of pages stands for the check at the end. */
export function stepFrom(pages: readonly FormPage[], page: number, by: 1 | -1): number {
  let next = page + by;
  while (next >= 0 && next < pages.length && pages[next]?.shown.length === 0) next += by;
  return Math.min(pages.length, Math.max(-1, next));
}

/** The questions that a unit is asked about. */
export function questionsOf(
  { questions, units }: Pick<OpenAnswer, "questions" | "units">,
  unit: string,
): ShownQuestion[] {
  const asked = units.find(({ id }) => id === unit)?.questions ?? [];
  return questions.filter(({ id }) => asked.includes(id));
}

/** The form as it is sent: without what was answered before another answer took the question away. */
export function formToSend(questions: readonly ShownQuestion[], form: FilledForm): FilledForm {
  const sent: FilledForm = {};
  for (const { id } of shownQuestions(questions, form)) {
    const chosen = form[id];
    if (chosen !== undefined) sent[id] = chosen;
  }
  return sent;
}

/** How long answering took, in the coarse steps that are sent. */
export function coarseMinutes(seconds: number): Minutes {
  const steps = [10, 3, 1] as const;
  return steps.find((minutes) => seconds >= minutes * 60) ?? 0;
}

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 5 * 60_000;

/**
 * How long to wait after so many failures, in ms: twice as long each time, never sooner than the server asked, and by
 * chance up to half as long again, so that phones which lost the network together do not come back together.
 */
export function waitAfter(failures: number, retryAfter: number | null, chance: number): number {
  const doubled = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.max(0, failures - 1));
  return Math.round(Math.max(doubled, (retryAfter ?? 0) * 1_000) * (1 + chance / 2));
}
