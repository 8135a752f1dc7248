import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { initializeApp } from "firebase-admin/app";
import { type Auth, getAuth } from "firebase-admin/auth";
import { type Firestore, getFirestore } from "firebase-admin/firestore";
import {
  BLANK_PERIOD,
  type CriteriaSet,
  FIRST_SETTINGS,
  type Finding,
  type Guidance,
  illustrativeTexts,
  type Member,
  NEW_SURVEY,
  newUnit,
  type Period,
  type PeriodDates,
  paths,
  type Roster,
  readCriteriaFile,
  readRosterFile,
  readSurveyFile,
  type Scheme,
  type Seat,
  type Survey,
} from "../core/src/index.ts";
import { PROJECT, ROOT } from "./emulators.ts";

export const SCHEME = "lai-chau";

const DATA = join(ROOT, "data", "lai-chau-2024");
const PASSWORD = "parindex-demo";

const readJson = (file: string): unknown => JSON.parse(readFileSync(join(DATA, file), "utf8"));

function complain(file: string, findings: readonly Finding[]): never {
  const lines = findings.map(({ node, message }) => `  ${node}: ${message}`);
  throw new Error(`${file}:\n${lines.join("\n")}`);
}

function readRoster(): Roster {
  const { roster, findings } = readRosterFile(readJson("units.json"));
  return roster ?? complain("units.json", findings);
}

/** The criteria sets that the project ships, checked. */
function readCriteriaSets(roster: Roster): CriteriaSet[] {
  const files = readdirSync(DATA).filter((file) => file.startsWith("pl"));
  return files.sort().map((file) => {
    const { set, findings } = readCriteriaFile(readJson(file), roster.leads);
    return set ?? complain(file, findings);
  });
}

/** The units of Lai Châu in 2024, their groups, and who appraises what. */
export const ROSTER: Roster = readRoster();

/** An account for demonstration: nobody's real name or address. `role` as a Vietnamese reader would put it. */
export interface DemoAccount {
  uid: string;
  email: string;
  password: string;
  name: string;
  role: string;
  unit: string | null;
  roles: Member["roles"];
}

function account(
  local: string,
  name: string,
  role: string,
  unit: string | null,
  roles: Member["roles"],
): DemoAccount {
  const email = `${local}@laichau.example`;
  return {
    uid: local.replaceAll(".", "-"),
    email,
    password: PASSWORD,
    name: `${name} (minh họa)`,
    role,
    unit,
    roles,
  };
}

/** The departments that appraise some leaf of some unit: leads, and the one that stands in for the standing body. */
const APPRAISING = new Set([
  ...Object.values(ROSTER.leads.byField),
  ...Object.values(ROSTER.leads.byNode).flatMap((nodes) => Object.values(nodes)),
  ROSTER.standingBodyOwn,
]);

const SURNAMES = ["Nguyễn", "Trần", "Lò", "Vàng", "Giàng", "Lê", "Phạm", "Hoàng", "Tẩn", "Đỗ", "Mào", "Sùng"];
const GIVEN_NAMES = ["Văn An", "Thị Bình", "Minh Châu", "Văn Dũng", "Thị Hạnh", "Quang Huy", "Thị Lan"];

/** A plausible name, the same for the same number; 12 and 7 have no common divisor, so 84 numbers give 84 names. */
const personName = (number: number) =>
  `${SURNAMES[number % SURNAMES.length]} ${GIVEN_NAMES[number % GIVEN_NAMES.length]}`;

