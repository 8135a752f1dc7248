import "./environment.ts";
import type { Notice } from "../../../core/src/index.ts";
import { db } from "../../../functions/src/store/firestore.ts";
import { type PeriodKey, refs } from "../../../functions/src/store/refs.ts";

/** What one person was told, the oldest first. */
export async function noticesOf({ scheme }: PeriodKey, uid: string): Promise<Notice[]> {
  const { docs } = await refs.notices(scheme, uid).get();
  return docs.map((doc) => doc.data()).sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** The mails of a year by whom they are to, in the order of their addresses. */
export async function mailsOf({ scheme }: PeriodKey) {
  const { docs } = await db.collection("mail").get();
  const mails = docs.filter(({ id }) => id.startsWith(`${scheme}_`)).map((doc) => doc.data());
  return mails
    .map(({ to, message }) => ({ to: [...to].sort(), subject: message.subject, text: message.text }))
    .sort((a, b) => String(a.to).localeCompare(String(b.to)));
}
