import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Facts, parseFacts, propose, type ScoringRule } from "../../core/src/index.ts";

/** A leaf of up to 2 points in steps of a hundredth of a point, assessed for 2024. */
const leaf = { max: 20_000, step: 100, year: 2024 };
const EXEMPT = { kind: "exempt" };

const scored = (rule: ScoringRule, facts: Facts, at = leaf) => {
  const proposal = propose(rule, facts, at);
  return proposal.kind === "points" ? proposal.points : proposal;
};

const ratio = (
  floor: number,
  whenZero: "full" | "zero" | "exempt" = "zero",
  target = 10_000,
): ScoringRule => ({
  kind: "ratio",
  floor,
  target,
  whenZero,
});

describe("yesno", () => {
  it.each([
    [true, 20_000],
    [false, 0],
  ])("%s → %i", (yes, points) => {
    expect(scored({ kind: "yesno" }, { yes })).toBe(points);
  });
});

describe("options", () => {
  const rule: ScoringRule = {
    kind: "options",
    options: [
      { label: "Từ 02 trở lên", points: 20_000 },
      { label: "01", points: 7_500 },
      { label: "Không", points: 0 },
    ],
  };
  it.each([
    [0, 20_000],
    [1, 7_500],
    [2, 0],
  ])("option %i → %i", (option, points) => {
    expect(scored(rule, { option })).toBe(points);
  });
  it("refuses an option that is not there", () => {
    expect(propose(rule, { option: 3 }, leaf)).toEqual({
      kind: "badFacts",
      issues: [{ path: "option", message: "chỉ có 3 phương án" }],
    });
  });
});

describe("checklist", () => {
  const rule: ScoringRule = {
    kind: "checklist",
    parts: [
      { label: "a", points: 10_000 },
      { label: "b", points: 7_500 },
      { label: "c", points: 2_500 },
    ],
  };
  it.each([
    [[true, true, true], 20_000],
    [[true, false, true], 12_500],
    [[false, false, false], 0],
  ])("%j → %i", (parts, points) => {
    expect(scored(rule, { parts })).toBe(points);
  });
  it("refuses an answer for more or fewer parts than there are", () => {
    for (const parts of [[true], [true, true, true, true]])
      expect(propose(rule, { parts }, leaf)).toMatchObject({ kind: "badFacts", issues: [{ path: "parts" }] });
  });
});

describe("deadline", () => {
  const rule: ScoringRule = { kind: "deadline", due: "01-31", onTime: 20_000, late: 10_000, none: 2_500 };
  it.each([
    ["2023-12-20", 20_000],
    ["2024-01-30", 20_000],
    ["2024-01-31", 20_000],
    ["2024-02-01", 10_000],
    ["2025-01-15", 10_000],
    [null, 2_500],
  ])("issued %s → %i", (issued, points) => {
    expect(scored(rule, { issued })).toBe(points);
  });
  it("takes the last of February for 29 February in a year without it", () => {
    const february: ScoringRule = { ...rule, due: "02-29" };
    expect(scored(february, { issued: "2023-02-28" }, { ...leaf, year: 2023 })).toBe(20_000);
    expect(scored(february, { issued: "2023-03-01" }, { ...leaf, year: 2023 })).toBe(10_000);
  });
});

