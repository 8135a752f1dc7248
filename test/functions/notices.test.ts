import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import type { Notice } from "../../core/src/index.ts";
import { announce } from "../../functions/src/store/announcements.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { notify } from "../../functions/src/store/notices.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { remindUnits } from "../../functions/src/store/reminders.ts";
import { transact } from "../../functions/src/store/transaction.ts";
import { runPeriod } from "../../functions/src/store/year.ts";
import { mailsOf, noticesOf } from "./setup/notices.ts";
import { actsOf, auditOf, periodOf, unitOf } from "./setup/reading.ts";
import { HEALTH, POLICE, STANDING_BODY } from "./setup/small-set.ts";
import { emailOf, give, memberOf, PEOPLE, smallYear } from "./setup/small-year.ts";
import { cutBefore, refused } from "./setup/watching.ts";

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

type DateName = keyof Awaited<ReturnType<typeof periodOf>>["dates"];

/** The instant of one of a year's dates, or one so many ms after it. */
const atDue = async (key: PeriodKey, date: DateName, more = 0) =>
  new Date((await periodOf(key)).dates[date].getTime() + more);
const run = async (key: PeriodKey, now: Date) => runPeriod(key, await periodOf(key), now);
const emails = (...uids: string[]) => uids.map(emailOf).sort();
const HEALTH_PEOPLE = ["editor-of-health", "head-of-health"];
const lockOut = (key: PeriodKey, uid: string) => refs.member(key.scheme, uid).update({ disabled: true });

describe("a notice", () => {
  test("goes once to each person, with the transaction it is part of", async () => {
    const key = await smallYear("notify", "appraisal");
    const now = new Date();
    const notice = {
      told: { kind: "assigned", by: "head-of-health", leaves: 1, code: "1.2" },
      ...{ unit: HEALTH, leaf: "f1c2" },
    } as const;
    await transact("test", async (tx) => notify(tx, key, ["viewer", "council", "viewer"], notice, now));
    const broken = transact("test", async (tx) => {
      notify(tx, key, ["viewer"], notice, now);
      throw new Error("undone");
    });
    await expect(broken).rejects.toThrow("undone");
    for (const uid of ["viewer", "council"])
      expect(await noticesOf(key, uid)).toEqual([{ ...notice, period: key.period, at: now, readAt: null }]);
  });
});

describe("an announcement", () => {
  const ID = "b".repeat(20);
  const SHA256 = "c".repeat(64);
  const said = (key: PeriodKey, files: { file: string; name: string }[] = []) => ({
    ...{ ...key, announcement: ID, title: "Hướng dẫn chấm điểm", text: "Xem tệp đính kèm.", files },
  });

  test("tells everyone who is not locked out, once, and stands with who made it", async () => {
    const key = await smallYear("announce", "selfAssessment");
    await lockOut(key, "viewer");
    await announce(said(key), "admin");
    await announce(said(key), "admin");
    expect((await refs.announcement(key, ID).get()).data()).toMatchObject({ by: "admin", files: [] });
    for (const uid of Object.keys(PEOPLE))
      expect((await noticesOf(key, uid)).map(({ told }) => told)).toEqual(
        uid === "viewer" ? [] : [{ kind: "announcement", title: "Hướng dẫn chấm điểm" }],
      );
    expect(await actsOf(key)).toEqual({ announce: 1 });
  });

  test("is told on by the retry where the power went off, and a notice that was read stays read", async () => {
    const key = await smallYear("announce-died", "selfAssessment");
    const batch = db.batch();
    for (let at = 0; at < 450; at += 1)
      batch.set(
        refs.member(key.scheme, `z${at}`),
        memberOf(`z${at}`, { unit: null, roles: { viewer: true } }),
      );
    await batch.commit();
    expect(await cutBefore(4, () => announce(said(key), "admin"))).toBe(true);
    const told = async () => {
      const { docs } = await refs.members(key.scheme).get();
      const notices = await Promise.all(docs.map(({ id }) => noticesOf(key, id)));
      return notices.flat();
    };
    expect(await told()).toHaveLength(400);
    const read = refs.notices(key.scheme, "admin").doc(ID);
    await read.update({ readAt: new Date() });
    await announce(said(key), "admin");
    expect(await told()).toHaveLength(450 + Object.keys(PEOPLE).length);
    expect((await read.get()).data()?.readAt).not.toBeNull();
    expect(await actsOf(key)).toEqual({ announce: 1 });
  });

  test("is refused with files that are not there or not checked, and to who does not run the year", async () => {
    const key = await smallYear("announce-files", "selfAssessment");
    const withFile = said(key, [{ file: SHA256, name: "huong-dan.pdf" }]);
    await refused(announce(withFile, "admin"), "huong-dan.pdf");
    const file = refs.file({ ...key, unit: null }, SHA256);
    const stored = { sha256: SHA256, size: 1, chunks: [SHA256], type: null, by: "admin", at: new Date() };
    await file.set({ ...stored, state: "uploading" });
    await refused(announce(withFile, "admin"), "chưa tải lên xong");
    await refused(announce(said(key), "council"), "quản trị");
    await file.set({ ...stored, type: "image/png", state: "complete" });
    await refused(announce(withFile, "admin"), "đuôi .png");
    expect(await noticesOf(key, "viewer")).toEqual([]);
    await file.set({ ...stored, type: "application/pdf", state: "complete" });
    await announce(withFile, "admin");
    expect(await noticesOf(key, "viewer")).toHaveLength(1);
  });
});

