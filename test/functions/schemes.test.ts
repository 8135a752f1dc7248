import "./setup/environment.ts";
import { getAuth } from "firebase-admin/auth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forDates, leavesOf, paths, Rollup, validateCriteriaSet } from "../../core/src/index.ts";
import type { Input } from "../../functions/src/store/act.ts";
import { collectionAt } from "../../functions/src/store/firestore.ts";
import { createScheme } from "../../functions/src/store/new-scheme.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { rollUpAll } from "../../functions/src/store/rollups.ts";
import { mySchemes } from "../../functions/src/store/schemes.ts";
import { setPassword } from "../../functions/src/store/sign-in-links.ts";
import { advance } from "../../functions/src/store/year.ts";
import { actsOf, auditOf, indexOf, periodOf } from "./setup/reading.ts";
import { SMALL_SET } from "./setup/small-set.ts";
import { fullYear, smallYear, UNIT_IDS } from "./setup/small-year.ts";
import { cutBefore, deliverEvents, dropEvents, refused } from "./setup/watching.ts";

beforeAll(dropEvents);
afterAll(deliverEvents);

const DAY = 24 * 60 * 60 * 1000;
const RUN = Date.now().toString(36);
let made = 0;

/** A request for a scheme below this one, under an id and with an administrator of its own. */
function below(key: PeriodKey, more: Partial<Input<"createScheme">> = {}): Input<"createScheme"> {
  made += 1;
  return {
    ...key,
    child: {
      id: `huyen-${RUN}-${made}`,
      name: "Chỉ số CCHC cấp xã",
      owner: "UBND huyện A",
      tier: "district",
    },
    ...{ name: "Năm 2031", year: 2031, sets: [SMALL_SET.id], reason: "Phân cấp cho huyện" },
    dates: forDates(() => new Date(Date.now() + 30 * DAY)),
    group: { id: "xa", name: "Xã, thị trấn", ranked: true },
    standingBody: { id: "phong-noi-vu", name: "Phòng Nội vụ" },
    standingBodyOwn: { id: "van-phong", name: "Văn phòng HĐND và UBND" },
    admin: { name: "Vàng A Páo", title: "Trưởng phòng", email: `pao-${RUN}-${made}@thu-nghiem.example` },
    ...more,
  };
}

const keyOf = ({ child, year }: Input<"createScheme">): PeriodKey => ({
  scheme: child.id,
  period: String(year),
});
const rollupOf = async (parent: PeriodKey, { child }: Input<"createScheme">) =>
  (await refs.rollup(parent.scheme, child.id).get()).data();
const uidOf = async ({ admin }: Input<"createScheme">) => (await getAuth().getUserByEmail(admin.email)).uid;