function demoAccounts(): DemoAccount[] {
  const { standingBody } = ROSTER;
  const accounts = [
    account("quantri", personName(0), "Quản trị chương trình (cơ quan thường trực)", standingBody, {
      admin: true,
    }),
    account("chutich.hoidong", personName(1), "Chủ tịch Hội đồng thẩm định", null, { council: true }),
    account("thuky.hoidong", personName(2), "Thư ký Hội đồng thẩm định", standingBody, { council: true }),
    account("uyvien1.hoidong", personName(3), "Ủy viên Hội đồng thẩm định", "so-tu-phap", { council: true }),
    account("uyvien2.hoidong", personName(4), "Ủy viên Hội đồng thẩm định", "so-tai-chinh", {
      council: true,
    }),
    account("lanhdao.tinh", personName(5), "Lãnh đạo tỉnh (chỉ xem)", null, { viewer: true }),
  ];
  for (const unit of ROSTER.units) {
    const next = () => personName(accounts.length);
    accounts.push(
      account(`bientap.${unit.id}`, next(), "Cán bộ tự đánh giá", unit.id, { unitEditor: unit.id }),
    );
    accounts.push(account(`lanhdao.${unit.id}`, next(), "Lãnh đạo đơn vị", unit.id, { unitHead: unit.id }));
    if (APPRAISING.has(unit.id))
      accounts.push(
        account(`thamdinh.${unit.id}`, next(), "Cán bộ thẩm định", unit.id, { appraiser: { nodes: [] } }),
      );
  }
  return accounts;
}

/** Every account of the demonstration, all with the same plain password. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = demoAccounts();

const DAY = 24 * 60 * 60 * 1000;
const VIETNAM = 7 * 60 * 60 * 1000;

/** 23:59:59 in Asia/Ho_Chi_Minh, `days` days from now. */
function endOfDay(now: Date, days: number): Date {
  const startOfToday = Math.floor((now.getTime() + VIETNAM) / DAY) * DAY - VIETNAM;
  return new Date(startOfToday + (days + 1) * DAY - 1000);
}

/** Dates that let the schedule open the period at once and leave each stage some weeks. */
const demoDates = (now: Date): PeriodDates => ({
  opensAt: endOfDay(now, -1),
  selfAssessmentDue: endOfDay(now, 30),
  appraisalDue: endOfDay(now, 60),
  explanationDue: endOfDay(now, 67),
  reappraisalDue: endOfDay(now, 81),
  publishAt: endOfDay(now, 95),
});

const LAI_CHAU: Scheme = {
  name: "Chỉ số cải cách hành chính tỉnh Lai Châu",
  owner: "Ủy ban nhân dân tỉnh Lai Châu",
  tier: "province",
  parent: null,
};

/** The seat of a council account in the demonstration, by its address. */
const seatOf = (email: string): Seat =>
  email.startsWith("chutich") ? "chair" : email.startsWith("thuky") ? "secretary" : "member";

function newPeriod(year: number, dates: PeriodDates, sets: readonly CriteriaSet[], uids: Uids): Period {
  const council = DEMO_ACCOUNTS.filter((account) => account.roles.council);
  return {
    ...BLANK_PERIOD,
    name: `Đánh giá, xếp hạng Chỉ số cải cách hành chính năm ${year}`,
    year,
    dates,
    settings: FIRST_SETTINGS,
    groups: ROSTER.groups,
    standingBody: ROSTER.standingBody,
    standingBodyOwn: ROSTER.standingBodyOwn,
    council: {
      decision: null,
      members: council.map(({ email, uid }) => ({ uid: uids.get(email) ?? uid, seat: seatOf(email) })),
    },
    criteriaSets: sets.map((set) => set.id),
    unitCount: ROSTER.units.length,
  };
}

/** The uid of each demo account's email: another than planned where the account already stood under another. */
type Uids = Map<string, string>;

const GET_USERS_LIMIT = 100;

async function ensureAccounts(auth: Auth): Promise<Uids> {
  const uids: Uids = new Map();
  for (let at = 0; at < DEMO_ACCOUNTS.length; at += GET_USERS_LIMIT) {
    const wanted = DEMO_ACCOUNTS.slice(at, at + GET_USERS_LIMIT);
    const { users } = await auth.getUsers(wanted.map(({ email }) => ({ email })));
    for (const { email, uid } of users) if (email) uids.set(email, uid);
  }
  const absent = DEMO_ACCOUNTS.filter(({ email }) => !uids.has(email));
  await Promise.all(
    absent.map(async ({ uid, email, password, name }) => {
      await auth.createUser({ uid, email, password, displayName: name, emailVerified: true });
      uids.set(email, uid);
    }),
  );
  return uids;
}

