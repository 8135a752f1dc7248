import type { Member } from "@parindex/core";
import { refs } from "./refs.ts";
import { type Tx, transact } from "./transaction.ts";

async function membershipsBy(tx: Tx, uid: string, except: string | null) {
  const schemes = (await refs.schemes().listDocuments()).filter(({ id }) => id !== except);
  const members = await tx.getAll(schemes.map(({ id }) => refs.member(id, uid)));
  return schemes.flatMap(({ id }, at) => {
    const member = members[at]?.data();
    return member ? [{ id, member }] : [];
  });
}

/**
 * An account's memberships, those of one scheme left out where it is named. There is a scheme a province and at most one
 * a district or commune, so asking each for one document is cheap and needs no index over all members.
 */
export const membershipsOf = async (tx: Tx, uid: string, except: string | null): Promise<Member[]> =>
  (await membershipsBy(tx, uid, except)).map(({ member }) => member);

/** Whether an account stands in another scheme too, be it locked out there: nobody here may open its doors. */
export const belongsElsewhere = async (tx: Tx, scheme: string, uid: string): Promise<boolean> =>
  (await membershipsOf(tx, uid, scheme)).length > 0;

/** The schemes an account may work in, by the names of their owners. */
export async function mySchemes(uid: string): Promise<{ id: string; name: string; owner: string }[]> {
  const schemes = await transact("mySchemes", async (tx) => {
    const open = (await membershipsBy(tx, uid, null)).filter(({ member }) => !member.disabled);
    const found = await tx.mustAll(open.map(({ id }) => refs.scheme({ scheme: id })));
    return open.flatMap(({ id }, at) => {
      const scheme = found[at];
      return scheme ? [{ id, name: scheme.name, owner: scheme.owner }] : [];
    });
  });
  return schemes.toSorted((a, b) => a.owner.localeCompare(b.owner, "vi"));
}
