import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CriteriaSet,
  compareFractions,
  compileSet,
  computeSheet,
  emptyLedger,
  formatPoints,
  type Ledger,
  leavesOf,
  leavesOfCriterion,
  missingOf,
  type SheetRow,
  sheetRows,
  sourceMax,
  totalOf,
  unitIndex,
} from "../../core/src/index.ts";
import { SET_FILES, shippedSet } from "./lai-chau.ts";
import { type LedgerOptions, leaf, ledgersOf, pts, SMALL_SET, setOf, unitWith } from "./samples.ts";

const COLUMNS = ["max", "self", "appraised", "survey", "achieved"] as const;
type Column = (typeof COLUMNS)[number];

const SETS = new Map(SET_FILES.map((file) => [file.replace(".json", ""), shippedSet(file)]));
const EACH_SET = [...SETS.keys(), "nho"];
const set = (id: string): CriteriaSet => SETS.get(id) ?? SMALL_SET;

/** Few runs a set: each already has some hundred random scores. */
const RUNS = { numRuns: 12 };
const ledger = (id: string, options?: LedgerOptions) => ledgersOf(set(id), options);

const blank = (criteria: CriteriaSet, more: Partial<Ledger> = {}): Ledger => ({
  ...emptyLedger("so-y-te", unitWith({ criteriaSet: criteria.id }), { version: 1, surveyHeld: true }),
  ...more,
});
const scored = (points: number | null) => ({ points, rev: 1 });
const surveyed = (points: number | null, sufficient = true) => ({ points, rev: 1, sufficient });

const computed = (criteria: CriteriaSet, inputs: Ledger) => computeSheet(compileSet(criteria), inputs);
const rowsOf = (criteria: CriteriaSet, inputs: Ledger) => sheetRows(computed(criteria, inputs));
const missing = (criteria: CriteriaSet, inputs: Ledger) =>
  missingOf("so-y-te", computed(criteria, inputs), inputs);
const indexOf = (criteria: CriteriaSet, inputs: Ledger) => unitIndex(inputs, computed(criteria, inputs));

function byId(rows: readonly SheetRow[]): Map<string, SheetRow> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** The leaves at or below every node, and below the whole set under "": straight from the tree. */
function leavesBelow(criteria: CriteriaSet): Map<string, string[]> {
  const below = new Map<string, string[]>([["", [...leavesOf(criteria)].map(({ leaf }) => leaf.id)]]);
  for (const field of criteria.fields) {
    below.set(
      field.id,
      field.criteria.flatMap((criterion) => leavesOfCriterion(criterion).map(({ id }) => id)),
    );
    for (const criterion of field.criteria) {
      const leaves = leavesOfCriterion(criterion).map(({ id }) => id);
      below.set(criterion.id, leaves);
      for (const id of leaves) below.set(id, [id]);
    }
  }
  return below;
}

/** What one leaf adds to a column by the decision's words, written down without the engine. */
function leafValue(criteria: CriteriaSet, inputs: Ledger, id: string, column: Column): number | null {
  const entry = criteria.leaves[id];
  if (!entry) throw new Error(id);
  const surveyLeaf = entry.source === "survey";
  const counts = !(id in inputs.exempt) && (inputs.surveyHeld || !surveyLeaf);
  if (!counts) return column === "max" ? 0 : null;
  const appraised = surveyLeaf ? null : (inputs.appraisal[id]?.points ?? null);
  const survey = surveyLeaf ? (inputs.survey[id]?.points ?? null) : null;
  const self = surveyLeaf ? null : (inputs.self[id]?.points ?? null);
  return { max: entry.max, self, appraised, survey, achieved: surveyLeaf ? survey : appraised }[column];
}

function expected(criteria: CriteriaSet, inputs: Ledger, leaves: readonly string[]) {
  const sum = (column: Column) => {
    const values = leaves.flatMap((id) => leafValue(criteria, inputs, id, column) ?? []);
    return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
  };
  return Object.fromEntries(COLUMNS.map((column) => [column, sum(column)]));
}

