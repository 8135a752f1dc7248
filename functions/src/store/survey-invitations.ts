import { randomBytes } from "node:crypto";
import {
  codeFrom,
  Invitation,
  type InvitationBatch,
  OPEN_STATES,
  queries,
  questionsFor,
  type Survey,
  sha256Hex,
} from "@parindex/core";
import { act, type Input, requireOpen, surveyKey } from "./act.ts";
import { queryAt } from "./firestore.ts";
import { refs, type SurveyKey } from "./refs.ts";
import { Refused } from "./refused.ts";
import type { Tx } from "./transaction.ts";

/** How many invitations × units one batch may have: they are stored in one transaction (Firestore: 10 MiB). */
const ENTITLEMENTS_MAX = 100_000;

/** A code as `codeFrom` takes its randomness: one byte a letter. */
const CODE_BYTES = 19;

/** Refuses what no invitation may be: the open link is one, and personal codes are good for one ballot a unit. */
function requireKind({ kind, count, uses, units, eligibility }: Input<"issueInvitations">): void {
  if (new Set(units).size < units.length) throw new Refused("Một đơn vị được nêu hai lần.");
  if (kind === "open") {
    if (count !== 1) throw new Refused("Mỗi lần chỉ phát hành một liên kết mở.");
    if (eligibility.trim() === "") throw new Refused("Hãy ghi rõ ai được trả lời qua liên kết mở.");
  } else if (uses !== 1) throw new Refused("Mỗi mã phiếu chỉ dùng được một lần cho mỗi đơn vị.");
  if (count * units.length > ENTITLEMENTS_MAX)
    throw new Refused("Số phiếu mời quá lớn cho nhiều đơn vị như vậy. Hãy chia thành nhiều đợt.");
}

/** Refuses units that the survey does not ask about. */
async function requireAsked(tx: Tx, key: SurveyKey, { questions }: Survey, ids: readonly string[]) {
  const found = await tx.getAll(ids.map((unit) => refs.unit({ ...key, unit })));
  const units = found.map((doc) => ({ id: doc.id, unit: doc.data() }));
  const foreign = units.filter(
    ({ id, unit }) => !unit || questionsFor(questions, id, unit.criteriaSet).length === 0,
  );
  if (foreign.length === 0) return;
  throw new Refused(`Phiếu không hỏi về: ${foreign.map(({ id, unit }) => unit?.name ?? id).join(", ")}.`);
}

/** Codes as they are handed over, this once: nothing stored can bring them back. `codes[i]` has the number `first + i`. */
export interface IssuedCodes {
  first: number;
  codes: string[];
}

/** Issues invitations, all of them or none, under the hashes of new codes. A batch's codes are told once. */
export async function issueInvitations(input: Input<"issueInvitations">, uid: string): Promise<IssuedCodes> {
  const { batch, kind, units, uses, note, eligibility, count } = input;
  const key = surveyKey(input);
  let issued = null as IssuedCodes | null;
  requireKind(input);
  await act("issueInvitations", key, uid, "admin", async ({ tx, period, now }) => {
    requireOpen(period, OPEN_STATES);
    const survey = await tx.must(refs.survey(key));
    if (survey.state === "closed")
      throw new Refused("Cuộc điều tra đã đóng nên không phát hành phiếu mời nữa.");
    const batchRef = refs.invitationBatches(key).doc(batch);
    if ((await tx.get(batchRef)).exists)
      throw new Refused(
        "Đợt phiếu mời này đã phát hành và mã chỉ hiện một lần. Nếu chưa nhận được mã, hãy thu hồi cả đợt rồi phát hành đợt mới.",
      );
    await requireAsked(tx, key, survey, units);
    const first = survey.issued + 1;
    const codes = Array.from({ length: count }, () => codeFrom(randomBytes(CODE_BYTES)));
    const channel = kind === "open" ? "link" : "code";
    codes.forEach((code, at) => {
      const invitation: Invitation = {
        ...{ ...key, batch, number: first + at, channel, units, uses },
        ...{ ballots: {}, state: "issued", epoch: survey.epoch },
      };
      tx.create(refs.invitation(sha256Hex(code)), invitation);
    });
    const stored: InvitationBatch = { kind, units, first, count, uses, note, eligibility, by: uid, at: now };
    tx.create(batchRef, stored);
    tx.update(refs.survey(key), { issued: survey.issued + count });
    issued = { first, codes };
    const { survey: id } = key;
    return { detail: { survey: id, batch, kind, first, count, uses, units: units.length } };
  });
  if (!issued) throw new Error("issueInvitations: no codes");
  return issued;
}

/** Whether an invitation can be ended: a code until it buys something, an open link at any time. */
const isRevocable = ({ state, channel }: Invitation): boolean =>
  state === "issued" || (state === "redeemed" && channel === "link");

/** Ends invitations. Codes that were redeemed stay, and are told; so do the ballots that an open link gave out. */
export async function revokeInvitations(
  input: Input<"revokeInvitations">,
  uid: string,
): Promise<{ revoked: number; redeemed: number }> {
  const { batch, reason } = input;
  const key = surveyKey(input);
  const numbers = input.numbers && new Set(input.numbers);
  let result = { revoked: 0, redeemed: 0 };
  await act("revokeInvitations", key, uid, "admin", async ({ tx, period }) => {
    requireOpen(period, OPEN_STATES);
    await tx.must(refs.invitationBatches(key).doc(batch));
    const query = queryAt(queries.invitationsOf(key.scheme, key.period, key.survey, batch), Invitation);
    const all = (await tx.query(query)).docs.filter((doc) => !numbers || numbers.has(doc.data().number));
    if (numbers && all.length < numbers.size) throw new Refused("Đợt phiếu mời này không có một số đã nêu.");
    const open = all.filter((doc) => isRevocable(doc.data()));
    for (const { id } of open) tx.update(refs.invitation(id), { state: "revoked" });
    const redeemed = all.filter((doc) => doc.data().state === "redeemed" && !isRevocable(doc.data())).length;
    result = { revoked: open.length, redeemed };
    if (open.length === 0) return null;
    const some = numbers && open.map((doc) => doc.data().number).sort((a, b) => a - b);
    return { reason, detail: { survey: key.survey, batch, numbers: some, ...result } };
  });
  return result;
}

/** How a batch's invitations stand. */
export interface BatchCounts {
  batch: string;
  issued: number;
  redeemed: number;
  revoked: number;
}

/** Counts the invitations of every batch by their state. */
export async function countInvitations(
  input: Input<"countInvitations">,
  uid: string,
): Promise<{ batches: BatchCounts[] }> {
  const key = surveyKey(input);
  let batches: string[] = [];
  await act("countInvitations", key, uid, "admin", async ({ tx }) => {
    await tx.must(refs.survey(key));
    batches = (await tx.query(refs.invitationBatches(key))).docs.map(({ id }) => id);
    return null;
  });
  const counted = (batch: string, state: Invitation["state"]) =>
    queryAt(queries.invitationsIn(key.scheme, key.period, key.survey, batch, state), Invitation)
      .count()
      .get()
      .then((counts) => counts.data().count);
  const counts = batches.map(async (batch): Promise<BatchCounts> => {
    const [issued, redeemed, revoked] = await Promise.all([
      counted(batch, "issued"),
      counted(batch, "redeemed"),
      counted(batch, "revoked"),
    ]);
    return { batch, issued, redeemed, revoked };
  });
  return { batches: await Promise.all(counts) };
}
