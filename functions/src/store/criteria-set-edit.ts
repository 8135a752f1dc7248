import {
  canonicalJson,
  criteriaSetHash,
  type Guidance,
  type Period,
  type PeriodState,
  UNSEALED_STATES,
  withLeaves,
} from "@parindex/core";
import { act, type Input, periodKey, requireOpen } from "./act.ts";
import { keptFile } from "./files.ts";
import { refs } from "./refs.ts";
import { Refused } from "./refused.ts";

/** Until when sets may still be written: those in use are frozen once the period is open. */
const OPEN: readonly PeriodState[] = [
  ...(["preparing", "selfAssessment", "appraisal", "explanation", "reappraisal"] as const),
];

/** What a set may take up of a document (Firestore: 1 MiB), in bytes. */
const SET_BYTES_MAX = 900_000;

/** Whether a set is in use by an open period, or units are still being taken off it. */
const isFrozenSet = ({ state, criteriaSets, replaced }: Period, id: string): boolean =>
  state !== "preparing" && (criteriaSets.includes(id) || Object.hasOwn(replaced, id));

/**
 * Adds a criteria set or replaces it by a newer text. `seen` is the hash of the set that was edited, so that nobody's
 * edit is overwritten unseen. A draft may be at fault; opening and replacing refuse it. A set in use is frozen.
 */
export async function saveCriteriaSet(input: Input<"saveCriteriaSet">, uid: string): Promise<void> {
  const { seen, reason } = input;
  const key = periodKey(input);
  const set = withLeaves(input.set);
  await act("saveCriteriaSet", key, uid, "admin", async ({ tx, period }) => {
    requireOpen(period, OPEN);
    if (isFrozenSet(period, set.id))
      throw new Refused(
        "Bộ tiêu chí này đang dùng trong kỳ đánh giá đã mở nên không sửa được. Hãy lập phiên bản mới rồi thay thế.",
      );
    const ref = refs.criteriaSet(key, set.id);
    const stored = (await tx.get(ref)).data();
    const found = stored ? criteriaSetHash(stored) : null;
    if (found === criteriaSetHash(set)) return null;
    if (seen === null && stored) throw new Refused(`Đã có bộ tiêu chí mã «${set.id}» (${stored.name}).`);
    if (seen !== found)
      throw new Refused("Bộ tiêu chí vừa được người khác sửa. Hãy tải lại, so sánh rồi sửa tiếp.");
    if (new TextEncoder().encode(canonicalJson(set)).length > SET_BYTES_MAX)
      throw new Refused("Bộ tiêu chí quá dài để lưu. Hãy rút ngắn phần mô tả tài liệu kiểm chứng.");
    tx.set(ref, set);
    if (period.state === "preparing" && !period.criteriaSets.includes(set.id))
      tx.update(refs.period(key), { criteriaSets: [...period.criteriaSets, set.id] });
    return { reason, detail: { set: set.id, from: found, to: criteriaSetHash(set) } };
  });
}

/** Takes away a criteria set that no unit uses. */
export async function removeCriteriaSet(input: Input<"removeCriteriaSet">, uid: string): Promise<void> {
  const { set, reason } = input;
  const key = periodKey(input);
  await act("removeCriteriaSet", key, uid, "admin", async ({ tx, period }) => {
    requireOpen(period, OPEN);
    const ref = refs.criteriaSet(key, set);
    const stored = (await tx.get(ref)).data();
    if (!stored) return null;
    const units = (await tx.query(refs.units(key))).docs;
    const user = units.find((doc) => doc.data().criteriaSet === set);
    if (user) throw new Refused(`${user.data().name} đang dùng bộ tiêu chí này.`);
    if (isFrozenSet(period, set)) throw new Refused("Bộ tiêu chí này đang dùng trong kỳ đánh giá đã mở.");
    tx.delete(ref);
    tx.update(refs.period(key), { criteriaSets: period.criteriaSets.filter((id) => id !== set) });
    return { reason, detail: { set, from: criteriaSetHash(stored), to: null } };
  });
}

/** Adds the next version of a set's scoring guidance. Earlier versions stay. */
export async function saveGuidance(input: Input<"saveGuidance">, uid: string): Promise<void> {
  const { set: id, version, number, date, issuers, file, texts } = input;
  const key = periodKey(input);
  await act("saveGuidance", key, uid, "admin", async ({ tx, period, now }) => {
    requireOpen(period, UNSEALED_STATES);
    const { leaves } = await tx.must(refs.criteriaSet(key, id));
    const unknown = Object.keys(texts).find((leaf) => !Object.hasOwn(leaves, leaf));
    if (unknown !== undefined) throw new Refused(`Bộ tiêu chí không có tiêu chí ${unknown}.`);
    if ((await tx.get(refs.guidance(key, id, version))).exists)
      throw new Refused("Hướng dẫn vừa được người khác sửa. Hãy tải lại rồi sửa tiếp.");
    if (version > 1 && !(await tx.get(refs.guidance(key, id, version - 1))).exists)
      throw new Refused("Phiên bản trước của hướng dẫn không có. Hãy tải lại rồi sửa tiếp.");
    if (file) await keptFile(tx, { ...key, unit: null }, file);
    const made: Guidance = { version, number, date, issuers, file, texts, by: uid, at: now };
    tx.create(refs.guidance(key, id, version), made);
    return { detail: { set: id, version, number } };
  });
}
