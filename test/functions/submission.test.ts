import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import type { Input } from "../../functions/src/store/act.ts";
import { saveEvidence } from "../../functions/src/store/evidence.ts";
import { completeFile } from "../../functions/src/store/files.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { refs, type UnitKey } from "../../functions/src/store/refs.ts";
import {
  lockAsItStands,
  returnToUnit,
  setLockException,
  submit,
} from "../../functions/src/store/submission.ts";
import { delegate } from "../../functions/src/store/unit-work.ts";
import { pdf, upload } from "./setup/files.ts";
import { actsOf, auditOf, indexOf, ledgerOf, periodOf, unitOf } from "./setup/reading.ts";
import { HEALTH } from "./setup/small-set.ts";
import { give, smallYear, WHOLE_YEAR } from "./setup/small-year.ts";
import { refused } from "./setup/watching.ts";

const HEAD = "head-of-health";
const HOUR = 60 * 60 * 1000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR);

/** A unit that has scored every leaf of its own once. */
async function scoredUnit(
  test: string,
  state: Parameters<typeof smallYear>[1] = "selfAssessment",
  more: Parameters<typeof smallYear>[2] = {},
): Promise<UnitKey> {
  const key = { ...(await smallYear(test, state, more)), unit: HEALTH };
  await give.self(key, WHOLE_YEAR[HEALTH]?.self ?? {});
  return key;
}

const submission = (
  key: UnitKey,
  more: Partial<Input<"submitSelfAssessment">> = {},
): Input<"submitSelfAssessment"> => ({
  ...key,
  confirmName: "Sở Y tế",
  seen: { scores: 4, revSum: 4 },
  report: { number: "12/BC-SYT", date: "2024-12-20", file: null },
  ...more,
});

const stateOf = async (key: UnitKey) => (await unitOf(key)).submission.state;

