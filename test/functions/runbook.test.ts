import "./setup/environment.ts";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getAuth } from "firebase-admin/auth";
import { describe, expect, test } from "vitest";
import { parindex } from "../../cli/src/parindex.ts";
import { leavesOf, setNode, withLeaves } from "../../core/src/index.ts";
import { advanceAll } from "../../functions/src/schedule/advanceYear.ts";
import { adoptResult, reopenResult } from "../../functions/src/store/adoption.ts";
import { publishCorrection } from "../../functions/src/store/correcting.ts";
import { saveCriteriaSet } from "../../functions/src/store/criteria-set-edit.ts";
import { replaceCriteriaSet } from "../../functions/src/store/criteria-set-replace.ts";
import { setMemberDisabled } from "../../functions/src/store/members.ts";
import { enterPublicationDecision, publish } from "../../functions/src/store/publishing.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { moveDate } from "../../functions/src/store/releasing.ts";
import { sealResult } from "../../functions/src/store/sealing.ts";
import { setPassword } from "../../functions/src/store/sign-in-links.ts";
import { setLockException } from "../../functions/src/store/submission.ts";
import { ROOT } from "../../tools/emulators.ts";
import {
  CORRECTING,
  DECISION,
  drafted,
  faultsOf,
  inMinutes,
  publicationOf,
  publishedYear,
  runSchedule,
  sealedYear,
  sheetsOf,
  versionOf,
} from "./setup/published.ts";
import { auditOf, indexOf, liveAndRecomputed, periodOf, unitOf } from "./setup/reading.ts";
import { HEALTH, POLICE, SMALL_SET } from "./setup/small-set.ts";
import { emailOf, give, giveWholeYear, selfScore, smallYear } from "./setup/small-year.ts";
import { refused } from "./setup/watching.ts";

/** Plays what `docs/runbook.md` says to do on the five worst days, act by act. */

const DAY = 24 * 60;

/** What a command line says and ends with. */
async function said(...args: string[]) {
  const lines: string[] = [];
  const code = await parindex(args, { out: (line) => lines.push(line), err: (line) => lines.push(line) });
  return { code, text: lines.join("\n") };
}

const actOf = async (key: PeriodKey, act: string) =>
  (await auditOf(key)).filter((entry) => entry.act === act);

describe("a wrong date", () => {
  test("that has not come is moved, with its reason in the audit, and the schedule keeps to the new one", async () => {
    const key = await smallYear("runbook-date", "selfAssessment");
    const to = inMinutes(1.5 * DAY);
    await moveDate({ ...key, date: "selfAssessmentDue", to, reason: "Công văn 15 ghi hạn khác" }, "admin");
    await runSchedule(inMinutes(DAY + 5));
    expect(await periodOf(key)).toMatchObject({ state: "selfAssessment", dates: { selfAssessmentDue: to } });
    expect(await actOf(key, "setDate")).toMatchObject([{ by: "admin", reason: "Công văn 15 ghi hạn khác" }]);
  });

  test("that has come can't be moved back: the units that it shut out get an exception each", async () => {
    const key = await smallYear("runbook-early", "selfAssessment");
    const early = { "dates.selfAssessmentDue": new Date(Date.now() - 60_000) };
    await refs.period(key).update(early);
    await runSchedule(new Date());
    expect((await periodOf(key)).state).toBe("appraisal");
    const back = { ...key, date: "selfAssessmentDue", to: inMinutes(60), reason: "Nhầm" } as const;
    await refused(moveDate(back, "admin"), /Bước này đã qua/);
    const until = inMinutes(60);
    for (const unit of [HEALTH, POLICE])
      await setLockException({ ...key, unit, until, reason: "Hạn đặt nhầm" }, "admin");
    expect((await unitOf({ ...key, unit: HEALTH })).lockException).toMatchObject({ until, by: "admin" });
  });

  test("of publication that has not come is moved by the decision's own form; by none is anything published", async () => {
    const key = await sealedYear("runbook-publish");
    await enterPublicationDecision({ ...key, decision: DECISION, publishAt: inMinutes(5) }, "admin");
    const later = inMinutes(DAY);
    await enterPublicationDecision({ ...key, decision: DECISION, publishAt: later }, "admin");
    await publish(key, inMinutes(10));
    expect((await periodOf(key)).state).toBe("sealed");
    await reopenResult({ ...key, reason: "Chưa được công bố" }, "admin");
    expect(await periodOf(key)).toMatchObject({
      state: "adoption",
      adoption: null,
      seal: null,
      decision: null,
    });
    await publish(key, inMinutes(2 * DAY));
    expect((await refs.publication(versionOf(key)).get()).exists).toBe(false);
  });

  test("of publication that has come too early leaves a result that stays: nothing takes it back", async () => {
    const key = await publishedYear("runbook-published");
    await refused(reopenResult({ ...key, reason: "Sớm" }, "admin"), /bước/);
    await refused(
      moveDate({ ...key, date: "publishAt", to: inMinutes(5), reason: "Sớm" }, "admin"),
      /đã qua/,
    );
    expect((await publicationOf(key)).manifest.version).toBe(1);
  });
});

