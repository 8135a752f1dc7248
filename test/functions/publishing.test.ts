import "./setup/environment.ts";
import { createPublicKey, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  attestationOf,
  buildManifest,
  canonicalJson,
  type SealSheet,
  sealRoot,
  sha256Hex,
  statementOf,
  verifyResult,
} from "../../core/src/index.ts";
import { DEVELOPMENT_KEY } from "../../core/src/verify-signature.ts";
import { publicationsOf } from "../../functions/src/site/publications.ts";
import type { Input } from "../../functions/src/store/act.ts";
import { foldUnit } from "../../functions/src/store/fold.ts";
import { writeRanked } from "../../functions/src/store/publications.ts";
import { enterPublicationDecision, publish } from "../../functions/src/store/publishing.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { recorded } from "../../functions/src/store/scores.ts";
import { signRoot } from "../../functions/src/store/signing.ts";
import { commitAll, transact } from "../../functions/src/store/transaction.ts";
import { runPeriod } from "../../functions/src/store/year.ts";
import {
  DECISION,
  faultsOf,
  isThere,
  publicationOf,
  sealedYear,
  sheetsOf,
  versionOf,
} from "./setup/published.ts";
import { actsOf, historyOf, periodOf, resultsOf } from "./setup/reading.ts";
import { HEALTH, POLICE } from "./setup/small-set.ts";
import { selfScore } from "./setup/small-year.ts";
import { cutBefore, refused } from "./setup/watching.ts";

const HOUR = 60 * 60 * 1000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR);

const decide = (key: PeriodKey, more: Partial<Input<"enterDecision">> = {}, uid = "admin") =>
  enterPublicationDecision({ ...key, decision: DECISION, publishAt: inHours(1), ...more }, uid);

/** Puts many units in the place of those that were sealed, as sealing them would. */
async function sealMany(key: PeriodKey, count: number): Promise<SealSheet[]> {
  const [seal, period, scheme] = await Promise.all([
    refs.seal(key, "s1").get(),
    periodOf(key),
    refs.scheme(key).get(),
  ]);
  const like = (await refs.sealSheet({ ...key, unit: HEALTH }, "s1").get()).data()?.sheet;
  const [sealed, owner] = [seal.data(), scheme.data()];
  if (!like || !sealed || !owner) throw new Error("not sealed");
  for (const unit of Object.keys(await resultsOf(key))) await refs.sealSheet({ ...key, unit }, "s1").delete();
  const sheets = Array.from({ length: count }, (_, at): SealSheet => {
    const sheet = { ...like, unit: `xa-${at}`, name: `Xã ${at}`, order: at };
    return { sheet, sha256: sha256Hex(canonicalJson(sheet)) };
  });
  await commitAll(
    sheets.map((one) => (batch) => batch.set(refs.sealSheet({ ...key, unit: one.sheet.unit }, "s1"), one)),
  );
  const ids = { ...key, version: 1 };
  const manifest = buildManifest(ids, owner, period, sheets, { root: null, corrects: null });
  const root = sealRoot(manifest);
  await transact("sealMany", async (tx) =>
    writeRanked(tx, refs.sealParts(key, "s1"), { ...sealed, ...signRoot(root), manifest, root }, (stored) =>
      tx.set(refs.seal(key, "s1"), stored),
    ),
  );
  return sheets;
}

