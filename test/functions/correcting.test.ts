import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import { type CorrectionChange, correctionErrors } from "../../core/src/index.ts";
import type { Input } from "../../functions/src/store/act.ts";
import {
  discardCorrection,
  draftCorrection,
  publishCorrection,
  readCorrection,
} from "../../functions/src/store/correcting.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { publishDue } from "../../functions/src/store/revealing.ts";
import { verifyRoot } from "../../functions/src/store/signing.ts";
import { noticesOf } from "./setup/notices.ts";
import {
  CORRECTING,
  drafted,
  faultsOf,
  inMinutes,
  isThere,
  publicationOf,
  publishedYear,
  runSchedule,
  sealedYear,
  sheetsOf,
  versionOf,
} from "./setup/published.ts";
import { actsOf, auditOf, periodOf, resultsOf } from "./setup/reading.ts";
import { HEALTH, POLICE, SMALL_SET, STANDING_BODY } from "./setup/small-set.ts";
import { PEOPLE } from "./setup/small-year.ts";
import { costsOf, cutBefore, refused } from "./setup/watching.ts";

/** The council's points of 1.2 were 2 and should have been 3; the survey of the police counted 2 answers twice. */
const CHANGES: CorrectionChange[] = [
  { unit: HEALTH, leaf: "f1c2", points: 30_000, reason: "Bỏ sót báo cáo quý IV" },
  { unit: POLICE, leaf: "f2c3", points: 9_900, reason: "Đếm trùng phiếu" },
];

const publishIt = (
  key: PeriodKey,
  root: string,
  more: Partial<Input<"publishCorrection">> = {},
  uid = "admin",
) => publishCorrection({ ...key, root, decision: CORRECTING, publishAt: null, ...more }, uid);

/** Everything of a version as it is stored. */
const versionAsStored = async (key: PeriodKey, version: number) => ({
  publication: await publicationOf(key, version),
  sheets: await sheetsOf(key, version),
});

describe("drafting a correction", () => {
  test("computes it from what is frozen and keeps it where nobody looks, until it is published or given up", async () => {
    const key = await publishedYear("correct");
    const before = await versionAsStored(key, 1);
    const draft = await drafted(key, CHANGES);
    expect(draft).toMatchObject({
      ...{ corrects: versionOf(key), publication: versionOf(key, 2), by: "admin", development: true },
      ...{ decision: null, publishAt: null },
      corrections: [
        { unit: HEALTH, leaf: "f1c2", code: "1.2", column: "appraised", from: 20_000, to: 30_000 },
        { unit: POLICE, leaf: "f2c3", code: "2.3", column: "survey", from: 10_000, to: 9_900 },
      ],
      moves: [
        { unit: HEALTH, before: { index: "59,85", rank: 2 }, after: { index: "69,85", rank: 2 } },
        { unit: POLICE, before: { index: "100,00", rank: null }, after: { index: "99,90", rank: null } },
      ],
    });
    expect(await versionAsStored(key, 1)).toEqual(before);
    expect(await isThere(key, 2)).toBe(false);
    expect(await sheetsOf(key, 2)).toEqual([]);
    expect((await periodOf(key)).publication).toBe(versionOf(key));
    expect(await readCorrection(key, "admin")).toEqual(draft);
    const stored = (await refs.correction(key, 2).get()).data();
    if (!stored) throw new Error("not stored");
    expect(verifyRoot(draft.root, stored)).toBe(true);
    const entry = (await auditOf(key)).find(({ act }) => act === "draftCorrection");
    expect(entry?.detail).toEqual({ corrects: versionOf(key), scores: 2 });

    expect(await drafted(key, CHANGES)).toEqual(draft);
    expect((await actsOf(key)).draftCorrection).toBe(1);
    const other = await drafted(key, CHANGES.slice(0, 1));
    expect(other.root).not.toBe(draft.root);
    const kept = await refs.correctionSheets(key, 2).get();
    expect(kept.docs.map(({ id }) => id)).toEqual([HEALTH]);

    const discard = { ...key, reason: "Không đính chính nữa" };
    await discardCorrection(discard, "admin");
    await discardCorrection(discard, "admin");
    expect(await readCorrection(key, "admin")).toBeNull();
    expect((await refs.correctionSheets(key, 2).get()).empty).toBe(true);
    expect(await actsOf(key)).toMatchObject({ draftCorrection: 2, discardCorrection: 1 });
    await refused(publishIt(key, other.root), /Chưa có bản đính chính/);
  });

  test("is the standing body's alone, of the newest version of a published result", async () => {
    const key = await publishedYear("correct-who");
    await drafted(key, CHANGES);
    for (const uid of Object.keys(PEOPLE).filter((name) => name !== "admin")) {
      const corrects = versionOf(key);
      await refused(draftCorrection({ ...key, corrects, changes: CHANGES }, uid), /vai trò/);
      await refused(readCorrection(key, uid), /vai trò/);
      await refused(discardCorrection({ ...key, reason: "x" }, uid), /vai trò/);
      await refused(publishIt(key, "0".repeat(64), {}, uid), /vai trò/);
    }
    await refused(readCorrection(key, "stranger"), /không thuộc chương trình/);
    await refused(drafted(key, CHANGES, 7), /mới hơn/);
    const sealed = await sealedYear("correct-early");
    await refused(drafted(sealed, CHANGES), /đang ở bước/);
    await refused(readCorrection(sealed, "admin"), /đang ở bước/);
  });

  test("names every change that can't be made by its place, and keeps nothing", async () => {
    const key = await publishedYear("correct-issues");
    const details = await refused(
      drafted(key, [
        { unit: HEALTH, leaf: "f1c2", points: 30_001, reason: "x" },
        { unit: HEALTH, leaf: "f2c1", points: 10_000, reason: "x" },
        { unit: STANDING_BODY, leaf: "f2c1", points: 10_000, reason: "x" },
      ]),
      /Chưa đính chính được/,
    );
    expect(details.issues?.map(({ path }) => path)).toEqual(["changes.0", "changes.2"]);
    const set = refs.criteriaSet(key, SMALL_SET.id);
    await set.update({ note: "Sửa sau khi chốt" });
    await refused(drafted(key, CHANGES), /không còn là bộ đã dùng/);
    expect(await readCorrection(key, "admin")).toBeNull();
    expect((await actsOf(key)).draftCorrection).toBeUndefined();
  });
});

