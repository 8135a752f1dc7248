import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formFindings } from "../../core/src/index.ts";
import {
  coarseMinutes,
  formToSend,
  pagesOf,
  questionsOf,
  stepFrom,
  waitAfter,
} from "../../hosting/src/respond/form.ts";
import { words } from "../../hosting/src/respond/words.ts";
import { forms, QUESTIONS } from "./survey-samples.ts";

const SHOWN = QUESTIONS.map(({ id, text, help, showIf, options }) => ({
  ...{ id, text, help, showIf, options: options.map((option) => option.text) },
}));

describe("a form on the respondents' page", () => {
  it("shows each question on one page, three a page, whatever was answered", () => {
    fc.assert(
      fc.property(forms, (form) => {
        const pages = pagesOf(SHOWN, form);
        expect(pages.flatMap(({ questions }) => questions)).toEqual(SHOWN);
        expect(Math.max(...pages.map(({ questions }) => questions.length))).toBe(3);
      }),
    );
  });

  it("passes over pages that show nothing, in both directions, and ends at the check", () => {
    const [one, two] = [pagesOf(SHOWN, {})[0] ?? { questions: [], shown: [] }, { questions: [], shown: [] }];
    const pages = [one, two, one];
    expect([stepFrom(pages, 0, 1), stepFrom(pages, 2, -1)]).toEqual([2, 0]);
    expect([stepFrom(pages, 2, 1), stepFrom(pages, 3, -1)]).toEqual([3, 2]);
    expect(stepFrom(pages, 0, -1)).toBe(-1);
    expect(stepFrom([one, two], 0, 1)).toBe(2);
  });

  it("is sent as the door takes it, also where answers were taken back by later ones", () => {
    const stray = fc.dictionary(fc.constantFrom(...SHOWN.map(({ id }) => id)), fc.nat(1));
    fc.assert(
      fc.property(stray, (form) => {
        const sent = formToSend(SHOWN, form);
        if (Object.keys(sent).length > 0) expect(formFindings(QUESTIONS, sent)).toEqual([]);
      }),
    );
    expect(formToSend(SHOWN, { q1: 1, q2: 0, q4: 0, q5: 1 })).toEqual({ q1: 1, q5: 1 });
  });

  it("asks about a unit what that unit is asked, in the survey's order", () => {
    const units = [{ id: "a", name: "A", publicKey: "", questions: ["q5", "q3"] }];
    expect(questionsOf({ questions: SHOWN, units }, "a").map(({ id }) => id)).toEqual(["q3", "q5"]);
    expect(questionsOf({ questions: SHOWN, units }, "b")).toEqual([]);
  });

  it("says how long it took in four coarse steps", () => {
    expect([0, 59.9, 60, 179, 180, 599, 600, 90_000].map(coarseMinutes)).toEqual([0, 0, 1, 1, 3, 3, 10, 10]);
  });

  it("is tried again ever later, never sooner than the server asked, and at most five minutes and a half as long again", () => {
    expect([1, 2, 3, 4].map((failures) => waitAfter(failures, null, 0))).toEqual([
      2_000, 4_000, 8_000, 16_000,
    ]);
    expect(waitAfter(1, 20, 0)).toBe(20_000);
    fc.assert(
      fc.property(fc.nat(60), fc.double({ min: 0, max: 1, noNaN: true }), (failures, chance) => {
        expect(waitAfter(failures, null, chance)).toBeLessThanOrEqual(450_000);
      }),
    );
  });
});

describe("the words of the respondents' page", () => {
  const gapsOf = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
  const VIETNAMESE = /[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/i;

  it("are said in both languages, with the same gaps", () => {
    const unequal = Object.entries(words).filter(([, [vi, en]]) => gapsOf(vi).join() !== gapsOf(en).join());
    expect(unequal).toEqual([]);
  });

  it("are English where they say so", () => {
    const strange = Object.entries(words).filter(
      ([key, [, en]]) => key !== "otherLanguage" && VIETNAMESE.test(en.normalize("NFC")),
    );
    expect(strange).toEqual([]);
  });
});
