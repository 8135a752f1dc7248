import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import type { Evidence, Period } from "../../core/src/index.ts";
import type { Input } from "../../functions/src/store/act.ts";
import { saveEvidence } from "../../functions/src/store/evidence.ts";
import { completeFile } from "../../functions/src/store/files.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { refs, type UnitKey } from "../../functions/src/store/refs.ts";
import { pdf, upload } from "./setup/files.ts";
import { actsOf, indexOf, ledgerOf, liveAndRecomputed, periodOf, unitOf } from "./setup/reading.ts";
import { HEALTH, POLICE } from "./setup/small-set.ts";
import { give, smallYear, WHOLE_YEAR } from "./setup/small-year.ts";
import { costsOf, refused } from "./setup/watching.ts";

const EDITOR = "editor-of-health";
const HOUR = 60 * 60 * 1000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR);

/** The id that a client makes up for evidence number `n`. */
const idOf = (n: number) => String(n).padStart(20, "e");

async function scoredUnit(
  name: string,
  state: Period["state"] = "selfAssessment",
  more: Parameters<typeof smallYear>[2] = {},
): Promise<UnitKey> {
  const key = { ...(await smallYear(name, state, more)), unit: HEALTH };
  await give.self(key, WHOLE_YEAR[HEALTH]?.self ?? {});
  return key;
}

const evidence = (key: UnitKey, more: Partial<Input<"saveEvidence">> = {}): Input<"saveEvidence"> => ({
  ...{ ...key, evidence: idOf(1), rev: 1, title: "Kế hoạch cải cách hành chính" },
  source: { kind: "document", number: "12/KH-SYT", date: "2024-01-15", issuer: "Sở Y tế" },
  leaves: { f1c1s1: "trang 3", f2c1: "" },
  ...more,
});

/** Evidence that is a stored file. */
const fileEvidence = (key: UnitKey, n: number, file: string, more: Partial<Input<"saveEvidence">> = {}) =>
  evidence(key, { evidence: idOf(n), source: { kind: "file", file, name: "Kế hoạch.PDF" }, ...more });

async function keptFile(key: UnitKey, seed = 0): Promise<string> {
  const file = await upload(key, pdf(500 + seed, seed));
  await completeFile({ ...key, file }, EDITOR);
  return file;
}

const evidenceOf = async (key: UnitKey, id = idOf(1)) => (await refs.evidence(key).doc(id).get()).data();
const versionOf = async (key: UnitKey, rev: number, id = idOf(1)) =>
  (await refs.evidenceVersion(key, id, rev).get()).data();
const countsOf = async (key: UnitKey) => {
  const { evidence } = await ledgerOf(key);
  return { evidence, unproven: (await indexOf(key)).unproven };
};

/** Brings a unit into the explanation round with these leaves released to it. */
async function toExplanation(key: UnitKey, leaves: readonly string[]): Promise<void> {
  const shown = { self: 0, points: 0, decision: "adjusted", reason: "Thiếu", ask: "" } as const;
  const released = Object.fromEntries(leaves.map((leaf) => [leaf, shown]));
  await refs.release(key, 1).set({ round: 1, at: new Date(), leaves: released });
  const { dates } = await periodOf(key);
  const past = { selfAssessmentDue: inHours(-2), appraisalDue: inHours(-1), explanationDue: inHours(1) };
  await refs.period(key).update({ state: "explanation", releaseRound: 1, dates: { ...dates, ...past } });
}

