import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Adjustment,
  buildManifest,
  compileSet,
  computeSheet,
  countedAdjustment,
  emptyLedger,
  type FrozenSheet,
  freezeSheet,
  type HashedSheet,
  resultFindingText,
  type Scheme,
  type Settings,
  sealRoot,
  standing,
  sumFindings,
  surveyHeldFor,
  unitIndex,
  verifyResult,
  withAdjustment,
  withSettings,
} from "../../core/src/index.ts";
import { ledgersOf, periodWith, pts, SMALL_SET, unitWith } from "./samples.ts";

const SCHEME: Scheme = { name: "Chỉ số", owner: "UBND tỉnh", tier: "province", parent: null };

const adjustment = (
  kind: Adjustment["kind"],
  points: number,
  revoked: Adjustment["revoked"] = null,
): Adjustment => ({
  ...{ kind, points: pts(points), reason: "Sáng kiến cấp tỉnh", by: "hoi-dong", at: new Date(0), revoked },
  decision: { number: "02/BB-HĐTĐ", date: "2025-01-10" },
});

describe("bonus and penalty points", () => {
  it.each([
    ["nothing given", [], {}, 0],
    ["a bonus without a cap counts nothing", [adjustment("bonus", 1)], {}, 0],
    ["a bonus up to its cap", [adjustment("bonus", 1), adjustment("bonus", 2)], { bonusCap: pts(2) }, pts(2)],
    ["a penalty up to its cap", [adjustment("penalty", 3)], { penaltyCap: pts(2.5) }, -pts(2.5)],
    [
      "both, each up to its own cap",
      [adjustment("bonus", 3), adjustment("penalty", 0.5)],
      { bonusCap: pts(2), penaltyCap: pts(5) },
      pts(1.5),
    ],
  ])("%s", (_name, given, caps, counted) => {
    expect(countedAdjustment(given, caps)).toBe(counted);
  });

  it("no longer count once they are revoked", () => {
    const revoked = adjustment("penalty", 1, { reason: "Nhầm", by: "hoi-dong", at: new Date(1) });
    expect(standing([adjustment("bonus", 1), revoked])).toEqual([adjustment("bonus", 1)]);
  });

  it("never bring a result below 0 or above its maximum", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer(), fc.nat(1_000_000), (a, by, more) => {
        const result = withAdjustment(a, by, a + more);
        expect(result).toBeGreaterThanOrEqual(0);
        expect(result).toBeLessThanOrEqual(a + more);
        if (a + by >= 0 && a + by <= a + more) expect(result).toBe(a + by);
      }),
    );
  });
});

describe("a survey", () => {
  it.each([
    ["held for all", { surveyHeld: true }, true],
    ["held for none", { surveyHeld: false }, false],
    ["not held for this group", { surveyHeld: true, withoutSurvey: ["so"] }, false],
    ["not held for another group", { surveyHeld: true, withoutSurvey: ["huyen"] }, true],
  ])("%s", (_name, settings, held) => {
    expect(surveyHeldFor("so", settings)).toBe(held);
  });
});

const CAPS = { bonusCap: pts(5), penaltyCap: pts(5) };
const settingsWith = (more: Partial<Settings>): Settings => ({ ...periodWith({}).settings, ...more });

describe("a result with bonus and penalty points", () => {
  const set = SMALL_SET;
  const compiled = compileSet(set);
  const unit = unitWith({ criteriaSet: set.id });

  const frozenOf = (inputs: Parameters<typeof computeSheet>[1], adjustments: Adjustment[]): HashedSheet =>
    freezeSheet(
      { scheme: "lai-chau", period: "2024", unit: "so-y-te" },
      unit,
      set,
      computeSheet(compiled, inputs),
      inputs,
      adjustments,
    );

  const verified = (hashed: HashedSheet, settings: Settings) => {
    const period = periodWith({ groups: [{ id: unit.group, name: "Sở", ranked: true }], settings });
    const ids = { scheme: "lai-chau", period: "2024", version: 1 };
    const manifest = buildManifest(ids, SCHEME, period, [hashed], { root: null, corrects: null });
    return verifyResult(manifest, [hashed.sheet], sealRoot(manifest)).map(resultFindingText);
  };

  it("counts them in the total alone, and verifies from the open data", () => {
    const given = fc.array(
      fc.record({
        kind: fc.constantFrom("bonus" as const, "penalty" as const),
        points: fc.integer({ min: 1, max: 9 }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(ledgersOf(set), given, (before, list) => {
        const adjustments = list.map(({ kind, points }) => adjustment(kind, points));
        const settings = settingsWith(CAPS);
        const after = withSettings(before, settings, adjustments);
        const plain = unitIndex(before, computeSheet(compiled, before));
        const index = unitIndex(after, computeSheet(compiled, after));
        expect(index.fields).toEqual(plain.fields);
        const { achieved, max } = plain.total;
        const counted = countedAdjustment(adjustments, settings);
        expect(index.total).toEqual({
          ...plain.total,
          achieved: achieved === null ? null : withAdjustment(achieved, counted, max),
        });
        expect(verified(frozenOf(after, adjustments), settings)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("names a bonus above its cap, and a total that does not follow from it", () => {
    const settings = settingsWith(CAPS);
    const inputs = withSettings(
      { ...emptyLedger("so-y-te", unit, settings), appraisal: { f1c1s1: { points: pts(1), rev: 1 } } },
      settings,
      [adjustment("bonus", 2)],
    );
    const hashed = frozenOf(inputs, [adjustment("bonus", 2)]);
    expect(hashed.sheet.total.achieved).toBe(pts(3));
    expect(verified(hashed, settings)).toEqual([]);
    expect(verified(hashed, settingsWith({ bonusCap: pts(1) }))).toEqual([
      "so-y-te: điểm thưởng, điểm trừ không khớp với mức tối đa",
    ]);
    const tampered: FrozenSheet = {
      ...hashed.sheet,
      total: { ...hashed.sheet.total, achieved: pts(4) },
    };
    expect(sumFindings(tampered).map(resultFindingText)).toEqual([
      "so-y-te, tổng cộng, cột điểm đạt được: ghi 4, cộng lại là 3",
    ]);
  });

  it("is the very result of before where there are none", () => {
    const settings = settingsWith(CAPS);
    expect(withSettings(emptyLedger("so-y-te", unit, settings), settings, [])).toEqual(
      emptyLedger("so-y-te", unit, settings),
    );
    expect(frozenOf(emptyLedger("so-y-te", unit, settings), []).sheet).not.toHaveProperty("adjustments");
  });
});
