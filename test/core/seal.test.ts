import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Adjustment,
  bandOf,
  buildManifest,
  type CriteriaSet,
  canonicalJson,
  compileSet,
  computeSheet,
  criteriaSetHash,
  emptyLedger,
  FrozenSheet,
  forRanking,
  freezeSheet,
  type HashedSheet,
  inclusionProof,
  indexTexts,
  type Ledger,
  Manifest,
  type Period,
  rankGroup,
  rankSheets,
  verifyResult as resultFindings,
  resultFindingText,
  type Scheme,
  type SubmissionState,
  sealRoot,
  sha256Hex,
  sumFindings,
  type Unit,
  unitIndex,
  verifyInclusion,
} from "../../core/src/index.ts";
import { shippedRoster, shippedSet } from "./lai-chau.ts";
import { leaf, ledgersOf, periodWith, pts, SMALL_SET, setOf, unitWith } from "./samples.ts";

const SCHEME: Scheme = {
  ...{ name: "Chỉ số CCHC tỉnh Lai Châu", owner: "UBND tỉnh Lai Châu", tier: "province", parent: null },
};
const IDS = { scheme: "lai-chau", period: "2024", version: 1 };
const FIRST = { root: null, corrects: null };

/** What is wrong, as lines. */
const verifyResult = (...of: Parameters<typeof resultFindings>) =>
  resultFindings(...of).map(resultFindingText);
const sumErrors = (sheet: FrozenSheet) => sumFindings(sheet).map(resultFindingText);

/** A unit of a year with everything its sheet follows from. */
interface Assessed {
  id: string;
  unit: Unit;
  set: CriteriaSet;
  ledger: Ledger;
}

function freeze({ id, unit, set, ledger }: Assessed): HashedSheet {
  const place = { scheme: IDS.scheme, period: IDS.period, unit: id };
  return freezeSheet(place, unit, set, computeSheet(compileSet(set), ledger), ledger);
}

function sealed(
  period: Period,
  units: readonly Assessed[],
  previous: Parameters<typeof buildManifest>[4] = FIRST,
) {
  const hashed = units.map(freeze);
  const manifest = buildManifest(IDS, SCHEME, period, hashed, previous);
  return { hashed, manifest, sheets: hashed.map(({ sheet }) => sheet), root: sealRoot(manifest) };
}

const OTHER_SET = setOf("khac", [[leaf("f1c1")], [leaf("f1c2", { source: "survey", max: pts(2) })]].flat());

const scored = (points: number) => ({ points, rev: 1 });

/** Points for the leaves of a unit, by leaf: the council's for those the unit scores, the survey's for the others. */
function assessed(
  id: string,
  unit: Unit,
  set: CriteriaSet,
  points: Record<string, number>,
  small: string[] = [],
): Assessed {
  const ledger = emptyLedger(id, unit, { version: 1, surveyHeld: true });
  for (const [at, given] of Object.entries(points)) {
    if (set.leaves[at]?.source === "survey")
      ledger.survey[at] = { ...scored(given), sufficient: !small.includes(at) };
    else {
      ledger.appraisal[at] = scored(given);
      if (unit.submission.state === "submitted") ledger.self[at] = scored(Math.min(given + 2_500, pts(2)));
    }
  }
  return { id, unit, set, ledger };
}

/** Three groups, one of them not ranked; a tie, an exemption, a small sample, a unit that did not self-assess. */
const PERIOD = periodWith({
  ...{ state: "sealing", unitCount: 6 },
  groups: [
    { id: "so", name: "Sở, ban, ngành", ranked: true },
    { id: "dac-thu", name: "Cơ quan đặc thù", ranked: false },
    { id: "huyen", name: "UBND huyện", ranked: true },
  ],
  settings: {
    ...{ version: 2, decimals: 2, explanationRound: true, surveyHeld: true },
    bands: {
      so: [
        { name: "Tốt", atLeast: 8_000 },
        { name: "Khá", atLeast: 5_000 },
      ],
    },
    tieBreaks: [{ by: "survey" }],
  },
  adoption: { at: new Date(0), by: "hoi-dong", minutes: "01/BB", insufficientSampleReason: "Ít hồ sơ" },
});
const UNITS: Assessed[] = [
  assessed("so-a", unitWith({ name: "Sở A", order: 0 }), SMALL_SET, {
    ...{ f1c1s1: pts(2), f1c1s2: pts(1), f1c2: pts(1.5), f2c1: pts(1), f2c2: pts(3) },
  }),
  assessed("so-b", unitWith({ name: "Sở B", order: 1 }), SMALL_SET, {
    ...{ f1c1s1: pts(2), f1c1s2: pts(1), f1c2: pts(1.5), f2c1: pts(1), f2c2: pts(3) },
  }),
  assessed("so-c", unitWith({ name: "Sở C", order: 2, exempt: { f2c1: "không có" } }), SMALL_SET, {
    ...{ f1c1s1: pts(2), f1c1s2: pts(1), f1c2: pts(2), f2c1: pts(2), f2c2: pts(3.5) },
  }),
  assessed(
    "thanh-tra",
    unitWith({ name: "Thanh tra", order: 3, group: "dac-thu", criteriaSet: "khac" }),
    OTHER_SET,
    { f1c1: pts(2), f1c2: pts(1.25) },
    ["f1c2"],
  ),
  assessed("huyen-a", unitWith({ name: "Huyện A", order: 4, group: "huyen" }, "locked"), SMALL_SET, {
    ...{ f1c1s1: 0, f1c1s2: pts(0.5), f1c2: pts(1), f2c1: 0, f2c2: pts(2) },
  }),
  assessed("huyen-b", unitWith({ name: "Huyện B", order: 5, group: "huyen" }), SMALL_SET, {
    ...{ f1c1s1: pts(1), f1c1s2: pts(0.5), f1c2: pts(1), f2c1: 0, f2c2: pts(2) },
  }),
];
const SEALED = sealed(PERIOD, UNITS);
const at = <T>(list: readonly T[], position: number): T => {
  const found = list[position];
  if (found === undefined) throw new Error(`nothing at ${position}`);
  return found;
};

