import "./setup/environment.ts";
import { afterEach, describe, expect, test } from "vitest";
import { type BackupNote, HealthDay, paths, SCHEDULE_MINUTES } from "../../core/src/index.ts";
import * as functions from "../../functions/src/index.ts";
import { observedRun } from "../../functions/src/observed.ts";
import { collectionAt, db } from "../../functions/src/store/firestore.ts";
import {
  countAct,
  countEdit,
  countRetry,
  flushHealth,
  gatherAllHealth,
  noteBackup,
} from "../../functions/src/store/health.ts";
import { reconcileOnRequest } from "../../functions/src/store/reconcile.ts";
import { refs } from "../../functions/src/store/refs.ts";
import { HEALTH } from "./setup/small-set.ts";
import { give, selfScore, smallYear } from "./setup/small-year.ts";
import { costsOf } from "./setup/watching.ts";

const daysOf = async (scheme: string) =>
  (await collectionAt(paths.health(scheme), HealthDay).get()).docs.map((doc) => ({
    id: doc.id,
    ...doc.data(),
  }));

const NOON = new Date("2026-03-01T05:00:00Z");
const later = (seconds: number) => NOON.getTime() + seconds * 1_000;

/** What another test left counted is none of this one's. */
afterEach(() => flushHealth(true));

describe("the numbers of an instance", () => {
  test("cost no write until there are twenty of them and a minute has passed, or ten minutes", async () => {
    const { scheme } = await smallYear("health-due", "appraisal");
    const written = async (seconds: number) =>
      (await costsOf(() => flushHealth(false, later(seconds)))).length;
    for (let n = 0; n < 19; n++) countEdit(scheme, 500, NOON);
    expect(await written(599)).toBe(0);
    countEdit(scheme, 700, NOON);
    expect(await written(59)).toBe(0);
    const costs = await costsOf(() => flushHealth(false, later(60)));
    expect(costs).toMatchObject([{ name: "saveHealth", reads: 2, writes: 1 }]);
    expect(await daysOf(scheme)).toMatchObject([
      { day: "2026-03-01", ages: [20, 0, 0, 0, 0, 0, 0, 0, 0], slowest: 700 },
    ]);
    countEdit(scheme, 500, NOON);
    expect(await written(599)).toBe(0);
    expect(await written(600)).toBe(1);
  });

  test("add up over instances and days, each day in one document from the next day on", async () => {
    const { scheme } = await smallYear("health-gather", "appraisal");
    for (let n = 0; n < 12; n++) {
      countEdit(scheme, 11_000, NOON);
      countAct(scheme, { refusal: n % 2 ? "overdue" : "wrongState" }, NOON);
      countAct(scheme, { failed: true }, NOON);
      countRetry(scheme, NOON);
      await flushHealth(true);
    }
    const evening = new Date("2026-03-01T16:59:59Z");
    const morning = new Date("2026-03-01T17:00:00Z");
    countEdit(scheme, 1, morning);
    await flushHealth(true);
    await gatherAllHealth(evening);
    expect((await daysOf(scheme)).every(({ id }) => id.includes("_"))).toBe(true);
    await gatherAllHealth(morning);
    await gatherAllHealth(morning);
    const days = await daysOf(scheme);
    expect(days.filter(({ id }) => id.includes("_"))).toMatchObject([{ day: "2026-03-02" }]);
    expect(days.find(({ id }) => id === "2026-03-01")).toMatchObject({
      ...{ ages: [0, 0, 0, 0, 12, 0, 0, 0, 0], slowest: 11_000, retried: 12, acts: 24, failed: 12 },
      refused: { overdue: 6, wrongState: 6 },
    });
  });

  test("of a scheme that is not there are given up", async () => {
    countAct("khong-co", { refusal: "other" }, NOON);
    await flushHealth(true);
    expect(await daysOf("khong-co")).toEqual([]);
  });

  test("that a document refuses are told of and given up: no act fails by them", async () => {
    const { scheme } = await smallYear("health-broken", "appraisal");
    for (let part = 0; part < 8; part++)
      await db.doc(`${paths.health(scheme)}/2026-03-01_${part}`).set({ day: 7 });
    countEdit(scheme, 500, NOON);
    await flushHealth(true);
  });
});