describe("ratio", () => {
  it.each([
    ["at the target", 10_000, 10_000, 20_000],
    ["above the target", 10_000, 12_000, 20_000],
    ["99.99 %", 10_000, 9_999, 20_000],
    ["99.7 %", 1_000, 997, 19_900],
    ["exactly the floor", 10, 8, 16_000],
    ["just below the floor", 10_000, 7_999, 0],
    ["nothing done", 10, 0, 0],
    ["two thirds, below the floor", 3, 2, 0],
    ["nine tenths", 20, 18, 18_000],
  ])("%s: %i planned, %i done → %i", (_, planned, done, points) => {
    expect(scored(ratio(8_000), { planned, done })).toBe(points);
  });

  it("is proportional to the target, not to the whole", () => {
    expect(scored(ratio(5_000, "zero", 8_000), { planned: 100, done: 60 })).toBe(15_000);
    expect(scored(ratio(5_000, "zero", 8_000), { planned: 100, done: 80 })).toBe(20_000);
    expect(scored(ratio(5_000, "zero", 8_000), { planned: 100, done: 50 })).toBe(12_500);
  });

  it("has no middle where the floor is the target", () => {
    expect(scored(ratio(10_000), { planned: 1_000_000_000, done: 999_999_999 })).toBe(0);
    expect(scored(ratio(10_000), { planned: 1_000_000_000, done: 1_000_000_000 })).toBe(20_000);
  });

  it("rounds half a step up, and less than half down", () => {
    const quarter = { ...leaf, max: 10_000, step: 2_500 };
    expect(scored(ratio(0), { planned: 8, done: 1 }, quarter)).toBe(2_500);
    expect(scored(ratio(0), { planned: 80_000, done: 9_999 }, quarter)).toBe(0);
    expect(scored(ratio(0), { planned: 8, done: 3 }, quarter)).toBe(5_000);
    expect(scored(ratio(0), { planned: 1_000_000_000, done: 375_000_000 }, quarter)).toBe(5_000);
    expect(scored(ratio(0), { planned: 1_000_000_000, done: 374_999_999 }, quarter)).toBe(2_500);
  });

  it.each([
    ["full", 20_000],
    ["zero", 0],
    ["exempt", EXEMPT],
  ] as const)("nothing planned, %s → %j, whatever was done", (whenZero, expected) => {
    expect(scored(ratio(8_000, whenZero), { planned: 0, done: 0 })).toEqual(expected);
    expect(scored(ratio(8_000, whenZero), { planned: 0, done: 5 })).toEqual(expected);
  });
});

describe("ratioWithPenalty", () => {
  const rule = (latePenalty: number, whenZero: "full" | "zero" | "exempt" = "zero"): ScoringRule => ({
    kind: "ratioWithPenalty",
    floor: 7_000,
    target: 10_000,
    latePenalty,
    whenZero,
  });
  it.each([
    ["none late", 5_000, 20, 18, 0, 18_000],
    ["one late counts half", 5_000, 20, 18, 1, 17_500],
    ["all late: half of all, below the floor", 5_000, 20, 20, 20, 0],
    ["late tasks that bring it exactly to the floor", 5_000, 10, 8, 2, 14_000],
    ["all late at full penalty", 10_000, 20, 20, 20, 0],
    ["all late without penalty", 0, 20, 20, 20, 20_000],
    ["more than planned makes up for lateness", 5_000, 10, 12, 4, 20_000],
    ["a third of a task, exactly", 3_333, 10, 10, 1, 19_300],
  ])("%s", (_, latePenalty, planned, done, late, points) => {
    expect(scored(rule(latePenalty), { planned, done, late })).toBe(points);
  });
  it("refuses more late than done", () => {
    expect(propose(rule(5_000), { planned: 5, done: 2, late: 3 }, leaf)).toEqual({
      kind: "badFacts",
      issues: [{ path: "late", message: "số quá hạn không được lớn hơn số đã hoàn thành" }],
    });
  });
  it.each([
    ["full", 20_000],
    ["zero", 0],
    ["exempt", EXEMPT],
  ] as const)("nothing planned, %s", (whenZero, expected) => {
    expect(scored(rule(5_000, whenZero), { planned: 0, done: 2, late: 2 })).toEqual(expected);
  });
});

describe("steps", () => {
  const rule = (whenZero: "full" | "zero" | "exempt" = "zero"): ScoringRule => ({
    kind: "steps",
    steps: [
      { atLeast: 3_000, points: 20_000 },
      { atLeast: 2_000, points: 10_000 },
      { atLeast: 500, points: 2_500 },
    ],
    whenZero,
  });
  it.each([
    ["all", 10, 10, 20_000],
    ["exactly a band", 10, 3, 20_000],
    ["a hair below a band", 100_000_000, 29_999_999, 10_000],
    ["exactly the second", 10, 2, 10_000],
    ["below every band", 1_000, 49, 0],
    ["more than planned", 10, 30, 20_000],
  ])("%s: %i planned, %i done → %i", (_, planned, done, points) => {
    expect(scored(rule(), { planned, done })).toBe(points);
  });
  it.each([
    ["full", 20_000],
    ["zero", 0],
    ["exempt", EXEMPT],
  ] as const)("nothing planned, %s", (whenZero, expected) => {
    expect(scored(rule(whenZero), { planned: 0, done: 1 })).toEqual(expected);
  });
});

