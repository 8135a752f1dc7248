import process from "node:process";
import { initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { getFirestore } from "firebase-admin/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CriteriaSet, dueStep, Member, Period, paths, Scheme, Survey, Unit } from "../../core/src/index.ts";
import { withDates } from "../../functions/src/store/firestore.ts";
import { PROJECT } from "../../tools/emulators.ts";
import { DEMO_ACCOUNTS, ROSTER, SCHEME, seedLaiChau } from "../../tools/seed.ts";

/** A year of its own, so that other tests' years are left alone. */
const YEAR = 2031;
const PERIOD = String(YEAR);
const NOW = new Date("2031-11-23T10:00:00+07:00");

const app = initializeApp({ projectId: PROJECT }, "seed-test");
const db = getFirestore(app);
const auth = getAuth(app);
const seed = () => seedLaiChau(db, auth, { now: NOW, year: YEAR });

async function dataAt(path: string): Promise<unknown> {
  return withDates((await db.doc(path).get()).data());
}

const idsIn = async (path: string) => (await db.collection(path).listDocuments()).map(({ id }) => id).sort();

async function signIn(email: string, password: string): Promise<number> {
  const host = process.env.FIREBASE_AUTH_EMULATOR_HOST;
  const url = `http://${host}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo`;
  const body = JSON.stringify({ email, password, returnSecureToken: true });
  return (await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body })).status;
}

describe("the Lai Châu seed", () => {
  beforeAll(async () => {
    expect(await seed()).toEqual({ created: true });
  });
  afterAll(() => db.recursiveDelete(db.doc(paths.period(SCHEME, PERIOD))));

  it("writes documents that their schemas accept, and none of what the opening makes", async () => {
    Scheme.parse(await dataAt(paths.scheme(SCHEME)));
    const period = Period.parse(await dataAt(paths.period(SCHEME, PERIOD)));
    expect(period).toMatchObject({ year: YEAR, state: "preparing", unitCount: 28 });
    expect(period.council.decision).toBeNull();
    for (const set of period.criteriaSets)
      expect(CriteriaSet.parse(await dataAt(paths.criteriaSet(SCHEME, PERIOD, set))).id).toBe(set);
    expect(await idsIn(paths.units(SCHEME, PERIOD))).toEqual(ROSTER.units.map(({ id }) => id).sort());
    for (const { id, group } of ROSTER.units) {
      const unit = Unit.parse(await dataAt(paths.unit(SCHEME, PERIOD, id)));
      expect(unit).toMatchObject({ group, exempt: {}, lockException: null, submission: { state: "draft" } });
      expect(period.criteriaSets).toContain(unit.criteriaSet);
    }
    expect(await idsIn(paths.ledgers(SCHEME, PERIOD))).toEqual([]);
    expect(await idsIn(paths.indices(SCHEME, PERIOD))).toEqual([]);
  });

  it("drafts a survey for each respondent group, asked of nobody yet", async () => {
    const surveys = ["dai-bieu-hdnd", "doanh-nghiep", "lanh-dao-cong-chuc", "nguoi-dan"];
    expect(await idsIn(paths.surveys(SCHEME, PERIOD))).toEqual(surveys);
    for (const id of surveys) {
      const survey = Survey.parse(await dataAt(paths.survey(SCHEME, PERIOD, id)));
      expect(survey).toMatchObject({ rev: 1, state: "draft", issued: 0, epoch: 0, closings: 0 });
    }
  });

  it("lets the schedule open the year at once, and leaves time for every stage", async () => {
    const period = Period.parse(await dataAt(paths.period(SCHEME, PERIOD)));
    expect(dueStep(period, NOW)?.to).toBe("selfAssessment");
    expect(dueStep({ ...period, state: "selfAssessment" }, NOW)).toBeNull();
    expect(period.dates.selfAssessmentDue).toEqual(new Date("2031-12-23T23:59:59+07:00"));
  });

  it("gives every account its member document and the printed password", async () => {
    for (const { uid, email, unit, roles } of DEMO_ACCOUNTS)
      expect(Member.parse(await dataAt(paths.member(SCHEME, uid)))).toMatchObject({ email, unit, roles });
    const [admin] = DEMO_ACCOUNTS;
    if (!admin) throw new Error("no accounts");
    expect(await signIn(admin.email, admin.password)).toBe(200);
    expect(await signIn(admin.email, "khác")).toBe(400);
  });

  it("has people of every role: two for each unit, an appraiser for each department that judges", () => {
    const having = (role: keyof Member["roles"]) => DEMO_ACCOUNTS.filter(({ roles }) => roles[role]);
    expect(having("unitEditor").map(({ unit }) => unit)).toEqual(ROSTER.units.map(({ id }) => id));
    expect(having("unitHead").map(({ unit }) => unit)).toEqual(ROSTER.units.map(({ id }) => id));
    expect(having("appraiser").map(({ unit }) => unit)).toEqual([
      "so-noi-vu",
      "so-tu-phap",
      "so-tai-chinh",
      "so-ke-hoach-dau-tu",
      "so-thong-tin-truyen-thong",
      "so-khoa-hoc-cong-nghe",
      "van-phong-ubnd",
    ]);
    expect([having("admin").length, having("council").length, having("viewer").length]).toEqual([1, 4, 1]);
    for (const { name } of DEMO_ACCOUNTS) expect(name).toContain("(minh họa)");
  });

  it("seeded again, leaves a year that has moved on as it stands", async () => {
    await db.doc(paths.period(SCHEME, PERIOD)).update({ state: "appraisal" });
    const removed = DEMO_ACCOUNTS.at(-1);
    if (!removed) throw new Error("no accounts");
    await auth.deleteUser(removed.uid);
    await db.doc(paths.member(SCHEME, removed.uid)).delete();
    const before = await idsIn(paths.members(SCHEME));
    expect(await seed()).toEqual({ created: false });
    expect(Period.parse(await dataAt(paths.period(SCHEME, PERIOD))).state).toBe("appraisal");
    expect(await idsIn(paths.members(SCHEME))).toEqual([...before, removed.uid].sort());
    expect((await auth.getUser(removed.uid)).email).toBe(removed.email);
  });

  it("uses the account that already stands under an address", async () => {
    const last = DEMO_ACCOUNTS.at(-1);
    if (!last) throw new Error("no accounts");
    await auth.deleteUser(last.uid);
    await db.doc(paths.member(SCHEME, last.uid)).delete();
    await auth.createUser({ uid: "someone-else", email: last.email });
    await seed();
    expect(Member.parse(await dataAt(paths.member(SCHEME, "someone-else"))).email).toBe(last.email);
    await auth.deleteUser("someone-else");
    await db.doc(paths.member(SCHEME, "someone-else")).delete();
    await seed();
  });
});
