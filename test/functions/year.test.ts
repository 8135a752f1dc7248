import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import type { PeriodState } from "../../core/src/index.ts";
import { advanceAll } from "../../functions/src/schedule/advanceYear.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { advance, runPeriod } from "../../functions/src/store/year.ts";
import { actsOf, auditOf, indexOf, ledgerOf, periodOf } from "./setup/reading.ts";
import { HEALTH, POLICE, SMALL_SET } from "./setup/small-set.ts";
import { give, giveWholeYear, smallYear, UNIT_IDS } from "./setup/small-year.ts";
import { committed, cutBefore } from "./setup/watching.ts";

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

/** The instant at which a small year's current stage ends, or one so many ms after it. */
const atDue = async (key: PeriodKey, date: keyof Awaited<ReturnType<typeof periodOf>>["dates"], more = 0) =>
  new Date((await periodOf(key)).dates[date].getTime() + more);

const run = async (key: PeriodKey, now: Date) => runPeriod(key, await periodOf(key), now);

describe("the year", () => {
  test("opens with a ledger and an index for every unit, once under two overlapping runs", async () => {
    const key = await smallYear("open", "preparing", { unitCount: 0 });
    const opens = await atDue(key, "opensAt");
    await run(key, new Date(opens.getTime() - 1));
    expect((await periodOf(key)).state).toBe("preparing");
    await Promise.all([advance(key, opens), advance(key, opens)]);
    expect(await periodOf(key)).toMatchObject({ state: "selfAssessment", moving: null, unitCount: 3 });
    for (const unit of UNIT_IDS) {
      expect(await ledgerOf({ ...key, unit })).toMatchObject({ unit, frozen: false, self: {} });
      expect(await indexOf({ ...key, unit })).toMatchObject({
        total: { max: 100_000, self: null, achieved: null },
        missing: { self: 4, appraisal: 4, survey: 2 },
        provisional: true,
      });
    }
    expect(await auditOf(key)).toMatchObject([
      { act: "advance", by: "system", detail: { from: "preparing", to: "selfAssessment" } },
    ]);
  });

  test("does not open on a criteria set at fault, and names the node", async () => {
    const key = await smallYear("open-fault", "preparing");
    const [field, ...others] = SMALL_SET.fields;
    if (!field) throw new Error("no field");
    await refs
      .criteriaSet(key, SMALL_SET.id)
      .set({ ...SMALL_SET, fields: [{ ...field, max: 1 }, ...others] });
    const opens = await atDue(key, "opensAt");
    await expect(run(key, opens)).rejects.toThrow(/nho 1: Điểm tối đa/);
    expect((await periodOf(key)).state).toBe("preparing");
    expect((await refs.ledgers(key).get()).size).toBe(0);
    await refs.criteriaSet(key, SMALL_SET.id).set(SMALL_SET);
    await run(key, new Date(opens.getTime() + 6 * MINUTE));
    expect((await periodOf(key)).state).toBe("selfAssessment");
  });

  test.each([2, 3, 4, 5])(
    "is opened by the next run after its lease, where the power went off before transaction %i",
    async (nth) => {
      const key = await smallYear("open-died", "preparing");
      const opens = await atDue(key, "opensAt");
      expect(await cutBefore(nth, () => run(key, opens))).toBe(true);
      const { state, moving } = await periodOf(key);
      expect([state, moving?.to]).toEqual(["preparing", "selfAssessment"]);
      await run(key, new Date(opens.getTime() + 4 * MINUTE));
      expect((await periodOf(key)).state).toBe("preparing");
      await run(key, new Date(opens.getTime() + 6 * MINUTE));
      expect(await periodOf(key)).toMatchObject({ state: "selfAssessment", moving: null });
      expect((await refs.ledgers(key).get()).size).toBe(3);
      expect(await actsOf(key)).toEqual({ advance: 1 });
    },
  );

  test("enters a state once where a slow run is overtaken after its lease", async () => {
    const key = await smallYear("open-slow", "preparing");
    const opens = await atDue(key, "opensAt");
    const claimed = committed("claimStep");
    const slow = advance(key, opens);
    await claimed;
    await Promise.all([slow, advance(key, new Date(opens.getTime() + 6 * MINUTE))]);
    expect(await periodOf(key)).toMatchObject({ state: "selfAssessment", moving: null });
    expect(await actsOf(key)).toEqual({ advance: 1 });
  });

  test("keeps a score that came in before a late second opener", async () => {
    const key = await smallYear("open-late", "preparing");
    const opens = await atDue(key, "opensAt");
    expect(await cutBefore(5, () => run(key, opens))).toBe(true);
    await give.self({ ...key, unit: HEALTH }, { f1c2: 5_000 });
    await run(key, new Date(opens.getTime() + 6 * MINUTE));
    expect((await ledgerOf({ ...key, unit: HEALTH })).self).toEqual({ f1c2: { points: 5_000, rev: 1 } });
  });

  test("releases the appraisals when their date comes, once under overlapping runs", async () => {
    const key = await smallYear("explain", "appraisal");
    await giveWholeYear(key);
    const due = await atDue(key, "appraisalDue");
    await Promise.all([run(key, due), run(key, due)]);
    expect(await periodOf(key)).toMatchObject({ state: "explanation", releaseRound: 1, moving: null });
    for (const unit of UNIT_IDS) {
      const release = (await refs.release({ ...key, unit }, 1).get()).data();
      expect(Object.keys(release?.leaves ?? {})).toHaveLength(4);
      expect((await refs.release({ ...key, unit }, 2).get()).exists).toBe(false);
    }
    expect(await actsOf(key)).toEqual({ advance: 1 });
  });

  test("finishes a release that died between two units, without a second round", async () => {
    const key = await smallYear("explain-died", "appraisal");
    await giveWholeYear(key);
    const due = await atDue(key, "appraisalDue");
    expect(await cutBefore(3, () => run(key, due))).toBe(true);
    expect((await periodOf(key)).state).toBe("appraisal");
    await run(key, new Date(due.getTime() + 6 * MINUTE));
    expect(await periodOf(key)).toMatchObject({ state: "explanation", releaseRound: 1 });
    for (const unit of UNIT_IDS) expect((await refs.release({ ...key, unit }, 1).get()).exists).toBe(true);
  });

  test("goes from its opening to adoption by its dates alone, and waits there for people", async () => {
    const key = await smallYear("whole", "preparing");
    const met: PeriodState[] = [];
    for (const date of [
      "opensAt",
      "selfAssessmentDue",
      "appraisalDue",
      "explanationDue",
      "reappraisalDue",
    ] as const) {
      await run(key, await atDue(key, date, -1));
      await run(key, await atDue(key, date));
      met.push((await periodOf(key)).state);
    }
    expect(met).toEqual(["selfAssessment", "appraisal", "explanation", "reappraisal", "adoption"]);
    await run(key, await atDue(key, "publishAt", 30 * DAY));
    expect((await periodOf(key)).state).toBe("adoption");
    expect(await actsOf(key)).toMatchObject({ advance: 5 });
  });

  test("catches up step by step where the schedule stood still", async () => {
    const key = await smallYear("catch-up", "selfAssessment");
    const late = await atDue(key, "reappraisalDue", DAY);
    for (const state of ["appraisal", "explanation", "reappraisal", "adoption"]) {
      await run(key, late);
      expect((await periodOf(key)).state).toBe(state);
    }
  });

  test("without an explanation round goes from appraisal to adoption and releases nothing", async () => {
    const key = await smallYear("no-round", "appraisal");
    const { settings } = await periodOf(key);
    await refs.period(key).update({ settings: { ...settings, explanationRound: false } });
    await run(key, await atDue(key, "appraisalDue"));
    expect(await periodOf(key)).toMatchObject({ state: "adoption", releaseRound: 0 });
    expect((await refs.release({ ...key, unit: POLICE }, 1).get()).exists).toBe(false);
  });

  test("of one scheme does not hold up another's", async () => {
    const broken = await smallYear("all-broken", "preparing");
    const sound = await smallYear("all-sound", "preparing");
    await refs.criteriaSet(broken, SMALL_SET.id).delete();
    for (const key of [broken, sound]) {
      const { dates } = await periodOf(key);
      await refs.period(key).update({ dates: { ...dates, opensAt: new Date(Date.now() - MINUTE) } });
    }
    await expect(advanceAll(new Date())).rejects.toThrow("advanceYear");
    expect((await periodOf(broken)).state).toBe("preparing");
    expect((await periodOf(sound)).state).toBe("selfAssessment");
    await refs.period(broken).delete();
  });
});