/** −1 where the second is lower, so that null (nothing scored) is the lowest of all. */
const orLowest = (value: number | null) => value ?? -1;

describe.each(EACH_SET)("a sheet of %s", (id) => {
  const criteria = set(id);
  const below = leavesBelow(criteria);

  it.each([true, false])("adds up at every level for any scores, survey held: %s", (surveyHeld) => {
    fc.assert(
      fc.property(ledger(id, { surveyHeld }), (inputs) => {
        const sheet = computed(criteria, inputs);
        for (const row of sheetRows(sheet))
          expect(row).toMatchObject(expected(criteria, inputs, below.get(row.id) ?? []));
        expect(totalOf(sheet)).toEqual(expected(criteria, inputs, below.get("") ?? []));
      }),
      RUNS,
    );
  });

  it("has achieved = appraised + survey in every row and in total", () => {
    fc.assert(
      fc.property(ledger(id), (inputs) => {
        const sheet = computed(criteria, inputs);
        for (const { appraised, survey, achieved } of [...sheetRows(sheet), totalOf(sheet)])
          expect(achieved).toBe(
            appraised === null && survey === null ? null : (appraised ?? 0) + (survey ?? 0),
          );
      }),
      RUNS,
    );
  });

  it("never falls anywhere where one score rises", () => {
    const leaves = below.get("") ?? [];
    fc.assert(
      fc.property(
        ledger(id),
        fc.constantFrom(...leaves),
        fc.constantFrom("self", "official"),
        fc.nat(),
        (inputs, raised, column, by) => {
          const entry = criteria.leaves[raised];
          if (!entry) throw new Error(raised);
          const place = entry.source === "survey" ? "survey" : column === "self" ? "self" : "appraisal";
          const from = inputs[place][raised]?.points ?? 0;
          const to = Math.min(entry.max, from + (by % 9) * entry.step);
          const score = { ...surveyed(to, inputs.survey[raised]?.sufficient ?? true), rev: 2 };
          const more: Ledger = { ...inputs, [place]: { ...inputs[place], [raised]: score } };
          const before = computed(criteria, inputs);
          const after = computed(criteria, more);
          const old = byId(sheetRows(before));
          for (const row of sheetRows(after))
            for (const sum of COLUMNS)
              expect(orLowest(row[sum])).toBeGreaterThanOrEqual(orLowest(old.get(row.id)?.[sum] ?? null));
          expect(compareFractions(totalOf(after), totalOf(before))).toBeGreaterThanOrEqual(0);
        },
      ),
      RUNS,
    );
  });

  it("an exemption takes the leaf's maximum and scores from every node above it, and gives them back", () => {
    fc.assert(
      fc.property(ledger(id), fc.constantFrom(...(below.get("") ?? [])), (inputs, exempted) => {
        const { [exempted]: _none, ...others } = inputs.exempt;
        const without = { ...inputs, exempt: others };
        const withIt = { ...inputs, exempt: { ...others, [exempted]: "không có" } };
        const was = byId(rowsOf(criteria, without));
        const own = was.get(exempted);
        if (!own) throw new Error(exempted);
        for (const row of rowsOf(criteria, withIt)) {
          const before = was.get(row.id);
          if (!before) throw new Error(row.id);
          if (row.id === exempted) {
            const nothing = { max: 0, self: null, appraised: null, survey: null, achieved: null };
            expect(row).toMatchObject({ ...nothing, exempt: true });
          } else if (below.get(row.id)?.includes(exempted)) {
            for (const column of COLUMNS)
              expect(row[column] ?? 0).toBe((before[column] ?? 0) - (own[column] ?? 0));
          } else expect(row).toEqual(before);
        }
        expect(rowsOf(criteria, { ...withIt, exempt: others })).toEqual([...was.values()]);
      }),
      RUNS,
    );
  });

  it("without a survey is the sheet with every survey leaf exempt", () => {
    fc.assert(
      fc.property(ledger(id), (inputs) => {
        const surveyLeaves = Object.entries(criteria.leaves).filter(([, { source }]) => source === "survey");
        const exempt = {
          ...inputs.exempt,
          ...Object.fromEntries(surveyLeaves.map(([leaf]) => [leaf, "không điều tra"])),
        };
        const rebased = computed(criteria, { ...inputs, surveyHeld: false });
        expect(sheetRows(rebased)).toEqual(rowsOf(criteria, { ...inputs, exempt }));
        expect(totalOf(rebased).survey).toBeNull();
        expect(totalOf(rebased).achieved).toBe(totalOf(rebased).appraised);
      }),
      RUNS,
    );
  });

  it("says what is missing: leaf by leaf in printed order, counted in the index", () => {
    const printed = below.get("") ?? [];
    fc.assert(
      fc.property(ledger(id), (inputs) => {
        const value = (leaf: string, column: Column) => leafValue(criteria, inputs, leaf, column);
        const counting = printed.filter((leaf) => value(leaf, "max") !== 0);
        const lacks = counting.flatMap((leaf): [string, string][] => {
          if (criteria.leaves[leaf]?.source === "survey") {
            if (value(leaf, "survey") === null) return [[leaf, "survey"]];
            return inputs.survey[leaf]?.sufficient ? [] : [[leaf, "sample"]];
          }
          const self: [string, string][] = value(leaf, "self") === null ? [[leaf, "self"]] : [];
          return value(leaf, "appraised") === null ? [...self, [leaf, "appraisal"]] : self;
        });
        const found = missing(criteria, inputs);
        expect(found.map(({ leaf, column }) => [leaf, column])).toEqual(lacks);
        expect(found.every(({ unit }) => unit === "so-y-te")).toBe(true);
        const index = indexOf(criteria, inputs);
        const count = (column: string) => lacks.filter(([, lack]) => lack === column).length;
        expect(index.missing).toEqual({
          ...{ self: count("self"), appraisal: count("appraisal"), survey: count("survey") },
          insufficientSample: count("sample"),
        });
        const scored = counting.filter((leaf) => criteria.leaves[leaf]?.source === "self");
        expect(index.leaves, "what no unit can score itself does not count as scored by it").toBe(
          scored.length,
        );
        expect(index.provisional).toBe(count("appraisal") + count("survey") > 0);
        expect(index.differs).toBe(
          counting.filter((leaf) => {
            const [self, appraised] = [value(leaf, "self"), value(leaf, "appraised")];
            return self !== null && appraised !== null && self !== appraised;
          }).length,
        );
      }),
      RUNS,
    );
  });

  it("has an index that is the sheet's fields and total, with the maximum that the survey may give", () => {
    fc.assert(
      fc.property(ledger(id), fc.boolean(), (inputs, surveyHeld) => {
        const held = { ...inputs, surveyHeld };
        const sheet = computed(criteria, held);
        const index = unitIndex(held, sheet);
        expect(index.total).toEqual(totalOf(sheet));
        const fields = sheetRows(sheet).filter(({ level }) => level === "field");
        expect(Object.keys(index.fields)).toEqual(fields.map(({ id }) => id));
        for (const { id, max, self, appraised, survey, achieved } of fields)
          expect(index.fields[id]).toEqual({ max, self, appraised, survey, achieved });
        const surveyLeaves = (below.get("") ?? []).filter(
          (leaf) => criteria.leaves[leaf]?.source === "survey",
        );
        expect(index.surveyMax).toBe(expected(criteria, held, surveyLeaves).max ?? 0);
      }),
      RUNS,
    );
  });

  it("is final once every counting leaf has its appraised or survey score, whatever the unit left blank", () => {
    fc.assert(
      fc.property(ledger(id, { complete: true }), (inputs) => {
        expect(indexOf(criteria, inputs).provisional).toBe(false);
      }),
      RUNS,
    );
  });

  it("lists every node once in printed order, a parent before its children", () => {
    const printed = criteria.fields.flatMap((field) => [
      field.id,
      ...field.criteria.flatMap((criterion) => [
        criterion.id,
        ...("subCriteria" in criterion ? criterion.subCriteria.map((sub) => sub.id) : []),
      ]),
    ]);
    expect(rowsOf(criteria, blank(criteria)).map((row) => row.id)).toEqual(printed);
  });
});