describe("saving evidence", () => {
  test("makes its first version, counted for each leaf it serves", async () => {
    const key = await scoredUnit("evidence-new");
    expect(await countsOf(key)).toEqual({ evidence: {}, unproven: 4 });
    const saved = await costsOf(() => saveEvidence(evidence(key), EDITOR));
    // Member, period, evidence, unit and ledger are read (the set once an instance); evidence, version, ledger, index.
    expect(saved).toEqual([{ name: "saveEvidence", reads: 5, writes: 4, attempts: 1 }]);
    const stored = await evidenceOf(key);
    const { evidence: _id, ...said } = evidence(key);
    expect(stored).toEqual({
      ...{ ...said, fields: ["f1", "f2"], stage: "selfAssessment", by: EDITOR },
      at: expect.any(Date),
    });
    expect(await versionOf(key, 1)).toEqual(stored);
    expect(await countsOf(key)).toEqual({ evidence: { f1c1s1: 1, f2c1: 1 }, unproven: 2 });
    expect(await actsOf(key)).toEqual({});
    const { live, recomputed } = await liveAndRecomputed(key);
    expect(live).toEqual(recomputed);
    expect(await reconcilePeriod(key)).toEqual([]);
  });

  test("again makes no second version", async () => {
    const key = await scoredUnit("evidence-again");
    const file = await keptFile(key);
    const both = [evidence(key), fileEvidence(key, 2, file)];
    for (const one of both) {
      await Promise.all([saveEvidence(one, EDITOR), saveEvidence(one, EDITOR)]);
      await saveEvidence(one, "head-of-health");
    }
    expect((await ledgerOf(key)).evidence).toEqual({ f1c1s1: 2, f2c1: 2 });
    for (const n of [1, 2]) {
      expect(await evidenceOf(key, idOf(n))).toMatchObject({ rev: 1, by: EDITOR });
      expect(await versionOf(key, 2, idOf(n))).toBeUndefined();
    }
  });

  test("changes it in a further version, and the counts with it; the version before stays", async () => {
    const key = await scoredUnit("evidence-change");
    await saveEvidence(evidence(key), EDITOR);
    await saveEvidence(evidence(key, { evidence: idOf(2), leaves: { f2c1: "" } }), EDITOR);
    const first = await evidenceOf(key);
    const changed = evidence(key, { rev: 2, title: "Kế hoạch (sửa)", leaves: { f2c1: "trang 9", f1c2: "" } });
    await saveEvidence(changed, "head-of-health");
    expect(await evidenceOf(key)).toMatchObject({
      ...{ rev: 2, title: "Kế hoạch (sửa)", by: "head-of-health", fields: ["f2", "f1"] },
      leaves: { f2c1: "trang 9", f1c2: "" },
    });
    expect(await versionOf(key, 1)).toEqual(first);
    expect(await countsOf(key)).toEqual({ evidence: { f2c1: 2, f1c2: 1 }, unproven: 2 });
    await saveEvidence(evidence(key, { rev: 3, leaves: {} }), EDITOR);
    expect(await evidenceOf(key)).toMatchObject({ rev: 3, leaves: {}, fields: [] });
    expect(await countsOf(key)).toEqual({ evidence: { f2c1: 1 }, unproven: 3 });
  });

  test("costs no ledger where only its title or a page changes", async () => {
    const key = await scoredUnit("evidence-title");
    await saveEvidence(evidence(key), EDITOR);
    const leaves = { f1c1s1: "trang 4", f2c1: "" };
    const changed = await costsOf(() => saveEvidence(evidence(key, { rev: 2, leaves }), EDITOR));
    expect(changed).toMatchObject([{ reads: 5, writes: 2 }]);
  });

  test("by two people at once: one is told that the other was first", async () => {
    const key = await scoredUnit("evidence-race");
    const saves = ["Một", "Hai"].map((title) => saveEvidence(evidence(key, { title }), EDITOR));
    const ends = await Promise.allSettled(saves);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const loser = evidence(key, { title: ends[0]?.status === "fulfilled" ? "Hai" : "Một" });
    expect(await refused(saveEvidence(loser, EDITOR), /vừa sửa tài liệu này/)).toEqual({
      refusal: { code: "staleVersion", current: 1, sent: 1 },
    });
    await refused(saveEvidence(evidence(key, { rev: 3 }), EDITOR), /bản 1/);
    await refused(saveEvidence(evidence(key, { evidence: idOf(9), rev: 2 }), EDITOR), /bản 0/);
    expect((await ledgerOf(key)).evidence).toEqual({ f1c1s1: 1, f2c1: 1 });
  });

  test("of many at once counts every one", async () => {
    const key = await scoredUnit("evidence-burst");
    const ids = [1, 2, 3, 4, 5, 6].map(idOf);
    await Promise.all(ids.map((id) => saveEvidence(evidence(key, { evidence: id }), EDITOR)));
    expect((await ledgerOf(key)).evidence).toEqual({ f1c1s1: 6, f2c1: 6 });
  });

  test("refuses leaves that take none", async () => {
    const key = await scoredUnit("evidence-leaves");
    const save = (leaves: Evidence["leaves"], rev = 1) =>
      saveEvidence(evidence(key, { leaves, rev }), EDITOR);
    await refused(save({ f9: "" }), /không có tiêu chí chấm điểm f9/);
    await refused(save({ f1: "" }), /không có tiêu chí/);
    await refused(save({ f2c2: "" }), /điều tra xã hội học/);
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`f${n}`, ""]));
    await refused(save(many), /nhiều nhất 100 tiêu chí/);
    await save({ f1c2: "" });
    await refs.unit(key).update({ exempt: { f1c2: "Không có", f2c1: "Không có" } });
    expect(await refused(save({ f1c2: "", f2c1: "" }, 2), /được miễn/)).toEqual({
      refusal: { code: "exemptLeaf", leaf: "f2c1", reason: "Không có" },
    });
    await save({ f1c2: "trang 1", f1c1s1: "" }, 2);
  });

  test("takes a file that is kept, with its type and size, under a name that fits it", async () => {
    const key = await scoredUnit("evidence-file");
    const begun = await upload(key, pdf(700));
    await refused(saveEvidence(fileEvidence(key, 1, begun), EDITOR), /«Kế hoạch.PDF» chưa tải lên xong/);
    await completeFile({ ...key, file: begun }, EDITOR);
    const named = (name: string) =>
      saveEvidence(evidence(key, { source: { kind: "file", file: begun, name } }), EDITOR);
    for (const name of ["Kế hoạch.html", "Kế hoạch.pdf.exe", "pdf"])
      await refused(named(name), /tên phải có đuôi \.pdf/);
    await refused(
      saveEvidence({ ...fileEvidence(key, 1, begun), unit: POLICE }, "head-of-police"),
      /chưa tải/,
    );
    await saveEvidence(fileEvidence(key, 1, begun), EDITOR);
    expect((await evidenceOf(key))?.source).toEqual({
      ...{ kind: "file", file: begun, name: "Kế hoạch.PDF", type: "application/pdf", size: 700 },
    });
  });

  test("names the evidence that has the file already", async () => {
    const key = await scoredUnit("evidence-twice");
    const [file, other] = [await keptFile(key), await keptFile(key, 1)];
    await saveEvidence(fileEvidence(key, 1, file, { title: "Bản gốc" }), EDITOR);
    await saveEvidence(fileEvidence(key, 2, other), EDITOR);
    expect(await refused(saveEvidence(fileEvidence(key, 3, file), EDITOR), /«Bản gốc»/)).toEqual({
      evidence: idOf(1),
    });
    await refused(saveEvidence(fileEvidence(key, 2, file, { rev: 2 }), EDITOR), /«Bản gốc»/);
    await saveEvidence(fileEvidence(key, 1, file, { title: "Bản gốc", rev: 2, leaves: {} }), EDITOR);
    await saveEvidence(fileEvidence(key, 3, file), EDITOR);
    await refused(saveEvidence(fileEvidence(key, 1, file, { rev: 3 }), EDITOR), /Kế hoạch cải cách/);
  });

  test("of one file by two people at once leaves one", async () => {
    const key = await scoredUnit("evidence-twice-race");
    const file = await keptFile(key);
    const saves = [1, 2].map((n) => saveEvidence(fileEvidence(key, n, file), EDITOR));
    const ends = await Promise.allSettled(saves);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await ledgerOf(key)).evidence).toEqual({ f1c1s1: 1, f2c1: 1 });
  });

  test("goes up to 2,000 a unit; those there stay open to change", async () => {
    const key = await scoredUnit("evidence-many");
    await saveEvidence(evidence(key), EDITOR);
    const stored = await evidenceOf(key);
    if (!stored) throw new Error("no evidence");
    const writer = db.bulkWriter();
    for (let n = 2; n <= 2_000; n += 1) void writer.set(refs.evidence(key).doc(idOf(n)), stored);
    await writer.close();
    await refused(saveEvidence(evidence(key, { evidence: idOf(2_001) }), EDITOR), /đã có 2000 tài liệu/);
    await saveEvidence(evidence(key, { rev: 2, title: "Sửa" }), EDITOR);
  });

  test("is for the unit's own people while the self-assessment is open", async () => {
    const key = await scoredUnit("evidence-who");
    for (const uid of ["head-of-police", "council-of-health", "appraiser-of-health", "admin", "viewer"])
      expect(await refused(saveEvidence(evidence(key), uid), /không được phân công/)).toEqual({
        refusal: { code: "notYourUnit", unit: HEALTH },
      });
    await refs.unit(key).update({ submission: { ...(await unitOf(key)).submission, state: "submitted" } });
    await refused(saveEvidence(evidence(key), EDITOR), /đã gửi/);
    await refs.unit(key).update({ submission: { ...(await unitOf(key)).submission, state: "returned" } });
    const { dates } = await periodOf(key);
    await refs.period(key).update({ dates: { ...dates, selfAssessmentDue: inHours(-1) } });
    await refused(saveEvidence(evidence(key), EDITOR), /hết hạn/);
    await refs.unit(key).update({ lockException: { until: inHours(1), reason: "", by: "admin" } });
    await saveEvidence(evidence(key), EDITOR);
    await refs.period(key).update({ state: "reappraisal" });
    await refused(saveEvidence(evidence(key, { rev: 2, title: "Sửa" }), EDITOR), /«thẩm định lại»/);
    expect((await evidenceOf(key))?.rev).toBe(1);
  });
});

