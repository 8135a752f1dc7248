import { z } from "zod";
import { Id, type LeafNode, NodeId } from "./criteria-set.ts";
import { divideHalfUp } from "./points.ts";
import { Channel, type Question, type SurveyAnswer } from "./survey.ts";
import { shownQuestions } from "./survey-shown.ts";

const Count = z.int().min(0).default(0);

/**
 * The integer moments of one leaf over a group's respondents who valued it: `n` of them, with a_i valuations and the sum
 * b_i of their weights (1/100 per cent) each: Σa, Σb, Σa², Σab, Σb². Exact to 2⁵³, and so to far over 10⁶ respondents.
 */
export const Moments = z.object({ n: Count, a: Count, b: Count, aa: Count, ab: Count, bb: Count });
export type Moments = z.infer<typeof Moments>;

/** How a question was answered: how often each option (by position), and how often it was shown and left blank. */
const QuestionTally = z.object({ options: z.record(z.string(), z.int().min(0)).default({}), blank: Count });

/**
 * The sums of one unit's answers to one survey. Whole numbers that only add up, so it does not matter in which order, nor
 * on which shard: `addTallies` of any split is the tally of the whole.
 */
export const Tally = z.object({
  ballots: Count,
  channels: z.partialRecord(Channel, z.int().min(0)).default({}),
  questions: z.record(NodeId, QuestionTally).default({}),
  leaves: z.record(NodeId, Moments).default({}),
});
export type Tally = z.infer<typeof Tally>;

/** One of the documents that a unit's tally is spread over; or the total they are gathered in. */
export const StoredTally = z.object({ unit: Id, epoch: Count, ...Tally.shape });
export type StoredTally = z.infer<typeof StoredTally>;

/** Over how many documents a unit's tally is spread, so that none is written more than once a second (design §9). */
export const TALLY_SHARDS = 64;

export const EMPTY_TALLY: Tally = { ballots: 0, channels: {}, questions: {}, leaves: {} };

/** A whole-number leaf of a tally by its path. */
export type TallyIncrement = readonly [path: readonly string[], by: number];

/** What an answer adds to its unit's tally: every number that grows, by its path. `questions` are those its unit is asked. */
export function answerIncrements(
  { form, channel }: Pick<SurveyAnswer, "form" | "channel">,
  questions: readonly Question[],
  criteriaSet: string,
): TallyIncrement[] {
  const increments: TallyIncrement[] = [[["channels", channel], 1]];
  const valued = new Map<string, { a: number; b: number }>();
  for (const question of shownQuestions(questions, form)) {
    const chosen = form[question.id];
    const at = ["questions", question.id];
    if (chosen === undefined) {
      increments.push([[...at, "blank"], 1]);
      continue;
    }
    increments.push([[...at, "options", String(chosen)], 1]);
    const weight = question.options[chosen]?.weight ?? null;
    if (weight === null) continue;
    for (const { set, leaf } of question.leaves) {
      if (set !== criteriaSet) continue;
      const sums = valued.get(leaf) ?? { a: 0, b: 0 };
      valued.set(leaf, { a: sums.a + 1, b: sums.b + weight });
    }
  }
  for (const [leaf, { a, b }] of valued)
    for (const [name, by] of Object.entries({ n: 1, a, b, aa: a * a, ab: a * b, bb: b * b }))
      if (by > 0) increments.push([["leaves", leaf, name], by]);
  return increments;
}

const sumOf = (left: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>) => {
  const sum: Record<string, number> = { ...left };
  for (const [name, by] of Object.entries(right)) sum[name] = (sum[name] ?? 0) + by;
  return sum;
};

/** Merges two maps, adding up what stands in both. */
function merged<T>(
  left: Readonly<Record<string, T>>,
  right: Readonly<Record<string, T>>,
  add: (a: T, b: T) => T,
) {
  const all: Record<string, T> = { ...left };
  for (const [name, value] of Object.entries(right)) {
    const known = all[name];
    all[name] = known === undefined ? value : add(known, value);
  }
  return all;
}

/** The sum of two tallies. */
export const addTallies = (left: Tally, right: Tally): Tally => ({
  ballots: left.ballots + right.ballots,
  channels: sumOf(left.channels as Record<string, number>, right.channels as Record<string, number>),
  questions: merged(left.questions, right.questions, (a, b) => ({
    options: sumOf(a.options, b.options),
    blank: a.blank + b.blank,
  })),
  leaves: merged(left.leaves, right.leaves, (a, b) => sumOf(a, b) as unknown as Moments),
});

