import {
  type AnswerRequest,
  answerIncrements,
  type BallotAnswer,
  type BallotRequest,
  type DoorRefusal,
  formFindings,
  type Invitation,
  type OpenAnswer,
  type OpenRequest,
  questionsFor,
  type Survey,
  type SurveyAnswer,
  sha256Hex,
} from "@parindex/core";
import type { z } from "zod";
import { surveyKey } from "./act.ts";
import { type LoadedKey, loadKey, loadKeys, makeKeys } from "./ballot-keys.ts";
import { refs, type SurveyKey } from "./refs.ts";
import { answerId, ballotKeyOf } from "./survey-answers.ts";
import { addToShard } from "./survey-tallies.ts";
import { isAlreadyThere, type Tx, transact } from "./transaction.ts";

/** What the door refuses. It says no more than its kind, whatever the cause was. */
export class DoorRefused extends Error {
  readonly refusal: DoorRefusal;

  constructor(refusal: DoorRefusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** What takes answers and sells ballots: a survey that is open and not being rewritten. */
function requireTaking({ state, rewriting }: Survey, whereClosed: DoorRefusal): void {
  if (state !== "open") throw new DoorRefused(whereClosed);
  if (rewriting) throw new DoorRefused("later");
}

/** What an invitation still entitles to. */
const hasRoom = ({ ballots, uses }: Invitation, unit: string): boolean => (ballots[unit]?.length ?? 0) < uses;

/** The invitation of a code, where it is good for anything. */
const standing = (invitation: Invitation | undefined): Invitation => {
  if (!invitation || invitation.state === "revoked") throw new DoorRefused("refused");
  return invitation;
};

/** The keys of an invitation's units. Those of an open link are made when they are first asked for. */
async function keysOf(
  key: SurveyKey,
  units: readonly { id: string; criteriaSet: string }[],
  { channel }: Invitation,
): Promise<Map<string, LoadedKey>> {
  const ids = units.map(({ id }) => id);
  const keys = await loadKeys(key, ids, channel);
  if (channel === "code" || keys.size === units.length) return keys;
  await makeKeys(key, units, channel);
  return loadKeys(key, ids, channel);
}

/** What a code opens: its survey's questions for each unit that it still entitles to answer about. */
export async function openByCode({ code }: z.infer<typeof OpenRequest>): Promise<OpenAnswer> {
  const invitation = standing((await refs.invitation(sha256Hex(code)).get()).data());
  const open = invitation.units.filter((unit) => hasRoom(invitation, unit));
  const key = surveyKey(invitation);
  const survey = (await refs.survey(key).get()).data();
  if (!survey || open.length === 0) throw new DoorRefused("refused");
  requireTaking(survey, "refused");
  const [scheme, period, batch, ...found] = await Promise.all([
    refs.scheme(key).get(),
    refs.period(key).get(),
    invitation.channel === "link" ? refs.invitationBatches(key).doc(invitation.batch).get() : null,
    ...open.map((unit) => refs.unit({ ...key, unit }).get()),
  ]);
  const units = found.flatMap((doc) => {
    const unit = doc.data();
    return unit ? [{ id: doc.id, name: unit.name, criteriaSet: unit.criteriaSet }] : [];
  });
  const keys = await keysOf(key, units, invitation);
  const shown = units.flatMap(({ id, name }) => {
    const signedBy = keys.get(id);
    if (!signedBy) return [];
    const questions = questionsFor(survey.questions, id, signedBy.criteriaSet).map((one) => one.id);
    return questions.length > 0 ? [{ id, name, publicKey: signedBy.publicText, questions }] : [];
  });
  if (shown.length === 0) throw new DoorRefused("refused");
  const asked = new Set(shown.flatMap(({ questions }) => questions));
  const questions = survey.questions.filter(({ id }) => asked.has(id));
  return {
    ...{ ...key, channel: invitation.channel, name: survey.name, intro: survey.intro },
    ...{ owner: scheme.data()?.owner ?? "", year: period.data()?.year ?? 0 },
    eligibility: batch?.data()?.eligibility ?? "",
    units: shown,
    questions: questions.map(({ id, text, help, showIf, options }) => ({
      ...{ id, text, help, showIf, options: options.map((option) => option.text) },
    })),
  };
}

/**
 * Sells a ballot: signs a blinded message for a unit that the code is good for. The same message is signed again, alike;
 * another one only where the code has room left.
 */
export async function buyBallot(request: z.infer<typeof BallotRequest>): Promise<BallotAnswer> {
  const { code, unit } = request;
  const blinded = Buffer.from(request.blinded, "base64url");
  const hash = sha256Hex(blinded.toString("base64url"));
  return transact("buyBallot", async (tx) => {
    const ref = refs.invitation(sha256Hex(code));
    const invitation = standing((await tx.get(ref)).data());
    const key = surveyKey(invitation);
    const survey = (await tx.get(refs.survey(key))).data();
    if (!survey || !invitation.units.includes(unit)) throw new DoorRefused("refused");
    const before = invitation.ballots[unit] ?? [];
    const isAgain = before.includes(hash);
    if (!isAgain && !hasRoom(invitation, unit)) throw new DoorRefused("refused");
    requireTaking(survey, "refused");
    const signedBy = await loadKey(key, unit, invitation.channel);
    if (!signedBy) throw new DoorRefused("refused");
    const signature = signedBy.signBlinded(blinded);
    if (!signature) throw new DoorRefused("invalid");
    if (!isAgain) {
      tx.update(ref, {
        ballots: { ...invitation.ballots, [unit]: [...before, hash] },
        state: "redeemed",
      });
      addToShard(tx, key, unit, [[["ballots"], 1]], "ballots");
    }
    return { signature: signature.toString("base64url") };
  });
}

/** An answer that is to be accepted, and the criteria set by which its unit is asked. */
export type NewAnswer = Omit<SurveyAnswer, "epoch">;

/**
 * Accepts an answer, whatever it came by: checks that the survey takes it and that it is one, stores it and adds it to
 * its unit's tally, all in one transaction. The caller has made sure that its key entitles to it; a key that was used
 * before fails when the transaction commits.
 */
export function acceptAnswer(
  tx: Tx,
  key: SurveyKey,
  survey: Survey,
  criteriaSet: string,
  answer: NewAnswer,
): void {
  requireTaking(survey, "closed");
  const questions = questionsFor(survey.questions, answer.unit, criteriaSet);
  if (questions.length === 0 || formFindings(questions, answer.form).length > 0)
    throw new DoorRefused("invalid");
  tx.create(refs.surveyAnswer(key, answerId(answer.key, survey.epoch)), { ...answer, epoch: survey.epoch });
  addToShard(tx, key, answer.unit, answerIncrements(answer, questions, criteriaSet));
}

/** Whether two answers say the same of the same unit: blanks aside, the order of a form means nothing. */
export function isSameAnswer(
  left: Pick<SurveyAnswer, "unit" | "form">,
  right: Pick<SurveyAnswer, "unit" | "form">,
): boolean {
  const [one, other] = [Object.entries(left.form), right.form];
  return (
    left.unit === right.unit &&
    one.length === Object.keys(other).length &&
    one.every(([question, option]) => other[question] === option)
  );
}

/** What is stored under an answer's key, as the survey stands now. */
async function storedAnswer(key: SurveyKey, answerKey: string): Promise<SurveyAnswer | undefined> {
  const survey = (await refs.survey(key).get()).data();
  return survey && (await refs.surveyAnswer(key, answerId(answerKey, survey.epoch)).get()).data();
}

/** How often an answer is tried whose ballot seems spent, but which is nowhere: a rewrite moved it meanwhile. */
const TRIES = 3;

/**
 * Takes an answer in by its ballot. The ballot is spent by storing the answer under an id that follows from it; the same
 * answer again succeeds, another one is refused. Nothing of the request is kept but the answer.
 */
export async function answerByBallot(request: AnswerRequest): Promise<void> {
  const { unit, channel, form, minutes } = request;
  const key = surveyKey(request);
  const message = Buffer.from(request.ballot.message, "base64url");
  const signature = Buffer.from(request.ballot.signature, "base64url");
  const signedBy = await loadKey(key, unit, channel);
  if (!signedBy?.verifies(message, signature)) throw new DoorRefused("refused");
  const ballot = { message: message.toString("base64url"), signature: signature.toString("base64url") };
  const answer = { key: ballotKeyOf(message), unit, channel, form, minutes, ballot, batch: null };
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const failure = await transact("answerSurvey", async (tx) => {
      const survey = (await tx.get(refs.survey(key))).data();
      if (!survey) throw new DoorRefused("refused");
      acceptAnswer(tx, key, survey, signedBy.criteriaSet, answer);
    }).then(
      () => null,
      (error: unknown) => error,
    );
    if (failure === null) return;
    const isClosed = failure instanceof DoorRefused && failure.refusal === "closed";
    if (!isClosed && !isAlreadyThere(failure)) throw failure;
    const stored = await storedAnswer(key, answer.key);
    if (stored && isSameAnswer(stored, answer)) return;
    if (isClosed) throw failure;
    if (stored) throw new DoorRefused("spent");
  }
  throw new DoorRefused("later");
}
