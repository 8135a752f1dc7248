import {
  type Correction,
  correctionErrors,
  type Decision,
  importedAfter,
  isFrozen,
  type Manifest,
  type Member,
  movesOf,
  type Period,
  type Publication,
  resultFindingText,
  type SealSheet,
  type Told,
  verifyResult,
  worksFor,
} from "@parindex/core";
import { audit } from "./act.ts";
import { tellEvent } from "./log.ts";
import { notify } from "./notices.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { Refused } from "./refused.ts";
import { signPublication, verifyRoot } from "./signing.ts";
import { type Tx, transact } from "./transaction.ts";

/** By which decision, by whom and when a correction is published. */
interface Publishing {
  decision: Decision;
  by: string;
  at: Date;
}

/** The version that is corrected, with its sheets. */
interface Corrected {
  id: string;
  publication: Publication;
  sheets: readonly SealSheet[];
}

/** All sheets of a correction: those it changes in the place of those they correct. */
async function sheetsOf(
  tx: Tx,
  key: PeriodKey,
  { manifest }: Correction,
  before: Corrected,
): Promise<SealSheet[]> {
  const changed = (await tx.query(refs.correctionSheets(key, manifest.version))).docs.map((doc) =>
    doc.data(),
  );
  const own = new Map(changed.map((hashed) => [hashed.sheet.unit, hashed]));
  return before.sheets.map((hashed) => own.get(hashed.sheet.unit) ?? hashed);
}

/** Refuses to publish what does not verify, or changes anything else than it says. */
function requireSound(correction: Correction, sheets: readonly SealSheet[], before: Corrected): void {
  const { manifest, root } = correction;
  const plain = sheets.map(({ sheet }) => sheet);
  const { id, publication } = before;
  const frozen = before.sheets.map(({ sheet }) => sheet);
  const findings = [
    ...verifyResult(manifest, plain, root).map(resultFindingText),
    ...correctionErrors(
      { id, manifest: publication.manifest, root: publication.root, sheets: frozen },
      { manifest, sheets: plain },
    ),
    ...(verifyRoot(root, correction) ? [] : ["signature: chữ ký không khớp"]),
  ];
  if (findings.length === 0) return;
  const { scheme, period, version } = manifest;
  tellEvent("result.unverified", { scheme, period, version, findings: findings.length });
  throw new Error(`reveal: the correction does not verify: ${findings.join("; ")}`);
}

/** Tells the people of every unit whose points, index or rank the correction changes. */
function tellUnits(
  tx: Tx,
  key: PeriodKey,
  members: readonly (readonly [uid: string, member: Member])[],
  before: Manifest,
  after: Manifest,
  at: Date,
): void {
  const moved = new Set(movesOf(before, after).map(({ unit }) => unit));
  const earlier = new Map(
    before.ranking.flatMap(({ units }) => units.map((ranked) => [ranked.unit, ranked])),
  );
  for (const { unit, name, index, rank } of after.ranking.flatMap(({ units }) => units)) {
    const scores = after.corrections?.filter((score) => score.unit === unit).length ?? 0;
    const then = earlier.get(unit);
    if (!then || (scores === 0 && !moved.has(unit))) continue;
    const people = members.filter(([, member]) => !member.disabled && worksFor(member, unit));
    const told: Told = {
      ...{ kind: "corrected", unit: name, scores, index: { from: then.index, to: index } },
      rank: then.rank && rank ? { from: then.rank, to: rank } : null,
    };
    const to = people.map(([uid]) => uid);
    notify(tx, key, to, { told, unit, leaf: null }, at);
  }
}

/**
 * Makes a prepared correction the newest version, in the transaction given and by nothing else: publication and sheets, the
 * pointer of the version it corrects, the period's newest publication, that of a later year that still looks back on it,
 * notices and audit. Reads before it writes. Throws where the correction does not verify or another version came before it.
 */
export async function reveal(
  tx: Tx,
  key: PeriodKey,
  period: Period,
  correction: Correction,
  { decision, by, at }: Publishing,
): Promise<void> {
  const { publication: id, manifest, root, signature, publicKey, development } = correction;
  const { corrects, version } = manifest;
  if (!corrects || period.publication !== corrects)
    throw new Refused("Bản công bố được đính chính không còn là bản mới nhất.");
  const publication = await tx.must(refs.publication(corrects));
  const frozen = (await tx.query(refs.publicationSheets(corrects))).docs.map((doc) => doc.data());
  const before: Corrected = { id: corrects, publication, sheets: frozen };
  const sheets = await sheetsOf(tx, key, correction, before);
  requireSound(correction, sheets, before);
  const periods = (await tx.query(refs.periods(key.scheme))).docs;
  const { docs } = await tx.query(refs.members(key.scheme));
  const members = docs.map((doc) => [doc.id, doc.data()] as const);
  const { imported } = publication;
  const published = signPublication({
    ...{ manifest, root, signature, publicKey, development, decision },
    ...{ publishedAt: at, supersededBy: null },
    ...(imported ? { imported: importedAfter(imported, { manifest, root, sheets }) } : {}),
  });
  tx.create(refs.publication(id), published);
  for (const hashed of sheets) tx.create(refs.publicationSheet(id, hashed.sheet.unit), hashed);
  tx.update(refs.publication(corrects), { supersededBy: id });
  tx.update(refs.period(key), { publication: id });
  for (const other of periods)
    if (other.data().previousPublication === corrects && !isFrozen(other.data().state))
      tx.update(refs.period({ scheme: key.scheme, period: other.id }), { previousPublication: id });
  tx.update(refs.correction(key, version), { state: "published", decision, publishAt: at });
  tellUnits(tx, key, members, publication.manifest, manifest, at);
  audit(tx, key, "correctionPublished", by, at, { detail: { publication: id, corrects, root } });
}

/** Tells the logs that a correction is out. */
export function tellRevealed({ scheme, period, version, ranking }: Manifest, at: Date, due: Date): void {
  const units = ranking.reduce((sum, group) => sum + group.units.length, 0);
  const lateMs = Math.max(0, at.getTime() - due.getTime());
  tellEvent("result.published", { scheme, period, version, units, lateMs });
}

/** Publishes a dated correction whose time has come. Safe to run again, and beside others. */
export async function publishDue(key: PeriodKey, version: number, now: Date): Promise<void> {
  const published = await transact("publishDueCorrection", async (tx) => {
    const period = await tx.must(refs.period(key));
    const correction = (await tx.get(refs.correction(key, version))).data();
    const { state, decision, publishAt } = correction ?? {};
    if (!correction || state !== "dated" || !decision || !publishAt || now < publishAt) return null;
    await reveal(tx, key, period, correction, { decision, by: "system", at: now });
    return { manifest: correction.manifest, publishAt };
  });
  if (published) tellRevealed(published.manifest, now, published.publishAt);
}
