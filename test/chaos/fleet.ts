import { Worker } from "node:worker_threads";
import { bundleProduct, type Patch } from "./bundle.ts";
import { makePool } from "./platform/ballots.ts";
import type { Result } from "./run.ts";
import type { Limits } from "./world.ts";

/** Seeds to play in a row. */
export interface Task {
  from: number;
  seeds: number;
  limits: Limits;
  keepTrace: boolean;
}

/** A seed that broke an invariant, and the smallest run of it that still does. */
interface Failure {
  result: Result;
  limits: Limits;
  small: Result;
}

/** What some seeds gave together. Play ends at the first failure. */
export interface Tally {
  seeds: number;
  steps: number;
  /** A hash over the hashes of all seeds, in their order. */
  hash: number;
  slices: Record<string, number>;
  faults: Record<string, number>;
  reached: Record<string, number>;
  failures: Failure[];
  traces: Result[];
}

export interface Order {
  from: number;
  seeds: number;
  workers: number;
  limits?: Limits;
  patches?: readonly Patch[];
  keepTrace?: boolean;
  /** No seed is begun after so long (ms). */
  time?: number;
  onProgress?: (tally: Tally) => void;
}

/** How many seeds a worker plays before it tells of them. */
const CHUNK = 50;

const pool = makePool();

function addTo(sum: Tally, more: Tally): void {
  sum.seeds += more.seeds;
  sum.steps += more.steps;
  sum.hash = (sum.hash ^ more.hash) >>> 0;
  for (const part of ["slices", "faults", "reached"] as const)
    for (const [name, count] of Object.entries(more[part])) sum[part][name] = (sum[part][name] ?? 0) + count;
  sum.failures.push(...more.failures);
  sum.traces.push(...more.traces);
}

/** Plays seeds on several threads until all are played, one breaks an invariant, or the time is over. */
export async function playSeeds(order: Order): Promise<Tally> {
  const { from, seeds, limits = {}, keepTrace = false, time = Number.POSITIVE_INFINITY } = order;
  const workerData = { code: await bundleProduct(order.patches), pool: await pool };
  const sum: Tally = {
    ...{ seeds: 0, steps: 0, hash: 0, slices: {}, faults: {}, reached: {}, failures: [], traces: [] },
  };
  const end = performance.now() + time;
  let next = from;
  const work = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      const go = () => {
        const left = Math.min(CHUNK, from + seeds - next);
        if (left <= 0 || sum.failures.length > 0 || performance.now() > end) return resolve();
        worker.postMessage({ from: next, seeds: left, limits, keepTrace } satisfies Task);
        next += left;
      };
      worker.on("message", (tally: Tally) => {
        addTo(sum, tally);
        order.onProgress?.(sum);
        go();
      });
      worker.on("error", reject);
      go();
    });
  const workers = Array.from(
    { length: order.workers },
    () => new Worker(new URL("./worker.ts", import.meta.url), { workerData }),
  );
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return sum;
}

/** A failure as it is told: what broke, how to see it again, and the smallest run that shows it. */
export function failureText({ result, limits, small }: Failure): string {
  const { seed, slice, violation } = result;
  const replay = `npm run chaos -- --from ${seed} --seeds 1 --limits '${JSON.stringify(limits)}' --trace`;
  return [
    `seed ${seed} (${slice}): ${violation?.message}`,
    `again: npm run chaos -- --from ${seed} --seeds 1 --trace`,
    `smallest: ${replay}`,
    ...small.acts.map((act) => `  ${act}`),
    `its last steps, in ms from the beginning:`,
    ...traceText(small).slice(-60),
    `  ${small.violation?.message}`,
  ].join("\n");
}

/** The steps of a run, one a line. */
export const traceText = ({ trace }: Result): string[] =>
  trace.map(({ at, who, what }) => `${String(at).padStart(9)} ${who.padEnd(5)} ${what}`);
