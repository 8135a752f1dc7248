import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  entryDifferences,
  FilledForm,
  formFindings,
  isStraightLined,
  type Question,
  questionFindings,
  questionsFollowing,
  questionsFor,
  shownQuestions,
} from "../../core/src/index.ts";
import { forms, QUESTIONS, question, SCALE, scored } from "./survey-samples.ts";

const ids = (questions: readonly Question[]) => questions.map(({ id }) => id).join(" ");

describe("the questions a unit is asked about", () => {
  const all = [question("tuoi"), scored("q1", "a"), { ...scored("q2", "b"), units: ["y-te"] }];

  it("are those that score its criteria set, with those for the breakdown", () => {
    expect(ids(questionsFor(all, "noi-vu", "bo"))).toBe("tuoi q1");
  });

  it("are narrowed to the units they name", () => {
    expect(ids(questionsFor(all, "y-te", "bo"))).toBe("tuoi q1 q2");
  });

  it("are none where none scores the unit's set: nobody is asked for the age alone", () => {
    expect(questionsFor(all, "noi-vu", "khac")).toEqual([]);
  });

  it("are asked once where a question scores leaves of several sets", () => {
    const shared = question("q1", {
      leaves: [
        { set: "bo", leaf: "a" },
        { set: "khac", leaf: "z" },
      ],
    });
    expect(ids(questionsFor([shared], "x", "bo"))).toBe("q1");
    expect(ids(questionsFor([shared], "x", "khac"))).toBe("q1");
  });
});

describe("a criteria set that takes another one's place", () => {
  const survey = { field: "f1", max: 1, step: 1, source: "survey", rule: "survey", lead: "so" } as const;
  const to = { id: "moi", leaves: { a: survey, b: { ...survey, source: "self" } as const } };
  const follow = (leaves: Question["leaves"]) =>
    questionsFollowing([question("q1", { leaves })], "cu", to)[0]?.leaves;

  it.each<[string, Question["leaves"], Question["leaves"]]>([
    [
      "its leaf",
      [{ set: "cu", leaf: "a" }],
      [
        { set: "cu", leaf: "a" },
        { set: "moi", leaf: "a" },
      ],
    ],
    ["no leaf that the unit scores there", [{ set: "cu", leaf: "b" }], [{ set: "cu", leaf: "b" }]],
    ["no leaf that is not there", [{ set: "cu", leaf: "c" }], [{ set: "cu", leaf: "c" }]],
    ["no leaf of a third set", [{ set: "khac", leaf: "a" }], [{ set: "khac", leaf: "a" }]],
    ["nothing of a question for the breakdown", [], []],
    [
      "each once, however often it is done",
      [
        { set: "moi", leaf: "a" },
        { set: "khac", leaf: "a" },
        { set: "cu", leaf: "a" },
      ],
      [
        { set: "khac", leaf: "a" },
        { set: "cu", leaf: "a" },
        { set: "moi", leaf: "a" },
      ],
    ],
  ])("takes over %s", (_, leaves, expected) => {
    expect(follow(leaves)).toEqual(expected);
  });
});

describe("skip logic", () => {
  it.each<[string, FilledForm, string]>([
    ["before anything is answered", {}, "q1 q3 q5"],
    ["after the option that opens", { q1: 0 }, "q1 q2 q3 q5"],
    ["after the option that skips", { q1: 1 }, "q1 q3 q5"],
    ["over two steps", { q1: 0, q2: 2 }, "q1 q2 q3 q4 q5"],
    ["where the step between was answered otherwise", { q1: 0, q2: 0 }, "q1 q2 q3 q5"],
    ["where the step between is skipped itself, whatever it says", { q1: 1, q2: 2 }, "q1 q3 q5"],
    ["where the step between was left blank", { q1: 0 }, "q1 q2 q3 q5"],
  ])("%s", (_, form, shown) => {
    expect(ids(shownQuestions(QUESTIONS, form))).toBe(shown);
  });

  it("shows no question whose condition stands behind it", () => {
    const backwards = [{ ...scored("q1", "a"), showIf: { question: "q2", options: [0] } }, scored("q2", "a")];
    expect(ids(shownQuestions(backwards, { q2: 0 }))).toBe("q2");
  });
});