describe("scale", () => {
  const rule: ScoringRule = { kind: "scale", outOf: 1_000_000 };
  it.each([
    ["0", 0, 0],
    ["87,5 of 100", 875_000, 17_500],
    ["100", 1_000_000, 20_000],
    ["above the scale", 2_000_000, 20_000],
    ["a tie", 2_500, 100],
    ["below the tie", 2_499, 0],
  ])("%s", (_, value, points) => {
    expect(scored(rule, { value })).toBe(points);
  });
});

describe("deductPerItem", () => {
  const rule: ScoringRule = { kind: "deductPerItem", perItem: 2_500 };
  it.each([
    [0, 20_000],
    [1, 17_500],
    [8, 0],
    [9, 0],
    [1_000_000_000, 0],
  ])("%i items → %i", (items, points) => {
    expect(scored(rule, { items })).toBe(points);
  });
});

describe("no facts, or facts that can't be scored", () => {
  it("proposes nothing before anything is entered, nor for scores that people give", () => {
    expect(propose({ kind: "yesno" }, null, leaf)).toEqual({ kind: "none" });
    expect(propose({ kind: "manual" }, { yes: true }, leaf)).toEqual({ kind: "none" });
    expect(propose({ kind: "survey", groups: ["Người dân"] }, {}, leaf)).toEqual({ kind: "none" });
    expect(parseFacts({ kind: "manual" }, {})).toEqual({
      ok: false,
      issues: [{ path: "", message: "quy tắc «manual» không dùng số liệu" }],
    });
  });

  const deadline: ScoringRule = { kind: "deadline", due: "01-31", onTime: 1, late: 1, none: 1 };
  it.each([
    ["missing", ratio(0), { planned: 1 }, "done", "còn thiếu"],
    ["negative", ratio(0), { planned: 1, done: -1 }, "done", "không được nhỏ hơn 0"],
    ["fractional", ratio(0), { planned: 1.5, done: 1 }, "planned", "phải là số nguyên"],
    ["NaN", ratio(0), { planned: Number.NaN, done: 1 }, "planned", "phải là số"],
    ["text", ratio(0), { planned: "20", done: 1 }, "planned", "phải là số"],
    ["huge", ratio(0), { planned: 1, done: 1e12 }, "done", "không được lớn hơn 1000000000"],
    ["not facts", ratio(0), 7, "", "phải là một nhóm thông tin"],
    ["yes as text", { kind: "yesno" }, { yes: "có" }, "yes", "phải là đúng hoặc sai"],
    ["no such day", deadline, { issued: "2024-02-30" }, "issued", "phải là một ngày dạng yyyy-MM-dd"],
    ["another format", deadline, { issued: "31/01/2024" }, "issued", "phải là một ngày dạng yyyy-MM-dd"],
  ] satisfies [string, ScoringRule, unknown, string, string][])(
    "%s: names the field",
    (_, rule, facts, path, message) => {
      expect(propose(rule, facts, leaf)).toEqual({ kind: "badFacts", issues: [{ path, message }] });
    },
  );
});

const share = fc.integer({ min: 0, max: 10_000 });
const whenZero = fc.constantFrom("full" as const, "zero" as const, "exempt" as const);
const bounds = fc.tuple(share, fc.integer({ min: 1, max: 15_000 })).map(([a, b]) => ({
  floor: Math.min(a, b),
  target: Math.max(a, b, 1),
}));
/** A leaf whose maximum is a whole number of steps, as a validated set guarantees. */
const anyLeaf = fc
  .tuple(fc.constantFrom(1, 100, 250, 2_500, 5_000, 7), fc.integer({ min: 1, max: 4_000 }))
  .map(([step, steps]) => ({ max: step * steps, step, year: 2024 }));
const count = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 1_000_000_000 }));

