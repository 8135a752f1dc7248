import { createHash } from "node:crypto";
import {
  formatInstant,
  isJustOverdue,
  isOverdue,
  isUnsubmitted,
  type Member,
  type NoticeKind,
  type Period,
  type PeriodDate,
  type Reminder,
  type Unit,
  type UnitIndex,
  worksFor,
} from "@parindex/core";
import { act, audit, type Input } from "./act.ts";
import { membersOf } from "./members.ts";
import { notify } from "./notices.ts";
import { type PeriodKey, refs, type UnitKey } from "./refs.ts";
import { type Tx, transact } from "./transaction.ts";

const DATE_NAMES: Partial<Record<PeriodDate, string>> = {
  selfAssessmentDue: "tự đánh giá",
  appraisalDue: "thẩm định",
  explanationDue: "giải trình",
  reappraisalDue: "thẩm định lại",
};

type People = ReadonlyMap<string, Member>;

/** What one unit or department is told: by notice to each of its people, and by one mail to them together. */
interface Message {
  kind: NoticeKind;
  subject: string;
  text: string;
  unit: string | null;
}

/** The enabled members whom something concerns. */
const those = (members: People, isMeant: (member: Member) => boolean): People =>
  new Map([...members].filter(([, member]) => !member.disabled && isMeant(member)));

const emailsOf = (people: People): string[] => [...new Set([...people.values()].map(({ email }) => email))];

/** Writes mail and notices: the mail's id says what it tells of, so that none goes out twice. */
function send(tx: Tx, key: PeriodKey, id: string, people: People, message: Message, now: Date): void {
  const { kind, subject, text, unit } = message;
  tx.create(refs.mail(id), { to: emailsOf(people), message: { subject, text } });
  notify(tx, key, [...people.keys()], { kind, text, unit, leaf: null }, now);
}

/** Sends once what `compose` finds to say: null where there is nothing, or nothing any more. */
async function sendOnce(
  key: PeriodKey,
  id: string,
  people: People,
  now: Date,
  compose: (tx: Tx) => Promise<Message | null>,
): Promise<void> {
  if (people.size === 0) return;
  await transact("remind", async (tx) => {
    if ((await tx.get(refs.mail(id))).exists) return;
    const message = await compose(tx);
    if (message) send(tx, key, id, people, message, now);
  });
}

/** What is left to do as people read it, each part with its count; null where nothing is. */
function leftText(...parts: [count: number, of: string][]): string | null {
  const left = parts.filter(([count]) => count > 0).map(([count, of]) => `${count} tiêu chí ${of}`);
  return left.length > 0 ? `còn ${left.join(", ")}` : null;
}

/** What a unit's self-assessment still lacks, or null where it lacks nothing. */
const lackText = ({ missing, unproven }: UnitIndex): string | null =>
  leftText([missing.self, "chưa chấm"], [unproven, "chưa có tài liệu kiểm chứng"]);

/** What a unit has not explained yet of what was released to it in this round, or null where it has explained all. */
async function unexplainedText(tx: Tx, key: UnitKey, round: number): Promise<string | null> {
  const released = (await tx.get(refs.release(key, round))).data()?.leaves ?? {};
  const explained = (await tx.query(refs.explanations(key))).docs.map((doc) => doc.data());
  const done = new Set(explained.filter((one) => one.round === round).map(({ leaf }) => leaf));
  const open = Object.entries(released).flatMap(([leaf, shown]) => (done.has(leaf) ? [] : [shown]));
  const asked = open.filter(({ ask }) => ask !== "").length;
  const adjusted = open.filter(({ ask, decision }) => ask === "" && decision === "adjusted").length;
  return leftText([asked, "được yêu cầu giải trình"], [adjusted, "được điều chỉnh điểm chưa giải trình"]);
}

const dueText = (period: Period, date: PeriodDate): string =>
  `Hạn ${DATE_NAMES[date]} của ${period.name} là ${formatInstant(period.dates[date])}. Sau thời điểm này hệ thống tự khóa.`;

const dueSubject = (period: Period, date: PeriodDate): string =>
  `${period.name}: hạn ${DATE_NAMES[date]} ${formatInstant(period.dates[date])}`;

/** What a unit still has to do before a date of its own; null where it has done its part. */
async function unitTask(
  tx: Tx,
  key: UnitKey,
  unit: Unit,
  period: Period,
  date: PeriodDate,
): Promise<string | null> {
  if (date === "explanationDue") return unexplainedText(tx, key, period.releaseRound);
  if (!isUnsubmitted(unit)) return null;
  const index = (await tx.get(refs.index(key))).data();
  return (index && lackText(index)) ?? "hồ sơ chưa gửi";
}

/** Reminds a unit's people of a date of theirs, with what their unit still has to do, where there is anything. */
async function remindUnit(
  key: UnitKey,
  id: string,
  people: People,
  period: Period,
  date: PeriodDate,
  now: Date,
): Promise<void> {
  await sendOnce(key, id, people, now, async (tx) => {
    const unit = await tx.must(refs.unit(key));
    const task = await unitTask(tx, key, unit, period, date);
    if (task === null) return null;
    const text = `${unit.name}: ${task}. ${dueText(period, date)}`;
    return { kind: "dueSoon", subject: dueSubject(period, date), text, unit: key.unit };
  });
}

/** Reminds a department's appraisers of a date of theirs. */
async function remindAppraisers(
  key: UnitKey,
  id: string,
  people: People,
  period: Period,
  date: PeriodDate,
  now: Date,
): Promise<void> {
  await sendOnce(key, id, people, now, async () => {
    const message = { subject: dueSubject(period, date), text: dueText(period, date) };
    return { kind: "dueSoon", ...message, unit: null };
  });
}

