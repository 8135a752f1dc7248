import { describe, expect, test } from "vitest";
import {
  type CriteriaSet,
  leafFindings,
  leafTable,
  newUnit,
  type Question,
  type SurveyFinding,
} from "../../core/src/index.ts";
import { SMALL_SET } from "../functions/setup/small-set.ts";

const OTHER: CriteriaSet = (() => {
  const [, field] = structuredClone(SMALL_SET.fields);
  if (!field) throw new Error("no field");
  return {
    ...SMALL_SET,
    id: "khac",
    name: "Bộ khác",
    fields: [field],
    leaves: leafTable({ fields: [field] }),
  };
})();
const unit = (name: string, criteriaSet: string, exempt: Record<string, string> = {}) =>
  newUnit({ name, order: 1, group: "so", criteriaSet }, exempt);

const scoring = (
  id: string,
  leaves: string[],
  units: string[] | null = null,
  set = SMALL_SET.id,
): Question => ({
  ...{ id, text: id, help: "", showIf: null, units },
  options: [
    { text: "Có", weight: 10_000 },
    { text: "Không", weight: 0 },
  ],
  leaves: leaves.map((leaf) => ({ set, leaf })),
});

const findingsOf = (
  questions: Question[],
  units: Parameters<typeof leafFindings>[2],
  name = "dan",
): SurveyFinding[] => leafFindings({ name, questions }, [SMALL_SET, OTHER], units);

describe("what a survey's questions score", () => {
  test("is without fault where each leaf of the group is scored for every unit that is measured by it", () => {
    const units = { a: unit("A", SMALL_SET.id), b: unit("B", SMALL_SET.id) };
    expect(findingsOf([scoring("q1", ["f2c2", "f2c3"])], units)).toEqual([]);
    const apart = [scoring("q1", ["f2c2"]), scoring("q2", ["f2c3"], ["a"]), scoring("q3", ["f2c3"], ["b"])];
    expect(findingsOf(apart, units)).toEqual([]);
  });

  test("lacks the leaves that some units are not asked about, but for those they are exempt from", () => {
    const units = {
      a: unit("A", SMALL_SET.id),
      b: unit("B", SMALL_SET.id),
      c: unit("C", SMALL_SET.id, { f2c3: "Không có" }),
    };
    expect(findingsOf([scoring("q1", ["f2c2"]), scoring("q2", ["f2c3"], ["a"])], units)).toEqual([
      { question: "", message: "chưa có câu hỏi nào chấm tiêu chí 2.3 (Bộ tiêu chí nhỏ) cho B" },
    ]);
  });

  test("may name sets that no unit uses any more, and lacks nothing of them", () => {
    const units = { a: unit("A", OTHER.id) };
    const questions = [scoring("q1", ["f2c2"]), scoring("q2", ["f2c2", "f2c3"], null, OTHER.id)];
    expect(findingsOf(questions, units)).toEqual([]);
  });

  test("is at fault for a set, leaf or unit that is not there, a leaf of another source and another group", () => {
    const units = { a: unit("A", "khong-dung") };
    const messages = (question: Question, name?: string) =>
      findingsOf([question], units, name).map((finding) => `${finding.question} ${finding.message}`);
    expect(messages(scoring("q1", ["f2c2"], null, "mat"))).toEqual([
      "q1 chấm bộ tiêu chí «mat» không có trong kỳ đánh giá",
    ]);
    expect(messages(scoring("q1", ["mat"]))).toEqual([
      "q1 chấm tiêu chí «mat» không có trong bộ «Bộ tiêu chí nhỏ»",
    ]);
    expect(messages(scoring("q1", ["f1c2"]))).toEqual([
      "q1 chấm tiêu chí 1.2 (Bộ tiêu chí nhỏ) do đơn vị tự đánh giá",
    ]);
    expect(messages(scoring("q1", ["f2c2"]), "can-bo")).toEqual([
      "q1 chấm tiêu chí 2.2 (Bộ tiêu chí nhỏ) không lấy ý kiến nhóm «can-bo»",
    ]);
    expect(messages(scoring("q1", ["f2c2"], ["a", "x", "y"]))).toEqual([
      "q1 hỏi về đơn vị không có trong kỳ đánh giá: x, y",
    ]);
  });
});
