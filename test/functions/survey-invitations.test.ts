import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import { type RequestOf, readCode, sha256Hex } from "../../core/src/index.ts";
import { type PeriodKey, refs, type SurveyKey } from "../../functions/src/store/refs.ts";
import {
  countInvitations,
  issueInvitations,
  revokeInvitations,
} from "../../functions/src/store/survey-invitations.ts";
import { transact } from "../../functions/src/store/transaction.ts";
import { actsOf, auditOf } from "./setup/reading.ts";
import { HEALTH, POLICE } from "./setup/small-set.ts";
import { smallYear } from "./setup/small-year.ts";
import { question, storeSurvey, surveyOf } from "./setup/surveys.ts";
import { costsOf, refused } from "./setup/watching.ts";

const ofSurvey = (key: PeriodKey): SurveyKey => ({ ...key, survey: "nguoi-dan" });

type Asked = RequestOf<"issueInvitations">;
const asking = (key: SurveyKey, batch: string, more: Partial<Asked> = {}): Asked => ({
  ...{ ...key, batch: batch.repeat(20), kind: "slips", units: [HEALTH, POLICE], uses: 1, count: 3 },
  ...{ note: "Một cửa", eligibility: "" },
  ...more,
});
const invitationOf = async (code: string) => (await refs.invitation(sha256Hex(code)).get()).data();
const revoking = (key: SurveyKey, batch: string, numbers: number[] | null = null) =>
  revokeInvitations({ ...key, batch: batch.repeat(20), numbers, reason: "In hỏng" }, "admin");
const redeem = (code: string) => refs.invitation(sha256Hex(code)).update({ state: "redeemed" });

async function heldSurvey(test: string, more: Parameters<typeof storeSurvey>[1] = {}): Promise<SurveyKey> {
  const key = ofSurvey(await smallYear(test, "selfAssessment"));
  await storeSurvey(key, more);
  return key;
}

describe("invitations", () => {
  test("are issued with codes that are stored nowhere, and their numbers go on from batch to batch", async () => {
    const key = await heldSurvey("invite", { epoch: 4 });
    const first = await issueInvitations(asking(key, "a"), "admin");
    const second = await issueInvitations(
      asking(key, "b", { kind: "links", units: [HEALTH], count: 2 }),
      "admin",
    );
    expect([first.first, second.first, (await surveyOf(key)).issued]).toEqual([1, 4, 5]);
    const codes = [...first.codes, ...second.codes];
    expect(new Set(codes).size).toBe(5);
    expect(codes.map(readCode)).toEqual(codes);
    const stored = await Promise.all(codes.map(invitationOf));
    expect(stored.map((one) => one?.number)).toEqual([1, 2, 3, 4, 5]);
    expect(stored[0]).toEqual({
      ...{ ...key, batch: "a".repeat(20), number: 1, channel: "code", units: [HEALTH, POLICE], uses: 1 },
      ...{ ballots: {}, state: "issued", epoch: 4 },
    });
    const batches = (await refs.invitationBatches(key).get()).docs.map((doc) => doc.data());
    expect(batches).toMatchObject([
      { kind: "slips", first: 1, count: 3, by: "admin", note: "Một cửa" },
      { kind: "links", first: 4, count: 2, units: [HEALTH] },
    ]);
    const told = JSON.stringify([batches, stored, await auditOf(key), await surveyOf(key)]);
    for (const code of codes) expect(told).not.toContain(code);
    expect(await actsOf(key)).toEqual({ issueInvitations: 2 });
  });

  test("of one batch are told once", async () => {
    const key = await heldSurvey("invite-once");
    await issueInvitations(asking(key, "a"), "admin");
    await refused(issueInvitations(asking(key, "a"), "admin"), /mã chỉ hiện một lần.*thu hồi/);
    const both = await Promise.allSettled(
      ["b", "b"].map((batch) => issueInvitations(asking(key, batch), "admin")),
    );
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await surveyOf(key)).issued).toBe(6);
  });

  test("are issued by the thousand in one transaction", async () => {
    const key = await heldSurvey("invite-many");
    const costs = await costsOf(() => issueInvitations(asking(key, "a", { count: 2_000 }), "admin"));
    expect(costs).toMatchObject([{ writes: 2_003 }]);
    expect(await countInvitations(key, "admin")).toEqual({
      batches: [{ batch: "a".repeat(20), issued: 2_000, redeemed: 0, revoked: 0 }],
    });
    expect(await revoking(key, "a")).toEqual({ revoked: 2_000, redeemed: 0 });
  });

  test("are refused for units that the survey does not ask about, and for what no code may be", async () => {
    const key = await heldSurvey("invite-refused", {
      questions: [question("q1", ["f2c2"], { units: [HEALTH] })],
    });
    const ask = (more: Partial<Asked>) =>
      issueInvitations(asking(key, "a", { units: [HEALTH], ...more }), "admin");
    await refused(ask({ units: [HEALTH, POLICE] }), /không hỏi về: Công an tỉnh/);
    await refused(ask({ units: ["khong-co"] }), /không hỏi về: khong-co/);
    await refused(ask({ units: [HEALTH, HEALTH] }), /hai lần/);
    await refused(ask({ uses: 2 }), /một lần cho mỗi đơn vị/);
    await refused(ask({ kind: "open", uses: 300, eligibility: "Đại biểu" }), /một liên kết mở/);
    await refused(ask({ kind: "open", uses: 300, count: 1, eligibility: " " }), /ai được trả lời/);
    await refused(issueInvitations(asking(key, "a", { units: [HEALTH] }), "council"), /vai trò/);
    expect((await surveyOf(key)).issued).toBe(0);
    await refs.survey(key).update({ state: "closed" });
    await refused(ask({}), /đã đóng/);
    await refs.period(key).update({ state: "published" });
    await refused(ask({}), /bước/);
    expect(await actsOf(key)).toEqual({});
  });

  test("may be drafted before the survey opens", async () => {
    const key = await heldSurvey("invite-draft", { state: "draft" });
    expect((await issueInvitations(asking(key, "a"), "admin")).codes).toHaveLength(3);
  });
});

