import { isDeepStrictEqual } from "node:util";
import {
  type Adjustment,
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
  type UnitIndex,
} from "@parindex/core";
import { standingAdjustments } from "./adjustments.ts";
import { criteriaSet } from "./criteria-sets.ts";
import { indexOfLedger } from "./fold.ts";
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
  /** Bonus and penalty points that stand. */
  adjustments: Adjustment[];
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
  const adjustments = await standingAdjustments(tx, key, period.settings);
  // Evidence is counted where it is saved, in the same transaction, and so never lags behind.
  const empty = {
    ...emptyLedger(key.unit, unit, period.settings, adjustments),
    evidence: stored?.evidence ?? {},
    frozen: isFrozen(period.state),
  };
  const ledger = rebuildLedger(empty, stored, [
    ...scores.self.map((score) => changeOf("self", score)),
    ...scores.appraisal.map((score) => changeOf("appraisal", score)),
    ...scores.survey.map((score) => changeOf("survey", score)),
  ]);
  return { unit, set, compiled, stored, ledger, sheet: computeSheet(compiled, ledger), adjustments };
}

/** The same from the scores as they stand now, with the index that follows; writes nothing. */
export function recomputeNow(key: UnitKey): Promise<UnitSources & { index: UnitIndex }> {
  return transact("recompute", async (tx) => {
    const sources = await recompute(tx, key, await tx.must(refs.period(key)));
    return { ...sources, index: indexOfLedger(sources.ledger, sources.compiled) };
  });
}

/**
 * Recomputes a unit's ledger and index from its scores, as long as the period is not frozen. Late events still bring
 * the history of what is new.
 */
export async function rebuildUnit(key: UnitKey): Promise<void> {
  await transact("rebuildUnit", async (tx) => {
    const period = await tx.must(refs.period(key));
    if (isFrozen(period.state)) return;
    const { stored, ledger, compiled } = await recompute(tx, key, period);
    if (isDeepStrictEqual(stored, ledger)) return;
    tx.set(refs.ledger(key), ledger);
    tx.set(refs.index(key), indexOfLedger(ledger, compiled));
  });
}

/**
 * Lets the ledgers of a re-opened period follow its scores again, those included whose events came while they were
 * frozen. `reconcile` finishes a run that died.
 */
export async function unfreezeAll(key: PeriodKey): Promise<void> {
  const ledgers = await refs.ledgers(key).select().get();
  for (const { id } of ledgers.docs) await rebuildUnit({ ...key, unit: id });
}
