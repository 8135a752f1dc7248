import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Measured } from "../../tools/scale/measured.ts";
import { at, dollarsOf, linesOf, lineThrough, totalOf, USES } from "../../tools/scale/model.ts";
import { documentBytes, indexBytes } from "../../tools/scale/storage.ts";
import { withTables } from "../../tools/scale/tables.ts";

const measured = Measured.parse(JSON.parse(readFileSync("tools/scale/measured.json", "utf8")));

test("the tables of docs/cost.md are those of the run that is kept", () => {
  const page = readFileSync("docs/cost.md", "utf8");
  expect(withTables(page, measured)).toBe(page);
  expect(() => withTables("no marks", measured)).toThrow("year");
});

test("a document is as large as Firestore's own example says", () => {
  const task = { type: "Personal", done: false, priority: 1, description: "Learn Cloud Firestore" };
  expect(documentBytes("users/jeff/tasks/my_task_id", task)).toBe(147);
});

test("an exempt field has no index, another one two entries, a list one for each of its values", () => {
  const path = "schemes/s/periods/p/units/u/history/self-f1-1";
  const history = { column: "self", leaf: "f1", rev: 1, to: { points: 1 } };
  expect(indexBytes(path, history).entries).toBe(4);
  expect(indexBytes("a/b", { one: 1, many: ["x", "y", "z"], map: { in: true } }).entries).toBe(2 + 3 + 2);
});

type Counted = { reads: number; writes: number; deletes: number };

/** What lies off the line through the first and the last of these runs of a step. */
function offTheLine(runs: readonly { size: number; billed: Counted }[]) {
  return (["reads", "writes", "deletes"] as const).flatMap((count) => {
    const line = lineThrough(runs.map(({ size, billed }) => [size, billed[count]]));
    return runs
      .filter(
        ({ size, billed }) => Math.abs(billed[count] - at(line, size)) > ROUNDED + ALLOWED * billed[count],
      )
      .map(({ size, billed }) => ({ size, count, billed: billed[count] }));
  });
}
/** Batches and leases make steps of a few documents; beside them a hundredth. */
const ROUNDED = 2;
const ALLOWED = 0.01;

test("every step grows by a straight line: the sizes between the smallest and the largest lie on it", () => {
  const { year, survey } = measured;
  expect(Math.min(year.length, survey.length)).toBeGreaterThan(2);
  for (const step of ["edit", "tick", "reconcile", "release", "adopt", "seal", "publish"] as const)
    expect(offTheLine(year.map((run) => ({ size: run.units, billed: run[step] })))).toEqual([]);
  for (const step of ["accept", "gather", "rewrite", "close"] as const)
    expect(offTheLine(survey.map((run) => ({ size: run.answers, billed: run[step] })))).toEqual([]);
  const square = [1, 2, 3].map((size) => ({
    size,
    billed: { reads: 100 * size * size, writes: 0, deletes: 0 },
  }));
  expect(offTheLine(square)).toEqual([{ size: 2, count: "reads", billed: 400 }]);
});

test("an edit costs the same at every size, and so does an answer", () => {
  for (const { edit } of measured.year) expect(edit).toMatchObject({ reads: 0, writes: 3, deletes: 0 });
  for (const { accept } of measured.survey) expect(accept).toMatchObject({ reads: 1, writes: 2, deletes: 0 });
});

test("twice the units cost at most twice as much", () => {
  for (const use of USES) {
    const [once, twice] = [use.units, 2 * use.units].map((units) =>
      totalOf(linesOf(measured, { ...use, units })),
    );
    if (!once || !twice) throw new Error("no total");
    expect(twice.writes).toBeLessThanOrEqual(2 * once.writes);
    // People who look at all units' results read twice as many as often; a council does not grow with its units.
    expect(twice.reads).toBeLessThanOrEqual(2 * once.reads);
  }
});

test("dollars add up over the schemes of a country", () => {
  const [province] = USES;
  if (!province) throw new Error("no use");
  const many = { ...province, schemes: 10, pages: province.pages * 10 };
  const [one, ten] = [dollarsOf(measured, province), dollarsOf(measured, many)];
  for (const [kind, cost] of Object.entries(one))
    expect(ten[kind as keyof typeof ten]).toBeCloseTo(10 * cost, 8);
});

test("an opened file reads of each leaf no more than its score, its judgement and its evidence", () => {
  expect(measured.files.map(({ role }) => role)).toEqual(["clerk", "appraiser"]);
  for (const { leaves, empty, filled } of measured.files) {
    expect(filled).toBeGreaterThan(empty + leaves);
    expect(filled).toBeLessThanOrEqual(empty + 3 * leaves);
  }
});