/** Tells a unit's people that they should have submitted. */
async function tellOverdue(
  key: UnitKey,
  id: string,
  people: People,
  period: Period,
  now: Date,
): Promise<void> {
  await sendOnce(key, id, people, now, async (tx) => {
    const unit = await tx.must(refs.unit(key));
    if (!isOverdue(unit, period, now)) return null;
    const due = formatInstant(period.dates.selfAssessmentDue);
    const text = `${unit.name} chưa gửi hồ sơ tự đánh giá của ${period.name}; hạn là ${due}. Hãy liên hệ cơ quan thường trực.`;
    return { kind: "overdue", subject: `${period.name}: quá hạn tự đánh giá`, text, unit: key.unit };
  });
}

/**
 * Does something for every unit of the period once. Each unit is guarded by its own mail; the audit entry, under an id that
 * says what it is of, spares later runs from looking at the units again.
 */
async function onceForAll(
  key: PeriodKey,
  id: string,
  detail: Record<string, unknown>,
  now: Date,
  tell: (key: UnitKey, id: string, members: People) => Promise<void>,
): Promise<void> {
  const done = refs.auditEntry(key, id);
  if ((await done.get()).exists) return;
  const members = await transact("readMembers", (tx) => membersOf(tx, key.scheme));
  const units = await refs.units(key).select().get();
  for (const { id: unit } of units.docs) await tell({ ...key, unit }, `${id}_${unit}`, members);
  await transact("reminded", async (tx) => {
    if (!(await tx.get(done)).exists) audit(tx, key, "remind", "system", now, { detail }, id);
  });
}

/** Sends a reminder that is due: units hear of their own dates, appraisers, department by department, of theirs. */
export async function remind(
  key: PeriodKey,
  period: Period,
  { date, daysBefore }: Reminder,
  now: Date,
): Promise<void> {
  const at = period.dates[date];
  const id = `${key.scheme}_${key.period}_${date}_${at.getTime()}_${daysBefore}d`;
  const ofUnits = date === "selfAssessmentDue" || date === "explanationDue";
  await onceForAll(key, id, { date, at, daysBefore }, now, async (unit, unitId, members) => {
    const isMeant = (member: Member) =>
      ofUnits
        ? worksFor(member, unit.unit)
        : member.roles.appraiser !== undefined && member.unit === unit.unit;
    const tell = ofUnits ? remindUnit : remindAppraisers;
    await tell(unit, unitId, those(members, isMeant), period, date, now);
  });
}

/** Tells, within a day after the self-assessment ended, the units that did not submit. */
export async function remindOverdue(key: PeriodKey, period: Period, now: Date): Promise<void> {
  if (!isJustOverdue(period, now)) return;
  const at = period.dates.selfAssessmentDue;
  const id = `${key.scheme}_${key.period}_overdue_${at.getTime()}`;
  await onceForAll(key, id, { date: "selfAssessmentDue", at, overdue: true }, now, (unit, unitId, members) =>
    tellOverdue(
      unit,
      unitId,
      those(members, (member) => worksFor(member, unit.unit)),
      period,
      now,
    ),
  );
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Names a reminder by its words and day: a double click or a retry finds it sent. */
function askedId({ scheme, period, unit }: UnitKey, text: string, now: Date): string {
  const day = Math.floor(now.getTime() / DAY_MS);
  const words = createHash("sha256").update(text).digest("hex").slice(0, 20);
  return `${scheme}_${period}_asked_${day}_${words}_${unit}`;
}

/** What kind of reminder a unit needs most. */
function kindFor(unit: Unit, index: UnitIndex | undefined, period: Period, now: Date): NoticeKind {
  if (isOverdue(unit, period, now)) return "overdue";
  return index && index.missing.self === 0 && index.unproven > 0 ? "evidenceMissing" : "dueSoon";
}

async function remindUnitNow(key: UnitKey, period: Period, said: string, now: Date): Promise<void> {
  const members = await transact("readMembers", (tx) => membersOf(tx, key.scheme, key.unit));
  const people = those(members, (member) => worksFor(member, key.unit));
  await sendOnce(key, askedId(key, said, now), people, now, async (tx) => {
    const unit = await tx.must(refs.unit(key));
    const index = (await tx.get(refs.index(key))).data();
    const lack = index && isUnsubmitted(unit) ? lackText(index) : null;
    const text = lack ? `${said} (${unit.name} ${lack}.)` : said;
    const kind = kindFor(unit, index, period, now);
    return { kind, subject: `${period.name}: nhắc ${unit.name}`, text, unit: key.unit };
  });
}

/**
 * Reminds the people of some units now, by notice and mail, with what their unit still lacks. The same words to the same
 * unit go out once a day.
 */
export async function remindUnits(input: Input<"remindUnits">, uid: string): Promise<void> {
  const { text } = input;
  const keys = [...new Set(input.units)].map((unit) => ({
    scheme: input.scheme,
    period: input.period,
    unit,
  }));
  let scene = null as { period: Period; now: Date } | null;
  await act("remindUnits", input, uid, "admin", async ({ tx, period, now }) => {
    scene = { period, now };
    await Promise.all(keys.map((key) => tx.must(refs.unit(key))));
    const sent = await Promise.all(keys.map((key) => tx.get(refs.mail(askedId(key, text, now)))));
    const units = keys.map(({ unit }) => unit).filter((_unit, at) => !sent[at]?.exists);
    return units.length > 0 ? { reason: text, detail: { units } } : null;
  });
  if (!scene) return;
  for (const key of keys) await remindUnitNow(key, scene.period, text, scene.now);
}
