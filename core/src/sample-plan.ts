import { z } from "zod";
import { Id } from "./criteria-set.ts";

/**
 * The sample plan of one survey (decision III.1.c): how many people of its group are asked about each unit. Shares are in
 * 1/100 per cent.
 */
export const SamplePlan = z.object({
  rev: z.int().min(1),
  by: z.string(),
  at: z.date(),
  formula: z.enum(["slovin", "cochran"]),
  confidence: z.union([z.literal(9_000), z.literal(9_500), z.literal(9_900)]),
  margin: z.int().min(10).max(5_000),
  /** The expected share of one answer, for Cochran: 50 % asks for the most. */
  proportion: z.int().min(100).max(9_900),
  minimum: z.int().min(1).max(100_000),
  /** A sample of its own for each unit, or one for all of them together, shared out by population or equally. */
  allocation: z.enum(["each", "proportional", "equal"]),
  quotas: z
    .array(z.object({ name: z.string().trim().min(1).max(100), share: z.int().min(1).max(10_000) }))
    .max(12),
  /** By unit: how many people there are, and the size that the standing body sets instead of the formula's. */
  units: z.record(
    Id,
    z.object({
      population: z.int().min(0).max(100_000_000),
      fixed: z.int().min(0).max(1_000_000).nullable(),
    }),
  ),
});
export type SamplePlan = z.infer<typeof SamplePlan>;
export type SampleRule = Pick<SamplePlan, "formula" | "confidence" | "margin" | "proportion">;

/** The two-sided quantile z of the standard normal distribution for a confidence. */
export const Z_OF: Record<SamplePlan["confidence"], number> = { 9000: 1.645, 9500: 1.96, 9900: 2.576 };

/** A whole number of people: rounded up, but not for a floating-point hair above one. */
const roundUp = (size: number): number => Math.ceil(size - 1e-9);

/**
 * The sample size for a population of N. Slovin: n = N ÷ (1 + N·e²) (T. Yamane, Statistics, 1967; for 95 % and p = 50 %).
 * Cochran: n₀ = z²·p·(1 − p) ÷ e², then n = n₀ ÷ (1 + (n₀ − 1) ÷ N) (Sampling Techniques, 1977, §4.4, with
 * finite-population correction). Rounded up; never above N.
 */
export function sampleSize(
  population: number,
  { formula, confidence, margin, proportion }: SampleRule,
): number {
  if (population === 0) return 0;
  const e = margin / 10_000;
  if (formula === "slovin") return Math.min(population, roundUp(population / (1 + population * e * e)));
  const p = proportion / 10_000;
  const n0 = (Z_OF[confidence] ** 2 * p * (1 - p)) / (e * e);
  return Math.min(population, roundUp(n0 / (1 + (n0 - 1) / population)));
}

/** Shares out a whole number by weights, by the largest remainders (Hamilton); earlier ones win ties. */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => BigInt(total) * BigInt(weight));
  const shares = exact.map((one) => Number(one / BigInt(sum)));
  const left = total - shares.reduce((all, share) => all + share, 0);
  const byRemainder = exact
    .map((one, at) => ({ at, remainder: Number(one % BigInt(sum)) }))
    .sort((a, b) => b.remainder - a.remainder || a.at - b.at);
  for (const { at } of byRemainder.slice(0, left)) shares[at] = (shares[at] ?? 0) + 1;
  return shares;
}

/** How many people are asked about each unit: by the formula, at least the minimum, never more than there are. */
export function sampleSizes(plan: Omit<SamplePlan, "rev" | "by" | "at" | "quotas">): Record<string, number> {
  const units = Object.entries(plan.units);
  const populations = units.map(([, { population }]) => population);
  const together = populations.reduce((sum, population) => sum + population, 0);
  const sizes = {
    each: () => populations.map((population) => sampleSize(population, plan)),
    proportional: () => shareOut(sampleSize(together, plan), populations),
    equal: () =>
      shareOut(
        sampleSize(together, plan),
        populations.map(() => 1),
      ),
  }[plan.allocation]();
  return Object.fromEntries(
    units.map(([unit, { population, fixed }], at) => [
      unit,
      fixed ?? Math.min(population, Math.max(sizes[at] ?? 0, plan.minimum)),
    ]),
  );
}

/** A unit's sample by quota, by the largest remainders. What the quotas leave of 100 % stands under no quota. */
export const quotaSizes = (size: number, quotas: SamplePlan["quotas"]): { name: string; size: number }[] => {
  const named = quotas.map(({ share }) => share);
  const rest = Math.max(0, 10_000 - named.reduce((sum, share) => sum + share, 0));
  const sizes = shareOut(size, [...named, rest]);
  return quotas.map(({ name }, at) => ({ name, size: sizes[at] ?? 0 }));
};

/** The plan's rows for the cost estimate: units of the same size together; where there are too many sizes, one row. */
export function costSamples(
  group: string,
  sizes: Readonly<Record<string, number>>,
  most: number,
): { group: string; units: number; forms: number }[] {
  const bySize = new Map<number, number>();
  for (const size of Object.values(sizes)) if (size > 0) bySize.set(size, (bySize.get(size) ?? 0) + 1);
  const rows = [...bySize].sort(([a], [b]) => b - a).map(([forms, units]) => ({ group, units, forms }));
  if (rows.length <= most) return rows;
  return [{ group, units: 1, forms: Object.values(sizes).reduce((sum, size) => sum + size, 0) }];
}
