import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import type { Settings } from "../../core/src/index.ts";
import type { Input } from "../../functions/src/store/act.ts";
import { adoptResult, reopenResult } from "../../functions/src/store/adoption.ts";
import {
  applySettings,
  changeSettings,
  enterSurveyScores,
  setExemption,
} from "../../functions/src/store/inputs.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { type PeriodKey, refs, type UnitKey } from "../../functions/src/store/refs.ts";
import {
  actsOf,
  auditOf,
  historyOf,
  indexOf,
  ledgerOf,
  liveAndRecomputed,
  periodOf,
  resultsOf,
  unitOf,
} from "./setup/reading.ts";
import { HEALTH, POLICE } from "./setup/small-set.ts";
import { fullYear, give, smallYear, surveyScore, UNIT_IDS } from "./setup/small-year.ts";
import { cutBefore, refused } from "./setup/watching.ts";

async function expectConverged(key: PeriodKey): Promise<void> {
  for (const unit of UNIT_IDS) {
    const { live, recomputed, stored, ledger } = await liveAndRecomputed({ ...key, unit });
    expect(live).toEqual(recomputed);
    expect(stored).toEqual(ledger);
  }
}

describe("an exemption", () => {
  const exempt = (key: UnitKey, node: string, on = true, uid = "admin") =>
    setExemption({ ...key, node, exempt: on, reason: "Không thuộc chức năng" }, uid);

  test("takes the leaf out of maximum and index at once, and back again", async () => {
    const key = { ...(await fullYear("exempt", false)), unit: HEALTH };
    const before = await indexOf(key);
    await exempt(key, "f1c1s2");
    const { total } = await indexOf(key);
    expect(before.total).toMatchObject({ max: 100_000, achieved: 59_845 });
    expect(total).toEqual({ ...before.total, max: 90_000, self: 42_500 });
    expect((await unitOf(key)).exempt).toEqual({ f1c1s2: "Không thuộc chức năng" });
    await expectConverged(key);
    await exempt(key, "f1c1s2", false);
    expect(await indexOf(key)).toEqual(before);
    expect((await ledgerOf(key)).exempt).toEqual({});
    expect(await actsOf(key)).toEqual({ setExemption: 2 });
    await expectConverged(key);
  });

  test("from a criterion or a field takes every leaf below it out, and leaves the reason of one that was out", async () => {
    const key = { ...(await fullYear("exempt-node", false)), unit: HEALTH };
    const before = await indexOf(key);
    await setExemption({ ...key, node: "f1c1s2", exempt: true, reason: "Trước đó" }, "admin");
    await exempt(key, "f1");
    expect((await unitOf(key)).exempt).toEqual({
      f1c1s1: "Không thuộc chức năng",
      f1c1s2: "Trước đó",
      f1c2: "Không thuộc chức năng",
    });
    await expectConverged(key);
    await exempt(key, "f1c1", false);
    expect((await unitOf(key)).exempt).toEqual({ f1c2: "Không thuộc chức năng" });
    await exempt(key, "f1", false);
    expect(await indexOf(key)).toEqual(before);
    await refused(exempt(key, "f9"), /f9/);
    expect(await actsOf(key)).toEqual({ setExemption: 4 });
  });

  test("of a survey leaf shrinks the survey's part", async () => {
    const key = { ...(await fullYear("exempt-survey", false)), unit: HEALTH };
    await exempt(key, "f2c2");
    expect(await indexOf(key)).toMatchObject({ surveyMax: 10_000, total: { max: 80_000, survey: 5_000 } });
  });

  test("twice, at once or later, is one act", async () => {
    const key = { ...(await smallYear("exempt-twice", "appraisal")), unit: HEALTH };
    await Promise.all([exempt(key, "f2c1"), exempt(key, "f2c1")]);
    await exempt(key, "f2c1");
    await exempt(key, "f1c2", false);
    expect(await actsOf(key)).toEqual({ setExemption: 1 });
  });

  test("meets scores that come in at the same time", async () => {
    const key = { ...(await smallYear("exempt-race", "selfAssessment")), unit: HEALTH };
    await Promise.all([
      exempt(key, "f2c1"),
      give.self(key, { f1c1s1: 20_000 }),
      exempt(key, "f1c2"),
      give.self(key, { f2c1: 10_000 }),
    ]);
    expect((await indexOf(key)).total).toMatchObject({ max: 60_000, self: 20_000 });
    await expectConverged(key);
  });

  test("is refused of an unknown leaf, by others, before the year opens and once adopted", async () => {
    const key = { ...(await smallYear("exempt-refused", "appraisal")), unit: HEALTH };
    for (const leaf of ["f9c9", "f9", "constructor"])
      for (const on of [true, false])
        expect(await refused(exempt(key, leaf, on), /không có tiêu chí chấm điểm/)).toEqual({
          refusal: { code: "unknownLeaf", leaf },
        });
    for (const uid of ["council", "head-of-health"]) await refused(exempt(key, "f2c1", true, uid), /vai trò/);
    for (const state of ["preparing", "sealing", "sealed", "published"] as const) {
      await refs.period(key).update({ state });
      await refused(exempt(key, "f2c1"), /đang ở bước/);
    }
    const adoption = { at: new Date(), by: "council", minutes: "1", insufficientSampleReason: null };
    await refs.period(key).update({ state: "adoption", adoption });
    await refused(exempt(key, "f2c1"), /đã thông qua/);
    expect((await unitOf(key)).exempt).toEqual({});
    expect(await actsOf(key)).toEqual({});
  });
});

