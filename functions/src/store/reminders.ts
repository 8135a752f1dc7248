import { createHash } from "node:crypto";
import {
  formatInstant,
  isJustOverdue,
  isOverdue,
  isUnsubmitted,
  LeftWork,
  type Member,
  type Period,
  type PeriodDate,
  type Reminder,
  type Told,
  type Unit,
  type UnitIndex,
  worksFor,
} from "@parindex/core";
import { act, audit, type Input } from "./act.ts";
import { membersOf } from "./members.ts";
import { notify } from "./notices.ts";
import { type PeriodKey, refs, type UnitKey } from "./refs.ts";
import { type Tx, transact } from "./transaction.ts";
import { type Unjudged, unjudgedByDepartment } from "./unjudged.ts";

const DATE_NAMES: Partial<Record<PeriodDate, string>> = {
  selfAssessmentDue: "tự đánh giá",
  appraisalDue: "thẩm định",
  explanationDue: "giải trình",
  reappraisalDue: "thẩm định lại",
};

type People = ReadonlyMap<string, Member>;

/** What one unit or department is told: by notice to each of its people, and by one mail to them together. */
interface Message {
  told: Told;
  subject: string;
  text: string;
  unit: string | null;
}

/** The enabled members whom something concerns. */
const those = (members: People, isMeant: (member: Member) => boolean): People =>
  new Map([...members].filter(([, member]) => !member.disabled && isMeant(member)));

/** Those of them who work for a unit. */
const peopleIn = (members: People, { unit }: UnitKey): People =>
  those(members, (member) => worksFor(member, unit));

const emailsOf = (people: People): string[] => [...new Set([...people.values()].map(({ email }) => email))];

/** Writes mail and notices: the mail's id says what it tells of, so that none goes out twice. */
function send(tx: Tx, key: PeriodKey, id: string, people: People, message: Message, now: Date): void {
  const { told, subject, text, unit } = message;
  tx.create(refs.mail(id), { to: emailsOf(people), message: { subject, text } });
  notify(tx, key, [...people.keys()], { told, unit, leaf: null }, now);
}

/** Whom of a unit something is to be sent to, under which id, and when. */
interface Sending {
  key: UnitKey;
  id: string;
  people: People;
  now: Date;
}

/** Sends once what `compose` finds to say: null where there is nothing, or nothing any more. */
async function sendOnce(
  { key, id, people, now }: Sending,
  compose: (tx: Tx) => Promise<Message | null>,
): Promise<void> {
  if (people.size === 0) return;
  await transact("remind", async (tx) => {
    if ((await tx.get(refs.mail(id))).exists) return;
    const message = await compose(tx);
    if (message) send(tx, key, id, people, message, now);
  });
}

const LEFT_WORDS: Record<keyof LeftWork, string> = {
  unscored: "chưa chấm",
  unproven: "chưa có tài liệu kiểm chứng",
  asked: "được yêu cầu giải trình",
  adjusted: "được điều chỉnh điểm chưa giải trình",
};

/** What is left to do as a mail says it; "" where nothing is. */
function leftText(left: LeftWork): string {
  const parts = LeftWork.keyof().options.flatMap((kind) => {
    const count = left[kind];
    return count === undefined ? [] : [`${count} tiêu chí ${LEFT_WORDS[kind]}`];
  });
  return parts.length > 0 ? `còn ${parts.join(", ")}` : "";
}

const isNothing = (left: LeftWork): boolean => Object.keys(left).length === 0;

/** These counts without the zeros. */
const leftWork = (counts: Record<string, number>): LeftWork =>
  LeftWork.parse(Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)));

/** What a unit's self-assessment still lacks. */
const lacksOf = ({ missing, unproven }: UnitIndex): LeftWork =>
  leftWork({ unscored: missing.self, unproven });

/** What a unit has not explained yet of what was released to it in this round. */
async function unexplained(tx: Tx, key: UnitKey, round: number): Promise<LeftWork> {
  const released = (await tx.get(refs.release(key, round))).data()?.leaves ?? {};
  const explained = (await tx.query(refs.explanations(key))).docs.map((doc) => doc.data());
  const done = new Set(explained.filter((one) => one.round === round).map(({ leaf }) => leaf));
  const open = Object.entries(released).flatMap(([leaf, shown]) => (done.has(leaf) ? [] : [shown]));
  return leftWork({
    asked: open.filter(({ ask }) => ask !== "").length,
    adjusted: open.filter(({ ask, decision }) => ask === "" && decision === "adjusted").length,
  });
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
): Promise<LeftWork | null> {
  if (date === "explanationDue") {
    const left = await unexplained(tx, key, period.releaseRound);
    return isNothing(left) ? null : left;
  }
  if (!isUnsubmitted(unit)) return null;
  const index = (await tx.get(refs.index(key))).data();
  return index ? lacksOf(index) : {};
}

/** Reminds a unit's people of a date of theirs, with what their unit still has to do, where there is anything. */
async function remindUnit(sending: Sending, period: Period, date: PeriodDate): Promise<void> {
  const { key } = sending;
  await sendOnce(sending, async (tx) => {
    const unit = await tx.must(refs.unit(key));
    const left = await unitTask(tx, key, unit, period, date);
    if (left === null) return null;
    const text = `${unit.name}: ${leftText(left) || "hồ sơ chưa gửi"}. ${dueText(period, date)}`;
    const told = { kind: "dueSoon", unit: unit.name, date, due: period.dates[date], left } as const;
    return { told, subject: dueSubject(period, date), text, unit: key.unit };
  });
}

