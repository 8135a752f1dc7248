import "./setup/own-database.ts";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { observedRun } from "../../functions/src/observed.ts";
import { advanceAll } from "../../functions/src/schedule/advanceYear.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { refs } from "../../functions/src/store/refs.ts";
import { fillYear } from "../../tools/scale/fill.ts";
import { Measured } from "../../tools/scale/measured.ts";
import { Meter } from "../../tools/scale/meter.ts";
import { linesOf, lineThrough, USES } from "../../tools/scale/model.ts";
import { holdSurvey } from "../../tools/scale/survey.ts";
import { liveYear } from "../../tools/scale/year.ts";

const kept = Measured.parse(JSON.parse(readFileSync("tools/scale/measured.json", "utf8")));
const COUNTS = ["reads", "writes", "deletes"] as const;

/** What one more unit costs in each step; rounded to tenths, as batches and leases make steps of their own. */
function growth<Step extends string>(
  runs: readonly (Record<Step, Record<(typeof COUNTS)[number], number>> & { size: number })[],
  step: Step,
) {
  return COUNTS.map((count) => {
    const { each } = lineThrough(runs.map((run) => [run.size, run[step][count]]));
    return Math.round(each);
  });
}

test("a schedule that has nothing to do costs what docs/cost.md says of it", async () => {
  const meter = new Meter(db);
  const run = () => observedRun("advanceYear", () => advanceAll(new Date()));
  const { key } = await fillYear(1);
  const inDays = (days: number) => new Date(Date.now() + days * 24 * 3_600_000);
  const past = { opensAt: inDays(-60), selfAssessmentDue: inDays(-30), appraisalDue: inDays(30) };
  const ahead = { explanationDue: inDays(40), reappraisalDue: inDays(50), publishAt: inDays(60) };
  await refs.period(key).update({ dates: { ...past, ...ahead } });
  await run();
  const [use] = USES;
  const line = use && linesOf(kept, use).find(({ name }) => name === "schedule, every 5 minutes");
  expect(await meter.of(run)).toMatchObject({ reads: line?.reads, writes: line?.writes, deletes: 0 });
});

test("a year costs what docs/cost.md says of it: what is kept was measured on this code", async () => {
  const meter = new Meter(db);
  const runs = [];
  for (const units of [2, 10]) {
    const { costs } = await liveYear(units, meter);
    runs.push({ ...costs, size: units });
  }
  const before = kept.year.map((run) => ({ ...run, size: run.units }));
  for (const step of ["edit", "tick", "reconcile", "release", "adopt", "seal", "publish"] as const)
    expect({ step, each: growth(runs, step) }).toEqual({ step, each: growth(before, step) });
});

test("a survey costs what docs/cost.md says of it", async () => {
  const meter = new Meter(db);
  const runs = [];
  for (const answers of [100, 900]) {
    const { costs } = await holdSurvey(3, answers, meter);
    runs.push({ ...costs, size: answers });
  }
  const before = kept.survey.map((run) => ({ ...run, size: run.answers }));
  for (const step of ["accept", "gather", "rewrite", "close"] as const)
    expect({ step, each: growth(runs, step) }).toEqual({ step, each: growth(before, step) });
});
