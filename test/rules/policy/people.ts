import type { Member, Roles } from "../../../core/src/index.ts";
import { type Asked, both, either, type Says } from "./asked.ts";

/** Who asks: by their roles and units, and by what a query binds itself to. */

export const is =
  (flag: "admin" | "council" | "viewer" | "surveyor"): Says =>
  (asked) =>
    asked.me?.roles[flag] === true;
export const everyone: Says = () => true;
export const members: Says = ({ me }) => me !== null;
const worksOn = (roles: Roles, unit: unknown) => unit === roles.unitEditor || unit === roles.unitHead;
const ofNoFile: Says = ({ me }) => !me?.roles.unitEditor && !me?.roles.unitHead;
/** The unit's own people, who work on its file. */
export const ownPeople: Says = ({ me, at }) => me !== null && worksOn(me.roles, at.units);
/** The standing body and the council: they need the whole board. */
export const runners = either(is("admin"), is("council"));
const appraisers: Says = ({ me }) => me?.roles.appraiser !== undefined;
const unitAsked = ({ at }: Asked) => at.units ?? at.ledgers ?? at.indices ?? "";
export const isOf = (me: Member, unit: string) => me.unit === unit || worksOn(me.roles, unit);
const ofAnotherUnit: Says = (asked) => asked.me !== null && !isOf(asked.me, unitAsked(asked));
/** Whoever may see what is made of a unit's file before it is released: never the unit. */
export const judges = either(runners, both(appraisers, ofAnotherUnit));
const lookers = both(is("viewer"), ({ me }) => me?.unit === null, ofNoFile);
export const board = either(runners, lookers);
export const surveyPeople = either(runners, is("surveyor"));
const formKeyers = both(is("surveyor"), ofNoFile);
export const seesEveryUnit = either(runners, appraisers, lookers, formKeyers);
export const unitOrJudges = either(ownPeople, judges);
export const oneself: Says = ({ uid, at }) => uid !== null && uid === at.members;
export const oneselfHere = both(oneself, members);

/** The values to which a query, or the document that is asked for, binds a field; null where they may be any. */
function boundTo({ where, before, id }: Asked, field: string): readonly unknown[] | null {
  if (id !== "") return before ? [before[field]] : null;
  const condition = where.find((one) => one.field === field);
  if (condition?.op === "==") return [condition.value];
  return condition?.op === "in" && Array.isArray(condition.value) ? condition.value : null;
}
const always = (values: readonly unknown[] | null, holds: (value: unknown) => boolean) =>
  values?.every(holds) ?? false;

export const ofMyUnit: Says = (asked) =>
  typeof asked.me?.unit === "string" && always(boundTo(asked, "unit"), (unit) => unit === asked.me?.unit);
export const sharedWithAll: Says = (asked) => always(boundTo(asked, "shared"), (shared) => shared === true);
export const askedByMyUnit: Says = (asked) =>
  always(boundTo(asked, "unit"), (unit) => asked.me !== null && worksOn(asked.me.roles, unit));
export const writtenByTheUnit: Says = (asked) =>
  always(boundTo(asked, "column"), (column) => column === "self" || column === "explanation");