/**
 * Reminds a department's appraisers of a date of theirs, with how much it still has to judge. Before the end of the
 * appraisal it is not told where it has judged everything.
 */
async function remindAppraisers(
  sending: Sending,
  period: Period,
  date: PeriodDate,
  { leaves, units }: Unjudged,
): Promise<void> {
  if (leaves === 0 && date === "appraisalDue") return;
  await sendOnce(sending, async (tx) => {
    const { name } = await tx.must(refs.unit(sending.key));
    const left = leaves > 0 ? `${name}: còn ${leaves} tiêu chí của ${units} đơn vị chưa thẩm định. ` : "";
    const told = {
      kind: "appraisalDueSoon",
      ...{ unit: name, date, due: period.dates[date], leaves, units },
    } as const;
    const text = `${left}${dueText(period, date)}`;
    return { told, subject: dueSubject(period, date), text, unit: null };
  });
}

/** Tells a unit's people that they should have submitted. */
async function tellOverdue(sending: Sending, period: Period): Promise<void> {
  const { key, now } = sending;
  await sendOnce(sending, async (tx) => {
    const unit = await tx.must(refs.unit(key));
    if (!isOverdue(unit, period, now)) return null;
    const due = formatInstant(period.dates.selfAssessmentDue);
    const text = `${unit.name} chưa gửi hồ sơ tự đánh giá của ${period.name}; hạn là ${due}. Hãy liên hệ cơ quan thường trực.`;
    const told = { kind: "overdue", unit: unit.name, due: period.dates.selfAssessmentDue } as const;
    return { told, subject: `${period.name}: quá hạn tự đánh giá`, text, unit: key.unit };
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
  tell: (unit: Pick<Sending, "key" | "id">, members: People) => Promise<void>,
): Promise<void> {
  const done = refs.auditEntry(key, id);
  if ((await done.get()).exists) return;
  const members = await transact("readMembers", (tx) => membersOf(tx, key.scheme));
  const units = await refs.units(key).select().get();
  for (const { id: unit } of units.docs) await tell({ key: { ...key, unit }, id: `${id}_${unit}` }, members);
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
  const detail = { date, at, daysBefore };
  if (ofUnits)
    return onceForAll(key, id, detail, now, (unit, members) =>
      remindUnit({ ...unit, people: peopleIn(members, unit.key), now }, period, date),
    );
  let counted: ReturnType<typeof unjudgedByDepartment> | undefined;
  await onceForAll(key, id, detail, now, async (unit, members) => {
    const department = unit.key.unit;
    const isMeant = ({ roles, unit: own }: Member) => roles.appraiser !== undefined && own === department;
    counted ??= unjudgedByDepartment(key, period);
    const left = (await counted).get(department) ?? { leaves: 0, units: 0 };
    await remindAppraisers({ ...unit, people: those(members, isMeant), now }, period, date, left);
  });
}

/** Tells, within a day after the self-assessment ended, the units that did not submit. */
export async function remindOverdue(key: PeriodKey, period: Period, now: Date): Promise<void> {
  if (!isJustOverdue(period, now)) return;
  const at = period.dates.selfAssessmentDue;
  const id = `${key.scheme}_${key.period}_overdue_${at.getTime()}`;
  await onceForAll(key, id, { date: "selfAssessmentDue", at, overdue: true }, now, (unit, members) =>
    tellOverdue({ ...unit, people: peopleIn(members, unit.key), now }, period),
  );
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Names a reminder by its words and day: a double click or a retry finds it sent. */
function askedId({ scheme, period, unit }: UnitKey, text: string, now: Date): string {
  const day = Math.floor(now.getTime() / DAY_MS);
  const words = createHash("sha256").update(text).digest("hex").slice(0, 20);
  return `${scheme}_${period}_asked_${day}_${words}_${unit}`;
}

async function remindUnitNow(key: UnitKey, period: Period, said: string, now: Date): Promise<void> {
  const members = await transact("readMembers", (tx) => membersOf(tx, key.scheme, key.unit));
  const sending = { key, id: askedId(key, said, now), people: peopleIn(members, key), now };
  await sendOnce(sending, async (tx) => {
    const unit = await tx.must(refs.unit(key));
    const index = (await tx.get(refs.index(key))).data();
    const left = index && isUnsubmitted(unit) ? lacksOf(index) : {};
    const text = isNothing(left) ? said : `${said} (${unit.name} ${leftText(left)}.)`;
    const told = { kind: "reminded", unit: unit.name, text: said, left } as const;
    return { told, subject: `${period.name}: nhắc ${unit.name}`, text, unit: key.unit };
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
    await tx.mustAll(keys.map((key) => refs.unit(key)));
    const sent = await tx.getAll(keys.map((key) => refs.mail(askedId(key, text, now))));
    const units = keys.map(({ unit }) => unit).filter((_unit, at) => !sent[at]?.exists);
    return units.length > 0 ? { reason: text, detail: { units } } : null;
  });
  if (!scene) return;
  for (const key of keys) await remindUnitNow(key, scene.period, text, scene.now);
}