describe("a wrong set", () => {
  test("gives way to another version, leaf by leaf, and only what changed is asked for again", async () => {
    const key = await smallYear("runbook-set", "appraisal");
    await giveWholeYear(key);
    const { leaves: _, ...next } = withLeaves(
      setNode({ ...SMALL_SET, id: "nho-2" }, "f1c2", { max: 20_000, step: 2_500 }),
    );
    const lowered = setNode(next as typeof SMALL_SET, "f1", { max: 50_000 });
    const set = withLeaves(lowered);
    const { leaves: __, ...draft } = set;
    await saveCriteriaSet({ ...key, set: draft, seen: null, reason: "Sai điểm tối đa" }, "admin");
    const replacing = { ...key, from: SMALL_SET.id, to: "nho-2", reason: "Sai điểm tối đa" };
    expect(await replaceCriteriaSet(replacing, "admin")).toMatchObject({ units: 3 });
    const health = { ...key, unit: HEALTH };
    expect((await unitOf(health)).criteriaSet).toBe("nho-2");
    const self = (await refs.selfScores(health).get()).docs.map((doc) => doc.data());
    expect(self.filter(({ points }) => points === null).map(({ leaf }) => leaf)).toEqual(["f1c2"]);
    expect([...leavesOf(set)].length).toBe([...leavesOf(SMALL_SET)].length);
    expect(await actOf(key, "replaceCriteriaSet")).toMatchObject([{ reason: "Sai điểm tối đa" }]);
    const check = await said(
      "reconcile",
      "--scheme",
      key.scheme,
      "--period",
      key.period,
      "--as",
      emailOf("admin"),
    );
    expect(check).toMatchObject({
      code: 0,
      text: expect.stringContaining("Every ledger follows its scores."),
    });
  });

  test("found after adoption needs the result re-opened first", async () => {
    const key = await sealedYear("runbook-late");
    const replacing = { ...key, from: SMALL_SET.id, to: "nho-2", reason: "Sai" };
    await refused(replaceCriteriaSet(replacing, "admin"), /bước/);
    await reopenResult({ ...key, reason: "Bộ tiêu chí sai" }, "admin");
    expect((await periodOf(key)).state).toBe("adoption");
    // The council's step takes other points and exemptions, and no other set: what remains is to exempt what is wrong.
    await refused(replaceCriteriaSet(replacing, "admin"), /bước/);
  });
});

describe("a wrong score", () => {
  test("before publication is re-opened, put right, adopted and sealed again under another root", async () => {
    const key = await sealedYear("runbook-reopen");
    const { root } = (await refs.seal(key, "s1").get()).data() ?? {};
    await reopenResult({ ...key, reason: "Cộng nhầm" }, "admin");
    await give.appraisal({ ...key, unit: HEALTH }, { f1c2: 5_000 });
    await adoptResult({ ...key, minutes: "BB 2", insufficientSampleReason: null }, "council");
    const again = await sealResult(key, "admin");
    expect(again.run).toBe("s2");
    expect(again.root).not.toBe(root);
  });

  test("after publication is corrected by the next version; the first stays as it was", async () => {
    const key = await publishedYear("runbook-correct");
    const before = { publication: await publicationOf(key), sheets: await sheetsOf(key) };
    const changes = [{ unit: HEALTH, leaf: "f1c2", points: 5_000, reason: "Cộng nhầm" }];
    const { root } = await drafted(key, changes);
    await publishCorrection({ ...key, root, decision: CORRECTING, publishAt: null }, "admin");
    expect((await publicationOf(key, 2)).root).toBe(root);
    expect(await faultsOf(key, 2)).toEqual([]);
    expect(await sheetsOf(key)).toEqual(before.sheets);
    expect(await publicationOf(key)).toEqual({ ...before.publication, supersededBy: versionOf(key, 2) });
  });
});

