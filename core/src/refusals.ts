import type { z } from "zod";
import type { Id, LeafEntry } from "./criteria-set.ts";
import type { Member, Period, PeriodState, Roles, SubmissionState, Unit } from "./documents.ts";
import { formatPoints } from "./points.ts";
import { TIME_ZONE } from "./time-zone.ts";

/**
 * Why a write is refused: each cause of a lock has a message of its own. The same causes guard the security rules
 * (which can only say no), the callables, and the web, which asks here to explain a "no".
 */
export type Refusal =
  | { code: "notMember" }
  | { code: "disabled" }
  | { code: "notYourUnit"; unit: string }
  | { code: "notYourLeaf"; leaf: string }
  | { code: "ownUnit"; unit: string }
  | { code: "missingRole"; role: keyof Roles }
  | { code: "wrongState"; state: PeriodState; allowed: readonly PeriodState[] }
  | { code: "overdue"; due: Date }
  | { code: "submissionClosed"; state: SubmissionState }
  | { code: "unknownLeaf"; leaf: string }
  | { code: "surveyLeaf"; leaf: string }
  | { code: "selfLeaf"; leaf: string }
  | { code: "exemptLeaf"; leaf: string; reason: string }
  | { code: "notPoints" }
  | { code: "aboveMaximum"; max: number }
  | { code: "offStep"; step: number }
  | { code: "staleVersion"; current: number; sent: number }
  | { code: "nothingToRecognise"; leaf: string }
  | { code: "notRecognised"; self: number }
  | { code: "reasonNeeded" }
  | { code: "notReleased"; leaf: string };

export type LeafScore = { leaf: string; points: unknown; rev: number };

type Subject = { member: Member | null; period: Period; unitId: z.infer<typeof Id>; unit: Unit; now: Date };

const SELF_STATES = ["selfAssessment", "appraisal"] as const;
const LEAD_STATES = ["appraisal", "reappraisal"] as const;
const COUNCIL_STATES = ["appraisal", "reappraisal", "adoption"] as const;

/**
 * The department that appraises a leaf of a unit (design §5.8). Nobody judges themselves: where the lead department
 * is the unit itself, the standing body appraises; where that is the unit too, the department the council names.
 */
export function appraisingUnit(
  lead: string,
  unit: string,
  period: Pick<Period, "standingBody" | "standingBodyOwn">,
): string {
  if (lead !== unit) return lead;
  return unit === period.standingBody ? period.standingBodyOwn : period.standingBody;
}

/** Whether this person belongs to a unit or works on its self-assessment, and so never judges it (design §5.8). */
export const belongsTo = ({ unit: own, roles }: Member, unit: string): boolean =>
  own === unit || roles.unitEditor === unit || roles.unitHead === unit;

/** Whether this person, as an appraiser of their department or as a council member, may judge this leaf of this unit. */
export function appraises(
  member: Member,
  unit: string,
  leaf: string,
  entry: LeafEntry,
  period: Period,
): boolean {
  if (belongsTo(member, unit)) return false;
  if (member.roles.council) return true;
  const nodes = member.roles.appraiser?.nodes;
  if (!nodes || appraisingUnit(entry.lead, unit, period) !== member.unit) return false;
  return nodes.length === 0 || nodes.includes(entry.field) || nodes.includes(leaf);
}

/** Why these points can't stand on this leaf, or null. Points must be whole 1/10 000, 0 … max, on the leaf's step. */
export function refusalOfPoints(points: unknown, entry: Pick<LeafEntry, "max" | "step">): Refusal | null {
  if (points === null) return null;
  if (typeof points !== "number" || !Number.isInteger(points) || points < 0) return { code: "notPoints" };
  if (points > entry.max) return { code: "aboveMaximum", max: entry.max };
  if (points % entry.step !== 0) return { code: "offStep", step: entry.step };
  return null;
}

function refusalOfVersion(sent: number, current: number | null): Refusal | null {
  return sent === (current ?? 0) + 1 ? null : { code: "staleVersion", current: current ?? 0, sent };
}

function refusalOfUnitLock({ period, unit, now }: Subject): Refusal | null {
  const exception = unit.lockException !== null && now < unit.lockException.until;
  const allowed = exception ? SELF_STATES : (["selfAssessment"] as const);
  if (!(allowed as readonly PeriodState[]).includes(period.state))
    return { code: "wrongState", state: period.state, allowed };
  if (!exception && now >= period.dates.selfAssessmentDue)
    return { code: "overdue", due: period.dates.selfAssessmentDue };
  if (unit.submission.state !== "draft" && unit.submission.state !== "returned")
    return { code: "submissionClosed", state: unit.submission.state };
  return null;
}

