import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CriteriaSet, type LeadAppraisers, readCriteriaFile } from "../../core/src/index.ts";
import { SET_FILES, shippedJson, shippedRoster } from "./lai-chau.ts";

const LEADS: LeadAppraisers = {
  byField: { A: "so-noi-vu", B: "so-tu-phap" },
  byNode: { mau: { "A.1": "so-tai-chinh", "A.1.b": "so-y-te" } },
};

const leaf = (code: string, rule: string, params?: unknown, more: object = {}) => ({
  code,
  name: `Tiêu chí ${code}`,
  max: 1,
  step: 0.25,
  source: "self",
  rule,
  ...(params === undefined ? {} : { params }),
  ...more,
});

/** A small file; `changed` replaces the leaf B.1. */
const file = (changed: unknown = leaf("B.1", "yesno"), more: object = {}) => ({
  id: "mau",
  name: "Bộ tiêu chí mẫu",
  fields: [
    {
      code: "A",
      name: "Chỉ đạo",
      criteria: [
        {
          code: "A.1",
          name: "Kế hoạch",
          subCriteria: [leaf("A.1.a", "manual"), leaf("A.1.b", "manual", {}, { max: "1,25" })],
        },
        leaf("A.2", "yesno"),
      ],
    },
    { code: "B", name: "Thể chế", criteria: [changed] },
  ],
  ...more,
});

describe("a file that can be read", () => {
  const { set, findings } = readCriteriaFile(file(), LEADS);

  it("takes maxima from sums, ids from positions, the lead from the nearest node", () => {
    expect(findings).toEqual([]);
    expect(set?.fields.map(({ id, max }) => [id, max])).toEqual([
      ["f1", 32_500],
      ["f2", 10_000],
    ]);
    expect(set?.fields[0]?.criteria[0]?.max).toBe(22_500);
    expect(set?.leaves).toEqual({
      f1c1s1: { field: "f1", max: 10_000, step: 2_500, source: "self", rule: "manual", lead: "so-tai-chinh" },
      f1c1s2: { field: "f1", max: 12_500, step: 2_500, source: "self", rule: "manual", lead: "so-y-te" },
      f1c2: { field: "f1", max: 10_000, step: 2_500, source: "self", rule: "yesno", lead: "so-noi-vu" },
      f2c1: { field: "f2", max: 10_000, step: 2_500, source: "self", rule: "yesno", lead: "so-tu-phap" },
    });
  });

  it.each([
    [
      "options",
      {
        options: [
          ["Có", "1"],
          ["Không", 0],
        ],
      },
      {
        options: [
          { label: "Có", points: 10_000 },
          { label: "Không", points: 0 },
        ],
      },
    ],
    [
      "checklist",
      {
        parts: [
          ["a", 0.75],
          ["b", 0.25],
        ],
      },
      {
        parts: [
          { label: "a", points: 7_500 },
          { label: "b", points: 2_500 },
        ],
      },
    ],
    [
      "deadline",
      { due: "01-31", onTime: 1, late: 0.5, none: 0 },
      { due: "01-31", onTime: 10_000, late: 5_000, none: 0 },
    ],
    [
      "ratio",
      { floor: 99.99, target: 100, whenZero: "full" },
      { floor: 9_999, target: 10_000, whenZero: "full" },
    ],
    [
      "ratioWithPenalty",
      { floor: 70, target: 100, latePenaltyPct: 50, whenZero: "exempt" },
      { floor: 7_000, target: 10_000, latePenalty: 5_000, whenZero: "exempt" },
    ],
    [
      "steps",
      {
        steps: [
          [30, 1],
          ["0,5", 0.25],
        ],
      },
      {
        steps: [
          { atLeast: 3_000, points: 10_000 },
          { atLeast: 50, points: 2_500 },
        ],
        whenZero: "zero",
      },
    ],
    ["scale", { outOf: 100 }, { outOf: 1_000_000 }],
    ["deductPerItem", { perItem: 0.25 }, { perItem: 2_500 }],
  ])("turns %s into exact numbers", (rule, params, expected) => {
    const read = readCriteriaFile(file(leaf("B.1", rule, params)), LEADS);
    expect(read.findings).toEqual([]);
    expect(read.set?.fields[1]?.criteria[0]).toMatchObject({ rule: { kind: rule, ...expected } });
  });

  it("reads a survey leaf with its respondent groups", () => {
    const survey = leaf("B.1", "survey", { groups: ["Người dân"] }, { source: "survey" });
    expect(readCriteriaFile(file(survey), LEADS).set?.leaves.f2c1?.source).toBe("survey");
  });
});

