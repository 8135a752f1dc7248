import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import { addTallies, answersIn, EMPTY_TALLY, type RequestOf } from "../../core/src/index.ts";
import { refs, type SurveyKey } from "../../functions/src/store/refs.ts";
import { closeSurvey } from "../../functions/src/store/survey-closing.ts";
import { exportAnswers } from "../../functions/src/store/survey-export.ts";
import { importAnswers } from "../../functions/src/store/survey-import.ts";
import { keyPaperForm } from "../../functions/src/store/survey-paper.ts";
import { reviewSurvey } from "../../functions/src/store/survey-review.ts";
import { rewriteSurvey } from "../../functions/src/store/survey-rewrite.ts";
import { gatherSurvey, recount } from "../../functions/src/store/survey-tallies.ts";
import { actsOf } from "./setup/reading.ts";
import { HEALTH, POLICE } from "./setup/small-set.ts";
import { memberOf } from "./setup/small-year.ts";
import { openedSurvey, storedAnswers } from "./setup/survey-client.ts";
import { storeAnswers, surveyOf } from "./setup/surveys.ts";
import { cutBefore, refused } from "./setup/watching.ts";

const YES = { q1: 0, q2: 1 };

/** An open survey with two surveyors. */
async function fieldSurvey(test: string, more: Parameters<typeof openedSurvey>[1] = {}): Promise<SurveyKey> {
  const key = await openedSurvey(test, more);
  for (const uid of ["an", "binh"])
    await refs.member(key.scheme, uid).set(memberOf(uid, { unit: null, roles: { surveyor: true } }));
  return key;
}

const form = (key: SurveyKey, more: Partial<RequestOf<"keyPaperForm">> = {}) => ({
  ...{ ...key, unit: HEALTH, number: "P-001", form: YES, resolved: false },
  ...more,
});

const tallied = async (key: SurveyKey): Promise<number> => {
  await gatherSurvey(key);
  const totals = (await refs.tallyTotals(key).get()).docs.map((doc) => doc.data());
  return answersIn(totals.reduce(addTallies, EMPTY_TALLY));
};

describe("a paper form", () => {
  test("counts once by its number, whoever keys it in, and says that it is one", async () => {
    const key = await fieldSurvey("paper");
    expect(await keyPaperForm(form(key), "an")).toEqual({ state: "accepted" });
    expect(await keyPaperForm(form(key), "admin")).toEqual({ state: "accepted" });
    await refused(keyPaperForm(form(key, { form: { q1: 2 } }), "an"), /P-001 đã được nhập với nội dung khác/);
    await rewriteSurvey(key);
    expect(await keyPaperForm(form(key), "an")).toEqual({ state: "accepted" });
    expect(await storedAnswers(key)).toMatchObject([
      { channel: "paper", form: YES, ballot: null, minutes: null },
    ]);
    expect(await tallied(key)).toBe(1);
    expect(await actsOf(key)).toMatchObject({ keyPaperForm: 1 });
  });

  test("is refused from who is no surveyor, where it does not fit, and once the survey is closed", async () => {
    const key = await fieldSurvey("paper-refused");
    await refused(keyPaperForm(form(key), "editor-of-health"), /vai trò cần thiết \(điều tra viên\)/);
    await refused(
      keyPaperForm(form(key, { form: { q1: 9, q8: 0 } }), "an"),
      /câu 1 không có lựa chọn thứ 10/,
    );
    await refused(keyPaperForm(form(key, { form: {} }), "an"), /chưa trả lời câu nào/);
    await refused(keyPaperForm(form(key, { unit: "khong-co" }), "an"), /không hỏi về đơn vị này/);
    await closeSurvey(key, "admin");
    await refused(keyPaperForm(form(key), "an"), /đã đóng/);
    expect(await storedAnswers(key)).toEqual([]);
  });

  test("with double entry waits for a second person, who sees what differs and may say that theirs is right", async () => {
    const key = await fieldSurvey("paper-double", { doubleEntry: true });
    expect(await keyPaperForm(form(key), "an")).toEqual({ state: "waiting" });
    expect(await keyPaperForm(form(key), "an")).toEqual({ state: "waiting" });
    expect(await tallied(key)).toBe(0);
    const other = form(key, { form: { q1: 0, q2: 2 } });
    expect(await keyPaperForm(other, "binh")).toEqual({
      state: "differs",
      unit: null,
      differences: [{ question: "q2", first: 1, second: 2 }],
    });
    await refused(keyPaperForm(form(key, { resolved: true }), "an"), /hai người nhập/);
    expect(await tallied(key)).toBe(0);
    expect(await keyPaperForm({ ...other, resolved: true }, "binh")).toEqual({ state: "accepted" });
    expect(await storedAnswers(key)).toMatchObject([{ form: { q1: 0, q2: 2 } }]);
    expect(await keyPaperForm(form(key, { number: "P-002" }), "an")).toEqual({ state: "waiting" });
    expect(await keyPaperForm(form(key, { number: "P-002" }), "binh")).toEqual({ state: "accepted" });
    expect(await tallied(key)).toBe(2);
  });
});