/** Why this account may do nothing at all in the scheme, or null. */
export function refusalOfMember(member: Member | null | undefined): Refusal | null {
  if (!member) return { code: "notMember" };
  return member.disabled ? { code: "disabled" } : null;
}

/** Whether this person works on a unit's self-assessment, as its editor or head. */
export const worksFor = ({ roles }: Pick<Member, "roles">, unit: string): boolean =>
  roles.unitEditor === unit || roles.unitHead === unit;

/** Whether this person may submit for a unit now: its head, or the deputy the head named, until their instant. */
export const submitsFor = (
  uid: string,
  member: Member,
  unitId: string,
  { deputy }: Pick<Unit, "deputy">,
  now: Date,
): boolean =>
  member.roles.unitHead === unitId || (worksFor(member, unitId) && deputy?.uid === uid && now < deputy.until);

/** Why this person is not one of a unit's own people, or null. */
export function refusalOfOwnPeople(member: Member | null, unitId: string): Refusal | null {
  const unknown = refusalOfMember(member);
  if (unknown || !member) return unknown;
  return worksFor(member, unitId) ? null : { code: "notYourUnit", unit: unitId };
}

/** Why a unit's own people may not write (or submit) anything of its self-assessment now, or null. */
export function refusalOfSelfAssessment(subject: Subject): Refusal | null {
  return refusalOfOwnPeople(subject.member, subject.unitId) ?? refusalOfUnitLock(subject);
}

/**
 * Why a unit's own people may not save evidence for these leaves now, or null: while the self-assessment is open, any;
 * in the explanation round, until its due instant, new evidence for leaves that were released to the unit.
 */
export function refusalOfEvidence(
  subject: Subject,
  leaves: readonly string[],
  released: Readonly<Record<string, unknown>> | null,
): Refusal | null {
  const { member, period, unitId, now } = subject;
  if (period.state !== "explanation") return refusalOfSelfAssessment(subject);
  const foreign = refusalOfOwnPeople(member, unitId);
  if (foreign) return foreign;
  if (now >= period.dates.explanationDue) return { code: "overdue", due: period.dates.explanationDue };
  const unreleased = leaves.find((leaf) => !released || !Object.hasOwn(released, leaf));
  return unreleased === undefined ? null : { code: "notReleased", leaf: unreleased };
}

/** Why this self score is refused, or null. `current` is the stored version's `rev`, null where there is none. */
export function refusalOfSelfScore(
  subject: Subject,
  entry: LeafEntry | undefined,
  score: LeafScore,
  current: number | null,
): Refusal | null {
  const locked = refusalOfSelfAssessment(subject);
  if (locked) return locked;
  if (!entry) return { code: "unknownLeaf", leaf: score.leaf };
  if (entry.source !== "self") return { code: "surveyLeaf", leaf: score.leaf };
  const exempt = subject.unit.exempt[score.leaf];
  if (exempt !== undefined) return { code: "exemptLeaf", leaf: score.leaf, reason: exempt };
  return refusalOfPoints(score.points, entry) ?? refusalOfVersion(score.rev, current);
}

/** Why appraisals of this period can't be written now by this member, or null. The council may decide until it adopts. */
export function refusalOfAppraisalTime(member: Member, period: Period, now: Date): Refusal | null {
  const allowed: readonly PeriodState[] = member.roles.council ? COUNCIL_STATES : LEAD_STATES;
  if (!allowed.includes(period.state)) return { code: "wrongState", state: period.state, allowed };
  if (period.state === "adoption")
    return period.adoption === null ? null : { code: "wrongState", state: "adoption", allowed: LEAD_STATES };
  const due = period.state === "appraisal" ? period.dates.appraisalDue : period.dates.reappraisalDue;
  return now < due ? null : { code: "overdue", due };
}

/** Why this appraisal is refused, or null. `self` is the unit's own points, null where it gave none. */
export function refusalOfAppraisal(
  subject: Subject,
  entry: LeafEntry | undefined,
  score: LeafScore & { decision: "recognised" | "adjusted" | null; reason: string; minutes: string },
  current: number | null,
  self: number | null,
): Refusal | null {
  const { member, period, unit, unitId, now } = subject;
  const unknown = refusalOfMember(member);
  if (unknown || !member) return unknown;
  if (!member.roles.appraiser && !member.roles.council) return { code: "missingRole", role: "appraiser" };
  if (belongsTo(member, unitId)) return { code: "ownUnit", unit: unitId };
  if (!entry) return { code: "unknownLeaf", leaf: score.leaf };
  if (!appraises(member, unitId, score.leaf, entry, period)) return { code: "notYourLeaf", leaf: score.leaf };
  const late = refusalOfAppraisalTime(member, period, now);
  if (late) return late;
  if (entry.source !== "self") return { code: "surveyLeaf", leaf: score.leaf };
  const exempt = unit.exempt[score.leaf];
  if (exempt !== undefined) return { code: "exemptLeaf", leaf: score.leaf, reason: exempt };
  const bad = refusalOfPoints(score.points, entry) ?? refusalOfVersion(score.rev, current);
  if (bad) return bad;
  if ((score.points === null) !== (score.decision === null)) return { code: "notPoints" };
  if (score.decision === "recognised") {
    if (self === null) return { code: "nothingToRecognise", leaf: score.leaf };
    if (score.points !== self) return { code: "notRecognised", self };
  }
  if (score.decision === "adjusted" && score.reason.trim() === "") return { code: "reasonNeeded" };
  if (score.minutes !== "" && !member.roles.council) return { code: "missingRole", role: "council" };
  return null;
}

