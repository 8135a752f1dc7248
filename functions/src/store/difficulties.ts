import { type Difficulty, type Member, refusalOfOwnPeople, worksFor } from "@parindex/core";
import { act, type Input, unitKey } from "./act.ts";
import { criteriaSet } from "./criteria-sets.ts";
import { membersOf } from "./members.ts";
import { codeOf, notify } from "./notices.ts";
import { refs } from "./refs.ts";
import { refuse } from "./refused.ts";
import { MissingDocument } from "./transaction.ts";

/** The uids of those members who may sign in and whom a text concerns. */
const concerned = (members: ReadonlyMap<string, Member>, isMeant: (member: Member) => boolean): string[] =>
  [...members].flatMap(([uid, member]) => (!member.disabled && isMeant(member) ? [uid] : []));

/** A unit's people ask the standing body, which is told of it. The same question sent again is asked once. */
export async function askDifficulty(input: Input<"askDifficulty">, uid: string): Promise<void> {
  const { leaf, question } = input;
  const key = unitKey(input);
  await act("askDifficulty", key, uid, null, async ({ tx, member, now }) => {
    refuse(refusalOfOwnPeople(member, key.unit));
    const unit = await tx.must(refs.unit(key));
    const { set, compiled } = await criteriaSet(tx, key, unit.criteriaSet);
    if (leaf !== null && !Object.hasOwn(set.leaves, leaf)) refuse({ code: "unknownLeaf", leaf });
    const ref = refs.difficulty(key, input.difficulty);
    if ((await tx.get(ref)).exists) return null;
    const admins = concerned(await membersOf(tx, key.scheme), ({ roles }) => roles.admin === true);
    const asked = { period: key.period, unit: key.unit, leaf, question, by: uid, at: now };
    tx.create(ref, { ...asked, answer: null, shared: false });
    const told = {
      kind: "difficultyAsked",
      unit: unit.name,
      code: codeOf(compiled, leaf),
      question,
    } as const;
    notify(tx, key, admins, { told, unit: key.unit, leaf }, now);
    return { unit: key.unit, detail: { difficulty: input.difficulty, leaf } };
  });
}

const isAnswered = ({ answer, shared }: Difficulty, input: Input<"answerDifficulty">): boolean =>
  answer?.text === input.answer && shared === input.shared;

/** The standing body answers, or corrects its answer; who asked and the unit's people are told. */
export async function answerDifficulty(input: Input<"answerDifficulty">, uid: string): Promise<void> {
  const { scheme, answer, shared } = input;
  await act("answerDifficulty", input, uid, "admin", async ({ tx, now }) => {
    const ref = refs.difficulty(input, input.difficulty);
    const difficulty = await tx.must(ref);
    if (difficulty.period !== input.period) throw new MissingDocument(ref.path);
    if (isAnswered(difficulty, input)) return null;
    const { unit, leaf, by } = difficulty;
    const members = await membersOf(tx, scheme, unit);
    const asker = (await tx.get(refs.member(scheme, by))).data();
    const people = concerned(members, (member) => worksFor(member, unit));
    tx.update(ref, { answer: { text: answer, by: uid, at: now }, shared });
    const to = asker && !asker.disabled ? [...people, by] : people;
    notify(tx, input, to, { told: { kind: "difficultyAnswered", answer }, unit, leaf }, now);
    const from = difficulty.answer?.text ?? null;
    return { unit, detail: { difficulty: input.difficulty, shared, from, to: answer } };
  });
}
