import { isDeepStrictEqual } from "node:util";
import { issuesOfPerson, Member, type Person, queries, sameEmail, withParticulars } from "@parindex/core";
import { accountsByUid, ensureAccounts, signOut, updateAccount } from "./accounts.ts";
import { act, type Input, periodKey } from "./act.ts";
import { queryAt } from "./firestore.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { Refused } from "./refused.ts";
import { belongsElsewhere, membershipsOf } from "./schemes.ts";
import { createLink, endLinks, type Link, openLinks } from "./sign-in-links.ts";
import type { Tx } from "./transaction.ts";

export type Issue = { path: string; message: string };

/** Refuses where anything is wrong with the input, naming each place. */
export function refuseIssues(issues: Issue[]): void {
  if (issues.length === 0) return;
  throw new Refused(`${issues.map(({ path, message }) => `${path}: ${message}`).join("; ")}.`, { issues });
}

/** The units among those that people name which the period has. */
export async function unitsNamed(tx: Tx, key: PeriodKey, people: readonly Pick<Person, "unit">[]) {
  const named = [...new Set(people.flatMap(({ unit }) => unit ?? []))];
  const found = await tx.getAll(named.map((unit) => refs.unit({ ...key, unit })));
  return new Set(found.filter(({ exists }) => exists).map(({ id }) => id));
}

/** The members of a scheme by uid, or those of them who belong to a unit. */
export async function membersOf(tx: Tx, scheme: string, unit?: string): Promise<Map<string, Member>> {
  const members = refs.members(scheme);
  const query = unit === undefined ? members : queryAt(queries.membersOfUnit(scheme, unit), Member);
  return new Map((await tx.query(query)).docs.map((doc) => [doc.id, doc.data()]));
}

/** Refuses to leave a scheme without anyone who runs it. */
async function requireAnotherAdmin(tx: Tx, scheme: string, uid: string): Promise<void> {
  const others = [...(await membersOf(tx, scheme))].filter(([id]) => id !== uid);
  if (!others.some(([, { disabled, roles }]) => roles.admin && !disabled))
    throw new Refused("Chương trình phải còn ít nhất một người quản trị.");
}

const particulars = ({ name, title, email, unit, roles }: Person): Person => ({
  ...{ name, title, email, unit, roles },
});

/** The member that a person becomes. */
export const newMember = (person: Person): Member => ({
  ...particulars(person),
  disabled: false,
  former: [],
});

/** A person as they are stored: the e-mail address as accounts compare it. */
export const stated = (person: Person): Person => ({
  ...particulars(person),
  email: sameEmail(person.email),
});

export const alreadyMember = (name: string) => `đã là thành viên của chương trình (${name})`;

/** Refuses people whose unit or roles don't fit the period, or who are members already. */
async function requireNewPerson(tx: Tx, key: PeriodKey, person: Person): Promise<void> {
  refuseIssues(issuesOfPerson(person, await unitsNamed(tx, key, [person])));
  const members = await membersOf(tx, key.scheme);
  const same = [...members.values()].find(({ email }) => sameEmail(email) === person.email);
  if (same) throw new Refused(`Thư điện tử ${person.email} ${alreadyMember(same.name)}.`);
}

/**
 * Creates a member. The account comes between two transactions: first whoever asks must be allowed to, and the person
 * be sound; then the account is found or made; then membership and link are written. A run that died is done again.
 */
async function createMember(key: PeriodKey, person: Person, by: string) {
  await act("saveMember", key, by, "admin", async ({ tx }) => {
    await requireNewPerson(tx, key, person);
    return null;
  });
  const account = (await ensureAccounts([person])).get(person.email);
  if (!account) throw new Error("saveMember: no account");
  const { uid } = account;
  let link = null as Link | null;
  await act("saveMember", key, by, "admin", async ({ tx, now }) => {
    await requireNewPerson(tx, key, person);
    const ref = refs.member(key.scheme, uid);
    const stored = (await tx.get(ref)).data();
    if (stored) throw new Refused(`Tài khoản ${person.email} ${alreadyMember(stored.name)}.`);
    const linkable = !(await belongsElsewhere(tx, key.scheme, uid));
    const older = await openLinks(tx, [uid]);
    tx.create(ref, newMember(person));
    endLinks(tx, older, now);
    link = linkable ? createLink(tx, uid, by, now) : null;
    return { unit: person.unit, detail: { uid, from: null, to: person } };
  });
  return { uid, link };
}

