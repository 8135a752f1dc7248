import { Period, type PeriodState, queries } from "@parindex/core";
import { queryAt, withDates } from "../store/firestore.ts";
import { fieldsAtFault, newErrorId, tellEvent } from "../store/log.ts";
import type { PeriodKey } from "../store/refs.ts";

/**
 * Every period in one of these states, over all schemes. A document that fits no schema is told of and left out: it must not
 * keep the schedule from the others.
 */
export async function periodsIn(
  states: readonly PeriodState[],
): Promise<{ key: PeriodKey; period: Period }[]> {
  const found = await queryAt(queries.periodsIn(states), Period).withConverter(null).get();
  return found.docs.flatMap((doc) => {
    const scheme = doc.ref.parent.parent?.id;
    if (!scheme) return [];
    const key = { scheme, period: doc.id };
    const parsed = Period.safeParse(withDates(doc.data()));
    if (parsed.success) return [{ key, period: parsed.data }];
    tellEvent("period.malformed", { ...key, fields: fieldsAtFault(parsed.error), errorId: newErrorId() });
    return [];
  });
}
