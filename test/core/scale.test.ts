import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { dollarsOf, linesOf, lineThrough, Measured, totalOf, USES } from "../../tools/scale/model.ts";
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

test("every step grows by a straight line: the sizes between the smallest and the largest lie on it", () => {
  const steps = ["edit", "tick", "reconcile", "release", "adopt", "seal", "publish"] as const;
  for (const step of steps)
    for (const count of ["reads", "writes", "deletes"] as const) {
      const { fixed, each } = lineThrough(measured.year.map((run) => [run.units, run[step][count]]));
      for (const run of measured.year)
        expect(Math.abs(run[step][count] - fixed - each * run.units)).toBeLessThanOrEqual(
          2 + 0.01 * run[step][count],
        );
    }
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