describe("a small year", () => {
  it("is ranked by group from the frozen sheets", () => {
    const shown = SEALED.manifest.ranking.map(({ group, units }) => [
      group,
      ...units.map(({ unit, index, rank, band }) => `${unit} ${index} ${rank} ${band}`),
    ]);
    expect(shown).toEqual([
      ["so", "so-c 94,44 1 Tốt", "so-a 77,27 2 Khá", "so-b 77,27 2 Khá"],
      ["dac-thu", "thanh-tra 81,25 null null"],
      ["huyen", "huyen-b 40,91 1 null", "huyen-a 31,82 2 null"],
    ]);
  });

  it("carries what a reader needs: settings, reason for small samples, sets, who did not self-assess", () => {
    const { manifest, sheets } = SEALED;
    expect(manifest).toMatchObject({
      ...{ format: "parindex/1", scheme: "lai-chau", period: "2024", version: 1, corrects: null },
      ...{ previousRoot: null, settings: PERIOD.settings, insufficientSampleReason: "Ít hồ sơ" },
      criteriaSets: { nho: criteriaSetHash(SMALL_SET), khac: criteriaSetHash(OTHER_SET) },
    });
    const absent = manifest.ranking.flatMap(({ units }) => units.filter(({ selfAssessed }) => !selfAssessed));
    expect(absent.map(({ unit }) => unit)).toEqual(["huyen-a"]);
    expect(sheets.map(({ insufficientSample }) => insufficientSample)).toEqual([
      [],
      [],
      [],
      ["f1c2"],
      [],
      [],
    ]);
    expect(at(sheets, 2).exempt).toEqual({ f2c1: "không có" });
  });

  it("verifies, also after a trip through JSON in any key order, and with the sheets in any order", () => {
    const { manifest, sheets, root } = SEALED;
    expect(verifyResult(manifest, sheets, root)).toEqual([]);
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (value === null || typeof value !== "object") return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, part]) => [key, reversed(part)]),
      );
    };
    const read = Manifest.parse(reversed(JSON.parse(JSON.stringify(manifest))));
    const readSheets = sheets.map((sheet) => FrozenSheet.parse(reversed(JSON.parse(JSON.stringify(sheet)))));
    expect(verifyResult(read, readSheets.toReversed(), root)).toEqual([]);
  });

  it("has sheets whose hash is that of their canonical JSON, proven to stand in the root", () => {
    const { manifest, hashed, root } = SEALED;
    const leaves = [
      createHash("sha256").update(canonicalJson(manifest)).digest("hex"),
      ...manifest.ranking.flatMap(({ units }) => units.map(({ sha256 }) => sha256)),
    ];
    for (const { sheet, sha256 } of hashed) {
      expect(sha256).toBe(createHash("sha256").update(canonicalJson(sheet)).digest("hex"));
      const position = leaves.indexOf(sha256);
      expect(verifyInclusion(sha256, position, leaves.length, inclusionProof(leaves, position), root)).toBe(
        true,
      );
    }
  });

  it("has the same root from the same inputs, whatever the order of the units and the times of their acts", () => {
    const later = UNITS.map((one) => ({
      ...one,
      unit: {
        ...one.unit,
        submission: {
          ...one.unit.submission,
          at: new Date("2024-11-19T08:00:00Z"),
          by: "ai",
          reason: "khác",
        },
        lockException: { until: new Date(0), reason: "gia hạn", by: "quan-tri" },
      },
    }));
    const adopted = { at: new Date(1), by: "khac", minutes: "02/BB", insufficientSampleReason: "Ít hồ sơ" };
    const other = periodWith({ ...PERIOD, state: "sealed", seal: "s2", adoption: adopted });
    expect(sealed(other, later.toReversed()).root).toBe(SEALED.root);
  });

  it("has another root with another version of the points, though the sums are the same", () => {
    const swapped = UNITS.with(
      0,
      assessed("so-a", at(UNITS, 0).unit, SMALL_SET, {
        ...{ f1c1s1: pts(2), f1c1s2: pts(1), f1c2: pts(1), f2c1: pts(1.5), f2c2: pts(3) },
      }),
    );
    const other = sealed(PERIOD, swapped);
    expect(other.manifest.ranking.map(({ units }) => units.map(({ index }) => index))).toEqual(
      SEALED.manifest.ranking.map(({ units }) => units.map(({ index }) => index)),
    );
    expect(other.root).not.toBe(SEALED.root);
  });

  it("is chained to the result before it", () => {
    const next = sealed(PERIOD, UNITS, { root: SEALED.root, corrects: null });
    expect(next.manifest.previousRoot).toBe(SEALED.root);
    expect(next.root).not.toBe(SEALED.root);
    expect(verifyResult(next.manifest, next.sheets, next.root)).toEqual([]);
    expect(verifyResult(next.manifest, next.sheets, SEALED.root)).toEqual(["mã gốc không khớp"]);
  });

  it("breaks ties by shares of what the survey could give each: 2 of 4 and 1 of 2 are the same", () => {
    const units = [
      assessed("so-a", unitWith({ order: 0 }), SMALL_SET, { f1c1s1: pts(2), f1c2: pts(1.5), f2c2: pts(2) }),
      assessed("so-b", unitWith({ order: 1, criteriaSet: "khac" }), OTHER_SET, {
        f1c1: pts(1),
        f1c2: pts(1),
      }),
    ];
    const { ranking } = sealed(PERIOD, units).manifest;
    expect(ranking[0]?.units.map(({ index, rank }) => [index, rank])).toEqual([
      ["50,00", 1],
      ["50,00", 1],
    ]);
  });

  it("breaks ties by a field's share of that field, and by what the survey gave of all it could give", () => {
    const set = setOf(
      "hai",
      [leaf("f1c1"), leaf("f1c2", { source: "survey", max: pts(2) })],
      [leaf("f2c1", { source: "survey", max: pts(2) })],
    );
    const unit = (order: number, exempt: Unit["exempt"] = {}) =>
      unitWith({ order, criteriaSet: "hai", exempt });
    // Both have half of what they could have: a 3 of 6, b 2 of 4.
    const units = [
      assessed("b", unit(0, { f2c1: "không có" }), set, { f1c1: pts(0.75), f1c2: pts(1.25) }),
      assessed("a", unit(1), set, { f1c1: 0, f1c2: pts(1.5), f2c1: pts(1.5) }),
    ];
    const placed = (tieBreaks: Period["settings"]["tieBreaks"]) => {
      const settings = { ...PERIOD.settings, tieBreaks };
      const [so] = sealed({ ...PERIOD, settings }, units).manifest.ranking;
      return so?.units.map(({ unit: id, rank }) => `${id} ${rank}`);
    };
    expect(placed([])).toEqual(["b 1", "a 1"]);
    expect(placed([{ by: "survey" }])).toEqual(["a 1", "b 2"]);
    expect(placed([{ by: "field", field: "f1" }])).toEqual(["b 1", "a 2"]);
    expect(placed([{ by: "field", field: "f2" }])).toEqual(["a 1", "b 2"]);
    expect(placed([{ by: "field", field: "f1c1" }])).toEqual(["b 1", "a 1"]);
  });

  it("is ranked the same from what of its sheets the ranking needs: fields and surveyed rows", () => {
    const tieBreaks: Period["settings"]["tieBreaks"] = [
      { by: "field", field: "f2" },
      { by: "survey" },
      { by: "appraised" },
    ];
    const settings = { ...PERIOD.settings, tieBreaks };
    const small = SEALED.hashed.map(forRanking);
    expect(rankSheets(PERIOD.groups, small, settings)).toEqual(
      rankSheets(PERIOD.groups, SEALED.hashed, settings),
    );
    expect(at(small, 0).sheet.rows.map(({ id }) => id)).toEqual(["f1", "f2", "f2c2"]);
    expect(at(small, 0)).toEqual({
      ...at(SEALED.hashed, 0),
      sheet: { ...at(SEALED.sheets, 0), rows: at(small, 0).sheet.rows },
    });
  });

  it("freezes the bonus and penalty points that stand, with what they count, and no word of them where there are none", () => {
    const { id: unit, unit: given, set, ledger } = at(UNITS, 0);
    const adjusted = { ...ledger, adjustment: pts(0.5) };
    const made = { reason: "Sáng kiến", decision: { number: "02/BB", date: "2025-01-10" } };
    const by = { by: "council", at: new Date(0) };
    const stands: Adjustment = { ...made, ...by, kind: "bonus", points: pts(0.5), revoked: null };
    const revoked: Adjustment = { ...stands, revoked: { reason: "Nhầm", by: "council", at: new Date(0) } };
    const frozen = (adjustments: Adjustment[], inputs: Ledger = adjusted) =>
      freezeSheet(
        { scheme: IDS.scheme, period: IDS.period, unit },
        ...([given, set, computeSheet(compileSet(set), inputs), inputs, adjustments] as const),
      ).sheet;
    expect(frozen([revoked, stands]).adjustments).toStrictEqual({
      counted: pts(0.5),
      items: [{ ...made, kind: "bonus", points: pts(0.5) }],
    });
    expect(frozen([stands], ledger).adjustments?.counted).toBe(0);
    for (const none of [frozen([revoked]), frozen([]), freeze(at(UNITS, 0)).sheet])
      expect(none).not.toHaveProperty("adjustments");
  });

  it("is not built where a unit stands in no group of the period", () => {
    const groups = PERIOD.groups.filter(({ id }) => id !== "huyen");
    expect(() => sealed({ ...PERIOD, groups }, UNITS)).toThrow(/huyen-a/);
  });
});

