import "./setup/environment.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileSet, computeSheet, emptyLedger, unitIndex } from "../../core/src/index.ts";
import { recogniseRest } from "../../functions/src/store/appraising.ts";
import { foldUnit, type RecordedChange } from "../../functions/src/store/fold.ts";
import { type PeriodKey, refs, type UnitKey } from "../../functions/src/store/refs.ts";
import { recorded } from "../../functions/src/store/scores.ts";
import { rebuildUnit } from "../../functions/src/store/sources.ts";
import { historyOf, indexOf, ledgerOf } from "./setup/reading.ts";
import { HEALTH, SELF_LEAVES, SMALL_SET } from "./setup/small-set.ts";
import { appraisal, give, selfScore, smallYear, surveyScore, UNITS } from "./setup/small-year.ts";
import { costsOf } from "./setup/watching.ts";

const COMPILED = compileSet(SMALL_SET);

const indexFrom = async (key: UnitKey) => {
  const ledger = await ledgerOf(key);
  return unitIndex(ledger, computeSheet(COMPILED, ledger));
};

/** A further unit of a year, so that a property can run on fresh ground each time. */
async function freshUnit(key: PeriodKey, id: string): Promise<UnitKey> {
  const unitKey = { ...key, unit: id };
  const unit = UNITS[HEALTH];
  if (!unit) throw new Error("no unit");
  const ledger = emptyLedger(id, unit, { version: 1, surveyHeld: true });
  await refs.unit(unitKey).set(unit);
  await refs.ledger(unitKey).set(ledger);
  await refs.index(unitKey).set(unitIndex(ledger, computeSheet(COMPILED, ledger)));
  return unitKey;
}

/** Every version of a few scores of all three columns: four edits of one leaf, three of others. */
function editsOf(key: UnitKey): RecordedChange[] {
  const self = [15_000, 20_000, null, 17_500].map((points, at) => selfScore(key, "f1c1s1", points, at + 1));
  const judged = [10_000, 12_500].map((points, at) => appraisal(key, "f1c1s1", points, at + 1));
  const asked = [19_999].map((points) => surveyScore(key, "f2c2", points, 1, 99));
  const other = [30_000, 25_000].map((points, at) => selfScore(key, "f1c2", points, at + 1));
  return [
    ...self.map((after, at) => recorded("self", self[at - 1], after)),
    ...judged.map((after, at) => recorded("appraisal", judged[at - 1], after)),
    ...asked.map((after) => recorded("survey", undefined, after)),
    ...other.map((after, at) => recorded("self", other[at - 1], after)),
  ];
}

