import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import type { Input } from "../../functions/src/store/act.ts";
import { answerDifficulty, askDifficulty } from "../../functions/src/store/difficulties.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { noticesOf } from "./setup/notices.ts";
import { actsOf, auditOf, periodOf } from "./setup/reading.ts";
import { HEALTH, POLICE } from "./setup/small-set.ts";
import { smallYear } from "./setup/small-year.ts";
import { refused } from "./setup/watching.ts";

const ID = "a".repeat(20);
const EDITOR = "editor-of-health";

const ask = (key: PeriodKey, more: Partial<Input<"askDifficulty">> = {}, by = EDITOR) =>
  askDifficulty(
    { ...key, unit: HEALTH, difficulty: ID, leaf: "f1c2", question: "Tính thế nào?", ...more },
    by,
  );
const answer = (key: PeriodKey, text: string, shared = false, by = "admin") =>
  answerDifficulty({ ...key, difficulty: ID, answer: text, shared }, by);
const stored = async (key: PeriodKey) => (await refs.difficulty(key, ID).get()).data();
const year = (test: string) => smallYear(test, "selfAssessment");

describe("a difficulty", () => {
  test("is asked by the unit's people, once, and who runs the year is told", async () => {
    const key = await year("ask");
    await Promise.all([ask(key), ask(key)]);
    expect(await stored(key)).toMatchObject({
      ...{ period: key.period, unit: HEALTH, leaf: "f1c2", question: "Tính thế nào?", by: EDITOR },
      ...{ answer: null, shared: false },
    });
    expect(await noticesOf(key, "admin")).toMatchObject([
      {
        told: { kind: "difficultyAsked", unit: "Sở Y tế", code: "1.2", question: "Tính thế nào?" },
        unit: HEALTH,
        leaf: "f1c2",
        readAt: null,
      },
    ]);
    expect(await noticesOf(key, "council")).toEqual([]);
    expect(await actsOf(key)).toEqual({ askDifficulty: 1 });
  });

  test("is not asked for another unit, nor about a leaf that is none", async () => {
    const key = await year("ask-refused");
    await refused(ask(key, { unit: POLICE }), "không được phân công");
    await refused(ask(key, {}, "viewer"), "không được phân công");
    await refused(ask(key, { leaf: "f9" }), "f9");
    expect(await stored(key)).toBeUndefined();
  });

  test("is answered to who asked and the unit's people; a corrected answer is told anew", async () => {
    const key = await year("answer");
    await ask(key, { leaf: null });
    await refs.member(key.scheme, EDITOR).update({ unit: null, roles: {} });
    await answer(key, "Theo số hồ sơ.");
    await answer(key, "Theo số hồ sơ.");
    await answer(key, "Theo số hồ sơ đúng hạn.", true);
    expect(await stored(key)).toMatchObject({
      answer: { text: "Theo số hồ sơ đúng hạn.", by: "admin" },
      shared: true,
    });
    for (const uid of [EDITOR, "head-of-health"])
      expect((await noticesOf(key, uid)).map(({ told }) => told)).toEqual([
        { kind: "difficultyAnswered", answer: "Theo số hồ sơ." },
        { kind: "difficultyAnswered", answer: "Theo số hồ sơ đúng hạn." },
      ]);
    for (const uid of ["head-of-police", "appraiser-of-health"])
      expect(await noticesOf(key, uid)).toEqual([]);
    expect((await auditOf(key)).at(-1)).toMatchObject({
      ...{ act: "answerDifficulty", unit: HEALTH },
      detail: { shared: true, from: "Theo số hồ sơ.", to: "Theo số hồ sơ đúng hạn." },
    });
  });

  test("is answered only by who runs the year, and only where it was asked", async () => {
    const key = await year("answer-refused");
    await expect(answer(key, "Không")).rejects.toThrow("missing document");
    await ask(key);
    await refused(answer(key, "Không", false, "council"), "quản trị");
    await refs.period({ ...key, period: "2025" }).set(await periodOf(key));
    await expect(answer({ ...key, period: "2025" }, "Không")).rejects.toThrow("missing document");
    expect((await stored(key))?.answer).toBeNull();
  });
});
