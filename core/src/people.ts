import type { Member, Post } from "./documents.ts";

/** Who a person was at an instant: a history shows the name, title and unit of the time. */
export function postAt(member: Pick<Member, "name" | "title" | "unit" | "former">, at: Date): Post {
  const { name, title, unit } = member.former.find(({ until }) => at < until) ?? member;
  return { name, title, unit };
}

/** A member with new particulars; what a history needs of the old ones is kept. */
export function withParticulars(
  member: Member,
  person: Pick<Member, "name" | "title" | "email" | "unit" | "roles">,
  at: Date,
): Member {
  const { name, title, unit, former } = member;
  const moved = name !== person.name || title !== person.title || unit !== person.unit;
  return { ...member, ...person, former: moved ? [...former, { name, title, unit, until: at }] : former };
}
