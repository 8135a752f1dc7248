import type { Member } from "@parindex/core";
import { db } from "./firestore.ts";
import { refs } from "./refs.ts";
import type { Tx } from "./transaction.ts";

/**
 * An account's memberships, those of one scheme left out where it is named. There is a scheme a province and at most one
 * a district or commune, so asking each for one document is cheap and needs no index over all members.
 */
export async function membershipsOf(tx: Tx, uid: string, except: string | null): Promise<Member[]> {
  const schemes = (await db.collection("schemes").listDocuments()).filter(({ id }) => id !== except);
  const members = await Promise.all(schemes.map(({ id }) => tx.get(refs.member(id, uid))));
  return members.flatMap((member) => member.data() ?? []);
}

/** Whether an account stands in another scheme too, be it locked out there: nobody here may open its doors. */
export const belongsElsewhere = async (tx: Tx, scheme: string, uid: string): Promise<boolean> =>
  (await membershipsOf(tx, uid, scheme)).length > 0;
