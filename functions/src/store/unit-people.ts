import { Member, queries, refusalOfOwnPeople, submitsFor, type Unit, worksFor } from "@parindex/core";
import { queryAt } from "./firestore.ts";
import { refs, type UnitKey } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import type { Tx } from "./transaction.ts";

/** The people who work for a unit and may, by uid. */
export async function peopleOf(tx: Tx, key: UnitKey): Promise<Map<string, Member>> {
  const { docs } = await tx.query(queryAt(queries.membersOfUnit(key.scheme, key.unit), Member));
  const people = docs.map((doc) => [doc.id, doc.data()] as const);
  return new Map(people.filter(([, member]) => !member.disabled && worksFor(member, key.unit)));
}

/** Refuses to entrust something of a unit to who does not work for it, or whose account is disabled. */
export async function requireColleague(tx: Tx, key: UnitKey, uid: string): Promise<void> {
  const member = (await tx.get(refs.member(key.scheme, uid))).data();
  if (!member || member.disabled || !worksFor(member, key.unit))
    throw new Refused("Chỉ giao được cho người của đơn vị có tài khoản đang hoạt động.");
}

/** Refuses who leads a unit neither as its head nor, for now, as the head's deputy. */
export function requireLeader(uid: string, member: Member, unitId: string, unit: Unit, now: Date): void {
  refuse(refusalOfOwnPeople(member, unitId));
  if (!submitsFor(uid, member, unitId, unit, now)) refuse({ code: "missingRole", role: "unitHead" });
}