describe("submitting", () => {
  test("turns the file in, with its report and who and when, once for a double click and a retry", async () => {
    const key = await scoredUnit("submit");
    const [one, two] = await Promise.all([submit(submission(key), HEAD), submit(submission(key), HEAD)]);
    const third = await submit(submission(key), HEAD);
    expect([two, third]).toEqual([one, one]);
    expect((await unitOf(key)).submission).toMatchObject({
      state: "submitted",
      by: HEAD,
      reason: null,
      report: { number: "12/BC-SYT", date: "2024-12-20", file: null },
      at: new Date(one.submittedAt),
    });
    expect(await auditOf(key)).toMatchObject([{ act: "submitSelfAssessment", by: HEAD, unit: HEALTH }]);
  });

  test("lists what is missing, leaf by leaf", async () => {
    const key = { ...(await smallYear("submit-missing", "selfAssessment")), unit: HEALTH };
    await give.self(key, { f1c1s1: 20_000, f1c2: null });
    const seen = { scores: 2, revSum: 2 };
    const { missing } = await refused(submit(submission(key, { seen }), HEAD), /Còn 3 tiêu chí/);
    expect(missing).toEqual([
      { unit: HEALTH, leaf: "f1c1s2", column: "self", message: "1.1.2: chưa tự chấm điểm" },
      { unit: HEALTH, leaf: "f1c2", column: "self", message: "1.2: chưa tự chấm điểm" },
      { unit: HEALTH, leaf: "f2c1", column: "self", message: "2.1: chưa tự chấm điểm" },
    ]);
    expect(await stateOf(key)).toBe("draft");
    expect(await actsOf(key)).toEqual({});
  });

  test("asks nothing of a leaf that the unit is exempt from", async () => {
    const key = { ...(await smallYear("submit-exempt", "selfAssessment")), unit: HEALTH };
    await give.self(key, { f1c1s1: 20_000, f1c1s2: 0, f1c2: 5_000 });
    await refs.unit(key).update({ exempt: { f2c1: "Không thuộc chức năng" } });
    await submit(submission(key, { seen: { scores: 3, revSum: 3 } }), HEAD);
    expect(await stateOf(key)).toBe("submitted");
  });

  test("refuses a name that is not the unit's, and takes it in any composition of its letters", async () => {
    const key = await scoredUnit("submit-name");
    await refused(submit(submission(key, { confirmName: "Sở Y Tế" }), HEAD), /«Sở Y tế»/);
    expect(await stateOf(key)).toBe("draft");
    await submit(submission(key, { confirmName: ` ${"Sở Y tế".normalize("NFD")} ` }), HEAD);
    expect(await stateOf(key)).toBe("submitted");
  });

  test("refuses where the screen has not seen an edit, a further score or a vanished one", async () => {
    const key = await scoredUnit("submit-unseen");
    for (const seen of [
      { scores: 4, revSum: 3 },
      { scores: 3, revSum: 4 },
      { scores: 4, revSum: 5 },
    ])
      await refused(submit(submission(key, { seen }), HEAD), /chưa thấy/);
    await give.self(key, { f1c2: 0 });
    await refused(submit(submission(key), HEAD), /chưa thấy/);
    expect(await stateOf(key)).toBe("draft");
  });

  test("is the head's alone", async () => {
    const key = await scoredUnit("submit-who");
    const notYours = { refusal: { code: "notYourUnit", unit: HEALTH } };
    for (const uid of ["editor-of-health", "head-of-police", "admin", "council-of-health", "viewer"])
      expect(await refused(submit(submission(key), uid), /không được phân công/)).toEqual(notYours);
    const stranger = await refused(submit(submission(key), "nobody"), /không thuộc chương trình/);
    expect(stranger).toEqual({ refusal: { code: "notMember" } });
    expect(await actsOf(key)).toEqual({});
  });

  test("ends at the due instant, even before the schedule gets round to it", async () => {
    const key = await scoredUnit("submit-late");
    const due = inHours(-1);
    const { dates } = (await refs.period(key).get()).data() ?? {};
    if (dates) await refs.period(key).update({ dates: { ...dates, selfAssessmentDue: due } });
    expect(await refused(submit(submission(key), HEAD), /hết hạn/)).toEqual({
      refusal: { code: "overdue", due },
    });
    await refs.unit(key).update({ lockException: { until: inHours(1), reason: "Sửa lại", by: "admin" } });
    await submit(submission(key), HEAD);
    expect(await stateOf(key)).toBe("submitted");
  });

  test("goes on during the appraisal with a lock exception, as long as it lasts", async () => {
    const key = await scoredUnit("submit-exception", "appraisal");
    await refused(submit(submission(key), HEAD), /«thẩm định»/);
    await refs.unit(key).update({ lockException: { until: inHours(-1), reason: "", by: "admin" } });
    await refused(submit(submission(key), HEAD), /«thẩm định»/);
    await refs.unit(key).update({ lockException: { until: inHours(1), reason: "", by: "admin" } });
    await submit(submission(key), HEAD);
    expect(await stateOf(key)).toBe("submitted");
  });

  test.each(["preparing", "explanation", "adoption", "sealing", "sealed", "published"] as const)(
    "is refused while the period is at «%s»",
    async (state) => {
      const key = await scoredUnit("submit-state", state, { opened: true });
      const { refusal } = await refused(submit(submission(key), HEAD), /đang ở bước/);
      expect(refusal).toMatchObject({ code: "wrongState", state });
    },
  );

  test("again, with another report, is refused while the file is submitted or locked", async () => {
    const key = await scoredUnit("submit-again");
    await submit(submission(key), HEAD);
    const other = submission(key, { report: { number: "13/BC-SYT", date: "2024-12-21", file: null } });
    expect(await refused(submit(other, HEAD), /đã gửi/)).toEqual({
      refusal: { code: "submissionClosed", state: "submitted" },
    });
    expect((await unitOf(key)).submission.report?.number).toBe("12/BC-SYT");
    expect(await actsOf(key)).toEqual({ submitSelfAssessment: 1 });
  });
});

/** Where a submission stands: in the unit, in its ledger and in its index. */
const statesOf = async (key: UnitKey) => [
  await stateOf(key),
  (await ledgerOf(key)).submission,
  (await indexOf(key)).submission,
];

const recordOf = async (key: UnitKey, number: number) => (await refs.submission(key, number).get()).data();

const evidence = (key: UnitKey, n: number, more: Partial<Input<"saveEvidence">> = {}) => ({
  ...{ ...key, evidence: String(n).padStart(20, "e"), rev: 1, title: `Tài liệu ${n}` },
  source: { kind: "document", number: `${n}/KH-SYT`, date: null, issuer: "" } as const,
  leaves: { f1c2: "trang 1" },
  ...more,
});

const kindsTold = async ({ scheme }: UnitKey, uid: string) =>
  (await refs.notices(scheme, uid).get()).docs.map((doc) => doc.data().told.kind);