describe("an open link", () => {
  test("is one invitation for many ballots of a unit, and can be ended after some were given out", async () => {
    const key = await heldSurvey("open-link");
    const open = { kind: "open", count: 1, uses: 60, eligibility: "Đại biểu HĐND tỉnh" } as const;
    const { codes } = await issueInvitations(asking(key, "a", open), "admin");
    const [code = ""] = codes;
    expect(await invitationOf(code)).toMatchObject({ channel: "link", uses: 60, state: "issued" });
    await redeem(code);
    expect(await revoking(key, "a")).toEqual({ revoked: 1, redeemed: 0 });
    expect(await invitationOf(code)).toMatchObject({ state: "revoked" });
  });
});

describe("revoking", () => {
  test("ends what bought nothing yet, by number or all of a batch, and says what was redeemed", async () => {
    const key = await heldSurvey("revoke");
    const { codes } = await issueInvitations(asking(key, "a", { count: 5 }), "admin");
    const others = await issueInvitations(asking(key, "b"), "admin");
    await redeem(codes[0] ?? "");
    await redeem(codes[3] ?? "");
    expect(await revoking(key, "a", [1, 2])).toEqual({ revoked: 1, redeemed: 1 });
    expect(await revoking(key, "a", [2])).toEqual({ revoked: 0, redeemed: 0 });
    await refused(revoking(key, "a", [6]), /không có một số/);
    expect(await revoking(key, "a")).toEqual({ revoked: 2, redeemed: 2 });
    const states = await Promise.all(
      [...codes, ...others.codes].map(async (one) => (await invitationOf(one))?.state),
    );
    expect(states).toEqual([
      ...["redeemed", "revoked", "revoked", "redeemed", "revoked"],
      ...["issued", "issued", "issued"],
    ]);
    expect(await countInvitations(key, "admin")).toEqual({
      batches: [
        { batch: "a".repeat(20), issued: 0, redeemed: 2, revoked: 3 },
        { batch: "b".repeat(20), issued: 3, redeemed: 0, revoked: 0 },
      ],
    });
    expect(await actsOf(key)).toEqual({ issueInvitations: 2, revokeInvitations: 2 });
  });

  test("and redeeming at once leave each invitation one or the other", async () => {
    const key = await heldSurvey("revoke-race");
    const { codes } = await issueInvitations(asking(key, "a", { count: 20 }), "admin");
    const redeemIssued = (code: string) =>
      transact("redeem", async (tx) => {
        const ref = refs.invitation(sha256Hex(code));
        if ((await tx.must(ref)).state !== "issued") return 0;
        tx.update(ref, { state: "redeemed" });
        return 1;
      });
    const [{ revoked, redeemed }, ...wins] = await Promise.all([
      revoking(key, "a"),
      ...codes.slice(0, 5).map(redeemIssued),
    ]);
    const won = wins.reduce<number>((sum, one) => sum + one, 0);
    expect([revoked + redeemed, redeemed]).toEqual([20, won]);
    expect((await countInvitations(key, "admin")).batches).toMatchObject([{ issued: 0, redeemed, revoked }]);
  });

  test("is the standing body's", async () => {
    const key = await heldSurvey("revoke-role");
    await issueInvitations(asking(key, "a"), "admin");
    for (const uid of ["council", "viewer", "head-of-health"]) {
      const asked = { ...key, batch: "a".repeat(20), numbers: null, reason: "x" };
      await refused(revokeInvitations(asked, uid), /vai trò/);
      await refused(countInvitations(key, uid), /vai trò/);
    }
  });
});
