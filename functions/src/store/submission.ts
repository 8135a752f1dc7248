import {
  type Member,
  missingForSubmission,
  type Period,
  refusalOfSelfAssessment,
  type SelfScore,
  type Submission,
  type Unit,
} from "@parindex/core";
import { act, type Input, requireOpen, unitKey } from "./act.ts";
import { criteriaSet } from "./criteria-sets.ts";
import { refs } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";

/** How many score documents there are and the sum of their versions: what a screen must have seen to submit them. */
const seenOf = (scores: readonly SelfScore[]) => ({
  scores: scores.length,
  revSum: scores.reduce((sum, { rev }) => sum + rev, 0),
});

function requireHead(member: Member, unitId: string): void {
  if (member.roles.unitHead !== unitId) refuse({ code: "notYourUnit", unit: unitId });
}

const sameName = (a: string, b: string) => a.normalize("NFC").trim() === b.normalize("NFC").trim();

function requireSameScores(scores: readonly SelfScore[], seen: Input<"submitSelfAssessment">["seen"]): void {
  const stored = seenOf(scores);
  if (stored.scores !== seen.scores || stored.revSum !== seen.revSum)
    throw new Refused("Có điểm vừa được sửa mà màn hình của bạn chưa thấy. Hãy xem lại rồi gửi lại.");
}

/** Whether this very submission was made before: a retry after a lost answer, or a double click. */
const isRepeated = ({ submission }: Unit, uid: string, { report }: Input<"submitSelfAssessment">) =>
  submission.state === "submitted" &&
  submission.by === uid &&
  submission.report?.number === report.number &&
  submission.report.date === report.date;

/** Submits a unit's self-assessment. Returns when it was submitted; the same report twice submits once. */
export async function submit(
  input: Input<"submitSelfAssessment">,
  uid: string,
): Promise<{ submittedAt: string }> {
  const key = unitKey(input);
  let submittedAt = new Date();
  await act("submitSelfAssessment", key, uid, null, async ({ tx, member, period, now }) => {
    requireHead(member, key.unit);
    const unit = await tx.must(refs.unit(key));
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
    const submission: Submission = {
      state: "submitted",
      at: now,
      by: uid,
      reason: null,
      report: input.report,
      count: unit.submission.count + 1,
    };
    tx.update(refs.unit(key), { submission });
    submittedAt = now;
    return { unit: key.unit, detail: { report: input.report, seen: input.seen } };
  });
  return { submittedAt: submittedAt.toISOString() };
}

function requireTimeToCorrect(period: Period, until: Date | null, now: Date): void {
  const overdue = period.state !== "selfAssessment" || now >= period.dates.selfAssessmentDue;
  if (overdue && !until) throw new Refused("Đã hết hạn tự đánh giá: trả lại hồ sơ phải kèm thời hạn sửa.");
  if (until && until <= now) throw new Refused("Thời hạn sửa phải ở tương lai.");
  if (until && until > period.dates.appraisalDue) throw new Refused("Thời hạn sửa phải trước hạn thẩm định.");
}

/** Returns a submitted or locked self-assessment to its unit, past the deadline with a lock exception until a date. */
export async function returnToUnit(input: Input<"returnSubmission">, uid: string): Promise<void> {
  const { reason, until } = input;
  const key = unitKey(input);
  await act("returnSubmission", key, uid, "admin", async ({ tx, period, now }) => {
    requireOpen(period, ["selfAssessment", "appraisal"]);
    requireTimeToCorrect(period, until, now);
    const unit = await tx.must(refs.unit(key));
    const returned: Submission = { ...unit.submission, state: "returned", at: now, by: uid, reason };
    tx.update(refs.unit(key), {
      submission: unit.submission.state === "draft" ? { ...unit.submission, reason } : returned,
      lockException: until ? { until, reason, by: uid } : null,
    });
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
    tx.update(refs.unit(key), { submission, lockException: null });
    return { unit: key.unit, reason };
  });
}
