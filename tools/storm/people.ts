import type { Auth } from "firebase-admin/auth";
import type { Firestore } from "firebase-admin/firestore";
import { Member, paths } from "../../core/src/index.ts";
import { Session } from "../demo/doors.ts";
import { accountWith, type RosterUnit } from "../demo/world.ts";
import { DEMO_ACCOUNTS, type DemoAccount, ROSTER, SCHEME, seedLaiChau } from "../seed.ts";

/** The assessed years: one runs to its publication while people already type in the next one. */
export const YEARS = ["2024", "2025"] as const;
export const [FIRST, SECOND] = YEARS;

/** Where a year's documents stand. */
export const inPeriod = (period: string) => ({ scheme: SCHEME, period });

/** How many clerks type in every unit. */
const CLERKS = 3;

/** Clerks beside the one that the demonstration has, with their accounts. */
async function hireClerks(db: Firestore, auth: Auth, unit: RosterUnit): Promise<DemoAccount[]> {
  const first = accountWith(({ roles }) => roles.unitEditor === unit.id);
  const stored = Member.parse((await db.doc(paths.member(SCHEME, first.uid)).get()).data());
  const clerks = [first];
  for (let number = 2; number <= CLERKS; number++) {
    const clerk = { ...first, uid: `${first.uid}-${number}`, email: `${number}.${first.email}` };
    const { uid, email, password } = clerk;
    await auth
      .createUser({ uid, email, password })
      .catch(async () => auth.updateUser(uid, { email, password }));
    await db.doc(paths.member(SCHEME, uid)).set({ ...stored, email });
    clerks.push(clerk);
  }
  return clerks;
}

/** The units that take part: all, or some districts (which the survey asks about) and some departments. */
function chooseUnits(count: number): RosterUnit[] {
  if (count >= ROSTER.units.length) return [...ROSTER.units];
  const districts = ROSTER.units.filter(({ criteriaSet }) => criteriaSet === "pl06-huyen");
  const others = ROSTER.units.filter((unit) => !districts.includes(unit));
  const half = Math.min(districts.length, Math.ceil(count / 2));
  return [...districts.slice(0, half), ...others.slice(0, count - half)];
}

/** Seeds both years with these units alone, not yet open. */
async function seedYears(db: Firestore, auth: Auth, units: readonly RosterUnit[]): Promise<void> {
  const taking = new Set(units.map(({ id }) => id));
  for (const period of YEARS) {
    await seedLaiChau(db, auth, { now: new Date(), year: Number(period) });
    const batch = db.batch();
    for (const { id } of ROSTER.units)
      if (!taking.has(id)) batch.delete(db.doc(paths.unit(SCHEME, period, id)));
    batch.update(db.doc(paths.period(SCHEME, period)), { unitCount: units.length });
    await batch.commit();
  }
}

/** Everybody who takes part, signed in. */
export interface People {
  units: RosterUnit[];
  clerks: { unit: RosterUnit; session: Session }[];
  heads: ReadonlyMap<string, Session>;
  /** By the department they appraise for. */
  appraisers: ReadonlyMap<string, Session>;
  chair: Session;
  admin: Session;
}

const signInAll = async (accounts: readonly DemoAccount[], by: (account: DemoAccount) => string) =>
  new Map(
    await Promise.all(accounts.map(async (account) => [by(account), await Session.signIn(account)] as const)),
  );

/** Seeds the years and signs everybody in. */
export async function gather(db: Firestore, auth: Auth, count: number): Promise<People> {
  const units = chooseUnits(count);
  await seedYears(db, auth, units);
  const clerks = await Promise.all(
    units.map(async (unit) => {
      const accounts = await hireClerks(db, auth, unit);
      return Promise.all(accounts.map(async (one) => ({ unit, session: await Session.signIn(one) })));
    }),
  );
  const taking = new Set(units.map(({ id }) => id));
  const heads = DEMO_ACCOUNTS.filter(({ roles }) => taking.has(roles.unitHead ?? ""));
  const appraisers = DEMO_ACCOUNTS.filter(({ roles }) => roles.appraiser);
  const [chair, admin] = [
    accountWith(({ roles, unit }) => roles.council === true && !unit),
    accountWith(({ roles }) => roles.admin === true),
  ];
  return {
    ...{ units, clerks: clerks.flat() },
    heads: await signInAll(heads, ({ roles }) => roles.unitHead ?? ""),
    appraisers: await signInAll(appraisers, ({ unit }) => unit ?? ""),
    chair: await Session.signIn(chair),
    admin: await Session.signIn(admin),
  };
}