describe("a lost administrator", () => {
  const granting = (key: PeriodKey, who: string, ...more: string[]) =>
    said(
      "admin",
      "grant",
      who,
      "--scheme",
      key.scheme,
      "--by",
      "Trần B, theo CV 12",
      "--reason",
      "Nghỉ hưu",
      ...more,
    );
  const codeIn = (text: string) => /\?ma=([\w-]{43})$/m.exec(text)?.[1] ?? "";

  test("locked out, is let in again and sets a new password with the link that is printed", async () => {
    const key = await smallYear("runbook-admin", "appraisal");
    const email = `quan-tri@${key.scheme}.example`;
    const { uid } = await getAuth().createUser({ email, password: "quen-mat-roi", disabled: true });
    const admin = (await refs.member(key.scheme, "admin").get()).data();
    if (!admin) throw new Error("no admin");
    await refs.member(key.scheme, "admin").delete();
    await refs.member(key.scheme, uid).set({ ...admin, email, disabled: true });
    await refused(setMemberDisabled({ ...key, uid, disabled: false, reason: "x" }, uid), /khóa/);
    const before = (await auditOf(key)).length;
    const dry = await granting(key, email);
    expect(dry).toMatchObject({
      code: 0,
      text: expect.stringMatching(/is locked out: is let in again\.\nDry run/),
    });
    expect((await refs.member(key.scheme, uid).get()).data()?.disabled).toBe(true);
    expect((await auditOf(key)).length).toBe(before);

    const done = await granting(key, uid, "--site", "https://par.laichau.example/", "--write");
    expect(done.text).toContain("https://par.laichau.example/app/mat-khau?ma=");
    expect((await refs.member(key.scheme, uid).get()).data()).toMatchObject({
      disabled: false,
      roles: { admin: true },
    });
    expect(await setPassword({ code: codeIn(done.text), password: "mat-khau-moi-dai" })).toEqual({ email });
    await refused(setPassword({ code: codeIn(done.text), password: "mat-khau-moi-dai" }), /không dùng được/);
    expect(await actOf(key, "grantAdmin")).toMatchObject([
      {
        by: "operator",
        reason: "Nghỉ hưu",
        detail: { uid, was: "disabled", operator: "Trần B, theo CV 12" },
      },
    ]);
    const to = inMinutes(5 * DAY);
    await moveDate({ ...key, date: "publishAt", to, reason: "Quyền đã có lại" }, uid);
  });

  test("who left for good is followed by somebody new, who gets an account and a membership", async () => {
    const key = await smallYear("runbook-new-admin", "appraisal");
    const email = `moi@${key.scheme}.example`;
    expect((await granting(key, email)).text).toContain("--name");
    const person = ["--name", "Lò Văn Mới", "--title", "Chuyên viên"];
    const dry = await granting(key, email, ...person);
    expect(dry.text).toContain("is no member yet: becomes one");
    await expect(getAuth().getUserByEmail(email)).rejects.toThrow();
    const done = await granting(key, email, ...person, "--write");
    await setPassword({ code: codeIn(done.text), password: "mat-khau-moi-dai" });
    const { uid } = await getAuth().getUserByEmail(email);
    expect((await refs.member(key.scheme, uid).get()).data()).toMatchObject({
      ...{ name: "Lò Văn Mới", title: "Chuyên viên", email, unit: null, disabled: false },
      roles: { admin: true },
    });
  });

  test("is nobody who can't be named, nor of a scheme that is not there", async () => {
    const key = await smallYear("runbook-nobody", "appraisal");
    expect(await granting(key, "khong-co", "--write")).toMatchObject({ code: 1 });
    expect(await granting({ ...key, scheme: "khong-co" }, "a@b.example", "--write")).toMatchObject({
      ...{ code: 1, text: expect.stringContaining("There is no scheme") },
    });
  });

  test("of two schemes gets no link: one scheme's operator must not open the other's doors", async () => {
    const [key, other] = [
      await smallYear("runbook-two", "appraisal"),
      await smallYear("runbook-two", "appraisal"),
    ];
    const done = await granting(key, emailOf("council"), "--write");
    expect(done.text).toContain("belongs to another scheme too");
    expect((await refs.member(key.scheme, "council").get()).data()?.roles).toEqual({
      council: true,
      admin: true,
    });
    expect((await refs.member(other.scheme, "council").get()).data()?.roles).toEqual({ council: true });
  });
});