describe("settings", () => {
  test("that are sent again, by a double click or after a lost answer, are one change", async () => {
    const key = await fullYear("settings-again", false);
    const change = await settingsOf(key, { decimals: 3 });
    await Promise.all([changeSettings(change, "admin"), changeSettings(change, "admin")]);
    await changeSettings(change, "admin");
    expect((await periodOf(key)).settings).toMatchObject({ version: 2, decimals: 3 });
    expect(await actsOf(key)).toEqual({ changeSettings: 1 });
    await expectConverged(key);
  });

  const settingsOf = async (key: PeriodKey, more: Partial<Settings>) => {
    const { version: _, ...settings } = (await periodOf(key)).settings;
    return { ...key, settings: { ...settings, ...more }, reason: "Không tổ chức điều tra" };
  };

  test("without a survey take its leaves out of every unit's maximum", async () => {
    const key = await fullYear("settings", false);
    await changeSettings(await settingsOf(key, { surveyHeld: false }), "admin");
    for (const unit of UNIT_IDS)
      expect(await indexOf({ ...key, unit })).toMatchObject({
        ...{ surveyMax: 0, total: { max: 70_000, survey: null }, provisional: false },
      });
    expect((await periodOf(key)).settings).toMatchObject({ version: 2, surveyHeld: false });
    await expectConverged(key);
    expect(await auditOf(key)).toMatchObject([
      { act: "changeSettings", detail: { from: { surveyHeld: true }, to: { surveyHeld: false } } },
    ]);
    await changeSettings(await settingsOf(key, { surveyHeld: true }), "admin");
    expect((await indexOf({ ...key, unit: HEALTH })).total.max).toBe(100_000);
    await expectConverged(key);
  });

  test("whose change died midway keep the council from adopting, until the next reconciliation ends it", async () => {
    const key = await fullYear("settings-died", false);
    const change = await settingsOf(key, { surveyHeld: false });
    expect(await cutBefore(3, () => changeSettings(change, "admin"))).toBe(true);
    const versions = Object.values(await resultsOf(key)).map(({ ledger }) => ledger.settingsVersion);
    expect(versions.sort()).toEqual([1, 1, 2]);
    const adopt = () => adoptResult({ ...key, minutes: "BB 1", insufficientSampleReason: null }, "council");
    await refused(adopt(), /đang được áp dụng/);
    expect((await reconcilePeriod(key)).map(({ lagging }) => lagging)).toEqual([
      ["settingsVersion", "surveyHeld"],
      ["settingsVersion", "surveyHeld"],
    ]);
    await expectConverged(key);
    expect(await reconcilePeriod(key)).toEqual([]);
    await adopt();
  });

  test("leave alone a unit that has them already", async () => {
    const key = { ...(await smallYear("settings-same", "appraisal")), unit: HEALTH };
    expect(await applySettings(key)).toBe(false);
    await refs.period(key).update({ settings: { ...(await periodOf(key)).settings, version: 2 } });
    expect(await applySettings(key)).toBe(true);
    expect(await applySettings(key)).toBe(false);
  });

  test("may change before the year opens, not after adoption or sealing, nor by others", async () => {
    const key = await smallYear("settings-when", "preparing");
    await changeSettings(await settingsOf(key, { decimals: 3 }), "admin");
    expect((await periodOf(key)).settings).toMatchObject({ version: 2, decimals: 3 });
    await refused(changeSettings(await settingsOf(key, { decimals: 4 }), "council"), /vai trò/);
    for (const state of ["sealing", "sealed", "published"] as const) {
      await refs.period(key).update({ state });
      await refused(changeSettings(await settingsOf(key, { decimals: 4 }), "admin"), /đang ở bước/);
    }
    expect((await periodOf(key)).settings.decimals).toBe(3);
  });
});