describe("a result file", () => {
  const file = (key: SurveyKey, rows: RequestOf<"importAnswers">["rows"], batch = "i") => ({
    ...{ ...key, batch: batch.repeat(20), name: "Kết quả.xlsx", rows },
  });
  const ROWS = [2, 3, 4].map((row) => ({
    row,
    unit: row === 4 ? POLICE : HEALTH,
    number: `N${row}`,
    form: YES,
  }));

  test("comes in whole, once, and its answers say so", async () => {
    const key = await fieldSurvey("import");
    expect(await importAnswers(file(key, ROWS), "an")).toEqual({ accepted: 3 });
    expect(await importAnswers(file(key, ROWS), "an")).toEqual({ accepted: 3 });
    expect(await tallied(key)).toBe(3);
    expect(new Set((await storedAnswers(key)).map(({ channel }) => channel))).toEqual(new Set(["import"]));
    expect(await refused(importAnswers(file(key, ROWS, "k"), "an"), /3 lỗi/)).toEqual({
      issues: [2, 3, 4].map((row) => ({
        path: `dòng ${row}`,
        message: "số phiếu này đã có trong một tệp nhập trước",
      })),
    });
  });

  test("with any row at fault brings nothing in and names each row", async () => {
    const key = await fieldSurvey("import-faulty");
    const rows = [
      ...ROWS,
      { row: 5, unit: HEALTH, number: "N2", form: YES },
      { row: 6, unit: "khong-co", number: "N6", form: YES },
      { row: 7, unit: HEALTH, number: "N7", form: { q1: 7 } },
    ];
    expect(await refused(importAnswers(file(key, rows), "an"), /3 lỗi nên chưa nhập phiếu nào/)).toEqual({
      issues: [
        { path: "dòng 5", message: "số phiếu N2 trùng với dòng 2" },
        { path: "dòng 6", message: "phiếu không hỏi về đơn vị «khong-co»" },
        { path: "dòng 7", message: "câu 1 không có lựa chọn thứ 8" },
      ],
    });
    await refused(importAnswers(file(key, ROWS), "editor-of-health"), /vai trò/);
    expect((await refs.surveyImports(key).get()).size).toBe(0);
    expect(await storedAnswers(key)).toEqual([]);
  });

  test("that died on the way does not count, and is finished by the same file", async () => {
    const key = await fieldSurvey("import-died");
    for (let nth = 1; await cutBefore(nth, () => importAnswers(file(key, ROWS), "an")); nth += 1) {
      expect(await tallied(key)).toBe(0);
      expect([...(await recount(key, await surveyOf(key))).values()]).toEqual([]);
    }
    expect(await tallied(key)).toBe(3);
    const counted = [...(await recount(key, await surveyOf(key))).values()].reduce(addTallies, EMPTY_TALLY);
    expect(answersIn(counted)).toBe(3);
  });
});

