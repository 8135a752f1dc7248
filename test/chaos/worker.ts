import process from "node:process";
import { parentPort, workerData } from "node:worker_threads";
import type { Task } from "./fleet.ts";
import type { PooledKey } from "./platform/ballots.ts";
import type { Setting } from "./run.ts";
import { addSeed, emptyTally, type Tally } from "./tally.ts";

/** Plays the seeds that it is given, one after another, and tells of them some at a time. */

// Before anything of the functions is evaluated: they sign with the development key.
process.env.FUNCTIONS_EMULATOR = "true";
// Refusals and lost answers are daily bread here; where they were made nobody asks.
Error.stackTraceLimit = 0;
const { Processes } = await import("./instance.ts");
const { runSeed } = await import("./run.ts");
const { shrink } = await import("./shrink.ts");

const { pool } = workerData as { pool: PooledKey[] };
const settings = new Map<string, Setting>();

/** What runs of this code are made with: evaluated once. */
function settingOf(code: string): Setting {
  const known = settings.get(code);
  if (known) return known;
  const made = { processes: new Processes(code, pool), pool };
  settings.set(code, made);
  return made;
}

async function play({ code, from, seeds, limits, keepTrace, shrinks }: Task): Promise<Tally> {
  const setting = settingOf(code);
  const tally = emptyTally();
  for (let seed = from; seed < from + seeds; seed += 1) {
    const result = await runSeed(setting, seed, limits, keepTrace);
    addSeed(tally, result, keepTrace);
    if (!result.violation) continue;
    tally.failures.push({ result, small: shrinks ? await shrink(setting, result) : result });
    break;
  }
  return tally;
}

parentPort?.on("message", async (task: Task) => parentPort?.postMessage(await play(task)));
