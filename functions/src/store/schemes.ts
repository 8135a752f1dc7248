import { db } from "./firestore.ts";
import { refs } from "./refs.ts";
import type { Tx } from "./transaction.ts";

/**
 * Whether an account is an enabled member of another scheme too. There is a scheme a province and at most one a
 * district or commune, so asking each for one document is cheap and needs no index over all members.
 */
export async function belongsElsewhere(tx: Tx, scheme: string, uid: string): Promise<boolean> {
  const others = (await db.collection("schemes").listDocuments()).filter(({ id }) => id !== scheme);
  const members = await Promise.all(others.map(({ id }) => tx.get(refs.member(id, uid))));
  return members.some((member) => member.data()?.disabled === false);
}
