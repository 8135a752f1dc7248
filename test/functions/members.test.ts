import "./setup/environment.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { getAuth } from "firebase-admin/auth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Person, postAt, queries, SignInLink } from "../../core/src/index.ts";
import type { Input } from "../../functions/src/store/act.ts";
import { queryAt } from "../../functions/src/store/firestore.ts";
import { handOver } from "../../functions/src/store/handover.ts";
import { importMembers } from "../../functions/src/store/member-import.ts";
import { saveMember, setMemberDisabled, signIns } from "../../functions/src/store/members.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { issueSignInLink, setPassword } from "../../functions/src/store/sign-in-links.ts";
import { Session } from "../../tools/demo/doors.ts";
import { actsOf, auditOf, unitOf } from "./setup/reading.ts";
import { HEALTH, POLICE, STANDING_BODY } from "./setup/small-set.ts";
import { emailOf, memberOf, smallYear } from "./setup/small-year.ts";
import { cutBefore, deliverEvents, dropEvents, refused } from "./setup/watching.ts";

beforeAll(dropEvents);
afterAll(deliverEvents);

const RUN = Date.now().toString(36);
let made = 0;

/** Somebody whom no account exists of yet. */
function newcomer(more: Partial<Person> = {}): Person {
  made += 1;
  const email = `nguoi-${RUN}-${made}@thu-nghiem.example`;
  return {
    ...{ name: `Người ${made}`, title: "Chuyên viên", email, unit: HEALTH, roles: { unitEditor: HEALTH } },
    ...more,
  };
}

const year = (test: string) => smallYear(test, "selfAssessment");
const save = (key: PeriodKey, person: Person, uid: string | null = null) =>
  saveMember({ ...key, uid, person }, "admin");
const memberAt = async ({ scheme }: PeriodKey, uid: string) => (await refs.member(scheme, uid).get()).data();
const accountOf = ({ email }: Person) => getAuth().getUserByEmail(email);
const PASSWORD = "mat-khau-rat-dai";

/** A new member with the code of their link. */
async function joined(key: PeriodKey, person = newcomer()) {
  const { uid, link } = await save(key, person);
  if (!link) throw new Error("no link");
  return { uid, person, code: link.code, expiresAt: new Date(link.expiresAt) };
}

async function signsIn({ email }: Person, password: string): Promise<boolean> {
  const session = await Session.signIn({ email, password }).catch(() => null);
  await session?.close();
  return session !== null;
}

