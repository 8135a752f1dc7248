import type { z } from "zod";
import type { LeafEntry } from "./criteria-set.ts";
import { issueText } from "./issue-text.ts";
import { divideHalfUp } from "./points.ts";
import { type Facts, FactsOf, type RuleWithFacts, type ScoringRule } from "./scoring-rule.ts";

/** What keeps facts from being scored: the field of the facts (may be empty: all of them) and why, in Vietnamese. */
export interface FactsIssue {
  path: string;
  message: string;
}

/** The score a rule proposes, in 1/10 000 point; `exempt` where it says the leaf does not apply; `none` where it can't say. */
export type Proposal =
  | { kind: "points"; points: number }
  | { kind: "exempt" }
  | { kind: "none" }
  | { kind: "badFacts"; issues: FactsIssue[] };

/** The leaf a proposal is for, in 1/10 000 point, and the assessed year. */
export type Scored = Pick<LeafEntry, "max" | "step"> & { year: number };

type RuleOf<K extends ScoringRule["kind"]> = Extract<ScoringRule, { kind: K }>;
type FactsFor<K extends RuleWithFacts> = z.infer<(typeof FactsOf)[K]>;

/** A share of 100 %, in the 1/100 per cent in which rules give shares. */
const WHOLE = 10_000n;

const points = (value: number): Proposal => ({ kind: "points", points: value });

/** Rounds a quotient in 1/10 000 point half up to the leaf's step, and keeps it within 0 … max. */
function toStep(numerator: bigint, denominator: bigint, { max, step }: Scored): Proposal {
  if (numerator <= 0n) return points(0);
  const rounded = divideHalfUp(numerator, denominator * BigInt(step)) * BigInt(step);
  const highest = max - (max % step);
  return points(rounded > BigInt(highest) ? highest : Number(rounded));
}

const fixed = (value: number, leaf: Scored): Proposal => toStep(BigInt(value), 1n, leaf);

/** Nothing was planned: the rule's `whenZero` decides, whatever was done. */
function whenNothingPlanned(whenZero: "full" | "zero" | "exempt", leaf: Scored): Proposal {
  if (whenZero === "exempt") return { kind: "exempt" };
  return fixed(whenZero === "full" ? leaf.max : 0, leaf);
}

/**
 * With share = done ÷ planned, where `done` is in 1/10 000 of a task:
 * share ≥ target → max; floor ≤ share < target → max × share ÷ target; share < floor → 0.
 */
function byShare(
  done: bigint,
  planned: number,
  rule: RuleOf<"ratio"> | RuleOf<"ratioWithPenalty">,
  leaf: Scored,
): Proposal {
  if (planned === 0) return whenNothingPlanned(rule.whenZero, leaf);
  const targeted = BigInt(planned) * BigInt(rule.target);
  if (done >= targeted) return fixed(leaf.max, leaf);
  if (done < BigInt(planned) * BigInt(rule.floor)) return points(0);
  return toStep(BigInt(leaf.max) * done, targeted, leaf);
}

/** `yesno`: yes → max, no → 0. */
function proposeYesNo(facts: FactsFor<"yesno">, leaf: Scored): Proposal {
  return fixed(facts.yes ? leaf.max : 0, leaf);
}

/** `options`: the points of the one option picked (`option` counts from 0). */
function proposeOptions(rule: RuleOf<"options">, facts: FactsFor<"options">, leaf: Scored): Proposal {
  return fixed(rule.options[facts.option]?.points ?? 0, leaf);
}

/** `checklist`: Σ points of the parts that are met. */
function proposeChecklist(rule: RuleOf<"checklist">, facts: FactsFor<"checklist">, leaf: Scored): Proposal {
  const met = rule.parts.filter((_, at) => facts.parts[at] === true);
  return fixed(
    met.reduce((sum, part) => sum + part.points, 0),
    leaf,
  );
}

/**
 * `deadline`: issued on the due day of the assessed year or before (an earlier year too) → onTime; after → late;
 * never issued → none.
 */
function proposeDeadline(rule: RuleOf<"deadline">, facts: FactsFor<"deadline">, leaf: Scored): Proposal {
  if (facts.issued === null) return fixed(rule.none, leaf);
  const due = `${String(leaf.year).padStart(4, "0")}-${rule.due}`;
  return fixed(facts.issued <= due ? rule.onTime : rule.late, leaf);
}

/** `ratio`: share = done ÷ planned; ≥ target → max; floor … target → max × share ÷ target; below floor → 0. */
function proposeRatio(rule: RuleOf<"ratio">, facts: FactsFor<"ratio">, leaf: Scored): Proposal {
  return byShare(BigInt(facts.done) * WHOLE, facts.planned, rule, leaf);
}

/** `ratioWithPenalty`: as `ratio` with done − late × latePenalty in place of done: a late task counts less. */
function proposeRatioWithPenalty(
  rule: RuleOf<"ratioWithPenalty">,
  facts: FactsFor<"ratioWithPenalty">,
  leaf: Scored,
): Proposal {
  const counted = BigInt(facts.done) * WHOLE - BigInt(facts.late) * BigInt(rule.latePenalty);
  return byShare(counted, facts.planned, rule, leaf);
}

