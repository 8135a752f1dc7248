import { isDeepStrictEqual } from "node:util";
import {
  type Correction,
  type CorrectionChange,
  type CriteriaSet,
  correctResult,
  type FrozenResult,
  issuesOfCorrection,
  type Manifest,
  movesOf,
  type Period,
  type PreparedCorrection,
  type Publication,
  paths,
} from "@parindex/core";
import { act, type Input, periodKey } from "./act.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import { reveal, tellRevealed } from "./revealing.ts";
import { signRoot } from "./signing.ts";
import type { Tx } from "./transaction.ts";

/** The newest publication of a period, with its id. */
async function newestOf(tx: Tx, period: Period): Promise<{ id: string; publication: Publication }> {
  const { publication: id, state } = period;
  if (state !== "published") refuse({ code: "wrongState", state, allowed: ["published"] });
  if (!id) throw new Refused("Kỳ đánh giá chưa có bản công bố.");
  const publication = await tx.must(refs.publication(id));
  // A correction is prepared and revealed in one transaction, which thousands of sheets do not fit.
  if (publication.parts)
    throw new Refused("Kết quả có trên 500 đơn vị: phần mềm chưa đính chính được kết quả lớn như vậy.");
  return { id, publication };
}

async function setsOf(tx: Tx, key: PeriodKey, { criteriaSets }: Manifest): Promise<Map<string, CriteriaSet>> {
  const found = await tx.getAll(Object.keys(criteriaSets).map((id) => refs.criteriaSet(key, id)));
  return new Map(found.flatMap((doc) => doc.data() ?? []).map((set) => [set.id, set]));
}

/** Refuses with every change that can't be made, by its place in the request. */
function requireSound(
  before: FrozenResult,
  sets: ReadonlyMap<string, CriteriaSet>,
  changes: readonly CorrectionChange[],
): void {
  const issues = issuesOfCorrection(before, sets, changes);
  if (issues.length === 0) return;
  throw new Refused(`Chưa đính chính được: ${issues.map(({ message }) => message).join("; ")}.`, {
    issues: issues.map(({ change, message }) => ({ path: `changes.${change}`, message })),
  });
}

/** What the standing body sees of a prepared correction of this version. */
function prepared(correction: Correction, before: Manifest): PreparedCorrection {
  const { manifest, publication, root, development, by, decision, publishAt } = correction;
  return {
    ...{ corrects: manifest.corrects ?? "", publication, root, development, by, decision },
    corrections: manifest.corrections ?? [],
    moves: movesOf(before, manifest),
    publishAt: publishAt?.toISOString() ?? null,
  };
}

/**
 * Prepares the correction that is to follow the newest publication: computes it from what is frozen, signs its root and keeps
 * it where no client reads. It takes the place of one prepared before, with its decision and date; the same once more
 * changes nothing. Returns what would change.
 */
export async function draftCorrection(
  input: Input<"draftCorrection">,
  uid: string,
): Promise<PreparedCorrection | null> {
  const key = periodKey(input);
  let found: PreparedCorrection | null = null;
  await act("draftCorrection", key, uid, "admin", async ({ tx, period, now }) => {
    const { id, publication: newest } = await newestOf(tx, period);
    if (id !== input.corrects)
      throw new Refused("Đã có bản công bố khác mới hơn. Hãy tải lại trang rồi làm lại trên bản đó.");
    const sheets = (await tx.query(refs.publicationSheets(id))).docs.map((doc) => doc.data());
    const before: FrozenResult = { id, manifest: newest.manifest, root: newest.root, sheets };
    const sets = await setsOf(tx, key, newest.manifest);
    requireSound(before, sets, input.changes);
    const { manifest, root, sheets: after } = correctResult(before, sets, input.changes);
    const { version } = manifest;
    const ref = refs.correction(key, version);
    const standing = (await tx.get(ref)).data();
    if (standing?.root === root) {
      found = prepared(standing, newest.manifest);
      return null;
    }
    const leftovers = (await tx.query(refs.correctionSheets(key, version))).docs;
    const changed = after.filter((hashed, at) => hashed !== sheets[at]);
    const correction: Correction = {
      publication: paths.publicationId(key.scheme, key.period, version),
      ...{ state: "draft", by: uid, at: now, manifest, root, ...signRoot(root) },
      ...{ decision: null, publishAt: null },
    };
    for (const { ref: leftover } of leftovers)
      if (!changed.some(({ sheet }) => sheet.unit === leftover.id)) tx.delete(leftover);
    for (const hashed of changed) tx.set(refs.correctionSheets(key, version).doc(hashed.sheet.unit), hashed);
    tx.set(ref, correction);
    found = prepared(correction, newest.manifest);
    return { detail: { corrects: id, scores: input.changes.length } };
  });
  return found;
}

