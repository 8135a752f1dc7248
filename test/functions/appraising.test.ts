import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import { DATE_ORDER, type PeriodDate } from "../../core/src/index.ts";
import { recogniseRest } from "../../functions/src/store/appraising.ts";
import { type PeriodKey, refs, type UnitKey } from "../../functions/src/store/refs.ts";
import { endAppraisalNow, moveDate, releaseToAll } from "../../functions/src/store/releasing.ts";
import { actsOf, auditOf, historyOf, indexOf, liveAndRecomputed, periodOf } from "./setup/reading.ts";
import { HEALTH, POLICE, STANDING_BODY } from "./setup/small-set.ts";
import { give, giveWholeYear, memberOf, smallYear, UNIT_IDS, WHOLE_YEAR } from "./setup/small-year.ts";
import { refused } from "./setup/watching.ts";

const HOUR = 60 * 60 * 1000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR);

async function selfAssessed(test: string, unit: string): Promise<UnitKey> {
  const key = { ...(await smallYear(test, "appraisal")), unit };
  await give.self(key, WHOLE_YEAR[unit]?.self ?? {});
  return key;
}

const appraisedLeaves = async (key: UnitKey) =>
  (await refs.appraisals(key).get()).docs.map((doc) => doc.id).sort();

describe("recognising the rest", () => {
  test("takes what is open of the leaves that the appraiser's department leads, and then finds nothing", async () => {
    const key = await selfAssessed("rest", POLICE);
    await give.appraisal(key, { f1c1s1: 2_500 });
    const all = { ...key, field: null };
    expect(await recogniseRest(all, "appraiser-of-standing-body")).toEqual({ recognised: 1 });
    expect(await appraisedLeaves(key)).toEqual(["f1c1s1", "f1c2"]);
    expect((await refs.appraisal(key, "f1c1s1").get()).data()).toMatchObject({ points: 2_500, rev: 1 });
    expect((await refs.appraisal(key, "f1c2").get()).data()).toMatchObject({
      ...{ points: 30_000, decision: "recognised", rev: 1, by: "appraiser-of-standing-body" },
    });
    expect(await recogniseRest(all, "appraiser-of-standing-body")).toEqual({ recognised: 0 });
    expect(await recogniseRest(all, "council")).toEqual({ recognised: 2 });
    expect([...(await historyOf(key)).keys()].filter((id) => id.startsWith("appraisal"))).toHaveLength(4);
    const { live, recomputed, stored, ledger } = await liveAndRecomputed(key);
    expect(live).toEqual(recomputed);
    expect(stored).toEqual(ledger);
    expect(await auditOf(key)).toMatchObject([
      { act: "recogniseRest", detail: { field: null, leaves: ["f1c2"] } },
      { act: "recogniseRest", by: "council", detail: { leaves: ["f1c1s2", "f2c1"] } },
    ]);
  });

  test("keeps to the field that is asked for", async () => {
    const key = await selfAssessed("rest-field", POLICE);
    expect(await recogniseRest({ ...key, field: "f2" }, "council")).toEqual({ recognised: 1 });
    expect(await appraisedLeaves(key)).toEqual(["f2c1"]);
  });

  test("twice at the same time recognises once", async () => {
    const key = await selfAssessed("rest-twice", POLICE);
    const twice = [1, 2].map(() => recogniseRest({ ...key, field: null }, "council"));
    const counts = (await Promise.all(twice)).map(({ recognised }) => recognised);
    expect(counts.sort()).toEqual([0, 4]);
    expect(await actsOf(key)).toEqual({ recogniseRest: 1 });
    expect((await historyOf(key)).size).toBe(8);
  });

  test("judges a taken-back appraisal again, as its next version", async () => {
    const key = await selfAssessed("rest-cleared", POLICE);
    await give.appraisal(key, { f1c2: 0 });
    await give.appraisal(key, { f1c2: null });
    await recogniseRest({ ...key, field: "f1" }, "council");
    expect((await refs.appraisal(key, "f1c2").get()).data()).toMatchObject({ points: 30_000, rev: 3 });
  });

  test("leaves out blanks, exempt leaves and what no unit scored", async () => {
    const key = { ...(await smallYear("rest-blank", "appraisal")), unit: POLICE };
    await give.self(key, { f1c1s1: 20_000, f1c1s2: null, f1c2: 30_000 });
    await refs.unit(key).update({ exempt: { f1c2: "Không có" } });
    expect(await recogniseRest({ ...key, field: null }, "council")).toEqual({ recognised: 1 });
    expect(await appraisedLeaves(key)).toEqual(["f1c1s1"]);
  });

  test("of one's own unit is refused, by membership or by role", async () => {
    const key = await selfAssessed("rest-own", HEALTH);
    await refs
      .member(key.scheme, "council-and-head")
      .set(memberOf("x", { unit: null, roles: { council: true, unitHead: HEALTH } }));
    for (const uid of ["appraiser-of-health", "council-of-health", "council-and-head"])
      expect(await refused(recogniseRest({ ...key, field: null }, uid), /chính đơn vị mình/)).toEqual({
        refusal: { code: "ownUnit", unit: HEALTH },
      });
    expect(await appraisedLeaves(key)).toEqual([]);
  });

  test("gives a department's own leaves to the standing body, and the standing body's to its stand-in", async () => {
    const health = await selfAssessed("rest-lead", HEALTH);
    expect(await recogniseRest({ ...health, field: null }, "appraiser-of-standing-body")).toEqual({
      recognised: 4,
    });
    const standing = { ...health, unit: STANDING_BODY };
    await give.self(standing, WHOLE_YEAR[STANDING_BODY]?.self ?? {});
    expect(await recogniseRest({ ...standing, field: null }, "appraiser-of-health")).toEqual({
      recognised: 4,
    });
  });

  test("is refused without the role, at the wrong time, and once the council has adopted", async () => {
    const key = await selfAssessed("rest-when", POLICE);
    const all = { ...key, field: null };
    await refused(recogniseRest(all, "admin"), /vai trò/);
    await refused(recogniseRest(all, "head-of-health"), /vai trò/);
    const { dates } = await periodOf(key);
    await refs.period(key).update({ dates: { ...dates, appraisalDue: inHours(-1) } });
    await refused(recogniseRest(all, "appraiser-of-health"), /hết hạn/);
    await refs.period(key).update({ state: "adoption" });
    await refused(recogniseRest(all, "appraiser-of-health"), /«thông qua»/);
    const adoption = { at: new Date(), by: "council", minutes: "1", insufficientSampleReason: null };
    await refs.period(key).update({ adoption });
    await refused(recogniseRest(all, "council"), /«thông qua»/);
    for (const state of ["selfAssessment", "explanation", "sealing", "sealed", "published"] as const) {
      await refs.period(key).update({ state });
      await refused(recogniseRest(all, "council"), /đang ở bước/);
    }
    expect(await appraisedLeaves(key)).toEqual([]);
    expect((await indexOf(key)).total.appraised).toBeNull();
  });
});