describe("the region down", () => {
  test("and back: events that were lost are found and mended, dates are moved, and the index is what it should be", async () => {
    const key = await smallYear("runbook-region", "selfAssessment");
    const health = { ...key, unit: HEALTH };
    await giveWholeYear(key);
    // Acknowledged writes whose events never came.
    await refs.selfScore(health, "f1c2").set(selfScore(health, "f1c2", 5_000, 2));
    const line = ["reconcile", "--scheme", key.scheme, "--period", key.period, "--as", emailOf("admin")];
    const found = await said(...line);
    expect(found).toMatchObject({ code: 2, text: expect.stringContaining(`${HEALTH}: ledger lags in self`) });
    expect((await said(...line, "--write")).text).toContain("Written.");
    const { live, recomputed } = await liveAndRecomputed(health);
    expect(live).toEqual(recomputed);
    expect((await indexOf(health)).total.self).toBe(37_500);
    const to = inMinutes(1.5 * DAY);
    await moveDate({ ...key, date: "selfAssessmentDue", to, reason: "Sự cố vùng dữ liệu" }, "admin");
    await advanceAll(new Date()).catch(() => {});
    expect((await periodOf(key)).state).toBe("selfAssessment");
  });

  test("on the day of publication: the schedule publishes as soon as it runs again, once", async () => {
    const key = await sealedYear("runbook-late-publication");
    await enterPublicationDecision({ ...key, decision: DECISION, publishAt: inMinutes(5) }, "admin");
    const back = inMinutes(6 * 60);
    await runSchedule(back);
    await runSchedule(inMinutes(6 * 60 + 5));
    expect((await publicationOf(key)).publishedAt).toEqual(back);
    expect(await actOf(key, "published")).toHaveLength(1);
  });
});

const runbook = readFileSync(join(ROOT, "docs", "runbook.md"), "utf8");

test("the runbook names commands and tests that there are", async () => {
  const commands = [...runbook.matchAll(/npx parindex ([a-z-]+(?: [a-z]+)?)/g)].map(([, name = ""]) => name);
  expect(commands.length).toBeGreaterThan(3);
  for (const name of commands)
    expect((await said(...name.split(" "), "--help")).text).not.toContain("There is no command");
  const tests = readFileSync(import.meta.filename, "utf8");
  for (const title of [
    ...["a wrong date", "a wrong set", "a wrong score", "a lost administrator", "the region down"],
  ]) {
    expect(tests).toContain(`describe("${title}"`);
    expect(runbook).toContain(`«${title}»`);
  }
});

test("the runbook, in English and Vietnamese, names screens and buttons that there are", () => {
  const texts = join(ROOT, "hosting", "src", "text");
  const dictionary = readdirSync(texts)
    .map((file) => readFileSync(join(texts, file), "utf8"))
    .join("\n");
  const vietnamese = readFileSync(join(ROOT, "docs", "so-tay-su-co.md"), "utf8");
  const named = [...runbook.matchAll(/\*([^*|]+)\*/g), ...vietnamese.matchAll(/\*\*([^*/]+)\*\*/g)]
    .flatMap(([, way = ""]) => way.split(" → "))
    .filter((name) => /[^\p{ASCII}]/u.test(name));
  expect(new Set(named).size).toBeGreaterThan(15);
  expect(named.filter((name) => !dictionary.includes(`["${name}`))).toEqual([]);
});
