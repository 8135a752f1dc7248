import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Adjustment,
  buildManifest,
  type CorrectionChange,
  type CriteriaSet,
  canonicalJson,
  compileSet,
  computeSheet,
  correctionErrors,
  correctResult,
  countedAdjustment,
  type FrozenResult,
  type FrozenSheet,
  freezeSheet,
  type ImportDifference,
  type Imported,
  importedAfter,
  issuesOfCorrection,
  type Ledger,
  leavesOf,
  Manifest,
  movesOf,
  rankSheets,
  resultFindingText,
  type Scheme,
  type SheetRow,
  sealRoot,
  sha256Hex,
  sumFindings,
  verifyResult,
} from "../../core/src/index.ts";
import { ledgersOf, periodWith, pts, SMALL_SET, unitWith } from "./samples.ts";

const SCHEME: Scheme = { name: "Chỉ số CCHC", owner: "UBND tỉnh", tier: "province", parent: null };
const SETS = new Map<string, CriteriaSet>([[SMALL_SET.id, SMALL_SET]]);
const LEAVES = [...leavesOf(SMALL_SET)].map(({ leaf }) => leaf);
const SO = ["so-a", "so-b", "so-c"] as const;
const UNITS = [...SO, "thanh-tra"] as const;
const PERIOD = periodWith({
  groups: [
    { id: "so", name: "Sở, ban, ngành", ranked: true },
    { id: "dac-thu", name: "Cơ quan đặc thù", ranked: false },
  ],
  settings: {
    ...{ version: 3, decimals: 2, explanationRound: true, surveyHeld: true, bonusCap: pts(1) },
    bands: { so: [{ name: "Tốt", atLeast: 8_000 }] },
    tieBreaks: [{ by: "survey" }],
  },
});
/** One unit has bonus points, of which the cap lets some count. */
const BONUS: Adjustment = {
  ...{ kind: "bonus", points: pts(1.5), reason: "Sáng kiến", by: "hoi-dong", at: new Date(0), revoked: null },
  decision: { number: "02/BB", date: "2025-01-10" },
};

function resultOf(ledgers: readonly Ledger[]): FrozenResult {
  const sheets = ledgers.map((ledger, at) => {
    const id = UNITS[at] ?? "";
    const group = id === "thanh-tra" ? "dac-thu" : "so";
    const unit = unitWith({ name: `Đơn vị ${id}`, order: at, group, exempt: ledger.exempt });
    const adjustments = id === "so-b" ? [BONUS] : [];
    const counted = countedAdjustment(adjustments, PERIOD.settings);
    const inputs = adjustments.length === 0 ? ledger : { ...ledger, adjustment: counted };
    const sheet = computeSheet(compileSet(SMALL_SET), inputs);
    const place = { scheme: "lai-chau", period: "2024", unit: id };
    return freezeSheet(place, unit, SMALL_SET, sheet, inputs, adjustments);
  });
  const ids = { scheme: "lai-chau", period: "2024", version: 1 };
  const manifest = buildManifest(ids, SCHEME, PERIOD, sheets, { root: null, corrects: null });
  return { id: "lai-chau_2024_v1", manifest, root: sealRoot(manifest), sheets };
}

const results = (complete = false) =>
  fc.tuple(...UNITS.map((unit) => ledgersOf(SMALL_SET, { complete, unit }))).map(resultOf);

const rowOf = (result: Pick<FrozenResult, "sheets">, unit: string, leaf: string): SheetRow => {
  const row = result.sheets
    .find(({ sheet }) => sheet.unit === unit)
    ?.sheet.rows.find(({ id }) => id === leaf);
  if (!row) throw new Error(`no ${leaf} of ${unit}`);
  return row;
};
const pointsAt = (row: SheetRow) => (row.source === "survey" ? row.survey : row.appraised);

