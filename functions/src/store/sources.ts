import {
  type CompiledSet,
  type CriteriaSet,
  computeSheet,
  emptyLedger,
  isFrozen,
  type Ledger,
  type Period,
  rebuildLedger,
  type Sheet,
  type Unit,
} from "@parindex/core";
import { criteriaSet } from "./criteria-sets.ts";
import { type PeriodKey, refs, type UnitKey } from "./refs.ts";
import { changeOf } from "./scores.ts";
import { type Tx, transact } from "./transaction.ts";

/** Everything one unit's result follows from, read in one transaction, and the result. */
export interface UnitSources {
  unit: Unit;
  set: CriteriaSet;
  compiled: CompiledSet;
  /** The ledger as it was folded so far. */
  stored: Ledger | undefined;
  ledger: Ledger;
  sheet: Sheet;
}

/** Reads the scores a unit's result follows from and computes it anew, without regard to the stored ledger. */
export async function recompute(tx: Tx, key: UnitKey, period: Period): Promise<UnitSources> {
  const unit = await tx.must(refs.unit(key));
  const { set, compiled } = await criteriaSet(tx, key, unit.criteriaSet);
  const [self, appraisal, survey] = await Promise.all([
    tx.query(refs.selfScores(key)),
    tx.query(refs.appraisals(key)),
    tx.query(refs.surveyScores(key)),
  ]);
  const scores = {
    self: self.docs.map((doc) => doc.data()),
    appraisal: appraisal.docs.map((doc) => doc.data()),
    survey: survey.docs.map((doc) => doc.data()),
  };
  const stored = (await tx.get(refs.ledger(key))).data();
  const empty = { ...emptyLedger(key.unit, unit, period.settings), frozen: isFrozen(period.state) };
  const ledger = rebuildLedger(empty, stored, [
    ...scores.self.map((score) => changeOf("self", score)),
    ...scores.appraisal.map((score) => changeOf("appraisal", score)),
    ...scores.survey.map((score) => changeOf("survey", score)),
  ]);
  return { unit, set, compiled, stored, ledger, sheet: computeSheet(compiled, ledger) };
}

/** Lets the ledgers of a re-opened period follow its scores again. `reconcile` finishes a run that died. */
export async function unfreezeAll(key: PeriodKey): Promise<void> {
  const ledgers = await refs.ledgers(key).select().get();
  for (const { id } of ledgers.docs) {
    await transact("unfreeze", async (tx) => {
      const { state } = await tx.must(refs.period(key));
      const ref = refs.ledger({ ...key, unit: id });
      if (!isFrozen(state) && (await tx.must(ref)).frozen) tx.update(ref, { frozen: false });
    });
  }
}
