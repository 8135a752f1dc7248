import { appraisingUnit, type CriteriaSet, type Ledger, type Period } from "@parindex/core";
import { criteriaSet } from "./criteria-sets.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { transact } from "./transaction.ts";

/** How many leaves, of how many units, a department still has to judge. */
export interface Unjudged {
  leaves: number;
  units: number;
}

/** Adds what one unit's ledger still lacks of judgements to the departments that owe them. */
function addUnjudged(sums: Map<string, Unjudged>, ledger: Ledger, set: CriteriaSet, period: Period): void {
  const owing = Object.entries(set.leaves).flatMap(([leaf, { source, lead }]) => {
    const isOpen =
      source === "self" &&
      ledger.exempt[leaf] === undefined &&
      (ledger.appraisal[leaf]?.points ?? null) === null;
    return isOpen ? [appraisingUnit(lead, ledger.unit, period)] : [];
  });
  for (const [department, { length }] of Map.groupBy(owing, (department) => department)) {
    const { leaves, units } = sums.get(department) ?? { leaves: 0, units: 0 };
    sums.set(department, { leaves: leaves + length, units: units + 1 });
  }
}

/** What each department still has to judge, by the period's ledgers: one read a unit, and its criteria sets. */
export async function unjudgedByDepartment(
  key: PeriodKey,
  period: Period,
): Promise<ReadonlyMap<string, Unjudged>> {
  const { docs } = await refs.ledgers(key).get();
  const sums = new Map<string, Unjudged>();
  await transact("countUnjudged", async (tx) => {
    sums.clear();
    for (const ledger of docs.map((doc) => doc.data())) {
      const { set } = await criteriaSet(tx, key, ledger.criteriaSet);
      addUnjudged(sums, ledger, set, period);
    }
  });
  return sums;
}
