import "./setup/environment.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Input } from "../../functions/src/store/act.ts";
import { refs, type UnitKey } from "../../functions/src/store/refs.ts";
import { lockAsItStands, returnToUnit, submit } from "../../functions/src/store/submission.ts";
import { actsOf, auditOf, unitOf } from "./setup/reading.ts";
import { HEALTH } from "./setup/small-set.ts";
import { give, smallYear, WHOLE_YEAR } from "./setup/small-year.ts";
import { deliverEvents, dropEvents, refused } from "./setup/watching.ts";

const HEAD = "head-of-health";
const HOUR = 60 * 60 * 1000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR);

beforeAll(dropEvents);
afterAll(deliverEvents);

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

describe("returning a file", () => {
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