type Path = (string | number)[];

/** Every primitive of a JSON value with its path. */
function* primitives(value: unknown, path: Path = []): Generator<{ path: Path; value: unknown }> {
  if (value === null || typeof value !== "object") yield { path, value };
  else
    for (const [key, part] of Object.entries(value))
      yield* primitives(part, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** A JSON value with the primitive at a path replaced. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.with(Number(key), replaced(value[Number(key)], rest, by));
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, part]) => [name, name === key ? replaced(part, rest, by) : part]),
  );
}

/** Something else in its place, as near as can be. */
function alterations(value: unknown): unknown[] {
  if (value === null) return [0, "x"];
  if (typeof value === "number") return [value + 1, null];
  if (typeof value === "boolean") return [!value];
  const text = String(value);
  const lastDigit = text.replace(/[0-9a-f]$/, (digit) => (digit === "0" ? "1" : "0"));
  return [`${text}x`, lastDigit].filter((other) => other !== text);
}

describe("a tampered result", () => {
  const { manifest, sheets, root } = SEALED;
  const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

  it("any altered value of a sheet is named with its unit, or is no sheet at all", () => {
    let verified = 0;
    sheets.forEach((sheet, position) => {
      for (const { path, value } of primitives(json(sheet)))
        for (const other of alterations(value)) {
          const altered = FrozenSheet.safeParse(replaced(json(sheet), path, other));
          if (!altered.success) continue;
          verified++;
          const findings = verifyResult(manifest, sheets.with(position, altered.data), root);
          if (path[0] === "unit") {
            expect(findings).toContain(`${altered.data.unit}: đơn vị không có trong xếp hạng`);
            expect(findings).toContain(`${sheet.unit}: thiếu bảng điểm`);
          } else expect(findings, path.join(".")).toContain(`${sheet.unit}: bảng điểm khác với bản đã chốt`);
        }
    });
    expect(verified).toBeGreaterThan(600);
  });

  it("any altered value of the manifest breaks the root, and one of the ranking is named as that", () => {
    let verified = 0;
    for (const { path, value } of primitives(json(manifest)))
      for (const other of alterations(value)) {
        const altered = Manifest.safeParse(replaced(json(manifest), path, other));
        if (!altered.success) continue;
        verified++;
        const found = resultFindings(altered.data, sheets, root);
        const findings = found.map(resultFindingText);
        expect(findings, path.join(".")).toContain("mã gốc không khớp");
        if (path[0] === "criteriaSets")
          expect(findings).toContain("bộ tiêu chí không khớp với các bảng điểm");
        const [, group, part, place] = path;
        if (part === "units" && manifest.ranking[Number(group)]?.units[Number(place)]) {
          const { unit } = at(at(manifest.ranking, Number(group)).units, Number(place));
          expect(found, path.join(".")).toContainEqual(expect.objectContaining({ unit }));
        } else if (part === "ranked" || part === "group")
          expect(found, path.join(".")).toContainEqual(expect.objectContaining({ part: "ranking" }));
      }
    expect(verified).toBeGreaterThan(100);
  });

  it("even with a root made for it, a ranking or a sheet that does not follow is named", () => {
    for (const { path, value } of primitives(json(manifest.ranking)))
      for (const other of alterations(value)) {
        const altered = Manifest.safeParse(replaced(json(manifest), ["ranking", ...path], other));
        if (!altered.success || path[1] === "name") continue;
        const findings = verifyResult(altered.data, sheets, sealRoot(altered.data));
        expect(findings, path.join(".")).not.toEqual([]);
        expect(findings).not.toContain("mã gốc không khớp");
      }
  });

  it("even with hash, ranking and root made for it, a sheet whose sums are wrong is named", () => {
    const honest = at(sheets, 5);
    const sheet: FrozenSheet = { ...honest, total: { ...honest.total, self: (honest.total.self ?? 0) + 1 } };
    const forged = SEALED.hashed.with(5, { sheet, sha256: sha256Hex(canonicalJson(sheet)) });
    const made = buildManifest(IDS, SCHEME, PERIOD, forged, FIRST);
    expect(verifyResult(made, sheets.with(5, sheet), sealRoot(made))).toEqual([
      expect.stringMatching(/^huyen-b, tổng cộng, cột tự đánh giá: ghi .*, cộng lại là /),
    ]);
  });

  it.each<[string, Partial<Manifest["settings"]>]>([
    ["decimals", { decimals: 1 }],
    ["bands", { bands: {} }],
    ["tie-breaks", { tieBreaks: [{ by: "field", field: "f1" }] }],
  ])("other %s give another root", (_what, more) => {
    const settings = { ...manifest.settings, ...more };
    expect(verifyResult({ ...manifest, settings }, sheets, root)).toContain("mã gốc không khớp");
    expect(sealed(periodWith({ ...PERIOD, settings }), UNITS).root).not.toBe(root);
  });

  it("a swapped pair of ranks, an altered order, a group left out: each is named", () => {
    const [so, special, huyen] = [0, 1, 2].map((position) => at(manifest.ranking, position));
    if (!so || !special || !huyen) throw new Error("groups");
    const [first, second] = [at(huyen.units, 0), at(huyen.units, 1)];
    const ranks = {
      ...huyen,
      units: [
        { ...first, rank: 2 },
        { ...second, rank: 1 },
      ],
    };
    const named = (ranking: Manifest["ranking"]) => verifyResult({ ...manifest, ranking }, sheets, root);
    expect(named([so, special, ranks])).toEqual([
      "huyen-b, cột hạng: ghi 2, tính lại là 1",
      "huyen-a, cột hạng: ghi 1, tính lại là 2",
      "mã gốc không khớp",
    ]);
    expect(named([so, special, { ...huyen, units: [second, first] }])).toEqual([
      "huyen-b: phải đứng ở vị trí 1 của nhóm",
      "mã gốc không khớp",
    ]);
    expect(named([{ ...so, units: so.units.toReversed() }, special, huyen])).toEqual([
      "so-c: phải đứng ở vị trí 1 của nhóm",
      "mã gốc không khớp",
    ]);
    expect(named([so, special, { ...huyen, units: [first, second, second] }])).toContain(
      "huyen-a: không có bảng điểm trong nhóm, hoặc đứng hai lần",
    );
    expect(verifyResult({ ...manifest, ranking: [special, so, huyen] }, sheets, root)).toEqual([
      "mã gốc không khớp",
    ]);
    expect(verifyResult({ ...manifest, ranking: [so, special] }, sheets, root)).toEqual(
      expect.arrayContaining(["huyen-a: đơn vị không có trong xếp hạng", "mã gốc không khớp"]),
    );
  });

  it("a unit that is ranked in another group than its sheet says is named, though the root was made for it", () => {
    const [so, special, huyen] = [0, 1, 2].map((position) => at(manifest.ranking, position));
    if (!so || !special || !huyen) throw new Error("groups");
    const moved = so.units.find(({ unit }) => unit === "so-b");
    if (!moved) throw new Error("no so-b");
    const others = so.units.filter(({ unit }) => unit !== "so-b");
    const ranking = [{ ...so, units: others }, special, { ...huyen, units: [...huyen.units, moved] }];
    const made = { ...manifest, ranking };
    expect(verifyResult(made, sheets, sealRoot(made))).toEqual([
      "so-b: không có trong nhóm so",
      "so-b: không có bảng điểm trong nhóm, hoặc đứng hai lần",
    ]);
  });

  it("a missing, a doubled and a foreign sheet are named", () => {
    expect(verifyResult(manifest, sheets.slice(0, -1), root)).toEqual([
      "huyen-b: thiếu bảng điểm",
      "chưa tính lại được thứ hạng của nhóm huyen: thiếu bảng điểm đã chốt của huyen-b",
    ]);
    expect(verifyResult(manifest, [...sheets, at(sheets, 5)], root)).toEqual([
      "huyen-b: bảng điểm có hai lần",
    ]);
    const foreign = { ...at(sheets, 5), unit: "huyen-la" };
    expect(verifyResult(manifest, [...sheets, foreign], root)).toEqual([
      "huyen-la: đơn vị không có trong xếp hạng",
    ]);
    expect(verifyResult(manifest, [], root)).toEqual([
      ...manifest.ranking.flatMap(({ units }) => units.map(({ unit }) => `${unit}: thiếu bảng điểm`)),
      ...manifest.ranking.map(({ group, units }) => {
        const named = units.map(({ unit }) => unit).join(", ");
        return `chưa tính lại được thứ hạng của nhóm ${group}: thiếu bảng điểm đã chốt của ${named}`;
      }),
    ]);
  });

  it("each finding says which part of the result it is about, so that one step of a check is wrong and not all", () => {
    const partsOf = (made: Manifest, given: readonly FrozenSheet[], sealedAs = sealRoot(made)) => [
      ...new Set(resultFindings(made, given, sealedAs).map(({ part }) => part)),
    ];
    const [first, ...others] = manifest.ranking;
    if (!first) throw new Error("no group");
    const withFirst = (units: typeof first.units) => ({
      ...manifest,
      ranking: [{ ...first, units }, ...others],
    });
    const without = { ...manifest, criteriaSets: {} };
    const corrected = { unit: "so-a", leaf: "f1c2", code: "1.2", column: "appraised", from: 0, to: pts(1.5) };
    const corrections = [corrected] as unknown as NonNullable<Manifest["corrections"]>;
    const corrects = "lai-chau_2024_v0";
    const raised = at(sheets, 0);
    expect(partsOf(manifest, sheets, "")).toEqual(["root"]);
    expect(partsOf(withFirst(first.units.toReversed()), sheets)).toEqual(["ranking"]);
    expect(partsOf(withFirst([...first.units, ...first.units.slice(-1)]), sheets)).toEqual(["ranking"]);
    expect(partsOf(withFirst(first.units.map((one) => ({ ...one, rank: 9 }))), sheets)).toEqual(["ranking"]);
    expect(partsOf({ ...manifest, ranking: others }, sheets)).toEqual(["sheet"]);
    expect(partsOf(without, sheets)).toEqual(["criteriaSets"]);
    expect(partsOf(manifest, sheets.slice(1))).toEqual(["missing", "ranking"]);
    expect(partsOf(manifest, [...sheets, at(sheets, 0)])).toEqual(["sheet"]);
    expect(partsOf(manifest, [...sheets, { ...at(sheets, 0), unit: "la" }])).toEqual(["sheet"]);
    expect(partsOf(manifest, sheets.with(0, { ...raised, note: "" } as FrozenSheet))).toEqual([
      "sheet",
      "ranking",
    ]);
    expect(partsOf({ ...manifest, corrects, corrections }, sheets)).toEqual([]);
    const other = corrections.map((one) => ({ ...one, to: pts(1) })) as typeof corrections;
    expect(partsOf({ ...manifest, corrects, corrections: other }, sheets)).toEqual(["corrections"]);
    expect(partsOf({ ...manifest, corrects }, sheets)).toEqual(["corrections"]);
    expect(partsOf({ ...manifest, corrections }, sheets)).toEqual(["corrections"]);
  });

  it("a sheet of another year or scheme is named, though the manifest was made of it", () => {
    for (const other of [{ scheme: "khac" }, { period: "2023" }]) {
      const strange = { ...at(sheets, 5), ...other };
      const forged = SEALED.hashed.with(5, { sheet: strange, sha256: sha256Hex(canonicalJson(strange)) });
      const made = buildManifest(IDS, SCHEME, PERIOD, forged, FIRST);
      const found = resultFindings(made, sheets.with(5, strange), sealRoot(made));
      expect(found.map(({ part, unit }) => [part, unit])).toEqual([["sheet", "huyen-b"]]);
    }
  });

  it("bonus points that are not what may count of them are named", () => {
    const honest = at(sheets, 5);
    const achieved = (honest.total.achieved ?? 0) + pts(1);
    const sheet = {
      ...honest,
      total: { ...honest.total, achieved },
      adjustments: { counted: pts(1), items: [] },
    };
    const forged = SEALED.hashed.with(5, { sheet, sha256: sha256Hex(canonicalJson(sheet)) });
    const made = buildManifest(IDS, SCHEME, PERIOD, forged, FIRST);
    expect(
      resultFindings(made, sheets.with(5, sheet), sealRoot(made)).map(({ part, unit }) => [part, unit]),
    ).toEqual([["sums", "huyen-b"]]);
  });

  it("what a place in the ranking says is told as people write it", () => {
    const [first, ...others] = manifest.ranking;
    if (!first) throw new Error("no group");
    const said = (more: Partial<(typeof first.units)[number]>) => {
      const units = first.units.with(0, { ...at(first.units, 0), ...more });
      const made = { ...manifest, ranking: [{ ...first, units }, ...others] };
      return verifyResult(made, sheets, sealRoot(made));
    };
    expect(said({ selfAssessed: false })).toEqual(["so-c, cột có tự đánh giá: ghi không, tính lại là có"]);
    expect(said({ max: pts(9.5) })).toEqual(["so-c, cột điểm tối đa: ghi 9,5, tính lại là 9"]);
    expect(said({ achieved: pts(0.25) })[0]).toMatch(
      /^so-c, cột điểm đạt được: ghi 0,25, tính lại là \d,\d+$/,
    );
    expect(said({ band: null })).toEqual(["so-c, cột xếp loại: ghi —, tính lại là Tốt"]);
    expect(said({ rank: null })[0]).toBe("so-c, cột hạng: ghi —, tính lại là 1");
  });

  it("a sheet that is not the sealed one is named, and not the places of the others", () => {
    const honest = at(sheets, 0);
    const raised = { ...honest, total: { ...honest.total, achieved: honest.total.max } };
    expect(verifyResult(manifest, sheets.with(0, raised), root)).toEqual([
      "so-a: bảng điểm khác với bản đã chốt",
      expect.stringMatching(/^so-a, tổng cộng, cột điểm đạt được: ghi 11, cộng lại là 8,5$/),
      "so-a, cột điểm đạt được: ghi 8,5, tính lại là 11",
      "so-a, cột xếp loại: ghi Khá, tính lại là Tốt",
      "chưa tính lại được thứ hạng của nhóm so: thiếu bảng điểm đã chốt của so-a",
    ]);
  });

  it.each(["", "0".repeat(64), root.toUpperCase(), root.slice(1)])(
    "the root %j is not the sealed one",
    (other) => {
      expect(verifyResult(manifest, sheets, other)).toEqual(["mã gốc không khớp"]);
    },
  );

  it("one changed byte of a published sheet is no JSON, no sheet, or named", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: sheets.length - 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (which, pick, mask) => {
          const sheet = at(sheets, which);
          const bytes = new TextEncoder().encode(canonicalJson(sheet));
          const place = pick % bytes.length;
          bytes[place] = (bytes[place] ?? 0) ^ mask;
          const altered = sheetOfBytes(bytes);
          if (altered) expect(verifyResult(manifest, sheets.with(which, altered), root)).not.toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });
});

