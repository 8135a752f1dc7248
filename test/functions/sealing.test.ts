import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import { type Seal, verifyResult } from "../../core/src/index.ts";
import { reopenResult } from "../../functions/src/store/adoption.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { foldUnit } from "../../functions/src/store/fold.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { recorded } from "../../functions/src/store/scores.ts";
import { runSeal, sealResult } from "../../functions/src/store/sealing.ts";
import { runPeriod } from "../../functions/src/store/year.ts";
import { actsOf, auditOf, historyOf, indexOf, ledgerOf, periodOf, resultsOf } from "./setup/reading.ts";
import { HEALTH, POLICE, STANDING_BODY } from "./setup/small-set.ts";
import { fullYear, selfScore, UNIT_IDS } from "./setup/small-year.ts";
import { committed, cutAfterNews, cutBefore, refused } from "./setup/watching.ts";

const MINUTE = 60 * 1000;

/** The transactions of a run, in their order. */
const STEPS = [
  ...["seal", "takeSealLease", "startReading", "storeReadTime"],
  ...["readSources", "sealUnit", "markSealed", "finishSeal"],
];

async function sealOf(key: PeriodKey, run = "s1"): Promise<Seal> {
  const seal = (await refs.seal(key, run).get()).data();
  if (!seal) throw new Error(`no run ${run}`);
  return seal;
}

const sheetsOf = async (key: PeriodKey, run = "s1") =>
  (await refs.sealSheets(key, run).get()).docs.map((doc) => doc.data());

const seal = (key: PeriodKey) => sealResult(key, "admin");

const adoptAgain = (key: PeriodKey) =>
  refs
    .period(key)
    .update({ adoption: { at: new Date(), by: "council", minutes: "BB 2", insufficientSampleReason: null } });

/** Lets a run's lease end now, so that the next runner need not wait for it. */
const endLease = (key: PeriodKey, run = "s1") =>
  refs.seal(key, run).update({ lease: new Date(Date.now() - 1) });

