import { type Comment, type PeriodState, refusalOfOwnPeople, type Unit } from "@parindex/core";
import { act, type Input, requireOpen, unitKey } from "./act.ts";
import { criteriaSet } from "./criteria-sets.ts";
import { codeOf, notify } from "./notices.ts";
import { refs } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import { peopleOf, requireColleague, requireLeader } from "./unit-people.ts";

/** The steps of the year in which a unit has work to share out. */
const WORKING: readonly PeriodState[] = ["selfAssessment", "appraisal", "explanation"];

/** Refuses what is no leaf of the set, and what the survey scores. */
function requireSelfLeaf(leaves: Readonly<Record<string, { source: string }>>, leaf: string): void {
  const entry = Object.hasOwn(leaves, leaf) ? leaves[leaf] : undefined;
  if (!entry) refuse({ code: "unknownLeaf", leaf });
  if (entry?.source === "survey") refuse({ code: "surveyLeaf", leaf });
}

/** The assignments once these leaves are given to one person, or to nobody. */
function assigned(before: Unit["assignments"], leaves: readonly string[], to: string | null) {
  const given = new Set(leaves);
  const others = Object.entries(before).filter(([leaf]) => !given.has(leaf));
  return Object.fromEntries([...others, ...(to === null ? [] : leaves.map((leaf) => [leaf, to] as const))]);
}

/** The head or deputy of a unit gives leaves to one of its people, or to nobody in particular. */
export async function assignLeaves(input: Input<"assignLeaves">, uid: string): Promise<void> {
  const { to } = input;
  const key = unitKey(input);
  await act("assignLeaves", key, uid, null, async ({ tx, member, period, now }) => {
    refuse(refusalOfOwnPeople(member, key.unit));
    const unit = await tx.must(refs.unit(key));
    requireLeader(uid, member, key.unit, unit, now);
    requireOpen(period, WORKING);
    const { set, compiled } = await criteriaSet(tx, key, unit.criteriaSet);
    for (const leaf of input.leaves) requireSelfLeaf(set.leaves, leaf);
    if (to !== null) await requireColleague(tx, key, to);
    const leaves = [...new Set(input.leaves)].filter((leaf) => (unit.assignments[leaf] ?? null) !== to);
    const [first] = leaves;
    if (first === undefined) return null;
    tx.update(refs.unit(key), { assignments: assigned(unit.assignments, leaves, to) });
    if (to !== null && to !== uid) {
      const leaf = leaves.length === 1 ? first : null;
      const what = { by: member.name, leaves: leaves.length, code: codeOf(compiled, leaf) };
      notify(tx, key, [to], { told: { kind: "assigned", ...what }, unit: key.unit, leaf }, now);
    }
    return { unit: key.unit, detail: { leaves, to } };
  });
}

/** The deputy that a request names, or null where it takes the delegation back. */
function deputyOf({ to, until }: Input<"delegate">, by: string, now: Date): Unit["deputy"] {
  if (to === null) return null;
  if (!until) throw new Refused("Ủy quyền phải kèm thời hạn.");
  if (until <= now) throw new Refused("Thời hạn ủy quyền phải ở tương lai.");
  if (to === by) throw new Refused("Không ủy quyền cho chính mình được: bạn đã gửi được hồ sơ.");
  return { uid: to, until, by };
}

const sameDeputy = (a: Unit["deputy"], b: Unit["deputy"]): boolean =>
  a?.uid === b?.uid && a?.until.getTime() === b?.until.getTime();

/** The head of a unit lets one of its people submit in their place until an instant, or nobody any more. */
export async function delegate(input: Input<"delegate">, uid: string): Promise<void> {
  const key = unitKey(input);
  await act("delegate", key, uid, null, async ({ tx, member, period, now }) => {
    refuse(refusalOfOwnPeople(member, key.unit));
    if (member.roles.unitHead !== key.unit) refuse({ code: "missingRole", role: "unitHead" });
    requireOpen(period, WORKING);
    const deputy = deputyOf(input, uid, now);
    const unit = await tx.must(refs.unit(key));
    if (sameDeputy(unit.deputy, deputy)) return null;
    if (deputy) await requireColleague(tx, key, deputy.uid);
    tx.update(refs.unit(key), { deputy });
    if (deputy) {
      const told = { kind: "delegated", by: member.name, until: deputy.until } as const;
      notify(tx, key, [deputy.uid], { told, unit: key.unit, leaf: null }, now);
    }
    return { unit: key.unit, detail: { to: input.to, until: deputy?.until ?? null } };
  });
}

/** A unit's own people leave a remark among themselves: its head and who works on the leaf are told. */
export async function addComment(input: Input<"addComment">, uid: string): Promise<void> {
  const { leaf, text } = input;
  const key = unitKey(input);
  await act("addComment", key, uid, null, async ({ tx, member, now }) => {
    refuse(refusalOfOwnPeople(member, key.unit));
    const unit = await tx.must(refs.unit(key));
    const { set, compiled } = await criteriaSet(tx, key, unit.criteriaSet);
    if (leaf !== null && !Object.hasOwn(set.leaves, leaf)) refuse({ code: "unknownLeaf", leaf });
    const ref = refs.comment(key, input.comment);
    const stored = (await tx.get(ref)).data();
    if (stored && (stored.by !== uid || stored.text !== text || stored.leaf !== leaf))
      throw new Refused("Đã có nhận xét khác dưới mã này. Hãy viết lại nhận xét.");
    if (stored) return null;
    const people = await peopleOf(tx, key);
    const concerned = [...people].filter(
      ([id, { roles }]) =>
        id !== uid && (roles.unitHead === key.unit || (leaf !== null && unit.assignments[leaf] === id)),
    );
    const comment: Comment = { leaf, text, by: uid, at: now, resolved: null };
    tx.create(ref, comment);
    const told = { kind: "comment", by: member.name, code: codeOf(compiled, leaf), text } as const;
    const to = concerned.map(([id]) => id);
    notify(tx, key, to, { told, unit: key.unit, leaf }, now);
    return null;
  });
}

/** A unit's own people mark a remark as settled. */
export async function resolveComment(input: Input<"resolveComment">, uid: string): Promise<void> {
  const key = unitKey(input);
  await act("resolveComment", key, uid, null, async ({ tx, member, now }) => {
    refuse(refusalOfOwnPeople(member, key.unit));
    const ref = refs.comment(key, input.comment);
    const { resolved } = await tx.must(ref);
    if (!resolved) tx.update(ref, { resolved: { by: uid, at: now } });
    return null;
  });
}
