import "./environment.ts";
import { serverTimestamp } from "firebase/firestore";
import { getAuth } from "firebase-admin/auth";
import { type Column, collectionOf, paths } from "../../../core/src/index.ts";
import type { UnitKey } from "../../../functions/src/store/refs.ts";
import { Session, type Write } from "../../../tools/demo/doors.ts";
import { SMALL_SET } from "./small-set.ts";
import { emailOf, type PEOPLE } from "./small-year.ts";

const PASSWORD = "thu-nghiem";

const sessions = new Map<string, Promise<Session>>();

async function open(uid: string): Promise<Session> {
  const account = { email: emailOf(uid), password: PASSWORD };
  await getAuth()
    .createUser({ uid, ...account })
    .catch((error: unknown) => {
      if (!(error instanceof Error && error.message.includes("already"))) throw error;
    });
  return Session.signIn(account);
}

/** The browser of one of the people of the small years (or of a stranger to them), signed in. */
export function browserOf(uid: keyof typeof PEOPLE | "stranger"): Promise<Session> {
  const session = sessions.get(uid) ?? open(uid);
  sessions.set(uid, session);
  return session;
}

/** Closes all browsers. */
export async function closeBrowsers(): Promise<void> {
  for (const session of sessions.values()) await (await session).close();
  sessions.clear();
}

/** A score or explanation as a browser writes it: versioned, with who and when. */
export function versionBy(
  { uid }: Session,
  { scheme, period, unit }: UnitKey,
  column: Exclude<Column, "survey">,
  leaf: string,
  rev: number,
  content: Record<string, unknown>,
): Write {
  const field = SMALL_SET.leaves[leaf]?.field;
  const path = paths.score(scheme, period, unit, collectionOf[column], leaf);
  return {
    path,
    data: { scheme, period, unit, leaf, field, rev, by: uid, at: serverTimestamp(), ...content },
  };
}