/** Section II.1 of the decision: the points a unit and a survey can give, by annex. */
const ANNEXES: [string, self: string, survey: string, max: string][] = [
  ["pl01-so", "77", "23", "100"],
  ["pl02-thanh-tra-tinh", "68", "23", "91"],
  ["pl03-ban-dan-toc", "50,5", "20", "70,5"],
  ["pl04-van-phong-ubnd", "52,75", "20", "72,75"],
  ["pl05-so-ngoai-vu", "46,25", "20", "66,25"],
  ["pl06-huyen", "72", "28", "100"],
];

it.each(ANNEXES)("full marks in %s give the decision's totals", (id, self, survey, max) => {
  const criteria = set(id);
  const inputs = blank(criteria);
  for (const { leaf } of leavesOf(criteria)) {
    if (leaf.source === "survey") inputs.survey[leaf.id] = surveyed(leaf.max);
    else {
      inputs.self[leaf.id] = scored(leaf.max);
      inputs.appraisal[leaf.id] = scored(leaf.max);
    }
  }
  const most = (source: "self" | "survey", more = {}) =>
    formatPoints(sourceMax(computeSheet(compileSet(criteria), { ...inputs, ...more }), source));
  expect([most("self"), most("survey")]).toEqual([self, survey]);
  expect([most("self", { surveyHeld: false }), most("survey", { surveyHeld: false })]).toEqual([self, "0"]);
  const { total, surveyMax } = indexOf(criteria, inputs);
  const texts = [total.self, total.appraised, total.survey, total.achieved, total.max, surveyMax];
  expect(texts.map((points) => formatPoints(points ?? -1))).toEqual([self, self, survey, max, max, survey]);
  const unheld = indexOf(criteria, { ...inputs, surveyHeld: false });
  expect([formatPoints(unheld.total.max), unheld.surveyMax]).toEqual([self, 0]);
  expect(compareFractions(unheld.total, { achieved: 1, max: 1 })).toBe(0);
});