describe("in the explanation round", () => {
  test("evidence comes for released leaves and stays open to change; what was submitted is pinned", async () => {
    const key = await scoredUnit("evidence-explain");
    await saveEvidence(evidence(key), EDITOR);
    await toExplanation(key, ["f1c2"]);
    await refused(saveEvidence(evidence(key, { rev: 2, leaves: { f1c2: "" } }), EDITOR), /đã gửi cùng hồ sơ/);
    await refused(saveEvidence(evidence(key, { rev: 2, leaves: {} }), EDITOR), /đã gửi cùng hồ sơ/);
    const late = (more: Partial<Input<"saveEvidence">>) =>
      saveEvidence(evidence(key, { evidence: idOf(2), leaves: { f1c2: "" }, ...more }), EDITOR);
    expect(await refused(late({ leaves: { f1c2: "", f2c1: "" } }), /f2c1 chưa được thông báo/)).toEqual({
      refusal: { code: "notReleased", leaf: "f2c1" },
    });
    await late({});
    await late({ rev: 2, title: "Bổ sung" });
    expect(await evidenceOf(key, idOf(2))).toMatchObject({ rev: 2, stage: "explanation", fields: ["f1"] });
    expect((await evidenceOf(key))?.rev).toBe(1);
    expect((await ledgerOf(key)).evidence).toEqual({ f1c1s1: 1, f2c1: 1, f1c2: 1 });
    const { dates } = await periodOf(key);
    await refs.period(key).update({ dates: { ...dates, explanationDue: inHours(-1) } });
    await refused(late({ rev: 3 }), /hết hạn/);
  });

  test("nothing comes where nothing was released to the unit", async () => {
    const key = await scoredUnit("evidence-unreleased", "explanation", { releaseRound: 1 });
    await refused(saveEvidence(evidence(key), EDITOR), /f1c1s1 chưa được thông báo/);
  });

  test("a file of pinned evidence may serve a further leaf anew, since the pinned one can't", async () => {
    const key = await scoredUnit("evidence-explain-file");
    const file = await keptFile(key);
    await saveEvidence(fileEvidence(key, 1, file), EDITOR);
    await toExplanation(key, ["f1c2"]);
    const leaves = { f1c2: "trang 5" };
    await saveEvidence(fileEvidence(key, 2, file, { leaves }), EDITOR);
    await refused(saveEvidence(fileEvidence(key, 3, file, { leaves }), EDITOR), /đã có trong tài liệu/);
  });
});
