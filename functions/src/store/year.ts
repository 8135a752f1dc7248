import {
  dueReminders,
  dueStep,
  emptyLedger,
  type Period,
  type PeriodState,
  Publication,
  queries,
  validateCriteriaSet,
  type YearStep,
} from "@parindex/core";
import { addMinutes } from "date-fns/addMinutes";
import { audit, type Input, periodKey } from "./act.ts";
import { criteriaSet } from "./criteria-sets.ts";
import { queryAt } from "./firestore.ts";
import { indexOfLedger } from "./fold.ts";
import { tellEvent } from "./log.ts";
import { publish } from "./publishing.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { endAppraisalNow, releaseToAll } from "./releasing.ts";
import { remind, remindOverdue } from "./reminders.ts";
import { runSeal } from "./sealing.ts";
import { transact } from "./transaction.ts";

/** How long a run may take over one step before another takes it over. */
const LEASE_MINUTES = 5;

/** Claims a step whose date has come: returns the period, or null where the step is taken, done or not due. */
async function claimStep(key: PeriodKey, now: Date): Promise<{ step: YearStep; period: Period } | null> {
  return transact("claimStep", async (tx) => {
    const period = await tx.must(refs.period(key));
    const step = dueStep(period, now);
    if (!step || step.to === "published") return null;
    if (period.moving && period.moving.lease > now) return null;
    tx.update(refs.period(key), { moving: { to: step.to, lease: addMinutes(now, LEASE_MINUTES) } });
    return { step, period };
  });
}

/** Enters the new state, once; false where another run did. */
async function enterState(
  key: PeriodKey,
  step: YearStep,
  now: Date,
  more: Partial<Period>,
): Promise<boolean> {
  return transact("enterState", async (tx) => {
    const period = await tx.must(refs.period(key));
    if (period.state !== step.from || period.moving?.to !== step.to) return false;
    tx.update(refs.period(key), { ...more, state: step.to, moving: null });
    audit(tx, key, "advance", "system", now, { detail: { from: step.from, to: step.to, due: step.due } });
    return true;
  });
}

/** Makes the ledger and index of one unit, where the opening has not made them yet. */
async function openUnit(key: PeriodKey, unitId: string): Promise<void> {
  const unitKey = { ...key, unit: unitId };
  await transact("openUnit", async (tx) => {
    const ref = refs.ledger(unitKey);
    if ((await tx.get(ref)).exists) return;
    const unit = await tx.must(refs.unit(unitKey));
    const { settings } = await tx.must(refs.period(key));
    const { compiled } = await criteriaSet(tx, key, unit.criteriaSet);
    const ledger = emptyLedger(unitId, unit, settings);
    tx.create(ref, ledger);
    tx.set(refs.index(unitKey), indexOfLedger(ledger, compiled));
  });
}

/** The newest publication of an earlier year, which a period that began before it was there does not know. */
async function publicationBefore({ scheme }: PeriodKey, period: Period): Promise<string | null> {
  if (period.previousPublication !== null) return period.previousPublication;
  const [latest] = (await queryAt(queries.latestPublication(scheme), Publication).get()).docs;
  return latest && latest.data().manifest.year < period.year ? latest.id : null;
}

/** Opens a period: its criteria sets must be without fault, and every unit gets its ledger. */
async function open(key: PeriodKey, period: Period): Promise<Partial<Period>> {
  if (period.criteriaSets.length === 0) throw new Error("open: no criteria set");
  for (const id of period.criteriaSets) {
    const set = (await refs.criteriaSet(key, id).get()).data();
    const [fault] = set ? validateCriteriaSet(set) : [{ node: id, message: "không có bộ tiêu chí" }];
    if (fault) throw new Error(`open: ${id} ${fault.node}: ${fault.message}`);
  }
  const units = await refs.units(key).select().get();
  for (const { id } of units.docs) await openUnit(key, id);
  return { unitCount: units.size, previousPublication: await publicationBefore(key, period) };
}

/** What a step does before its state is entered. Each is safe to run again. */
const prepare: Partial<Record<PeriodState, (key: PeriodKey, period: Period) => Promise<Partial<Period>>>> = {
  selfAssessment: open,
  explanation: async (key, period) => {
    const releaseRound = period.releaseRound + 1;
    await releaseToAll(key, releaseRound);
    return { releaseRound };
  },
};

/** Carries out the step of the year whose date has come, if any: claimed once, and resumed where a run died. */
export async function advance(key: PeriodKey, now: Date): Promise<void> {
  const claimed = await claimStep(key, now);
  if (!claimed) return;
  const { step, period } = claimed;
  const more = (await prepare[step.to]?.(key, period)) ?? {};
  if (await enterState(key, step, now, more))
    tellEvent("period.advanced", { ...periodKey(key), from: step.from, to: step.to });
}

/** Ends the appraisal now and releases its results at once. Returns to how many units; calling again resumes. */
export async function releaseNow(input: Input<"release">, uid: string): Promise<{ units: number }> {
  const key = periodKey(input);
  await endAppraisalNow(input, uid);
  await advance(key, new Date());
  return { units: (await refs.units(key).count().get()).data().count };
}

/** Everything the schedule does for one period: advance, resume a seal, publish, remind. */
export async function runPeriod(key: PeriodKey, period: Period, now: Date): Promise<void> {
  await advance(key, now);
  if (period.state === "sealing" && period.seal) await runSeal(key, period.seal);
  if (period.state === "sealed") await publish(key, now);
  for (const reminder of dueReminders(period, now)) await remind(key, period, reminder, now);
  await remindOverdue(key, period, now);
}
