import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leavesOf, readRuleText, ruleText, type ScoringRule } from "../../core/src/index.ts";
import { rules } from "./arbitraries.ts";
import { SET_FILES, shippedSet } from "./lai-chau.ts";
import { pts } from "./samples.ts";

const DEADLINE: ScoringRule = {
  ...{ kind: "deadline", due: "01-31", onTime: pts(0.5), late: pts(0.25), none: 0 },
};

describe("a rule in words", () => {
  it.each<[ScoringRule, string]>([
    [{ kind: "manual" }, "Chấm thủ công"],
    [
      {
        kind: "checklist",
        parts: [
          { label: "Kế hoạch", points: pts(0.5) },
          { label: "Báo cáo", points: pts(1) },
        ],
      },
      "Các phần: Kế hoạch = 0,5; Báo cáo = 1",
    ],
    [DEADLINE, "Thời hạn: hạn = 31/01; đúng hạn = 0,5; quá hạn = 0,25; không ban hành = 0"],
    [
      {
        kind: "steps",
        steps: [
          { atLeast: 3000, points: pts(1) },
          { atLeast: 0, points: 0 },
        ],
        whenZero: "exempt",
      },
      "Bậc: 30 % = 1; 0 % = 0; không phát sinh = không áp dụng",
    ],
    [
      {
        kind: "options",
        options: [
          { label: "Đạt; đủ", points: pts(1) },
          { label: "Không", points: 0 },
        ],
      },
      'Phương án: "Đạt; đủ" = 1; Không = 0',
    ],
    [
      { kind: "survey", groups: ["Người dân", "Doanh nghiệp, tổ chức"] },
      "Điều tra XHH: Người dân; Doanh nghiệp, tổ chức",
    ],
  ])("%j is %s", (rule, text) => {
    expect(ruleText(rule)).toBe(text);
    expect(readRuleText(text)).toEqual(rule);
  });

  it.each<ScoringRule>([
    { kind: "ratio", floor: 0, target: 9_550, whenZero: "full" },
    { kind: "ratioWithPenalty", floor: 5_000, target: 10_000, latePenalty: 25, whenZero: "zero" },
  ])("$kind says its shares in per cent, those that it has", (rule) => {
    expect(readRuleText(ruleText(rule))).toEqual(rule);
    expect(ruleText(rule).includes("trừ quá hạn")).toBe(rule.kind === "ratioWithPenalty");
  });

  it.each([" a", "a ", "a;b", "a=b", 'a"b', "a\\b", "a\nb", "1.0", "1e2", "true", "a:b"])(
    "keeps the label %j",
    (label) => {
      const rule: ScoringRule = {
        kind: "options",
        options: [
          { label, points: pts(1) },
          { label: "b", points: 0 },
        ],
      };
      expect(readRuleText(ruleText(rule))).toEqual(rule);
    },
  );

  it("has no part that says only half", () => {
    expect(readRuleText("Phương án: a = 1; b = 0,5; c = 0")).not.toBeNull();
    expect(readRuleText("Phương án: a = 1; b = ; c = 0")).toBeNull();
    expect(readRuleText("Phương án: a = 1; = 0,5; c = 0")).toBeNull();
    expect(readRuleText('Phương án: a = 1; b = 0; "c')).toBeNull();
  });

  it("keeps a label in quotation marks that say nothing as it is written", () => {
    expect(readRuleText('Phương án: "a\\x" = 1; b = 0')).toEqual({
      kind: "options",
      options: [
        { label: '"a\\x"', points: pts(1) },
        { label: "b", points: 0 },
      ],
    });
  });

  it("is read without tone marks, in any order, with points instead of commas", () => {
    expect(readRuleText("thoi han:không ban hành=0 ;dung han = 0.5; HẠN=31/1; qua han=0.25;")).toEqual(
      DEADLINE,
    );
    const fifth = "Thời hạn: hạn = 5-2; đúng hạn = 0,5; quá hạn = 0,25; không ban hành = 0";
    expect(readRuleText(fifth)).toEqual({ ...DEADLINE, due: "02-05" });
    expect(readRuleText("Bậc: 30=1; 0=0")).toMatchObject({ whenZero: "zero" });
  });

  it.each([
    "",
    "Tùy",
    "Chấm thủ công: x",
    "Thời hạn: hạn = 31/01",
    "Tỷ lệ: ngưỡng = -1 %",
    'Phương án: "a = 1; b = 0',
    "Điều tra XHH",
  ])("%j is none", (text) => {
    expect(readRuleText(text)).toBeNull();
  });

  const IN_WORDS = "Thời hạn: hạn = 31/01; đúng hạn = 0,5; quá hạn = 0,25; không ban hành = 0";
  it.each([
    ["a day of three figures", "31/01", "131/01"],
    ["a month of three figures", "31/01", "31/011"],
    ["a day alone", "31/01", "31/"],
    ["a part twice", "quá hạn = 0,25", "quá hạn = 0,25; quá hạn = 0,25"],
    ["a part with two values", "0,5", "0,5 = 1"],
    ["a part that it has not", "quá hạn = 0,25", "quá hạn = 0,25; lạ = 1"],
  ])("with %s is none", (_, part, other) => {
    expect(readRuleText(IN_WORDS)).toEqual(DEADLINE);
    expect(readRuleText(IN_WORDS.replace(part, other))).toBeNull();
  });

  it.each(["x30", "30 % x", "30,125", "12345678"])("a share of «%s» is none", (share) => {
    expect(readRuleText("Bậc: 30 % = 1; 0 % = 0")).not.toBeNull();
    expect(readRuleText(`Bậc: ${share} = 1; 0 % = 0`)).toBeNull();
  });

  it("comes back as the same rule, whatever it is", () => {
    fc.assert(
      fc.property(rules, (rule) => {
        expect(readRuleText(ruleText(rule))).toEqual(rule);
      }),
    );
  });

  it("comes back for every leaf of the shipped sets", () => {
    for (const file of SET_FILES)
      for (const { leaf } of leavesOf(shippedSet(file)))
        expect(readRuleText(ruleText(leaf.rule))).toEqual(leaf.rule);
  });
});
