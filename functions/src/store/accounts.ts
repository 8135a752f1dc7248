import "./firestore.ts";
import { sameEmail } from "@parindex/core";
import { getAuth, type UpdateRequest, type UserRecord } from "firebase-admin/auth";
import { Refused } from "./refused.ts";
import { membershipsOf } from "./schemes.ts";
import { transact } from "./transaction.ts";

/**
 * The accounts of Firebase Auth. Nothing here is transactional, so everything can be done again after a run that died:
 * an account is looked for before it is made.
 */
const auth = getAuth();

/** How many accounts one question may be about. */
const AT_ONCE = 100;
/** How many accounts are made at the same time. */
const MADE_AT_ONCE = 20;

function chunked<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;

/** Runs a change of an account; what the account service finds wrong with the input becomes a refusal. */
async function changing<T>(email: string | null, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    switch (codeOf(error)) {
      case "auth/email-already-exists":
        throw new Refused(`Thư điện tử ${email} đã thuộc một tài khoản khác.`);
      case "auth/invalid-email":
        throw new Refused(`Thư điện tử ${email} không hợp lệ.`);
      case "auth/invalid-password":
      case "auth/weak-password":
      case "auth/password-does-not-meet-requirements":
        throw new Refused("Mật khẩu không đủ mạnh. Hãy chọn mật khẩu khác.");
      default:
        throw error;
    }
  }
}

async function accountsOf(ids: readonly ({ email: string } | { uid: string })[]): Promise<UserRecord[]> {
  const answers = await Promise.all(chunked(ids, AT_ONCE).map((some) => auth.getUsers(some)));
  return answers.flatMap(({ users }) => users);
}

/** The accounts of these people, as far as they have one. */
export const accountsByUid = (uids: readonly string[]): Promise<UserRecord[]> =>
  accountsOf(uids.map((uid) => ({ uid })));

async function makeAccount({ email, name }: { email: string; name: string }): Promise<string> {
  return changing(email, async () => (await auth.createUser({ email, displayName: name })).uid);
}

/** A person's account, and whether it stood before it was asked for. */
export interface Account {
  uid: string;
  stood: boolean;
}

/**
 * Whether somebody signed in to an account that belongs to no scheme: whoever registered an address before its person was
 * made a member knows its password and may still hold a token of it.
 */
const isSquatted = async ({ uid, providerData }: UserRecord): Promise<boolean> =>
  providerData.length > 0 &&
  (await transact("memberships", (tx) => membershipsOf(tx, uid, null))).length === 0;

/**
 * The accounts of these people by e-mail address: those that are not there yet are made, without a password. One that was
 * disabled when its person left their last scheme is enabled again; one that somebody registered for themselves, and no
 * scheme knows, gives way to a new one.
 */
export async function ensureAccounts(
  people: readonly { email: string; name: string }[],
): Promise<Map<string, Account>> {
  const stored = await accountsOf(people.map(({ email }) => ({ email })));
  const accounts = new Map<string, Account>();
  for (const account of stored) {
    const { email, uid, disabled } = account;
    if (await isSquatted(account)) {
      await auth.deleteUser(uid);
      continue;
    }
    if (disabled) await auth.updateUser(uid, { disabled: false });
    accounts.set(sameEmail(email ?? ""), { uid, stood: true });
  }
  for (const some of chunked(people, MADE_AT_ONCE)) {
    const absent = some.filter(({ email }) => !accounts.has(email));
    const made = await Promise.all(
      absent.map(async (person) => [person.email, { uid: await makeAccount(person), stood: false }] as const),
    );
    for (const [email, account] of made) accounts.set(email, account);
  }
  return accounts;
}

/** Changes an account and returns it, or null where the person has none. */
export async function updateAccount(uid: string, change: UpdateRequest): Promise<UserRecord | null> {
  const [account] = await accountsByUid([uid]);
  if (!account) return null;
  return changing(change.email ?? account.email ?? null, () => auth.updateUser(uid, change));
}

/** Signs a person out everywhere, where they have an account. */
export async function signOut(uid: string): Promise<void> {
  const [account] = await accountsByUid([uid]);
  if (account) await auth.revokeRefreshTokens(uid);
}
