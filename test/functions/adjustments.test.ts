import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import { revokeAdjustment, saveAdjustment } from "../../functions/src/store/adjustments.ts";
import { changeSettings, enterSurveyScores } from "../../functions/src/store/inputs.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { auditOf, indexOf, ledgerOf, liveAndRecomputed, periodOf } from "./setup/reading.ts";
import { HEALTH, POLICE } from "./setup/small-set.ts";
import { fullYear } from "./setup/small-year.ts";
import { refused } from "./setup/watching.ts";

const ID = "a".repeat(20);

async function capped(name: string): Promise<PeriodKey> {
  const key = await fullYear(name, false);
  const { version: _, ...settings } = (await periodOf(key)).settings;
  const caps = { bonusCap: 10_000, penaltyCap: 20_000 };
  await changeSettings(
    { ...key, settings: { ...settings, ...caps }, reason: "Áp dụng điểm thưởng" },
    "admin",
  );
  return key;
}

const given = (key: PeriodKey, kind: "bonus" | "penalty", points: number, adjustment = ID) => ({
  ...{ ...key, unit: HEALTH, adjustment, kind, points, reason: "Sáng kiến được công nhận" },
  decision: { number: "02/BB-HĐTĐ", date: "2025-01-10" },
});

async function expectConverged(key: PeriodKey): Promise<void> {
  const { live, recomputed, stored, ledger } = await liveAndRecomputed({ ...key, unit: HEALTH });
  expect(stored).toEqual(ledger);
  expect(live).toEqual(recomputed);
  expect(await reconcilePeriod(key)).toEqual([]);
}

describe("bonus and penalty points", () => {
  test("count up to their caps in ledger and index at once, and no longer once revoked", async () => {
    const key = await capped("adjusted");
    const unit = { ...key, unit: HEALTH };
    const { achieved } = (await indexOf(unit)).total;
    if (achieved === null) throw new Error("nothing achieved yet");
    await saveAdjustment(given(key, "penalty", 15_000), "council");
    expect((await indexOf(unit)).total.achieved).toBe(achieved - 15_000);
    await saveAdjustment(given(key, "bonus", 30_000, "b".repeat(20)), "council");
    expect((await ledgerOf(unit)).adjustment).toBe(-5_000);
    expect((await indexOf(unit)).total.achieved).toBe(achieved - 5_000);
    await expectConverged(key);
    await revokeAdjustment({ ...unit, adjustment: ID, reason: "Nhầm đơn vị" }, "council");
    await revokeAdjustment({ ...unit, adjustment: ID, reason: "Nhầm đơn vị" }, "council");
    expect((await ledgerOf(unit)).adjustment).toBe(10_000);
    expect((await refs.adjustment(unit, ID).get()).data()).toMatchObject({
      revoked: { reason: "Nhầm đơn vị", by: "council" },
    });
    await expectConverged(key);
    expect((await auditOf(key)).map(({ act }) => act).sort()).toEqual(
      ["changeSettings", "saveAdjustment", "saveAdjustment", "revokeAdjustment"].sort(),
    );
  });

  test("are given once for a double click", async () => {
    const key = await capped("adjusted-twice");
    await Promise.all([1, 2].map(() => saveAdjustment(given(key, "penalty", 5_000), "council")));
    expect((await ledgerOf({ ...key, unit: HEALTH })).adjustment).toBe(-5_000);
  });

  test("follow a cap that changes", async () => {
    const key = await capped("adjusted-cap");
    await saveAdjustment(given(key, "bonus", 30_000), "council");
    const { version: _, bonusCap: __, ...settings } = (await periodOf(key)).settings;
    await changeSettings({ ...key, settings, reason: "Bỏ điểm thưởng" }, "admin");
    expect(await ledgerOf({ ...key, unit: HEALTH })).not.toHaveProperty("adjustment");
    await expectConverged(key);
  });

  test("are refused without a cap, for one's own unit, and to others than the council", async () => {
    const plain = await fullYear("adjusted-off", false);
    await refused(saveAdjustment(given(plain, "bonus", 10_000), "council"), /không áp dụng điểm thưởng/);
    const key = await capped("adjusted-refused");
    await refused(saveAdjustment(given(key, "bonus", 10_000), "council-of-health"), /chính đơn vị mình/);
    await refused(saveAdjustment(given(key, "bonus", 10_000), "admin"), /vai trò|quyền/);
    await refused(saveAdjustment(given(key, "bonus", 10_000), "head-of-health"), /vai trò|quyền/);
  });
});

describe("settings of a group", () => {
  test("without a survey take its leaves out of that group's maximum alone", async () => {
    const key = await fullYear("group-settings", false);
    const { version: _, ...settings } = (await periodOf(key)).settings;
    await changeSettings(
      { ...key, settings: { ...settings, withoutSurvey: ["dac-thu"] }, reason: "Không điều tra" },
      "admin",
    );
    expect((await indexOf({ ...key, unit: POLICE })).surveyMax).toBe(0);
    expect((await indexOf({ ...key, unit: HEALTH })).surveyMax).toBeGreaterThan(0);
    await expectConverged(key);
  });

  test("with a least sample refuse a survey score that names a smaller one", async () => {
    const key = await fullYear("least-sample", false);
    const { version: _, ...settings } = (await periodOf(key)).settings;
    await changeSettings(
      { ...key, settings: { ...settings, minimumSample: 100 }, reason: "Cỡ mẫu tối thiểu" },
      "admin",
    );
    const { survey } = await ledgerOf({ ...key, unit: HEALTH });
    const [leaf = ""] = Object.keys(survey);
    const entered = (minimum: number) =>
      enterSurveyScores(
        {
          ...{ ...key, unit: HEALTH, source: { document: "BC 1", date: "2025-01-05" } },
          scores: [{ leaf, points: 10_000, n: 120, minimum }],
        },
        "admin",
      );
    await refused(entered(99), /thấp hơn mức 100/);
    await entered(100);
  });
});
