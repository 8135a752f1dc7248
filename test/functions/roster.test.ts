import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import type { UnitDetails } from "../../core/src/index.ts";
import { discardPeriod, startPeriod } from "../../functions/src/store/periods.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { importUnits, removeUnit, savePeriodBasics, saveUnit } from "../../functions/src/store/roster.ts";
import { advance } from "../../functions/src/store/year.ts";
import { actsOf, auditOf, indexOf, ledgerOf, periodOf, unitOf } from "./setup/reading.ts";
import { HEALTH, POLICE, SMALL_SET, STANDING_BODY } from "./setup/small-set.ts";
import { fullYear, smallYear, UNIT_IDS, UNITS } from "./setup/small-year.ts";
import { cutBefore, refused } from "./setup/watching.ts";

const DETAILS: UnitDetails = {
  ...{ name: "Sở Y tế", order: 2, group: "so", criteriaSet: SMALL_SET.id },
  ...{ from: null, until: null, successors: [] },
};
const changed = (key: PeriodKey, more: Partial<UnitDetails>, unit = HEALTH) => ({
  ...{ ...key, unit, isNew: false, reason: "Theo quyết định sắp xếp" },
  details: { ...DETAILS, ...more },
});

describe("a unit", () => {
  test("that is renamed in an open period keeps its scores, its former name, and bears the new one everywhere", async () => {
    const key = await fullYear("renamed", false);
    const unit = { ...key, unit: HEALTH };
    const before = await indexOf(unit);
    await saveUnit(changed(key, { name: "Sở Y tế và Dân số" }), "admin");
    expect(await indexOf(unit)).toEqual({ ...before, name: "Sở Y tế và Dân số" });
    expect((await ledgerOf(unit)).name).toBe("Sở Y tế và Dân số");
    expect((await unitOf(unit)).former).toMatchObject([{ name: "Sở Y tế" }]);
    expect(await reconcilePeriod(key)).toEqual([]);
    expect(await auditOf(key)).toMatchObject([{ act: "saveUnit", unit: HEALTH }]);
  });

  test("that ends hands on to its successors, and keeps its scores", async () => {
    const key = await fullYear("ended", false);
    const total = (await indexOf({ ...key, unit: HEALTH })).total;
    await saveUnit(changed(key, { until: "2025-06-30", successors: [POLICE] }), "admin");
    expect((await indexOf({ ...key, unit: HEALTH })).total).toEqual(total);
    await refused(
      saveUnit(changed(key, { ...UNITS[POLICE], successors: [HEALTH] }, POLICE), "admin"),
      /thành vòng/,
    );
  });

  test("neither comes nor changes group, set or order once the period is open", async () => {
    const key = await smallYear("fixed", "selfAssessment");
    await refused(saveUnit(changed(key, { group: "dac-thu" }), "admin"), /không đổi nhóm/);
    await refused(saveUnit(changed(key, { order: 7 }), "admin"), /không đổi thứ tự/);
    await refused(saveUnit({ ...changed(key, {}, "so-moi"), isNew: true }, "admin"), /bước/);
    await refused(removeUnit({ ...key, unit: HEALTH, reason: "x" }, "admin"), /bước/);
  });

  test("comes, changes and goes while the period is prepared", async () => {
    const key = await smallYear("prepared", "preparing");
    await saveUnit({ ...changed(key, { name: "Sở mới", order: 8 }, "so-moi"), isNew: true }, "admin");
    await refused(saveUnit({ ...changed(key, {}, "so-moi"), isNew: true }, "admin"), /đã dùng cho Sở mới/);
    expect((await periodOf(key)).unitCount).toBe(4);
    await saveUnit(changed(key, { name: "Sở Y tế (mới)", group: "dac-thu" }), "admin");
    expect(await unitOf({ ...key, unit: HEALTH })).toMatchObject({ name: "Sở Y tế (mới)", former: [] });
    await removeUnit({ ...key, unit: POLICE, reason: "Không đánh giá" }, "admin");
    expect((await periodOf(key)).unitCount).toBe(3);
    await refused(removeUnit({ ...key, unit: STANDING_BODY, reason: "x" }, "admin"), /thường trực/);
    await refused(saveUnit(changed(key, { group: "huyen" }), "admin"), /không có nhóm đơn vị «huyen»/);
    await refused(saveUnit(changed(key, {}), "head-of-health"), /vai trò|quyền/);
  });
});

describe("a list of units", () => {
  test("is taken whole or not at all", async () => {
    const key = await smallYear("listed", "preparing");
    const listed = (unit: string, more: Partial<UnitDetails> = {}) => ({
      unit,
      details: { ...DETAILS, ...more },
      exempt: {},
    });
    const units = [listed("xa-mot", { order: 1 }), listed("xa-hai", { order: 2, group: "khong-co" })];
    await refused(importUnits({ ...key, units, reason: "Nhập" }, "admin"), /xa-hai, nhóm/);
    expect((await periodOf(key)).unitCount).toBe(3);
    const many = Array.from({ length: 1_000 }, (_, at) =>
      listed(`xa-${at}`, { name: `Xã ${at}`, order: at }),
    );
    await importUnits({ ...key, units: [...many, listed(HEALTH)], reason: "Nhập" }, "admin");
    expect((await periodOf(key)).unitCount).toBe(1_003);
    expect((await refs.units(key).count().get()).data().count).toBe(1_003);
  });
});

