import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import { type CriteriaSet, type FilledForm, leafTable, type RequestOf } from "../../core/src/index.ts";
import { adoptResult } from "../../functions/src/store/adoption.ts";
import { type PeriodKey, refs, type SurveyKey } from "../../functions/src/store/refs.ts";
import { closeSurvey } from "../../functions/src/store/survey-closing.ts";
import { copySurveys } from "../../functions/src/store/survey-copies.ts";
import { saveSamplePlan, saveSurveyPlan } from "../../functions/src/store/survey-plans.ts";
import { openSurvey, removeSurvey, reopenSurvey, saveSurvey } from "../../functions/src/store/surveys.ts";
import { actsOf, auditOf, indexOf, ledgerOf, liveAndRecomputed } from "./setup/reading.ts";
import { HEALTH, POLICE, SMALL_SET, STANDING_BODY } from "./setup/small-set.ts";
import { fullYear, smallYear } from "./setup/small-year.ts";
import { question, storeAnswers, storeSurvey, surveyOf, TEXT } from "./setup/surveys.ts";
import { cutBefore, refused } from "./setup/watching.ts";

const ofSurvey = (key: PeriodKey, survey = "nguoi-dan"): SurveyKey => ({
  scheme: key.scheme,
  period: key.period,
  survey,
});
const save = (key: SurveyKey, rev: number, more: Partial<typeof TEXT> = {}, uid = "admin") =>
  saveSurvey({ ...key, rev, ...TEXT, ...more }, uid);
const scoreOf = async (key: SurveyKey, unit: string, leaf: string) =>
  (await refs.surveyScore({ ...key, unit }, leaf).get()).data();
const keysOf = async (key: SurveyKey) =>
  (await refs.ballotKey(key, "x").parent.get()).docs.map(({ id }) => id).sort();

const plan = (
  key: SurveyKey,
  more: Partial<RequestOf<"saveSamplePlan">> = {},
): RequestOf<"saveSamplePlan"> => ({
  ...{ ...key, rev: 1, formula: "slovin", confidence: 9_500, margin: 500, proportion: 5_000 },
  ...{ minimum: 3, allocation: "each", quotas: [] },
  units: { [HEALTH]: { population: 1_000, fixed: 4 } },
  ...more,
});

const times = (n: number, form: FilledForm): FilledForm[] => Array.from({ length: n }, () => form);

describe("a survey's text", () => {
  test("is saved version by version as a draft, at fault or not, and stands once for a retry", async () => {
    const key = ofSurvey(await smallYear("survey-save", "preparing"));
    await save(key, 1);
    await save(key, 1);
    expect(await surveyOf(key)).toMatchObject({ ...TEXT, rev: 1, by: "admin", state: "draft", issued: 0 });
    await save(key, 2, { questions: [question("q1", ["khong"])], doubleEntry: true });
    expect((await surveyOf(key)).doubleEntry).toBe(true);
    await refused(save(key, 2), /người khác lưu/);
    await refused(save(key, 4), /người khác lưu/);
    await refused(save(ofSurvey(key, "khac"), 1), /«dan» đã có/);
    for (const uid of ["council", "viewer", "head-of-health"])
      await refused(save(key, 3, {}, uid), /vai trò/);
    expect(await actsOf(key)).toEqual({ saveSurvey: 2 });
  });

  test("is frozen while the survey is open, and when it is closed", async () => {
    const key = ofSurvey(await smallYear("survey-frozen", "appraisal"));
    for (const state of ["open", "closed"] as const) {
      await storeSurvey(key, { state });
      await refused(save(key, 2, { intro: "Khác" }), /không sửa được/);
      await refused(removeSurvey({ ...key, reason: "Nhầm" }, "admin"), /không xóa được/);
    }
  });

  test("is removed with its sample plan while nobody was invited", async () => {
    const key = ofSurvey(await smallYear("survey-remove", "preparing"));
    await save(key, 1);
    await saveSamplePlan(plan(key), "admin");
    await refs.survey(key).update({ issued: 1 });
    await refused(removeSurvey({ ...key, reason: "Nhầm" }, "admin"), /đã có phiếu mời/);
    await refs.survey(key).update({ issued: 0 });
    await removeSurvey({ ...key, reason: "Nhầm" }, "admin");
    expect((await refs.survey(key).get()).exists).toBe(false);
    expect((await refs.samplePlan(key).get()).exists).toBe(false);
  });
});