describe("releasing", () => {
  test("shows each unit what is judged, without who judged, once even by two runs", async () => {
    const key = await smallYear("release", "appraisal");
    await giveWholeYear(key);
    await give.appraisal({ ...key, unit: POLICE }, { f1c2: null });
    await Promise.all([releaseToAll(key, 1), releaseToAll(key, 1)]);
    const health = (await refs.release({ ...key, unit: HEALTH }, 1).get()).data();
    expect(health?.leaves.f1c1s2).toEqual({
      ...{ self: 10_000, points: 0, decision: "adjusted", reason: "Thiếu minh chứng", ask: "" },
    });
    const police = (await refs.release({ ...key, unit: POLICE }, 1).get()).data();
    expect(Object.keys(police?.leaves ?? {}).sort()).toEqual(["f1c1s1", "f1c1s2", "f2c1"]);
    await give.appraisal({ ...key, unit: HEALTH }, { f1c1s2: 10_000 });
    expect(await releaseToAll(key, 1)).toBe(UNIT_IDS.length);
    expect((await refs.release({ ...key, unit: HEALTH }, 1).get()).data()).toEqual(health);
  });

  test("early ends the appraisal now, and says so once", async () => {
    const key = await smallYear("release-early", "appraisal");
    const { dates } = await periodOf(key);
    await Promise.all([endAppraisalNow(key, "admin"), endAppraisalNow(key, "admin")]);
    const ended = (await periodOf(key)).dates.appraisalDue;
    expect(ended.getTime()).toBeLessThanOrEqual(Date.now());
    expect(await auditOf(key)).toMatchObject([{ act: "release", detail: { from: expect.anything() } }]);
    expect(ended.getTime()).toBeGreaterThan(dates.selfAssessmentDue.getTime());
  });

  test("is refused at another step, without an explanation round, and by others", async () => {
    const key = await smallYear("release-refused", "selfAssessment");
    await refused(endAppraisalNow(key, "admin"), /«thẩm định»/);
    await refs.period(key).update({ state: "appraisal" });
    await refused(endAppraisalNow(key, "council"), /vai trò/);
    const { settings } = await periodOf(key);
    await refs.period(key).update({ settings: { ...settings, explanationRound: false } });
    await refused(endAppraisalNow(key, "admin"), /không có bước giải trình/);
    expect(await actsOf(key)).toEqual({});
  });
});

