import type { Notice } from "@parindex/core";
import { type PeriodKey, refs } from "./refs.ts";
import type { Tx } from "./transaction.ts";

/** What a notice says; `unit` and `leaf` are where it leads, null where it leads to none. */
export type NoticeText = Pick<Notice, "kind" | "text" | "unit" | "leaf">;

/** Tells each of these people once, in the transaction of what they are told of. */
export function notify(tx: Tx, key: PeriodKey, to: readonly string[], notice: NoticeText, at: Date): void {
  for (const uid of new Set(to)) {
    tx.create(refs.notices(key.scheme, uid).doc(), { ...notice, period: key.period, at, readAt: null });
  }
}