/** Changes that a result can take: each of another leaf that is assessed, to other points on its step. */
const changesOf = (result: FrozenResult): fc.Arbitrary<CorrectionChange[]> => {
  const open = UNITS.flatMap((unit) =>
    LEAVES.filter(({ id }) => !rowOf(result, unit, id).exempt).map((leaf) => ({ unit, leaf })),
  );
  return fc.shuffledSubarray(open, { minLength: 1, maxLength: 6 }).chain((chosen) =>
    fc.tuple(
      ...chosen.map(({ unit, leaf }) => {
        const now = pointsAt(rowOf(result, unit, leaf.id));
        return fc
          .nat(leaf.max / leaf.step)
          .map((steps) => steps * leaf.step)
          .filter((points) => points !== now)
          .map((points): CorrectionChange => ({ unit, leaf: leaf.id, points, reason: "Cộng nhầm" }));
      }),
    ),
  );
};

const withChanges = (complete = false) =>
  results(complete)
    .filter(({ sheets }) =>
      sheets.some(({ sheet }) => sheet.rows.some(({ source, exempt }) => source && !exempt)),
    )
    .chain((before) => changesOf(before).map((changes) => ({ before, changes })));

const plain = ({ sheets }: Pick<FrozenResult, "sheets">) => sheets.map(({ sheet }) => sheet);

/** One whole year, the same in every run: so-a and so-b tie, so-c is behind them. */
const YEAR = resultOf(
  [
    { appraisal: { f1c1s1: 2, f1c1s2: 1, f1c2: 2, f2c1: 2 }, survey: 2 },
    { appraisal: { f1c1s1: 2, f1c1s2: 1, f1c2: 1, f2c1: 2 }, survey: 2 },
    { appraisal: { f1c1s1: 1, f1c1s2: 1, f1c2: 1, f2c1: 2 }, survey: 2 },
    { appraisal: { f1c1s1: 2, f1c1s2: 1, f1c2: 2, f2c1: 2 }, survey: 4 },
  ].map(({ appraisal, survey }, at): Ledger => {
    const [ledger] = fc.sample(ledgersOf(SMALL_SET, { unit: UNITS[at] ?? "" }), { numRuns: 1, seed: 1 });
    if (!ledger) throw new Error("no ledger");
    const scored = Object.entries(appraisal).map(([leaf, points]) => [leaf, { points: pts(points), rev: 1 }]);
    return {
      ...{ ...ledger, exempt: at === 2 ? { f2c1: "Không có" } : {} },
      ...{ self: Object.fromEntries(scored), appraisal: Object.fromEntries(scored) },
      survey: { f2c2: { points: pts(survey), rev: 1, sufficient: true } },
    };
  }),
);
const change = (unit: string, leaf: string, points: number): CorrectionChange => ({
  ...{ unit, leaf, points: pts(points), reason: "Cộng nhầm điểm" },
});
const correct = (...changes: CorrectionChange[]) => correctResult(YEAR, SETS, changes);