describe("moving a date", () => {
  const move = (key: PeriodKey, date: PeriodDate, to: Date, uid = "admin") =>
    moveDate({ ...key, date, to, reason: "Điều chỉnh kế hoạch" }, uid);

  test("keeps the order of dates and never goes back in time; the audit says from and to", async () => {
    const key = await smallYear("date", "appraisal");
    await refused(move(key, "appraisalDue", inHours(-1)), /quá khứ/);
    await refused(move(key, "appraisalDue", inHours(24 * 9)), /trước hạn của bước sau/);
    await refused(move(key, "explanationDue", inHours(1)), /sau hạn của bước trước/);
    await refused(move(key, "selfAssessmentDue", inHours(1)), /đã qua/);
    await refused(move(key, "opensAt", inHours(1)), /đã qua/);
    await refused(move(key, "appraisalDue", inHours(1), "council"), /vai trò/);
    expect(await actsOf(key)).toEqual({});
    const to = inHours(1);
    await move(key, "appraisalDue", to);
    expect((await periodOf(key)).dates.appraisalDue).toEqual(to);
    expect(await auditOf(key)).toMatchObject([{ act: "setDate", reason: "Điều chỉnh kế hoạch" }]);
  });

  test("to where it is already, by a double click or after a lost answer, is one act", async () => {
    const key = await smallYear("date-again", "appraisal");
    const to = inHours(1);
    await Promise.all([move(key, "appraisalDue", to), move(key, "appraisalDue", to)]);
    await move(key, "appraisalDue", to);
    expect((await periodOf(key)).dates.appraisalDue).toEqual(to);
    expect(await actsOf(key)).toEqual({ setDate: 1 });
  });

  test("waits while a step of the year is being carried out", async () => {
    const key = await smallYear("date-moving", "appraisal", {
      moving: { to: "explanation", lease: inHours(1) },
    });
    await refused(move(key, "appraisalDue", inHours(1)), /đang chuyển bước/);
  });

  test("of a published period is refused, whichever date", async () => {
    const key = await smallYear("date-published", "published");
    for (const date of DATE_ORDER) await refused(move(key, date, inHours(500)), /đã qua/);
  });
});
