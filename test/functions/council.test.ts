import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import type { Council, PeriodState } from "../../core/src/index.ts";
import { setCouncil } from "../../functions/src/store/council.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { actsOf, auditOf, periodOf } from "./setup/reading.ts";
import { fullYear, smallYear } from "./setup/small-year.ts";
import { refused } from "./setup/watching.ts";

const decision = { number: "12/QĐ-UBND", date: "2024-02-01" };
const council = (...members: [uid: string, seat: Council["members"][number]["seat"]][]): Council => ({
  decision,
  members: members.map(([uid, seat]) => ({ uid, seat })),
});
const SOUND = council(["council", "chair"], ["viewer", "secretary"], ["head-of-police", "member"]);

const put = (key: PeriodKey, value = SOUND, by = "admin") => setCouncil({ ...key, council: value }, by);
const rolesOf = async (key: PeriodKey, uid: string) =>
  (await refs.member(key.scheme, uid).get()).data()?.roles;

describe("the council", () => {
  test("is put together with its decision; who sits judges, who no longer sits does not", async () => {
    const key = await smallYear("council", "appraisal");
    await put(key);
    await put(key);
    expect((await periodOf(key)).council).toEqual(SOUND);
    expect(await rolesOf(key, "viewer")).toEqual({ viewer: true, council: true });
    expect(await rolesOf(key, "council-of-health")).toEqual({});
    const next = council(["head-of-police", "chair"]);
    await put(key, next);
    expect(await rolesOf(key, "viewer")).toEqual({ viewer: true });
    expect(await rolesOf(key, "council")).toEqual({});
    expect(await rolesOf(key, "head-of-police")).toMatchObject({ council: true });
    expect(await auditOf(key)).toMatchObject([
      { act: "setCouncil", by: "admin", detail: { from: { members: [] }, to: SOUND } },
      { act: "setCouncil", detail: { from: SOUND, to: next } },
    ]);
  });

  test.each([
    [council(), "đúng một chủ tịch"],
    [council(["council", "chair"], ["viewer", "chair"]), "đúng một chủ tịch"],
    [council(["council", "chair"], ["viewer", "secretary"], ["admin", "secretary"]), "nhiều nhất một thư ký"],
    [council(["council", "chair"], ["council", "member"]), "hai vị trí"],
    [council(["council", "chair"], ["nguoi-la", "member"]), "nguoi-la không thuộc"],
    [council(["council", "chair"], ["viewer", "member"]), "đang bị khóa"],
  ])("is refused: %j", async (value, message) => {
    const key = await smallYear("council-unsound", "preparing");
    await refs.member(key.scheme, "viewer").update({ disabled: message === "đang bị khóa" });
    await refused(put(key, value), message);
    expect((await periodOf(key)).council.members).toEqual([]);
    expect(await rolesOf(key, "council-of-health")).toEqual({ council: true });
  });

  test.each(["preparing", "explanation", "adoption"] as const)("may be changed in %s", async (state) => {
    const key = await smallYear("council-open", state);
    await put(key);
    expect(await actsOf(key)).toEqual({ setCouncil: 1 });
  });

  test.each<PeriodState>(["sealing", "sealed", "published"])("stands in %s", async (state) => {
    const key = await smallYear("council-closed", state);
    await refused(put(key), "bước");
  });

  test("stands once it has adopted, and is nobody's to change but who runs the year", async () => {
    await refused(put(await fullYear("council-adopted", true)), "đã thông qua");
    await refused(put(await smallYear("council-by", "appraisal"), SOUND, "council"), "quản trị");
  });
});