describe("surveys of another period", () => {
  test("are copied as drafts with their plans; what this period has not is left out and told", async () => {
    const key = await smallYear("survey-copy", "preparing");
    const from = { ...key, period: "2023" };
    const before = (await refs.period(key).get()).data();
    if (before) await refs.period(from).set({ ...before, year: 2023 });
    const gone = { set: "bo-cu", leaf: "f2c2" };
    await storeSurvey(ofSurvey(from), {
      ...{ state: "closed", rev: 7, closings: 2, epoch: 9, issued: 40 },
      questions: [
        { ...question("q1", ["f2c2", "mat"]), units: [HEALTH, "da-giai-the"] },
        { ...question("q2", []), leaves: [gone] },
      ],
    });
    await storeSurvey(ofSurvey(from, "can-bo"), { name: "can-bo" });
    await storeSurvey(ofSurvey(from, "da-co"), { name: "da-co" });
    await storeSurvey(ofSurvey(key, "khac"), { name: "da-co", state: "draft" });
    const version = { rev: 3, by: "x", at: new Date() };
    const { scheme: _s, period: _p, survey: _v, ...sample } = plan(ofSurvey(from));
    const units = { ...sample.units, "da-giai-the": { population: 5, fixed: null } };
    await refs.samplePlan(ofSurvey(from)).set({ ...sample, ...version, units });
    await refs.surveyPlan(from).set({ ...version, weights: { "nguoi-dan": 2, "da-co": 3 }, threshold: 9 });
    const copy = () => copySurveys({ ...key, from: "2023", reason: "Như năm trước" }, "admin");
    const dropped = ["nguoi-dan/q1: nho/mat", "nguoi-dan/q2: bo-cu/f2c2"];
    expect(await copy()).toEqual({ copied: ["can-bo", "nguoi-dan"], dropped });
    const copied = await surveyOf(ofSurvey(key));
    expect(copied).toMatchObject({ state: "draft", rev: 1, by: "admin", closings: 0, epoch: 0, issued: 0 });
    expect(copied.questions).toMatchObject([{ leaves: [{ leaf: "f2c2" }], units: [HEALTH] }, { leaves: [] }]);
    expect((await refs.samplePlan(ofSurvey(key)).get()).data()).toMatchObject({
      rev: 1,
      units: sample.units,
    });
    expect((await refs.surveyPlan(key).get()).data()).toMatchObject({
      ...{ rev: 1, weights: { "nguoi-dan": 2 }, threshold: 9 },
    });
    expect(await auditOf(key)).toMatchObject([
      { act: "copySurveys", reason: "Như năm trước", detail: { from: "2023", dropped } },
    ]);
    expect(await copy()).toEqual({ copied: [], dropped: [] });
    await refused(copySurveys({ ...key, from: key.period, reason: "x" }, "admin"), /kỳ đánh giá khác/);
  });
});

