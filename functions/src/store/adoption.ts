import { blocksAdoption, computeSheet, type MissingItem, missingOf, type Period } from "@parindex/core";
import { act, type Input, periodKey } from "./act.ts";
import { criteriaSet } from "./criteria-sets.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import { unfreezeAll } from "./sources.ts";
import { requireSurveysClosed } from "./survey-closing.ts";
import type { Tx } from "./transaction.ts";

/** Everything the period's live results still lack, over all its units. */
async function missingOfAll(tx: Tx, key: PeriodKey, period: Period): Promise<MissingItem[]> {
  const ledgers = (await tx.query(refs.ledgers(key))).docs.map((doc) => doc.data());
  if (ledgers.length !== period.unitCount)
    throw new Refused(`Mới có bảng điểm của ${ledgers.length}/${period.unitCount} đơn vị.`);
  if (ledgers.some(({ settingsVersion }) => settingsVersion !== period.settings.version))
    throw new Refused("Cài đặt vừa đổi còn đang được áp dụng cho các đơn vị. Hãy thử lại sau ít phút.");
  const missing: MissingItem[] = [];
  for (const ledger of ledgers) {
    const { compiled } = await criteriaSet(tx, key, ledger.criteriaSet);
    missing.push(...missingOf(ledger.unit, computeSheet(compiled, ledger), ledger));
  }
  return missing;
}

/** The council adopts the result. Refused, with the list, while anything is missing (design §7). */
export async function adoptResult(input: Input<"adopt">, uid: string): Promise<void> {
  const { minutes, insufficientSampleReason } = input;
  const key = periodKey(input);
  await act("adopt", key, uid, "council", async ({ tx, period, now }) => {
    if (period.adoption?.minutes === minutes && period.adoption.by === uid) return null;
    if (period.state !== "adoption")
      refuse({ code: "wrongState", state: period.state, allowed: ["adoption"] });
    if (period.adoption) throw new Refused("Hội đồng đã thông qua kết quả này.");
    await requireSurveysClosed(tx, key);
    const missing = blocksAdoption(await missingOfAll(tx, key, period), insufficientSampleReason);
    if (missing.length > 0)
      throw new Refused(`Chưa thông qua được: còn ${missing.length} nội dung chưa có kết quả.`, { missing });
    tx.update(refs.period(key), { adoption: { at: now, by: uid, minutes, insufficientSampleReason } });
    return { detail: { minutes, insufficientSampleReason } };
  });
}

/** Takes the adoption back, and with it the seal, so that the council may judge again. Audited with its reason. */
export async function reopenResult(input: Input<"reopen">, uid: string): Promise<void> {
  const { reason } = input;
  const key = periodKey(input);
  await act("reopen", key, uid, "admin", async ({ tx, period }) => {
    if (period.state !== "sealed" && !(period.state === "adoption" && period.adoption))
      refuse({ code: "wrongState", state: period.state, allowed: ["adoption", "sealed"] });
    if (period.seal) tx.update(refs.seal(key, period.seal), { state: "discarded" });
    tx.update(refs.period(key), { state: "adoption", adoption: null, seal: null, decision: null });
    return { reason, detail: { from: period.state, seal: period.seal } };
  });
  await unfreezeAll(key);
}