/** Why this explanation is refused, or null. `released` says whether the leaf stands in the round's release. */
export function refusalOfExplanation(
  subject: Subject,
  leaf: string,
  released: boolean,
  rev: number,
  current: number | null,
): Refusal | null {
  const { member, period, unitId, now } = subject;
  const foreign = refusalOfOwnPeople(member, unitId);
  if (foreign) return foreign;
  if (period.state !== "explanation")
    return { code: "wrongState", state: period.state, allowed: ["explanation"] };
  if (now >= period.dates.explanationDue) return { code: "overdue", due: period.dates.explanationDue };
  if (!released) return { code: "notReleased", leaf };
  return refusalOfVersion(rev, current);
}

/** The languages texts are told in. */
export type Language = "vi" | "en";
type Told = Readonly<Record<Language, string>>;

const STATE_NAMES: Record<PeriodState, Told> = {
  preparing: { vi: "chuẩn bị", en: "preparation" },
  selfAssessment: { vi: "tự đánh giá", en: "self-assessment" },
  appraisal: { vi: "thẩm định", en: "appraisal" },
  explanation: { vi: "giải trình", en: "explanation" },
  reappraisal: { vi: "thẩm định lại", en: "reappraisal" },
  adoption: { vi: "thông qua", en: "adoption" },
  sealing: { vi: "đang chốt kết quả", en: "being sealed" },
  sealed: { vi: "đã chốt kết quả", en: "sealed" },
  published: { vi: "đã công bố", en: "published" },
};

const SUBMISSION_NAMES: Record<SubmissionState, Told> = {
  draft: { vi: "đang soạn", en: "draft" },
  submitted: { vi: "đã gửi", en: "submitted" },
  returned: { vi: "được trả lại", en: "returned" },
  locked: { vi: "đã khóa theo hiện trạng", en: "locked as it stood" },
};

const ROLE_NAMES: Record<keyof Roles, Told> = {
  admin: { vi: "quản trị chương trình", en: "administrator" },
  council: { vi: "Hội đồng thẩm định", en: "appraisal council" },
  appraiser: { vi: "cán bộ thẩm định", en: "appraiser" },
  unitEditor: { vi: "cán bộ tự đánh giá", en: "unit editor" },
  unitHead: { vi: "lãnh đạo đơn vị", en: "head of unit" },
  viewer: { vi: "người xem", en: "viewer" },
  surveyor: { vi: "điều tra viên", en: "surveyor" },
};

/** The name a stage of the year has on screen. */
export const stateName = (state: PeriodState, lang: Language = "vi"): string => STATE_NAMES[state][lang];
/** The name a submission's state has on screen. */
export const submissionName = (state: SubmissionState, lang: Language = "vi"): string =>
  SUBMISSION_NAMES[state][lang];

/** An instant as people here read it: dd/MM/yyyy HH:mm:ss in Viet Nam's time. */
export function formatInstant(instant: Date): string {
  return new Intl.DateTimeFormat("vi-VN", {
    timeZone: TIME_ZONE,
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  })
    .format(instant)
    .replace(/^(\S+) (.+)$/, "$2 $1");
}

