import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addTallies,
  answerIncrements,
  answersIn,
  EMPTY_TALLY,
  type FilledForm,
  type GroupShare,
  leafSurveyScore,
  type Moments,
  Tally,
  tallyOf,
} from "../../core/src/index.ts";
import { forms, QUESTIONS, scored } from "./survey-samples.ts";

const channels = fc.constantFrom("code", "link", "paper", "import");
const answers = fc.array(fc.record({ form: forms, channel: channels }), { maxLength: 40 });
type Answers = typeof answers extends fc.Arbitrary<infer T> ? T : never;

const tally = (all: Answers) => tallyOf(all.flatMap((one) => answerIncrements(one, QUESTIONS, "bo")));

describe("a tally", () => {
  it("of any split of the answers over shards, in any order, is the tally of the whole", () => {
    fc.assert(
      fc.property(answers, fc.array(fc.nat(5), { minLength: 40, maxLength: 40 }), (all, shardOf) => {
        const shards = Array.from({ length: 6 }, (_, shard) =>
          tally(all.filter((__, at) => shardOf[at] === shard).reverse()),
        );
        const whole = tally(all);
        expect(shards.reduce(addTallies, EMPTY_TALLY)).toEqual(whole);
        expect(shards.reverse().reduce(addTallies)).toEqual(whole);
        expect(Tally.parse(whole)).toEqual(whole);
        expect(answersIn(whole)).toBe(all.length);
      }),
    );
  });

  it("is what counting by hand gives", () => {
    fc.assert(
      fc.property(answers, (all) => {
        const { questions, leaves } = tally(all);
        for (const { id, options } of QUESTIONS) {
          options.forEach((_, option) => {
            const chosen = all.filter(({ form }) => form[id] === option).length;
            expect(questions[id]?.options[option] ?? 0).toBe(chosen);
          });
        }
        expect(questions.q1?.blank ?? 0).toBe(all.filter(({ form }) => form.q1 === undefined).length);
        const WEIGHTS = [10_000, 5_000, 0];
        // Leaf b is scored by q2 and q3.
        const valued = all.flatMap(({ form }) => {
          const weights = [form.q2, form.q3].flatMap((option) => WEIGHTS[option ?? 3] ?? []);
          return weights.length === 0 ? [] : [weights];
        });
        const sums = valued.map((weights) => [
          weights.length,
          weights.reduce((sum, one) => sum + one, 0),
        ]) as [number, number][];
        const total = (of: (a: number, b: number) => number) =>
          sums.reduce((sum, [a, b]) => sum + of(a, b), 0);
        expect(leaves.b ?? { n: 0, a: 0, b: 0, aa: 0, ab: 0, bb: 0 }).toEqual({
          ...{ n: valued.length, a: total((a) => a), b: total((_, b) => b) },
          ...{ aa: total((a) => a * a), ab: total((a, b) => a * b), bb: total((_, b) => b * b) },
        });
      }),
    );
  });

  const increments = (form: FilledForm) => answerIncrements({ form, channel: "code" }, QUESTIONS, "bo");

  it("counts what was shown and left blank, and nothing of what was skipped", () => {
    const { questions } = tallyOf(increments({ q1: 1 }));
    expect(questions).toEqual({
      q1: { options: { 1: 1 }, blank: 0 },
      q3: { options: {}, blank: 1 },
      q5: { options: {}, blank: 1 },
    });
  });

  it("gives 'không biết' to the distribution, but to no leaf", () => {
    const { questions, leaves } = tallyOf(increments({ q1: 0, q2: 3, q3: 3 }));
    expect(questions.q2?.options).toEqual({ 3: 1 });
    expect(leaves).toEqual({});
  });

  it("counts a respondent once in a leaf, however many of its questions they valued; a weight of 0 counts", () => {
    expect(tallyOf(increments({ q1: 0, q2: 1, q3: 2 })).leaves).toEqual({
      a: { n: 1, a: 1, b: 5_000, aa: 1, ab: 5_000, bb: 25_000_000 },
      b: { n: 1, a: 2, b: 5_000, aa: 4, ab: 10_000, bb: 25_000_000 },
    });
  });

  it("takes no leaf of another criteria set", () => {
    const other = [{ ...scored("q1", "a"), leaves: [{ set: "khac", leaf: "a" }] }];
    expect(tallyOf(answerIncrements({ form: { q1: 0 }, channel: "link" }, other, "bo")).leaves).toEqual({});
  });
});

