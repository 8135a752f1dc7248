import "./setup/own-database.ts";
import "./setup/logs.ts";
import { Timestamp } from "firebase-admin/firestore";
import { HttpsError } from "firebase-functions/v2/https";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { adopt, reconcile, rollUp, saveMember, setDate } from "../../functions/src/index.ts";
import { advanceYear } from "../../functions/src/schedule/advanceYear.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { EVENTS, faultOf, newErrorId } from "../../functions/src/store/log.ts";
import { publish } from "../../functions/src/store/publishing.ts";
import { type PeriodKey, refs, type UnitKey } from "../../functions/src/store/refs.ts";
import { closeSurvey } from "../../functions/src/store/survey-closing.ts";
import { onPublished } from "../../functions/src/triggers/onPublished.ts";
import { onSelfScoreWritten } from "../../functions/src/triggers/onSelfScoreWritten.ts";
import { allLines, type Line, linesOf } from "./setup/logs.ts";
import { DECISION, publicationOf, sealedYear, versionOf } from "./setup/published.ts";
import { HEALTH, POLICE } from "./setup/small-set.ts";
import { datesIn, give, selfScore, smallYear } from "./setup/small-year.ts";
import { codesFor, knock, openedSurvey } from "./setup/survey-client.ts";
import { storeAnswers, storeSurvey } from "./setup/surveys.ts";

/** What people of this fixture wrote or are called by: in no line of any log. */
const PERSONAL = [
  ...["mai.lo@thu-nghiem.example", "Lò Thị Mai", "Chuyên viên tổng hợp", "Lý do riêng của tôi"],
  ...["Ghi chú kín", "editor-of-health", "head-of-health", "203.0.113.7", "mat-khau-cua-toi"],
];
const [EMAIL = "", NAME = "", TITLE = "", REASON = "", NOTE = ""] = PERSONAL;
const codes: string[] = [];

type Callable = { run: (request: never) => unknown };
/** Calls an act as the platform does, in this process; returns what its caller hears where it is refused. */
async function called(act: Callable, data: object, uid: string | null): Promise<HttpsError | null> {
  const request = {
    data,
    auth: uid && { uid, token: { auth_time: Date.now() / 1_000 } },
    rawRequest: { res: undefined },
  };
  try {
    await act.run(request as never);
    return null;
  } catch (error) {
    if (error instanceof HttpsError) return error;
    throw error;
  }
}

/** Delivers a self score to its trigger. */
async function delivered(key: UnitKey, leaf: string, minutesAgo = 0): Promise<void> {
  const after = await refs.selfScore(key, leaf).withConverter(null).get();
  const written = new Date(Date.now() - minutesAgo * 60_000);
  if (minutesAgo > 0) Object.defineProperty(after, "updateTime", { value: Timestamp.fromDate(written) });
  const event = {
    ...{ id: "1", time: new Date().toISOString(), document: after.ref.path, params: { ...key, leaf } },
    data: { before: await db.doc(`${after.ref.path}-none`).get(), after },
  };
  await onSelfScoreWritten.run(event as unknown as Parameters<typeof onSelfScoreWritten.run>[0]);
}

const failing = async (work: () => Promise<unknown>) => {
  const failure: unknown = await work().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  return String(failure);
};

const only = (lines: readonly Line[], event: string) => lines.filter((line) => line.event === event);

/** Dates of a year that should have opened by now. */
const HAS_OPENED = datesIn("selfAssessment");

/** Runs a schedule as the platform does. */
const run = async (schedule: { run: (event: never) => unknown }) => schedule.run({} as never);