function told(refusal: Refusal): Told {
  switch (refusal.code) {
    case "notMember":
      return {
        vi: "Tài khoản của bạn không thuộc chương trình đánh giá này.",
        en: "Your account does not belong to this scheme.",
      };
    case "disabled":
      return {
        vi: "Tài khoản của bạn đã bị khóa. Hãy liên hệ cơ quan thường trực.",
        en: "Your account is disabled. Ask the standing body.",
      };
    case "notYourUnit":
      return {
        vi: `Bạn không được phân công tự đánh giá cho đơn vị ${refusal.unit}.`,
        en: `You are not assigned to the self-assessment of the unit ${refusal.unit}.`,
      };
    case "notYourLeaf":
      return {
        vi: `Tiêu chí ${refusal.leaf} do cơ quan khác thẩm định.`,
        en: `Another body appraises ${refusal.leaf}.`,
      };
    case "ownUnit":
      return {
        vi: "Không ai thẩm định điểm của chính đơn vị mình.",
        en: "Nobody appraises the scores of their own unit.",
      };
    case "missingRole":
      return {
        vi: `Tài khoản của bạn không có vai trò cần thiết (${ROLE_NAMES[refusal.role].vi}).`,
        en: `Your account lacks the role this needs (${ROLE_NAMES[refusal.role].en}).`,
      };
    case "wrongState":
      return {
        vi: `Kỳ đánh giá đang ở bước «${stateName(refusal.state)}»; chỉ làm được ở bước «${refusal.allowed.map((state) => stateName(state)).join("», «")}».`,
        en: `The period is at the stage “${stateName(refusal.state, "en")}”; this can be done only at “${refusal.allowed.map((state) => stateName(state, "en")).join("”, “")}”.`,
      };
    case "overdue":
      return {
        vi: `Đã hết hạn lúc ${formatInstant(refusal.due)}.`,
        en: `This was due by ${formatInstant(refusal.due)}.`,
      };
    case "submissionClosed":
      return {
        vi: `Hồ sơ tự đánh giá ${submissionName(refusal.state)}, không sửa được nữa.`,
        en: `The self-assessment is ${submissionName(refusal.state, "en")} and can no longer be changed.`,
      };
    case "unknownLeaf":
      return {
        vi: `Bộ tiêu chí không có tiêu chí chấm điểm ${refusal.leaf}.`,
        en: `The criteria set has no scored criterion ${refusal.leaf}.`,
      };
    case "surveyLeaf":
      return {
        vi: "Tiêu chí này chấm qua điều tra xã hội học, đơn vị và cơ quan thẩm định không nhập điểm.",
        en: "This criterion is scored by the survey; units and appraisers enter no points.",
      };
    case "selfLeaf":
      return {
        vi: "Tiêu chí này đơn vị tự đánh giá, không nhập điểm điều tra xã hội học.",
        en: "The unit scores this criterion itself; it takes no survey points.",
      };
    case "exemptLeaf":
      return {
        vi: `Đơn vị được miễn tiêu chí này: ${refusal.reason}`,
        en: `The unit is exempt from this criterion: ${refusal.reason}`,
      };
    case "notPoints":
      return {
        vi: "Điểm không hợp lệ: cần một số từ 0 trở lên, tối đa bốn chữ số thập phân.",
        en: "These are not points: give a number from 0 up, with at most four decimals.",
      };
    case "aboveMaximum":
      return {
        vi: `Điểm vượt điểm tối đa ${formatPoints(refusal.max)}.`,
        en: `The points exceed the maximum of ${formatPoints(refusal.max)}.`,
      };
    case "offStep":
      return {
        vi: `Điểm phải là bội số của ${formatPoints(refusal.step)}.`,
        en: `Points must be a multiple of ${formatPoints(refusal.step)}.`,
      };
    case "staleVersion":
      return {
        vi: `Có người vừa sửa điểm này (bản ${refusal.current}); bản bạn gửi là ${refusal.sent}. Hãy xem lại rồi lưu lại.`,
        en: `Somebody has just changed this score (version ${refusal.current}); you sent version ${refusal.sent}. Look again, then save again.`,
      };
    case "nothingToRecognise":
      return {
        vi: "Đơn vị chưa tự chấm tiêu chí này nên không có điểm để công nhận; hãy điều chỉnh kèm lý do.",
        en: "The unit has not scored this criterion, so there is nothing to recognise; adjust it and give a reason.",
      };
    case "notRecognised":
      return {
        vi: `Công nhận nghĩa là giữ nguyên ${formatPoints(refusal.self)} điểm đơn vị tự chấm; điểm khác cần điều chỉnh kèm lý do.`,
        en: `To recognise is to keep the ${formatPoints(refusal.self)} points the unit gave itself; other points are an adjustment with a reason.`,
      };
    case "reasonNeeded":
      return { vi: "Điều chỉnh điểm phải kèm lý do.", en: "An adjustment needs a reason." };
    case "notReleased":
      return {
        vi: `Tiêu chí ${refusal.leaf} chưa được thông báo kết quả thẩm định nên chưa giải trình được.`,
        en: `The appraisal of ${refusal.leaf} has not been released, so it cannot be explained yet.`,
      };
  }
}

/** Says what happened and why (design §7). */
export const refusalText = (refusal: Refusal, lang: Language = "vi"): string => told(refusal)[lang];
