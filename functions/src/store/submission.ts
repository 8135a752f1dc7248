import { Buffer } from "node:buffer";
import { isDeepStrictEqual } from "node:util";
import {
  type Evidence,
  formatInstant,
  type Ledger,
  type Member,
  missingForSubmission,
  type Period,
  refusalOfOwnPeople,
  refusalOfSelfAssessment,
  type SelfScore,
  type Submission,
  type SubmissionRecord,
  submissionName,
  submitsFor,
  type Unit,
} from "@parindex/core";
import { act, type Input, requireOpen, unitKey } from "./act.ts";
import { criteriaSet } from "./criteria-sets.ts";
import { keptFile } from "./files.ts";
import { readLedger, writeLedger } from "./fold.ts";
import { notify } from "./notices.ts";
import { refs, type UnitKey } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import type { Tx } from "./transaction.ts";
import { peopleOf } from "./unit-people.ts";

/** How many score documents there are and the sum of their versions: what a screen must have seen to submit them. */
const seenOf = (scores: readonly SelfScore[]) => ({
  scores: scores.length,
  revSum: scores.reduce((sum, { rev }) => sum + rev, 0),
});

/** Refuses who submits for the unit neither as its head nor as a deputy whose time has not passed. */
function requireSubmitter(uid: string, member: Member, unitId: string, unit: Unit, now: Date): void {
  if (submitsFor(uid, member, unitId, unit, now)) return;
  const { deputy } = unit;
  if (deputy?.uid === uid && deputy.until <= now)
    throw new Refused(`Bạn được ủy quyền gửi hồ sơ đến ${formatInstant(deputy.until)}, nay đã hết hạn.`, {
      refusal: { code: "overdue", due: deputy.until },
    });
  refuse({ code: "notYourUnit", unit: unitId });
}

const sameName = (a: string, b: string) => a.normalize("NFC").trim() === b.normalize("NFC").trim();

function requireSameScores(scores: readonly SelfScore[], seen: Input<"submitSelfAssessment">["seen"]): void {
  const stored = seenOf(scores);
  if (stored.scores !== seen.scores || stored.revSum !== seen.revSum)
    throw new Refused("Có điểm vừa được sửa mà màn hình của bạn chưa thấy. Hãy xem lại rồi gửi lại.");
}

/** Whether this very submission was made before: a retry after a lost answer, or a double click. */
const isRepeated = ({ submission }: Unit, uid: string, { report }: Input<"submitSelfAssessment">) =>
  submission.state === "submitted" && submission.by === uid && isDeepStrictEqual(submission.report, report);

/** What a Firestore document holds, with room to spare. */
const RECORD_BYTES_MAX = 1_000_000;

/** What is submitted, as it now stands: the version of every score, and all evidence in full but what was withdrawn. */
function recordOf(
  { at, by, count: number }: { at: Date; by: string; count: number },
  report: SubmissionRecord["report"],
  scores: readonly SelfScore[],
  evidence: readonly (readonly [string, Evidence])[],
): SubmissionRecord {
  const used = evidence.filter(([, { leaves }]) => Object.keys(leaves).length > 0);
  const pinned = used.map(([id, { rev, title, source, leaves, stage }]) => [
    id,
    { rev, title, source, leaves, stage },
  ]);
  const record = {
    ...{ number, by, at, report },
    scores: Object.fromEntries(scores.map(({ leaf, rev }) => [leaf, rev])),
    evidence: Object.fromEntries(pinned),
  };
  if (Buffer.byteLength(JSON.stringify(record)) > RECORD_BYTES_MAX)
    throw new Refused(
      `Hồ sơ có ${used.length} tài liệu, quá lớn để gửi một lần. Hãy gộp bớt tài liệu, hoặc rút gọn tên tài liệu.`,
    );
  return record;
}

/** A ledger that knows where its unit's submission stands. */
const withSubmission = (ledger: Ledger, { state }: Submission): Ledger =>
  ledger.submission === state ? ledger : { ...ledger, submission: state };

/** Writes where a unit's submission stands, what goes with it, and the ledger that follows. Reads before it writes. */
async function writeSubmission(
  tx: Tx,
  key: UnitKey,
  unit: Unit,
  change: Pick<Unit, "submission"> & Partial<Pick<Unit, "lockException">>,
): Promise<void> {
  const { stored, ledger } = await readLedger(tx, key);
  const { compiled } = await criteriaSet(tx, key, unit.criteriaSet);
  tx.update(refs.unit(key), change);
  writeLedger(tx, key, stored, withSubmission(ledger, change.submission), compiled);
}

/** Submits a unit's self-assessment. Returns when it was submitted; the same report twice submits once. */
export async function submit(
  input: Input<"submitSelfAssessment">,
  uid: string,
): Promise<{ submittedAt: string }> {
  const key = unitKey(input);
  let submittedAt = new Date();
  await act("submitSelfAssessment", key, uid, null, async ({ tx, member, period, now }) => {
    refuse(refusalOfOwnPeople(member, key.unit));
    const unit = await tx.must(refs.unit(key));
    requireSubmitter(uid, member, key.unit, unit, now);
    submittedAt = unit.submission.at ?? now;
    if (isRepeated(unit, uid, input)) return null;
    refuse(refusalOfSelfAssessment({ member, period, unitId: key.unit, unit, now }));
    if (!sameName(input.confirmName, unit.name))
      throw new Refused(`Tên đơn vị nhập lại chưa đúng: cần nhập «${unit.name}».`);
    const { set } = await criteriaSet(tx, key, unit.criteriaSet);
    const scores = (await tx.query(refs.selfScores(key))).docs.map((doc) => doc.data());
    requireSameScores(scores, input.seen);
    const missing = missingForSubmission(key.unit, unit, set, scores, period.year);
    if (missing.length > 0) throw new Refused(`Còn ${missing.length} tiêu chí chưa hoàn thành.`, { missing });
    if (input.report.file) await keptFile(tx, key, input.report.file);
    const evidence = (await tx.query(refs.evidence(key))).docs.map((doc) => [doc.id, doc.data()] as const);
    const version = { at: now, by: uid, count: unit.submission.count + 1 };
    const record = recordOf(version, input.report, scores, evidence);
    const submission: Submission = { state: "submitted", ...version, reason: null, report: input.report };
    await writeSubmission(tx, key, unit, { submission });
    tx.create(refs.submission(key, version.count), record);
    submittedAt = now;
    return { unit: key.unit, detail: { report: input.report, seen: input.seen } };
  });
  return { submittedAt: submittedAt.toISOString() };
}