describe("survey scores", () => {
  const source = { document: "Báo cáo điều tra", date: "2024-12-15" };
  type Scores = Input<"enterSurveyScores">["scores"];
  const enter = (key: UnitKey, scores: Scores, uid = "admin") =>
    enterSurveyScores({ ...key, source, scores }, uid);
  const score = (leaf: string, points: number | null, n = 120) => ({ leaf, points, n, minimum: 100 });

  test("that are sent again, by a double click or after a lost answer, make no further version", async () => {
    const key = { ...(await smallYear("survey-again", "appraisal")), unit: HEALTH };
    const scores = [score("f2c2", 15_001), score("f2c3", 7_500)];
    await Promise.all([enter(key, scores), enter(key, scores)]);
    await enter(key, scores);
    expect(await actsOf(key)).toEqual({ enterSurveyScores: 1 });
    await enter(key, [score("f2c2", 15_001), score("f2c3", 7_600)]);
    expect([...(await historyOf(key)).keys()].sort()).toEqual([
      ...["survey-f2c2-1", "survey-f2c3-1", "survey-f2c3-2"],
    ]);
    expect((await auditOf(key)).at(-1)?.detail).toMatchObject({ leaves: ["f2c3"] });
  });

  test("stand with their source, ledger, index and history, and may be entered anew", async () => {
    const key = { ...(await smallYear("survey", "appraisal")), unit: HEALTH };
    await enter(key, [score("f2c2", 15_001), score("f2c3", 7_500, 99)]);
    expect((await refs.surveyScore(key, "f2c2").get()).data()).toMatchObject({
      ...{ points: 15_001, n: 120, minimum: 100, rev: 1, by: "admin", field: "f2", source },
    });
    expect((await ledgerOf(key)).survey).toEqual({
      f2c2: { points: 15_001, rev: 1, n: 120, sufficient: true },
      f2c3: { points: 7_500, rev: 1, n: 99, sufficient: false },
    });
    expect(await indexOf(key)).toMatchObject({
      total: { survey: 22_501 },
      missing: { insufficientSample: 1 },
    });
    await enter(key, [score("f2c3", null)]);
    await expectConverged(key);
    expect([...(await historyOf(key)).keys()].sort()).toEqual([
      "survey-f2c2-1",
      "survey-f2c3-1",
      "survey-f2c3-2",
    ]);
    expect(await actsOf(key)).toEqual({ enterSurveyScores: 2 });
  });

  test("are all refused where one is wrong, naming its leaf and cause", async () => {
    const key = { ...(await smallYear("survey-wrong", "appraisal")), unit: HEALTH };
    await refs.unit(key).update({ exempt: {} });
    const good = score("f2c2", 10_000);
    const wrong: [Scores[number], RegExp, object][] = [
      [score("f2c3", 10_100), /^2\.3: Điểm vượt điểm tối đa 1\./, { code: "aboveMaximum", max: 10_000 }],
      [score("f2c3", 7_550), /^2\.3: Điểm phải là bội số của 0,01\./, { code: "offStep", step: 100 }],
      [score("f1c2", 5_000), /đơn vị tự đánh giá/, { code: "selfLeaf", leaf: "f1c2" }],
      [score("f9c9", 0), /không có tiêu chí chấm điểm f9c9/, { code: "unknownLeaf", leaf: "f9c9" }],
      [score("constructor", 0), /không có tiêu chí chấm điểm/, { code: "unknownLeaf", leaf: "constructor" }],
    ];
    for (const [bad, message, refusal] of wrong)
      expect(await refused(enter(key, [good, bad]), message)).toEqual({ refusal });
    await refused(enter(key, [good, good]), /nhập hai lần/);
    await refs.unit(key).update({ exempt: { f2c3: "Không có người dân đến giao dịch" } });
    await refused(enter(key, [good, score("f2c3", 100)]), /Không có người dân/);
    expect((await refs.surveyScores(key).get()).size).toBe(0);
    expect((await ledgerOf(key)).survey).toEqual({});
    expect((await historyOf(key)).size).toBe(0);
    expect(await actsOf(key)).toEqual({});
  });

  test("are the standing body's, until the council adopts", async () => {
    const key = { ...(await smallYear("survey-when", "appraisal")), unit: HEALTH };
    for (const uid of ["council", "head-of-health", "viewer"])
      await refused(enter(key, [score("f2c2", 0)], uid), /vai trò/);
    for (const state of ["preparing", "sealing", "sealed", "published"] as const) {
      await refs.period(key).update({ state });
      await refused(enter(key, [score("f2c2", 0)]), /đang ở bước/);
    }
    const adoption = { at: new Date(), by: "council", minutes: "1", insufficientSampleReason: null };
    await refs.period(key).update({ state: "adoption", adoption });
    await refused(enter(key, [score("f2c2", 0)]), /đã thông qua/);
    expect((await refs.surveyScores(key).get()).size).toBe(0);
  });
});