test("a unit that can't be reconciled keeps neither the others nor the numbers of the day from being put right", async () => {
  const key = await smallYear("health-beside", "appraisal");
  await db.doc(refs.selfScore({ ...key, unit: HEALTH }, "f1c2").path).set({ points: "nhiều", rev: 1 });
  countEdit(key.scheme, 500, new Date(Date.now() - 2 * 86_400_000));
  await flushHealth(true);
  const failure: unknown = await (async () => functions.reconcile.run({} as never))().then(
    () => null,
    (error: unknown) => error,
  );
  expect(String(failure)).toMatch(/^Failed: reconcile: error [0-9A-Z]{8}$/);
  const [day, ...more] = await daysOf(key.scheme);
  expect([day?.id, more.length]).toEqual([day?.day, 0]);
  expect((await refs.driftReport(key).get()).data()).toMatchObject({ units: 3, failed: 1 });
  await db.doc(refs.selfScore({ ...key, unit: HEALTH }, "f1c2").path).delete();
});

describe("what the standing body sees", () => {
  test("of a schedule is its last run, with the schemes that stand below no other", async () => {
    const key = await smallYear("health-run", "appraisal");
    const below = await smallYear("health-run-below", "appraisal");
    await refs.scheme(below).update({ parent: key.scheme });
    const before = Date.now();
    await observedRun("rollUp", async () => {});
    await observedRun("gatherTallies", async () => {
      throw new AggregateError([new Error("a"), new Error("b")], "two");
    }).catch(() => {});
    const { runs = {} } = (await refs.scheduleRuns(key.scheme).get()).data() ?? {};
    expect(runs).toMatchObject({
      rollUp: { failed: 0, errorId: null },
      gatherTallies: { failed: 2, errorId: expect.stringMatching(/^[0-9A-Z]{8}$/) },
    });
    expect(runs.rollUp?.at.getTime()).toBeGreaterThanOrEqual(before);
    expect((await refs.scheduleRuns(below.scheme).get()).exists).toBe(false);
  });

  test("of a reconciliation is what lagged, since when, and what lacks; not what is on its way", async () => {
    const key = await smallYear("health-drift", "appraisal");
    const health = { ...key, unit: HEALTH };
    await give.self(health, { f1c2: 20_000 });
    const written = new Date(Date.now() - 3_600_000);
    await refs.selfScore(health, "f1c2").set({ ...selfScore(health, "f1c2", 5_000, 3), at: written });
    await reconcileOnRequest(key, "admin", true);
    const report = async () => (await refs.driftReport(key).get()).data();
    expect(await report()).toMatchObject({ units: 3, lagging: 1, gaps: 1, failed: 0, oldest: written });
    await refs.selfScore(health, "f1c1s1").set(selfScore(health, "f1c1s1", 5_000));
    await reconcileOnRequest(key, "admin", true);
    expect(await report()).toMatchObject({ lagging: 0, gaps: 1, oldest: null });
  });

  test("of a backup is what its maker told", async () => {
    const { scheme } = await smallYear("health-backup", "appraisal");
    const note: BackupNote = { at: NOON, documents: 12, place: "gs://sao-luu" };
    await noteBackup(scheme, note);
    expect((await refs.backupNote(scheme).get()).data()).toEqual(note);
  });
});

test("the intervals by which schedules count as late are those they run at", () => {
  const scheduled = Object.entries(functions).flatMap(([name, { __endpoint }]) => {
    const { schedule } = __endpoint.scheduleTrigger ?? {};
    return typeof schedule === "string" ? [[name, minutesOf(schedule)]] : [];
  });
  expect(Object.fromEntries(scheduled)).toEqual(SCHEDULE_MINUTES);
});

/** "every 5 minutes", "every 6 hours", or once a day. */
function minutesOf(schedule: string): number {
  const [, n = "", unit] = /^every (\d+) (minutes|hours)$/.exec(schedule) ?? [];
  if (unit) return Number(n) * (unit === "hours" ? 60 : 1);
  expect(schedule).toMatch(/^\d+ \d+ \* \* \*$/);
  return 1_440;
}
