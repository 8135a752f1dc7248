import { isDeepStrictEqual } from "node:util";
import {
  canonicalJson,
  checkResult,
  type Manifest,
  type Period,
  type Publication,
  paths,
  resultFindingText,
  type SealSheet,
  sha256Hex,
} from "@parindex/core";
import { act, audit, type Input, periodKey } from "./act.ts";
import { tellEvent } from "./log.ts";
import { sealedPages, wholeManifest, writeRanked } from "./publications.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import { signPublication, verifyRoot } from "./signing.ts";
import { commitAll, transact, type Write } from "./transaction.ts";

/** Enters the number, date and file of UBND tỉnh's decision, without which nothing is published. */
export async function enterPublicationDecision(input: Input<"enterDecision">, uid: string): Promise<void> {
  const { decision, publishAt } = input;
  const key = periodKey(input);
  await act("enterDecision", key, uid, "admin", async ({ tx, period, now }) => {
    if (period.state !== "sealed") refuse({ code: "wrongState", state: period.state, allowed: ["sealed"] });
    const entered = { decision: period.decision, publishAt: period.dates.publishAt };
    if (isDeepStrictEqual(entered, { decision, publishAt })) return null;
    if (publishAt < now) throw new Refused("Thời điểm công bố phải ở tương lai.");
    tx.update(refs.period(key), { decision, dates: { ...period.dates, publishAt } });
    return { detail: { decision, publishAt } };
  });
}

type Sealed = Pick<Publication, "manifest" | "root" | "signature" | "publicKey" | "development">;

/** What a run has sealed, with its whole ranking. */
async function sealedResult(key: PeriodKey, run: string): Promise<Sealed> {
  const seal = (await refs.seal(key, run).get()).data();
  const { manifest, parts, root, signature, publicKey, development = false } = seal ?? {};
  if (!manifest || !root || !signature || !publicKey) throw new Error(`publish: seal ${run} is not done`);
  const whole = await wholeManifest({ manifest, parts }, refs.sealParts(key, run));
  return { manifest: whole, root, signature, publicKey, development };
}

/** Refuses to publish anything else than what was sealed: hashes, sums, ranking, root and signature must all verify. */
async function requireSealed(
  { manifest, root, ...signed }: Sealed,
  pages: AsyncIterable<SealSheet[]>,
): Promise<void> {
  const check = checkResult(manifest, root);
  const findings: string[] = [];
  for await (const page of pages)
    for (const sealed of page) {
      findings.push(...check.sheet(sealed.sheet).map(resultFindingText));
      if (!isWhole(sealed)) findings.push(`${sealed.sheet.unit}: mã băm khác với bản đã chốt`);
    }
  findings.push(...check.whole().map(resultFindingText));
  if (!verifyRoot(root, signed)) findings.push("signature: chữ ký không khớp");
  if (findings.length > 0) {
    const { scheme, period, version } = manifest;
    tellEvent("result.unverified", { scheme, period, version, findings: findings.length });
    throw new Error(`publish: the sealed result does not verify: ${findings.join("; ")}`);
  }
}

const isWhole = ({ sheet, sha256 }: SealSheet): boolean => sha256Hex(canonicalJson(sheet)) === sha256;

/** Lays the sealed sheets where readers will find them; they are closed to all until their publication stands. */
async function stage(id: string, manifest: Manifest, pages: AsyncIterable<SealSheet[]>): Promise<void> {
  const hashes = new Map(
    manifest.ranking.flatMap(({ units }) => units.map(({ unit, sha256 }) => [unit, sha256])),
  );
  for await (const page of pages)
    await commitAll(
      page.map((sealed): Write => {
        const { unit } = sealed.sheet;
        if (!isWhole(sealed) || hashes.get(unit) !== sealed.sha256)
          throw new Error(`publish: the sheet of ${unit} has changed since it was verified`);
        return (batch) => batch.set(refs.publicationSheet(id, unit), sealed);
      }),
    );
  const { count } = (await refs.publicationSheets(id).count().get()).data();
  if (count === hashes.size) return;
  // A run before a re-opening may have died here with other units.
  const extra = (await refs.publicationSheets(id).listDocuments()).filter((ref) => !hashes.has(ref.id));
  await commitAll(extra.map((ref) => (batch) => batch.delete(ref)));
}

const isDue = ({ state, decision, seal, dates }: Period, now: Date): boolean =>
  state === "sealed" && decision !== null && seal !== null && now >= dates.publishAt;

/**
 * Reveals the sealed result of a period whose decision is entered and whose date has come. Its sheets are verified and laid out
 * first, in as many steps as they need; then the publication that opens them, its ranking and the period's state are
 * written in one transaction, so that it is there whole, once, or not at all (design §7). Safe to run again.
 */
export async function publish(key: PeriodKey, now: Date): Promise<void> {
  const due = (await refs.period(key).get()).data();
  if (!due?.seal || !isDue(due, now)) return;
  const run = due.seal;
  const sealed = await sealedResult(key, run);
  const id = paths.publicationId(key.scheme, key.period, sealed.manifest.version);
  await requireSealed(sealed, sealedPages(key, run));
  await stage(id, sealed.manifest, sealedPages(key, run));
  const published = await transact("publish", async (tx) => {
    const period = await tx.must(refs.period(key));
    const { decision } = period;
    if (!isDue(period, now) || !decision || period.seal !== run) return null;
    const publication = signPublication({ ...sealed, decision, publishedAt: now, supersededBy: null });
    writeRanked(tx, refs.publicationParts(id), publication, (stored) =>
      tx.create(refs.publication(id), stored),
    );
    tx.update(refs.period(key), { state: "published", publication: id });
    audit(tx, key, "published", "system", now, { detail: { publication: id, root: sealed.root } });
    return period;
  });
  if (published)
    tellEvent("result.published", {
      ...{ ...periodKey(key), version: sealed.manifest.version, units: published.unitCount },
      lateMs: Math.max(0, now.getTime() - published.dates.publishAt.getTime()),
    });
}