describe("a correction", () => {
  it("verifies, follows the version it corrects, and leaves that one as it was", () => {
    fc.assert(
      fc.property(withChanges(), ({ before, changes }) => {
        const frozen = canonicalJson(before);
        const after = correctResult(before, SETS, changes);
        expect(canonicalJson(before)).toBe(frozen);
        expect(verifyResult(after.manifest, plain(after), after.root)).toEqual([]);
        expect(
          correctionErrors({ ...before, sheets: plain(before) }, { ...after, sheets: plain(after) }),
        ).toEqual([]);
        expect(after.manifest).toMatchObject({ version: 2, corrects: before.id, previousRoot: before.root });
        expect(after.root).not.toBe(before.root);
        expect(Manifest.parse(JSON.parse(JSON.stringify(after.manifest)))).toEqual(after.manifest);
      }),
    );
  });

  it("changes the leaves it names and no others, and every sum above them", () => {
    fc.assert(
      fc.property(withChanges(), ({ before, changes }) => {
        const after = correctResult(before, SETS, changes);
        const differing = UNITS.flatMap((unit) =>
          LEAVES.filter(
            ({ id }) => canonicalJson(rowOf(before, unit, id)) !== canonicalJson(rowOf(after, unit, id)),
          ).map(({ id }) => `${unit} ${id}`),
        );
        expect(differing.toSorted()).toEqual(changes.map(({ unit, leaf }) => `${unit} ${leaf}`).toSorted());
        for (const { unit, leaf, points } of changes) {
          expect(pointsAt(rowOf(after, unit, leaf))).toBe(points);
          expect(rowOf(after, unit, leaf).self).toBe(rowOf(before, unit, leaf).self);
        }
        expect(plain(after).flatMap(sumFindings)).toEqual([]);
        for (const { sheet, sha256 } of after.sheets) expect(sha256).toBe(sha256Hex(canonicalJson(sheet)));
        const touched = new Set(changes.map(({ unit }) => unit));
        for (const [at, hashed] of after.sheets.entries())
          if (!touched.has(hashed.sheet.unit)) expect(hashed).toEqual(before.sheets[at]);
        const groups = PERIOD.groups.filter(({ id }) =>
          before.sheets.every(({ sheet }) => sheet.group !== id || !touched.has(sheet.unit)),
        );
        for (const { id } of groups)
          expect(after.manifest.ranking.find(({ group }) => group === id)).toEqual(
            before.manifest.ranking.find(({ group }) => group === id),
          );
      }),
    );
  });

  it("corrected back gives the numbers of before, in a third version", () => {
    fc.assert(
      fc.property(withChanges(true), ({ before, changes }) => {
        const after = { id: "lai-chau_2024_v2", ...correctResult(before, SETS, changes) };
        const back = changes.map((one): CorrectionChange => {
          const points = pointsAt(rowOf(before, one.unit, one.leaf));
          if (points === null) throw new Error("a whole year lacks points");
          return { ...one, points };
        });
        const third = correctResult(after, SETS, back);
        expect(third.sheets).toEqual(before.sheets);
        expect(third.manifest.ranking).toEqual(before.manifest.ranking);
        expect(third.manifest).toMatchObject({ version: 3, corrects: after.id, previousRoot: after.root });
        expect(third.root).not.toBe(before.root);
        expect(movesOf(before.manifest, third.manifest)).toEqual([]);
      }),
    );
  });

  it("ranks the group anew, with its ties, tie-breaks and classes", () => {
    const shown = ({ ranking }: Manifest) =>
      ranking[0]?.units.map(({ unit, index, rank, band }) => `${unit} ${index} ${rank} ${band}`);
    expect(shown(YEAR.manifest)).toEqual(["so-a 81,82 1 Tốt", "so-b 81,82 1 Tốt", "so-c 55,56 3 null"]);
    const lower = correct(change("so-a", "f1c2", 1.75));
    expect(shown(lower.manifest)).toEqual(["so-b 81,82 1 Tốt", "so-a 79,55 2 null", "so-c 55,56 3 null"]);
    const broken = correct(change("so-a", "f1c2", 1), change("so-a", "f2c2", 3));
    expect(shown(broken.manifest)).toEqual(["so-a 81,82 1 Tốt", "so-b 81,82 2 Tốt", "so-c 55,56 3 null"]);
    expect(broken.manifest.ranking).toEqual(rankSheets(PERIOD.groups, broken.sheets, PERIOD.settings));
  });

  it("says in its manifest, so under its root, what changed and why", () => {
    const after = correct(change("so-a", "f1c2", 1.75), change("thanh-tra", "f2c2", 3.9999));
    expect(after.manifest.corrections).toEqual([
      {
        ...{ unit: "so-a", leaf: "f1c2", code: "f1c2", name: "Nội dung f1c2", column: "appraised" },
        ...{ from: pts(2), to: pts(1.75), reason: "Cộng nhầm điểm" },
      },
      {
        ...{ unit: "thanh-tra", leaf: "f2c2", code: "f2c2", name: "Nội dung f2c2", column: "survey" },
        ...{ from: pts(4), to: 39_999, reason: "Cộng nhầm điểm" },
      },
    ]);
    const [first] = after.manifest.corrections ?? [];
    if (!first) throw new Error("nothing said");
    const other = { ...after.manifest, corrections: [{ ...first, reason: "Khác" }] };
    expect(sealRoot(other)).not.toBe(after.root);
  });

  it("tells every unit that moves, and none else", () => {
    const after = correct(change("so-a", "f1c2", 1.75));
    expect(movesOf(YEAR.manifest, after.manifest)).toEqual([
      {
        ...{ unit: "so-a", name: "Đơn vị so-a", group: "Sở, ban, ngành", size: 3 },
        before: { achieved: pts(9), max: pts(11), index: "81,82", rank: 1, band: "Tốt" },
        after: { achieved: pts(8.75), max: pts(11), index: "79,55", rank: 2, band: null },
      },
    ]);
    const higher = correct(change("so-c", "f1c1s1", 2), change("so-c", "f2c2", 4));
    expect(movesOf(YEAR.manifest, higher.manifest).map(({ unit, after: { rank } }) => [unit, rank])).toEqual([
      ["so-c", 1],
      ["so-a", 2],
      ["so-b", 2],
    ]);
  });

  it("tells nothing of a unit that the earlier version has not", () => {
    const after = correct(change("so-a", "f1c2", 1.75), change("thanh-tra", "f1c2", 1)).manifest;
    const [so] = YEAR.manifest.ranking;
    if (!so) throw new Error("no group");
    expect(movesOf(YEAR.manifest, after).map(({ unit }) => unit)).toEqual(["so-a", "thanh-tra"]);
    expect(movesOf({ ...YEAR.manifest, ranking: [so] }, after).map(({ unit }) => unit)).toEqual(["so-a"]);
  });
});