describe("what was submitted", () => {
  test("is on record each time, with scores and evidence as they stood, whatever changes later", async () => {
    const key = await scoredUnit("record");
    await saveEvidence(evidence(key, 1), HEAD);
    await saveEvidence(evidence(key, 2), HEAD);
    await saveEvidence(evidence(key, 2, { rev: 2, leaves: {} }), HEAD);
    const { submittedAt } = await submit(submission(key), HEAD);
    await submit(submission(key), HEAD);
    const first = await recordOf(key, 1);
    const [id] = [evidence(key, 1).evidence];
    const { title, source, leaves } = evidence(key, 1);
    expect(first).toEqual({
      ...{ number: 1, by: HEAD, at: new Date(submittedAt), report: submission(key).report },
      scores: { f1c1s1: 1, f1c1s2: 1, f1c2: 1, f2c1: 1 },
      evidence: { [id]: { rev: 1, title, source, leaves, stage: "selfAssessment" } },
    });
    expect(await recordOf(key, 2)).toBeUndefined();
    await returnToUnit({ ...key, reason: "Thiếu", until: null }, "admin");
    await saveEvidence(evidence(key, 1, { rev: 2, title: "Sửa" }), HEAD);
    await give.self(key, { f1c2: 5_000 });
    const report = { number: "15/BC-SYT", date: "2024-12-22", file: null };
    await submit(submission(key, { report, seen: { scores: 4, revSum: 5 } }), HEAD);
    expect(await recordOf(key, 1)).toEqual(first);
    expect(await recordOf(key, 2)).toMatchObject({
      ...{ number: 2, report, scores: { f1c2: 2 }, evidence: { [id]: { rev: 2, title: "Sửa" } } },
    });
    expect((await unitOf(key)).submission.count).toBe(2);
  });

  test("shows in the ledger and the index at once, and leaves nothing to reconcile", async () => {
    const key = await scoredUnit("record-ledger");
    await submit(submission(key), HEAD);
    expect(await statesOf(key)).toEqual(["submitted", "submitted", "submitted"]);
    await returnToUnit({ ...key, reason: "Thiếu", until: null }, "admin");
    expect(await statesOf(key)).toEqual(["returned", "returned", "returned"]);
    const { dates } = await periodOf(key);
    await refs.period(key).update({ dates: { ...dates, selfAssessmentDue: inHours(-1) } });
    await lockAsItStands({ ...key, reason: "Quá hạn" }, "admin");
    expect(await statesOf(key)).toEqual(["locked", "locked", "locked"]);
    expect(await reconcilePeriod(key)).toEqual([]);
  });

  test("holds 150 pieces of evidence in far less than a document can, and is refused where it could not", async () => {
    const key = await scoredUnit("record-size");
    const text = "Kế hoạch ứng phó ".repeat(17);
    const fill = async (from: number, to: number, url: string) => {
      const batch = db.batch();
      for (let n = from; n < to; n += 1) {
        const { evidence: id, ...said } = evidence(key, n);
        batch.set(refs.evidence(key).doc(id), {
          ...{ ...said, title: text, source: { kind: "link", url }, fields: ["f1"] },
          ...{ stage: "selfAssessment", by: HEAD, at: new Date() },
        });
      }
      await batch.commit();
    };
    await fill(0, 150, `https://soyte.example/${"a".repeat(200)}`);
    await submit(submission(key), HEAD);
    const record = await recordOf(key, 1);
    expect(Object.keys(record?.evidence ?? {}).length).toBe(150);
    expect(JSON.stringify(record).length).toBeLessThan(150_000);
    await returnToUnit({ ...key, reason: "Thiếu", until: null }, "admin");
    await fill(150, 600, `https://soyte.example/${"a".repeat(1_900)}`);
    const again = submission(key, { report: { number: "2", date: "2024-12-22", file: null } });
    await refused(submit(again, HEAD), /600 tài liệu, quá lớn/);
    expect(await stateOf(key)).toBe("returned");
  });

  test("may go with the signed report, which is kept first", async () => {
    const key = await scoredUnit("record-report");
    const file = await upload(key, pdf(300));
    const report = { number: "12/BC-SYT", date: "2024-12-20", file: { file, name: "Báo cáo.pdf" } };
    await refused(submit(submission(key, { report }), HEAD), /chưa tải lên xong/);
    await completeFile({ ...key, file }, HEAD);
    await submit(submission(key, { report }), HEAD);
    expect((await recordOf(key, 1))?.report).toEqual(report);
    expect((await unitOf(key)).submission.report).toEqual(report);
    await refused(submit(submission(key), HEAD), /đã gửi/);
  });

  test("is submitted by the deputy too, until their instant", async () => {
    const key = await scoredUnit("record-deputy");
    const editor = "editor-of-health";
    const deputy = { uid: editor, until: inHours(-1), by: HEAD };
    await refs.unit(key).update({ deputy });
    expect(await refused(submit(submission(key), editor), /ủy quyền .* đã hết hạn/)).toEqual({
      refusal: { code: "overdue", due: deputy.until },
    });
    await delegate({ ...key, to: editor, until: inHours(1) }, HEAD);
    await refs.member(key.scheme, editor).update({ roles: { viewer: true } });
    await refused(submit(submission(key), editor), /không được phân công/);
    await refs.member(key.scheme, editor).update({ roles: { unitEditor: HEALTH } });
    await submit(submission(key), editor);
    expect((await recordOf(key, 1))?.by).toBe(editor);
  });
});