describe("publication", () => {
  test("needs the decision and its time, then reveals once what was sealed, which its open data proves", async () => {
    const key = await sealedYear("publish");
    await publish(key, inHours(10_000));
    expect(await isThere(key)).toBe(false);
    await decide(key);
    await publish(key, inHours(0.9));
    await runPeriod(key, await periodOf(key), new Date());
    expect(await isThere(key)).toBe(false);
    expect(await sheetsOf(key)).toEqual([]);

    const due = inHours(1.1);
    expect(await cutBefore(1, () => publish(key, due))).toBe(true);
    expect((await periodOf(key)).state).toBe("sealed");
    const sealed = await periodOf(key);
    await Promise.all([publish(key, due), publish(key, due), runPeriod(key, sealed, due)]);
    expect(await periodOf(key)).toMatchObject({ state: "published", publication: versionOf(key) });
    expect(await actsOf(key)).toEqual({ seal: 1, sealed: 1, enterDecision: 1, published: 1 });

    const publication = await publicationOf(key);
    const sheets = await sheetsOf(key);
    const { root, signature, publicKey, decision, development } = publication;
    expect(await faultsOf(key)).toEqual([]);
    expect({ decision, development, sheets: sheets.length }).toEqual({
      ...{ decision: DECISION, development: true, sheets: 3 },
    });
    const spki = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
    expect(verify(null, Buffer.from(root, "hex"), spki, Buffer.from(signature, "base64"))).toBe(true);
    expect((await refs.seal(key, "s1").get()).data()?.root).toBe(root);
    expect(publicKey).toBe(DEVELOPMENT_KEY);
    const statement = Buffer.from(statementOf(attestationOf(publication)));
    expect(verify(null, statement, spki, Buffer.from(publication.publicationSignature ?? "", "base64"))).toBe(
      true,
    );

    await publish(key, inHours(2));
    const health = { ...key, unit: HEALTH };
    const results = await resultsOf(key);
    const late = selfScore(health, "f1c2", 0, 2);
    await refs.selfScore(health, "f1c2").set(late);
    await foldUnit(health, recorded("self", undefined, late));
    expect(await reconcilePeriod(key)).toEqual([]);
    expect(await resultsOf(key)).toEqual(results);
    expect([...(await historyOf(health)).keys()]).toContain("self-f1c2-2");
    expect(await publicationOf(key)).toEqual(publication);
    await refused(decide(key), /đang ở bước/);
  });

  test("of anything else than what was sealed is refused, and nothing of it is revealed", async () => {
    const key = await sealedYear("publish-tampered");
    await decide(key, { publishAt: inHours(0.5) });
    const seal = refs.seal(key, "s1");
    const sheet = refs.sealSheet({ ...key, unit: POLICE }, "s1");
    const [goodSeal, goodSheet] = [(await seal.get()).data(), (await sheet.get()).data()];
    if (!goodSeal?.manifest || !goodSheet) throw new Error("not sealed");
    const { manifest } = goodSeal;
    const total = { ...goodSheet.sheet.total, achieved: 99_999 };
    const tamperings: [string, () => Promise<unknown>][] = [
      ["a sheet", () => sheet.set({ ...goodSheet, sheet: { ...goodSheet.sheet, total } })],
      ["a sheet's hash", () => sheet.set({ ...goodSheet, sha256: "0".repeat(64) })],
      ["a sheet that is gone", () => sheet.delete()],
      ["the manifest", () => seal.set({ ...goodSeal, manifest: { ...manifest, periodName: "Khác" } })],
      ["the root", () => seal.set({ ...goodSeal, root: "0".repeat(64) })],
      ["the signature", () => seal.set({ ...goodSeal, signature: Buffer.alloc(64).toString("base64") })],
    ];
    for (const [what, tamper] of tamperings) {
      await tamper();
      await expect(publish(key, inHours(1)), what).rejects.toThrow(/does not verify/);
      expect((await periodOf(key)).state, what).toBe("sealed");
      expect(await isThere(key), what).toBe(false);
      expect(await sheetsOf(key), what).toEqual([]);
      await seal.set(goodSeal);
      await sheet.set(goodSheet);
    }
    await publish(key, inHours(1));
    expect((await periodOf(key)).state).toBe("published");
  });

  test("of more units than one document takes is whole, or hidden where the power went off before it was revealed", async () => {
    const key = await sealedYear("publish-large");
    await decide(key, { publishAt: inHours(0.5) });
    const sheets = await sealMany(key, 620);
    const id = versionOf(key);
    await refs.publicationSheet(id, "left-behind").set(sheets[0] as SealSheet);
    expect(await cutBefore(1, () => publish(key, inHours(1)))).toBe(true);
    expect(await isThere(key)).toBe(false);
    expect((await refs.publicationSheets(id).count().get()).data().count).toBe(620);

    await publish(key, inHours(1));
    expect((await publicationOf(key)).parts).toBe(2);
    const result = await publicationsOf(key.scheme).latest();
    if (!result) throw new Error("not published");
    const { manifest, root } = result.publication;
    expect(manifest.ranking.flatMap(({ units }) => units)).toHaveLength(620);
    const published = (await refs.publicationSheets(id).get()).docs.map((doc) => doc.data().sheet);
    expect(verifyResult(manifest, published, root)).toEqual([]);
  });

  test("takes the decision of a sealed result from the standing body, once for a double click", async () => {
    const key = await sealedYear("decide");
    await refused(decide(key, {}, "council"), /vai trò/);
    await refused(decide(key, { publishAt: inHours(-1) }), /ở tương lai/);
    expect((await periodOf(key)).decision).toBeNull();
    const publishAt = inHours(1);
    await Promise.all([decide(key, { publishAt }), decide(key, { publishAt })]);
    expect(await actsOf(key)).toEqual({ seal: 1, sealed: 1, enterDecision: 1 });
    await decide(key, { decision: { ...DECISION, number: "124/QĐ-UBND" }, publishAt });
    expect(await periodOf(key)).toMatchObject({ decision: { number: "124/QĐ-UBND" }, dates: { publishAt } });
    for (const state of ["adoption", "sealing", "published"] as const) {
      await refs.period(key).update({ state });
      await refused(decide(key), /đang ở bước/);
    }
  });
});