describe("the fold", () => {
  test("gives the same ledger, index and whole history in any order, with any duplication", async () => {
    const year = await smallYear("fold-order", "appraisal");
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...Array(9).keys()], { minLength: 9 }),
        fc.array(fc.nat(8), { maxLength: 6 }),
        fc.boolean(),
        async (order, again, together) => {
          runs += 1;
          const key = await freshUnit(year, `u${runs}`);
          const edits = editsOf(key);
          const deliveries = [...order, ...again].map((at) => edits[at] as RecordedChange);
          if (together) await Promise.all(deliveries.map((edit) => foldUnit(key, edit)));
          else for (const edit of deliveries) await foldUnit(key, edit);
          const ledger = await ledgerOf(key);
          expect(ledger.self).toEqual({
            f1c1s1: { points: 17_500, rev: 4 },
            f1c2: { points: 25_000, rev: 2 },
          });
          expect(ledger.appraisal).toEqual({ f1c1s1: { points: 12_500, rev: 2, by: "council" } });
          expect(ledger.survey).toEqual({ f2c2: { points: 19_999, rev: 1, n: 99, sufficient: false } });
          expect(await indexOf(key)).toEqual(await indexFrom(key));
          const history = await historyOf(key);
          expect([...history.keys()].sort()).toEqual(
            [
              ...[1, 2, 3, 4].map((rev) => `self-f1c1s1-${rev}`),
              ...[1, 2].flatMap((rev) => [`self-f1c2-${rev}`, `appraisal-f1c1s1-${rev}`]),
              "survey-f2c2-1",
            ].sort(),
          );
          expect(history.get("self-f1c1s1-3")).toMatchObject({
            from: { points: 20_000 },
            to: { points: null },
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  test("costs one read and three writes for an isolated edit, whatever was scored before", async () => {
    const key = { ...(await smallYear("fold-cost", "selfAssessment")), unit: HEALTH };
    await foldUnit(key, recorded("self", undefined, selfScore(key, "f1c2", 5_000)));
    await give.self(key, { f1c1s1: 20_000, f1c1s2: 10_000, f2c1: 10_000 });
    const edit = recorded("self", undefined, selfScore(key, "f1c2", 10_000, 2));
    // What this instance remembers of the ledger is outdated: it is refused, then read.
    expect(await costsOf(() => foldUnit(key, edit))).toEqual([
      { name: "fold", reads: 1, writes: 3, attempts: 2 },
    ]);
  });

  test("does not read again what this instance wrote last", async () => {
    const key = { ...(await smallYear("fold-again", "selfAssessment")), unit: HEALTH };
    await foldUnit(key, recorded("self", undefined, selfScore(key, "f1c2", 5_000)));
    const edit = recorded("self", undefined, selfScore(key, "f1c2", 10_000, 2));
    expect(await costsOf(() => foldUnit(key, edit))).toEqual([
      { name: "fold", reads: 0, writes: 3, attempts: 1 },
    ]);
    expect((await ledgerOf(key)).self.f1c2).toEqual({ points: 10_000, rev: 2 });
  });

  test("makes a ledger anew that was there and is gone", async () => {
    const key = { ...(await smallYear("fold-gone", "selfAssessment")), unit: HEALTH };
    await foldUnit(key, recorded("self", undefined, selfScore(key, "f1c2", 5_000)));
    await refs.ledger(key).delete();
    await foldUnit(key, recorded("self", undefined, selfScore(key, "f2c1", 10_000)));
    expect((await ledgerOf(key)).self).toEqual({ f2c1: { points: 10_000, rev: 1 } });
  });

  test("reads the criteria set once more in an instance that has not seen it", async () => {
    const key = { ...(await smallYear("fold-cold", "selfAssessment")), unit: HEALTH };
    const edit = recorded("self", undefined, selfScore(key, "f1c2", 10_000));
    expect(await costsOf(() => foldUnit(key, edit))).toMatchObject([{ reads: 2, writes: 3 }]);
  });

  test("writes no index where only the version changed", async () => {
    const key = { ...(await smallYear("fold-same", "selfAssessment")), unit: HEALTH };
    await give.self(key, { f1c2: 5_000 });
    const edit = recorded("self", undefined, selfScore(key, "f1c2", 5_000, 2));
    expect(await costsOf(() => foldUnit(key, edit))).toMatchObject([{ reads: 1, writes: 2 }]);
    expect((await ledgerOf(key)).self.f1c2).toEqual({ points: 5_000, rev: 2 });
  });

  test("takes a burst of 76 changes of one unit in at most five transactions", async () => {
    const key = { ...(await smallYear("fold-burst", "selfAssessment")), unit: HEALTH };
    const edits = Array.from({ length: 76 }, (_, at) => {
      const leaf = SELF_LEAVES[at % SELF_LEAVES.length] ?? "f1c2";
      return recorded("self", undefined, selfScore(key, leaf, (at % 2) * 10_000, Math.floor(at / 4) + 1));
    });
    const costs = await costsOf(() => Promise.all(edits.map((edit) => foldUnit(key, edit))));
    expect(costs.map(({ name }) => name)).toEqual(costs.map(() => "fold"));
    expect(costs.length).toBeLessThanOrEqual(5);
    expect(costs.reduce((sum, { writes }) => sum + writes, 0)).toBeLessThanOrEqual(76 + 2 * costs.length);
    expect((await historyOf(key)).size).toBe(76);
    for (const leaf of SELF_LEAVES) expect((await ledgerOf(key)).self[leaf]?.rev).toBe(19);
    expect(await indexOf(key)).toEqual(await indexFrom(key));
  });

  test("lets other instances go first and still loses nothing", async () => {
    const key = { ...(await smallYear("fold-instances", "selfAssessment")), unit: HEALTH };
    const others = SELF_LEAVES.map((leaf) => give.self(key, { [leaf]: 10_000 }));
    const edits = [1, 2, 3, 4, 5].map((rev) =>
      foldUnit(key, recorded("survey", undefined, surveyScore(key, "f2c2", rev, rev))),
    );
    await Promise.all([...others, ...edits]);
    const ledger = await ledgerOf(key);
    expect(ledger.survey.f2c2).toMatchObject({ points: 5, rev: 5 });
    for (const leaf of SELF_LEAVES) expect(ledger.self[leaf]).toEqual({ points: 10_000, rev: 1 });
    expect(await indexOf(key)).toEqual(await indexFrom(key));
    expect((await historyOf(key)).size).toBe(9);
  });

  test("makes a ledger that is not there yet, in an instance that has not read the set", async () => {
    const key = { ...(await smallYear("fold-new", "selfAssessment", { opened: false })), unit: HEALTH };
    await foldUnit(key, recorded("self", undefined, selfScore(key, "f1c2", 10_000)));
    expect((await ledgerOf(key)).self).toEqual({ f1c2: { points: 10_000, rev: 1 } });
    expect(await indexOf(key)).toEqual(await indexFrom(key));
    expect((await historyOf(key)).size).toBe(1);
  });

  test("of a frozen ledger leaves nothing but the history of a late event", async () => {
    const key = { ...(await smallYear("fold-frozen", "sealed")), unit: HEALTH };
    await give.self(key, { f1c2: 10_000 });
    await refs.ledger(key).update({ frozen: true });
    const [ledger, index] = [await ledgerOf(key), await indexOf(key)];
    const late = recorded("self", undefined, selfScore(key, "f1c2", 30_000, 2));
    expect(await costsOf(() => foldUnit(key, late))).toMatchObject([{ reads: 1, writes: 1 }]);
    expect(await ledgerOf(key)).toEqual(ledger);
    expect(await indexOf(key)).toEqual(index);
    expect([...(await historyOf(key)).keys()]).toEqual(["self-f1c2-1", "self-f1c2-2"]);
  });

  test("still brings the history of a version that a recomputation was ahead of", async () => {
    const key = { ...(await smallYear("fold-ahead", "selfAssessment")), unit: HEALTH };
    const score = selfScore(key, "f1c2", 10_000);
    await refs.selfScore(key, score.leaf).set(score);
    await rebuildUnit(key);
    expect((await ledgerOf(key)).self.f1c2).toEqual({ points: 10_000, rev: 1, unrecorded: true });
    expect((await historyOf(key)).size).toBe(0);
    const event = recorded("self", undefined, score);
    await foldUnit(key, event);
    expect((await ledgerOf(key)).self.f1c2).toEqual({ points: 10_000, rev: 1 });
    expect([...(await historyOf(key)).keys()]).toEqual(["self-f1c2-1"]);
    expect(await costsOf(() => foldUnit(key, event))).toMatchObject([{ reads: 0, writes: 0 }]);
  });

  test("finds nothing to do after a server path that wrote ledger, index and history itself", async () => {
    const year = await smallYear("fold-server", "appraisal");
    const key = { ...year, unit: HEALTH };
    await give.self(key, { f1c2: 10_000 });
    expect(await recogniseRest({ ...key, field: null }, "appraiser-of-standing-body")).toEqual({
      recognised: 1,
    });
    const after = (await refs.appraisal(key, "f1c2").get()).data();
    if (!after) throw new Error("the appraisal is not there");
    const event = recorded("appraisal", undefined, after);
    expect(await costsOf(() => foldUnit(key, event))).toEqual([
      { name: "fold", reads: 1, writes: 0, attempts: 1 },
    ]);
  });

  test("that fails is told to every caller, and the next one tries again", async () => {
    const year = await smallYear("fold-fails", "selfAssessment", { opened: false });
    const key = { ...year, unit: "khong-co" };
    const edit = recorded("self", undefined, selfScore(key, "f1c2", 10_000));
    const failures = await Promise.allSettled([foldUnit(key, edit), foldUnit(key, edit)]);
    expect(failures.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const unit = UNITS[HEALTH];
    if (unit) await refs.unit(key).set(unit);
    await foldUnit(key, edit);
    expect((await ledgerOf(key)).self.f1c2).toEqual({ points: 10_000, rev: 1 });
  });
});