describe("a scheme below another", () => {
  test("begins with sets led by its own standing body, two departments and an administrator, and opens", async () => {
    const parent = await smallYear("below", "selfAssessment");
    const input = below(parent);
    const { link } = await createScheme(input, "admin");
    const key = keyOf(input);
    expect((await refs.scheme(key).get()).data()).toEqual({
      ...{ name: "Chỉ số CCHC cấp xã", owner: "UBND huyện A", tier: "district", parent: parent.scheme },
    });
    const set = (await refs.criteriaSet(key, SMALL_SET.id).get()).data();
    if (!set) throw new Error("no set");
    expect(validateCriteriaSet(set)).toEqual([]);
    expect(new Set([...leavesOf(set)].map(({ leaf }) => leaf.lead))).toEqual(new Set(["phong-noi-vu"]));
    expect((await refs.units(key).get()).docs.map(({ id }) => id)).toEqual(["phong-noi-vu", "van-phong"]);
    const uid = await uidOf(input);
    expect((await refs.member(key.scheme, uid).get()).data()).toMatchObject({
      ...{ name: "Vàng A Páo", unit: "phong-noi-vu", roles: { admin: true }, disabled: false },
    });
    await setPassword({ code: link?.code ?? "", password: "mat-khau-rat-dai" });
    await advance(key, input.dates.opensAt);
    expect((await periodOf(key)).state).toBe("selfAssessment");
    expect(await auditOf(parent)).toMatchObject([{ act: "createScheme", detail: { scheme: key.scheme } }]);
    expect(await actsOf(key)).toEqual({ createScheme: 1, advance: 1 });
    expect(await mySchemes(uid)).toEqual([
      { id: key.scheme, name: "Chỉ số CCHC cấp xã", owner: "UBND huyện A" },
    ]);
  });

  test("is made by the standing body alone, under an id of its own, not above its parent", async () => {
    const parent = await smallYear("below-refused", "selfAssessment");
    for (const uid of ["council", "viewer", "head-of-health", "nobody"])
      await refused(createScheme(below(parent), uid), /./);
    const { child } = below(parent);
    await refs.scheme(parent).update({ tier: "district" });
    await refused(
      createScheme(below(parent, { child: { ...child, tier: "province" } }), "admin"),
      /cấp tỉnh/,
    );
    await refused(createScheme(below(parent, { child: { ...child, id: parent.scheme } }), "admin"), /Đã có/);
    await refused(createScheme(below(parent, { sets: ["khong-co"] }), "admin"), /khong-co/);
    const body = { id: "van-phong", name: "Văn phòng" };
    await refused(createScheme(below(parent, { standingBody: body }), "admin"), /tự thẩm định/);
    const past = forDates(() => new Date(0));
    await refused(createScheme(below(parent, { dates: past }), "admin"), /quá khứ/);
    expect(await actsOf(parent)).toEqual({});
    expect((await refs.scheme({ scheme: child.id }).get()).exists).toBe(false);
  });

  test.each([1, 2])("is made by the retry where the power went off before transaction %i", async (nth) => {
    const parent = await smallYear("below-died", "selfAssessment");
    const input = below(parent);
    expect(await cutBefore(nth, () => createScheme(input, "admin"))).toBe(true);
    expect((await refs.scheme(keyOf(input)).get()).exists).toBe(false);
    expect((await createScheme(input, "admin")).link).not.toBeNull();
    expect(await actsOf(parent)).toEqual({ createScheme: 1 });
  });

  test("hands no link out for an account that another scheme knows", async () => {
    const parent = await smallYear("below-known", "selfAssessment");
    const first = below(parent);
    await createScheme(first, "admin");
    const second = below(parent, { admin: first.admin });
    expect(await createScheme(second, "admin")).toEqual({ link: null });
    const mine = await mySchemes(await uidOf(first));
    expect(new Set(mine.map(({ id }) => id))).toEqual(new Set([first.child.id, second.child.id]));
    await refs.member(first.child.id, await uidOf(first)).update({ disabled: true });
    expect(await mySchemes(await uidOf(first))).toMatchObject([{ id: second.child.id }]);
  });
});

describe("a rollup", () => {
  test("counts what stands in the newest year of the scheme below, and nothing of the parent's own", async () => {
    const parent = await smallYear("rollup-above", "selfAssessment");
    const child = await fullYear("rollup-below", false);
    const scheme = (await refs.scheme(child).get()).data();
    if (!scheme) throw new Error("no scheme");
    await refs.scheme(child).set({ ...scheme, parent: parent.scheme });
    const at = new Date("2031-05-06T07:08:09Z");
    await rollUpAll(at);
    const [rollup, ...others] = (await collectionAt(paths.rollups(parent.scheme), Rollup).get()).docs.map(
      (doc) => doc.data(),
    );
    expect(others).toEqual([]);
    const indices = await Promise.all(UNIT_IDS.map((unit) => indexOf({ ...child, unit })));
    const { name, year, state } = await periodOf(child);
    expect(rollup).toEqual({
      ...{ scheme: child.scheme, name: scheme.name, owner: scheme.owner, tier: scheme.tier, at },
      period: {
        ...{ id: child.period, name, year, state, units: 3 },
        submitted: indices.filter(({ submission }) => submission === "submitted").length,
        appraised: indices.filter(({ missing }) => missing.appraisal === 0).length,
      },
      published: null,
    });
    expect(rollup?.period?.appraised).toBeGreaterThan(0);
  });

  test("stands from the day the scheme is made", async () => {
    const parent = await smallYear("rollup-new", "selfAssessment");
    const input = below(parent);
    await createScheme(input, "admin");
    const made = await rollupOf(parent, input);
    expect(made).toMatchObject({ period: { state: "preparing", units: 2, submitted: 0 }, published: null });
    await rollUpAll(new Date(0));
    expect(await rollupOf(parent, input)).toEqual({ ...made, at: new Date(0) });
  });
});