const weights = fc.integer({ min: 0, max: 10_000 });
/** Respondents of one group: each with the weights they gave in one to four questions. */
const respondents = fc.array(fc.array(weights, { minLength: 1, maxLength: 4 }), { maxLength: 30 });
const momentsOf = (all: readonly number[][]): Moments => {
  const moments = { n: 0, a: 0, b: 0, aa: 0, ab: 0, bb: 0 };
  for (const given of all) {
    const [a, b] = [given.length, given.reduce((sum, one) => sum + one, 0)];
    moments.n += 1;
    moments.a += a;
    moments.b += b;
    moments.aa += a * a;
    moments.ab += a * b;
    moments.bb += b * b;
  }
  return moments;
};
const leaves = fc
  .tuple(fc.constantFrom(1, 500, 2_500, 5_000), fc.integer({ min: 1, max: 60 }))
  .map(([step, steps]) => ({ step, max: step * steps }));
const groups = fc.array(fc.record({ weight: fc.integer({ min: 1, max: 1_000 }), all: respondents }), {
  minLength: 1,
  maxLength: 5,
});
const shares = (of: { weight: number; all: number[][] }[], population: number | null = null): GroupShare[] =>
  of.map(({ weight, all }, at) => ({
    ...{ name: `Nhóm ${at + 1}`, weight, minimum: 10, population },
    moments: all.length === 0 ? null : momentsOf(all),
  }));

/** The greatest common divisor, so that fractions stay small. */
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
type Fraction = [top: bigint, bottom: bigint];
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => {
  const [top, bottom] = [a * d + c * b, b * d];
  const common = gcd(top, bottom) || 1n;
  return [top / common, bottom / common];
};

/** The score as the design says it, weight by weight: Σ groupWeight/Σweights × mean × max, rounded half up to the step. */
function naiveScore(max: number, step: number, of: { weight: number; all: number[][] }[]): number {
  const all = of.reduce((sum, { weight }) => sum + weight, 0);
  const exact = of.reduce<Fraction>(
    (sum, { weight, all: people }) => {
      const given = people.flat();
      const mean: Fraction = [given.reduce((one, more) => one + BigInt(more), 0n), BigInt(given.length)];
      return plus(sum, [BigInt(weight) * mean[0] * BigInt(max), BigInt(all) * mean[1] * 10_000n]);
    },
    [0n, 1n],
  );
  // The number of steps that is nearest; the upper one where two are.
  const steps = exact[0] / (exact[1] * BigInt(step));
  const over = exact[0] - steps * exact[1] * BigInt(step);
  return Number(steps + (2n * over >= exact[1] * BigInt(step) ? 1n : 0n)) * step;
}

