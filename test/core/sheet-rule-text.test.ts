import { expect, it, vi } from "vitest";
import { propose, type ScoringRule } from "../../core/src/index.ts";
import { ruleText } from "../../hosting/src/sheet/rule-text.ts";
import { pts } from "./samples.ts";

/** Texts are in the language of the page. */
vi.stubGlobal("document", { documentElement: { lang: "vi" } });

const whenZero = "zero";
const said = (rule: ScoringRule) => ruleText({ rule, max: pts(2) });

it.each<[ScoringRule, string]>([
  [
    { kind: "ratio", floor: 8_000, target: 10_000, whenZero },
    "Đạt từ 100% trở lên: 2 điểm; từ 80% đến dưới 100%: 2 điểm × tỷ lệ đạt được ÷ 100%; dưới 80%: 0 điểm.",
  ],
  [
    { kind: "ratio", floor: 0, target: 9_550, whenZero },
    "Đạt từ 95,5% trở lên: 2 điểm; dưới 95,5%: 2 điểm × tỷ lệ đạt được ÷ 95,5%.",
  ],
  [
    { kind: "ratio", floor: 10_000, target: 10_000, whenZero },
    "Đạt từ 100% trở lên: 2 điểm; dưới 100%: 0 điểm.",
  ],
  [
    { kind: "ratioWithPenalty", floor: 7_000, target: 10_000, latePenalty: 5_000, whenZero },
    "Mỗi việc quá hạn bị trừ 50% của một việc. Đạt từ 100% trở lên: 2 điểm; từ 70% đến dưới 100%: 2 điểm × tỷ lệ đạt được ÷ 100%; dưới 70%: 0 điểm.",
  ],
  [
    {
      ...{ kind: "steps", whenZero },
      steps: [
        { atLeast: 3_000, points: pts(2) },
        { atLeast: 2_000, points: pts(0.5) },
      ],
    },
    "Theo tỷ lệ đạt: từ 30% trở lên: 2; từ 20% đến dưới 30%: 0,5; dưới 20%: 0 điểm.",
  ],
  [
    {
      ...{ kind: "steps", whenZero },
      steps: [
        { atLeast: 3_000, points: pts(2) },
        { atLeast: 0, points: pts(0.25) },
      ],
    },
    "Theo tỷ lệ đạt: từ 30% trở lên: 2; dưới 30%: 0,25.",
  ],
])("a rule by shares is told with both ends of each band: %j", (rule, text) => {
  expect(said(rule)).toBe(text);
});

it("a ratio's bands are those that are computed, at both of their ends", () => {
  const rule: ScoringRule = { kind: "ratio", floor: 8_000, target: 9_000, whenZero };
  expect(said(rule)).toMatch(/từ 90% trở lên: 2 .*từ 80% đến dưới 90%: .*dưới 80%: 0/);
  const points = (done: number) =>
    propose(rule, { planned: 1_000, done }, { max: pts(2), step: 1, year: 2024 });
  expect([899, 900].map(points)).toEqual([
    { kind: "points", points: Math.round((pts(2) * 899) / 900) },
    { kind: "points", points: pts(2) },
  ]);
  expect([799, 800].map(points)).toEqual([
    { kind: "points", points: 0 },
    { kind: "points", points: Math.round((pts(2) * 800) / 900) },
  ]);
});