describe("a correction is refused", () => {
  const other = new Map([[SMALL_SET.id, { ...SMALL_SET, note: "Sửa sau khi chốt" }]]);
  it.each<[string, CorrectionChange[], ReadonlyMap<string, CriteriaSet>, string]>([
    ["of a unit that is not there", [change("so-x", "f1c2", 1)], SETS, "bản công bố không có đơn vị «so-x»"],
    ["of no leaf", [change("so-a", "f9", 1)], SETS, "bảng điểm của Đơn vị so-a không có tiêu chí «f9»"],
    ["of a sum", [change("so-a", "f1c1", 1)], SETS, "bảng điểm của Đơn vị so-a không có tiêu chí «f1c1»"],
    ["of an exempt leaf", [change("so-c", "f2c1", 1)], SETS, "Đơn vị so-c không được đánh giá mục f2c1"],
    ["that changes nothing", [change("so-a", "f1c2", 2)], SETS, "mục f1c2 của Đơn vị so-a vốn đã là 2 điểm"],
    [
      "above the maximum",
      [change("so-a", "f1c2", 2.25)],
      SETS,
      "mục f1c2 được 2,25 điểm, cao hơn điểm tối đa 2",
    ],
    [
      "off the step",
      [change("so-a", "f1c2", 1.1)],
      SETS,
      "mục f1c2 được 1,1 điểm, không phải bội số của bước điểm 0,25",
    ],
    [
      "named twice",
      [change("so-a", "f1c2", 1), change("so-a", "f1c2", 1.5)],
      SETS,
      "mục f1c2 của Đơn vị so-a được nêu hai lần",
    ],
    [
      "over a set that is not there",
      [change("so-a", "f1c2", 1)],
      new Map(),
      "bộ tiêu chí «nho» không còn là bộ đã dùng khi chốt kết quả",
    ],
    [
      "over another set than the frozen one",
      [change("so-a", "f1c2", 1)],
      other,
      "bộ tiêu chí «nho» không còn là bộ đã dùng khi chốt kết quả",
    ],
  ])("%s", (_name, changes, sets, message) => {
    expect(issuesOfCorrection(YEAR, sets, changes)).toEqual([{ change: changes.length - 1, message }]);
    expect(() => correctResult(YEAR, sets, changes)).toThrow(message);
  });

  it("of nothing at all", () => {
    expect(issuesOfCorrection(YEAR, SETS, [])).toEqual([]);
    expect(() => correct()).toThrow(/nothing/);
  });
});