describe("a file that can't be read names the node at fault", () => {
  it.each<[string, unknown, string, string]>([
    ["no points", leaf("B.1", "yesno", undefined, { max: undefined }), "B.1", "max: điểm còn thiếu"],
    ["points as words", leaf("B.1", "yesno", undefined, { max: "một" }), "B.1", "max: điểm là «một»"],
    ["points below 0", leaf("B.1", "yesno", undefined, { max: -1 }), "B.1", "max: điểm là «-1»"],
    ["points with five decimals", leaf("B.1", "yesno", undefined, { max: 0.00001 }), "B.1", "bốn chữ số"],
    [
      "points not a number",
      leaf("B.1", "yesno", undefined, { max: Number.NaN }),
      "B.1",
      "max: điểm là «NaN»",
    ],
    ["points in a list", leaf("B.1", "yesno", undefined, { max: [1] }), "B.1", "max: điểm là"],
    ["no points at all", leaf("B.1", "yesno", undefined, { max: 0 }), "B.1", "max: phải lớn hơn 0"],
    ["a step of 0", leaf("B.1", "yesno", undefined, { step: 0 }), "B.1", "step: phải lớn hơn 0"],
    [
      "an unknown source",
      leaf("B.1", "yesno", undefined, { source: "khác" }),
      "B.1",
      "source: phải là một trong «self», «survey»",
    ],
    ["an unknown rule", leaf("B.1", "đoán"), "B.1", "rule: phải là một trong «yesno»"],
    ["a misspelt key", leaf("B.1", "yesno", undefined, { evidences: "x" }), "B.1", "có mục lạ «evidences»"],
    [
      "parameters of another rule",
      leaf("B.1", "ratio", { perItem: 1 }),
      "B.1",
      "params.floor: tỷ lệ còn thiếu",
    ],
    ["parameters missing", leaf("B.1", "options"), "B.1", "params: còn thiếu"],
    ["parameters where there are none", leaf("B.1", "yesno", { yes: 1 }), "B.1", "params: có mục lạ «yes»"],
    [
      "a share too fine",
      leaf("B.1", "ratio", { floor: 0.001, target: 100, whenZero: "zero" }),
      "B.1",
      "params.floor: tỷ lệ có tối đa hai chữ số thập phân",
    ],
    [
      "a target of 0",
      leaf("B.1", "ratio", { floor: 0, target: 0, whenZero: "zero" }),
      "B.1",
      "params.target: phải lớn hơn 0",
    ],
    [
      "a penalty above all",
      leaf("B.1", "ratioWithPenalty", { floor: 0, target: 100, latePenaltyPct: 101, whenZero: "zero" }),
      "B.1",
      "params.latePenaltyPct: không được lớn hơn 100 %",
    ],
    [
      "whenZero unknown",
      leaf("B.1", "ratio", { floor: 0, target: 100, whenZero: "half" }),
      "B.1",
      "params.whenZero: phải là một trong «full», «zero», «exempt»",
    ],
    [
      "a day as people write it",
      leaf("B.1", "deadline", { due: "31/01", onTime: 1, late: 1, none: 0 }),
      "B.1",
      "params.due: phải là ngày dạng MM-dd",
    ],
    [
      "one option only",
      leaf("B.1", "options", { options: [["Có", 1]] }),
      "B.1",
      "params.options: cần ít nhất 2 mục",
    ],
    [
      "no respondent group",
      leaf("B.1", "survey", { groups: [] }, { source: "survey" }),
      "B.1",
      "params.groups: cần ít nhất 1 mục",
    ],
    ["no sub-criteria", { code: "B.1", name: "x", subCriteria: [] }, "B.1", "subCriteria: cần ít nhất 1 mục"],
    [
      "a sub-criterion without code",
      { code: "B.1", name: "x", subCriteria: [leaf("", "yesno")] },
      "B.1.1",
      "code: không được để trống",
    ],
    ["no code", { ...leaf("B.1", "yesno"), code: undefined }, "B.1", "code: còn thiếu"],
    ["not a node", 7, "B.1", "phải là một nhóm thông tin"],
    [
      "a declared sum that is wrong",
      { code: "B.1", name: "x", max: 3, subCriteria: [leaf("B.1.1", "yesno")] },
      "B.1",
      "Điểm tối đa 3 khác tổng các tiêu chí thành phần là 1.",
    ],
    ["a code twice", leaf("A.2", "yesno"), "A.2", "Mã in này lặp lại"],
  ])("%s", (_, changed, node, message) => {
    const { set, findings } = readCriteriaFile(file(changed), LEADS);
    expect(set).toBeNull();
    expect(findings).toContainEqual({ node, message: expect.stringContaining(message) });
  });

  it("a criterion without name, a field without criteria, a set without id", () => {
    const spoilt = file();
    Object.assign(spoilt, { id: "Bộ Một", fields: [{ code: "A", name: "x", criteria: [] }] });
    expect(readCriteriaFile(spoilt, LEADS).findings).toEqual([{ node: "Bộ Một", message: "id: sai dạng" }]);
    const empty = { ...spoilt, id: "mau" };
    expect(readCriteriaFile(empty, LEADS).findings).toEqual([
      { node: "A", message: "criteria: cần ít nhất 1 mục" },
    ]);
    expect(readCriteriaFile(null, LEADS).findings).toEqual([
      { node: "bộ tiêu chí", message: "phải là một nhóm thông tin" },
    ]);
  });

  it("totals other than those stated", () => {
    const expected = { fields: 2, criteria: 3, subCriteria: 2, selfMax: "4,25", surveyMax: 0, max: "4,25" };
    expect(readCriteriaFile(file(undefined, { expected }), LEADS).findings).toEqual([]);
    expect(readCriteriaFile(file(undefined, { expected: { ...expected, max: 4 } }), LEADS).findings).toEqual([
      { node: "mau", message: "Tổng điểm tối đa là 4,25, cần 4." },
    ]);
  });

  it("a leaf that no department leads, a lead for a node that is not there", () => {
    const nobody = { byField: { A: "so-noi-vu" }, byNode: {} };
    expect(readCriteriaFile(file(), nobody).findings).toEqual([
      { node: "B.1", message: "Chưa có cơ quan chủ trì thẩm định." },
    ]);
    const lost = { ...LEADS, byNode: { mau: { "C.9": "so-y-te" } } };
    expect(readCriteriaFile(file(), lost).findings).toEqual([
      { node: "C.9", message: "Cơ quan chủ trì được giao một mã không có trong bộ tiêu chí." },
    ]);
  });
});