function requireTimeToCorrect(period: Period, until: Date | null, now: Date): void {
  const overdue = period.state !== "selfAssessment" || now >= period.dates.selfAssessmentDue;
  if (overdue && !until) throw new Refused("Đã hết hạn tự đánh giá: trả lại hồ sơ phải kèm thời hạn sửa.");
  requireUsableUntil(period, until, now);
}

function requireUsableUntil(period: Period, until: Date | null, now: Date): void {
  if (until && until <= now) throw new Refused("Thời hạn sửa phải ở tương lai.");
  if (until && until > period.dates.appraisalDue) throw new Refused("Thời hạn sửa phải trước hạn thẩm định.");
}

/** Whether this very return was made before: a retry after a lost answer, or a double click. */
function isReturned({ submission, lockException }: Unit, until: Date | null, reason: string): boolean {
  const { state } = submission;
  if (submission.reason !== reason || (state !== "returned" && state !== "draft")) return false;
  return sameException(lockException, until && { until, reason, by: "" });
}

/** Returns a submitted or locked self-assessment to its unit, past the deadline with a lock exception until a date. */
export async function returnToUnit(input: Input<"returnSubmission">, uid: string): Promise<void> {
  const { reason, until } = input;
  const key = unitKey(input);
  await act("returnSubmission", key, uid, "admin", async ({ tx, period, now }) => {
    requireOpen(period, ["selfAssessment", "appraisal"]);
    requireTimeToCorrect(period, until, now);
    const unit = await tx.must(refs.unit(key));
    if (isReturned(unit, until, reason)) return null;
    const returned: Submission = { ...unit.submission, state: "returned", at: now, by: uid, reason };
    const people = await peopleOf(tx, key);
    await writeSubmission(tx, key, unit, {
      submission: unit.submission.state === "draft" ? { ...unit.submission, reason } : returned,
      lockException: until ? { until, reason, by: uid } : null,
    });
    const told = { kind: "returned", until, reason } as const;
    notify(tx, key, [...people.keys()], { told, unit: key.unit, leaf: null }, now);
    return { unit: key.unit, reason, detail: { from: unit.submission.state, until } };
  });
}

/** Locks the file of a unit that did not submit in time, as it stands: blanks stay blank and the council appraises. */
export async function lockAsItStands(input: Input<"lockAsItStands">, uid: string): Promise<void> {
  const { reason } = input;
  const key = unitKey(input);
  await act("lockAsItStands", key, uid, "admin", async ({ tx, period, now }) => {
    requireOpen(period, ["selfAssessment", "appraisal"]);
    const unit = await tx.must(refs.unit(key));
    if (unit.submission.state === "locked") return null;
    if (unit.submission.state === "submitted") refuse({ code: "submissionClosed", state: "submitted" });
    if (now < period.dates.selfAssessmentDue)
      throw new Refused("Chưa hết hạn tự đánh giá nên chưa khóa hồ sơ được.");
    const submission: Submission = { ...unit.submission, state: "locked", at: now, by: uid, reason };
    await writeSubmission(tx, key, unit, { submission, lockException: null });
    return { unit: key.unit, reason };
  });
}

const sameException = (a: Unit["lockException"], b: Unit["lockException"]): boolean =>
  a?.until.getTime() === b?.until.getTime() && a?.reason === b?.reason;

/** Opens a self-assessment that is not submitted past its due instant until another one, or takes that back. */
export async function setLockException(input: Input<"setLockException">, uid: string): Promise<void> {
  const { reason, until } = input;
  const key = unitKey(input);
  await act("setLockException", key, uid, "admin", async ({ tx, period, now }) => {
    requireOpen(period, ["selfAssessment", "appraisal"]);
    requireUsableUntil(period, until, now);
    const unit = await tx.must(refs.unit(key));
    const { state } = unit.submission;
    if (until && state !== "draft" && state !== "returned")
      throw new Refused(
        `Hồ sơ tự đánh giá ${submissionName(state)}: muốn đơn vị sửa được, hãy trả lại hồ sơ kèm thời hạn sửa.`,
        { refusal: { code: "submissionClosed", state } },
      );
    const lockException = until ? { until, reason, by: uid } : null;
    if (sameException(unit.lockException, lockException)) return null;
    const people = await peopleOf(tx, key);
    tx.update(refs.unit(key), { lockException });
    const told = { kind: "lockException", until, reason } as const;
    notify(tx, key, [...people.keys()], { told, unit: key.unit, leaf: null }, now);
    return { unit: key.unit, reason, detail: { from: unit.lockException?.until ?? null, until } };
  });
}
