import type { Result } from "./run.ts";

/** A seed that broke an invariant, and the smallest run of it that still does. */
interface Failure {
  result: Result;
  small: Result;
}

/** What some seeds gave together. Play ends at the first failure. */
export interface Tally {
  seeds: number;
  steps: number;
  /** A hash over the hashes of all seeds. */
  hash: number;
  slices: Record<string, number>;
  faults: Record<string, number>;
  reached: Record<string, number>;
  failures: Failure[];
  traces: Result[];
}

export const emptyTally = (): Tally => ({
  ...{ seeds: 0, steps: 0, hash: 0, slices: {}, faults: {}, reached: {}, failures: [], traces: [] },
});

/** Counts more of what is counted by name. */
function count(sums: Record<string, number>, more: Iterable<readonly [string, number]>): void {
  for (const [name, number] of more) sums[name] = (sums[name] ?? 0) + number;
}

/** Adds one seed, and the trace of its steps where it is asked for. */
export function addSeed(sum: Tally, result: Result, keepTrace: boolean): void {
  sum.seeds += 1;
  sum.steps += result.steps;
  sum.hash = (sum.hash ^ Math.imul(result.hash ^ result.seed, 0x9e37_79b1)) >>> 0;
  count(sum.slices, [[result.slice, 1]]);
  count(sum.faults, Object.entries(result.faults));
  count(sum.reached, result.reached);
  if (keepTrace) sum.traces.push(result);
}

/** Adds what other seeds gave together. */
export function addTally(sum: Tally, more: Tally): void {
  sum.seeds += more.seeds;
  sum.steps += more.steps;
  sum.hash = (sum.hash ^ more.hash) >>> 0;
  for (const part of ["slices", "faults", "reached"] as const) count(sum[part], Object.entries(more[part]));
  sum.failures.push(...more.failures);
  sum.traces.push(...more.traces);
}

/** The command that plays a run again. */
const replay = ({ seed, limits }: Result): string =>
  `npm run chaos -- --from ${seed} --seeds 1 --limits '${JSON.stringify(limits)}' --trace`;

/** A failure as it is told: what broke, how to see it again, and the smallest run that shows it. */
export function failureText({ result, small }: Failure): string {
  const { seed, slice, violation } = result;
  return [
    `seed ${seed} (${slice}): ${violation?.message}`,
    `again: ${replay(result)}`,
    `smallest: ${replay(small)}`,
    ...small.acts.map((act) => `  ${act}`),
    `its last steps, in ms from the beginning:`,
    ...traceText(small).slice(-60),
    `  ${small.violation?.message}`,
  ].join("\n");
}

/** The steps of a run, one a line. */
export const traceText = ({ trace }: Result): string[] =>
  trace.map(({ at, who, what }) => `${String(at).padStart(9)} ${who.padEnd(5)} ${what}`);
