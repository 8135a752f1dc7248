import { describe, expect, it } from "vitest";
import { leavesOf, type NamedSurvey, readSurveyFile, SurveyText } from "../../core/src/index.ts";
import { SET_FILES, shippedJson, shippedSet } from "./lai-chau.ts";

const SETS = SET_FILES.map(shippedSet);

function shipped(): NamedSurvey[] {
  const { surveys, findings } = readSurveyFile(shippedJson("surveys.json"), SETS);
  if (!surveys) throw new Error(JSON.stringify(findings));
  return surveys;
}

/** The survey leaves of a set, each with each of its groups. */
const wanted = (set: (typeof SETS)[number]) =>
  [...leavesOf(set)].flatMap(({ leaf }) =>
    leaf.rule.kind === "survey" ? leaf.rule.groups.map((group) => ({ leaf, group })) : [],
  );

describe("the shipped surveys", () => {
  const surveys = shipped();

  it("are one for each respondent group of the sets, and can be stored as they are", () => {
    expect(surveys.map(({ id, text }) => [id, text.name])).toEqual([
      ["lanh-dao-cong-chuc", "Lãnh đạo, công chức"],
      ["nguoi-dan", "Người dân"],
      ["doanh-nghiep", "Doanh nghiệp, tổ chức"],
      ["dai-bieu-hdnd", "Đại biểu HĐND"],
    ]);
    for (const { text } of surveys) expect(SurveyText.parse(text)).toEqual(text);
    const groups = new Set(SETS.flatMap(wanted).map(({ group }) => group));
    expect(new Set(surveys.map(({ text }) => text.name))).toEqual(groups);
  });

  it.each(SETS.map((set, at) => [set.id, [8, 8, 7, 7, 7, 9][at], set] as const))(
    "%s: each of its %i survey leaves is scored by every one of its groups",
    (_, count, set) => {
      expect(new Set(wanted(set).map(({ leaf }) => leaf.id)).size).toBe(count);
      for (const { leaf, group } of wanted(set)) {
        const scoring = surveys
          .filter(({ text }) => text.name === group)
          .flatMap(({ text }) => text.questions)
          .filter(({ leaves }) => leaves.some((one) => one.set === set.id && one.leaf === leaf.id));
        expect(scoring.length, `${leaf.code} ${group}`).toBeGreaterThanOrEqual(2);
        expect(scoring.length, `${leaf.code} ${group}`).toBeLessThanOrEqual(3);
      }
    },
  );

  it("score on scales from 100 % down to 0, in order, with a last option that leaves n", () => {
    for (const { id, text } of surveys)
      for (const { id: question, options, leaves } of text.questions) {
        if (leaves.length === 0) continue;
        const weights = options.map(({ weight }) => weight);
        expect(weights.at(-1), `${id} ${question}`).toBeNull();
        const valued = weights.slice(0, -1).map(Number);
        expect([valued[0], valued.at(-1)], `${id} ${question}`).toEqual([10_000, 0]);
        expect(valued, `${id} ${question}`).toEqual([...valued].sort((a, b) => b - a));
      }
  });

  it("ask two questions for the breakdown, in a survey of people and of businesses one that skips besides", () => {
    for (const { text } of surveys) {
      const [first] = text.questions;
      const asks = text.questions.filter(({ leaves }) => leaves.length === 0);
      const skips = text.questions.some(({ showIf }) => showIf?.question === first?.id);
      expect([asks.length, skips]).toEqual(
        ["Người dân", "Doanh nghiệp, tổ chức"].includes(text.name) ? [3, true] : [2, false],
      );
    }
  });

  it("are short: no question above 100 letters, no help above 120", () => {
    for (const { text } of surveys)
      for (const { text: asked, help } of text.questions) {
        expect(asked.length, asked).toBeLessThanOrEqual(100);
        expect(help.length, help).toBeLessThanOrEqual(120);
      }
  });
});

