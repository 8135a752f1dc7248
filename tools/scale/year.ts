import { performance } from "node:perf_hooks";
import { leavesOf, type Period } from "../../core/src/index.ts";
import { adoptResult } from "../../functions/src/store/adoption.ts";
import { foldUnit } from "../../functions/src/store/fold.ts";
import { publish } from "../../functions/src/store/publishing.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { releaseToAll } from "../../functions/src/store/releasing.ts";
import { recorded } from "../../functions/src/store/scores.ts";
import { sealResult } from "../../functions/src/store/sealing.ts";
import { runPeriod } from "../../functions/src/store/year.ts";
import { fillYear, madeSet, RUNS_IT, unitId } from "./fill.ts";
import type { Billed, YearCosts } from "./measured.ts";
import type { Meter } from "./meter.ts";

/** How long each took (ms), beside the others at the same size. */
export type Durations = Record<"fill" | Exclude<keyof YearCosts, "units" | "documents">, number>;

const setPeriod = (key: PeriodKey, change: Partial<Period>) => refs.period(key).update({ ...change });

/** Edits one leaf of one unit again and again; the last edit is the one that counts. */
async function edit(key: PeriodKey, rev: number): Promise<void> {
  const unit = { ...key, unit: unitId(0) };
  const [first] = [...leavesOf(madeSet())].filter(({ leaf }) => leaf.source === "self");
  if (!first) throw new Error("no leaf");
  const before = (await refs.selfScore(unit, first.leaf.id).get()).data();
  if (!before) throw new Error("no score");
  const after = { ...before, rev, points: (rev % 10) * 100 };
  await refs.selfScore(unit, first.leaf.id).set(after);
  await foldUnit(unit, recorded("self", before, after));
}

/** Lives through a year of so many units in the order of its steps, and counts what each is billed. */
export async function liveYear(
  units: number,
  meter: Meter,
): Promise<{ costs: YearCosts; durations: Durations }> {
  const began = performance.now();
  const { key, documents } = await fillYear(units);
  const durations: Partial<Durations> = { fill: performance.now() - began };
  const bill = async (name: keyof Durations, work: () => Promise<unknown>): Promise<Billed> => {
    const from = performance.now();
    const billed = await meter.of(work);
    durations[name] = performance.now() - from;
    return billed;
  };
  await edit(key, 2);
  const edited = await bill("edit", () => edit(key, 3));
  // The score itself is read and written by the edit, not by its fold.
  const fold = { ...edited, reads: edited.reads - 1, writes: edited.writes - 1 };
  const period = (await refs.period(key).get()).data();
  if (!period) throw new Error("no period");
  const tick = await bill("tick", () => runPeriod(key, period, new Date()));
  const reconcile = await bill("reconcile", () => reconcilePeriod(key));
  const release = await bill("release", () => releaseToAll(key, 1));
  await setPeriod(key, { state: "adoption" });
  const minutes = "Biên bản số 01";
  const adopt = await bill("adopt", () =>
    adoptResult({ ...key, minutes, insufficientSampleReason: null }, RUNS_IT),
  );
  const seal = await bill("seal", () => sealResult(key, RUNS_IT));
  const decision = { number: "1/QĐ-UBND", date: "2025-02-28", file: "" };
  await setPeriod(key, { decision, dates: { ...period.dates, publishAt: new Date() } });
  const published = await bill("publish", () => publish(key, new Date()));
  if ((await refs.period(key).get()).data()?.state !== "published") throw new Error("not published");
  return {
    costs: { units, documents, edit: fold, tick, reconcile, release, adopt, seal, publish: published },
    durations: durations as Durations,
  };
}