const onCounts: fc.Arbitrary<ScoringRule> = fc.oneof(
  fc
    .record({ kind: fc.constant("ratio" as const), bounds, whenZero })
    .map(({ bounds, ...rule }) => ({ ...rule, ...bounds })),
  fc
    .record({ kind: fc.constant("ratioWithPenalty" as const), bounds, latePenalty: share, whenZero })
    .map(({ bounds, ...rule }) => ({ ...rule, ...bounds })),
  fc
    .record({
      kind: fc.constant("steps" as const),
      bands: fc.uniqueArray(share, { minLength: 1, maxLength: 6 }),
      whenZero,
    })
    .map(({ bands, ...rule }) => ({
      ...rule,
      steps: bands.sort((a, b) => b - a).map((atLeast) => ({ atLeast, points: atLeast })),
    })),
);

function expectOnScale(points: unknown, { max, step }: { max: number; step: number }) {
  expect(points).toSatisfy((value: number) => value >= 0 && value <= max && value % step === 0);
}

describe("whatever the facts", () => {
  it("never falls when more is done, and stays within 0 … max and on the step", () => {
    fc.assert(
      fc.property(onCounts, anyLeaf, count, count, count, (rule, leaf, planned, one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        const late = rule.kind === "ratioWithPenalty" ? { late: less } : {};
        const low = scored(rule, { planned, done: less, ...late }, leaf);
        const high = scored(rule, { planned, done: more, ...late }, leaf);
        if (planned === 0) {
          expect(high).toEqual(low);
          return;
        }
        expectOnScale(low, leaf);
        expectOnScale(high, leaf);
        expect(high).toBeGreaterThanOrEqual(Number(low));
      }),
    );
  });

  it("never rises when more is late", () => {
    const rule = fc.record({ kind: fc.constant("ratioWithPenalty" as const), bounds, latePenalty: share });
    fc.assert(
      fc.property(
        rule,
        anyLeaf,
        fc.array(count, { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1 }),
        (partial, leaf, counts, planned) => {
          const { bounds, ...rest } = partial;
          const [few, many, done] = counts.sort((a, b) => a - b);
          const facts = { planned: Math.min(planned, 1_000_000_000), done: done ?? 0 };
          const rule: ScoringRule = { ...rest, ...bounds, whenZero: "zero" };
          const promptly = scored(rule, { ...facts, late: few ?? 0 }, leaf);
          const late = scored(rule, { ...facts, late: many ?? 0 }, leaf);
          expect(late).toBeLessThanOrEqual(Number(promptly));
        },
      ),
    );
  });

  it("gives scale and deduction within 0 … max and on the step, each in its direction", () => {
    fc.assert(
      fc.property(
        anyLeaf,
        fc.integer({ min: 1, max: 90_000_000 }),
        fc.integer({ min: 0, max: 89_999_999 }),
        (leaf, size, value) => {
          const scale: ScoringRule = { kind: "scale", outOf: size };
          const deduct: ScoringRule = { kind: "deductPerItem", perItem: size };
          for (const points of [scored(scale, { value }, leaf), scored(deduct, { items: value }, leaf)])
            expectOnScale(points, leaf);
          expect(scored(scale, { value: value + 1 }, leaf)).toBeGreaterThanOrEqual(
            Number(scored(scale, { value }, leaf)),
          );
          expect(scored(deduct, { items: value + 1 }, leaf)).toBeLessThanOrEqual(
            Number(scored(deduct, { items: value }, leaf)),
          );
        },
      ),
    );
  });

  it("gives a ratio within half a step of the exact one", () => {
    fc.assert(
      fc.property(
        anyLeaf,
        fc.integer({ min: 1, max: 1_000_000_000 }),
        fc.integer({ min: 0, max: 1_000_000_000 }),
        (leaf, planned, done) => {
          fc.pre(done <= planned);
          const points = BigInt(Number(scored(ratio(0), { planned, done }, leaf)));
          const twiceOff = 2n * (points * BigInt(planned) - BigInt(leaf.max) * BigInt(done));
          const oneStep = BigInt(leaf.step) * BigInt(planned);
          expect(twiceOff).toBeLessThanOrEqual(oneStep);
          expect(twiceOff).toBeGreaterThanOrEqual(-oneStep);
        },
      ),
    );
  });
});