const yesNo = [
  ["Có", 100],
  ["Không", 0],
];
const asked = (more: object = {}) => ({
  ...{ id: "q1", text: "Có tốt không?", scale: "co-khong", leaves: { "pl06-huyen": ["8.8"] } },
  ...more,
});
const survey = (questions: object[], more: object = {}) => ({
  ...{ id: "dan", name: "Người dân", intro: "", questions },
  ...more,
});
const file = (questions: object[], more: object = {}) => ({
  scales: { "co-khong": yesNo },
  surveys: [survey(questions)],
  ...more,
});

describe("a file of surveys", () => {
  it("resolves scales, printed codes, per cents and the options of conditions", () => {
    const questions = [
      asked(),
      asked({
        id: "q2",
        scale: [
          ["A", 12.5],
          ["B", null],
        ],
        showIf: { question: "q1", options: ["Không"] },
      }),
    ];
    const [read] = readSurveyFile(file(questions), SETS).surveys ?? [];
    expect(read?.text.questions[1]).toEqual({
      ...{ id: "q2", text: "Có tốt không?", help: "", units: null },
      options: [
        { text: "A", weight: 1_250 },
        { text: "B", weight: null },
      ],
      leaves: [{ set: "pl06-huyen", leaf: "f8c8" }],
      showIf: { question: "q1", options: [1] },
    });
  });

  it.each<[string, object, string, string]>([
    ["a scale that is none", file([asked({ scale: "la" })]), "dan.q1", "thang trả lời «la»"],
    ...["constructor", "toString", "__proto__"].map((scale): [string, object, string, string] => [
      `a scale that every object has: ${scale}`,
      file([asked({ scale })]),
      "dan.q1",
      `thang trả lời «${scale}»`,
    ]),
    ["a set that is none", file([asked({ leaves: { pl99: ["8.8"] } })]), "dan.q1", "«pl99» không có"],
    ["a code that is none", file([asked({ leaves: { "pl06-huyen": ["9.9"] } })]), "dan.q1", "9.9"],
    [
      "a leaf that units score themselves",
      file([asked({ leaves: { "pl06-huyen": ["1.1.1"] } })]),
      "dan.q1",
      "không chấm bằng điều tra",
    ],
    [
      "a leaf of another group",
      file([asked({ leaves: { "pl06-huyen": ["8.1"] } })]),
      "dan.q1",
      "không hỏi nhóm «Người dân»",
    ],
    [
      "a condition on an option that is none",
      file([asked(), asked({ id: "q2", showIf: { question: "q1", options: ["Có lẽ"] } })]),
      "dan.q2",
      "điều kiện",
    ],
    [
      "a condition on a later question",
      file([asked({ showIf: { question: "q2", options: ["Có"] } }), asked({ id: "q2" })]),
      "dan.q1",
      "điều kiện",
    ],
    ["a question twice", file([asked(), asked()]), "dan.q1", "bị trùng"],
    ["no question that scores", file([asked({ leaves: {} })]), "dan", "chưa có câu hỏi nào"],
    [
      "a survey twice",
      file([], { surveys: [survey([asked()]), survey([asked()], { name: "Khác" })] }),
      "dan",
      "mã phiếu lặp lại",
    ],
    [
      "a group twice",
      file([], { surveys: [survey([asked()]), survey([asked()], { id: "khac" })] }),
      "khac",
      "nhóm đối tượng lặp lại",
    ],
    [
      "a weight above 100 %",
      file([
        asked({
          scale: [
            ["A", 101],
            ["B", 0],
          ],
        }),
      ]),
      "surveys.json",
      "",
    ],
    ["a word the format has not", file([asked({ weigth: 1 })]), "surveys.json", "«weigth»"],
    ["no surveys", { scales: {}, surveys: [] }, "surveys.json.surveys", "ít nhất 1"],
  ])("%s", (_, json, node, message) => {
    const { surveys, findings } = readSurveyFile(json, SETS);
    expect(surveys).toBeNull();
    const found = findings.filter((one) => one.node.startsWith(node) && one.message.includes(message));
    expect(found, JSON.stringify(findings)).not.toEqual([]);
  });

  it("not a file of surveys", () => {
    expect(readSurveyFile("x", SETS).findings).toEqual([
      { node: "surveys.json", message: "phải là một nhóm thông tin" },
    ]);
  });
});
