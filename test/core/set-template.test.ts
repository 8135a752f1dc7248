import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CriteriaSet,
  type LeafNode,
  leadsOfSet,
  leafTable,
  leavesOf,
  POINT,
  readCriteriaFile,
  type ScoringRule,
  toCriteriaFile,
} from "../../core/src/index.ts";
import { cellTexts, rules } from "./arbitraries.ts";
import { SET_FILES, shippedJson, shippedSet } from "./lai-chau.ts";
import { leaf, pts, setOf } from "./samples.ts";

/** The set that a file holds after it went through its text. */
const readAgain = (set: CriteriaSet) =>
  readCriteriaFile(JSON.parse(JSON.stringify(toCriteriaFile(set))), leadsOfSet(set));

describe.each(SET_FILES)("%s", (file) => {
  it("is written and read as the same set", () => {
    const set = shippedSet(file);
    expect(readAgain(set)).toEqual({ set, findings: [] });
  });

  it("is written as it was, with what it left to be understood", () => {
    const written = JSON.parse(JSON.stringify(toCriteriaFile(shippedSet(file))), (key, value) =>
      key === "params" && "steps" in value ? { steps: value.steps } : value,
    );
    expect(written).toEqual(shippedJson(file));
  });
});

/** Largest share that a file can hold, in 1/100 per cent. */
const SHARE_MAX = 900_000;
const asRatio = (share: number) => Math.min(share, SHARE_MAX);

/** Rules that fit a leaf of `max` in steps of 1/10 000 point. */
const fittingRule = (max: number) =>
  rules
    .filter(({ kind }) => kind !== "survey")
    .map((rule): ScoringRule => {
      const within = (points: number) => points % (max + 1);
      switch (rule.kind) {
        case "options":
          return {
            ...rule,
            options: rule.options.map((one) => ({ ...one, points: within(one.points) })),
          };
        case "checklist":
          return { kind: "checklist", parts: [{ label: rule.parts[0]?.label ?? "", points: max }] };
        case "deadline": {
          const [none = 0, late = 0, onTime = 0] = [rule.none, rule.late, rule.onTime]
            .map(within)
            .sort((a, b) => a - b);
          return { ...rule, onTime, late, none };
        }
        case "ratio":
        case "ratioWithPenalty": {
          const [floor = 0, target = 0] = [rule.floor, rule.target].map(asRatio).sort((a, b) => a - b);
          return { ...rule, floor, target: Math.max(target, 1) };
        }
        case "steps": {
          const shares = [...new Set(rule.steps.map(({ atLeast }) => asRatio(atLeast)))].sort(
            (a, b) => b - a,
          );
          const points = rule.steps.map((one) => within(one.points)).sort((a, b) => b - a);
          return {
            ...rule,
            steps: shares.map((atLeast, at) => ({ atLeast, points: points[at] ?? 0 })),
          };
        }
        case "deductPerItem":
          return { ...rule, perItem: Math.min(rule.perItem, max) };
        default:
          return rule;
      }
    });

const leaves = fc.integer({ min: 1, max: 10 * POINT }).chain((max) =>
  fc
    .record({
      rule: fc.oneof(
        { weight: 5, arbitrary: fittingRule(max) },
        fc.array(cellTexts, { minLength: 1 }).map((groups): ScoringRule => ({ kind: "survey", groups })),
      ),
      name: cellTexts,
      evidence: fc.string(),
      lead: fc.constantFrom("so-noi-vu", "so-y-te", "ubnd-xa"),
    })
    .map(
      ({ rule, ...more }): Partial<LeafNode> => ({
        ...{ ...more, max, step: 1, rule, source: rule.kind === "survey" ? "survey" : "self" },
      }),
    ),
);

const some = <T>(one: fc.Arbitrary<T>, maxLength: number) => fc.array(one, { minLength: 1, maxLength });

/** Any valid set whose ids follow from positions, as those of a file do. */
const sets = fc
  .record({
    shape: some(some(fc.oneof(leaves, some(leaves, 3)), 4), 4),
    head: fc.record({ annex: fc.string(), name: cellTexts, appliesTo: fc.string(), note: fc.string() }),
    stated: fc.boolean(),
  })
  .map(({ shape, head, stated }): CriteriaSet => {
    const placed = (more: Partial<LeafNode>, ...at: number[]) => {
      const [f, c, s] = at.map((place) => place + 1);
      return leaf("", {
        ...more,
        ...{ id: `f${f}c${c}${s === undefined ? "" : `s${s}`}`, code: at.map((one) => one + 1).join(".") },
      });
    };
    const fields = shape.map((criteria, f) =>
      criteria.map((one, c) =>
        Array.isArray(one) ? one.map((sub, s) => placed(sub, f, c, s)) : placed(one, f, c),
      ),
    );
    const set = { ...setOf("mau", ...fields), ...head };
    if (!stated) return set;
    const all = [...leavesOf(set)].map((one) => one.leaf);
    const total = (of: LeafNode[]) => of.reduce((sum, { max }) => sum + max, 0);
    const expected = {
      ...{ fields: fields.length, criteria: fields.flat().length },
      subCriteria: fields.flat().flatMap((one) => (Array.isArray(one) ? one : [])).length,
      selfMax: total(all.filter(({ source }) => source === "self")),
      surveyMax: total(all.filter(({ source }) => source === "survey")),
      max: total(all),
    };
    return { ...set, expected };
  });

it("any set is written and read as the same set", () => {
  fc.assert(
    fc.property(sets, (set) => {
      expect(readAgain(set)).toEqual({ set, findings: [] });
    }),
    { numRuns: 300 },
  );
});

it("ids are taken anew from the positions, all else stays", () => {
  const set = setOf("mau", [[leaf("nb", { code: "1.1.1" })], leaf("na", { code: "1.2", lead: "so-y-te" })]);
  const fields = set.fields.map((field) => ({
    ...field,
    criteria: field.criteria.map((criterion) =>
      "subCriteria" in criterion
        ? { ...criterion, subCriteria: criterion.subCriteria.map((sub) => ({ ...sub, id: "f1c1s1" })) }
        : { ...criterion, id: "f1c2" },
    ),
  }));
  expect(readAgain(set)).toEqual({ set: { ...set, fields, leaves: leafTable({ fields }) }, findings: [] });
});

it("points that are off are said in the file, and found as it is read", () => {
  const set = setOf("mau", [leaf("f1c1", { code: "1.1" })]);
  const off = { ...set, fields: set.fields.map((field) => ({ ...field, max: pts(2.5) })) };
  expect(toCriteriaFile(set).fields[0]).not.toHaveProperty("max");
  expect(toCriteriaFile(off).fields[0]).toHaveProperty("max", 2.5);
  expect(readAgain(off).findings).toEqual([
    { node: "1", message: "Điểm tối đa 2,5 khác tổng các tiêu chí là 2." },
  ]);
});
