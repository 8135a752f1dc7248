import { describe, expect, it } from "vitest";
import {
  type CriteriaSet,
  type LeafNode,
  leafTable,
  leavesOf,
  validateCriteriaSet,
} from "../../core/src/index.ts";
import { shippedSet } from "./lai-chau.ts";

const SHIPPED = shippedSet("pl01-so.json");

/** A copy of the shipped set with one thing spoilt; the leaf table follows the tree unless told. */
function spoilt(spoil: (set: CriteriaSet) => void, table: "follows" | "stays" = "follows"): CriteriaSet {
  const set = structuredClone(SHIPPED);
  spoil(set);
  if (table === "follows") set.leaves = leafTable(set);
  return set;
}

function leafByCode(set: CriteriaSet, code: string): LeafNode {
  for (const { leaf } of leavesOf(set)) if (leaf.code === code) return leaf;
  throw new Error(`no leaf ${code}`);
}

function fieldAt<T>(list: readonly T[], at: number): T {
  const found = list[at];
  if (!found) throw new Error(`nothing at ${at}`);
  return found;
}

const change = (code: string, changes: Partial<LeafNode>) => (set: CriteriaSet) => {
  Object.assign(leafByCode(set, code), changes);
};

describe("each corruption is found, at the node at fault", () => {
  it.each<[string, (set: CriteriaSet) => void, string, string]>([
    [
      "a field's maximum",
      (set) => {
        fieldAt(set.fields, 0).max += 2_500;
      },
      "1",
      "khác tổng các tiêu chí là",
    ],
    [
      "a criterion's maximum",
      (set) => {
        fieldAt(fieldAt(set.fields, 0).criteria, 0).max += 2_500;
      },
      "1.1",
      "Điểm tối đa 2,25 khác tổng các tiêu chí thành phần là 2.",
    ],
    ["a code twice", change("1.3.2", { code: "1.3.1" }), "1.3.1", "Mã in này lặp lại"],
    ["an id twice", change("1.3.2", { id: "f1c3s1" }), "1.3.2", "«f1c3s1» trùng với mục 1.3.1"],
    ["an id with a dot", change("1.2", { id: "1.2" }), "1.2", "chỉ được gồm chữ a–z và số"],
    [
      "a step that does not divide",
      change("1.2", { step: 3_000 }),
      "1.2",
      "Điểm tối đa 1 không phải bội số của bước điểm 0,3",
    ],
    [
      "a survey leaf that scores itself",
      change("8.1", { rule: { kind: "yesno" } }),
      "8.1",
      "quy tắc là «yesno», cần «survey»",
    ],
    [
      "a self leaf with a survey",
      change("1.2", { rule: { kind: "survey", groups: ["Người dân"] } }),
      "1.2",
      "quy tắc là «survey»",
    ],
    [
      "an option above the maximum",
      change("1.5", {
        rule: {
          kind: "options",
          options: [
            { label: "a", points: 17_500 },
            { label: "b", points: 0 },
          ],
        },
      }),
      "1.5",
      "Điểm 1,75 của phương án «a» vượt điểm tối đa 1,5",
    ],
    [
      "an option off the step",
      change("1.5", {
        rule: {
          kind: "options",
          options: [
            { label: "a", points: 15_000 },
            { label: "b", points: 1 },
          ],
        },
      }),
      "1.5",
      "Điểm 0,0001 của phương án «b» không phải bội số của bước điểm 0,25",
    ],
    [
      "a checklist that does not add up",
      change("1.5", { rule: { kind: "checklist", parts: [{ label: "a", points: 10_000 }] } }),
      "1.5",
      "cộng lại là 1, cần bằng điểm tối đa 1,5",
    ],
    [
      "a band above the maximum",
      change("1.3.1", {
        rule: { kind: "steps", whenZero: "zero", steps: [{ atLeast: 3_000, points: 20_000 }] },
      }),
      "1.3.1",
      "bậc từ 30 % vượt điểm tối đa 1",
    ],
    [
      "bands not sorted",
      change("1.3.1", {
        rule: {
          kind: "steps",
          whenZero: "zero",
          steps: [
            { atLeast: 2_000, points: 10_000 },
            { atLeast: 3_000, points: 5_000 },
          ],
        },
      }),
      "1.3.1",
      "bậc từ 30 % sai thứ tự",
    ],
    [
      "a lower band with more points",
      change("1.3.1", {
        rule: {
          kind: "steps",
          whenZero: "zero",
          steps: [
            { atLeast: 3_000, points: 5_000 },
            { atLeast: 2_000, points: 10_000 },
          ],
        },
      }),
      "1.3.1",
      "bậc từ 20 % sai thứ tự",
    ],
    [
      "a deadline above the maximum",
      change("1.7", { rule: { kind: "deadline", due: "12-15", onTime: 20_000, late: 0, none: 0 } }),
      "1.7",
      "mức đúng hạn vượt điểm tối đa 1",
    ],
    [
      "a deadline off the step",
      change("1.7", { rule: { kind: "deadline", due: "12-15", onTime: 10_000, late: 1_000, none: 0 } }),
      "1.7",
      "mức quá hạn không phải bội số",
    ],
    [
      "more for late than on time",
      change("1.7", { rule: { kind: "deadline", due: "12-15", onTime: 5_000, late: 10_000, none: 0 } }),
      "1.7",
      "phải giảm dần",
    ],
    [
      "a day that is not",
      change("1.7", { rule: { kind: "deadline", due: "02-30", onTime: 10_000, late: 0, none: 0 } }),
      "1.7",
      "«02-30» không có trong năm",
    ],
    [
      "a floor above the target",
      change("1.4", { rule: { kind: "ratio", floor: 9_050, target: 9_000, whenZero: "zero" } }),
      "1.4",
      "Ngưỡng 90,5 % cao hơn chỉ tiêu 90 %",
    ],
    [
      "a deduction off the step",
      change("1.2", { rule: { kind: "deductPerItem", perItem: 1_000 } }),
      "1.2",
      "mức trừ mỗi lần không phải bội số",
    ],
    [
      "a deduction above the maximum",
      change("1.2", { rule: { kind: "deductPerItem", perItem: 12_500 } }),
      "1.2",
      "mức trừ mỗi lần vượt điểm tối đa 1",
    ],
    ["a leaf's points", change("1.2", { max: 12_500 }), "1", "khác tổng các tiêu chí"],
    [
      "a criterion gone",
      (set) => {
        fieldAt(set.fields, 7).criteria.pop();
      },
      "pl01-so",
      "Có 49 tiêu chí, cần 50.",
    ],
    [
      "a sub-criterion gone",
      (set) => {
        const criterion = fieldAt(fieldAt(set.fields, 0).criteria, 0);
        if ("subCriteria" in criterion) criterion.subCriteria.pop();
      },
      "pl01-so",
      "Có 45 tiêu chí thành phần, cần 46.",
    ],
    [
      "a field gone",
      (set) => {
        set.fields.pop();
      },
      "pl01-so",
      "Có 7 lĩnh vực, cần 8.",
    ],
    [
      "a self leaf that became a survey leaf",
      change("1.2", { source: "survey", rule: { kind: "survey", groups: ["Người dân"] } }),
      "pl01-so",
      "Tổng điểm tự đánh giá là 76, cần 77.",
    ],
    [
      "its survey total then",
      change("1.2", { source: "survey", rule: { kind: "survey", groups: ["Người dân"] } }),
      "pl01-so",
      "Tổng điểm điều tra xã hội học là 24, cần 23.",
    ],
    [
      "a total beyond what compares exactly",
      change("1.2", { max: 90_000_000, step: 10_000 }),
      "pl01-so",
      "vượt mức 9000",
    ],
  ])("%s", (_, spoil, node, message) => {
    expect(validateCriteriaSet(spoilt(spoil))).toContainEqual({
      node,
      message: expect.stringContaining(message),
    });
  });

  it.each<[string, (set: CriteriaSet) => void, string, string]>([
    [
      "a leaf missing",
      (set) => {
        delete set.leaves.f1c2;
      },
      "1.2",
      "Bảng tra thiếu mục «f1c2»",
    ],
    [
      "a leaf too many",
      (set) => {
        set.leaves.f9 = fieldAt(Object.values(set.leaves), 0);
      },
      "f9",
      "không có trong cây tiêu chí",
    ],
    [
      "another maximum",
      change("1.2", { step: 1_000 }),
      "1.2",
      "Bảng tra ghi step là «2500», cây tiêu chí là «1000»",
    ],
    ["another lead", change("1.2", { lead: "so-tu-phap" }), "1.2", "Bảng tra ghi lead là «so-noi-vu»"],
  ])("leaf table: %s", (_, spoil, node, message) => {
    expect(validateCriteriaSet(spoilt(spoil, "stays"))).toContainEqual({
      node,
      message: expect.stringContaining(message),
    });
  });

  it("reports every fault at once, not only the first", () => {
    const findings = validateCriteriaSet(
      spoilt((set) => {
        change("1.2", { step: 3_000 })(set);
        change("1.3.2", { code: "1.3.1" })(set);
        fieldAt(set.fields, 4).max += 1;
      }),
    );
    expect(new Set(findings.map((finding) => finding.node))).toEqual(new Set(["1.2", "1.3.1", "5"]));
  });

  it("checks no totals where a scheme states none", () => {
    const set = spoilt((set) => {
      set.expected = null;
      const field = fieldAt(set.fields, 7);
      field.max -= fieldAt(field.criteria, 0).max;
      field.criteria.shift();
    });
    expect(validateCriteriaSet(set)).toEqual([]);
  });
});