/** Every place in a JSON value, as a list of keys. */
function placesOf(json: unknown, at: string[] = []): string[][] {
  if (typeof json !== "object" || json === null) return [at];
  return [at, ...Object.entries(json).flatMap(([key, value]) => placesOf(value, [...at, key]))];
}

function replaced(json: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy: Record<string, unknown> = Array.isArray(json) ? Object.assign([], json) : { ...Object(json) };
  copy[key] = replaced(copy[key], rest, value);
  return copy;
}

it("an object in the place of a number is a finding, even one that has no text of its own", () => {
  const json = replaced(shippedJson(SET_FILES[2] ?? ""), ["fields", "0", "criteria", "0", "max"], {
    toString: {},
  });
  const { findings } = readCriteriaFile(json, shippedRoster().leads);
  expect(findings.map(({ message }) => message).join()).toContain('«{"toString":{}}»');
});

it.each(["__proto__", "constructor", "toString"])(
  "a leaf or a field may be called %s: it takes no department from the language's own objects",
  (name) => {
    const withLeaf = file(leaf(name, "yesno"));
    expect(readCriteriaFile(withLeaf, LEADS).set?.leaves.f2c1?.lead).toBe("so-tu-phap");
    const withField = replaced(file(), ["fields", "1", "code"], name);
    expect(readCriteriaFile(withField, LEADS).findings).toEqual([
      { node: "B.1", message: "Chưa có cơ quan chủ trì thẩm định." },
    ]);
  },
);

it("whatever one place of a shipped file is replaced by: findings, or a set that can be stored", () => {
  const { leads } = shippedRoster();
  const json = shippedJson(SET_FILES[2] ?? "");
  const places = placesOf(json);
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (place, value) => {
      const read = readCriteriaFile(replaced(json, place, value), leads);
      if (read.set) expect(CriteriaSet.parse(read.set)).toEqual(read.set);
      else expect(read.findings.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});
