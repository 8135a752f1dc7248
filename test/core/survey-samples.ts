import fc from "fast-check";
import type { FilledForm, Question, QuestionOption } from "../../core/src/index.ts";

const option = (text: string, weight: number | null): QuestionOption => ({ text, weight });

/** Three steps and "don't know". */
export const SCALE: QuestionOption[] = [
  option("Hài lòng", 10_000),
  option("Bình thường", 5_000),
  option("Không hài lòng", 0),
  option("Không biết", null),
];

/** A question of the set "bo" that scores nothing, unless told. */
export const question = (id: string, more: Partial<Question> = {}): Question => ({
  ...{ id, text: `Câu ${id}`, help: "", options: SCALE },
  ...{ leaves: [], units: null, showIf: null },
  ...more,
});

/** A question that scores leaves of the set "bo". */
export const scored = (id: string, ...leaves: string[]): Question =>
  question(id, { leaves: leaves.map((leaf) => ({ set: "bo", leaf })) });

/** A set with everything: a skip question, one that scores two leaves, two for one leaf, one for the breakdown. */
export const QUESTIONS: Question[] = [
  question("q1", { options: SCALE.slice(0, 2) }),
  { ...scored("q2", "a", "b"), showIf: { question: "q1", options: [0] } },
  scored("q3", "b"),
  { ...scored("q4", "c"), showIf: { question: "q2", options: [1, 2] } },
  question("q5"),
];

/** Any form that fits `QUESTIONS`: each question shown is answered or left blank, none besides. */
export const forms: fc.Arbitrary<FilledForm> = fc
  .tuple(fc.nat(2), fc.nat(4), fc.nat(4), fc.nat(4), fc.nat(4))
  .map((picks) => {
    const form: FilledForm = {};
    QUESTIONS.forEach(({ id, options, showIf }, at) => {
      const before = showIf ? form[showIf.question] : undefined;
      const isShown = showIf === null || (before !== undefined && showIf.options.includes(before));
      const pick = picks[at] ?? 0;
      if (isShown && pick < options.length) form[id] = pick;
    });
    return form;
  });