/** `steps`: the points of the highest band whose `atLeast` ≤ done ÷ planned; below every band → 0. */
function proposeSteps(rule: RuleOf<"steps">, facts: FactsFor<"steps">, leaf: Scored): Proposal {
  if (facts.planned === 0) return whenNothingPlanned(rule.whenZero, leaf);
  const done = BigInt(facts.done) * WHOLE;
  const reached = rule.steps.find(({ atLeast }) => done >= BigInt(facts.planned) * BigInt(atLeast));
  return fixed(reached?.points ?? 0, leaf);
}

/** `scale`: max × value ÷ outOf, at most max. */
function proposeScale(rule: RuleOf<"scale">, facts: FactsFor<"scale">, leaf: Scored): Proposal {
  return toStep(BigInt(leaf.max) * BigInt(facts.value), BigInt(rule.outOf), leaf);
}

/** `deductPerItem`: max − items × perItem, at least 0. */
function proposeDeduction(
  rule: RuleOf<"deductPerItem">,
  facts: FactsFor<"deductPerItem">,
  leaf: Scored,
): Proposal {
  return toStep(BigInt(leaf.max) - BigInt(facts.items) * BigInt(rule.perItem), 1n, leaf);
}

/** Facts of the shape that a rule asks for, or what is wrong with them. */
export type ParsedFacts<T = Facts> = { ok: true; facts: T } | { ok: false; issues: FactsIssue[] };

/** How one rule reads and scores facts. */
interface Scorer {
  parse(input: unknown): ParsedFacts;
  propose(input: unknown, leaf: Scored): Proposal;
}

function scorer<T extends Facts>(schema: z.ZodType<T>, score: (facts: T, leaf: Scored) => Proposal): Scorer {
  const parse = (input: unknown): ParsedFacts<T> => {
    const parsed = schema.safeParse(input, { reportInput: true });
    if (parsed.success) return { ok: true, facts: parsed.data };
    return { ok: false, issues: parsed.error.issues.map(issueText) };
  };
  return {
    parse,
    propose: (input, leaf) => {
      const parsed = parse(input);
      return parsed.ok ? score(parsed.facts, leaf) : { kind: "badFacts", issues: parsed.issues };
    },
  };
}

/** The scorer of a rule, or null for a rule whose points do not follow from facts. */
function scorerOf(rule: ScoringRule): Scorer | null {
  switch (rule.kind) {
    case "yesno":
      return scorer(FactsOf.yesno, proposeYesNo);
    case "options": {
      const error = `chỉ có ${rule.options.length} phương án`;
      const within = FactsOf.options.refine(({ option }) => option < rule.options.length, {
        path: ["option"],
        error,
      });
      return scorer(within, (facts, leaf) => proposeOptions(rule, facts, leaf));
    }
    case "checklist": {
      const error = `phải cho biết đủ ${rule.parts.length} phần`;
      const complete = FactsOf.checklist.refine(({ parts }) => parts.length === rule.parts.length, {
        path: ["parts"],
        error,
      });
      return scorer(complete, (facts, leaf) => proposeChecklist(rule, facts, leaf));
    }
    case "deadline":
      return scorer(FactsOf.deadline, (facts, leaf) => proposeDeadline(rule, facts, leaf));
    case "ratio":
      return scorer(FactsOf.ratio, (facts, leaf) => proposeRatio(rule, facts, leaf));
    case "ratioWithPenalty":
      return scorer(FactsOf.ratioWithPenalty, (facts, leaf) => proposeRatioWithPenalty(rule, facts, leaf));
    case "steps":
      return scorer(FactsOf.steps, (facts, leaf) => proposeSteps(rule, facts, leaf));
    case "scale":
      return scorer(FactsOf.scale, (facts, leaf) => proposeScale(rule, facts, leaf));
    case "deductPerItem":
      return scorer(FactsOf.deductPerItem, (facts, leaf) => proposeDeduction(rule, facts, leaf));
    case "manual":
    case "survey":
      return null;
  }
}

/** Reads the facts a rule asks for; otherwise says, field by field, what is wrong. `manual` and `survey` ask for none. */
export function parseFacts(rule: ScoringRule, input: unknown): ParsedFacts {
  return (
    scorerOf(rule)?.parse(input) ?? {
      ok: false,
      issues: [{ path: "", message: `quy tắc «${rule.kind}» không dùng số liệu` }],
    }
  );
}

/**
 * The score that a leaf's rule proposes for the facts a unit entered (design §8), rounded half up to the leaf's step
 * and never above its maximum. `none` where nothing was entered, or where the rule leaves the score to people
 * (`manual`, `survey`).
 */
export function propose(rule: ScoringRule, facts: unknown, leaf: Scored): Proposal {
  const scores = scorerOf(rule);
  if (!scores || facts === null || facts === undefined) return { kind: "none" };
  return scores.propose(facts, leaf);
}
