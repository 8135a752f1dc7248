import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import { db } from "../../functions/src/store/firestore.ts";
import { foldUnit } from "../../functions/src/store/fold.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { refs } from "../../functions/src/store/refs.ts";
import { recorded } from "../../functions/src/store/scores.ts";
import { historyOf, ledgerOf, liveAndRecomputed, resultsOf } from "./setup/reading.ts";
import { HEALTH, POLICE, STANDING_BODY } from "./setup/small-set.ts";
import { appraisal, fullYear, give, giveWholeYear, selfScore, smallYear } from "./setup/small-year.ts";

describe("reconciliation", () => {
  test("finds nothing where all events have drained", async () => {
    const key = await smallYear("reconcile-sound", "appraisal");
    await giveWholeYear(key);
    const before = await resultsOf(key);
    expect(await reconcilePeriod(key)).toEqual([]);
    expect(await resultsOf(key)).toEqual(before);
  });

  test("finds and mends what lost events left behind, the history of what stands included", async () => {
    const key = await smallYear("reconcile-lost", "appraisal");
    const [health, police] = [
      { ...key, unit: HEALTH },
      { ...key, unit: POLICE },
    ];
    await giveWholeYear(key);
    const edit = selfScore(health, "f1c2", 5_000, 2);
    await refs.selfScore(health, "f1c2").set(edit);
    await refs.appraisal(police, "f1c2").set(appraisal(police, "f1c2", null, 2));
    expect(await reconcilePeriod(key)).toEqual([
      { unit: POLICE, lagging: ["appraisal"], recorded: ["appraisal"], gaps: [] },
      { unit: HEALTH, lagging: ["self"], recorded: ["self"], gaps: [] },
    ]);
    for (const unit of [health, police]) {
      const { live, recomputed } = await liveAndRecomputed(unit);
      expect(live).toEqual(recomputed);
    }
    expect((await ledgerOf(health)).self.f1c2).toEqual({ points: 5_000, rev: 2, unrecorded: true });
    const entry = { by: edit.by, from: { points: 20_000 }, to: { points: 5_000 } };
    expect((await historyOf(health)).get("self-f1c2-2")).toMatchObject(entry);
    expect(await reconcilePeriod(key)).toEqual([]);
    const late = recorded("self", selfScore(health, "f1c2", 20_000, 1), edit);
    const before = await historyOf(health);
    await foldUnit(health, late);
    expect(await historyOf(health)).toEqual(before);
    expect((await ledgerOf(health)).self.f1c2).toEqual({ points: 5_000, rev: 2 });
  });

  test("goes on telling of versions that were overwritten before anything heard of them, and makes up none", async () => {
    const key = await smallYear("reconcile-gap", "appraisal");
    const health = { ...key, unit: HEALTH };
    await giveWholeYear(key);
    const entries = (await historyOf(health)).size;
    await refs.selfScore(health, "f1c2").set(selfScore(health, "f1c2", 5_000, 3));
    const gap = { unit: HEALTH, recorded: [], gaps: ["self"] };
    expect(await reconcilePeriod(key)).toEqual([{ ...gap, lagging: ["self"] }]);
    expect(await reconcilePeriod(key)).toEqual([{ ...gap, lagging: [] }]);
    expect((await historyOf(health)).size).toBe(entries);
    await foldUnit(health, recorded("self", undefined, selfScore(health, "f1c2", 15_000, 2)));
    expect(await reconcilePeriod(key)).toEqual([{ ...gap, lagging: [], recorded: ["self"], gaps: [] }]);
    expect((await historyOf(health)).get("self-f1c2-3")).toMatchObject({ from: { points: 15_000 } });
  });

  test("mends what a died act left behind: a frozen ledger, an exemption, a ledger that is not there", async () => {
    const key = await fullYear("reconcile-acts", false);
    await refs.ledger({ ...key, unit: HEALTH }).update({ frozen: true });
    await refs.unit({ ...key, unit: POLICE }).update({ exempt: { f1c2: "Không có" } });
    await refs.ledger({ ...key, unit: STANDING_BODY }).delete();
    const found = new Map((await reconcilePeriod(key)).map(({ unit, lagging }) => [unit, lagging]));
    expect(found.get(HEALTH)).toEqual(["frozen"]);
    expect(found.get(POLICE)).toEqual(["exempt"]);
    expect(found.get(STANDING_BODY)).toContain("self");
    for (const unit of [HEALTH, POLICE, STANDING_BODY]) {
      const { live, recomputed, stored, ledger } = await liveAndRecomputed({ ...key, unit });
      expect(live).toEqual(recomputed);
      expect(stored).toEqual(ledger);
    }
    expect((await ledgerOf({ ...key, unit: HEALTH })).frozen).toBe(false);
    expect(await reconcilePeriod(key)).toEqual([]);
  });

  test("of one unit does not hold up the others, and fails in the end, naming the document", async () => {
    const key = await smallYear("reconcile-malformed", "appraisal");
    const { path } = refs.selfScore({ ...key, unit: HEALTH }, "f1c2");
    await db.doc(path).set({ points: "nhiều", rev: 1 });
    await refs
      .selfScore({ ...key, unit: POLICE }, "f1c2")
      .set(selfScore({ ...key, unit: POLICE }, "f1c2", 5_000));
    const failure: unknown = await reconcilePeriod(key).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AggregateError);
    if (failure instanceof AggregateError) expect(String(failure.errors)).toContain(path);
    expect((await ledgerOf({ ...key, unit: POLICE })).self.f1c2?.points).toBe(5_000);
    expect((await ledgerOf({ ...key, unit: HEALTH })).self).toEqual({});
  });

  test.each(["sealing", "sealed", "published"] as const)(
    "leaves a period alone that is %s",
    async (state) => {
      const key = await smallYear("reconcile-frozen", state);
      const health = { ...key, unit: HEALTH };
      await give.self(health, { f1c2: 5_000 });
      await refs.ledger(health).update({ frozen: true });
      await refs.selfScore(health, "f1c2").set(selfScore(health, "f1c2", 30_000, 2));
      const before = await resultsOf(key);
      expect(await reconcilePeriod(key)).toEqual([]);
      expect(await resultsOf(key)).toEqual(before);
    },
  );
});
