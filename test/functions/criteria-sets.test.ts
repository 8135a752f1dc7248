import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import {
  type CriteriaSet,
  criteriaSetHash,
  illustrativeTexts,
  moveNode,
  NEW_SURVEY,
  type Question,
  removeNode,
  renumber,
  setNode,
  sumUp,
  withLeaves,
} from "../../core/src/index.ts";
import {
  removeCriteriaSet,
  saveCriteriaSet,
  saveGuidance,
} from "../../functions/src/store/criteria-set-edit.ts";
import { replaceAll, replaceCriteriaSet } from "../../functions/src/store/criteria-set-replace.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { actsOf, historyOf, indexOf, ledgerOf, periodOf, unitOf } from "./setup/reading.ts";
import { HEALTH, SMALL_SET } from "./setup/small-set.ts";
import { fullYear, smallYear, UNIT_IDS } from "./setup/small-year.ts";
import { cutBefore, refused } from "./setup/watching.ts";

const draftOf = ({ leaves: _, ...draft }: CriteriaSet) => draft;

/** The small set with a leaf moved, one of another maximum, one gone; named anew. */
const NEXT = withLeaves({
  ...renumber(
    sumUp(removeNode(setNode(moveNode(SMALL_SET, "f2c1", "f1", 2), "f1c2", { max: 40_000 }), "f1c1s2")),
  ),
  id: "nho-2",
});
const OTHER_WORDS = withLeaves(setNode({ ...SMALL_SET, id: "khac" }, "f1c2", { name: "Tên khác" }));

const saving = (key: PeriodKey, set: CriteriaSet, seen: string | null) => ({
  ...{ ...key, set: draftOf(set), seen, reason: "Sửa bộ tiêu chí" },
});
const replacing = (key: PeriodKey, to = NEXT.id) => ({
  ...{ ...key, from: SMALL_SET.id, to, reason: "Sửa mức điểm" },
});

describe("a criteria set", () => {
  test("is added, edited over what was seen, and taken away while the period is prepared", async () => {
    const key = await smallYear("sets", "preparing");
    await saveCriteriaSet(saving(key, OTHER_WORDS, null), "admin");
    expect((await periodOf(key)).criteriaSets).toEqual([SMALL_SET.id, "khac"]);
    expect((await refs.criteriaSet(key, "khac").get()).data()).toEqual(OTHER_WORDS);
    await refused(saveCriteriaSet(saving(key, { ...OTHER_WORDS, note: "x" }, null), "admin"), /Đã có bộ/);
    const edited = withLeaves(setNode(OTHER_WORDS, "f1c2", { max: 50_000 }));
    const seen = criteriaSetHash(OTHER_WORDS);
    await saveCriteriaSet(saving(key, edited, seen), "admin");
    await saveCriteriaSet(saving(key, edited, seen), "admin");
    await refused(saveCriteriaSet(saving(key, OTHER_WORDS, seen), "admin"), /người khác sửa/);
    await refused(removeCriteriaSet({ ...key, set: SMALL_SET.id, reason: "x" }, "admin"), /đang dùng/);
    await removeCriteriaSet({ ...key, set: "khac", reason: "Không dùng" }, "admin");
    expect((await periodOf(key)).criteriaSets).toEqual([SMALL_SET.id]);
    expect(await actsOf(key)).toEqual({ saveCriteriaSet: 2, removeCriteriaSet: 1 });
    await refused(saveCriteriaSet(saving(key, OTHER_WORDS, null), "council"), /vai trò|quyền/);
  });

  test("in use by an open period is frozen; another version stands beside it unused", async () => {
    const key = await smallYear("frozen-set", "appraisal");
    const changed = withLeaves(setNode(SMALL_SET, "f1c2", { name: "Khác" }));
    await refused(saveCriteriaSet(saving(key, changed, criteriaSetHash(SMALL_SET)), "admin"), /đang dùng/);
    await refused(removeCriteriaSet({ ...key, set: SMALL_SET.id, reason: "x" }, "admin"), /đang dùng/);
    await saveCriteriaSet(saving(key, NEXT, null), "admin");
    expect((await periodOf(key)).criteriaSets).toEqual([SMALL_SET.id]);
  });

  test("keeps every version of its guidance", async () => {
    const key = await smallYear("guidance", "selfAssessment");
    const said = (version: number) => ({
      ...{ ...key, set: SMALL_SET.id, version, number: `0${version}/HD-SNV`, date: "2024-03-01" },
      ...{ issuers: ["Sở Nội vụ"], file: null, texts: illustrativeTexts(SMALL_SET) },
    });
    await saveGuidance(said(1), "admin");
    await refused(saveGuidance(said(1), "admin"), /người khác sửa/);
    await refused(saveGuidance(said(3), "admin"), /không có/);
    await saveGuidance(said(2), "admin");
    expect((await refs.guidance(key, SMALL_SET.id, 1).get()).data()).toMatchObject({ number: "01/HD-SNV" });
    await refused(saveGuidance({ ...said(3), texts: { f9: "x" } }, "admin"), /không có tiêu chí f9/);
    const file = { file: "a".repeat(64), name: "huong-dan.pdf" };
    await refused(saveGuidance({ ...said(3), file }, "admin"), /huong-dan\.pdf.*chưa tải lên/);
  });
});