describe("a new member", () => {
  test("gets an account without password, a membership and a link good for seven days", async () => {
    const key = await year("new");
    const person = newcomer({ email: `Nguoi-${RUN}-Hoa@Thu-Nghiem.example` });
    const { uid, link } = await save(key, person);
    const email = person.email.toLowerCase();
    expect(await memberAt(key, uid)).toEqual({ ...person, email, disabled: false, former: [] });
    expect((await getAuth().getUser(uid)).email).toBe(email);
    expect(link?.code).toMatch(/^[\w-]{43}$/);
    const days = (new Date(link?.expiresAt ?? 0).getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThanOrEqual(7);
    const [entry] = await auditOf(key);
    expect(entry).toMatchObject({
      act: "saveMember",
      by: "admin",
      unit: HEALTH,
      detail: { uid, from: null },
    });
    expect(JSON.stringify(entry)).not.toContain(link?.code);
  });

  test("is refused who is one already, naming them, and made once by two at a time", async () => {
    const key = await year("new-twice");
    const person = newcomer();
    const both = await Promise.allSettled([save(key, person), save(key, person)]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await refused(save(key, { ...person, email: person.email.toUpperCase() }), person.name);
    expect(await actsOf(key)).toEqual({ saveMember: 1 });
  });

  test.each([1, 2])("is made by the retry where the power went off before transaction %i", async (nth) => {
    const key = await year("new-died");
    const person = newcomer();
    expect(await cutBefore(nth, () => save(key, person))).toBe(true);
    const { uid } = await joined(key, person);
    expect((await accountOf(person)).uid).toBe(uid);
    expect(await actsOf(key)).toEqual({ saveMember: 1 });
  });

  test("of another scheme keeps their account, and no one here opens its doors", async () => {
    const [first, second] = [await year("new-first"), await year("new-second")];
    const { uid, person } = await joined(first);
    expect(await save(second, person)).toEqual({ uid, link: null });
    await refused(issueSignInLink({ ...second, uid }, "admin"), "chương trình đánh giá khác");
    await refused(save(second, { ...person, email: newcomer().email }, uid), "chương trình đánh giá khác");
    expect((await accountOf(person)).uid).toBe(uid);
  });

  test("takes no account that somebody registered under their address before", async () => {
    const key = await year("new-squatted");
    const person = newcomer();
    const { uid: squatter } = await getAuth().createUser({ email: person.email, password: PASSWORD });
    const { uid, code } = await joined(key, person);
    expect(uid).not.toBe(squatter);
    expect(await signsIn(person, PASSWORD)).toBe(false);
    await setPassword({ code, password: `${PASSWORD}-2` });
    expect(await signsIn(person, `${PASSWORD}-2`)).toBe(true);
  });

  test("keeps account and password where another scheme knows them", async () => {
    const [first, second] = [await year("new-known"), await year("new-known-too")];
    const { uid, person, code } = await joined(first);
    await setPassword({ code, password: PASSWORD });
    await setMemberDisabled({ ...first, uid, disabled: true, reason: "Nghỉ" }, "admin");
    expect(await save(second, person)).toEqual({ uid, link: null });
    expect(await signsIn(person, PASSWORD)).toBe(true);
  });

  test("is refused by who does not run the year, before any account is made", async () => {
    const key = await year("new-by-head");
    const person = newcomer();
    await refused(saveMember({ ...key, uid: null, person }, "head-of-health"), "quản trị");
    await expect(accountOf(person)).rejects.toThrow("no user record");
  });

  test.each([
    [{ unit: "so-la", roles: {} }, "unit"],
    [{ unit: POLICE, roles: { unitEditor: HEALTH } }, "roles.unitEditor"],
    [{ unit: null, roles: { unitHead: HEALTH } }, "roles.unitHead"],
    [{ unit: null, roles: { appraiser: { nodes: [] } } }, "unit"],
  ])("is refused where unit and roles don't fit: %j", async (more, path) => {
    const key = await year("new-unfit");
    const person = newcomer(more);
    const { issues } = await refused(save(key, person), path);
    expect(issues).toMatchObject([{ path }]);
    await expect(accountOf(person)).rejects.toThrow("no user record");
  });
});

describe("a changed member", () => {
  test("keeps who they were, moves their account's address, and once for a retry", async () => {
    const key = await year("change");
    const { uid, person } = await joined(key);
    const changed = { ...person, title: "Trưởng phòng", email: newcomer().email };
    const before = new Date();
    expect(await save(key, changed, uid)).toEqual({ uid, link: null });
    await save(key, changed, uid);
    const member = await memberAt(key, uid);
    expect(member).toMatchObject(changed);
    expect(member && postAt(member, before).title).toBe("Chuyên viên");
    expect(member?.former).toHaveLength(1);
    expect((await accountOf(changed)).uid).toBe(uid);
    expect(await actsOf(key)).toEqual({ saveMember: 2 });
  });

  test("is changed by the retry where the power went off after the account was", async () => {
    const key = await year("change-died");
    const { uid, person } = await joined(key);
    const changed = { ...person, email: newcomer().email };
    expect(await cutBefore(2, () => save(key, changed, uid))).toBe(true);
    expect((await accountOf(changed)).uid).toBe(uid);
    expect((await memberAt(key, uid))?.email).toBe(person.email);
    await save(key, changed, uid);
    expect((await memberAt(key, uid))?.email).toBe(changed.email);
  });

  test("can't take the address of another account", async () => {
    const key = await year("change-taken");
    const [one, other] = [await joined(key), await joined(key)];
    const taken = { ...one.person, email: other.person.email };
    await refused(save(key, taken, one.uid), /đã thuộc một tài khoản khác/);
    expect((await memberAt(key, one.uid))?.email).toBe(one.person.email);
  });

  test("who runs the scheme can't give that up themselves; nor may the last one lose it to another", async () => {
    const key = await year("change-admin");
    const admin = { ...memberOf("admin", { unit: STANDING_BODY, roles: {} }) };
    await refused(save(key, admin, "admin"), "chính mình");
    const person = newcomer({ unit: null, roles: { admin: true } });
    const { uid } = await joined(key, person);
    const plain = { ...person, roles: {} };
    const both = await Promise.allSettled([
      save(key, plain, uid),
      saveMember({ ...key, uid: "admin", person: admin }, uid),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const left = [await memberAt(key, "admin"), await memberAt(key, uid)];
    expect(left.filter((member) => member?.roles.admin)).toHaveLength(1);
  });
});

describe("a one-time link", () => {
  test("sets a password once, signs out everywhere, and keeps no code", async () => {
    const key = await year("link");
    const { uid, person, code } = await joined(key);
    expect(await signsIn(person, PASSWORD)).toBe(false);
    const signedOutBefore = (await getAuth().getUser(uid)).tokensValidAfterTime;
    const [one, two] = await Promise.allSettled([
      setPassword({ code, password: PASSWORD }),
      setPassword({ code, password: `${PASSWORD}-2` }),
    ]);
    expect([one.status, two.status].sort()).toEqual(["fulfilled", "rejected"]);
    expect(await signsIn(person, one.status === "fulfilled" ? PASSWORD : `${PASSWORD}-2`)).toBe(true);
    await refused(setPassword({ code, password: PASSWORD }), /^Liên kết không dùng được/);
    expect((await getAuth().getUser(uid)).tokensValidAfterTime).not.toBe(signedOutBefore);
    expect((await refs.signInLink(code).get()).exists).toBe(false);
  });

  test("answers the same whether it is unknown, used, expired, ended or of a locked account", async () => {
    const key = await year("link-unusable");
    const unknown = "x".repeat(43);
    const expired = await joined(key);
    const [stored] = (await queryAt(queries.linksOfPerson(expired.uid), SignInLink).get()).docs;
    await stored?.ref.update({ expiresAt: new Date(Date.now() - 1) });
    const ended = await joined(key);
    const newer = await issueSignInLink({ ...key, uid: ended.uid }, "admin");
    const locked = await joined(key);
    await setMemberDisabled({ ...key, uid: locked.uid, disabled: true, reason: "Nghỉ" }, "admin");
    const used = await joined(key);
    await setPassword({ code: used.code, password: PASSWORD });
    const messages = new Set<string>();
    for (const code of [unknown, expired.code, ended.code, locked.code, used.code]) {
      const failure: unknown = await setPassword({ code, password: PASSWORD }).catch(
        (error: unknown) => error,
      );
      messages.add(String(failure));
    }
    expect(messages.size).toBe(1);
    expect(await setPassword({ code: newer.code, password: PASSWORD })).toEqual({
      email: ended.person.email,
    });
  });

  test("is good again where the password could not be set", async () => {
    const key = await year("link-weak");
    const { uid, person, code } = await joined(key);
    await getAuth().updateUser(uid, { disabled: true });
    await refused(setPassword({ code, password: PASSWORD }), /^Liên kết/);
    await getAuth().updateUser(uid, { disabled: false });
    await setPassword({ code, password: PASSWORD });
    expect(await signsIn(person, PASSWORD)).toBe(true);
  });

  test("is issued by who runs the year, to members who are not locked out, and audited without its code", async () => {
    const key = await year("link-issue");
    const { uid } = await joined(key);
    await refused(issueSignInLink({ ...key, uid }, "head-of-health"), "quản trị");
    const { code } = await issueSignInLink({ ...key, uid }, "admin");
    const entry = (await auditOf(key)).at(-1);
    expect(entry).toMatchObject({ act: "issueSignInLink", detail: { uid } });
    expect(JSON.stringify(entry)).not.toContain(code);
    await setMemberDisabled({ ...key, uid, disabled: true, reason: "Nghỉ" }, "admin");
    await refused(issueSignInLink({ ...key, uid }, "admin"), "đang bị khóa");
  });
});

describe("locking a member out", () => {
  const disable = (key: PeriodKey, uid: string, disabled: boolean, by = "admin") =>
    setMemberDisabled({ ...key, uid, disabled, reason: "Nghỉ việc" }, by);

  test("disables their account, and lets both in again", async () => {
    const key = await year("disable");
    const { uid, person, code } = await joined(key);
    await setPassword({ code, password: PASSWORD });
    await disable(key, uid, true);
    await disable(key, uid, true);
    expect((await memberAt(key, uid))?.disabled).toBe(true);
    expect(await signsIn(person, PASSWORD)).toBe(false);
    await disable(key, uid, false);
    expect(await signsIn(person, PASSWORD)).toBe(true);
    expect(await actsOf(key)).toEqual({ saveMember: 1, setMemberDisabled: 2 });
  });

  test("leaves the account of who belongs to another scheme", async () => {
    const [first, second] = [await year("disable-first"), await year("disable-second")];
    const { uid, person } = await joined(first);
    await save(second, person);
    await disable(first, uid, true);
    expect((await getAuth().getUser(uid)).disabled).toBe(false);
    await disable(second, uid, true);
    expect((await getAuth().getUser(uid)).disabled).toBe(true);
  });

  test("is finished by the retry where the power went off before the account was disabled", async () => {
    const key = await year("disable-died");
    const { uid } = await joined(key);
    await refs.member(key.scheme, uid).update({ disabled: true });
    await disable(key, uid, true);
    expect((await getAuth().getUser(uid)).disabled).toBe(true);
  });

  test("is refused for oneself and for the last who runs the scheme", async () => {
    const key = await year("disable-admin");
    await refused(disable(key, "admin", true), "chính mình");
    const { uid } = await joined(key, newcomer({ roles: { admin: true } }));
    const both = await Promise.allSettled([disable(key, uid, true), disable(key, "admin", true, uid)]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("handing over", () => {
  const over = (more: Partial<Input<"handOver">> & PeriodKey) =>
    handOver(
      { role: "unitHead", from: "head-of-health", to: "viewer", reason: "Nghỉ hưu", ...more },
      "admin",
    );

  test("moves role, leaves and unit, ends the deputy, and leaves who everyone was", async () => {
    const key = await year("hand-over");
    const unit = { ...key, unit: HEALTH };
    const deputy = { uid: "head-of-health", until: new Date(Date.now() + 86_400_000), by: "admin" };
    const assignments = { f1c2: "head-of-health", f2c1: "editor-of-health" };
    await refs.unit(unit).update({ assignments, deputy });
    const before = new Date();
    await over(key);
    await over(key);
    expect((await memberAt(key, "head-of-health"))?.roles).toEqual({});
    const to = await memberAt(key, "viewer");
    expect(to).toMatchObject({ unit: HEALTH, roles: { viewer: true, unitHead: HEALTH } });
    expect(to && postAt(to, before).unit).toBeNull();
    expect(await unitOf(unit)).toMatchObject({
      assignments: { f1c2: "viewer", f2c1: "editor-of-health" },
      deputy: null,
    });
    expect(await auditOf(key)).toMatchObject([
      { act: "handOver", unit: HEALTH, reason: "Nghỉ hưu", detail: { from: "head-of-health", to: "viewer" } },
    ]);
  });

  test("goes to a colleague, whose own deputy and leaves stay", async () => {
    const key = await year("hand-over-within");
    const unit = { ...key, unit: HEALTH };
    const deputy = {
      uid: "editor-of-health",
      until: new Date(Date.now() + 86_400_000),
      by: "head-of-health",
    };
    await refs.unit(unit).update({ deputy });
    await over({ ...key, to: "editor-of-health" });
    expect((await memberAt(key, "editor-of-health"))?.roles).toEqual({
      unitEditor: HEALTH,
      unitHead: HEALTH,
    });
    expect((await unitOf(unit)).deputy).toEqual(deputy);
  });

  test("is refused to people of other units, to who is locked out, and from who does not hold the role", async () => {
    const key = await year("hand-over-refused");
    await refused(over({ ...key, to: "head-of-police" }), "đơn vị khác");
    await refused(over({ ...key, to: "head-of-health" }), "phải khác nhau");
    await refused(over({ ...key, from: "viewer", to: "council" }), "không giữ vai trò");
    await refs.member(key.scheme, "viewer").update({ disabled: true });
    await refused(over(key), "đang bị khóa");
    await refused(
      handOver({ ...key, role: "unitHead", from: "head-of-health", to: "council", reason: "x" }, "viewer"),
      "khóa",
    );
    expect(await actsOf(key)).toEqual({});
  });
});

describe("who signed in when", () => {
  test("is told to who runs the year, of members with an account", async () => {
    const key = await year("sign-ins");
    const { uid, person, code } = await joined(key);
    await setPassword({ code, password: PASSWORD });
    const seen = async () => (await signIns(key, "admin")).people.find((one) => one.uid === uid);
    const before = await seen();
    // The accounts' emulator tells whole seconds, and of the creation as of a sign-in.
    await sleep(1_100);
    await signsIn(person, PASSWORD);
    const after = await seen();
    const { lastSignInTime, creationTime } = (await getAuth().getUser(uid)).metadata;
    expect(after).toEqual({
      uid,
      lastSignIn: new Date(lastSignInTime).toISOString(),
      created: new Date(creationTime).toISOString(),
    });
    expect(after?.lastSignIn).not.toBe(before?.lastSignIn);
    await refused(signIns(key, "council"), "quản trị");
  });
});

describe("an import", () => {
  const all = (key: PeriodKey, people: Person[], by = "admin") => importMembers({ ...key, people }, by);

  test("creates everyone with a link of their own", async () => {
    const key = await year("import");
    const people = [newcomer(), newcomer({ unit: null, roles: { viewer: true } })];
    const { links } = await all(key, people);
    expect(links.map(({ email }) => email)).toEqual(people.map(({ email }) => email));
    for (const { email, code } of links)
      expect(await setPassword({ code, password: PASSWORD })).toEqual({ email });
    expect(await auditOf(key)).toMatchObject([
      { act: "importMembers", detail: { emails: people.map(({ email }) => email) } },
    ]);
  });

  test("creates nobody where one row is wrong, and names every such row", async () => {
    const key = await year("import-wrong");
    const good = newcomer();
    const people = [
      good,
      newcomer({ email: emailOf("viewer") }),
      newcomer({ unit: "so-la", roles: {} }),
      { ...newcomer(), email: good.email.toUpperCase() },
      newcomer({ roles: { unitHead: POLICE } }),
    ];
    const { issues } = await refused(all(key, people), "people.1.email");
    expect(issues?.map(({ path }) => path)).toEqual([
      ...["people.1.email", "people.2.unit", "people.3.email", "people.4.roles.unitHead"],
    ]);
    await expect(accountOf(good)).rejects.toThrow("no user record");
    await refused(all(key, [good], "head-of-health"), "quản trị");
    expect(await actsOf(key)).toEqual({});
  });

  test("is finished by the retry where the power went off after the accounts were made", async () => {
    const key = await year("import-died");
    const people = [newcomer(), newcomer(), newcomer()];
    expect(await cutBefore(2, () => all(key, people))).toBe(true);
    const { uid } = await accountOf(people[2] ?? newcomer());
    expect(await memberAt(key, uid)).toBeUndefined();
    expect((await all(key, people)).links).toHaveLength(3);
    expect(await memberAt(key, uid)).toMatchObject(people[2] ?? {});
    expect(await actsOf(key)).toEqual({ importMembers: 1 });
  });

  test("takes as many as one import holds, and gives no link into another scheme", async () => {
    const [first, second] = [await year("import-first"), await year("import-many")];
    const { person } = await joined(first);
    const people = [person, ...Array.from({ length: 499 }, () => newcomer())];
    const { links } = await all(second, people);
    expect(links).toHaveLength(499);
    expect(links.some(({ email }) => email === person.email)).toBe(false);
    expect((await refs.members(second.scheme).count().get()).data().count).toBe(9 + 500);
  });
});
