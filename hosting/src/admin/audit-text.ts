import { type AuditEntry, formatInstant, Member, PeriodDate, PeriodState, postAt } from "@parindex/core";
import { type TextKey, t } from "../text/standing-body.ts";
import { stateName } from "../text/text.ts";
import { actName } from "./act-names.ts";
import { ROLE_KEYS } from "./role-text.ts";

/** Names by id, for the reader; a person's as they were called at the time. */
export interface Names {
  unit: (id: string) => string;
  leaf: (unit: string | null, id: string) => string;
  person: (uid: string, at: Date) => string;
}

const asText = (value: unknown) => (typeof value === "string" ? value : null);

const roleKey = (role: unknown): TextKey | null =>
  role === "unitHead" || role === "unitEditor" ? ROLE_KEYS[role] : null;

function handOverText({ detail, at }: AuditEntry, { person }: Names): string | null {
  const from = asText(detail.from);
  const to = asText(detail.to);
  const role = roleKey(detail.role);
  return from && to && role ? `${t(role)}: ${person(from, at)} → ${person(to, at)}` : null;
}

/** Whom a member act was about; one that was just created is named by the entry itself. */
function memberText({ detail, at }: AuditEntry, { person }: Names): string | null {
  const made = Member.pick({ name: true }).safeParse(detail.to);
  if (made.success) return made.data.name;
  const uid = asText(detail.uid);
  return uid && person(uid, at);
}

function dateText({ detail }: AuditEntry): string | null {
  const date = PeriodDate.safeParse(detail.date);
  return date.success && detail.to instanceof Date ? `${t(date.data)} → ${formatInstant(detail.to)}` : null;
}

function advanceText({ detail }: AuditEntry): string | null {
  const to = PeriodState.safeParse(detail.to);
  return to.success ? `→ ${stateName(to.data)}` : null;
}

const MEMBER_ACTS = ["saveMember", "setMemberDisabled", "issueSignInLink", "grantAdmin"];

/** What an entry's detail adds to its name: the step that was taken, the date that moved, the person it was about. */
export function detailText(entry: AuditEntry, names: Names): string | null {
  const { act, detail, unit } = entry;
  if (act === "advance") return advanceText(entry);
  if (act === "setDate") return dateText(entry);
  if (act === "handOver") return handOverText(entry, names);
  if (MEMBER_ACTS.includes(act)) return memberText(entry, names);
  if (act === "importMembers" && Array.isArray(detail.emails))
    return t("membersCount", { n: detail.emails.length });
  if (detail.until instanceof Date) return t("exceptionUntil", { until: formatInstant(detail.until) });
  const leaf = asText(detail.leaf ?? detail.node);
  if (leaf) return names.leaf(unit, leaf);
  return asText(detail.minutes) ?? asText(detail.title);
}

/** The name of who did it: the system, or the person as they were called at the time. */
export const byText = ({ by, at }: AuditEntry, { person }: Names): string =>
  by === "system" ? t("bySystem") : by === "operator" ? t("byOperator") : person(by, at);

/** A member by the name and title of an instant. */
export function personAt(member: Member | undefined, uid: string, at: Date): string {
  if (!member) return uid;
  const { name, title } = postAt(member, at);
  return title === "" ? name : `${name} – ${title}`;
}

/** An entry as a row of the exported audit. */
export const auditRow = (entry: AuditEntry, names: Names): string[] => [
  formatInstant(entry.at),
  actName(entry.act),
  detailText(entry, names) ?? "",
  entry.unit === null ? "" : names.unit(entry.unit),
  byText(entry, names),
  entry.reason ?? "",
];