describe("plans", () => {
  test("of a sample and of the groups' weights are saved version by version until a survey is closed", async () => {
    const key = ofSurvey(await smallYear("survey-plan", "selfAssessment"));
    await storeSurvey(key);
    await saveSamplePlan(plan(key), "admin");
    await saveSamplePlan(plan(key), "admin");
    await refused(saveSamplePlan(plan(key, { margin: 400 }), "admin"), /người khác lưu/);
    const unknown = { "khong-co": { population: 1, fixed: null } };
    await refused(saveSamplePlan(plan(key, { rev: 2, units: unknown }), "admin"), /không có đơn vị khong-co/);
    const quotas = ["Nam", "Nữ"].map((name) => ({ name, share: 5_001 }));
    await refused(saveSamplePlan(plan(key, { rev: 2, quotas }), "admin"), /100 %/);
    const weigh = (rev: number, weight: number, uid = "admin") =>
      saveSurveyPlan({ ...key, rev, weights: { "nguoi-dan": weight }, threshold: 5 }, uid);
    await weigh(1, 2);
    await weigh(1, 2);
    await refused(weigh(1, 3), /người khác lưu/);
    await refused(weigh(2, 3, "council"), /vai trò/);
    await refs.survey(key).update({ state: "closed" });
    await refused(weigh(2, 3), /«dan» đã đóng/);
    await refused(saveSamplePlan(plan(key, { rev: 2 }), "admin"), /đã đóng/);
    await weigh(1, 2);
    expect(await actsOf(key)).toEqual({ saveSamplePlan: 1, saveSurveyPlan: 1 });
  });
});

describe("opening", () => {
  test("makes a key for every unit that is asked about, also where one that died is done again", async () => {
    const key = ofSurvey(await smallYear("survey-open", "selfAssessment"));
    await refs.unit({ ...key, unit: POLICE }).update({ exempt: { f2c2: "Không có", f2c3: "Không có" } });
    const units = [HEALTH, STANDING_BODY];
    await save(key, 1, {
      questions: [question("q1", ["f2c2"], { units }), question("q2", ["f2c3"], { units })],
    });
    expect(await cutBefore(2, () => openSurvey(key, "admin"))).toBe(true);
    await openSurvey(key, "admin");
    await openSurvey(key, "admin");
    expect((await surveyOf(key)).state).toBe("open");
    expect(await keysOf(key)).toEqual([`${STANDING_BODY}_code`, `${HEALTH}_code`]);
    expect(await actsOf(key)).toEqual({ saveSurvey: 1, openSurvey: 1 });
  });

  test("is refused with every fault of the questions", async () => {
    const key = ofSurvey(await smallYear("survey-faults", "selfAssessment"));
    const open = () => openSurvey(key, "admin");
    await save(key, 1, { questions: [question("q1", ["f2c2", "f1c2", "mat"]), question("q1", [])] });
    expect((await refused(open(), /còn 4 lỗi/)).issues).toEqual([
      { path: "q1", message: "mã câu hỏi bị trùng" },
      { path: "q1", message: "chấm tiêu chí 1.2 (Bộ tiêu chí nhỏ) do đơn vị tự đánh giá" },
      { path: "q1", message: "chấm tiêu chí «mat» không có trong bộ «Bộ tiêu chí nhỏ»" },
      { path: "", message: "chưa có câu hỏi nào chấm tiêu chí 2.3 (Bộ tiêu chí nhỏ)" },
    ]);
    await save(key, 2, { name: "can-bo" });
    expect((await refused(open(), /còn 2 lỗi/)).issues).toEqual(
      ["q1", "q2"].map((path, at) => ({
        path,
        message: `chấm tiêu chí 2.${at + 2} (Bộ tiêu chí nhỏ) không lấy ý kiến nhóm «can-bo»`,
      })),
    );
    await save(key, 3, { questions: [question("q1", ["f2c2", "f2c3"], { units: [HEALTH, "khong-co"] })] });
    expect((await refused(open(), /còn 3 lỗi/)).issues).toEqual([
      { path: "q1", message: "hỏi về đơn vị không có trong kỳ đánh giá: khong-co" },
      ...["2.2", "2.3"].map((code) => ({
        path: "",
        message: `chưa có câu hỏi nào chấm tiêu chí ${code} (Bộ tiêu chí nhỏ) cho Công an tỉnh, Sở Nội vụ`,
      })),
    ]);
    expect(await keysOf(key)).toEqual([]);
    expect((await surveyOf(key)).state).toBe("draft");
  });

  test("is refused outside the year, to others, and where no unit is asked about", async () => {
    const key = ofSurvey(await smallYear("survey-no-unit", "selfAssessment"));
    await save(key, 1);
    await refused(openSurvey(key, "council"), /vai trò/);
    for (const unit of [HEALTH, POLICE, STANDING_BODY]) await refs.unit({ ...key, unit }).delete();
    await refused(openSurvey(key, "admin"), /không hỏi về đơn vị nào/);
    for (const state of ["preparing", "published"] as const) {
      await refs.period(key).update({ state });
      await refused(openSurvey(key, "admin"), /bước/);
    }
  });
});