describe("a leaf's survey score", () => {
  it("is the exact fraction, rounded once, on the step and within 0 … max; the interval contains it", () => {
    fc.assert(
      fc.property(leaves, groups, (leaf, of) => {
        const score = leafSurveyScore(leaf, shares(of));
        expect(score.n).toBe(of.reduce((sum, { all }) => sum + all.length, 0));
        expect(score.missing).toHaveLength(of.filter(({ all }) => all.length === 0).length);
        if (score.missing.length > 0) {
          expect([score.points, score.interval]).toEqual([null, null]);
          return;
        }
        const points = score.points ?? Number.NaN;
        expect(points).toBe(naiveScore(leaf.max, leaf.step, of));
        expect(points % leaf.step).toBe(0);
        expect(points).toBeGreaterThanOrEqual(0);
        expect(points).toBeLessThanOrEqual(leaf.max);
        if (of.some(({ all }) => all.length < 2)) {
          expect(score.interval).toBeNull();
          return;
        }
        const { low, high } = score.interval ?? { low: Number.NaN, high: Number.NaN };
        expect(low).toBeLessThanOrEqual(points);
        expect(high).toBeGreaterThanOrEqual(points);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(leaf.max);
      }),
      { numRuns: 400 },
    );
  });

  it("has a narrower interval the more of the population was asked, and none at all once everybody was", () => {
    const some = fc.array(fc.array(weights, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(some, fc.nat(1_000), (all, more) => {
        const leaf = { max: 30_000, step: 1 };
        const widthOf = (population: number | null) => {
          const { interval } = leafSurveyScore(leaf, shares([{ weight: 1, all }], population));
          return interval ? interval.high - interval.low : Number.NaN;
        };
        expect(widthOf(all.length)).toBe(0);
        expect(widthOf(all.length + more)).toBeLessThanOrEqual(widthOf(all.length + more + 500));
        expect(widthOf(all.length + more)).toBeLessThanOrEqual(widthOf(null));
      }),
    );
  });

  it("has the textbook's interval where everybody gave one weight", () => {
    // 40 × 100 %, 60 × 50 %: mean 70 %, s² = 0.24 × 0.25 × 100/99, half-width 1.96 √(s²/100) = 4.83 %.
    const all = Array.from({ length: 100 }, (_, at) => [at < 40 ? 10_000 : 5_000]);
    const { points, interval } = leafSurveyScore({ max: 10_000, step: 1 }, shares([{ weight: 1, all }]));
    expect(points).toBe(7_000);
    const half = 1.959964 * Math.sqrt((0.06 * 100) / 99 / 100) * 10_000;
    expect(interval).toEqual({ low: Math.round(7_000 - half), high: Math.round(7_000 + half) });
  });

  it("adds the groups' variances by the squares of their weights", () => {
    const one = Array.from({ length: 50 }, (_, at) => [at < 25 ? 10_000 : 0]);
    const same = Array.from({ length: 50 }, () => [5_000]);
    const width = (of: { weight: number; all: number[][] }[]) => {
      const { interval } = leafSurveyScore({ max: 1_000_000, step: 1 }, shares(of));
      return interval ? interval.high - interval.low : Number.NaN;
    };
    const alone = width([{ weight: 7, all: one }]);
    // A group that is certain takes half of the weight: half the width remains.
    expect(
      width([
        { weight: 1, all: one },
        { weight: 1, all: same },
      ]) / alone,
    ).toBeCloseTo(1 / 2, 4);
    expect(
      width([
        { weight: 1, all: one },
        { weight: 1, all: one },
      ]) / alone,
    ).toBeCloseTo(Math.SQRT1_2, 4);
  });

  it("is missing without every group's answers, and says whose; it is never weighted anew", () => {
    const there = { weight: 3, all: [[10_000], [10_000]] };
    const score = leafSurveyScore({ max: 30_000, step: 1 }, shares([there, { weight: 1, all: [] }]));
    expect(score).toMatchObject({ points: null, interval: null, n: 2, minimum: 20, missing: ["Nhóm 2"] });
    expect(score.groups.map(({ mean, n }) => [mean, n])).toEqual([
      [10_000, 2],
      [null, 0],
    ]);
  });

  it("is missing where there are no groups, and where a group only said 'không biết'", () => {
    expect(leafSurveyScore({ max: 30_000, step: 1 }, []).points).toBeNull();
    const nobody = { ...shares([{ weight: 1, all: [[1]] }])[0], moments: momentsOf([]) } as GroupShare;
    expect(leafSurveyScore({ max: 30_000, step: 1 }, [nobody])).toMatchObject({
      points: null,
      missing: ["Nhóm 1"],
    });
  });

  it.each([
    // 2 groups, 62.5 % and 37.5 % of 3 points: 1.5; rounding to the step happens once, at the end.
    [30_000, 2_500, [[6_250], [3_750]], 15_000],
    [30_000, 2_500, [[4_583], [4_583]], 12_500],
    [30_000, 2_500, [[4_584], [4_583]], 15_000],
    [10_000, 1, [[10_000], [0]], 5_000],
    [3, 1, [[5_000], [5_000]], 2],
  ])("of %i in steps of %i rounds half up once", (max, step, means, points) => {
    const of = means.map((mean) => ({ weight: 1, all: [mean] }));
    expect(leafSurveyScore({ max, step }, shares(of)).points).toBe(points);
  });

  it("stays exact with a million respondents of a large group", () => {
    const many: Moments = {
      ...{ n: 1_000_000, a: 3_000_000, b: 3_000_000 * 10_000 - 1 },
      ...{ aa: 9_000_000, ab: 9_000_000 * 10_000 - 3, bb: 9_000_000 * 100_000_000 - 59_999 },
    };
    const group: GroupShare = { name: "x", weight: 1, moments: many, minimum: 1, population: null };
    const { points, interval } = leafSurveyScore({ max: 30_000, step: 1 }, [group]);
    expect(points).toBe(30_000);
    expect(interval).toEqual({ low: 30_000, high: 30_000 });
  });
});

describe("the interval of a score", () => {
  // A hundred answers to one question: half of them the whole weight, half of them nothing.
  const moments = { n: 100, a: 100, b: 500_000, aa: 100, ab: 500_000, bb: 5_000_000_000 };
  const half = (population: number | null, given = moments): number | null => {
    const groups = [{ name: "dân", weight: 1, moments: given, minimum: 1, population }];
    const { points, interval } = leafSurveyScore({ max: 40_000, step: 1 }, groups);
    return interval && points !== null ? interval.high - points : null;
  };
  const endless = 1.959964 * Math.sqrt(0.25 / 99) * 40_000;

  it.each([
    ["of nobody knows how many", null, 1],
    ["of none that are known", 0, 1],
    ["of very many", 1_000_000, Math.sqrt(1 - 1e-4)],
    ["of twice as many", 200, Math.sqrt(0.5)],
    ["of all there are", 100, 0],
    ["of more than there are said to be", 50, 0],
  ])("shrinks as a sample %s nears those it stands for", (_what, population, share) => {
    expect(Math.abs((half(population) ?? Number.NaN) - endless * share)).toBeLessThanOrEqual(1);
  });

  it("is not known below two respondents", () => {
    expect(half(null, { n: 1, a: 1, b: 5_000, aa: 1, ab: 5_000, bb: 25_000_000 })).toBeNull();
  });
});