describe("publishing a correction", () => {
  test("reveals the drafted root once, chained to the version before, which stays as it was", async () => {
    const key = await publishedYear("correct-publish");
    const before = await versionAsStored(key, 1);
    const results = await resultsOf(key);
    const next = { ...key, period: "2025" };
    const sealing = { ...key, period: "2026" };
    const period = await periodOf(key);
    const looking = { ...period, publication: null, previousPublication: versionOf(key) };
    await refs.period(next).set({ ...looking, year: 2025, state: "appraisal" });
    await refs.period(sealing).set({ ...looking, year: 2026, state: "sealed", decision: null });
    const { root } = await drafted(key, CHANGES);
    await refused(publishIt(key, "0".repeat(64)), /khác với mã gốc/);
    expect(await cutBefore(1, () => publishIt(key, root))).toBe(true);
    expect(await isThere(key, 2)).toBe(false);

    await Promise.all([publishIt(key, root), publishIt(key, root), publishIt(key, root)]);
    await publishIt(key, root);
    expect(await actsOf(key)).toMatchObject({ publishCorrection: 1, correctionPublished: 1 });
    const { publication, sheets } = await versionAsStored(key, 2);
    const plain = sheets.map(({ sheet }) => sheet);
    expect(publication).toMatchObject({
      ...{ root, decision: CORRECTING, supersededBy: null, development: true },
      manifest: { version: 2, corrects: versionOf(key), previousRoot: before.publication.root },
    });
    expect(await faultsOf(key, 2)).toEqual([]);
    expect(verifyRoot(root, publication)).toBe(true);
    const frozen = { ...before.publication, sheets: before.sheets.map(({ sheet }) => sheet) };
    expect(
      correctionErrors({ id: versionOf(key), ...frozen }, { manifest: publication.manifest, sheets: plain }),
    ).toEqual([]);
    expect(await versionAsStored(key, 1)).toEqual({
      ...before,
      publication: { ...before.publication, supersededBy: versionOf(key, 2) },
    });
    expect(await periodOf(key)).toMatchObject({ state: "published", publication: versionOf(key, 2) });
    expect((await periodOf(next)).previousPublication).toBe(versionOf(key, 2));
    expect((await periodOf(sealing)).previousPublication).toBe(versionOf(key));
    expect(await resultsOf(key)).toEqual(results);
    expect(await reconcilePeriod(key)).toEqual([]);

    await refused(drafted(key, CHANGES), /mới hơn/);
    expect(await readCorrection(key, "admin")).toBeNull();
    const back: CorrectionChange[] = [
      { unit: HEALTH, leaf: "f1c2", points: 20_000, reason: "Báo cáo không hợp lệ" },
      { unit: POLICE, leaf: "f2c3", points: 10_000, reason: "Không trùng" },
    ];
    const third = await drafted(key, back, 2);
    await publishIt(key, third.root);
    expect(await sheetsOf(key, 3)).toEqual(before.sheets);
    expect((await publicationOf(key, 3)).manifest.previousRoot).toBe(root);
    expect((await publicationOf(key, 2)).supersededBy).toBe(versionOf(key, 3));
  });

  test("tells the people of every unit that it changes, once, and nobody else", async () => {
    const key = await publishedYear("correct-tell");
    const lift: CorrectionChange[] = [
      { unit: HEALTH, leaf: "f1c2", points: 30_000, reason: "x" },
      { unit: HEALTH, leaf: "f2c2", points: 20_000, reason: "x" },
      { unit: HEALTH, leaf: "f1c1s2", points: 10_000, reason: "x" },
    ];
    const { root } = await drafted(key, lift);
    expect(await noticesOf(key, "head-of-health")).toEqual([]);
    await publishIt(key, root);
    await publishIt(key, root);
    const told = {
      ...{ kind: "corrected", unit: "Sở Y tế", scores: 3 },
      ...{ index: { from: "59,85", to: "87,50" }, rank: { from: 2, to: 1 } },
    };
    for (const uid of ["head-of-health", "editor-of-health"])
      expect(await noticesOf(key, uid)).toMatchObject([{ told, unit: HEALTH, leaf: null, readAt: null }]);
    for (const uid of ["head-of-police", "council", "viewer", "appraiser-of-health"])
      expect(await noticesOf(key, uid)).toEqual([]);
  });

  test("waits for its date where one is told, and can be redated, redrafted or given up until then", async () => {
    const key = await publishedYear("correct-dated");
    const { root } = await drafted(key, CHANGES);
    await refused(publishIt(key, root, { publishAt: inMinutes(-1) }), /ở tương lai/);
    const [first, later] = [inMinutes(30), inMinutes(60)];
    await publishIt(key, root, { publishAt: first });
    await publishIt(key, root, { publishAt: first });
    expect((await actsOf(key)).publishCorrection).toBe(1);
    await publishIt(key, root, { publishAt: later });
    expect(await readCorrection(key, "admin")).toMatchObject({
      ...{ decision: CORRECTING, publishAt: later.toISOString() },
    });
    await runSchedule(inMinutes(45));
    expect(await isThere(key, 2)).toBe(false);
    const again = await drafted(key, CHANGES.slice(0, 1));
    expect(again).toMatchObject({ decision: null, publishAt: null });
    await runSchedule(inMinutes(90));
    expect(await isThere(key, 2)).toBe(false);

    await publishIt(key, again.root, { publishAt: first });
    const due = inMinutes(31);
    expect(await cutBefore(1, () => publishDue(key, 2, due))).toBe(true);
    expect(await isThere(key, 2)).toBe(false);
    await Promise.all([runSchedule(due), publishDue(key, 2, due), publishDue(key, 2, due)]);
    await runSchedule(due);
    expect((await publicationOf(key, 2)).root).toBe(again.root);
    expect(await actsOf(key)).toMatchObject({ correctionPublished: 1 });
    const entry = (await auditOf(key)).find(({ act }) => act === "correctionPublished");
    expect(entry).toMatchObject({
      by: "system",
      detail: { publication: versionOf(key, 2), root: again.root },
    });
  });

  test("of anything else than what was drafted is refused whole", async () => {
    const key = await publishedYear("correct-tampered");
    const { root } = await drafted(key, CHANGES);
    const ref = refs.correction(key, 2);
    const sheet = refs.correctionSheets(key, 2).doc(HEALTH);
    const [good, goodSheet] = [(await ref.get()).data(), (await sheet.get()).data()];
    if (!good || !goodSheet) throw new Error("not drafted");
    const rows = goodSheet.sheet.rows.map((row) => (row.id === "f2c1" ? { ...row, appraised: 0 } : row));
    const [score] = good.manifest.corrections ?? [];
    if (!score) throw new Error("nothing said");
    const tamperings: [string, () => Promise<unknown>][] = [
      ["a sheet", () => sheet.set({ ...goodSheet, sheet: { ...goodSheet.sheet, rows } })],
      ["a sheet that is gone", () => sheet.delete()],
      [
        "a reason",
        () => ref.update({ manifest: { ...good.manifest, corrections: [{ ...score, reason: "y" }] } }),
      ],
      ["the signature", () => ref.update({ signature: Buffer.alloc(64).toString("base64") })],
    ];
    for (const [what, tamper] of tamperings) {
      await tamper();
      await expect(publishIt(key, root), what).rejects.toThrow(/does not verify/);
      expect(await isThere(key, 2), what).toBe(false);
      expect(await publicationOf(key), what).toMatchObject({ supersededBy: null });
      await ref.set(good);
      await sheet.set(goodSheet);
    }
    const costs = await costsOf(() => publishIt(key, root));
    expect(costs.map(({ name }) => name)).toEqual(["publishCorrection"]);
    expect((await publicationOf(key, 2)).root).toBe(root);
  });
});