function sheetOfBytes(bytes: Uint8Array): FrozenSheet | null {
  try {
    return FrozenSheet.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

describe("the sums of a frozen sheet", () => {
  const sheet = at(SEALED.sheets, 0);
  const COLUMNS = ["max", "self", "appraised", "survey", "achieved"] as const;

  it("are right in every sheet that the engine makes", () => {
    for (const one of SEALED.sheets) expect(sumErrors(one)).toEqual([]);
  });

  it("give away any one number, wherever it stands", () => {
    sheet.rows.forEach((row, position) => {
      for (const column of COLUMNS)
        for (const other of [(row[column] ?? 0) + 1, row[column] === null ? 0 : null]) {
          const rows = sheet.rows.with(position, { ...row, [column]: other });
          expect(sumErrors({ ...sheet, rows }), `${row.code} ${column}`).not.toEqual([]);
        }
    });
    for (const column of COLUMNS) {
      const total = { ...sheet.total, [column]: (sheet.total[column] ?? 0) + 1 };
      expect(sumErrors({ ...sheet, total })).toContainEqual(expect.stringMatching(/^so-a, tổng cộng, cột /));
    }
  });

  it("name the row and the column", () => {
    const at11 = sheet.rows.findIndex(({ code }) => code === "1.1");
    const row = at(sheet.rows, at11);
    const rows = sheet.rows.with(at11, { ...row, self: (row.self ?? 0) + 1 });
    expect(sumErrors({ ...sheet, rows })).toEqual([
      "so-a, mục 1, cột tự đánh giá: ghi 5, cộng lại là 5,0001",
      "so-a, mục 1.1, cột tự đánh giá: ghi 3,2501, cộng lại là 3,25",
    ]);
  });

  it("let a leaf have points in its own columns only, though the sums were made to agree", () => {
    const errorsWith = (leaf: string, more: Partial<FrozenSheet["rows"][number]>) =>
      sumErrors({ ...sheet, rows: sheet.rows.map((row) => (row.id === leaf ? { ...row, ...more } : row)) });
    expect(errorsWith("f2c2", { appraised: 0 })).toContain(
      "so-a, mục f2c2, cột kết quả thẩm định: tiêu chí không có điểm ở cột này",
    );
    expect(errorsWith("f2c2", { self: 0 })).toContain(
      "so-a, mục f2c2, cột tự đánh giá: tiêu chí không có điểm ở cột này",
    );
    expect(errorsWith("f2c1", { survey: 0 })).toEqual([
      "so-a, mục f2c1, cột điều tra xã hội học: tiêu chí không có điểm ở cột này",
    ]);
    const over = errorsWith("f2c1", { appraised: pts(3), achieved: pts(3) });
    expect(over).toContain("so-a, mục f2c1, cột điểm đạt được: vượt điểm tối đa");
    expect(errorsWith("f2c1", { appraised: pts(2), achieved: pts(2) }).join()).not.toContain("vượt");
    expect(errorsWith("f2c1", { achieved: null })).toContain(
      "so-a, mục f2c1, cột điểm đạt được: ghi —, cộng lại là 1",
    );
    const exempted = errorsWith("f2c1", { exempt: true });
    expect(exempted).toEqual([
      "so-a, mục f2c1, cột tự đánh giá: tiêu chí không có điểm ở cột này",
      "so-a, mục f2c1, cột kết quả thẩm định: tiêu chí không có điểm ở cột này",
      "so-a, mục f2c1, cột điểm đạt được: tiêu chí không có điểm ở cột này",
      "so-a, mục f2c1, cột điểm tối đa: tiêu chí không đánh giá mà có điểm tối đa",
    ]);
  });
});

it.each<[SubmissionState, boolean]>([
  ["submitted", true],
  ["locked", false],
  ["returned", false],
  ["draft", false],
])("a file that ends as %s counts as self-assessed: %s", (state, selfAssessed) => {
  const one = assessed("so-a", unitWith({}, state), SMALL_SET, { f1c2: pts(1) });
  expect(freeze(one).sheet.selfAssessed).toBe(selfAssessed);
});

it("the hash of a set changes with any of its values", () => {
  const hash = criteriaSetHash(SMALL_SET);
  expect(
    criteriaSetHash(setOf("nho", [[leaf("f1c1s1"), leaf("f1c1s2", { max: pts(1) })], leaf("f1c2")])),
  ).not.toBe(hash);
  expect(criteriaSetHash({ ...SMALL_SET, note: "x" })).not.toBe(hash);
  expect(criteriaSetHash(structuredClone(SMALL_SET))).toBe(hash);
});

describe("a whole random year of the 28 units", () => {
  const roster = shippedRoster();
  const sets = new Map(
    [...new Set(roster.units.map(({ criteriaSet }) => criteriaSet))].map((id) => [
      id,
      shippedSet(`${id}.json`),
    ]),
  );
  const setById = (id: string): CriteriaSet => sets.get(id) ?? SMALL_SET;

  const years = (surveyHeld: boolean): fc.Arbitrary<Assessed[]> =>
    fc.tuple(
      ...roster.units.map((entry) => {
        const { id, name, order, group, criteriaSet } = entry;
        const options = { complete: true, unit: id, group, surveyHeld };
        return fc
          .record({
            ledger: ledgersOf(setById(criteriaSet), options),
            state: fc.constantFrom<SubmissionState>("submitted", "submitted", "submitted", "locked"),
          })
          .map(({ ledger, state }): Assessed => {
            const unit = unitWith({ name, order, group, criteriaSet, exempt: ledger.exempt }, state);
            return { id, unit, set: setById(criteriaSet), ledger };
          });
      }),
    );

  const period = (surveyHeld: boolean) =>
    periodWith({
      ...{ state: "sealing", unitCount: roster.units.length, groups: roster.groups },
      criteriaSets: [...sets.keys()],
      settings: {
        ...{ version: 1, decimals: 1, explanationRound: true, surveyHeld },
        bands: {
          so: [
            { name: "Tốt", atLeast: 5_500 },
            { name: "Khá", atLeast: 4_500 },
          ],
        },
        tieBreaks: [{ by: "survey" }, { by: "field", field: "f3" }],
      },
    });

  it.each([true, false])("verifies, and ranks as the live indices do (survey held: %s)", (surveyHeld) => {
    const of = period(surveyHeld);
    fc.assert(
      fc.property(years(surveyHeld), (units) => {
        const { manifest, sheets, hashed, root } = sealed(of, units);
        expect(
          verifyResult(
            Manifest.parse(manifest),
            sheets.map((sheet) => FrozenSheet.parse(sheet)),
            root,
          ),
        ).toEqual([]);
        expect(sealed(of, units.toReversed()).root).toBe(root);
        expect(rankSheets(of.groups, hashed, of.settings)).toEqual(manifest.ranking);
        for (const { group, ranked, units: frozen } of manifest.ranking) {
          const live = units
            .filter(({ unit }) => unit.group === group)
            .map(({ unit, set, ledger }) => ({
              ...unitIndex(ledger, computeSheet(compileSet(set), ledger)),
              order: unit.order,
            }));
          const placed = rankGroup(live, { ranked }, of.settings.tieBreaks);
          const texts = indexTexts(
            placed.map(({ entry }) => entry.total),
            of.settings.decimals,
          );
          expect(frozen.map(({ unit, rank, index, band }) => [unit, rank, index, band])).toEqual(
            placed.map(({ entry, rank }, position) => [
              entry.unit,
              rank,
              texts[position],
              bandOf(entry.total, of.settings.bands[group] ?? []),
            ]),
          );
        }
      }),
      { numRuns: 3 },
    );
  });
});