/** A tally of these increments alone. */
export function tallyOf(increments: readonly TallyIncrement[]): Tally {
  type Tree = { [name: string]: Tree | number };
  const tree: Tree = {};
  for (const [path, by] of increments) {
    let at = tree;
    for (const name of path.slice(0, -1)) {
      const below = at[name];
      const next: Tree = typeof below === "object" ? below : {};
      at[name] = next;
      at = next;
    }
    const last = path.at(-1) ?? "";
    const before = at[last];
    at[last] = (typeof before === "number" ? before : 0) + by;
  }
  return Tally.parse(tree);
}

/** All answers a tally counts. */
export const answersIn = ({ channels }: Pick<Tally, "channels">): number =>
  Object.values(channels).reduce((sum, n) => sum + n, 0);

/** What one respondent group gives a leaf: its weight among the groups, the moments, and what the plan asked for. */
export interface GroupShare {
  /** The group's name, as the leaf's rule names it. */
  name: string;
  weight: number;
  /** null where nobody of the group was asked or answered. */
  moments: Moments | null;
  minimum: number;
  /** How many people the sample stands for, where it is known: the interval shrinks as the sample nears it. */
  population: number | null;
}

/** A leaf's survey score with what it rests on. Points and interval are in 1/10 000 point. */
export interface LeafSurveyScore {
  points: number | null;
  n: number;
  minimum: number;
  interval: { low: number; high: number } | null;
  groups: { name: string; weight: number; n: number; minimum: number; mean: number | null }[];
  /** The groups without whose answers there is no score. */
  missing: string[];
}

/** The 97.5 % quantile of the standard normal distribution, for an interval of 95 %. */
export const Z95 = 1.959964;

/**
 * The variance of a group's mean weight (share of 1). The mean is a ratio Σb ÷ Σa of two sums over respondents, so its
 * variance is the linearised one of a ratio estimate, with finite-population correction: W. G. Cochran, Sampling
 * Techniques, 3rd ed. (1977), §6.3 (6.13). null below two respondents.
 */
function varianceOf({ n, a, b, aa, ab, bb }: Moments, population: number | null): number | null {
  if (n < 2 || a === 0) return null;
  const [A, B] = [BigInt(a), BigInt(b)];
  // Σ(b − Ra)² · A², exactly, R = B/A.
  const residuals = BigInt(bb) * A * A - 2n * A * B * BigInt(ab) + B * B * BigInt(aa);
  const left = population !== null && population > 0 ? Math.max(0, 1 - n / population) : 1;
  return (left * (n / (n - 1)) * Number(residuals)) / Number(A) ** 4 / 1e8;
}

/**
 * The survey score of a leaf (design §9): Σ over its groups of group weight × mean option weight × maximum, rounded half
 * up once, to the leaf's step. A group without answers leaves the score missing: it is never re-weighted silently. The
 * interval of 95 % treats the groups as independent samples.
 */
export function leafSurveyScore(
  { max, step }: Pick<LeafNode, "max" | "step">,
  groups: readonly GroupShare[],
): LeafSurveyScore {
  const said = groups.map(({ name, weight, moments, minimum }) => ({
    ...{ name, weight, n: moments?.n ?? 0, minimum },
    mean: moments && moments.a > 0 ? Math.round(moments.b / moments.a) : null,
  }));
  const n = said.reduce((sum, group) => sum + group.n, 0);
  const minimum = said.reduce((sum, group) => sum + group.minimum, 0);
  const missing = said.filter(({ mean }) => mean === null).map(({ name }) => name);
  if (missing.length > 0 || groups.length === 0)
    return { points: null, n, minimum, interval: null, groups: said, missing };
  const weights = groups.reduce((sum, { weight }) => sum + weight, 0);
  let [numerator, denominator] = [0n, 1n];
  let variance: number | null = 0;
  for (const { weight, moments, population } of groups as readonly (GroupShare & { moments: Moments })[]) {
    const below = BigInt(moments.a);
    numerator = numerator * below + BigInt(weight) * BigInt(moments.b) * denominator;
    denominator *= below;
    const own = varianceOf(moments, population);
    variance = own === null || variance === null ? null : variance + (weight / weights) ** 2 * own;
  }
  const exact = { top: numerator * BigInt(max), bottom: denominator * BigInt(weights) * 10_000n };
  const points = Number(divideHalfUp(exact.top, exact.bottom * BigInt(step))) * step;
  const half = variance === null ? null : Z95 * Math.sqrt(variance) * max;
  const interval =
    half === null
      ? null
      : { low: Math.max(0, Math.round(points - half)), high: Math.min(max, Math.round(points + half)) };
  return { points, n, minimum, interval, groups: said, missing };
}
