import type { Member, Post } from "./documents.ts";

/** What the standing body says of a person. */
export type Person = Pick<Member, "name" | "title" | "email" | "unit" | "roles">;

/** Who a person was at an instant: a history shows the name, title and unit of the time. */
export function postAt(member: Pick<Member, "name" | "title" | "unit" | "former">, at: Date): Post {
  const { name, title, unit } = member.former.find(({ until }) => at < until) ?? member;
  return { name, title, unit };
}

/** A member with new particulars; what a history needs of the old ones is kept. */
export function withParticulars(member: Member, person: Person, at: Date): Member {
  const { name, title, unit, former } = member;
  const moved = name !== person.name || title !== person.title || unit !== person.unit;
  return { ...member, ...person, former: moved ? [...former, { name, title, unit, until: at }] : former };
}

/** An e-mail address as accounts compare them. */
export const sameEmail = (email: string): string => email.trim().toLowerCase();

/**
 * What is wrong with a person's unit and roles, by the place in the person: a unit's editor and head belong to that
 * unit, an appraiser to the department that appraises, and the unit is one of the period's.
 */
export function issuesOfPerson(
  { unit, roles }: Pick<Person, "unit" | "roles">,
  units: ReadonlySet<string>,
): { path: string; message: string }[] {
  const issues: { path: string; message: string }[] = [];
  if (unit !== null && !units.has(unit))
    issues.push({ path: "unit", message: `đơn vị «${unit}» không có trong kỳ đánh giá` });
  for (const role of ["unitEditor", "unitHead"] as const)
    if (roles[role] !== undefined && roles[role] !== unit)
      issues.push({ path: `roles.${role}`, message: "phải thuộc chính đơn vị của người đó" });
  if (roles.appraiser && unit === null)
    issues.push({ path: "unit", message: "cán bộ thẩm định phải thuộc một đơn vị" });
  return issues;
}