/** The prepared correction of the newest publication, for the standing body alone; null where there is none. */
export async function readCorrection(
  input: Input<"readCorrection">,
  uid: string,
): Promise<PreparedCorrection | null> {
  const key = periodKey(input);
  let found: PreparedCorrection | null = null;
  await act("readCorrection", key, uid, "admin", async ({ tx, period }) => {
    const { publication: newest } = await newestOf(tx, period);
    const correction = (await tx.get(refs.correction(key, newest.manifest.version + 1))).data();
    found = correction ? prepared(correction, newest.manifest) : null;
    return null;
  });
  return found;
}

/** Gives up the prepared correction, with all that was stored of it and its date. */
export async function discardCorrection(input: Input<"discardCorrection">, uid: string): Promise<void> {
  const key = periodKey(input);
  await act("discardCorrection", key, uid, "admin", async ({ tx, period }) => {
    const { publication: newest } = await newestOf(tx, period);
    const version = newest.manifest.version + 1;
    const ref = refs.correction(key, version);
    const correction = (await tx.get(ref)).data();
    if (!correction) return null;
    const sheets = (await tx.query(refs.correctionSheets(key, version))).docs;
    for (const { ref: sheet } of sheets) tx.delete(sheet);
    tx.delete(ref);
    return { reason: input.reason, detail: { corrects: correction.manifest.corrects } };
  });
}

/**
 * Publishes the prepared correction whose root the decision prints, at once or by the schedule at its time. Refuses any
 * other root than the prepared one's. Calling it again with the same changes nothing.
 */
export async function publishCorrection(input: Input<"publishCorrection">, uid: string): Promise<void> {
  const { root, decision, publishAt } = input;
  const key = periodKey(input);
  let out = null as { manifest: Manifest; at: Date } | null;
  await act("publishCorrection", key, uid, "admin", async ({ tx, period, now }) => {
    out = null;
    const { publication: newest } = await newestOf(tx, period);
    if (newest.root === root && newest.manifest.corrects !== null) return null;
    const ref = refs.correction(key, newest.manifest.version + 1);
    const correction = (await tx.get(ref)).data();
    if (!correction) throw new Refused("Chưa có bản đính chính nào được chuẩn bị.");
    if (correction.root !== root)
      throw new Refused(
        "Mã gốc gửi lên khác với mã gốc của bản đính chính đang chuẩn bị. Hãy tải lại trang và đối chiếu với quyết định.",
      );
    const entered = { decision: correction.decision, publishAt: correction.publishAt };
    if (publishAt && isDeepStrictEqual(entered, { decision, publishAt })) return null;
    if (publishAt && publishAt < now) throw new Refused("Thời điểm công bố phải ở tương lai.");
    if (publishAt) tx.update(ref, { state: "dated", decision, publishAt });
    else {
      await reveal(tx, key, period, correction, { decision, by: uid, at: now });
      out = { manifest: correction.manifest, at: now };
    }
    return { detail: { decision, publishAt } };
  });
  if (out) tellRevealed(out.manifest, out.at, out.at);
}
