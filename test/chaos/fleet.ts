import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { bundleProduct, type Patch } from "./bundle.ts";
import type { Limits } from "./faults.ts";
import { makePool } from "./platform/ballots.ts";
import { addTally, emptyTally, type Tally } from "./tally.ts";

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

export interface Order {
  from: number;
  seeds: number;
  limits?: Limits;
  patches?: readonly Patch[];
  keepTrace?: boolean;
  shrinks?: boolean;
  /** No more seeds are handed out after so long (ms). */
  time?: number;
  onProgress?: (tally: Tally) => void;
}

/** How many seeds a worker plays before it tells of them. */
const CHUNK = 50;

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
    const sum = emptyTally();
    let next = from;
    const work = async (worker: Worker) => {
      for (;;) {
        const left = Math.min(CHUNK, from + seeds - next);
        if (left <= 0 || sum.failures.length > 0 || performance.now() > end) return;
        const answer = once(worker, "message") as Promise<[Tally]>;
        worker.postMessage({ code, from: next, seeds: left, limits, keepTrace, shrinks } satisfies Task);
        next += left;
        const [tally] = await answer;
        addTally(sum, tally);
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