describe("sealing", () => {
  test("two runners at once make one root, one seal, one entry in the audit", async () => {
    const key = await fullYear("seal", true);
    const runs = await Promise.all([seal(key), seal(key)]);
    const { root, state, manifest, differences, done } = await sealOf(key);
    expect(root).toMatch(/^[0-9a-f]{64}$/);
    expect(runs.map(({ run }) => run)).toEqual(["s1", "s1"]);
    expect(runs.map((run) => run.root).filter((found) => found !== null)).toContain(root);
    expect({ state, differences, done }).toEqual({ state: "done", differences: [], done: UNIT_IDS.length });
    expect(await periodOf(key)).toMatchObject({ state: "sealed", seal: "s1" });
    expect(await actsOf(key)).toEqual({ seal: 1, sealed: 1 });
    const sheets = (await sheetsOf(key)).map(({ sheet }) => sheet);
    if (!manifest || !root) throw new Error("the seal is not done");
    expect(verifyResult(manifest, sheets, root)).toEqual([]);
    expect(
      manifest.ranking.map(({ units }) => units.map(({ unit, rank, index }) => [unit, rank, index])),
    ).toEqual([
      [
        [STANDING_BODY, 1, "85,00"],
        [HEALTH, 2, "59,85"],
      ],
      [[POLICE, null, "100,00"]],
    ]);
    expect(await seal(key)).toEqual({ run: "s1", root });
    expect(await actsOf(key)).toEqual({ seal: 1, sealed: 1 });
  });

  test("whose power goes off after every step is resumed to the root of an undisturbed run", async () => {
    const key = await fullYear("seal-cut", true);
    const undisturbed = (await seal(key)).root;
    await reopenResult({ ...key, reason: "Chốt lại" }, "admin");
    await adoptAgain(key);
    const seen = new Set(["claimStep"]);
    let cuts = 0;
    expect(await cutBefore(1, () => seal(key))).toBe(true);
    expect(await cutAfterNews(seen, () => seal(key))).toBe(true);
    while (await cutAfterNews(seen, async () => runPeriod(key, await periodOf(key), new Date()))) {
      cuts += 1;
      expect((await periodOf(key)).state).toBe("sealing");
      await runPeriod(key, await periodOf(key), new Date());
      expect((await periodOf(key)).state).toBe("sealing");
      await endLease(key, "s2");
    }
    expect([...seen]).toEqual(["claimStep", ...STEPS]);
    expect(cuts).toBe(6);
    expect(undisturbed).toMatch(/^[0-9a-f]{64}$/);
    expect((await sealOf(key, "s2")).root).toBe(undisturbed);
    expect(await actsOf(key)).toEqual({ seal: 2, sealed: 2, reopen: 1 });
  });

  test("freezes the result: a late event leaves history only, until the result is re-opened", async () => {
    const key = await fullYear("seal-late", true);
    await seal(key);
    const health = { ...key, unit: HEALTH };
    const sealed = await resultsOf(key);
    expect(Object.values(sealed).map(({ ledger }) => ledger.frozen)).toEqual([true, true, true]);
    const late = selfScore(health, "f1c2", 30_000, 2);
    await refs.selfScore(health, "f1c2").set(late);
    await foldUnit(health, recorded("self", selfScore(health, "f1c2", 20_000), late));
    expect(await resultsOf(key)).toEqual(sealed);
    expect([...(await historyOf(health)).keys()]).toContain("self-f1c2-2");
    expect(await reconcilePeriod(key)).toEqual([]);
    expect(await resultsOf(key)).toEqual(sealed);

    await reopenResult({ ...key, reason: "Bổ sung số liệu" }, "admin");
    expect(await periodOf(key)).toMatchObject({
      ...{ state: "adoption", adoption: null, seal: null, decision: null },
    });
    expect(await sealOf(key)).toMatchObject({ state: "discarded" });
    expect(await ledgerOf(health)).toMatchObject({
      frozen: false,
      self: { f1c2: { points: 30_000, rev: 2 } },
    });
    expect((await indexOf(health)).total.self).toBe(62_500);
    expect(await reconcilePeriod(key)).toEqual([]);
    expect(await runSeal(key, "s1")).not.toBeNull();
    expect((await periodOf(key)).state).toBe("adoption");
    await refused(seal(key), /chưa thông qua/);

    await adoptAgain(key);
    const again = await seal(key);
    expect(again.run).toBe("s2");
    expect(again.root).not.toBe((await sealOf(key)).root);
  });

  test("recomputes from the scores: a live index that is wrong is set right and recorded", async () => {
    const key = await fullYear("seal-wrong", true);
    const police = { ...key, unit: POLICE };
    const right = await indexOf(police);
    await refs.index(police).set({ ...right, total: { ...right.total, achieved: 1 } });
    await refs.ledger(police).update({ appraisal: {} });
    await seal(key);
    expect((await sealOf(key)).differences).toEqual([POLICE]);
    expect(await indexOf(police)).toEqual(right);
    expect((await sheetsOf(key)).find(({ sheet }) => sheet.unit === POLICE)?.sheet.total.achieved).toBe(
      100_000,
    );
    expect(await auditOf(key)).toMatchObject([
      { act: "seal" },
      { act: "sealed", detail: { differences: [POLICE] } },
    ]);
  });

  test("gives the period back to the council where a score turns out to be missing, and says which", async () => {
    const key = await fullYear("seal-missing", true);
    await refs.appraisal({ ...key, unit: HEALTH }, "f1c2").delete();
    await refs.surveyScore({ ...key, unit: POLICE }, "f2c2").delete();
    const { missing } = await refused(seal(key), /còn 2 nội dung/);
    expect(missing?.map(({ unit, leaf, column }) => [unit, leaf, column])).toEqual(
      expect.arrayContaining([
        [HEALTH, "f1c2", "appraisal"],
        [POLICE, "f2c2", "survey"],
      ]),
    );
    expect(await periodOf(key)).toMatchObject({ state: "adoption", adoption: null, seal: null });
    expect(await sealOf(key)).toMatchObject({ state: "discarded", root: null });
    for (const { ledger } of Object.values(await resultsOf(key))) expect(ledger.frozen).toBe(false);
    expect((await indexOf({ ...key, unit: HEALTH })).missing.appraisal).toBe(1);
    expect(await actsOf(key)).toEqual({ seal: 1, giveUpSeal: 1 });
  });

  test("that gave up and died before it let the ledgers go is tidied up by reconciliation", async () => {
    const key = await fullYear("seal-gave-up", true);
    await refs.appraisal({ ...key, unit: HEALTH }, "f1c2").delete();
    expect(await cutAfterNews(new Set(STEPS), () => seal(key))).toBe(true);
    expect((await periodOf(key)).state).toBe("adoption");
    expect((await ledgerOf({ ...key, unit: POLICE })).frozen).toBe(true);
    await reconcilePeriod(key);
    for (const { ledger } of Object.values(await resultsOf(key))) expect(ledger.frozen).toBe(false);
  });

  test("reads all sources at one instant: what slips in afterwards is not in the result", async () => {
    const key = await fullYear("seal-instant", true);
    const seen = new Set(STEPS.slice(0, 3));
    expect(await cutAfterNews(seen, () => seal(key))).toBe(true);
    const { readTime } = await sealOf(key);
    expect(readTime).not.toBeNull();
    const health = { ...key, unit: HEALTH };
    await refs.selfScore(health, "f1c2").set(selfScore(health, "f1c2", 0, 2));
    await endLease(key);
    await seal(key);
    expect((await sealOf(key)).readTime).toEqual(readTime);
    const sheet = (await sheetsOf(key)).find(({ sheet }) => sheet.unit === HEALTH)?.sheet;
    expect(sheet?.rows.find(({ id }) => id === "f1c2")?.self).toBe(20_000);
  });

  test("starts again with a new read time where the old one is too long ago to be read", async () => {
    const key = await fullYear("seal-stale", true);
    const seen = new Set([
      "seal",
      "takeSealLease",
      "startReading",
      "storeReadTime",
      "readSources",
      "sealUnit",
    ]);
    expect(await cutAfterNews(seen, () => seal(key))).toBe(true);
    expect(await sealOf(key)).toMatchObject({ done: UNIT_IDS.length });
    const long = new Date(Date.now() - 61 * MINUTE);
    await refs.seal(key, "s1").update({ readTime: long, lease: long });
    await seal(key);
    const { readTime, done, cursor, state } = await sealOf(key);
    expect(readTime?.getTime()).toBeGreaterThan(Date.now() - MINUTE);
    expect({ done, cursor, state }).toEqual({
      ...{ done: UNIT_IDS.length, cursor: UNIT_IDS.toSorted().at(-1), state: "done" },
    });
  });

  test("keeps a second runner away while the first is at work", async () => {
    const key = await fullYear("seal-lease", true);
    const seen = new Set(STEPS.slice(0, 1));
    expect(await cutAfterNews(seen, () => seal(key))).toBe(true);
    expect(await seal(key)).toEqual({ run: "s1", root: null });
    expect(await sealOf(key)).toMatchObject({ state: "claimed", readTime: null });
  });

  test("a runner that wakes after its run was discarded neither revives it nor touches a ledger", async () => {
    const key = await fullYear("seal-discarded", true);
    const before = await resultsOf(key);
    const asleep = committed("takeSealLease");
    const running = seal(key).catch((error: unknown) => error);
    await asleep;
    const batch = db.batch();
    batch.update(refs.seal(key, "s1"), { state: "discarded" });
    batch.update(refs.period(key), { state: "adoption", adoption: null, seal: null });
    await batch.commit();
    expect(String(await running)).toMatch(/đã bị thay thế/);
    expect(await sealOf(key)).toMatchObject({ state: "discarded", done: 0, readTime: null });
    expect(await resultsOf(key)).toEqual(before);
    expect((await sheetsOf(key)).length).toBe(0);
  });

  test("a runner that wakes after another took over reads at the instant that the other chose", async () => {
    const key = await fullYear("seal-overtaken", true);
    const asleep = committed("takeSealLease");
    const running = seal(key);
    await asleep;
    const chosen = new Date();
    await refs.seal(key, "s1").update({ state: "reading", readTime: chosen });
    await running;
    expect(await sealOf(key)).toMatchObject({ state: "done", readTime: chosen });
  });

  test("is the standing body's, of an adopted result", async () => {
    const key = await fullYear("seal-who", false);
    await refused(seal(key), /chưa thông qua/);
    await adoptAgain(key);
    for (const uid of ["council", "head-of-health"]) await refused(sealResult(key, uid), /vai trò/);
    for (const state of ["appraisal", "reappraisal"] as const) {
      await refs.period(key).update({ state });
      await refused(seal(key), /đang ở bước/);
    }
    expect(await actsOf(key)).toEqual({});
  });
});