/** The small set with leaf 2.3 scored by two groups. */
const fields = structuredClone(SMALL_SET.fields);
const last = fields[1]?.criteria[2];
if (last && "rule" in last) last.rule = { kind: "survey", groups: ["dan", "can-bo"] };
const TWO_GROUPS: CriteriaSet = { ...SMALL_SET, fields, leaves: leafTable({ fields }) };

/** Two open surveys, of which the first scores leaves 2.2 and 2.3 and the second 2.3. */
async function twoSurveys(test: string): Promise<{ people: SurveyKey; officials: SurveyKey }> {
  const key = await smallYear(test, "appraisal");
  await refs.criteriaSet(key, SMALL_SET.id).set(TWO_GROUPS);
  const [people, officials] = [ofSurvey(key), ofSurvey(key, "can-bo")];
  await storeSurvey(people);
  await storeSurvey(officials, { name: "can-bo", questions: [question("q1", ["f2c3"])] });
  return { people, officials };
}

describe("closing", () => {
  test("counts anew, scores every leaf whose groups are closed, and says what is missing", async () => {
    const { people, officials } = await twoSurveys("survey-close");
    await saveSurveyPlan({ ...people, rev: 1, weights: { "nguoi-dan": 3 }, threshold: 5 }, "admin");
    await saveSamplePlan(plan(people), "admin");
    await storeAnswers(people, HEALTH, [...times(3, { q1: 0, q2: 2 }), ...times(3, { q1: 1, q2: 0, nu: 0 })]);
    await storeAnswers(people, POLICE, times(2, { q1: 3, q2: 0 }));
    await storeAnswers(officials, HEALTH, [{ q1: 1 }]);
    expect(await closeSurvey(people, "admin")).toEqual({
      ...{ differences: [], answers: 8, scored: 1, missing: 2, waiting: ["can-bo"] },
    });
    expect(await surveyOf(people)).toMatchObject({ state: "closed", closings: 1, rewriting: null });
    const score = await scoreOf(people, HEALTH, "f2c2");
    expect(score).toMatchObject({
      ...{ points: 15_000, n: 6, minimum: 4, rev: 1, by: "admin", field: "f2" },
      groups: [{ name: "dan", weight: 3, n: 6, minimum: 4, mean: 7_500 }],
      source: {
        document: "Điều tra xã hội học trên hệ thống, lần đóng phiếu 1",
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      },
    });
    expect(score?.interval?.low).toBeLessThan(15_000);
    const { survey } = await ledgerOf({ ...people, unit: HEALTH });
    expect(survey.f2c2).toMatchObject({ points: 15_000, n: 6, interval: score?.interval });
    expect(await scoreOf(people, POLICE, "f2c2")).toMatchObject({ points: null, n: 0, minimum: 1 });
    expect(await scoreOf(people, HEALTH, "f2c3")).toBeUndefined();

    expect(await closeSurvey(officials, "admin")).toMatchObject({ scored: 1, missing: 2, waiting: [] });
    // (3 × 0.5 + 1 × 0.5) ÷ 4 of 10 000; the one official is not broken down.
    expect(await scoreOf(people, HEALTH, "f2c3")).toMatchObject({
      ...{ points: 5_000, n: 7, minimum: 5, interval: null },
      groups: [
        { name: "dan", weight: 3, n: 6, mean: 5_000 },
        { name: "can-bo", weight: 1, n: 1, mean: null },
      ],
    });
    expect(await scoreOf(people, POLICE, "f2c3")).toMatchObject({ points: null, n: 2 });
    expect((await indexOf({ ...people, unit: HEALTH })).total.survey).toBe(20_000);
    for (const unit of [HEALTH, POLICE]) {
      const { live, recomputed, stored, ledger } = await liveAndRecomputed({ ...people, unit });
      expect([live, stored]).toEqual([recomputed, ledger]);
    }
    expect(await actsOf(people)).toMatchObject({ closeSurvey: 2, recountSurvey: 2, scoreSurvey: 2 });
  });

  test("stores what a unit answered, but for groups below the threshold", async () => {
    const { people } = await twoSurveys("survey-results");
    await storeAnswers(people, HEALTH, times(5, { q1: 0 }));
    await storeAnswers(people, POLICE, times(4, { q1: 0 }));
    await closeSurvey(people, "admin");
    const result = async (unit: string) => (await refs.surveyResult(people, unit).get()).data();
    expect(await result(HEALTH)).toMatchObject({
      ...{ channels: { paper: 5 }, questions: { q1: { options: { 0: 5 } } }, leaves: { f2c2: { n: 5 } } },
    });
    expect(await result(POLICE)).toMatchObject({ channels: { paper: 4 }, questions: {}, leaves: {} });
  });

  test("lets the recount win over tallies that say something else, and tells the difference", async () => {
    const { people } = await twoSurveys("survey-differs");
    await storeAnswers(people, HEALTH, times(5, { q1: 2 }));
    await storeAnswers(people, HEALTH, times(5, { q1: 0 }), { tallied: false });
    await refs
      .tallyTotals(people)
      .doc(POLICE)
      .set({
        ...{ unit: POLICE, epoch: 0, ballots: 3, channels: { code: 1 }, questions: {}, leaves: {} },
      });
    const differences = [
      { unit: POLICE, tallied: 1, counted: 0, numbers: 1 },
      { unit: HEALTH, tallied: 5, counted: 10, numbers: expect.any(Number) },
    ];
    const closed = await closeSurvey(people, "admin");
    expect(closed.differences).toHaveLength(2);
    expect(closed.differences).toEqual(expect.arrayContaining(differences));
    expect(await scoreOf(people, HEALTH, "f2c2")).toMatchObject({ points: 10_000, n: 10 });
    const [recounted] = (await auditOf(people)).filter(({ act }) => act === "recountSurvey");
    expect(recounted?.detail).toMatchObject({ survey: people.survey, closing: 1, answers: 10 });
    const total = (await refs.tallyTotals(people).doc(POLICE).get()).data();
    expect(total).toMatchObject({ ballots: 3, channels: {} });
  });

  test("that died anywhere is done to its end by the next call, with the same result", async () => {
    const whole = await twoSurveys("survey-whole");
    const forms = [...times(4, { q1: 0 }), ...times(3, { q1: 2 })];
    await storeAnswers(whole.people, HEALTH, forms);
    const expected = await closeSurvey(whole.people, "admin");
    expect(await closeSurvey(whole.people, "admin")).toEqual(expected);
    const { people } = await twoSurveys("survey-cut");
    await storeAnswers(people, HEALTH, forms);
    for (let nth = 1; await cutBefore(nth, () => closeSurvey(people, "admin")); nth += 1)
      expect(nth).toBeLessThan(100);
    expect(await closeSurvey(people, "admin")).toEqual(expected);
    const [one, other] = [await scoreOf(whole.people, HEALTH, "f2c2"), await scoreOf(people, HEALTH, "f2c2")];
    expect(other).toMatchObject({ points: one?.points, n: 7, rev: 1 });
    expect(await actsOf(people)).toEqual(await actsOf(whole.people));
  });

  test("and opening again take turns, with a reason, until the council adopts", async () => {
    const { people } = await twoSurveys("survey-again");
    await storeAnswers(people, HEALTH, times(5, { q1: 0 }));
    const reopen = (uid = "admin") => reopenSurvey({ ...people, reason: "Thu thêm phiếu" }, uid);
    await closeSurvey(people, "admin");
    await refused(openSurvey(people, "admin"), /mở lại kèm lý do/);
    await refused(reopen("council"), /vai trò/);
    await reopen();
    await reopen();
    expect(await surveyOf(people)).toMatchObject({ state: "open", closings: 1 });
    await storeAnswers(people, HEALTH, times(5, { q1: 2 }));
    expect(await closeSurvey(people, "admin")).toMatchObject({ answers: 10, differences: [] });
    expect(await scoreOf(people, HEALTH, "f2c2")).toMatchObject({
      ...{ points: 10_000, n: 10, rev: 2 },
      source: { document: expect.stringContaining("lần đóng phiếu 2") },
    });
    const adoption = { at: new Date(), by: "council", minutes: "BB 1", insufficientSampleReason: null };
    await refs.period(people).update({ state: "adoption", adoption });
    await refused(reopen(), /đã thông qua/);
    expect((await auditOf(people)).find(({ act }) => act === "reopenSurvey")?.reason).toBe("Thu thêm phiếu");
  });

  test("that died is forgotten once the survey is opened again, and done anew", async () => {
    const { people } = await twoSurveys("survey-cut-again");
    await storeAnswers(people, HEALTH, times(5, { q1: 0 }));
    expect(await cutBefore(4, () => closeSurvey(people, "admin"))).toBe(true);
    await reopenSurvey({ ...people, reason: "Thu thêm" }, "admin");
    await storeAnswers(people, HEALTH, times(5, { q1: 2 }));
    expect(await closeSurvey(people, "admin")).toMatchObject({ answers: 10, differences: [] });
    expect(await scoreOf(people, HEALTH, "f2c2")).toMatchObject({ points: 10_000, n: 10, rev: 1 });
  });

  test("leaves alone leaves that a unit is exempt from, and those of other groups", async () => {
    const { people } = await twoSurveys("survey-exempt");
    await refs.unit({ ...people, unit: HEALTH }).update({ exempt: { f2c2: "Không có" } });
    await storeAnswers(people, HEALTH, times(5, { q1: 0, q2: 0 }));
    await refs.survey({ ...people, survey: "can-bo" }).update({ name: "khac" });
    expect(await closeSurvey(people, "admin")).toMatchObject({ scored: 0, missing: 2, waiting: ["can-bo"] });
    for (const leaf of ["f2c2", "f2c3"]) expect(await scoreOf(people, HEALTH, leaf)).toBeUndefined();
  });

  test("is refused of a draft, to others, and when the year is over", async () => {
    const { people } = await twoSurveys("survey-close-refused");
    await refused(closeSurvey(people, "council"), /vai trò/);
    await refs.survey(people).update({ state: "draft" });
    await refused(closeSurvey(people, "admin"), /chưa mở/);
    await refused(reopenSurvey({ ...people, reason: "x" }, "admin"), /chưa từng mở/);
    await refs.survey(people).update({ state: "open" });
    await refs.period(people).update({ state: "sealed" });
    await refused(closeSurvey(people, "admin"), /bước/);
  });
});

describe("adoption", () => {
  test("waits for every survey to be closed and scored", async () => {
    const key = ofSurvey(await fullYear("survey-adopt", false));
    const adopt = () =>
      adoptResult({ ...key, minutes: "BB 1", insufficientSampleReason: "Ít người" }, "council");
    await storeSurvey(ofSurvey(key, "nhap"), { name: "nhap", state: "draft" });
    await storeSurvey(key);
    await refused(adopt(), /«dan» còn đang mở/);
    for (const unit of [HEALTH, POLICE, STANDING_BODY])
      await storeAnswers(key, unit, times(5, { q1: 0, q2: 1 }));
    await refs.survey(key).update({ state: "closed", closings: 1 });
    await refused(adopt(), /chưa tính xong điểm/);
    await closeSurvey(key, "admin");
    await adopt();
    expect(await scoreOf(key, HEALTH, "f2c2")).toMatchObject({ points: 20_000, rev: 2 });
  });
});