describe("the small set by hand", () => {
  const inputs = blank(SMALL_SET, {
    self: { f1c1s1: scored(pts(2)), f1c1s2: scored(pts(0.75)), f1c2: scored(pts(1)) },
    appraisal: { f1c1s1: scored(pts(1.5)), f1c2: scored(0) },
    survey: { f2c2: surveyed(pts(3.2001), false) },
  });

  it("has these rows", () => {
    const text = (points: number | null) => (points === null ? "—" : formatPoints(points));
    const rows = rowsOf(SMALL_SET, inputs);
    const shown = rows.map((row) => [row.code, row.level, ...COLUMNS.map((column) => text(row[column]))]);
    expect(shown.map((cells) => cells.join(" "))).toEqual([
      "1 field 5 3,75 1,5 — 1,5",
      "1.1 criterion 3 2,75 1,5 — 1,5",
      "f1c1s1 subCriterion 2 2 1,5 — 1,5",
      "f1c1s2 subCriterion 1 0,75 — — —",
      "f1c2 criterion 2 1 0 — 0",
      "2 field 6 — — 3,2001 3,2001",
      "f2c1 criterion 2 — — — —",
      "f2c2 criterion 4 — — 3,2001 3,2001",
    ]);
  });

  it("lacks these, each said in Vietnamese with the printed code", () => {
    expect(missing(SMALL_SET, inputs).map(({ message }) => message)).toEqual([
      "f1c1s2: chưa có kết quả thẩm định",
      "f2c1: chưa tự chấm điểm",
      "f2c1: chưa có kết quả thẩm định",
      "f2c2: mẫu điều tra dưới mức tối thiểu",
    ]);
    expect(indexOf(SMALL_SET, inputs)).toMatchObject({ leaves: 4, differs: 2, provisional: true });
  });

  it("is final with a blank self-assessment and with too small a sample, which adoption asks about", () => {
    const appraisal = { ...inputs.appraisal, f1c1s2: scored(0), f2c1: scored(0) };
    const index = indexOf(SMALL_SET, { ...inputs, appraisal });
    expect(index.provisional).toBe(false);
    expect(index.missing).toEqual({ self: 1, appraisal: 0, survey: 0, insufficientSample: 1 });
  });
});

