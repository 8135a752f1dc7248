import { z } from "zod";
import { BasisPoints, Points } from "./points.ts";

/** What the rule gives where there was nothing to do (the planned count is 0): full points, 0, or "not applicable". */
const WhenZero = z.enum(["full", "zero", "exempt"]);

const LabelledPoints = z.object({ label: z.string().min(1), points: Points });

/**
 * How a leaf's points follow from the facts a unit enters (the yearly scoring guidance, *hướng dẫn chấm điểm*).
 * Shares are in 1/100 per cent, points in 1/10 000 point, `due` is a day of the assessed year as MM-dd.
 */
export const ScoringRule = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("yesno") }),
  z.object({ kind: z.literal("options"), options: z.array(LabelledPoints).min(2) }),
  z.object({ kind: z.literal("checklist"), parts: z.array(LabelledPoints).min(1) }),
  z.object({
    kind: z.literal("deadline"),
    due: z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
    onTime: Points,
    late: Points,
    none: Points,
  }),
  z.object({ kind: z.literal("ratio"), floor: BasisPoints, target: BasisPoints.min(1), whenZero: WhenZero }),
  z.object({
    kind: z.literal("steps"),
    steps: z.array(z.object({ atLeast: BasisPoints, points: Points })).min(1),
    whenZero: WhenZero,
  }),
  z.object({
    kind: z.literal("ratioWithPenalty"),
    floor: BasisPoints,
    target: BasisPoints.min(1),
    latePenalty: BasisPoints.max(10_000),
    whenZero: WhenZero,
  }),
  z.object({ kind: z.literal("scale"), outOf: Points.min(1) }),
  z.object({ kind: z.literal("deductPerItem"), perItem: Points.min(1) }),
  z.object({ kind: z.literal("manual") }),
  z.object({ kind: z.literal("survey"), groups: z.array(z.string().min(1)).min(1) }),
]);
export type ScoringRule = z.infer<typeof ScoringRule>;
export type RuleKind = ScoringRule["kind"];

const Count = z.int().min(0).max(1_000_000_000);

/** The facts a clerk enters for each kind of rule. `value` of a scale is in 1/10 000, `issued` is yyyy-MM-dd or null (never issued). */
export const FactsOf = {
  yesno: z.object({ yes: z.boolean() }),
  options: z.object({ option: z.int().min(0) }),
  checklist: z.object({ parts: z.array(z.boolean()) }),
  deadline: z.object({ issued: z.iso.date().nullable() }),
  ratio: z.object({ planned: Count, done: Count }),
  steps: z.object({ planned: Count, done: Count }),
  ratioWithPenalty: z
    .object({ planned: Count, done: Count, late: Count })
    .refine((facts) => facts.late <= facts.done, {
      path: ["late"],
      error: "số quá hạn không được lớn hơn số đã hoàn thành",
    }),
  scale: z.object({ value: Points }),
  deductPerItem: z.object({ items: Count }),
} as const;
export type RuleWithFacts = keyof typeof FactsOf;

/** Facts as they are stored: a small map whose shape `FactsOf` gives per rule. */
export const Facts = z.record(
  z.string(),
  z.union([z.int(), z.boolean(), z.string().max(10), z.null(), z.array(z.boolean())]),
);
export type Facts = z.infer<typeof Facts>;
