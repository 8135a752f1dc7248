import "./setup/environment.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../../core/src/index.ts";
import { tellOfPublication } from "../../functions/src/store/announcements.ts";
import { recogniseRest } from "../../functions/src/store/appraising.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { enterSurveyScores } from "../../functions/src/store/inputs.ts";
import { enterPublicationDecision, publish } from "../../functions/src/store/publishing.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { refs, type UnitKey } from "../../functions/src/store/refs.ts";
import { releaseToAll } from "../../functions/src/store/releasing.ts";
import { sealResult } from "../../functions/src/store/sealing.ts";
import { onSelfScoreWritten } from "../../functions/src/triggers/onSelfScoreWritten.ts";
import { noticesOf } from "./setup/notices.ts";
import { browserOf, closeBrowsers, versionBy } from "./setup/people.ts";
import { historyOf, indexOf, ledgerOf, liveAndRecomputed } from "./setup/reading.ts";
import { HEALTH, POLICE, SELF_LEAVES } from "./setup/small-set.ts";
import { fullYear, give, giveWholeYear, selfScore, smallYear } from "./setup/small-year.ts";
import { deliverEvents, dropEvents, eventually } from "./setup/watching.ts";

beforeAll(deliverEvents);
afterAll(closeBrowsers);

const claim = (points: number | null, note = "") => ({ facts: null, points, note });

/** Does something whose events are of no interest: each takes the functions emulator its time. */
async function unheard(work: () => Promise<unknown>): Promise<void> {
  await dropEvents();
  await work();
  await deliverEvents();
}

async function expectConverged(key: UnitKey, history: number): Promise<void> {
  await eventually(async () => expect((await historyOf(key)).size).toBe(history));
  await eventually(async () => {
    const { live, recomputed, stored, ledger } = await liveAndRecomputed(key);
    expect(stored).toEqual(ledger);
    expect(live).toEqual(recomputed);
  });
}

describe("a client's write", () => {
  test("of a self score becomes ledger, index and history, version by version", async () => {
    const key = { ...(await smallYear("trigger-self", "selfAssessment")), unit: HEALTH };
    const browser = await browserOf("editor-of-health");
    await browser.write(versionBy(browser, key, "self", "f1c2", 1, claim(10_000, "Lần đầu")));
    await browser.write(versionBy(browser, key, "self", "f1c2", 2, claim(15_000, "Lần hai")));
    await expectConverged(key, 2);
    expect((await ledgerOf(key)).self).toEqual({ f1c2: { points: 15_000, rev: 2 } });
    expect(await indexOf(key)).toMatchObject({ total: { self: 15_000 }, missing: { self: 3 } });
    expect((await historyOf(key)).get("self-f1c2-2")).toMatchObject({
      ...{ column: "self", leaf: "f1c2", field: "f1", rev: 2, by: "editor-of-health" },
      from: { points: 10_000, note: "Lần đầu" },
      to: { points: 15_000, note: "Lần hai" },
    });
  });

  test("of many leaves at once, and of several versions, converges", async () => {
    const key = { ...(await smallYear("trigger-burst", "selfAssessment")), unit: HEALTH };
    const browser = await browserOf("editor-of-health");
    for (const rev of [1, 2, 3])
      await browser.write(
        ...SELF_LEAVES.map((leaf) =>
          versionBy(browser, key, "self", leaf, rev, claim(rev === 2 ? null : 10_000)),
        ),
      );
    await expectConverged(key, 12);
    expect((await indexOf(key)).total.self).toBe(40_000);
  });

  test("of an appraisal counts as achieved", async () => {
    const key = { ...(await smallYear("trigger-appraisal", "appraisal")), unit: POLICE };
    await unheard(() => give.self(key, { f1c2: 30_000, f2c1: 10_000 }));
    const [lead, council] = [await browserOf("appraiser-of-standing-body"), await browserOf("council")];
    const judged = { points: 25_000, decision: "adjusted", reason: "Thiếu minh chứng", ask: "", minutes: "" };
    await lead.write(versionBy(lead, key, "appraisal", "f1c2", 1, judged));
    const kept = { points: 10_000, decision: "recognised", reason: "", ask: "", minutes: "" };
    await council.write(versionBy(council, key, "appraisal", "f2c1", 1, kept));
    await expectConverged(key, 4);
    expect(await indexOf(key)).toMatchObject({ total: { appraised: 35_000, achieved: 35_000 }, differs: 1 });
  });

  test("of an explanation keeps every version, and changes no result", async () => {
    const year = await smallYear("trigger-explanation", "explanation", { releaseRound: 1 });
    const key = { ...year, unit: HEALTH };
    await unheard(async () => {
      await giveWholeYear(year);
      await releaseToAll(year, 1);
    });
    const [index, entries] = [await indexOf(key), (await historyOf(key)).size];
    const browser = await browserOf("head-of-health");
    const text = (value: string) => ({ round: 1, text: value });
    await browser.write(versionBy(browser, key, "explanation", "f1c2", 1, text("Đã có văn bản")));
    await browser.write(versionBy(browser, key, "explanation", "f1c2", 2, text("Đã bổ sung văn bản")));
    await expectConverged(key, entries + 2);
    expect((await historyOf(key)).get("explanation-f1c2-2")).toMatchObject({
      ...{ by: "head-of-health", from: text("Đã có văn bản"), to: text("Đã bổ sung văn bản") },
    });
    expect(await indexOf(key)).toEqual(index);
  });
});

