import fc from "fast-check";
import { type CriteriaSet, type LeafNode, POINT, type ScoringRule } from "../../core/src/index.ts";
import { leaf, setOf } from "./samples.ts";

/** A text as a cell keeps it: composed, without spaces around it or other than plain ones within. */
export const cellTexts = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
    fc.constantFrom(
      "=1+1",
      "@x",
      "Tổng",
      "Ghi chú",
      "constructor",
      'a; "b" = c\\',
      "(1)",
      "12",
      "Điều tra XHH",
    ),
  )
  .map((text) =>
    text
      .normalize("NFC")
      .replace(/[\s\u00a0]+/g, " ")
      .trim(),
  )
  .filter((text) => text !== "" && text.normalize("NFC") === text);

const points = fc.integer({ min: 0, max: 20 * POINT });
const labelled = fc.record({ label: cellTexts, points });
const share = fc.integer({ min: 0, max: 100_000_000 });
const whenZero = fc.constantFrom("full", "zero", "exempt");
const due = fc.date({ min: new Date("2024-01-01"), max: new Date("2024-12-31"), noInvalidDate: true });

const surveyRules: fc.Arbitrary<ScoringRule> = fc
  .array(cellTexts, { minLength: 1, maxLength: 4 })
  .map((groups) => ({ kind: "survey", groups }));

/** Any rule that the schema knows, whether or not it fits a leaf. */
export const rules: fc.Arbitrary<ScoringRule> = fc.oneof(
  surveyRules,
  fc.constantFrom<ScoringRule>({ kind: "yesno" }, { kind: "manual" }),
  fc.record({ kind: fc.constant("options"), options: fc.array(labelled, { minLength: 2, maxLength: 5 }) }),
  fc.record({ kind: fc.constant("checklist"), parts: fc.array(labelled, { minLength: 1, maxLength: 5 }) }),
  fc.record({
    kind: fc.constant("deadline"),
    due: due.map((day) => day.toISOString().slice(5, 10)),
    ...{ onTime: points, late: points, none: points },
  }),
  fc.record({ kind: fc.constant("ratio"), floor: share, target: share.map((one) => one || 1), whenZero }),
  fc.record({
    kind: fc.constant("steps"),
    steps: fc.array(fc.record({ atLeast: share, points }), { minLength: 1, maxLength: 5 }),
    whenZero,
  }),
  fc.record({
    kind: fc.constant("ratioWithPenalty"),
    ...{
      floor: share,
      target: share.map((one) => one || 1),
      latePenalty: fc.integer({ min: 0, max: 10_000 }),
    },
    whenZero,
  }),
  fc.record({ kind: fc.constant("scale"), outOf: points.map((one) => one || 1) }),
  fc.record({ kind: fc.constant("deductPerItem"), perItem: points.map((one) => one || 1) }),
);

const annexLeaves = fc
  .record({
    name: cellTexts,
    evidence: fc.oneof(cellTexts, fc.constant("")),
    max: fc.integer({ min: 1, max: 10 * POINT }),
    survey: fc.boolean(),
    groups: fc.array(cellTexts, { minLength: 1, maxLength: 3 }),
  })
  .map(
    ({ survey, groups, ...more }): Partial<LeafNode> => ({
      ...{ ...more, step: 1, source: survey ? "survey" : "self" },
      rule: survey
        ? { kind: "survey", groups }
        : { kind: "checklist", parts: [{ label: more.name, points: more.max }] },
    }),
  );
/** Sets as an annex can hold them: up to three levels, codes by position. */
export const annexSets = fc
  .record({
    shape: fc.array(
      fc.array(fc.oneof(annexLeaves, fc.array(annexLeaves, { minLength: 1, maxLength: 3 })), {
        minLength: 1,
        maxLength: 12,
      }),
      { minLength: 1, maxLength: 4 },
    ),
    head: fc.record({ annex: cellTexts, name: cellTexts, appliesTo: fc.constant(""), note: cellTexts }),
  })
  .map(({ shape, head }): CriteriaSet => {
    const at = (f: number, c: number, s?: number) => ({
      id: `f${f + 1}c${c + 1}${s === undefined ? "" : `s${s + 1}`}x`,
      code: `${f + 1}.${c + 1}${s === undefined ? "" : `.${s + 1}`}`,
    });
    const fields = shape.map((criteria, f) =>
      criteria.map((one, c) =>
        Array.isArray(one)
          ? one.map((sub, s) => leaf("", { ...sub, ...at(f, c, s) }))
          : leaf("", { ...one, ...at(f, c) }),
      ),
    );
    return { ...setOf("bo", ...fields), ...head };
  });