describe("what is wrong with a form", () => {
  it("is nothing where it answers what it was shown, in part or all", () => {
    fc.assert(
      fc.property(forms, (form) => {
        fc.pre(Object.keys(form).length > 0);
        expect(formFindings(QUESTIONS, form)).toEqual([]);
      }),
    );
  });

  it.each<[string, FilledForm, string, string]>([
    ["nothing answered", {}, "", "chưa trả lời"],
    ["a question that does not exist", { q9: 0 }, "q9", "không có trong phiếu"],
    ["a question that was skipped", { q1: 1, q2: 0 }, "q2", "không được hỏi"],
    ["a question whose condition was left blank", { q4: 0 }, "q4", "không được hỏi"],
    ["an option past the last", { q3: 4 }, "q3", "thứ 5"],
    ["an option past the last of a shorter scale", { q1: 2 }, "q1", "thứ 3"],
  ])("%s", (_, form, where, message) => {
    expect(formFindings(QUESTIONS, form)).toContainEqual({
      question: where,
      message: expect.stringContaining(message),
    });
  });

  it("names every question at fault", () => {
    expect(formFindings(QUESTIONS, { q9: 0, q3: 9 }).map((one) => one.question)).toEqual(["q9", "q3"]);
  });

  it("is told by the schema where a position or a question's id can't be", () => {
    for (const form of [{ q1: -1 }, { q1: 1.5 }, { q1: 11 }, { "q 1": 0 }, { constructor: 0 }, []])
      expect(FilledForm.safeParse(form).success, JSON.stringify(form)).toBe(false);
  });
});

describe("what keeps a question set from being opened", () => {
  it("is nothing in a sound set", () => {
    expect(questionFindings(QUESTIONS)).toEqual([]);
  });

  const unweighted = SCALE.map(({ text }) => ({ text, weight: null }));
  it.each<[string, Question[], string, string]>([
    ["no questions", [], "", "chưa có câu hỏi nào"],
    ["none that scores", [question("q1")], "", "chưa có câu hỏi nào"],
    ["an id twice", [scored("q1", "a"), scored("q1", "b")], "q1", "bị trùng"],
    [
      "an option twice",
      [{ ...scored("q1", "a"), options: [...SCALE, ...SCALE.slice(0, 1)] }],
      "q1",
      "hai lựa chọn giống nhau",
    ],
    ["no weight where it scores", [{ ...scored("q1", "a"), options: unweighted }], "q1", "trọng số"],
    [
      "a condition on a later question",
      [{ ...scored("q1", "a"), showIf: { question: "q2", options: [0] } }, scored("q2", "a")],
      "q1",
      "đứng trước",
    ],
    [
      "a condition on itself",
      [{ ...scored("q1", "a"), showIf: { question: "q1", options: [0] } }],
      "q1",
      "đứng trước",
    ],
    [
      "a condition on an option that is none",
      [scored("q1", "a"), { ...scored("q2", "a"), showIf: { question: "q1", options: [4] } }],
      "q2",
      "không có",
    ],
  ])("%s", (_, questions, where, message) => {
    expect(questionFindings(questions)).toContainEqual({
      question: where,
      message: expect.stringContaining(message),
    });
  });

  it("is no lack of weights in a question for the breakdown", () => {
    expect(questionFindings([{ ...question("gioi"), options: unweighted }, scored("q1", "a")])).toEqual([]);
  });
});

describe("two entries of a paper form", () => {
  it("differ where one chose otherwise or left a blank, option 0 too", () => {
    expect(entryDifferences({ q1: 0, q2: 1, q3: 0 }, { q1: 0, q2: 2, q4: 0 })).toEqual([
      { question: "q2", first: 1, second: 2 },
      { question: "q3", first: 0, second: null },
      { question: "q4", first: null, second: 0 },
    ]);
  });

  it("differ in nothing exactly where they are the same, whatever the order they were keyed in", () => {
    fc.assert(
      fc.property(forms, forms, (one, other) => {
        const reversed = Object.fromEntries(Object.entries(one).reverse());
        expect(entryDifferences(one, reversed)).toEqual([]);
        const alike = QUESTIONS.every(({ id }) => one[id] === other[id]);
        expect(entryDifferences(one, other).length === 0).toBe(alike);
      }),
    );
  });
});

it.each<[string, FilledForm, boolean]>([
  ["three of a kind", { q2: 1, q3: 1, q4: 1 }, true],
  ["one otherwise", { q2: 1, q3: 1, q4: 0 }, false],
  ["two, which are too few to tell", { q2: 1, q3: 1 }, false],
  ["questions for the breakdown, which do not count", { q1: 1, q3: 1, q5: 1 }, false],
  ["a breakdown that differs", { q2: 1, q3: 1, q4: 1, q5: 0 }, true],
])("straight lines: %s", (_, form, straight) => {
  expect(isStraightLined(QUESTIONS, form)).toBe(straight);
});