describe("reminders", () => {
  test("go to each unit's people before their date with what it lacks, once, even by two runs", async () => {
    const key = await smallYear("remind", "selfAssessment");
    await give.self({ ...key, unit: HEALTH }, { f1c2: 5_000, f2c1: 2_500, f1c1s1: 0 });
    await lockOut(key, "head-of-health");
    const before = await atDue(key, "selfAssessmentDue", -DAY / 2);
    await Promise.all([run(key, before), run(key, before)]);
    await run(key, new Date(before.getTime() + 5 * MINUTE));
    const [health, police, ...others] = await mailsOf(key);
    expect([health?.to, police?.to, others]).toEqual([
      emails("editor-of-health"),
      emails("head-of-police"),
      [],
    ]);
    expect(health?.subject).toContain("hạn tự đánh giá");
    expect(health?.text).toMatch(
      /^Sở Y tế: còn 1 tiêu chí chưa chấm, 2 tiêu chí chưa có tài liệu kiểm chứng\. Hạn tự đánh giá của Kỳ thử nghiệm là \d\d\//,
    );
    expect(police?.text).toContain("Công an tỉnh: còn 4 tiêu chí chưa chấm. Hạn");
    expect(await noticesOf(key, "editor-of-health")).toMatchObject([
      {
        told: {
          ...{ kind: "dueSoon", unit: "Sở Y tế", date: "selfAssessmentDue" },
          ...{ due: await atDue(key, "selfAssessmentDue"), left: { unscored: 1, unproven: 2 } },
        },
        ...{ unit: HEALTH, leaf: null },
      },
    ]);
    expect(await noticesOf(key, "head-of-health")).toEqual([]);
    expect(await noticesOf(key, "viewer")).toEqual([]);
    expect(await auditOf(key)).toMatchObject([
      { act: "remind", by: "system", detail: { date: "selfAssessmentDue", daysBefore: 1 } },
    ]);
  });

  test("leave out a unit that has submitted", async () => {
    const key = await smallYear("remind-submitted", "selfAssessment");
    const unit = { ...key, unit: HEALTH };
    const { submission } = await unitOf(unit);
    await refs.unit(unit).update({ submission: { ...submission, state: "submitted" } });
    await run(key, await atDue(key, "selfAssessmentDue", -DAY / 2));
    expect((await mailsOf(key)).map(({ to }) => to)).toEqual([emails("head-of-police")]);
  });

  test("are finished by the next run where the power went off between two units", async () => {
    const key = await smallYear("remind-died", "selfAssessment");
    const before = await atDue(key, "selfAssessmentDue", -DAY / 2);
    expect(await cutBefore(4, () => run(key, before))).toBe(true);
    expect(await mailsOf(key)).toHaveLength(1);
    await run(key, before);
    expect(await mailsOf(key)).toHaveLength(2);
    for (const uid of [...HEALTH_PEOPLE, "head-of-police"]) expect(await noticesOf(key, uid)).toHaveLength(1);
    expect(await actsOf(key)).toEqual({ remind: 1 });
  });

  test("go to the appraisers for theirs, by department, and anew where the date was moved", async () => {
    const key = await smallYear("remind-appraisers", "appraisal");
    const before = await atDue(key, "appraisalDue", -DAY / 2);
    await run(key, before);
    const { dates } = await periodOf(key);
    const moved = new Date(dates.appraisalDue.getTime() + DAY / 4);
    await refs.period(key).update({ dates: { ...dates, appraisalDue: moved } });
    await run(key, before);
    const [health, standing] = [emails("appraiser-of-health"), emails("appraiser-of-standing-body")];
    expect((await mailsOf(key)).map(({ to }) => to)).toEqual([health, health, standing, standing]);
    expect(await noticesOf(key, "appraiser-of-health")).toHaveLength(2);
    expect(await noticesOf(key, "head-of-health")).toEqual([]);
  });

  test("say to a department how many leaves of how many units it still has to judge, nothing where none", async () => {
    const key = await smallYear("remind-unjudged", "appraisal");
    await give.appraisal({ ...key, unit: HEALTH }, { f1c1s1: 20_000 });
    await give.appraisal({ ...key, unit: POLICE }, { f1c1s2: 0, f2c1: 2_500 });
    await refs.ledger({ ...key, unit: STANDING_BODY }).update({ exempt: { f1c2: "Không có nhiệm vụ" } });
    const before = await atDue(key, "appraisalDue", -DAY / 2);
    await run(key, before);
    expect((await mailsOf(key)).map(({ text }) => text.split(" Hạn")[0])).toEqual([
      "Sở Y tế: còn 3 tiêu chí của 1 đơn vị chưa thẩm định.",
      "Sở Nội vụ: còn 5 tiêu chí của 2 đơn vị chưa thẩm định.",
    ]);
    expect(await noticesOf(key, "appraiser-of-standing-body")).toMatchObject([
      { told: { kind: "appraisalDueSoon", unit: "Sở Nội vụ", leaves: 5, units: 2 } },
    ]);
    const done = await smallYear("remind-judged", "appraisal");
    for (const unit of [STANDING_BODY, POLICE])
      await give.appraisal({ ...done, unit }, { f1c1s1: 0, f1c1s2: 0, f1c2: 0, f2c1: 0 });
    await run(done, await atDue(done, "appraisalDue", -DAY / 2));
    expect((await mailsOf(done)).map(({ to }) => to)).toEqual([emails("appraiser-of-standing-body")]);
  });

  test("say before the end of the explanations how many a unit still owes, from what was released to it", async () => {
    const key = await smallYear("remind-explanation", "explanation", { releaseRound: 1 });
    const leaf = { self: 0, points: 0, decision: "adjusted", reason: "Thiếu" } as const;
    await refs.release({ ...key, unit: HEALTH }, 1).set({
      ...{ round: 1, at: new Date() },
      leaves: {
        f1c2: { ...leaf, ask: "Vì sao?" },
        f2c1: { ...leaf, ask: "Ở đâu?" },
        f1c1s1: { ...leaf, ask: "" },
      },
    });
    const place = { ...key, unit: HEALTH, leaf: "f1c2", field: "f1", rev: 1, by: "editor-of-health" };
    await refs
      .explanations({ ...key, unit: HEALTH })
      .doc("f1c2")
      .set({ ...place, at: new Date(), round: 1, text: "Vì" });
    await run(key, await atDue(key, "explanationDue", -DAY / 2));
    const texts = (await mailsOf(key)).map(({ text }) => text);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatch(
      /^Sở Y tế: còn 1 tiêu chí được yêu cầu giải trình, 1 tiêu chí được điều chỉnh điểm chưa giải trình\. Hạn giải trình/,
    );
  });

  test("tell a unit that did not submit that it is overdue, once within a day", async () => {
    const key = await smallYear("overdue", "selfAssessment");
    const lockException = {
      until: await atDue(key, "selfAssessmentDue", 2 * DAY),
      reason: "Bão",
      by: "admin",
    };
    await refs.unit({ ...key, unit: POLICE }).update({ lockException });
    const due = await atDue(key, "selfAssessmentDue");
    await Promise.all([run(key, due), run(key, due)]);
    await run(key, new Date(due.getTime() + 5 * MINUTE));
    const overdue = (await mailsOf(key)).filter(({ subject }) => subject.includes("quá hạn"));
    expect(overdue.map(({ to }) => to)).toEqual([emails(...HEALTH_PEOPLE)]);
    const notices = await noticesOf(key, "head-of-health");
    const isOverdue = ({ told }: Notice) => told.kind === "overdue";
    expect(notices.filter(isOverdue)).toMatchObject([{ told: { unit: "Sở Y tế", due }, unit: HEALTH }]);
    expect((await noticesOf(key, "head-of-police")).filter(isOverdue)).toEqual([]);
  });

  test("are not sent long before the date, nor where no date is near", async () => {
    const key = await smallYear("remind-none", "selfAssessment");
    await run(key, await atDue(key, "selfAssessmentDue", -8 * DAY));
    await run(key, await atDue(key, "selfAssessmentDue", -7 * DAY - 1));
    await refs.period(key).update({ state: "adoption" });
    await run(key, await atDue(key, "reappraisalDue", -DAY / 2));
    expect(await mailsOf(key)).toEqual([]);
    expect(await actsOf(key)).toEqual({});
  });
});

