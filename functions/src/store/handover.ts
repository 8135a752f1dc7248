import { type Member, type Roles, type Unit, withParticulars } from "@parindex/core";
import { act, type Input } from "./act.ts";
import { refs } from "./refs.ts";
import { Refused } from "./refused.ts";

type Role = Input<"handOver">["role"];

const ROLES: Record<Role, string> = { unitHead: "lãnh đạo đơn vị", unitEditor: "cán bộ tự đánh giá" };

function without(roles: Roles, role: Role): Roles {
  const { [role]: _given, ...others } = roles;
  return others;
}

/** Refuses a successor who can't take a role of this unit over. */
function requireSuccessor(to: Member, unit: string): void {
  if (to.disabled) throw new Refused(`Tài khoản của ${to.name} đang bị khóa.`);
  if (to.unit !== null && to.unit !== unit)
    throw new Refused(`${to.name} thuộc đơn vị khác nên không nhận bàn giao của đơn vị này được.`);
}

/** The unit with the leaves of one person given to another, and without the deputy that person was. */
function handedOver(
  { assignments, deputy }: Unit,
  from: string,
  to: string,
): Pick<Unit, "assignments" | "deputy"> {
  const moved = Object.entries(assignments).map(([leaf, uid]) => [leaf, uid === from ? to : uid]);
  return { assignments: Object.fromEntries(moved), deputy: deputy?.uid === from ? null : deputy };
}

/** Moves a role of a unit, with the leaves assigned, from one person to another, who comes to the unit where they had none. */
export async function handOver(input: Input<"handOver">, by: string): Promise<void> {
  const { scheme, role, reason } = input;
  await act("handOver", input, by, "admin", async ({ tx, now }) => {
    if (input.from === input.to) throw new Refused("Người bàn giao và người nhận phải khác nhau.");
    const from = await tx.must(refs.member(scheme, input.from));
    const to = await tx.must(refs.member(scheme, input.to));
    const unitId = from.roles[role];
    if (unitId === undefined) {
      if (from.unit !== null && to.roles[role] === from.unit) return null;
      throw new Refused(`${from.name} không giữ vai trò ${ROLES[role]}.`);
    }
    requireSuccessor(to, unitId);
    const unitKey = { scheme, period: input.period, unit: unitId };
    const unit = await tx.must(refs.unit(unitKey));
    tx.update(refs.member(scheme, input.from), { roles: without(from.roles, role) });
    const roles = { ...to.roles, [role]: unitId };
    tx.set(refs.member(scheme, input.to), withParticulars(to, { ...to, unit: unitId, roles }, now));
    tx.update(refs.unit(unitKey), handedOver(unit, input.from, input.to));
    return { unit: unitId, reason, detail: { role, from: input.from, to: input.to } };
  });
}
