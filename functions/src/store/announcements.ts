import type { Announcement, Publication, Told } from "@parindex/core";
import { act, type Input, periodKey } from "./act.ts";
import { keptFile } from "./files.ts";
import { membersOf } from "./members.ts";
import { notifyOnce } from "./notices.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { transact } from "./transaction.ts";

/** How many people one transaction tells. */
const TOLD_AT_ONCE = 400;

/** Tells everyone of the scheme, some at a time; who was told already is not told again. */
async function tellEveryone(key: PeriodKey, id: string, told: Told, at: Date): Promise<void> {
  const everyone = await transact("readMembers", async (tx) => {
    const members = await membersOf(tx, key.scheme);
    return [...members].flatMap(([uid, { disabled }]) => (disabled ? [] : [uid]));
  });
  const notice = { told, unit: null, leaf: null };
  for (let from = 0; from < everyone.length; from += TOLD_AT_ONCE) {
    const some = everyone.slice(from, from + TOLD_AT_ONCE);
    await transact("announceToSome", (tx) => notifyOnce(tx, key, some, id, notice, at));
  }
}

/** Tells everyone of the scheme that a result is out. Of a year that came in from a workbook nobody is told. */
export async function tellOfPublication(id: string, publication: Publication): Promise<void> {
  const { manifest, decision, publishedAt, imported } = publication;
  if (imported) return;
  const told: Told = { kind: "published", publication: id, decision: decision.number };
  await tellEveryone(manifest, id, told, publishedAt);
}

/** Announces something to everyone of the scheme. The same announcement sent again finishes telling of it. */
export async function announce(input: Input<"announce">, uid: string): Promise<void> {
  const { title, text, files } = input;
  const key = periodKey(input);
  let announcement = null as Announcement | null;
  await act("announce", key, uid, "admin", async ({ tx, now }) => {
    const ref = refs.announcement(key, input.announcement);
    announcement = (await tx.get(ref)).data() ?? null;
    if (announcement) return null;
    for (const file of files) await keptFile(tx, { ...key, unit: null }, file);
    announcement = { period: key.period, title, text, files, by: uid, at: now };
    tx.create(ref, announcement);
    return { detail: { announcement: input.announcement, title } };
  });
  if (!announcement) return;
  await tellEveryone(key, input.announcement, { kind: "announcement", title }, announcement.at);
}
