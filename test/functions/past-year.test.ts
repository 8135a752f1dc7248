import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import { type PastUnit, PastYear, paths } from "../../core/src/index.ts";
import type { Input } from "../../functions/src/store/act.ts";
import { publishCorrection } from "../../functions/src/store/correcting.ts";
import { importPastYear } from "../../functions/src/store/past-year.ts";
import { startPeriod } from "../../functions/src/store/periods.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { verifyRoot } from "../../functions/src/store/signing.ts";
import { CORRECTING, drafted, faultsOf, isThere, publicationOf, sheetsOf } from "./setup/published.ts";
import { auditOf, indexOf, ledgerOf, periodOf, unitOf } from "./setup/reading.ts";
import { HEALTH, POLICE, SMALL_SET, STANDING_BODY } from "./setup/small-set.ts";
import { smallYear } from "./setup/small-year.ts";
import { cutBefore, refused } from "./setup/watching.ts";

const { leaves: _leaves, ...DRAFT } = SMALL_SET;

const self = (points: number, appraised = points) => ({ self: points, appraised, survey: null });
const survey = (points: number) => ({ self: null, appraised: null, survey: points });

const HEALTH_THEN: PastUnit = {
  ...{ unit: HEALTH, name: "Sở Y tế", order: 1, group: "so", criteriaSet: SMALL_SET.id, exempt: {} },
  scores: {
    ...{ f1c1s1: self(20_000, 17_500), f1c1s2: self(10_000), f1c2: self(30_000), f2c1: self(10_000) },
    ...{ f2c2: survey(12_345), f2c3: survey(10_000) },
  },
  stated: { index: "89,85", rank: 1, total: { appraised: 70_000 }, nodes: {} },
};
/** A unit that is gone now, and assessed itself then in nothing. */
const GONE: PastUnit = {
  ...{ ...HEALTH_THEN, unit: "so-cu", name: "Sở Cũ", order: 0, exempt: { f1c2: "không có việc này" } },
  scores: {
    ...{ f1c1s1: { ...self(0), self: null }, f1c1s2: { ...self(0), self: null } },
    ...{ f2c1: { ...self(2_500), self: null }, f2c2: survey(0), f2c3: survey(100) },
  },
  stated: { index: null, rank: null, total: {}, nodes: {} },
};

const pastYear = (
  { scheme }: PeriodKey,
  year: number,
  more: Partial<Input<"importPastYear">> = {},
): Input<"importPastYear"> => ({
  ...{
    scheme,
    period: String(year),
    name: `Năm ${year}`,
    year,
    source: "Quyết định 5",
    reason: "Có xu hướng",
  },
  decision: { number: "5/QĐ-UBND", date: `${year + 1}-01-20`, file: "" },
  ...PastYear.parse({
    ...{ surveyHeld: true, groups: [{ id: "so", name: "Sở", ranked: true }], sets: [DRAFT] },
    units: [HEALTH_THEN, GONE],
  }),
  ...more,
});

/** Lets the lease of an import pass. */
const wait = (key: PeriodKey) => refs.seal(key, "s1").update({ lease: new Date(0) });