describe("what boards show beside the sums", () => {
  const board = (more: Partial<Ledger>) => indexOf(SMALL_SET, blank(SMALL_SET, more));
  const asked = (points: number | null) => ({ points, rev: 1, asked: true as const });

  it("is the unit's name, place in the list and submission, as the ledger has them", () => {
    const unit = unitWith({ name: "Sở Tư pháp", order: 4 }, "returned");
    const inputs = emptyLedger("so-tu-phap", unit, { version: 1, surveyHeld: true });
    const shown = { unit: "so-tu-phap", name: "Sở Tư pháp", order: 4, submission: "returned" };
    expect(indexOf(SMALL_SET, inputs)).toMatchObject(shown);
  });

  it("counts the leaves the unit is asked to explain, judged or not, that are its own to explain", () => {
    const appraisal = { f1c2: asked(null), f2c1: asked(pts(1)), f1c1s1: scored(pts(1)) };
    expect(board({ appraisal }).asked).toBe(2);
    expect(board({ appraisal, exempt: { f2c1: "không có" } }).asked).toBe(1);
    expect(board({ appraisal: { f9: asked(null), f1: asked(null), f2c2: asked(null) } }).asked).toBe(0);
    expect(board({}).asked).toBe(0);
  });

  it("counts the leaves with points but without evidence", () => {
    const self = { f1c1s1: scored(pts(2)), f1c1s2: scored(0), f1c2: scored(null), f2c1: scored(pts(1)) };
    expect(board({ self }).unproven).toBe(2);
    expect(board({ self, evidence: { f1c1s1: 1 } }).unproven).toBe(1);
    expect(board({ self, evidence: { f1c1s1: 1, f2c1: 3, f1c2: 1 } }).unproven).toBe(0);
    expect(board({ self, exempt: { f2c1: "không có" } }).unproven).toBe(1);
    const stray = { f2c2: scored(pts(1)), f9: scored(pts(1)), f1: scored(pts(1)) };
    expect(board({ self: stray, survey: { f2c2: surveyed(pts(1)) } }).unproven).toBe(0);
  });
});

describe("nothing scored", () => {
  it("is null everywhere and never 0, with the whole maximum", () => {
    const nothing = { self: null, appraised: null, survey: null, achieved: null };
    for (const row of rowsOf(SMALL_SET, blank(SMALL_SET))) expect(row).toMatchObject(nothing);
    expect(totalOf(computed(SMALL_SET, blank(SMALL_SET)))).toEqual({ max: pts(11), ...nothing });
  });

  it("differs from a score of 0, which reaches every node above and no other", () => {
    const rows = rowsOf(SMALL_SET, blank(SMALL_SET, { appraisal: { f1c1s2: scored(0) } }));
    const zeros = rows.filter(({ achieved }) => achieved === 0).map(({ id }) => id);
    expect(zeros).toEqual(["f1", "f1c1", "f1c1s2"]);
    expect(rows.every(({ achieved }) => achieved === 0 || achieved === null)).toBe(true);
  });

  it("is what a cleared score is again", () => {
    const cleared = blank(SMALL_SET, {
      ...{ self: { f1c2: scored(null) }, appraisal: { f1c2: scored(null) } },
      survey: { f2c2: surveyed(null, false) },
    });
    expect(rowsOf(SMALL_SET, cleared)).toEqual(rowsOf(SMALL_SET, blank(SMALL_SET)));
    expect(missing(SMALL_SET, cleared)).toEqual(missing(SMALL_SET, blank(SMALL_SET)));
  });

  it("leaves a unit that is exempt from everything without maximum, lacking nothing", () => {
    const exempt = Object.fromEntries(Object.keys(SMALL_SET.leaves).map((id) => [id, "không áp dụng"]));
    const index = indexOf(SMALL_SET, blank(SMALL_SET, { exempt }));
    const nothing = { self: null, appraised: null, survey: null, achieved: null };
    expect(index.total).toEqual({ max: 0, ...nothing });
    expect(index).toMatchObject({ leaves: 0, provisional: false, surveyMax: 0 });
  });
});