describe("another version in the place of a set in use", () => {
  test("keeps the scores of leaves that are the same, clears the others with their history, and converges", async () => {
    const key = await fullYear("replaced", false);
    const unit = { ...key, unit: HEALTH };
    await refs.period(key).update({ state: "reappraisal" });
    const before = await ledgerOf(unit);
    await saveCriteriaSet(saving(key, NEXT, null), "admin");
    const done = await replaceCriteriaSet(replacing(key), "admin");
    expect(done.units).toBe(UNIT_IDS.length);
    expect(done.rescore[0]?.leaves).toEqual(["f1c2"]);
    const after = await ledgerOf(unit);
    expect(after.criteriaSet).toBe(NEXT.id);
    expect(after.self.f1c1s1).toEqual(before.self.f1c1s1);
    expect(after.self.f1c2?.points).toBeNull();
    expect(after.appraisal.f1c2?.points).toBeNull();
    expect(after.self.f1c1s2?.points).toBeNull();
    expect((await refs.selfScore(unit, "f1c1s2").get()).data()?.points).toBeNull();
    expect((await refs.selfScore(unit, "f2c1").get()).data()).toMatchObject({ field: "f1" });
    const history = await historyOf(unit);
    const cleared = history.get(`self-f1c2-${after.self.f1c2?.rev}`);
    expect([cleared?.from?.points, cleared?.to.points]).toEqual([before.self.f1c2?.points, null]);
    expect((await indexOf(unit)).missing).toMatchObject({ self: 1, appraisal: 1 });
    expect((await periodOf(key)).criteriaSets).toEqual([NEXT.id]);
    expect(await reconcilePeriod(key)).toEqual([]);
    expect((await replaceAll(key, "admin")).units).toBe(0);
    await refused(
      saveCriteriaSet(saving(key, SMALL_SET, criteriaSetHash(SMALL_SET)), "admin").then(async () => {
        await saveCriteriaSet(saving(key, { ...SMALL_SET, note: "x" }, criteriaSetHash(SMALL_SET)), "admin");
      }),
      /đang dùng/,
    );
    const people = (await refs.notices(key.scheme, "head-of-health").get()).docs.map(
      (doc) => doc.data().told,
    );
    expect(people).toContainEqual({ kind: "setReplaced", leaves: 1, reason: "Sửa mức điểm" });
  });

  test("changes no score where only words changed", async () => {
    const key = await smallYear("reworded", "selfAssessment");
    await saveCriteriaSet(saving(key, OTHER_WORDS, null), "admin");
    const done = await replaceCriteriaSet(replacing(key, "khac"), "admin");
    expect(done.rescore.every(({ leaves }) => leaves.length === 0)).toBe(true);
    expect((await unitOf({ ...key, unit: HEALTH })).submission.state).toBe("draft");
  });

  test("that died midway is finished by reconciliation", async () => {
    const key = await fullYear("replaced-died", false);
    await refs.period(key).update({ state: "reappraisal" });
    await saveCriteriaSet(saving(key, NEXT, null), "admin");
    expect(await cutBefore(3, () => replaceCriteriaSet(replacing(key), "admin"))).toBe(true);
    const sets = async () =>
      Promise.all(UNIT_IDS.map(async (unit) => (await unitOf({ ...key, unit })).criteriaSet));
    expect(new Set(await sets()).size).toBe(2);
    await reconcilePeriod(key);
    expect(new Set(await sets())).toEqual(new Set([NEXT.id]));
    expect(await reconcilePeriod(key)).toEqual([]);
  });

  test("is refused while it is at fault, where it is not there, and once the council has adopted", async () => {
    const key = await smallYear("replace-refused", "appraisal");
    const faulty = withLeaves(setNode({ ...NEXT, id: "loi" }, "f1", { max: 1 }));
    await saveCriteriaSet(saving(key, faulty, null), "admin");
    await refused(replaceCriteriaSet(replacing(key, "loi"), "admin"), /còn 1 lỗi: 1: /);
    await refused(replaceCriteriaSet(replacing(key, "khong-co"), "admin"), /Không có bộ tiêu chí/);
    await refused(replaceCriteriaSet(replacing(key, SMALL_SET.id), "admin"), /đang dùng/);
    await refused(replaceCriteriaSet(replacing(key, "loi"), "appraiser-of-health"), /vai trò|quyền/);
    const late = await fullYear("replace-late", false);
    await saveCriteriaSet(saving(key, NEXT, null), "admin");
    await refused(replaceCriteriaSet(replacing(late), "admin"), /bước/);
  });

  test("takes the questions of surveys along, with the leaves that are surveyed in both", async () => {
    const key = await smallYear("replaced-survey", "appraisal");
    const options = [
      { text: "Có", weight: 10_000 },
      { text: "Không", weight: 0 },
    ];
    const scoring = (id: string, leaf: string): Question => ({
      ...{ id, text: `Câu ${id}`, help: "", options, units: null, showIf: null },
      leaves: [{ set: SMALL_SET.id, leaf }],
    });
    const survey = refs.survey({ ...key, survey: "nguoi-dan" });
    await survey.set({
      ...NEW_SURVEY,
      ...{
        name: "Người dân",
        intro: "",
        order: 1,
        questions: [scoring("q1", "f2c2"), scoring("q2", "gone")],
      },
      ...{ doubleEntry: false, rev: 1, by: "admin", at: new Date(), state: "open" },
    });
    await saveCriteriaSet(saving(key, NEXT, null), "admin");
    await replaceCriteriaSet(replacing(key), "admin");
    const scored = (await survey.get()).data()?.questions.map(({ leaves }) => leaves.map(({ set }) => set));
    expect(scored).toEqual([[SMALL_SET.id, NEXT.id], [SMALL_SET.id]]);
  });
});
