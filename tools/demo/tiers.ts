import process from "node:process";
import { serverTimestamp } from "firebase/firestore";
import { initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { getFirestore } from "firebase-admin/firestore";
import { z } from "zod";
import {
  CriteriaSet,
  forDates,
  idOfName,
  Ledger,
  leavesOf,
  Period,
  paths,
  Rollup,
  Unit,
  UnitIndex,
} from "../../core/src/index.ts";
import { PROJECT } from "../emulators.ts";
import { ROSTER, seedLaiChau } from "../seed.ts";
import { inventClaim } from "./claims.ts";
import { documents, eachOf, runScheduled, Session, signedIn, until } from "./doors.ts";
import { expectRefused, expectSame } from "./expect.ts";
import { emit, fail, stage, told } from "./report.ts";
import { verifyPublished } from "./result.ts";
import { serverDocuments } from "./server-log.ts";
import { accountWith, KEY, random, soon } from "./world.ts";

/**
 * Plays schemes below a scheme inside running emulators: a province, its districts with the communes that each of them
 * assesses, and one district that assesses its own offices too and goes through the whole year. The other districts are
 * at different points of theirs, which is all that the province sees.
 */
const [seedText, log] = process.argv.slice(2);
const seed = Number(seedText);
if (!Number.isSafeInteger(seed) || !log) throw new Error("usage: tiers.ts <seed> <log of the emulators>");

const PASSWORD = "parindex-demo";
const COMMUNES = 13;
/** Of each district but the first, how many communes score and submit. */
const EARLY = 2;
const SET = "pl06-huyen";
const YEAR = 2025;
const DAY = 24 * 60 * 60 * 1000;
const OFFICES = [
  ...["Phòng Nội vụ", "Văn phòng HĐND và UBND", "Phòng Tư pháp", "Phòng Tài chính – Kế hoạch"],
  ...["Phòng Giáo dục và Đào tạo", "Phòng Y tế", "Phòng Văn hóa và Thông tin", "Thanh tra huyện"],
];
const [BODY = "", BODY_OWN = ""] = OFFICES;
const DISTRICTS = ROSTER.units.filter(({ group }) => group === "huyen");

/** A district's scheme: its key, who runs it, and its units with the people who fill them in. */
interface District {
  key: { scheme: string; period: string };
  name: string;
  admin: Session;
  communes: string[];
  offices: string[];
}

const mailOf = (scheme: string, who: string) => `${who}.${scheme}@laichau.example`;
const Linked = z.object({ link: z.object({ code: z.string() }).nullable() });
const Imported = z.object({ links: z.array(z.object({ code: z.string() })) });
const reason = "Minh họa";

/** Everyone sets a password of their own with the code of their link. */
async function setPasswords(codes: readonly string[]): Promise<void> {
  const anonymous = Session.anonymous();
  for (const code of codes) await anonymous.call("setPassword", { code, password: PASSWORD });
  await anonymous.close();
}

async function seedProvince(): Promise<Session> {
  const app = initializeApp({ projectId: PROJECT });
  await seedLaiChau(getFirestore(app), getAuth(app), { now: new Date() });
  return Session.signIn(accountWith(({ roles }) => roles.admin === true));
}

/** The province makes a district's scheme; its administrator signs in. */
async function beginDistrict(province: Session, { name }: { name: string }): Promise<District> {
  const scheme = idOfName(name);
  const email = mailOf(scheme, "quantri");
  const made = await province.call("createScheme", {
    ...KEY,
    child: { id: scheme, name: "Chỉ số cải cách hành chính cấp xã", owner: name, tier: "district" },
    ...{ name: `Chỉ số CCHC năm ${YEAR} các xã`, year: YEAR, sets: [SET], reason },
    dates: forDates(() => new Date(Date.now() + 60 * DAY).toISOString()),
    group: { id: "xa", name: "UBND các xã, thị trấn", ranked: true },
    standingBody: { id: idOfName(BODY), name: BODY },
    standingBodyOwn: { id: idOfName(BODY_OWN), name: BODY_OWN },
    admin: { name: `Quản trị ${name} (minh họa)`, title: "Chuyên viên", email },
  });
  await setPasswords([Linked.parse(made).link?.code ?? ""]);
  const admin = await Session.signIn({ email, password: PASSWORD });
  return { key: { scheme, period: String(YEAR) }, name, admin, communes: [], offices: [] };
}

/** The district lists its communes and offices, and the people of those that play. */
async function completeDistrict(district: District, first: boolean): Promise<void> {
  const { key, admin, name } = district;
  const offices = first ? OFFICES : OFFICES.slice(0, 2);
  await admin.call("savePeriodBasics", {
    ...{ ...key, name: `Chỉ số CCHC năm ${YEAR}`, reason },
    groups: [
      { id: "xa", name: "UBND các xã, thị trấn", ranked: true },
      { id: "phong", name: "Cơ quan chuyên môn", ranked: first },
    ],
    standingBody: idOfName(BODY),
    standingBodyOwn: idOfName(BODY_OWN),
  });
  const communes = Array.from({ length: COMMUNES }, (_, at) => `Xã ${at + 1}, ${name.replace("UBND ", "")}`);
  const listed = (names: readonly string[], group: string, after: number) =>
    names.map((unit, at) => ({
      unit: idOfName(unit),
      details: {
        ...{ name: unit, order: after + at, group, criteriaSet: SET },
        ...{ from: null, until: null, successors: [] },
      },
      exempt: {},
    }));
  const units = [...listed(communes, "xa", 0), ...listed(offices, "phong", COMMUNES)];
  await admin.call("importUnits", { ...key, units, reason });
  district.communes = communes.map(idOfName);
  district.offices = offices.map(idOfName);
  const playing = first ? [...district.communes, ...district.offices] : district.communes.slice(0, EARLY);
  const people = playing.map((unit) => ({
    ...{ name: `Người làm hồ sơ ${unit}`, title: "Chuyên viên", email: mailOf(key.scheme, unit), unit },
    roles: { unitEditor: unit, unitHead: unit },
  }));
  const imported = Imported.parse(await admin.call("importMembers", { ...key, people }));
  await setPasswords(imported.links.map(({ code }) => code));
}

/** The first district has a council, which judges everything, and no explanation round. */
async function seatChair({ key, admin }: District): Promise<Session> {
  const email = mailOf(key.scheme, "chutich");
  const saved = await admin.call("saveMember", {
    ...{ ...key, uid: null },
    person: {
      name: "Chủ tịch (minh họa)",
      title: "Phó Chủ tịch",
      email,
      unit: null,
      roles: { viewer: true },
    },
  });
  await setPasswords([Linked.parse(saved).link?.code ?? ""]);
  const chair = await Session.signIn({ email, password: PASSWORD });
  const decision = { number: "01/QĐ-UBND", date: `${YEAR}-01-15` };
  await admin.call("setCouncil", {
    ...{ ...key, council: { decision, members: [{ uid: chair.uid, seat: "chair" as const }] } },
  });
  await admin.call("changeSettings", {
    ...{ ...key, reason },
    settings: { decimals: 2, bands: {}, tieBreaks: [], explanationRound: false, surveyHeld: true },
  });
  return chair;
}

/** All districts but the last open their year. */
async function openAll(districts: readonly District[]): Promise<string> {
  const opening = districts.slice(0, -1);
  await soon(async (at) => {
    for (const { key, admin } of opening)
      await admin.call("setDate", { ...key, date: "opensAt", to: at.toISOString(), reason });
  });
  await runScheduled("advanceYear");
  for (const { key, admin } of opening) {
    const { state, unitCount } = await admin.must(paths.period(key.scheme, key.period), Period);
    expectSame(`${key.scheme} is open`, state, "selfAssessment");
    expectSame(`units of ${key.scheme}`, unitCount, (await admin.list(unitsOf(key), Unit)).size);
  }
  return `${opening.length} districts open their year, the last one is still preparing it`;
}

const unitsOf = ({ scheme, period }: District["key"]) => paths.units(scheme, period);

/** A unit's people score every leaf and submit. */
async function assess({ key, admin }: District, unit: string): Promise<void> {
  const set = await admin.must(paths.criteriaSet(key.scheme, key.period, SET), CriteriaSet);
  const chance = random(seed, key.scheme, unit);
  const quality = 0.6 + 0.35 * chance.next();
  const leaves = [...leavesOf(set)].flatMap(({ leaf }) => (leaf.source === "self" ? [leaf] : []));
  await signedIn({ email: mailOf(key.scheme, unit), password: PASSWORD }, async (session) => {
    const writes = leaves.map((leaf) => ({
      path: paths.score(key.scheme, key.period, unit, "selfScores", leaf.id),
      data: {
        ...{ ...key, unit, leaf: leaf.id, field: set.leaves[leaf.id]?.field ?? "", rev: 1 },
        ...{ by: session.uid, at: serverTimestamp(), ...inventClaim(leaf, quality, chance, YEAR) },
      },
    }));
    for (let at = 0; at < writes.length; at += 10) await session.write(...writes.slice(at, at + 10));
    const { name } = await session.must(paths.unit(key.scheme, key.period, unit), Unit);
    await session.call("submitSelfAssessment", {
      ...{ ...key, unit, confirmName: name, seen: { scores: writes.length, revSum: writes.length } },
      report: { number: "01/BC-UBND", date: `${YEAR}-12-20`, file: null },
    });
  });
}

async function assessAll(districts: readonly District[]): Promise<string> {
  const [first, ...others] = districts.slice(0, -1);
  if (!first) throw new Error("no district");
  const units = [...first.communes, ...first.offices].map((unit) => ({ district: first, unit }));
  for (const district of others)
    for (const unit of district.communes.slice(0, EARLY)) units.push({ district, unit });
  await eachOf(units, 4, ({ district, unit }) => assess(district, unit));
  return `${units.length} units of ${others.length + 1} districts score and submit`;
}

const foldedOf = (ledger: Ledger, column: "self" | "appraisal" | "survey") =>
  Object.keys(ledger[column]).length;

/** Waits until so many scores of a column are in the ledger of each unit. */
async function folded(
  { key, admin }: District,
  units: readonly string[],
  column: "self" | "survey" | "appraisal",
  n: number,
) {
  for (const unit of units)
    await until(
      `${n} ${column} scores of ${unit}`,
      async () => {
        const ledger = await admin.must(paths.ledger(key.scheme, key.period, unit), Ledger);
        return foldedOf(ledger, column) === n ? true : null;
      },
      300_000,
    );
}

/** The first district's council recognises what the units claim, the survey comes in, and the result is published. */
async function finishFirst(first: District, chair: Session): Promise<string> {
  const { key, admin } = first;
  const units = [...first.communes, ...first.offices];
  const set = await admin.must(paths.criteriaSet(key.scheme, key.period, SET), CriteriaSet);
  const leaves = [...leavesOf(set)].map(({ leaf }) => leaf);
  const surveyed = leaves.filter(({ source }) => source === "survey");
  const due = (date: "selfAssessmentDue" | "appraisalDue") =>
    soon((at) => admin.call("setDate", { ...key, date, to: at.toISOString(), reason }));
  await folded(first, units, "self", leaves.length - surveyed.length);
  await due("selfAssessmentDue");
  await runScheduled("advanceYear");
  for (const unit of units) await chair.call("recogniseRest", { ...key, unit, field: null });
  for (const unit of units)
    await admin.call("enterSurveyScores", {
      ...{ ...key, unit, source: { document: "Báo cáo điều tra (minh họa)", date: `${YEAR}-12-30` } },
      scores: surveyed.map(({ id, max, step }) => ({
        ...{ leaf: id, n: 100, minimum: 30 },
        points: Math.floor((max * random(seed, unit, id).between(0.6, 1)) / step) * step,
      })),
    });
  await folded(first, units, "appraisal", leaves.length - surveyed.length);
  await folded(first, units, "survey", surveyed.length);
  await due("appraisalDue");
  await runScheduled("advanceYear");
  await chair.call("adopt", { ...key, minutes: "Biên bản MINH-HOA-01", insufficientSampleReason: null });
  await admin.call("seal", key);
  const decision = { number: "02/QĐ-UBND", date: `${YEAR + 1}-01-20`, file: "" };
  await soon((at) => admin.call("enterDecision", { ...key, decision, publishAt: at.toISOString() }));
  await runScheduled("advanceYear");
  const { state } = await admin.must(paths.period(key.scheme, key.period), Period);
  expectSame(`the state of ${key.scheme}`, state, "published");
  return `${first.name} publishes the ranking of ${units.length} units`;
}

/** The province sees how its districts stand, and nothing else of them; they see nothing of it or of each other. */
async function lookDown(province: Session, districts: readonly District[]): Promise<string> {
  await runScheduled("rollUp");
  const rollups = await province.list(paths.rollups(KEY.scheme), Rollup);
  expectSame("the districts that the province sees", rollups.size, districts.length);
  const stands = districts.map(({ key }) => {
    const period = rollups.get(key.scheme)?.period;
    return [period?.state, period?.submitted];
  });
  const last = districts.length - 1;
  const expected = districts.map(({ communes, offices }, at) =>
    at === 0
      ? ["published", communes.length + offices.length]
      : at === last
        ? ["preparing", 0]
        : ["selfAssessment", EARLY],
  );
  expectSame("how they stand", stands, expected);
  const [first, second] = districts;
  if (!first || !second) throw new Error("too few districts");
  const refused = (who: string, session: Session, { scheme, period }: District["key"]) =>
    expectRefused(`${who} looks into ${scheme}`, "permission-denied", () =>
      session.list(paths.indices(scheme, period), UnitIndex),
    );
  await refused("the province", province, first.key);
  await refused("a district", first.admin, KEY);
  await refused("a district", first.admin, second.key);
  const means = rollups.get(first.key.scheme)?.published?.groups ?? [];
  return `the province sees ${rollups.size} rollups (${first.name}: ${means.map(({ name, mean }) => `${name} ${mean} %`).join(", ")}), and no look past them passes`;
}

try {
  const province = await stage("seed", seedProvince, () => `${DISTRICTS.length} districts to come`);
  const districts = await stage(
    "schemes",
    async () => {
      const made: District[] = [];
      for (const district of DISTRICTS) made.push(await beginDistrict(province, district));
      for (const [at, district] of made.entries()) await completeDistrict(district, at === 0);
      return made;
    },
    (made) => {
      const units = made.reduce((sum, { communes, offices }) => sum + communes.length + offices.length, 0);
      return `${made.length} schemes below the province, ${units} units`;
    },
  );
  const [first] = districts;
  if (!first) throw new Error("no district");
  const chair = await stage(
    "council",
    () => seatChair(first),
    () => `${first.name} seats its council`,
  );
  await stage("open", () => openAll(districts), told);
  await stage("self-assessment", () => assessAll(districts), told);
  await stage("publication", () => finishFirst(first, chair), told);
  await stage("rollup", () => lookDown(province, districts), told);
  const client = { ...documents };
  const server = serverDocuments(log);
  const id = paths.publicationId(first.key.scheme, first.key.period, 1);
  const result = await stage(
    "verify",
    () => verifyPublished(id),
    () => "sums, ranking, root and signature",
  );
  emit({ type: "result", root: result.root, ranking: result.manifest.ranking, client, server });
  process.exit(0);
} catch (error) {
  fail(error);
}