describe("a lock exception", () => {
  const until = inHours(2);
  const except = (key: UnitKey, to: Date | null, uid = "admin") =>
    setLockException({ ...key, until: to, reason: "Mất điện" }, uid);

  test("opens the self-assessment past its due instant and is taken back; the unit's people are told", async () => {
    const key = await scoredUnit("exception", "appraisal");
    await refused(submit(submission(key), HEAD), /«thẩm định»/);
    for (const _again of [1, 2]) await except(key, until);
    expect((await unitOf(key)).lockException).toEqual({ until, reason: "Mất điện", by: "admin" });
    for (const _again of [1, 2]) await except(key, null);
    expect((await unitOf(key)).lockException).toBeNull();
    await refused(submit(submission(key), HEAD), /«thẩm định»/);
    await except(key, until);
    await submit(submission(key), HEAD);
    expect(await auditOf(key)).toMatchObject([
      { act: "setLockException", by: "admin", unit: HEALTH, reason: "Mất điện", detail: { from: null } },
      { act: "setLockException", detail: { until: null } },
      { act: "setLockException" },
      { act: "submitSelfAssessment" },
    ]);
    const told = ["lockException", "lockException", "lockException"];
    for (const uid of [HEAD, "editor-of-health"]) expect(await kindsTold(key, uid)).toEqual(told);
    for (const uid of ["council-of-health", "head-of-police"]) expect(await kindsTold(key, uid)).toEqual([]);
  });

  test("is the standing body's, for a time to come before the appraisal ends, of a file that is not submitted", async () => {
    const key = await scoredUnit("exception-refused", "appraisal");
    for (const uid of [HEAD, "council", "viewer"])
      expect(await refused(except(key, until, uid), /vai trò/)).toEqual({
        refusal: { code: "missingRole", role: "admin" },
      });
    await refused(except(key, inHours(-1)), /ở tương lai/);
    await refused(except(key, inHours(25)), /trước hạn thẩm định/);
    for (const state of ["submitted", "locked"] as const) {
      await refs.unit(key).update({ submission: { ...(await unitOf(key)).submission, state } });
      expect(await refused(except(key, until), /trả lại hồ sơ kèm thời hạn/)).toEqual({
        refusal: { code: "submissionClosed", state },
      });
    }
    await refs.period(key).update({ state: "explanation" });
    await refused(except(key, until), /«giải trình»/);
    expect([(await unitOf(key)).lockException, await actsOf(key)]).toEqual([null, {}]);
  });
});

