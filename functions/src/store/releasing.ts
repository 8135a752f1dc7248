import { type Appraisal, type Period, type Release, refusalOfDate } from "@parindex/core";
import { act, type Input, periodKey, requireOpen } from "./act.ts";
import { type PeriodKey, refs, type UnitKey } from "./refs.ts";
import { Refused } from "./refused.ts";
import { type Tx, transact } from "./transaction.ts";

/** What a unit is shown of its appraisals in a round: leaf by leaf its own score, the council's, and the reason. */
async function releaseOf(tx: Tx, key: UnitKey, round: number, at: Date): Promise<Release> {
  const appraisals = (await tx.query(refs.appraisals(key))).docs.map((doc) => doc.data());
  const self = (await tx.query(refs.selfScores(key))).docs.map((doc) => doc.data());
  const claimed = new Map(self.map(({ leaf, points }) => [leaf, points]));
  const shown = ({ leaf, points, decision, reason, ask }: Appraisal) =>
    points === null && ask === ""
      ? []
      : [[leaf, { self: claimed.get(leaf) ?? null, points, decision, reason, ask }] as const];
  return { round, at, leaves: Object.fromEntries(appraisals.flatMap(shown)) };
}

/** Releases to every unit what is appraised so far, one document a unit, created once. Safe to run again. */
export async function releaseToAll(key: PeriodKey, round: number): Promise<number> {
  const units = await refs.units(key).select().get();
  for (const { id } of units.docs) {
    const unit = { ...key, unit: id };
    await transact("releaseToUnit", async (tx) => {
      const ref = refs.release(unit, round);
      if ((await tx.get(ref)).exists) return;
      tx.create(ref, await releaseOf(tx, unit, round, new Date()));
    });
  }
  return units.size;
}

/** Ends the appraisal now, before its date, so that the release can follow at once. */
export async function endAppraisalNow(input: Input<"release">, uid: string): Promise<void> {
  await act("release", input, uid, "admin", async ({ tx, period, now }) => {
    if (period.state === "explanation") return null;
    requireOpen(period, ["appraisal"]);
    if (!period.settings.explanationRound) throw new Refused("Kỳ này không có bước giải trình.");
    if (period.dates.appraisalDue <= now) return null;
    tx.update(refs.period(input), { dates: { ...period.dates, appraisalDue: now } });
    return { detail: { from: period.dates.appraisalDue } };
  });
}

/** Moves one of the period's dates, keeping their order and never into the past. The same twice moves it once. */
export async function moveDate(input: Input<"setDate">, uid: string): Promise<void> {
  const { date, to, reason } = input;
  const key = periodKey(input);
  await act("setDate", key, uid, "admin", async ({ tx, period, now }) => {
    if (period.moving) throw new Refused("Kỳ đánh giá đang chuyển bước. Hãy thử lại sau ít phút.");
    if (period.dates[date].getTime() === to.getTime()) return null;
    const refusal = refusalOfDate(period, date, to, now);
    if (refusal) throw new Refused(refusal);
    const dates: Period["dates"] = { ...period.dates, [date]: to };
    tx.update(refs.period(key), { dates });
    return { reason, detail: { date, from: period.dates[date], to } };
  });
}
