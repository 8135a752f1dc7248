import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatPoints,
  Guidance,
  illustrativeTexts,
  type LeafNode,
  leavesOf,
  type ScoringRule,
  TEXT_MAX,
} from "../../core/src/index.ts";
import { rules } from "./arbitraries.ts";
import { SET_FILES, shippedSet } from "./lai-chau.ts";
import { leaf, pts, setOf } from "./samples.ts";

const textOf = (more: Partial<LeafNode>) =>
  illustrativeTexts(setOf("bo", [leaf("a", more)])).a?.split("\n") ?? [];

const PROOF = "Tài liệu kiểm chứng: văn bản, số liệu chứng minh kết quả thực hiện. (Minh họa.)";

describe("the text of a leaf", () => {
  it.each<[ScoringRule, string[]]>([
    [{ kind: "yesno" }, ["Điểm tối đa 2. Có thực hiện: 2 điểm; không thực hiện: 0 điểm."]],
    [
      {
        kind: "options",
        options: [
          { label: "Từ 02 sáng kiến", points: pts(2) },
          { label: "Không có", points: 0 },
        ],
      },
      [
        "Điểm tối đa 2. Căn cứ kết quả thực hiện, chấm theo một trong các mức sau:",
        "- Từ 02 sáng kiến: 2 điểm;",
        "- Không có: 0 điểm.",
      ],
    ],
    [
      {
        kind: "checklist",
        parts: [
          { label: "Kế hoạch", points: pts(1.5) },
          { label: "Báo cáo", points: pts(0.5) },
        ],
      },
      [
        "Điểm tối đa 2. Điểm của tiêu chí là tổng điểm các nội dung đã thực hiện:",
        "- Kế hoạch: 1,5 điểm;",
        "- Báo cáo: 0,5 điểm.",
      ],
    ],
    [
      { kind: "deadline", due: "01-31", onTime: pts(2), late: pts(0.5), none: 0 },
      [
        "Điểm tối đa 2. Chấm điểm theo thời điểm ban hành:",
        "- ban hành chậm nhất ngày 31/01 của năm đánh giá: 2 điểm;",
        "- ban hành sau thời hạn trên: 0,5 điểm;",
        "- không ban hành: 0 điểm.",
      ],
    ],
    [
      { kind: "ratio", floor: 8_000, target: 10_000, whenZero: "zero" },
      [
        "Điểm tối đa 2. Chấm điểm theo tỷ lệ, tính bằng số nhiệm vụ đã hoàn thành / số nhiệm vụ phải thực hiện × 100%:",
        "- đạt từ 100% trở lên: 2 điểm;",
        "- từ 80% đến dưới 100%: điểm = 2 × tỷ lệ đạt được / 100%;",
        "- dưới 80%: 0 điểm.",
        "Điểm được làm tròn đến bội số của 0,25 điểm. Ví dụ: tỷ lệ 90% được 1,75 điểm.",
        "Trường hợp trong năm không phát sinh nhiệm vụ: 0 điểm.",
      ],
    ],
    [
      { kind: "ratioWithPenalty", floor: 0, target: 9_950, latePenalty: 5_000, whenZero: "full" },
      [
        "Điểm tối đa 2. Chấm điểm theo tỷ lệ, tính bằng (số nhiệm vụ đã hoàn thành − 50% × số nhiệm vụ hoàn thành quá hạn) / số nhiệm vụ phải thực hiện × 100%:",
        "- đạt từ 99,5% trở lên: 2 điểm;",
        "- dưới 99,5%: điểm = 2 × tỷ lệ đạt được / 99,5%.",
        "Điểm được làm tròn đến bội số của 0,25 điểm. Ví dụ: tỷ lệ 49,75% được 1 điểm.",
        "Trường hợp trong năm không phát sinh nhiệm vụ: được tính 2 điểm.",
      ],
    ],
    [
      { kind: "ratio", floor: 9_000, target: 9_000, whenZero: "exempt" },
      [
        "Điểm tối đa 2. Chấm điểm theo tỷ lệ, tính bằng số nhiệm vụ đã hoàn thành / số nhiệm vụ phải thực hiện × 100%:",
        "- đạt từ 90% trở lên: 2 điểm;",
        "- dưới 90%: 0 điểm.",
        "Trường hợp trong năm không phát sinh nhiệm vụ: không áp dụng tiêu chí này, điểm tối đa của đơn vị được trừ tương ứng sau khi cơ quan thường trực xem xét.",
      ],
    ],
    [
      {
        ...{ kind: "steps", whenZero: "zero" },
        steps: [
          { atLeast: 3_000, points: pts(2) },
          { atLeast: 2_000, points: pts(1) },
          { atLeast: 0, points: 0 },
        ],
      },
      [
        "Điểm tối đa 2. Chấm điểm theo tỷ lệ, tính bằng số đã thực hiện / số phải thực hiện × 100%:",
        "- từ 30% trở lên: 2 điểm;",
        "- từ 20% đến dưới 30%: 1 điểm;",
        "- dưới 20%: 0 điểm.",
        "Trường hợp trong năm không phát sinh nhiệm vụ: 0 điểm.",
      ],
    ],
    [
      { kind: "steps", whenZero: "zero", steps: [{ atLeast: 5_000, points: pts(2) }] },
      [
        "Điểm tối đa 2. Chấm điểm theo tỷ lệ, tính bằng số đã thực hiện / số phải thực hiện × 100%:",
        "- từ 50% trở lên: 2 điểm;",
        "- dưới 50%: 0 điểm.",
        "Trường hợp trong năm không phát sinh nhiệm vụ: 0 điểm.",
      ],
    ],
    [
      { kind: "scale", outOf: pts(100) },
      [
        "Điểm tối đa 2. Điểm = 2 × kết quả đạt được / 100 (theo thang 100 điểm), không vượt quá 2 điểm. Điểm được làm tròn đến bội số của 0,25 điểm.",
      ],
    ],
    [
      { kind: "deductPerItem", perItem: pts(0.25) },
      [
        "Điểm tối đa 2. Thực hiện đầy đủ, đúng quy định: 2 điểm; mỗi trường hợp không thực hiện, thực hiện chậm hoặc không đạt yêu cầu trừ 0,25 điểm, trừ đến 0 điểm.",
      ],
    ],
    [
      { kind: "manual" },
      [
        "Điểm tối đa 2. Đơn vị tự chấm từ 0 đến 2 điểm theo mức độ thực hiện và thuyết minh căn cứ chấm điểm.",
      ],
    ],
  ])("%o", (rule, lines) => {
    expect(textOf({ rule })).toEqual([...lines, PROOF]);
  });

  it("of a survey names those who are asked, and asks for no evidence", () => {
    const rule: ScoringRule = { kind: "survey", groups: ["Người dân", "Đại biểu HĐND"] };
    expect(textOf({ rule, source: "survey", evidence: "Kết quả điều tra XHH" })).toEqual([
      "Điểm tối đa 2. Điểm lấy từ kết quả điều tra xã hội học đối với người dân; đại biểu HĐND. Đơn vị không tự chấm điểm tiêu chí này. (Minh họa.)",
    ]);
  });

  it("asks for the evidence that the leaf asks for", () => {
    expect(textOf({ evidence: " Báo cáo quý. " }).at(-1)).toBe(
      "Tài liệu kiểm chứng: Báo cáo quý. (Minh họa.)",
    );
  });

  it("can be stored whatever the rule, and is shortened where it is too long", () => {
    const { texts } = Guidance.shape;
    fc.assert(
      fc.property(rules, (rule) => {
        const written = illustrativeTexts(setOf("bo", [leaf("a", { rule })]));
        expect(texts.parse(written)).toEqual(written);
        expect(written.a).toMatch(/^Điểm tối đa 2\. .+ \(Minh họa\.\)$/su);
      }),
    );
    const options = Array.from({ length: 9 }, () => ({ label: "x".repeat(900), points: 0 }));
    const long = illustrativeTexts(setOf("bo", [leaf("a", { rule: { kind: "options", options } })])).a ?? "";
    expect(long.length).toBe(TEXT_MAX);
    expect(long.endsWith("x… (Minh họa.)")).toBe(true);
  });
});

it.each(SET_FILES)(
  "says of every leaf of %s what it gives at most, by what, and no more than it knows",
  (file) => {
    const set = shippedSet(file);
    const texts = illustrativeTexts(set);
    for (const { leaf } of leavesOf(set)) {
      const text = texts[leaf.id] ?? "";
      expect(text).toContain(`Điểm tối đa ${formatPoints(leaf.max)}.`);
      expect(text).not.toMatch(/undefined|NaN|null|\[object|(ngưỡng|chỉ tiêu|hạn|phát sinh|mỗi lần|thang) =/);
      if (leaf.rule.kind === "survey")
        for (const group of leaf.rule.groups) expect(text.toLowerCase()).toContain(group.toLowerCase());
      else expect(text).toContain(`Tài liệu kiểm chứng: ${leaf.evidence}.`);
    }
  },
);
