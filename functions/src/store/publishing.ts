import { isDeepStrictEqual } from "node:util";
import { type Manifest, type Publication, paths, type SealSheet, verifyResult } from "@parindex/core";
import { act, audit, type Input } from "./act.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import { type Signature, verifyRoot } from "./signing.ts";
import { transact } from "./transaction.ts";

/** Enters the number, date and file of UBND tỉnh's decision, without which nothing is published. */
export async function enterPublicationDecision(input: Input<"enterDecision">, uid: string): Promise<void> {
  const { decision, publishAt } = input;
  const key = { scheme: input.scheme, period: input.period };
  await act("enterDecision", key, uid, "admin", async ({ tx, period, now }) => {
    if (period.state !== "sealed") refuse({ code: "wrongState", state: period.state, allowed: ["sealed"] });
    const entered = { decision: period.decision, publishAt: period.dates.publishAt };
    if (isDeepStrictEqual(entered, { decision, publishAt })) return null;
    if (publishAt < now) throw new Refused("Thời điểm công bố phải ở tương lai.");
    tx.update(refs.period(key), { decision, dates: { ...period.dates, publishAt } });
    return { detail: { decision, publishAt } };
  });
}

/** Refuses to publish anything else than what was sealed: hashes, sums, ranking, root and signature must all verify. */
function requireSealed(
  manifest: Manifest,
  sheets: readonly SealSheet[],
  root: string,
  signed: Pick<Signature, "signature" | "publicKey">,
): void {
  const hashes = new Map(
    manifest.ranking.flatMap(({ units }) => units.map(({ unit, sha256 }) => [unit, sha256])),
  );
  const findings = verifyResult(
    manifest,
    sheets.map(({ sheet }) => sheet),
    root,
  );
  for (const { sheet, sha256 } of sheets)
    if (hashes.get(sheet.unit) !== sha256) findings.push(`${sheet.unit}: mã băm khác với bản đã chốt`);
  if (!verifyRoot(root, signed)) findings.push("signature: chữ ký không khớp");
  if (findings.length > 0)
    throw new Error(`publish: the sealed result does not verify: ${findings.join("; ")}`);
}

/**
 * Reveals the sealed result of a period whose decision is entered and whose date has come: publication, sheets and
 * state in one transaction, so that it is there whole, once, or not at all (design §7). Safe to run again.
 */
export async function publish(key: PeriodKey, now: Date): Promise<void> {
  await transact("publish", async (tx) => {
    const period = await tx.must(refs.period(key));
    const { decision, seal: run } = period;
    if (period.state !== "sealed" || !decision || !run || now < period.dates.publishAt) return;
    const { manifest, root, signature, publicKey, development } = await tx.must(refs.seal(key, run));
    if (!manifest || !root || !signature || !publicKey) throw new Error(`publish: seal ${run} is not done`);
    const sheets = (await tx.query(refs.sealSheets(key, run))).docs.map((doc) => doc.data());
    requireSealed(manifest, sheets, root, { signature, publicKey });
    const id = paths.publicationId(key.scheme, key.period, manifest.version);
    const published: Publication = {
      ...{ manifest, root, signature, publicKey, development, decision },
      publishedAt: now,
      supersededBy: null,
    };
    tx.create(refs.publication(id), published);
    for (const sheet of sheets) tx.create(refs.publicationSheet(id, sheet.sheet.unit), sheet);
    tx.update(refs.period(key), { state: "published", publication: id });
    audit(tx, key, "published", "system", now, { detail: { publication: id, root } });
  });
}