describe("a past year", () => {
  test("is published as sealing would, marked as imported, with what its source states otherwise", async () => {
    const now = await smallYear("past", "selfAssessment");
    const key = { ...now, period: "2022" };
    await importPastYear(pastYear(now, 2022), "admin");
    const publication = await publicationOf(key);
    const { manifest, root, imported } = publication;
    expect(await faultsOf(key)).toEqual([]);
    expect(verifyRoot(root, publication)).toBe(true);
    expect(
      manifest.ranking[0]?.units.map(({ unit, rank, selfAssessed }) => [unit, rank, selfAssessed]),
    ).toEqual([
      [HEALTH, 1, true],
      ["so-cu", 2, false],
    ]);
    expect(imported).toMatchObject({
      ...{ by: "admin", source: "Quyết định 5" },
      differences: [{ unit: HEALTH, code: null, of: "appraised", stated: "7", computed: "6,75" }],
    });
    expect(await periodOf(key)).toMatchObject({
      ...{ state: "published", year: 2022, unitCount: 2, standingBody: STANDING_BODY, imported },
      ...{ publication: paths.publicationId(key.scheme, "2022", 1), previousPublication: null, seal: "s1" },
    });
    expect((await refs.seal(key, "s1").get()).data()).toMatchObject({ state: "done", root });
    expect((await refs.criteriaSet(key, SMALL_SET.id).get()).data()).toEqual(SMALL_SET);
    expect(await unitOf({ ...key, unit: HEALTH })).toMatchObject({ submission: { state: "submitted" } });
    expect((await ledgerOf({ ...key, unit: HEALTH })).frozen).toBe(true);
    expect((await indexOf({ ...key, unit: HEALTH })).total.achieved).toBe(89_845);
    expect((await indexOf({ ...key, unit: "so-cu" })).provisional).toBe(false);
    expect(await reconcilePeriod(key)).toEqual([]);
    expect(await auditOf(key)).toMatchObject([
      {
        act: "importPastYear",
        by: "admin",
        reason: "Có xu hướng",
        detail: { root, units: 2, differences: 1 },
      },
    ]);
  });

  test("is what the year after it looks back on, and years chain in their order", async () => {
    const now = await smallYear("past-chain", "selfAssessment");
    await importPastYear(pastYear(now, 2021), "admin");
    await importPastYear(pastYear(now, 2023), "admin");
    const [first, second] = [
      await publicationOf({ ...now, period: "2021" }),
      await publicationOf({ ...now, period: "2023" }),
    ];
    expect(second.manifest.previousRoot).toBe(first.root);
    expect((await periodOf({ ...now, period: "2023" })).previousPublication).toBe(`${now.scheme}_2021_v1`);
    expect((await periodOf(now)).previousPublication).toBe(`${now.scheme}_2021_v1`);
    const dates = (await periodOf({ ...now, period: "2021" })).dates;
    expect(dates.publishAt).toEqual(new Date("2022-01-20T00:00:00+07:00"));
  });

  test("leaves a sealed year after it as it is", async () => {
    const now = await smallYear("past-sealed", "published");
    await importPastYear(pastYear(now, 2023), "admin");
    expect((await periodOf(now)).previousPublication).toBeNull();
  });

  test("is corrected as any other, and what its source states otherwise is told anew", async () => {
    const now = await smallYear("past-correct", "selfAssessment");
    const key = { ...now, period: "2022" };
    await importPastYear(pastYear(now, 2022), "admin");
    const changes = [{ unit: HEALTH, leaf: "f1c1s1", points: 20_000, reason: "Chép sai từ phụ lục" }];
    const draft = await drafted(key, changes);
    await publishCorrection({ ...key, root: draft.root, decision: CORRECTING, publishAt: null }, "admin");
    const before = await publicationOf(key);
    const after = await publicationOf(key, 2);
    expect(before.imported?.differences).toContainEqual(
      expect.objectContaining({ unit: HEALTH, of: "appraised", stated: "7", computed: "6,75" }),
    );
    expect(after.imported).toMatchObject({ source: "Quyết định 5", by: "admin" });
    expect(after.imported?.differences.filter(({ of }) => of === "appraised")).toEqual([]);
    expect(before.supersededBy).toBe(draft.publication);
  });

  test("can be followed by a year of its own", async () => {
    const now = await smallYear("past-next", "published");
    await importPastYear(pastYear(now, 2022), "admin");
    const DAY = 24 * 60 * 60 * 1000;
    const day = (at: number) => new Date(Date.now() + at * DAY);
    await startPeriod(
      {
        ...{ scheme: now.scheme, period: "2027", from: "2022", name: "Năm 2027", year: 2027, reason: "Mới" },
        dates: {
          ...{ opensAt: day(1), selfAssessmentDue: day(2), appraisalDue: day(3) },
          ...{ explanationDue: day(4), reappraisalDue: day(5), publishAt: day(6) },
        },
        copy: { sets: true, units: true, settings: true, council: true },
      },
      "admin",
    );
    const next = await periodOf({ ...now, period: "2027" });
    expect(next).toMatchObject({ state: "preparing", previousPublication: `${now.scheme}_2022_v1` });
    expect("imported" in next).toBe(false);
  });

  test("whose import died is not seen; a run after its lease makes it whole, without what the first had more", async () => {
    const now = await smallYear("past-died", "selfAssessment");
    const key = { ...now, period: "2022" };
    expect(await cutBefore(2, () => importPastYear(pastYear(now, 2022), "admin"))).toBe(true);
    expect((await refs.period(key).get()).exists).toBe(false);
    expect(await isThere(key)).toBe(false);
    const again = pastYear(now, 2022, { units: [HEALTH_THEN] });
    await refused(importPastYear(again, "admin"), /đang được nhập/);
    await wait(key);
    await importPastYear(again, "admin");
    expect((await refs.units(key).get()).docs.map(({ id }) => id)).toEqual([HEALTH]);
    expect(await faultsOf(key)).toEqual([]);
  });

  test("is written by one of two who import it at once", async () => {
    const now = await smallYear("past-twice", "selfAssessment");
    const key = { ...now, period: "2022" };
    const runs = [pastYear(now, 2022), pastYear(now, 2022, { units: [HEALTH_THEN] })];
    const ends = await Promise.allSettled(runs.map((run) => importPastYear(run, "admin")));
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { manifest } = await publicationOf(key);
    expect(await faultsOf(key)).toEqual([]);
    await wait(key);
    await refused(importPastYear(pastYear(now, 2022, { units: [GONE] }), "admin"), /Đã có kỳ đánh giá/);
    expect(await sheetsOf(key)).toHaveLength(manifest.ranking[0]?.units.length ?? 0);
  });

  test("is refused whole where the period or year exists, points are wrong, or the caller may not", async () => {
    const now = await smallYear("past-refused", "selfAssessment");
    const key = { ...now, period: "2022" };
    await refused(
      importPastYear(pastYear(now, 2022, { period: "2024" }), "admin"),
      "Đã có kỳ đánh giá «2024».",
    );
    await refused(
      importPastYear(pastYear(now, 2024, { period: "x" }), "admin"),
      "Đã có kỳ đánh giá năm 2024.",
    );
    await refused(importPastYear(pastYear(now, 2199), "admin"), "Năm 2199 chưa qua.");
    const later = { number: "5", date: "2199-01-01", file: "" };
    await refused(importPastYear(pastYear(now, 2022, { decision: later }), "admin"), /tương lai/);
    const scores = { ...HEALTH_THEN.scores, f1c2: self(30_000, 90_000) };
    const wrong = [
      { ...HEALTH_THEN, scores },
      { ...GONE, group: "la" },
    ];
    await refused(
      importPastYear(pastYear(now, 2022, { units: wrong }), "admin"),
      "Kết quả năm 2022 có 2 lỗi: so-y-te: mục 1.2 được 9 điểm, cao hơn điểm tối đa 3; so-cu: không có nhóm «la».",
    );
    await refused(importPastYear(pastYear(now, 2022), "head-of-health"), /vai trò|quyền/);
    expect((await refs.period(key).get()).exists).toBe(false);
    expect((await refs.seal(key, "s1").get()).exists).toBe(false);
    expect(await auditOf(key)).toEqual([]);
  });

  test("does not count as a unit of the year at hand", async () => {
    const now = await smallYear("past-units", "selfAssessment");
    await importPastYear(pastYear(now, 2022), "admin");
    expect((await refs.units(now).get()).docs.map(({ id }) => id)).toEqual(
      [POLICE, STANDING_BODY, HEALTH].sort(),
    );
  });
});