describe("a tampered correction", () => {
  const after = correct(change("so-a", "f1c2", 1.75));
  const errorsOf = (next: Pick<FrozenResult, "manifest" | "sheets">) =>
    correctionErrors({ ...YEAR, sheets: plain(YEAR) }, { manifest: next.manifest, sheets: plain(next) });
  const [score] = after.manifest.corrections ?? [];
  if (!score) throw new Error("nothing said");

  it.each<[string, Partial<Manifest>, string]>([
    ["another version", { version: 3 }, "version: không nối tiếp bản được đính chính"],
    ["of another result", { corrects: "lai-chau_2023_v1" }, "corrects: không phải bản được đính chính"],
    [
      "another chain",
      { previousRoot: "0".repeat(64) },
      "previousRoot: không nối tiếp mã gốc của bản được đính chính",
    ],
    ["other words", { periodName: "Khác" }, "manifest: đổi cả nội dung không thuộc đính chính"],
    [
      "other settings",
      { settings: { ...PERIOD.settings, decimals: 3 } },
      "manifest: đổi cả nội dung không thuộc đính chính",
    ],
    [
      "another beginning",
      { corrections: [{ ...score, from: pts(1.5) }] },
      "so-a: điểm mục f1c2 không đúng như nội dung đính chính",
    ],
    [
      "another end",
      { corrections: [{ ...score, to: pts(1.5) }] },
      "so-a: điểm mục f1c2 không đúng như nội dung đính chính",
    ],
    [
      "other names of the groups",
      { ranking: after.manifest.ranking.map((group) => ({ ...group, name: "Khác" })) },
      "manifest: đổi cả nội dung không thuộc đính chính",
    ],
    ["nothing named", { corrections: undefined }, "so-a: đổi cả nội dung không nêu trong đính chính"],
    [
      "another leaf named",
      { corrections: [{ ...score, unit: "so-b" }] },
      "so-a: đổi cả nội dung không nêu trong đính chính",
    ],
  ])("%s", (_name, more, message) => {
    expect(errorsOf({ ...after, manifest: { ...after.manifest, ...more } })).toContain(message);
  });

  it.each<[string, (sheet: FrozenSheet) => Partial<FrozenSheet>]>([
    ["the name of the unit", () => ({ name: "Khác" })],
    ["the maximum of the bottom line", ({ total }) => ({ total: { ...total, max: total.max + 1 } })],
    ["what the unit gave itself, in all", ({ total }) => ({ total: { ...total, self: 0 } })],
    ["what it gave itself for the leaf", ({ rows }) => ({ rows: rows.map((row) => ({ ...row, self: 0 })) })],
    ["the name of every row", ({ rows }) => ({ rows: rows.map((row) => ({ ...row, name: "Khác" })) })],
  ])("what no correction changes: %s", (_what, more) => {
    const sheets = after.sheets.map((hashed) =>
      hashed.sheet.unit === "so-a"
        ? { ...hashed, sheet: { ...hashed.sheet, ...more(hashed.sheet) } }
        : hashed,
    );
    expect(errorsOf({ ...after, sheets })).toEqual(["so-a: đổi cả nội dung không nêu trong đính chính"]);
  });

  it("a named leaf that is gone, in the version before or after", () => {
    const without = (result: Pick<FrozenResult, "sheets">) =>
      plain(result).map((sheet) => ({ ...sheet, rows: sheet.rows.filter(({ id }) => id !== "f1c2") }));
    const said = "so-a: điểm mục f1c2 không đúng như nội dung đính chính";
    const { manifest } = after;
    expect(
      correctionErrors({ ...YEAR, sheets: plain(YEAR) }, { manifest, sheets: without(after) }),
    ).toContain(said);
    expect(
      correctionErrors({ ...YEAR, sheets: without(YEAR) }, { manifest, sheets: plain(after) }),
    ).toContain(said);
  });

  it("a leaf that is not named, a sheet that is gone", () => {
    const two = correct(change("so-a", "f1c2", 1.75), change("so-b", "f2c2", 0));
    const [, slipped] = two.sheets;
    if (!slipped) throw new Error("no second sheet");
    const sheets = after.sheets.with(1, slipped);
    expect(errorsOf({ ...after, sheets })).toEqual(["so-b: đổi cả nội dung không nêu trong đính chính"]);
    expect(errorsOf({ ...after, sheets: after.sheets.slice(1) })).toEqual([
      "sheets: số bảng điểm khác với bản được đính chính",
      "so-a: thiếu bảng điểm",
    ]);
  });

  it("is no result: what it says it changed must stand in its sheets, and it must say something", () => {
    const found = (more: Partial<Manifest>) => {
      const manifest = { ...after.manifest, ...more };
      return verifyResult(manifest, plain(after), sealRoot(manifest)).map(resultFindingText);
    };
    expect(found({ corrections: [{ ...score, to: pts(1) }] })).toEqual([
      "so-a: điểm mục f1c2 khác với nội dung đính chính",
    ]);
    const { corrections: _, ...silent } = after.manifest;
    const unsaid = ["bản đính chính phải nêu bản nó thay thế và đã đổi gì"];
    expect(verifyResult(silent, plain(after), sealRoot(silent)).map(resultFindingText)).toEqual(unsaid);
    expect(found({ corrects: null })).toEqual(unsaid);
  });
});

