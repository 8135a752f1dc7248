import {
  type Adjustment,
  belongsTo,
  type PeriodState,
  type Settings,
  standing,
  withSettings,
} from "@parindex/core";
import { act, type Input, requireOpen, unitKey } from "./act.ts";
import { criteriaSet } from "./criteria-sets.ts";
import { readLedger, writeLedger } from "./fold.ts";
import { refs, type UnitKey } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import type { Tx } from "./transaction.ts";

/** When bonus and penalty points may be given: once units have assessed themselves, until the result is adopted. */
const OPEN: readonly PeriodState[] = ["appraisal", "explanation", "reappraisal", "adoption"];

/** A unit's adjustments that stand, in the order in which they were made. Nothing is read where none can count. */
export async function standingAdjustments(tx: Tx, key: UnitKey, settings: Settings): Promise<Adjustment[]> {
  if (settings.bonusCap === undefined && settings.penaltyCap === undefined) return [];
  const { docs } = await tx.query(refs.adjustments(key));
  const byTime = docs.toSorted(
    (a, b) => a.data().at.getTime() - b.data().at.getTime() || (a.id < b.id ? -1 : 1),
  );
  return standing(byTime.map((doc) => doc.data()));
}

/** Lets a unit's ledger and index follow its adjustments, in the transaction that changed them. */
async function follow(
  tx: Tx,
  key: UnitKey,
  adjustments: readonly Adjustment[],
  settings: Settings,
  write: () => void,
): Promise<void> {
  const { stored, ledger } = await readLedger(tx, key);
  const { compiled } = await criteriaSet(tx, key, ledger.criteriaSet);
  write();
  const after = withSettings(ledger, { ...settings, version: ledger.settingsVersion }, adjustments);
  writeLedger(tx, key, stored, after, compiled);
}

/** Gives a unit bonus or penalty points by a decision of the council. The same request sent again gives them once. */
export async function saveAdjustment(input: Input<"saveAdjustment">, uid: string): Promise<void> {
  const { adjustment: id, kind, points, reason, decision } = input;
  const key = unitKey(input);
  await act("saveAdjustment", key, uid, "council", async ({ tx, member, period, now }) => {
    requireOpen(period, OPEN);
    if (belongsTo(member, key.unit)) refuse({ code: "ownUnit", unit: key.unit });
    if (period.settings[kind === "bonus" ? "bonusCap" : "penaltyCap"] === undefined)
      throw new Refused(`Kỳ đánh giá này không áp dụng điểm ${kind === "bonus" ? "thưởng" : "trừ"}.`);
    if ((await tx.get(refs.adjustment(key, id))).exists) return null;
    const made: Adjustment = { kind, points, reason, decision, by: uid, at: now, revoked: null };
    const before = await standingAdjustments(tx, key, period.settings);
    await follow(tx, key, [...before, made], period.settings, () =>
      tx.create(refs.adjustment(key, id), made),
    );
    return { unit: key.unit, reason, detail: { kind, points, decision } };
  });
}

/** Takes bonus or penalty points back. They stay to be read, with the reason. */
export async function revokeAdjustment(input: Input<"revokeAdjustment">, uid: string): Promise<void> {
  const { adjustment: id, reason } = input;
  const key = unitKey(input);
  await act("revokeAdjustment", key, uid, "council", async ({ tx, member, period, now }) => {
    requireOpen(period, OPEN);
    if (belongsTo(member, key.unit)) refuse({ code: "ownUnit", unit: key.unit });
    const ref = refs.adjustment(key, id);
    const { kind, points, revoked, ...rest } = await tx.must(ref);
    if (revoked) return null;
    const taken: Adjustment = { kind, points, ...rest, revoked: { reason, by: uid, at: now } };
    const all = (await tx.query(refs.adjustments(key))).docs;
    const left = standing(all.flatMap((doc) => (doc.id === id ? [] : doc.data())));
    await follow(tx, key, left, period.settings, () => tx.set(ref, taken));
    return { unit: key.unit, reason, detail: { kind, points } };
  });
}
