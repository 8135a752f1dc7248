import { type Person, sameEmail } from "@parindex/core";
import { accountsByUid, ensureAccounts, updateAccount } from "./accounts.ts";
import { audit } from "./act.ts";
import { newMember } from "./members.ts";
import { newestPeriod } from "./periods.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { Refused } from "./refused.ts";
import { belongsElsewhere } from "./schemes.ts";
import { createLink, endLinks, type Link, openLinks } from "./sign-in-links.ts";
import { transact } from "./transaction.ts";

/** Who is to run a scheme, and on whose word. */
export interface AdminGrant {
  scheme: string;
  /** The address or the uid of whoever is a member already, or the address of a new one. */
  who: string;
  /** Of somebody who is no member yet. */
  name: string | undefined;
  title: string;
  /** The person at the machine and on whose instruction they act: the audit keeps it. */
  by: string;
  reason: string;
}

/** What a grant found and did. `link`: null where nothing was written, or the account belongs to another scheme too. */
export interface Granted {
  uid: string | null;
  name: string;
  email: string;
  was: "absent" | "disabled" | "member" | "admin";
  link: Link | null;
}

/** The scheme's newest period, in whose audit the act stands. */
async function requireNewest(scheme: string): Promise<PeriodKey> {
  const newest = await newestPeriod(scheme);
  if (!newest) throw new Refused(`Chương trình «${scheme}» không có kỳ đánh giá nào.`);
  return { scheme, period: newest.id };
}

/** The uid of a member by their address or uid, null where nobody of the scheme is called so. */
async function memberCalled(scheme: string, who: string): Promise<string | null> {
  const { docs } = await refs.members(scheme).get();
  return docs.find((doc) => doc.id === who || sameEmail(doc.data().email) === sameEmail(who))?.id ?? null;
}

/** The account of whoever becomes a member, made where there is none; null in a rehearsal that would make it. */
async function accountFor(person: Person, write: boolean): Promise<string | null> {
  if (!write) return null;
  return (await ensureAccounts([person])).get(person.email)?.uid ?? null;
}

/**
 * Makes somebody an administrator of a scheme that has lost its own, past every role: for whoever holds the project's
 * credentials, and by the command line alone. Unlocks a member who was locked out, makes one of somebody new, and gives a
 * one-time link with which they set a password. The audit entry is written under `operator` and names who did it. Without
 * `write` only reads. Refused without a name for somebody new, and for an address that can be none.
 */
export async function grantAdmin(grant: AdminGrant, write: boolean): Promise<Granted> {
  const { scheme, who, name, title, by, reason } = grant;
  const key = await requireNewest(scheme);
  const known = await memberCalled(scheme, who);
  if (!known && !who.includes("@"))
    throw new Refused(`Không có thành viên «${who}». Người mới phải được nêu bằng thư điện tử.`);
  if (!known && !name) throw new Refused("Người mới cần có họ tên (--name).");
  const person: Person = {
    ...{ name: name ?? "", title, email: sameEmail(who), unit: null },
    roles: { admin: true },
  };
  const uid = known ?? (await accountFor(person, write));
  if (uid === null) return { uid, name: person.name, email: person.email, was: "absent", link: null };
  let granted = null as Granted | null;
  await transact("grantAdmin", async (tx) => {
    const now = new Date();
    const ref = refs.member(scheme, uid);
    const stored = (await tx.get(ref)).data();
    const { name: called, email, roles, disabled } = stored ?? newMember(person);
    const was = !stored ? "absent" : disabled ? "disabled" : roles.admin ? "admin" : "member";
    granted = { ...{ uid, name: called, email, was }, link: null };
    if (!write) return;
    const elsewhere = await belongsElsewhere(tx, scheme, uid);
    const older = await openLinks(tx, [uid]);
    if (stored) tx.update(ref, { disabled: false, roles: { ...roles, admin: true } });
    else tx.create(ref, newMember(person));
    endLinks(tx, older, now);
    const link = elsewhere ? null : createLink(tx, uid, "operator", now);
    audit(tx, key, "grantAdmin", "operator", now, { reason, detail: { uid, was, operator: by } });
    granted = { ...granted, link };
  });
  if (!granted) throw new Error("grantAdmin: nothing granted");
  const [account] = write ? await accountsByUid([uid]) : [];
  if (account?.disabled) await updateAccount(uid, { disabled: false });
  return granted;
}
