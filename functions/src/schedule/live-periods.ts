import { Period, type PeriodState } from "@parindex/core";
import { collectionGroupAt } from "../store/firestore.ts";
import type { PeriodKey } from "../store/refs.ts";

/** Every period in one of these states, over all schemes. */
export async function periodsIn(
  states: readonly PeriodState[],
): Promise<{ key: PeriodKey; period: Period }[]> {
  const found = await collectionGroupAt("periods", Period).where("state", "in", states).get();
  return found.docs.flatMap((doc) => {
    const scheme = doc.ref.parent.parent?.id;
    return scheme ? [{ key: { scheme, period: doc.id }, period: doc.data() }] : [];
  });
}