describe("adoption", () => {
  const adopt = (key: PeriodKey, more: Partial<Input<"adopt">> = {}, uid = "council") =>
    adoptResult({ ...key, minutes: "BB 01", insufficientSampleReason: null, ...more }, uid);

  test("is refused with the list of what is missing, over all units", async () => {
    const key = await fullYear("adopt-missing", false);
    await give.appraisal({ ...key, unit: POLICE }, { f1c2: null });
    await give.survey({ ...key, unit: HEALTH }, { f2c3: null });
    const { missing } = await refused(adopt(key), /còn 2 nội dung/);
    expect(missing).toHaveLength(2);
    expect(missing).toEqual(
      expect.arrayContaining([
        { unit: POLICE, leaf: "f1c2", column: "appraisal", message: "1.2: chưa có kết quả thẩm định" },
        { unit: HEALTH, leaf: "f2c3", column: "survey", message: "2.3: chưa có điểm điều tra xã hội học" },
      ]),
    );
    expect((await periodOf(key)).adoption).toBeNull();
  });

  test("is not held up by a blank self-assessment, which is not a missing result", async () => {
    const key = await fullYear("adopt-blank", false);
    await give.self({ ...key, unit: POLICE }, { f1c2: null });
    await adopt(key);
    expect((await periodOf(key)).adoption).not.toBeNull();
  });

  test("of a sample below its minimum needs a reason, which is kept to be published", async () => {
    const key = await fullYear("adopt-sample", false);
    const unit = { ...key, unit: HEALTH };
    const { rev } = (await refs.surveyScore(unit, "f2c2").get()).data() ?? surveyScore(unit, "f2c2", 0);
    const thin = surveyScore(unit, "f2c2", 12_345, rev + 1, 60);
    const { source, points, n, minimum } = thin;
    const scores = [{ leaf: "f2c2", points, n, minimum }];
    await enterSurveyScores({ ...unit, source, scores }, "admin");
    const { missing } = await refused(adopt(key), /còn 1 nội dung/);
    expect(missing).toMatchObject([{ unit: HEALTH, leaf: "f2c2", column: "sample" }]);
    await adopt(key, { insufficientSampleReason: "Ít giao dịch trong năm" });
    expect((await periodOf(key)).adoption?.insufficientSampleReason).toBe("Ít giao dịch trong năm");
  });

  test("twice at once and again is one act; another's is refused", async () => {
    const key = await fullYear("adopt-twice", false);
    await Promise.all([adopt(key), adopt(key)]);
    const { adoption } = await periodOf(key);
    await adopt(key);
    expect((await periodOf(key)).adoption).toEqual(adoption);
    await refused(adopt(key, { minutes: "BB 02" }), /đã thông qua/);
    await refused(adopt(key, {}, "council-of-health"), /đã thông qua/);
    expect(await actsOf(key)).toEqual({ adopt: 1 });
  });

  test("is the council's, at its step, and needs every unit's ledger", async () => {
    const key = await fullYear("adopt-who", false);
    await refused(adopt(key, {}, "admin"), /vai trò/);
    await refs.period(key).update({ unitCount: 4 });
    await refused(adopt(key), /3\/4 đơn vị/);
    for (const state of ["appraisal", "reappraisal", "sealing", "sealed", "published"] as const) {
      await refs.period(key).update({ state });
      await refused(adopt(key), /đang ở bước/);
    }
  });

  test("is taken back with a reason, and only where there is one", async () => {
    const key = await fullYear("reopen-adoption", true);
    const reopen = (uid = "admin") => reopenResult({ ...key, reason: "Sai số liệu" }, uid);
    await refused(reopen("council"), /vai trò/);
    await reopen();
    expect(await periodOf(key)).toMatchObject({ state: "adoption", adoption: null });
    expect(await auditOf(key)).toMatchObject([{ act: "reopen", reason: "Sai số liệu" }]);
    await refused(reopen(), /đang ở bước/);
    for (const state of ["reappraisal", "sealing", "published"] as const) {
      await refs.period(key).update({ state });
      await refused(reopen(), /đang ở bước/);
    }
  });
});