describe("a server's write", () => {
  test("has folded itself: the triggers that follow change nothing", async () => {
    const year = await smallYear("trigger-server", "appraisal");
    const key = { ...year, unit: POLICE };
    await unheard(() => give.self(key, { f1c1s1: 20_000, f1c2: 30_000 }));
    await recogniseRest({ ...key, field: null }, "council");
    const scores = [{ leaf: "f2c2", points: 20_000, n: 10, minimum: 10 }];
    await enterSurveyScores({ ...key, source: { document: "BC", date: "2024-12-01" }, scores }, "admin");
    const ledger = await refs.ledger(key).get();
    expect((await historyOf(key)).size).toBe(5);
    const browser = await browserOf("council");
    const last = { points: 10_000, decision: "adjusted", reason: "Đánh dấu", ask: "", minutes: "" };
    await browser.write(versionBy(browser, key, "appraisal", "f2c1", 1, last));
    await expectConverged(key, 6);
    const { survey, self } = await ledgerOf(key);
    expect({ survey, self }).toEqual({ survey: ledger.data()?.survey, self: ledger.data()?.self });
    expect(await reconcilePeriod(year)).toEqual([]);
  });
});

describe("a publication", () => {
  test("is told to the people of the scheme, once however often it is heard of", async () => {
    const key = await fullYear("trigger-published", true);
    await sealResult(key, "admin");
    const decision = { number: "9/QĐ-UBND", date: "2025-02-28", file: "" };
    const soon = new Date(Date.now() + 60_000);
    await enterPublicationDecision({ ...key, decision, publishAt: soon }, "admin");
    await publish(key, new Date(soon.getTime() + 1));
    const id = paths.publicationId(key.scheme, key.period, 1);
    const told = { kind: "published", publication: id, decision: decision.number };
    const people = ["head-of-health", "council", "viewer"];
    await eventually(async () => {
      for (const uid of people) expect(await noticesOf(key, uid)).toMatchObject([{ told, readAt: null }]);
    });
    const publication = (await refs.publication(id).get()).data();
    if (!publication) throw new Error("not published");
    await tellOfPublication(id, publication);
    for (const uid of people) expect(await noticesOf(key, uid)).toHaveLength(1);
  });
});

describe("a document that does not fit", () => {
  test("is logged and left: no retry, no ledger, no harm to the next", async () => {
    const key = { ...(await smallYear("trigger-malformed", "selfAssessment")), unit: HEALTH };
    const ledger = await ledgerOf(key);
    const { path } = refs.selfScore(key, "f1c2");
    await db.doc(path).set({ ...selfScore(key, "f1c2", 5_000), points: "năm" });
    const after = await db.doc(path).get();
    const before = await db.doc(`${path}-khong-co`).get();
    const params = { ...key, leaf: "f1c2" };
    const event = { id: "1", document: path, params, data: { before, after } };
    await onSelfScoreWritten.run(event as unknown as Parameters<typeof onSelfScoreWritten.run>[0]);
    expect(await ledgerOf(key)).toEqual(ledger);
    const browser = await browserOf("editor-of-health");
    await browser.write(versionBy(browser, key, "self", "f2c1", 1, claim(10_000)));
    await eventually(async () =>
      expect((await ledgerOf(key)).self).toEqual({ f2c1: { points: 10_000, rev: 1 } }),
    );
    expect([...(await historyOf(key)).keys()]).toEqual(["self-f2c1-1"]);
    await db.doc(path).delete();
  });

  test("is mended by its next version, whose history says nothing of the misfit", async () => {
    const key = { ...(await smallYear("trigger-mended", "selfAssessment")), unit: HEALTH };
    const { path } = refs.selfScore(key, "f1c2");
    await db.doc(path).set({ ...selfScore(key, "f1c2", 5_000), points: "năm" });
    await refs.selfScore(key, "f1c2").set(selfScore(key, "f1c2", 5_000, 2));
    await expectConverged(key, 1);
    expect((await historyOf(key)).get("self-f1c2-2")?.from).toBeNull();
  });
});
