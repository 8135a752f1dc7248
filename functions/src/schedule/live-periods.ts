import { Period, type PeriodState, queries } from "@parindex/core";
import { queryAt } from "../store/firestore.ts";
import type { PeriodKey } from "../store/refs.ts";

/** Every period in one of these states, over all schemes. */
export async function periodsIn(
  states: readonly PeriodState[],
): Promise<{ key: PeriodKey; period: Period }[]> {
  const found = await queryAt(queries.periodsIn(states), Period).get();
  return found.docs.flatMap((doc) => {
    const scheme = doc.ref.parent.parent?.id;
    return scheme ? [{ key: { scheme, period: doc.id }, period: doc.data() }] : [];
  });
}