describe("what is sent again, by a double click or after a lost answer,", () => {
  test("is one act: a unit's details, a list of units, what a period says of itself", async () => {
    const key = await smallYear("roster-again", "preparing");
    const { groups, standingBody, standingBodyOwn } = await periodOf(key);
    const basics = { ...key, name: "Kỳ 2031", groups, standingBody, standingBodyOwn, reason: "Đổi tên" };
    const units = [{ unit: "xa-mot", details: { ...DETAILS, order: 1 }, exempt: {} }];
    const renamed = changed(key, { name: "Sở Y tế (mới)" });
    for (const send of [
      () => savePeriodBasics(basics, "admin"),
      () => importUnits({ ...key, units, reason: "Nhập" }, "admin"),
      () => saveUnit(renamed, "admin"),
    ]) {
      await Promise.all([send(), send()]);
      await send();
    }
    expect(await actsOf(key)).toEqual({ savePeriodBasics: 1, importUnits: 1, saveUnit: 1 });
    expect((await periodOf(key)).unitCount).toBe(4);
  });
});

describe("what a period says of itself", () => {
  test("changes before it opens, and holds together", async () => {
    const key = await smallYear("basics", "preparing");
    const { groups } = await periodOf(key);
    const basics = { ...key, name: "Kỳ 2030", groups, standingBody: STANDING_BODY, standingBodyOwn: POLICE };
    await savePeriodBasics({ ...basics, reason: "Đổi tên" }, "admin");
    expect(await periodOf(key)).toMatchObject({ name: "Kỳ 2030", standingBodyOwn: POLICE });
    const lost = { ...basics, groups: groups.filter(({ id }) => id === "so"), reason: "x" };
    await refused(savePeriodBasics(lost, "admin"), /Nhóm của Công an tỉnh/);
    const own = { ...basics, standingBodyOwn: STANDING_BODY, reason: "x" };
    await refused(savePeriodBasics(own, "admin"), /tự thẩm định/);
  });
});

const DAY = 24 * 60 * 60 * 1000;

function datesFrom(opens: number) {
  const day = (at: number) => new Date(opens + at * DAY);
  return {
    ...{ opensAt: day(0), selfAssessmentDue: day(10), appraisalDue: day(20) },
    ...{ explanationDue: day(30), reappraisalDue: day(40), publishAt: day(50) },
  };
}

const nextYear = (key: PeriodKey) => ({
  ...{ scheme: key.scheme, period: "2025", from: key.period, name: "Năm 2025", year: 2025 },
  dates: datesFrom(Date.now() + DAY),
  copy: { sets: true, units: true, settings: true, council: true },
  reason: "Bắt đầu năm 2025",
});

describe("a new year", () => {
  test("takes over sets, units that still exist, settings and council; its files are blank; its date opens it", async () => {
    const key = await fullYear("next-year", false);
    await saveUnit(
      changed(key, { ...UNITS[POLICE], until: "2024-12-31", successors: [HEALTH] }, POLICE),
      "admin",
    );
    await startPeriod(nextYear(key), "admin");
    const next = { ...key, period: "2025" };
    expect(await periodOf(next)).toMatchObject({
      ...{ state: "preparing", year: 2025, unitCount: 2, criteriaSets: [SMALL_SET.id], adoption: null },
      settings: { ...(await periodOf(key)).settings, version: 1 },
    });
    const units = (await refs.units(next).get()).docs;
    expect(units.map(({ id }) => id)).toEqual(UNIT_IDS.filter((id) => id !== POLICE).sort());
    expect(units[0]?.data().submission).toMatchObject({ state: "draft", count: 0 });
    expect((await refs.criteriaSet(next, SMALL_SET.id).get()).data()).toEqual(SMALL_SET);
    await advance(next, new Date(Date.now() + 2 * DAY));
    expect((await periodOf(next)).state).toBe("selfAssessment");
    expect((await indexOf({ ...next, unit: HEALTH })).total.self).toBeNull();
  });

  test("whose start died is not seen, and is started again", async () => {
    const key = await smallYear("next-died", "published");
    expect(await cutBefore(2, () => startPeriod(nextYear(key), "admin"))).toBe(true);
    expect((await refs.period({ ...key, period: "2025" }).get()).exists).toBe(false);
    await startPeriod(nextYear(key), "admin");
    await refused(startPeriod(nextYear(key), "admin"), /Đã có kỳ đánh giá/);
  });

  test("is refused with dates out of order or past, and to others than who runs the scheme", async () => {
    const key = await smallYear("next-dates", "published");
    const input = nextYear(key);
    const mixed = { ...input.dates, appraisalDue: input.dates.opensAt };
    await refused(startPeriod({ ...input, dates: mixed }, "admin"), /thẩm định/);
    await refused(startPeriod({ ...input, dates: datesFrom(Date.now() - DAY) }, "admin"), /quá khứ/);
    await refused(startPeriod({ ...input, year: 2024 }, "admin"), /Đã có kỳ đánh giá năm 2024/);
    await refused(startPeriod(input, "council"), /vai trò|quyền/);
  });

  test("is given up with all it holds as long as it was never opened", async () => {
    const key = await smallYear("next-discarded", "published");
    await startPeriod(nextYear(key), "admin");
    await discardPeriod({ ...key, period: "2025", reason: "Nhầm năm" }, "admin");
    const next = { ...key, period: "2025" };
    expect((await refs.period(next).get()).exists).toBe(false);
    expect((await refs.units(next).count().get()).data().count).toBe(0);
    await refused(discardPeriod({ ...key, reason: "x" }, "admin"), /bước/);
  });
});