describe("scores that are not the sheet's", () => {
  const stray = blank(SMALL_SET, {
    self: { f2c2: scored(pts(4)), f9: scored(pts(1)) },
    appraisal: { f2c2: scored(pts(4)), f1: scored(pts(1)), f1c1: scored(pts(1)) },
    survey: { f1c2: surveyed(pts(2)), f9: surveyed(pts(1)) },
  });

  it("count nowhere: in a column the leaf does not have, on a node that only sums, on a leaf of another set", () => {
    expect(rowsOf(SMALL_SET, stray)).toEqual(rowsOf(SMALL_SET, blank(SMALL_SET)));
    expect(indexOf(SMALL_SET, stray)).toEqual(indexOf(SMALL_SET, blank(SMALL_SET)));
  });

  it("an exemption of a node that is no leaf changes nothing", () => {
    const exempt = { f1: "x", f1c1: "x", f9: "x" };
    expect(rowsOf(SMALL_SET, blank(SMALL_SET, { exempt }))).toEqual(rowsOf(SMALL_SET, blank(SMALL_SET)));
  });
});

it("sums the largest total a set may carry without a slip", () => {
  const leaves = Array.from({ length: 90 }, (_, at) => leaf(`f1c${at + 1}`, { max: pts(100), step: 1 }));
  const criteria = setOf("lon", leaves);
  const appraisal = Object.fromEntries(leaves.map(({ id, max }) => [id, scored(max - 1)]));
  const { total } = indexOf(criteria, blank(criteria, { appraisal }));
  expect(total).toMatchObject({ max: pts(9_000), achieved: pts(9_000) - 90, survey: null });
});

describe("a whole small sheet", () => {
  const ids = ["f1c1s1", "f1c1s2", "f1c2", "f2c1"];
  const all = (points: number | null) => Object.fromEntries(ids.map((id) => [id, scored(points)]));
  const whole = { self: all(pts(1)), appraisal: all(pts(1)), survey: { f2c2: surveyed(pts(2)) } };

  it("is final once every leaf has its appraised or survey score, and provisional while any one of them lacks it", () => {
    expect(indexOf(SMALL_SET, blank(SMALL_SET, whole)).provisional).toBe(false);
    expect(indexOf(SMALL_SET, blank(SMALL_SET, { ...whole, self: {} })).provisional).toBe(false);
    expect(indexOf(SMALL_SET, blank(SMALL_SET, { ...whole, survey: {} })).provisional).toBe(true);
    for (const id of ids) {
      const appraisal = { ...whole.appraisal, [id]: scored(null) };
      expect(indexOf(SMALL_SET, blank(SMALL_SET, { ...whole, appraisal })).provisional, id).toBe(true);
    }
  });

  it("marks the exempt leaf as exempt, and no other row", () => {
    const rows = rowsOf(SMALL_SET, blank(SMALL_SET, { ...whole, exempt: { f1c2: "không có" } }));
    expect(rows.filter(({ exempt }) => exempt).map(({ id }) => id)).toEqual(["f1c2"]);
  });

  it("wants no evidence of a leaf for which nothing is claimed", () => {
    const self = { ...whole.self, f1c2: scored(0), f2c1: scored(null) };
    expect(indexOf(SMALL_SET, blank(SMALL_SET, { ...whole, self })).unproven).toBe(2);
  });

  it("counts bonus and penalty points in its total alone, and not before anything is achieved", () => {
    const bonus = computed(SMALL_SET, blank(SMALL_SET, { ...whole, adjustment: pts(1.5) }));
    expect(totalOf(bonus).achieved).toBe(pts(7.5));
    expect(byId(sheetRows(bonus)).get("f1")?.achieved).toBe(pts(3));
    expect(totalOf(computed(SMALL_SET, blank(SMALL_SET, { adjustment: pts(1.5) }))).achieved).toBeNull();
  });
});
