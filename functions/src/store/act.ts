import {
  type AuditEntry,
  type Member,
  type Period,
  type PeriodState,
  type RequestName,
  refusalOfMember,
  type requests,
} from "@parindex/core";
import type { z } from "zod";
import { type PeriodKey, refs, type SurveyKey, type UnitKey } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import { type Tx, transact } from "./transaction.ts";

/** What an act on a scheme finds: its transaction, who acts and the server's time. */
export interface SchemeScene {
  tx: Tx;
  uid: string;
  member: Member;
  now: Date;
}

/** What an act on a period finds: the period as it stands too. */
export interface Scene extends SchemeScene {
  period: Period;
}

/** What an act leaves in the audit: its unit and reason, and whatever explains it. */
export interface AuditNote {
  unit?: string | null;
  reason?: string;
  detail?: Record<string, unknown>;
}

/** The audit entry of an act, to be written in the act's own transaction; under an id of its own where it is written once. */
export function audit(
  tx: Tx,
  key: PeriodKey,
  act: string,
  by: string,
  at: Date,
  note: AuditNote = {},
  id?: string,
): void {
  const entry: AuditEntry = {
    scheme: key.scheme,
    period: key.period,
    act,
    unit: note.unit ?? null,
    by,
    at,
    reason: note.reason ?? null,
    detail: note.detail ?? {},
  };
  tx.create(id === undefined ? refs.newAuditEntry(key) : refs.auditEntry(key, id), entry);
}

type Role = "admin" | "council";

function requireRole(member: Member, role: Role | null): void {
  if (role && !member.roles[role]) refuse({ code: "missingRole", role });
}

/** Performs an act once `read` has found what it rests on: the time is taken after that, so that it is later than what was found. */
async function perform<Found extends object>(
  name: string,
  key: PeriodKey,
  uid: string,
  role: Role | null,
  read: (tx: Tx) => Promise<Found>,
  doIt: (scene: SchemeScene & Found) => Promise<AuditNote | null>,
): Promise<void> {
  await transact(name, async (tx) => {
    const member = (await tx.get(refs.member(key.scheme, uid))).data();
    refuse(refusalOfMember(member));
    if (!member) return;
    requireRole(member, role);
    const found = await read(tx);
    const now = new Date();
    const note = await doIt({ tx, uid, member, now, ...found });
    if (note) audit(tx, key, name, uid, now, note);
  });
}

/**
 * Performs one act on a scheme in a transaction: reads the acting member, refuses who may not act, does it, and writes
 * the audit entry of a period with it. `doIt` returns null where the act was already done (a retry, a double click),
 * which leaves no second entry.
 */
export const actOnScheme = (
  name: string,
  key: PeriodKey,
  uid: string,
  role: Role | null,
  doIt: (scene: SchemeScene) => Promise<AuditNote | null>,
): Promise<void> => perform(name, key, uid, role, async () => ({}), doIt);

/** Performs one act on a period in a transaction, as `actOnScheme` does, with the period as it stands. */
export const act = (
  name: string,
  key: PeriodKey,
  uid: string,
  role: Role | null,
  doIt: (scene: Scene) => Promise<AuditNote | null>,
): Promise<void> =>
  perform(name, key, uid, role, async (tx) => ({ period: await tx.must(refs.period(key)) }), doIt);

/** Refuses unless the period is at one of these steps, with nothing adopted and no step being carried out. */
export function requireOpen(period: Period, allowed: readonly PeriodState[]): void {
  if (!allowed.includes(period.state)) refuse({ code: "wrongState", state: period.state, allowed });
  if (period.moving) throw new Refused("Kỳ đánh giá đang chuyển bước. Hãy thử lại sau ít phút.");
  if (period.adoption) throw new Refused("Hội đồng đã thông qua kết quả. Muốn sửa phải mở lại kèm lý do.");
}

/** The key of a period in a request. */
export const periodKey = ({ scheme, period }: PeriodKey): PeriodKey => ({ scheme, period });

/** The key of a unit in a request. */
export const unitKey = ({ scheme, period, unit }: UnitKey): UnitKey => ({ scheme, period, unit });

/** The key of a survey in a request. */
export const surveyKey = ({ scheme, period, survey }: SurveyKey): SurveyKey => ({ scheme, period, survey });

/** A decoded request. */
export type Input<Name extends RequestName> = z.output<(typeof requests)[Name]>;
