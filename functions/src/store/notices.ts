import type { CompiledSet, Notice } from "@parindex/core";
import { type PeriodKey, refs } from "./refs.ts";
import type { Tx } from "./transaction.ts";

/** What a notice tells; `unit` and `leaf` are where it leads, null where it leads to none. */
export type NoticeContent = Pick<Notice, "told" | "unit" | "leaf">;

/** The printed code of a leaf of a set; null for none. */
export const codeOf = ({ nodes }: CompiledSet, leaf: string | null): string | null =>
  nodes.find(({ id }) => id === leaf)?.code ?? null;

/** Tells each of these people once, in the transaction of what they are told of. */
export function notify(tx: Tx, key: PeriodKey, to: readonly string[], notice: NoticeContent, at: Date): void {
  for (const uid of new Set(to)) {
    tx.create(refs.notices(key.scheme, uid).doc(), { ...notice, period: key.period, at, readAt: null });
  }
}

/**
 * Tells each of these people once, whatever runs again: the notice's id says what it tells of. Reads before it writes, so
 * it comes before the other writes of its transaction.
 */
export async function notifyOnce(
  tx: Tx,
  key: PeriodKey,
  to: readonly string[],
  id: string,
  notice: NoticeContent,
  at: Date,
): Promise<void> {
  const places = [...new Set(to)].map((uid) => refs.notices(key.scheme, uid).doc(id));
  const stored = await tx.getAll(places);
  places.forEach((place, position) => {
    if (!stored[position]?.exists) tx.create(place, { ...notice, period: key.period, at, readAt: null });
  });
}