describe("an act", () => {
  test("that is done is one line, with where, how long and what it cost", async () => {
    const key = await smallYear("log-done", "selfAssessment");
    const to = "2099-01-01T00:00:00Z";
    const lines = await linesOf(() =>
      called(setDate, { ...key, date: "publishAt", to, reason: REASON }, "admin"),
    );
    expect(lines).toEqual([
      {
        ...{ severity: "INFO", message: "act.done", event: "act.done", act: "setDate", ...key },
        ...{ durationMs: expect.any(Number), reads: 2, writes: 2, attempts: 1 },
      },
    ]);
  });

  test.each([
    ["viewer", "missingRole"],
    ["stranger", "notMember"],
    ["council", "wrongState"],
    [null, "unauthenticated"],
  ])("of %s is refused for %s, and its line says so", async (uid, refusal) => {
    const key = await smallYear("log-refused", "selfAssessment");
    const request = { ...key, minutes: REASON, insufficientSampleReason: null };
    const lines = await linesOf(() => called(adopt, request, uid));
    expect(lines).toMatchObject([{ severity: "NOTICE", event: "act.refused", act: "adopt", refusal }]);
  });

  test("whose input does not fit is refused without a word of the input", async () => {
    const lines = await linesOf(() => called(adopt, { scheme: REASON, [NOTE]: EMAIL }, "admin"));
    expect(lines).toMatchObject([{ event: "act.refused", refusal: "invalidInput" }]);
  });

  test("that fails tells its caller an id, under which its line stands, and nothing else", async () => {
    const key = await smallYear("log-failed", "selfAssessment");
    await refs.period(key).withConverter(null).update({ name: 7, note: REASON });
    let said = null as HttpsError | null;
    const lines = await linesOf(async () => {
      said = await called(
        setDate,
        { ...key, date: "publishAt", to: "2099-01-01T00:00:00Z", reason: REASON },
        "admin",
      );
    });
    const [line] = only(lines, "act.failed");
    expect(line).toMatchObject({
      ...{ severity: "ERROR", act: "setDate", ...key },
      error: {
        name: "TypeError",
        at: expect.arrayContaining([expect.stringMatching(/^firestore\.ts:\d+:\d+$/)]),
      },
    });
    const id = String(line?.errorId);
    expect(said?.message).toContain(`Mã lỗi: ${id}.`);
    expect(said?.details).toEqual({ errorId: id });
    expect(said?.message).not.toContain("schemes/");
    await refs.period(key).delete();
  });

  test("on people names none of them", async () => {
    const key = await smallYear("log-people", "selfAssessment");
    const roles = { unitEditor: HEALTH };
    const person = { name: NAME, title: TITLE, email: EMAIL, unit: POLICE, roles };
    const lines = await linesOf(() => called(saveMember, { ...key, uid: null, person }, "admin"));
    expect(lines).toMatchObject([{ event: "act.refused", act: "saveMember", refusal: "issues" }]);
  });
});

describe("an edit", () => {
  test("that is folded is one line with its age and cost", async () => {
    const key = { ...(await smallYear("log-fold", "selfAssessment")), unit: HEALTH };
    await refs.selfScore(key, "f1c2").set({ ...selfScore(key, "f1c2", 5_000), note: NOTE });
    const lines = await linesOf(() => delivered(key, "f1c2"));
    expect(lines).toEqual([
      {
        ...{ severity: "INFO", message: "score.folded", event: "score.folded", ...key, column: "self" },
        ...{ leaf: "f1c2", ageMs: expect.any(Number), durationMs: expect.any(Number) },
        ...{ reads: 2, writes: 3, attempts: 1 },
      },
    ]);
    expect(Number(lines[0]?.ageMs)).toBeLessThan(60_000);
  });

  test("that fits no schema is told of by the names of its fields, and not delivered again", async () => {
    const key = { ...(await smallYear("log-misfit", "selfAssessment")), unit: HEALTH };
    await refs
      .selfScore(key, "f1c2")
      .withConverter(null)
      .set({ ...selfScore(key, "f1c2", 5_000), points: REASON, note: 3 });
    const lines = await linesOf(() => delivered(key, "f1c2"));
    expect(lines).toMatchObject([
      { severity: "ERROR", event: "score.malformed", ...key, leaf: "f1c2", fields: ["points", "note"] },
    ]);
  });

  test("that can't be folded now is thrown, so that it comes again, and says so", async () => {
    const key = { ...(await smallYear("log-retry", "selfAssessment", { opened: false })), unit: HEALTH };
    await refs.selfScore(key, "f1c2").set({ ...selfScore(key, "f1c2", 5_000), note: NOTE });
    await refs.unit(key).delete();
    let failure = "";
    const lines = await linesOf(async () => {
      failure = await failing(() => delivered(key, "f1c2"));
    });
    const [line] = lines;
    expect(line).toMatchObject({
      severity: "WARNING",
      event: "event.retried",
      trigger: "onSelfScoreWritten",
    });
    expect(failure).toBe(`Failed: onSelfScoreWritten: error ${line?.errorId}`);
  });

  test("that has failed for ten minutes is an error", async () => {
    const key = { ...(await smallYear("log-stuck", "selfAssessment", { opened: false })), unit: HEALTH };
    await refs.selfScore(key, "f1c2").set(selfScore(key, "f1c2", 5_000));
    await refs.unit(key).delete();
    const lines = await linesOf(() => failing(() => delivered(key, "f1c2", 11)));
    expect(lines).toMatchObject([{ severity: "ERROR", event: "event.stuck" }]);
  });
});

