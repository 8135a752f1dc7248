import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { answersIn } from "../../core/src/index.ts";
import { refs, type SurveyKey } from "../../functions/src/store/refs.ts";

/** How often each shard was written so far: every answer and every ballot is one write of it. */
async function writesByShard(keys: readonly SurveyKey[]): Promise<Map<string, number>> {
  const writes = new Map<string, number>();
  for (const key of keys)
    for (const doc of (await refs.tallies(key).get()).docs)
      writes.set(doc.ref.path, answersIn(doc.data()) + doc.data().ballots);
  return writes;
}

/** What was seen of the documents that are written most: the shards of the tallies. */
export interface Heat {
  /** Of the busiest document: writes a second, averaged over the window. */
  busiest: number;
  /** Over all shards that were written. */
  mean: number;
  shards: number;
  seconds: number;
}

/**
 * Watches the shards in windows of this length until told to stop, then gathers them as the schedule does, and begins
 * the next one. Every other document is written once (answers), twice (invitations) or not at all (the survey) while
 * people answer.
 */
export async function watchHeat(
  keys: readonly SurveyKey[],
  window: number,
  gather: () => Promise<unknown>,
  isOver: () => boolean,
): Promise<Heat[]> {
  const seen: Heat[] = [];
  while (!isOver()) {
    const before = await writesByShard(keys);
    const start = performance.now();
    while (performance.now() - start < window && !isOver()) await sleep(100);
    const seconds = (performance.now() - start) / 1_000;
    const after = await writesByShard(keys);
    const rates = [...after].map(([path, writes]) => (writes - (before.get(path) ?? 0)) / seconds);
    if (seconds * 1_000 >= window && rates.length > 0)
      seen.push({
        busiest: Math.max(...rates),
        mean: rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
        ...{ shards: rates.length, seconds },
      });
    if (!isOver()) await gather();
  }
  return seen;
}
