import { issuesOfPerson, type Person, sameEmail } from "@parindex/core";
import { type Account, ensureAccounts } from "./accounts.ts";
import { act, type Input, periodKey } from "./act.ts";
import {
  alreadyMember,
  type Issue,
  membersOf,
  newMember,
  refuseIssues,
  stated,
  unitsNamed,
} from "./members.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { belongsElsewhere } from "./schemes.ts";
import { createLink, endLinks, type Link, openLinks } from "./sign-in-links.ts";
import type { Tx } from "./transaction.ts";

/** What is wrong with the rows of an import, each at its place: `people.3.email`. */
async function issuesOfImport(
  tx: Tx,
  key: PeriodKey,
  people: readonly Person[],
  accounts: Map<string, Account>,
): Promise<Issue[]> {
  const units = await unitsNamed(tx, key, people);
  const members = await membersOf(tx, key.scheme);
  const byEmail = new Map([...members.values()].map((member) => [sameEmail(member.email), member]));
  const firstAt = new Map<string, number>();
  return people.flatMap((person, at) => {
    const issues = issuesOfPerson(person, units);
    const first = firstAt.get(person.email);
    if (first === undefined) firstAt.set(person.email, at);
    else issues.push({ path: "email", message: `trùng với người thứ ${first + 1} trong danh sách` });
    const member = byEmail.get(person.email) ?? members.get(accounts.get(person.email)?.uid ?? "");
    if (member) issues.push({ path: "email", message: alreadyMember(member.name) });
    return issues.map(({ path, message }) => ({ path: `people.${at}.${path}`, message }));
  });
}

/** The accounts among those that stood before which a link may not be made for: they belong to another scheme too. */
async function foreignAccounts(tx: Tx, scheme: string, uids: readonly string[]): Promise<Set<string>> {
  const found = await Promise.all(
    uids.map(async (uid) => ((await belongsElsewhere(tx, scheme, uid)) ? [uid] : [])),
  );
  return new Set(found.flat());
}

/** A one-time link of one of the people of an import. */
export type ImportedLink = Link & { email: string };

/** Writes members and links of all these people in one transaction. */
async function createAll(
  key: PeriodKey,
  people: readonly Person[],
  accounts: Map<string, Account>,
  by: string,
): Promise<ImportedLink[]> {
  const stood = [...accounts.values()].flatMap(({ uid, stood: before }) => (before ? [uid] : []));
  let links: ImportedLink[] = [];
  await act("importMembers", key, by, "admin", async ({ tx, now }) => {
    const issues = await issuesOfImport(tx, key, people, accounts);
    refuseIssues(issues);
    const foreign = await foreignAccounts(tx, key.scheme, stood);
    endLinks(tx, await openLinks(tx, stood), now);
    links = people.flatMap((person) => {
      const uid = accounts.get(person.email)?.uid ?? "";
      tx.create(refs.member(key.scheme, uid), newMember(person));
      return foreign.has(uid) ? [] : [{ email: person.email, ...createLink(tx, uid, by, now) }];
    });
    return { detail: { emails: people.map(({ email }) => email) } };
  });
  return links;
}

/**
 * Creates all of these members with their links, or none. Accounts that stand already are taken, also those of a run
 * that died; one that belongs to another scheme too gets no link.
 */
export async function importMembers(
  input: Input<"importMembers">,
  by: string,
): Promise<{ links: ImportedLink[] }> {
  const key = periodKey(input);
  const people = input.people.map(stated);
  await act("importMembers", key, by, "admin", async ({ tx }) => {
    refuseIssues(await issuesOfImport(tx, key, people, new Map()));
    return null;
  });
  const accounts = await ensureAccounts(people);
  return { links: await createAll(key, people, accounts, by) };
}