async function ensureMembers(db: Firestore, uids: Uids): Promise<void> {
  const members = DEMO_ACCOUNTS.map(({ uid, email, name, role, unit, roles }) => {
    const member: Member = { name, title: role, email, unit, roles, disabled: false, former: [] };
    return { ref: db.doc(paths.member(SCHEME, uids.get(email) ?? uid)), member };
  });
  const stored = await db.getAll(...members.map(({ ref }) => ref));
  const batch = db.batch();
  stored.forEach((snapshot, at) => {
    const member = members[at];
    if (member && !snapshot.exists) batch.create(member.ref, member.member);
  });
  await batch.commit();
}

/** What stands for the year's guidance, of which there is no copy: a text for every leaf, made from its rule. */
const illustrativeGuidance = (set: CriteriaSet, now: Date): Guidance => ({
  ...{ version: 1, number: "minh họa", date: null, issuers: [], file: null },
  ...{ texts: illustrativeTexts(set), by: "system", at: now },
});

/** The shipped surveys, one a respondent group, as drafts that nothing was asked of yet. */
function draftSurveys(sets: readonly CriteriaSet[], now: Date): { id: string; survey: Survey }[] {
  const { surveys, findings } = readSurveyFile(readJson("surveys.json"), sets);
  return (surveys ?? complain("surveys.json", findings)).map(({ id, text }) => ({
    id,
    survey: { ...NEW_SURVEY, ...text, rev: 1, by: "system", at: now },
  }));
}

/** Writes scheme, period, sets, surveys and units in one batch, all or nothing; leaves a period that exists as it stands. */
async function ensurePeriod(
  db: Firestore,
  { now, year, dates }: Required<SeedOptions>,
  uids: Uids,
): Promise<boolean> {
  const id = String(year);
  const period = db.doc(paths.period(SCHEME, id));
  if ((await period.get()).exists) return false;
  const sets = readCriteriaSets(ROSTER);
  const batch = db.batch();
  batch.set(db.doc(paths.scheme(SCHEME)), LAI_CHAU);
  batch.create(period, newPeriod(year, dates, sets, uids));
  for (const set of sets) {
    batch.create(db.doc(paths.criteriaSet(SCHEME, id, set.id)), set);
    batch.create(db.doc(`${paths.guidance(SCHEME, id, set.id)}/1`), illustrativeGuidance(set, now));
  }
  for (const { id: survey, survey: draft } of draftSurveys(sets, now))
    batch.create(db.doc(paths.survey(SCHEME, id, survey)), draft);
  for (const unit of ROSTER.units) batch.create(db.doc(paths.unit(SCHEME, id, unit.id)), newUnit(unit));
  await batch.commit();
  return true;
}

export interface SeedOptions {
  now: Date;
  /** The assessed year, 2024 unless told. */
  year?: number;
  /** `demoDates(now)` unless told. */
  dates?: PeriodDates;
}

/**
 * Seeds the Lai Châu scheme with one period, ready to be opened by the schedule: criteria sets, draft surveys, units,
 * members and, where there is somebody to keep them, their accounts. What already stands is left as it is. Ledgers and
 * indices come with the opening, not from here.
 */
export async function seedLaiChau(
  db: Firestore,
  auth: Auth | null,
  { now, year = 2024, dates = demoDates(now) }: SeedOptions,
): Promise<{ created: boolean }> {
  const uids: Uids = auth ? await ensureAccounts(auth) : new Map();
  await ensureMembers(db, uids);
  return { created: await ensurePeriod(db, { now, year, dates }, uids) };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const name of ["FIRESTORE_EMULATOR_HOST", "FIREBASE_AUTH_EMULATOR_HOST"])
    if (!process.env[name])
      throw new Error(
        `${name} is not set: the demonstration data belongs in emulators only (tools/with-emulators.ts).`,
      );
  const app = initializeApp({ projectId: PROJECT });
  const { created } = await seedLaiChau(getFirestore(app), getAuth(app), { now: new Date() });
  console.log(created ? "Seeded the Lai Châu scheme." : "The Lai Châu scheme is already there.");
  for (const { email, role, unit } of DEMO_ACCOUNTS) console.log([email, role, unit ?? ""].join("\t"));
}
