import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { bundleProduct, type Patch } from "./bundle.ts";
import { makePool } from "./platform/ballots.ts";
import type { Result } from "./run.ts";
import type { Limits } from "./world.ts";

/** Seeds to play in a row, with the functions bundled as `code`. */
export interface Task {
  code: string;
  from: number;
  seeds: number;
  limits: Limits;
  keepTrace: boolean;
  /** Whether a failure is made as small as it can be. */
  shrinks: boolean;
}

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

export interface Order {
  from: number;
  seeds: number;
  limits?: Limits;
  patches?: readonly Patch[];
  keepTrace?: boolean;
  shrinks?: boolean;
  /** No seed is begun after so long (ms). */
  time?: number;
  onProgress?: (tally: Tally) => void;
}

/** How many seeds a worker plays before it tells of them. */
const CHUNK = 50;

function addTo(sum: Tally, more: Tally): void {
  sum.seeds += more.seeds;
  sum.steps += more.steps;
  sum.hash = (sum.hash ^ more.hash) >>> 0;
  for (const part of ["slices", "faults", "reached"] as const)
    for (const [name, count] of Object.entries(more[part])) sum[part][name] = (sum[part][name] ?? 0) + count;
  sum.failures.push(...more.failures);
  sum.traces.push(...more.traces);
}

/** Threads that play seeds. */
export class Fleet {
  readonly #workers: Worker[];

  private constructor(workers: Worker[]) {
    this.#workers = workers;
  }

  static async of(size: number): Promise<Fleet> {
    const workerData = { pool: await makePool() };
    const start = () => new Worker(new URL("./worker.ts", import.meta.url), { workerData });
    return new Fleet(Array.from({ length: size }, start));
  }

  /** Plays seeds until all are played, one breaks an invariant, or the time is over. */
  async play(order: Order): Promise<Tally> {
    const { from, seeds, limits = {}, keepTrace = false, shrinks = false } = order;
    const code = await bundleProduct(order.patches);
    const end = performance.now() + (order.time ?? Number.POSITIVE_INFINITY);
    const sum: Tally = {
      ...{ seeds: 0, steps: 0, hash: 0, slices: {}, faults: {}, reached: {}, failures: [], traces: [] },
    };
    let next = from;
    const work = async (worker: Worker) => {
      for (;;) {
        const left = Math.min(CHUNK, from + seeds - next);
        if (left <= 0 || sum.failures.length > 0 || performance.now() > end) return;
        const answer = once(worker, "message") as Promise<[Tally]>;
        worker.postMessage({ code, from: next, seeds: left, limits, keepTrace, shrinks } satisfies Task);
        next += left;
        const [tally] = await answer;
        addTo(sum, tally);
        order.onProgress?.(sum);
      }
    };
    await Promise.all(this.#workers.map(work));
    return sum;
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
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