describe("a schedule", () => {
  test("tells of what failed of which period, of itself, and throws no more than an id", async () => {
    const key = await smallYear("log-schedule", "preparing", { dates: HAS_OPENED, criteriaSets: [] });
    let failure = "";
    const lines = await linesOf(async () => {
      failure = await failing(() => run(advanceYear));
    });
    expect(only(lines, "schedule.itemFailed")).toMatchObject([{ schedule: "advanceYear", ...key }]);
    const [failed] = only(lines, "schedule.failed");
    expect(failed).toMatchObject({ severity: "ERROR", schedule: "advanceYear", failures: 1 });
    expect(failure).toBe(`Failed: advanceYear: error ${failed?.errorId}`);
    await refs.period(key).delete();
  });

  test("that rolls up tells of which scheme it could not, once, and is done with the others", async () => {
    const [broken, whole] = [
      await smallYear("log-rollup", "selfAssessment"),
      await smallYear("log-rollup-beside", "selfAssessment"),
    ];
    for (const { scheme } of [broken, whole]) await refs.scheme({ scheme }).update({ parent: "log-above" });
    await refs.period(broken).withConverter(null).update({ name: 7 });
    const lines = await linesOf(() => failing(() => run(rollUp)));
    expect(only(lines, "schedule.itemFailed")).toMatchObject([{ schedule: "rollUp", scheme: broken.scheme }]);
    expect(only(lines, "schedule.failed")).toMatchObject([{ schedule: "rollUp", failures: 1 }]);
    expect((await refs.rollup("log-above", whole.scheme).get()).exists).toBe(true);
    await refs.period(broken).delete();
  });

  test("that reconciles tells once of a unit that it could not", async () => {
    const key = await smallYear("log-unit", "appraisal");
    await refs
      .ledger({ ...key, unit: HEALTH })
      .withConverter(null)
      .update({ name: 7 });
    const lines = await linesOf(() => failing(() => run(reconcile)));
    const failed = only(lines, "schedule.itemFailed").filter(({ scheme }) => scheme === key.scheme);
    expect(failed).toMatchObject([{ schedule: "reconcile", ...key, unit: HEALTH }]);
    await refs.period(key).delete();
  });

  test("goes past a period that fits no schema, and says so", async () => {
    const broken = await smallYear("log-malformed", "selfAssessment");
    await refs.period(broken).withConverter(null).update({ name: 7 });
    const key = await smallYear("log-beside", "preparing", { dates: HAS_OPENED });
    const lines = await linesOf(() => run(advanceYear));
    expect(only(lines, "period.malformed")).toMatchObject([
      { severity: "ERROR", ...broken, fields: ["name"] },
    ]);
    expect(only(lines, "period.advanced")).toMatchObject([key]);
    await refs.period(broken).delete();
  });

  test("that moves a period says so once, and that it is done", async () => {
    const key = await smallYear("log-advance", "preparing", { dates: HAS_OPENED });
    const lines = await linesOf(() => run(advanceYear));
    expect(only(lines, "period.advanced")).toMatchObject([
      { ...key, from: "preparing", to: "selfAssessment" },
    ]);
    expect(only(lines, "schedule.done")).toMatchObject([{ schedule: "advanceYear" }]);
    expect(only(await linesOf(() => run(advanceYear)), "period.advanced")).toEqual([]);
  });

  test("that reconciles tells of each unit that lagged and each gap, but not of what is on its way", async () => {
    const key = await smallYear("log-drift", "appraisal");
    const [health, police] = [
      { ...key, unit: HEALTH },
      { ...key, unit: POLICE },
    ];
    await give.self(health, { f1c2: 20_000 });
    const old = {
      // The version before it was never heard of, so that its history has a gap that nothing can mend.
      ...selfScore(health, "f1c2", 5_000, 3),
      note: NOTE,
      at: new Date(Date.now() - 7 * 3_600_000),
    };
    await refs.selfScore(health, "f1c2").set(old);
    await refs.selfScore(police, "f1c2").set(selfScore(police, "f1c2", 5_000));
    // The misfits of the tests above fail it, and hold up nobody.
    const all = await linesOf(() => failing(() => run(reconcile)));
    const lines = all.filter(({ scheme }) => scheme === key.scheme);
    expect(lines).toMatchObject([
      { severity: "WARNING", event: "ledger.lagged", ...health, parts: ["self"] },
      { severity: "ERROR", event: "history.gap", ...health, columns: ["self"] },
      { event: "period.reconciled", units: 3, lagging: 1, gaps: 1, failures: 0 },
    ]);
    expect(Number(lines[0]?.ageMs)).toBeGreaterThanOrEqual(7 * 3_600_000);
  });
});