/** Checks a change of a member; returns the member as they stand, or null where nothing changes. */
async function requireChange(tx: Tx, key: PeriodKey, uid: string, person: Person, by: string) {
  const before = await tx.must(refs.member(key.scheme, uid));
  refuseIssues(issuesOfPerson(person, await unitsNamed(tx, key, [person])));
  if (isDeepStrictEqual(particulars(before), person)) return null;
  if (before.roles.admin && !person.roles.admin) {
    if (uid === by) throw new Refused("Không ai tự bỏ vai trò quản trị của chính mình.");
    await requireAnotherAdmin(tx, key.scheme, uid);
  }
  const moved = sameEmail(before.email) !== person.email;
  if (moved && (await belongsElsewhere(tx, key.scheme, uid)))
    throw new Refused("Tài khoản này còn thuộc chương trình đánh giá khác nên không đổi thư điện tử được.");
  return { before, moved };
}

async function changeMember(key: PeriodKey, uid: string, person: Person, by: string): Promise<void> {
  let email = null as string | null;
  await act("saveMember", key, by, "admin", async ({ tx }) => {
    const change = await requireChange(tx, key, uid, person, by);
    email = change?.moved ? person.email : null;
    return null;
  });
  if (email !== null) await updateAccount(uid, { email, emailVerified: false });
  await act("saveMember", key, by, "admin", async ({ tx, now }) => {
    const change = await requireChange(tx, key, uid, person, by);
    if (!change) return null;
    tx.set(refs.member(key.scheme, uid), withParticulars(change.before, person, now));
    const detail = { uid, from: particulars(change.before), to: person };
    return { unit: person.unit, detail };
  });
}

/** Creates a member with a one-time link (null where the account belongs to another scheme too), or changes one. */
export async function saveMember(
  input: Input<"saveMember">,
  by: string,
): Promise<{ uid: string; link: Link | null }> {
  const key = periodKey(input);
  const person = stated(input.person);
  if (input.uid === null) return createMember(key, person, by);
  await changeMember(key, input.uid, person, by);
  return { uid: input.uid, link: null };
}

/**
 * Locks a member out of the scheme, or lets them in again. Their account itself is disabled only where they belong to no
 * other scheme; membership is what counts in this one. A link of theirs ends, and they are signed out everywhere.
 */
export async function setMemberDisabled(input: Input<"setMemberDisabled">, by: string): Promise<void> {
  const { scheme, uid, disabled, reason } = input;
  let elsewhere = false;
  await act("setMemberDisabled", input, by, "admin", async ({ tx, now }) => {
    const ref = refs.member(scheme, uid);
    const member = await tx.must(ref);
    if (uid === by) throw new Refused("Không ai tự khóa tài khoản của chính mình.");
    elsewhere = (await membershipsOf(tx, uid, scheme)).some((other) => !other.disabled);
    if (member.disabled === disabled) return null;
    if (disabled && member.roles.admin) await requireAnotherAdmin(tx, scheme, uid);
    const links = disabled ? await openLinks(tx, [uid]) : [];
    tx.update(ref, { disabled });
    endLinks(tx, links, now);
    return { unit: member.unit, reason, detail: { uid, disabled } };
  });
  if (!elsewhere) await updateAccount(uid, { disabled });
  if (disabled) await signOut(uid);
}

/** When a person's account was made and last used. */
export interface SignIn {
  uid: string;
  lastSignIn: string | null;
  created: string;
}

const instantText = (text: string) => new Date(text).toISOString();

/** Who of the scheme signed in when; members without an account are left out. */
export async function signIns(input: Input<"signIns">, by: string): Promise<{ people: SignIn[] }> {
  let uids: string[] = [];
  await act("signIns", input, by, "admin", async ({ tx }) => {
    uids = [...(await membersOf(tx, input.scheme)).keys()];
    return null;
  });
  const people = (await accountsByUid(uids)).map(({ uid, metadata }) => ({
    uid,
    lastSignIn: metadata.lastSignInTime ? instantText(metadata.lastSignInTime) : null,
    created: instantText(metadata.creationTime),
  }));
  return { people };
}
