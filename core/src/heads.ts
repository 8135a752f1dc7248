import { z } from "zod";
import type { AuditEntry, Member } from "./documents.ts";
import { postAt, sameEmail } from "./people.ts";

/**
 * How long somebody headed a unit, as the system knows it: `from` and `until` are the instants at which the role was
 * given and taken, null where it was there before anything was recorded, or is still held. `account` is when the account
 * was made that had the role from the beginning: the post itself may be older.
 */
export interface HeadTerm {
  uid: string;
  unit: string;
  name: string;
  title: string;
  from: Date | null;
  account: Date | null;
  until: Date | null;
}

/** The acts by which somebody becomes the head of a unit, or ceases to be. */
export const HEAD_ACTS = ["handOver", "saveMember", "importMembers", "setMemberDisabled"] as const;

const Roles = z.object({ roles: z.object({ unitHead: z.string().optional() }) });
const HandedOver = z.object({ role: z.string(), from: z.string(), to: z.string() });
const Saved = z.object({ uid: z.string(), from: Roles.nullable(), to: Roles });
const Imported = z.object({ emails: z.array(z.string()) });
const Disabled = z.object({ uid: z.string(), disabled: z.boolean() });

/** A change of what somebody is: the unit they head before and after, or whether they are locked out. */
type Change =
  | { at: Date; kind: "role"; before: string | null; after: string | null }
  | { at: Date; kind: "created"; after: string | null | undefined }
  | { at: Date; kind: "disabled"; disabled: boolean };

type DatedEntry = Pick<AuditEntry, "act" | "at" | "unit" | "detail">;

function changesOf(uid: string, { email }: Member, { act, at, unit, detail }: DatedEntry): Change[] {
  if (act === "handOver") {
    const handed = HandedOver.safeParse(detail).data;
    if (handed?.role !== "unitHead") return [];
    if (handed.from === uid) return [{ at, kind: "role", before: unit, after: null }];
    return handed.to === uid ? [{ at, kind: "role", before: null, after: unit }] : [];
  }
  if (act === "saveMember") {
    const saved = Saved.safeParse(detail).data;
    if (saved?.uid !== uid) return [];
    const after = saved.to.roles.unitHead ?? null;
    if (saved.from === null) return [{ at, kind: "created", after }];
    const before = saved.from.roles.unitHead ?? null;
    return before === after ? [] : [{ at, kind: "role", before, after }];
  }
  if (act === "importMembers") {
    const imported = Imported.safeParse(detail).data;
    const here = imported?.emails.some((one) => sameEmail(one) === sameEmail(email));
    return here ? [{ at, kind: "created", after: undefined }] : [];
  }
  const locked = Disabled.safeParse(detail).data;
  return act === "setMemberDisabled" && locked?.uid === uid
    ? [{ at, kind: "disabled", disabled: locked.disabled }]
    : [];
}

/** What somebody was before anything is known of them: by the first change that says so, else what they are now. */
const roleBefore = (changes: readonly Change[], member: Member): string | null => {
  const first = changes.find((change) => change.kind === "role");
  return first ? first.before : (member.roles.unitHead ?? null);
};
const disabledBefore = (changes: readonly Change[], member: Member): boolean => {
  const first = changes.find((change) => change.kind === "disabled");
  return first ? !first.disabled : member.disabled;
};

function termsOf(uid: string, member: Member, entries: readonly DatedEntry[]): HeadTerm[] {
  const changes = entries
    .flatMap((entry) => changesOf(uid, member, entry))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const created = changes.find((change) => change.kind === "created");
  let role = roleBefore(changes, member);
  let disabled = disabledBefore(changes, member);
  const terms: HeadTerm[] = [];
  let term: HeadTerm | null = null;
  const follow = (at: Date | null) => {
    const unit = disabled ? null : role;
    if (unit === (term?.unit ?? null)) return;
    if (term) terms.push({ ...term, until: at });
    term =
      unit === null
        ? null
        : {
            uid,
            unit,
            name: "",
            title: "",
            from: at,
            account: at ? null : (created?.at ?? null),
            until: null,
          };
  };
  follow(null);
  for (const change of changes) {
    if (change.kind === "role") role = change.after;
    if (change.kind === "disabled") disabled = change.disabled;
    follow(change.at);
  }
  const all = term ? [...terms, term] : terms;
  return all.map((one) => {
    const { name, title } = one.until ? postAt(member, new Date(one.until.getTime() - 1)) : member;
    return { ...one, name, title };
  });
}

/** Everyone who headed a unit, from the members and what was done to their roles (`HEAD_ACTS`), the earliest first. */
export function headTerms(
  members: readonly { uid: string; member: Member }[],
  entries: readonly DatedEntry[],
): HeadTerm[] {
  const start = ({ from, account }: HeadTerm) => (from ?? account)?.getTime() ?? 0;
  return members
    .flatMap(({ uid, member }) => termsOf(uid, member, entries))
    .toSorted(
      (a, b) => start(a) - start(b) || (a.until?.getTime() ?? Infinity) - (b.until?.getTime() ?? Infinity),
    );
}

/** The heads that a unit had from one instant to another. */
export const headsOfUnit = (terms: readonly HeadTerm[], unit: string, from: Date, to: Date): HeadTerm[] =>
  terms.filter(
    (term) =>
      term.unit === unit &&
      (term.until === null || term.until > from) &&
      (term.from === null || term.from <= to),
  );