describe("returning a file", () => {
  test("tells the unit's people why and until when", async () => {
    const key = await scoredUnit("return-told", "appraisal");
    await lockAsItStands({ ...key, reason: "Không gửi" }, "admin");
    await returnToUnit({ ...key, reason: "Sửa số liệu", until: inHours(2) }, "admin");
    for (const uid of [HEAD, "editor-of-health"]) expect(await kindsTold(key, uid)).toEqual(["returned"]);
    const { docs } = await refs.notices(key.scheme, HEAD).get();
    expect(docs[0]?.data().told).toMatchObject({ until: expect.any(Date), reason: "Sửa số liệu" });
    expect(await kindsTold(key, "head-of-police")).toEqual([]);
  });

  test("before the deadline opens it again, with the reason, and it can be submitted once more", async () => {
    const key = await scoredUnit("return");
    await submit(submission(key), HEAD);
    await returnToUnit({ ...key, reason: "Thiếu phụ lục", until: null }, "admin");
    expect(await unitOf(key)).toMatchObject({
      submission: { state: "returned", reason: "Thiếu phụ lục", report: { number: "12/BC-SYT" } },
      lockException: null,
    });
    await submit(submission(key, { report: { number: "15/BC-SYT", date: "2024-12-22", file: null } }), HEAD);
    expect(await actsOf(key)).toEqual({ submitSelfAssessment: 2, returnSubmission: 1 });
  });

  test("again with the same words, by a double click or after a lost answer, is one act told once", async () => {
    const key = await scoredUnit("return-again", "appraisal");
    const back = { ...key, reason: "Sửa số liệu", until: inHours(2) };
    for (const state of ["submitted", "draft"] as const) {
      const { submission: stored } = await unitOf(key);
      const change = { submission: { ...stored, state, reason: null }, lockException: null };
      await refs.unit(key).update(change);
      await Promise.all([returnToUnit(back, "admin"), returnToUnit(back, "admin")]);
      await returnToUnit(back, "admin");
    }
    expect(await actsOf(key)).toEqual({ returnSubmission: 2 });
    expect(await kindsTold(key, HEAD)).toEqual(["returned", "returned"]);
    await returnToUnit({ ...back, reason: "Còn thiếu" }, "admin");
    expect(await actsOf(key)).toEqual({ returnSubmission: 3 });
  });

  test("past the deadline needs a date, in the future and before the appraisal ends", async () => {
    const key = await scoredUnit("return-late", "appraisal");
    await refs.unit(key).update({ submission: { ...(await unitOf(key)).submission, state: "submitted" } });
    const back = (until: Date | null) => returnToUnit({ ...key, reason: "Sửa số liệu", until }, "admin");
    await refused(back(null), /phải kèm thời hạn/);
    await refused(back(inHours(-1)), /ở tương lai/);
    await refused(back(inHours(25)), /trước hạn thẩm định/);
    expect(await stateOf(key)).toBe("submitted");
    const until = inHours(2);
    await back(until);
    expect(await unitOf(key)).toMatchObject({
      submission: { state: "returned" },
      lockException: { until, reason: "Sửa số liệu", by: "admin" },
    });
    await submit(submission(key), HEAD);
  });

  test("is the standing body's, while files are still taken", async () => {
    const key = await scoredUnit("return-who");
    const input = { ...key, reason: "Thử", until: null };
    for (const uid of [HEAD, "council", "viewer"])
      expect(await refused(returnToUnit(input, uid), /vai trò/)).toEqual({
        refusal: { code: "missingRole", role: "admin" },
      });
    await refs.period(key).update({ state: "adoption" });
    await refused(returnToUnit(input, "admin"), /«thông qua»/);
    await refs
      .period(key)
      .update({ state: "selfAssessment", moving: { to: "appraisal", lease: inHours(1) } });
    await refused(returnToUnit(input, "admin"), /đang chuyển bước/);
    expect(await actsOf(key)).toEqual({});
  });
});

describe("locking a file as it stands", () => {
  test("is refused before the deadline, and done once after it", async () => {
    const key = await scoredUnit("lock");
    const input = { ...key, reason: "Không gửi hồ sơ" };
    await refused(lockAsItStands(input, "admin"), /Chưa hết hạn/);
    await refs.period(key).update({ state: "appraisal", dates: { ...(await datesAfterDue(key)) } });
    await Promise.all([lockAsItStands(input, "admin"), lockAsItStands(input, "admin")]);
    expect(await unitOf(key)).toMatchObject({
      submission: { state: "locked", reason: "Không gửi hồ sơ", report: null },
      lockException: null,
    });
    expect(await actsOf(key)).toEqual({ lockAsItStands: 1 });
    await refused(submit(submission(key), HEAD), /thẩm định/);
  });

  test("takes back a lock exception, and leaves a submitted file alone", async () => {
    const key = await scoredUnit("lock-exception", "appraisal");
    await refs.unit(key).update({ lockException: { until: inHours(1), reason: "", by: "admin" } });
    await lockAsItStands({ ...key, reason: "Quá hạn" }, "admin");
    expect((await unitOf(key)).lockException).toBeNull();
    await refs.unit(key).update({ submission: { ...(await unitOf(key)).submission, state: "submitted" } });
    await refused(lockAsItStands({ ...key, reason: "Quá hạn" }, "admin"), /đã gửi/);
    await refused(lockAsItStands({ ...key, reason: "Quá hạn" }, "council"), /vai trò/);
  });
});

async function datesAfterDue(key: UnitKey) {
  const period = (await refs.period(key).get()).data();
  if (!period) throw new Error("no period");
  return { ...period.dates, selfAssessmentDue: inHours(-1) };
}