describe("a result", () => {
  test("is told of when it is sealed, when it is out and when it does not verify", async () => {
    const dates = { publishAt: new Date(Date.now() - 60_000) };
    let key = null as PeriodKey | null;
    const sealed = await linesOf(async () => {
      key = await sealedYear("log-sealed");
    });
    if (!key) throw new Error("no year");
    const year: PeriodKey = key;
    expect(only(sealed, "result.sealed")).toMatchObject([{ ...year, units: 3, differences: 0 }]);
    await refs.period(year).update({ decision: DECISION, "dates.publishAt": dates.publishAt } as never);
    const sheet = refs.sealSheet({ ...year, unit: HEALTH }, "s1");
    const stored = (await sheet.get()).data();
    await sheet.update({ sha256: "0".repeat(64) });
    const refused = await linesOf(() => failing(() => publish(year, new Date())));
    expect(refused).toMatchObject([
      { severity: "CRITICAL", event: "result.unverified", ...year, findings: 1 },
    ]);
    if (stored) await sheet.set(stored);
    const published = await linesOf(() => publish(year, new Date()));
    expect(published).toMatchObject([{ event: "result.published", ...year, version: 1, units: 3 }]);
    expect(await linesOf(() => publish(year, new Date()))).toEqual([]);
    await publicationOf(year);
    const snapshot = await refs.publication(versionOf(year)).withConverter(null).get();
    const event = { params: { publication: snapshot.id }, data: snapshot, time: new Date().toISOString() };
    const told = await linesOf(async () => onPublished.run(event as never));
    expect(told).toMatchObject([{ event: "publication.told", publication: snapshot.id }]);
    const broken = { ...event, data: { data: () => ({ ...Object(snapshot.data()), root: REASON }) } };
    expect(await linesOf(async () => onPublished.run(broken as never))).toMatchObject([
      { event: "publication.malformed", fields: ["root"] },
    ]);
  });
});

describe("the survey", () => {
  test("leaves nothing of a respondent in the logs, whatever goes wrong", async () => {
    const key = await openedSurvey("log-door");
    codes.push(...(await codesFor(key, [HEALTH], 1)));
    await refs.survey(key).withConverter(null).update({ questions: "hỏng" });
    const lines = await linesOf(() => knock("open", { code: codes[0] }, "203.0.113.7"));
    expect(lines).toMatchObject([{ severity: "ERROR", event: "door.failed", error: { name: "TypeError" } }]);
    expect(Object.keys(lines[0] ?? {}).sort()).toEqual(["error", "event", "message", "severity"]);
    await refs.survey(key).delete();
  });

  test("tells of tallies that a recount finds otherwise", async () => {
    const key = { ...(await smallYear("log-recount", "appraisal")), survey: "nguoi-dan" };
    await storeSurvey(key);
    await storeAnswers(key, HEALTH, [{ q1: 0, q2: 0 }], { tallied: false });
    const lines = await linesOf(() => closeSurvey(key, "admin"));
    expect(only(lines, "survey.recountDiffers")).toMatchObject([{ ...key, units: 1 }]);
  });
});

test("error ids are eight signs that can't be mistaken, each time others", () => {
  const ids = Array.from({ length: 200 }, newErrorId);
  expect(new Set(ids).size).toBe(200);
  for (const id of ids) expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
});

test("an error is told without what it says, of several the first", () => {
  const error = Object.assign(new RangeError(EMAIL), { code: 7 });
  const fault = faultOf(new AggregateError([error, new Error("other")], NAME));
  expect(fault).toMatchObject({ name: "RangeError", code: "7" });
  expect(fault.at[0]).toMatch(/^logs\.test\.ts:\d+:\d+$/);
  expect(faultOf(NOTE)).toEqual({ name: "string", code: "", at: [] });
});

afterAll(() => {
  const written = allLines();
  const told = written.map((line) => z.looseObject({ event: z.string() }).parse(JSON.parse(line)));
  expect(told.length).toBeGreaterThan(25);
  for (const { event, severity, message, ...fields } of told) {
    const known = Object.entries(EVENTS).find(([name]) => name === event)?.[1];
    expect({ event, severity, message }).toEqual({ event, severity: known?.severity, message: event });
    expect({ event, misfit: known?.fields.safeParse(fields).error?.issues }).toEqual({
      event,
      misfit: undefined,
    });
  }
  const text = written.join("\n");
  for (const word of [...PERSONAL, ...codes]) expect(text).not.toContain(word);
  expect(text).not.toMatch(/[\w.]+@[\w.]+\.\w/);
});