describe("reminding units now", () => {
  const now = (key: PeriodKey, units: string[], by = "admin") =>
    remindUnits({ ...key, units, text: "Đề nghị hoàn thành." }, by);

  test("tells the people of the chosen units, with what theirs lacks, once a day", async () => {
    const key = await smallYear("remind-now", "selfAssessment");
    await now(key, [HEALTH, HEALTH]);
    await now(key, [HEALTH]);
    expect(await mailsOf(key)).toMatchObject([
      { to: emails(...HEALTH_PEOPLE), text: "Đề nghị hoàn thành. (Sở Y tế còn 4 tiêu chí chưa chấm.)" },
    ]);
    const told = { kind: "reminded", unit: "Sở Y tế", text: "Đề nghị hoàn thành.", left: { unscored: 4 } };
    expect(await noticesOf(key, "head-of-health")).toMatchObject([{ told, unit: HEALTH }]);
    expect(await noticesOf(key, "head-of-police")).toEqual([]);
    await now(key, [HEALTH, POLICE]);
    expect(await noticesOf(key, "head-of-police")).toHaveLength(1);
    expect(await noticesOf(key, "head-of-health")).toHaveLength(1);
    expect((await auditOf(key)).map(({ detail, reason }) => [detail.units, reason])).toEqual([
      [[HEALTH], "Đề nghị hoàn thành."],
      [[POLICE], "Đề nghị hoàn thành."],
    ]);
  });

  test("says that evidence is missing where all is scored, and nothing where the file is in", async () => {
    const key = await smallYear("remind-lacks", "selfAssessment");
    await give.self({ ...key, unit: HEALTH }, { f1c1s1: 20_000, f1c1s2: 10_000, f1c2: 5_000, f2c1: 2_500 });
    await now(key, [HEALTH]);
    expect((await mailsOf(key)).map(({ text }) => text)).toEqual([
      "Đề nghị hoàn thành. (Sở Y tế còn 4 tiêu chí chưa có tài liệu kiểm chứng.)",
    ]);
    expect(await noticesOf(key, "head-of-health")).toMatchObject([{ told: { left: { unproven: 4 } } }]);
    const police = { ...key, unit: POLICE };
    const { submission } = await unitOf(police);
    await refs.unit(police).update({ submission: { ...submission, state: "submitted" } });
    await now(key, [POLICE]);
    expect(await noticesOf(key, "head-of-police")).toMatchObject([
      { told: { kind: "reminded", text: "Đề nghị hoàn thành.", left: {} } },
    ]);
  });

  test("is refused to others, for units that are not there, and whole", async () => {
    const key = await smallYear("remind-now-refused", "selfAssessment");
    await refused(now(key, [HEALTH], "council"), "quản trị");
    await expect(now(key, [HEALTH, "so-la"])).rejects.toThrow("missing document");
    await lockOut(key, "head-of-police");
    await now(key, [POLICE, STANDING_BODY]);
    expect(await mailsOf(key)).toEqual([]);
  });
});
