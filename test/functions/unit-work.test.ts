import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import type { Notice } from "../../core/src/index.ts";
import type { Input } from "../../functions/src/store/act.ts";
import { refs, type UnitKey } from "../../functions/src/store/refs.ts";
import { addComment, assignLeaves, delegate, resolveComment } from "../../functions/src/store/unit-work.ts";
import { actsOf, auditOf, unitOf } from "./setup/reading.ts";
import { HEALTH } from "./setup/small-set.ts";
import { memberOf, smallYear } from "./setup/small-year.ts";
import { refused } from "./setup/watching.ts";

const [HEAD, EDITOR, SECOND] = ["head-of-health", "editor-of-health", "second-of-health"];
const HOUR = 60 * 60 * 1000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR);
const NOBODYS = { refusal: { code: "notYourUnit", unit: HEALTH } };
const NOT_HEAD = { refusal: { code: "missingRole", role: "unitHead" } };
const OUTSIDERS = ["head-of-police", "council-of-health", "appraiser-of-health", "admin", "viewer"];

/** A unit with a second editor. */
async function staffedUnit(
  name: string,
  state: Parameters<typeof smallYear>[1] = "selfAssessment",
): Promise<UnitKey> {
  const key = { ...(await smallYear(name, state)), unit: HEALTH };
  const second = memberOf(SECOND, { unit: HEALTH, roles: { unitEditor: HEALTH } });
  await refs.member(key.scheme, SECOND).set(second);
  return key;
}