describe("two result files", () => {
  const rows = [{ row: 2, unit: HEALTH, number: "N2", form: YES }];
  const file = (key: SurveyKey, batch: string) => ({
    ...{ ...key, batch: batch.repeat(20), name: "Kết quả.xlsx", rows },
  });

  test("with the same numbers don't both come in, however they meet", async () => {
    const key = await fieldSurvey("import-both");
    const ends = await Promise.allSettled(["i", "k"].map((batch) => importAnswers(file(key, batch), "an")));
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await tallied(key)).toBe(1);
    expect(await storedAnswers(key)).toHaveLength(1);
  });

  test("one of which died leave their numbers to the other, and the dead one can't come in any more", async () => {
    const key = await fieldSurvey("import-dead");
    // Allowed, begun, staged: it dies before it counts.
    expect(await cutBefore(3, () => importAnswers(file(key, "i"), "an"))).toBe(true);
    await refused(importAnswers(file(key, "k"), "binh"), /đang được nhập/);
    const dead = refs.surveyImport(key, "i".repeat(20));
    await dead.update({ at: new Date(Date.now() - 11 * 60_000) });
    expect(await importAnswers(file(key, "k"), "binh")).toEqual({ accepted: 1 });
    expect((await dead.get()).exists).toBe(false);
    await refused(importAnswers(file(key, "i"), "an"), /1 lỗi/);
    expect(await tallied(key)).toBe(1);
  });
});

describe("the console", () => {
  test("shows signs of carelessness by unit and drop-out by question, and withholds small units", async () => {
    const key = await fieldSurvey("review");
    const alike = Array.from({ length: 5 }, () => YES);
    await storeAnswers(key, HEALTH, [...alike, { q1: 3 }]);
    await storeAnswers(key, POLICE, [YES]);
    await reviewSurvey(key, "admin");
    const review = (await refs.surveyReview(key).get()).data();
    expect(review?.questions.q1).toEqual({ shown: 7, answered: 6, unknown: 1, blank: 0, last: 1 });
    expect(review?.questions.q2).toEqual({ shown: 7, answered: 6, unknown: 0, blank: 1, last: 6 });
    expect(Object.keys(review?.units ?? {})).toEqual([HEALTH]);
    expect(review?.units[HEALTH]).toMatchObject({ answers: 6, fast: 0 });
    expect(review?.withheld).toEqual([POLICE]);
    await refused(reviewSurvey(key, "an"), /vai trò/);
  });

  test("exports a closed survey's answers without anything that leads back, small units without their breakdown", async () => {
    const key = await fieldSurvey("export");
    await refused(exportAnswers({ ...key, after: null }, "admin"), /sau khi đóng/);
    await keyPaperForm(form(key, { unit: POLICE, form: { ...YES, nu: 0 } }), "an");
    for (let n = 0; n < 5; n += 1)
      await keyPaperForm(form(key, { number: `H-${n}`, form: { ...YES, nu: 1 } }), "an");
    await closeSurvey(key, "admin");
    const { answers, next } = await exportAnswers({ ...key, after: null }, "admin");
    expect(next).toBeNull();
    expect(answers).toHaveLength(6);
    for (const answer of answers)
      expect(Object.keys(answer).sort()).toEqual(["channel", "form", "minutes", "unit"]);
    expect(answers.filter(({ unit }) => unit === POLICE)).toEqual([
      { unit: POLICE, channel: "paper", minutes: null, form: YES },
    ]);
    expect(answers.filter((answer) => answer.form.nu === 1)).toHaveLength(5);
    await refused(exportAnswers({ ...key, after: null }, "an"), /vai trò/);
  });
});