describe("an imported year's differences", () => {
  const of = (
    code: string | null,
    what: ImportDifference["of"],
    stated: string,
    computed: string,
    unit = "so-a",
  ): ImportDifference => ({ ...{ unit, code, of: what, stated, computed } });
  const told = (...differences: ImportDifference[]) => {
    const imported: Imported = { ...{ by: "admin", at: new Date(0), source: "Quyết định 12" }, differences };
    return importedAfter(imported, correct(change("so-a", "f1c2", 1.75))).differences;
  };

  it("are told anew after a correction: what the source then states rightly is gone", () => {
    expect(
      told(
        of(null, "index", "79,55", "81,82"),
        of(null, "rank", "3", "1"),
        of("1", "appraised", "4,75", "5"),
        of(null, "appraised", "7", "7"),
      ),
    ).toEqual([of(null, "rank", "3", "2"), of(null, "appraised", "7", "6,75")]);
  });

  it("have the index with as many decimals as the source states it", () => {
    const index = (stated: string, computed: string) => of(null, "index", stated, computed);
    expect(
      told(index("81", "82"), index("79,4", "81,8"), index("80", "82"), index("79,545", "81,818")),
    ).toEqual([...[index("81", "80"), index("79,4", "79,5")]]);
  });

  it("are of the row with the printed code, and of the unit they name", () => {
    expect(
      told(
        ...[of("1", "appraised", "4", "5"), of("1", "achieved", "3", "5"), of("2", "survey", "1", "2")],
        ...[of("9", "appraised", "1", "2"), of(null, "rank", "1", "2", "so-x")],
      ),
    ).toEqual([
      ...[of("1", "appraised", "4", "4,75"), of("1", "achieved", "3", "4,75"), of("2", "survey", "1", "2")],
    ]);
  });

  it("say a dash where there are no points or no rank", () => {
    expect(told(of("f2c2", "self", "1", "0"), of("f2c2", "self", "—", "0"))).toEqual([
      of("f2c2", "self", "1", "—"),
    ]);
    expect(told(of(null, "rank", "1", "0", "thanh-tra"), of(null, "rank", "—", "0", "thanh-tra"))).toEqual([
      of(null, "rank", "1", "—", "thanh-tra"),
    ]);
  });
});