async function noticesOf({ scheme }: UnitKey, uid: string): Promise<Notice[]> {
  const { docs } = await refs.notices(scheme, uid).get();
  return docs.map((doc) => doc.data()).toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** Names a deputy whose time has passed already. */
const pastDeputy = (key: UnitKey, uid: string) =>
  refs.unit(key).update({ deputy: { uid, until: inHours(-1), by: HEAD } });

describe("assigning leaves", () => {
  const assign = (key: UnitKey, leaves: string[], to: string | null, by = HEAD) =>
    assignLeaves({ ...key, leaves, to }, by);
  const assignmentsOf = async (key: UnitKey) => (await unitOf(key)).assignments;

  test("gives them to one of the unit's people, who is told, and takes them back", async () => {
    const key = await staffedUnit("assign");
    await assign(key, ["f1c1s1", "f1c2", "f1c2"], EDITOR);
    await assign(key, ["f1c1s1", "f1c2"], EDITOR);
    await assign(key, ["f1c2", "f2c1"], SECOND);
    await assign(key, ["f1c1s1"], HEAD);
    await assign(key, ["f2c1", "f1c1s2"], null);
    expect(await assignmentsOf(key)).toEqual({ f1c1s1: HEAD, f1c2: SECOND });
    expect((await auditOf(key)).map(({ by, detail }) => ({ by, ...detail }))).toEqual([
      { by: HEAD, leaves: ["f1c1s1", "f1c2"], to: EDITOR },
      { by: HEAD, leaves: ["f1c2", "f2c1"], to: SECOND },
      { by: HEAD, leaves: ["f1c1s1"], to: HEAD },
      { by: HEAD, leaves: ["f2c1"], to: null },
    ]);
    const told = { kind: "assigned", by: HEAD, leaves: 2, code: null };
    const notice = { told, unit: HEALTH, leaf: null, readAt: null, period: "2024" };
    expect(await noticesOf(key, EDITOR)).toMatchObject([notice]);
    expect(await noticesOf(key, SECOND)).toMatchObject([notice]);
    expect(await noticesOf(key, HEAD)).toEqual([]);
  });

  test("two at a time keeps both", async () => {
    const key = await staffedUnit("assign-race");
    await Promise.all([assign(key, ["f1c2"], EDITOR), assign(key, ["f2c1"], SECOND)]);
    expect(await assignmentsOf(key)).toEqual({ f1c2: EDITOR, f2c1: SECOND });
  });

  test("is the head's, or the deputy's while it lasts", async () => {
    const key = await staffedUnit("assign-who");
    for (const uid of OUTSIDERS)
      expect(await refused(assign(key, ["f1c2"], EDITOR, uid), /không được phân công/)).toEqual(NOBODYS);
    expect(await refused(assign(key, ["f1c2"], EDITOR, EDITOR), /lãnh đạo đơn vị/)).toEqual(NOT_HEAD);
    await pastDeputy(key, EDITOR);
    expect(await refused(assign(key, ["f1c2"], EDITOR, EDITOR), /lãnh đạo đơn vị/)).toEqual(NOT_HEAD);
    await delegate({ ...key, to: EDITOR, until: inHours(1) }, HEAD);
    await assign(key, ["f1c2"], SECOND, EDITOR);
    expect(await assignmentsOf(key)).toEqual({ f1c2: SECOND });
  });

  test("refuses people who don't work for the unit, and leaves it does not score", async () => {
    const key = await staffedUnit("assign-refused");
    await refs.member(key.scheme, SECOND).update({ disabled: true });
    for (const uid of [SECOND, "nobody", "head-of-police", "council-of-health"])
      await refused(assign(key, ["f1c2"], uid), /người của đơn vị/);
    expect(await refused(assign(key, ["f1c2", "f2c2"], EDITOR), /điều tra/)).toEqual({
      refusal: { code: "surveyLeaf", leaf: "f2c2" },
    });
    await refused(assign(key, ["f1"], EDITOR), /không có tiêu chí chấm điểm f1/);
    await refs.period(key).update({ state: "published" });
    await refused(assign(key, ["f1c2"], EDITOR), /«đã công bố»/);
    expect([await assignmentsOf(key), await actsOf(key)]).toEqual([{}, {}]);
  });
});

describe("delegating", () => {
  test("names a deputy until an instant, who is told; the same again does nothing; nobody takes it back", async () => {
    const key = await staffedUnit("delegate");
    const until = inHours(5);
    for (const _again of [1, 2]) await delegate({ ...key, to: EDITOR, until }, HEAD);
    expect((await unitOf(key)).deputy).toEqual({ uid: EDITOR, until, by: HEAD });
    expect(await noticesOf(key, EDITOR)).toMatchObject([
      { told: { kind: "delegated", by: HEAD, until }, unit: HEALTH, leaf: null },
    ]);
    for (const _again of [1, 2]) await delegate({ ...key, to: null, until: null }, HEAD);
    expect((await unitOf(key)).deputy).toBeNull();
    expect(await auditOf(key)).toMatchObject([
      { act: "delegate", by: HEAD, unit: HEALTH, detail: { to: EDITOR } },
      { act: "delegate", by: HEAD, unit: HEALTH, detail: { to: null, until: null } },
    ]);
  });

  test("is the head's alone: a deputy passes nothing on", async () => {
    const key = await staffedUnit("delegate-who");
    await delegate({ ...key, to: EDITOR, until: inHours(5) }, HEAD);
    const on = (uid: string) => delegate({ ...key, to: SECOND, until: inHours(5) }, uid);
    for (const uid of OUTSIDERS) expect(await refused(on(uid), /không được phân công/)).toEqual(NOBODYS);
    expect(await refused(on(EDITOR), /lãnh đạo đơn vị/)).toEqual(NOT_HEAD);
    expect((await unitOf(key)).deputy?.uid).toBe(EDITOR);
  });

  test("asks for another of the unit's people and a time to come", async () => {
    const key = await staffedUnit("delegate-refused");
    const to = (uid: string, until: Date | null) => delegate({ ...key, to: uid, until }, HEAD);
    await refused(to(EDITOR, null), /kèm thời hạn/);
    await refused(to(EDITOR, inHours(-1)), /ở tương lai/);
    await refused(to(HEAD, inHours(1)), /chính mình/);
    await refs.member(key.scheme, SECOND).update({ disabled: true });
    for (const uid of [SECOND, "nobody", "head-of-police", "council-of-health"])
      await refused(to(uid, inHours(1)), /người của đơn vị/);
    expect([(await unitOf(key)).deputy, await actsOf(key)]).toEqual([null, {}]);
  });
});

describe("remarks inside a unit", () => {
  const remark = (key: UnitKey, more: Partial<Input<"addComment">> = {}): Input<"addComment"> => ({
    ...{ ...key, comment: "c".repeat(20), leaf: "f1c2", text: "Thiếu số liệu quý IV" },
    ...more,
  });
  const commentOf = async (key: UnitKey) => (await refs.comment(key, "c".repeat(20)).get()).data();

  test("are left once, and told to the head and to who works on the leaf, but not to their author", async () => {
    const key = await staffedUnit("comment");
    await assignLeaves({ ...key, leaves: ["f1c2"], to: SECOND }, HEAD);
    await Promise.all([addComment(remark(key), EDITOR), addComment(remark(key), EDITOR)]);
    await addComment(remark(key), EDITOR);
    expect(await commentOf(key)).toEqual({
      ...{ leaf: "f1c2", text: "Thiếu số liệu quý IV", by: EDITOR, at: expect.any(Date), resolved: null },
    });
    const told = { kind: "comment", by: EDITOR, code: "1.2", text: "Thiếu số liệu quý IV" };
    const notice = { told, unit: HEALTH, leaf: "f1c2" };
    expect(await noticesOf(key, HEAD)).toMatchObject([notice]);
    const given = { kind: "assigned", by: HEAD, leaves: 1, code: "1.2" };
    expect(await noticesOf(key, SECOND)).toMatchObject([{ told: given, leaf: "f1c2" }, notice]);
    expect(await noticesOf(key, EDITOR)).toEqual([]);
    await addComment(remark(key, { comment: "d".repeat(20), leaf: null }), HEAD);
    expect([(await noticesOf(key, HEAD)).length, (await noticesOf(key, SECOND)).length]).toEqual([1, 2]);
    expect(await actsOf(key)).toEqual({ assignLeaves: 1 });
  });

  test("keep what they say, and are on a leaf of the set", async () => {
    const key = await staffedUnit("comment-refused");
    await addComment(remark(key), EDITOR);
    await refused(addComment(remark(key, { text: "Khác" }), EDITOR), /nhận xét khác/);
    await refused(addComment(remark(key, { leaf: null }), EDITOR), /nhận xét khác/);
    await refused(addComment(remark(key), HEAD), /nhận xét khác/);
    await refused(addComment(remark(key, { comment: "d".repeat(20), leaf: "f9" }), EDITOR), /f9/);
    expect((await commentOf(key))?.text).toBe("Thiếu số liệu quý IV");
  });

  test("are settled once, by any of the unit's people", async () => {
    const key = await staffedUnit("comment-settled");
    await addComment(remark(key), HEAD);
    await resolveComment({ ...key, comment: "c".repeat(20) }, EDITOR);
    const resolved = { by: EDITOR, at: expect.any(Date) };
    expect(await commentOf(key)).toMatchObject({ resolved });
    await resolveComment({ ...key, comment: "c".repeat(20) }, HEAD);
    expect(await commentOf(key)).toMatchObject({ resolved });
    await addComment(remark(key), HEAD);
    expect(await commentOf(key)).toMatchObject({ resolved });
  });

  test("are nobody else's matter", async () => {
    const key = await staffedUnit("comment-who");
    await addComment(remark(key), HEAD);
    for (const uid of OUTSIDERS) {
      const other = remark(key, { comment: "d".repeat(20) });
      expect(await refused(addComment(other, uid), /không được phân công/)).toEqual(NOBODYS);
      const settle = resolveComment({ ...key, comment: "c".repeat(20) }, uid);
      expect(await refused(settle, /không được phân công/)).toEqual(NOBODYS);
    }
    expect((await commentOf(key))?.resolved).toBeNull();
  });
});
