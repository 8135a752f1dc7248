import { createHash, randomBytes } from "node:crypto";
import { queries, SignInLink } from "@parindex/core";
import { addDays } from "date-fns/addDays";
import { accountsByUid, signOut, updateAccount } from "./accounts.ts";
import { act, type Input } from "./act.ts";
import { queryAt } from "./firestore.ts";
import { refs } from "./refs.ts";
import { Refused } from "./refused.ts";
import { belongsElsewhere } from "./schemes.ts";
import { type Tx, transact } from "./transaction.ts";

const LIFE_DAYS = 7;

/** A one-time link as it is handed over: nothing stored can bring the code back. */
export interface Link {
  code: string;
  expiresAt: string;
}

const hashOf = (code: string) => createHash("sha256").update(code).digest("hex");

/** The links of these people that are still good, read so that `endLinks` can end them in the same transaction. */
export async function openLinks(tx: Tx, uids: readonly string[]) {
  const found = await Promise.all(
    uids.map((uid) => tx.query(queryAt(queries.linksOfPerson(uid), SignInLink))),
  );
  return found.flatMap(({ docs }) => docs);
}

/** Ends links: from now on they open nothing. */
export function endLinks(tx: Tx, links: Awaited<ReturnType<typeof openLinks>>, now: Date): void {
  for (const link of links) {
    if (link.data().expiresAt > now) tx.update(refs.signInLink(link.id), { expiresAt: now });
  }
}

/** Makes a new link. Whoever makes it has ended the older ones. */
export function createLink(tx: Tx, uid: string, by: string, now: Date): Link {
  const code = randomBytes(32).toString("base64url");
  const expiresAt = addDays(now, LIFE_DAYS);
  tx.create(refs.signInLink(hashOf(code)), { uid, by, expiresAt, usedAt: null });
  return { code, expiresAt: expiresAt.toISOString() };
}

const FOREIGN =
  "Tài khoản này còn thuộc chương trình đánh giá khác, nên người dùng phải tự đặt lại mật khẩu qua thư điện tử.";

/**
 * A new one-time link for a member; the older ones end. Not for an account that also belongs to another scheme: who
 * runs one scheme would otherwise open the doors of the other.
 */
export async function issueSignInLink(input: Input<"issueSignInLink">, uid: string): Promise<Link> {
  let link = null as Link | null;
  await act("issueSignInLink", input, uid, "admin", async ({ tx, now }) => {
    const member = await tx.must(refs.member(input.scheme, input.uid));
    if (member.disabled) throw new Refused(`Tài khoản của ${member.name} đang bị khóa.`);
    if (await belongsElsewhere(tx, input.scheme, input.uid)) throw new Refused(FOREIGN);
    endLinks(tx, await openLinks(tx, [input.uid]), now);
    link = createLink(tx, input.uid, uid, now);
    return { unit: member.unit, detail: { uid: input.uid } };
  });
  if (!link) throw new Error("issueSignInLink: no link");
  return link;
}

/** Always the same answer, so that nothing is learnt of codes by trying. */
const UNUSABLE =
  "Liên kết không dùng được: đã dùng, hết hạn hoặc không đúng. Hãy xin cơ quan thường trực liên kết mới.";

/** Takes a link, so that of two who use it at once one succeeds; returns whose it is. */
async function takeLink(code: string): Promise<string> {
  return transact("takeLink", async (tx) => {
    const now = new Date();
    const ref = refs.signInLink(hashOf(code));
    const link = (await tx.get(ref)).data();
    if (!link || link.usedAt !== null || link.expiresAt <= now) throw new Refused(UNUSABLE);
    tx.update(ref, { usedAt: now });
    return link.uid;
  });
}

/** Gives a taken link back, where the password could not be set. */
async function giveBack(code: string): Promise<void> {
  await transact("giveLinkBack", async (tx) => tx.update(refs.signInLink(hashOf(code)), { usedAt: null }));
}

/**
 * Sets a person's own password with the code of a one-time link and signs them out everywhere. The link is taken first:
 * where the machine dies in between the person needs a new one, but no code ever works twice.
 */
export async function setPassword({ code, password }: Input<"setPassword">): Promise<{ email: string }> {
  const uid = await takeLink(code);
  try {
    const [account] = await accountsByUid([uid]);
    if (!account?.email || account.disabled) throw new Refused(UNUSABLE);
    await updateAccount(uid, { password });
    await signOut(uid);
    return { email: account.email };
  } catch (error) {
    await giveBack(code);
    throw error;
  }
}
