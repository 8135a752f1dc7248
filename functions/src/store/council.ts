import { isDeepStrictEqual } from "node:util";
import { type Council, type Member, type Seat, UNSEALED_STATES } from "@parindex/core";
import { act, type Input, requireOpen } from "./act.ts";
import { membersOf } from "./members.ts";
import { refs } from "./refs.ts";
import { Refused } from "./refused.ts";

const seated = ({ members }: Council, seat: Seat): number =>
  members.filter((member) => member.seat === seat).length;

/** Refuses a council without exactly one chair, with two secretaries, or with a person who sits twice or can't sit. */
function requireSound(council: Council, members: ReadonlyMap<string, Member>): void {
  if (seated(council, "chair") !== 1) throw new Refused("Hội đồng phải có đúng một chủ tịch.");
  if (seated(council, "secretary") > 1) throw new Refused("Hội đồng có nhiều nhất một thư ký.");
  if (new Set(council.members.map(({ uid }) => uid)).size < council.members.length)
    throw new Refused("Một người giữ hai vị trí trong Hội đồng.");
  for (const { uid } of council.members) {
    const member = members.get(uid);
    if (!member) throw new Refused(`Tài khoản ${uid} không thuộc chương trình đánh giá này.`);
    if (member.disabled) throw new Refused(`Tài khoản của ${member.name} đang bị khóa.`);
  }
}

/**
 * Puts the period's council together. Its members get the council's role; whoever has it without a seat loses it, so
 * that nobody judges who does not sit.
 */
export async function setCouncil(input: Input<"setCouncil">, uid: string): Promise<void> {
  const { scheme, council } = input;
  await act("setCouncil", input, uid, "admin", async ({ tx, period }) => {
    requireOpen(period, UNSEALED_STATES);
    const members = await membersOf(tx, scheme);
    requireSound(council, members);
    const sitting = new Set(council.members.map((member) => member.uid));
    const changed = [...members].filter(([id, { roles }]) => (roles.council === true) !== sitting.has(id));
    if (changed.length === 0 && isDeepStrictEqual(period.council, council)) return null;
    tx.update(refs.period(input), { council });
    for (const [id, { roles }] of changed) {
      const { council: _had, ...others } = roles;
      tx.update(refs.member(scheme, id), { roles: sitting.has(id) ? { ...others, council: true } : others });
    }
    return { detail: { from: period.council, to: council } };
  });
}
