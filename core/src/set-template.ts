import {
  type CriteriaSet,
  type CriterionNode,
  type LeafNode,
  leavesOf,
  type SetDraft,
} from "./criteria-set.ts";
import { POINT } from "./points.ts";
import type { LeadAppraisers } from "./roster-file.ts";
import type { RuleKind, ScoringRule } from "./scoring-rule.ts";

/** A leaf of a criteria file. */
export interface FileLeaf {
  code: string;
  name: string;
  max: number;
  source: LeafNode["source"];
  rule: RuleKind;
  params?: Record<string, unknown>;
  evidence: string;
  step: number;
}

/** A criterion or a field of a criteria file; `max` only where it is not what stands below adds up to. */
type Above<Below> = { code: string; name: string; max?: number } & Below;
type FileCriterion = FileLeaf | Above<{ subCriteria: FileLeaf[] }>;

/** A criteria set as a file, which `readCriteriaFile` reads: points as decimals, shares in per cent. */
export interface CriteriaFile extends Pick<CriteriaSet, "id" | "annex" | "name" | "appliesTo" | "note"> {
  fields: Above<{ criteria: FileCriterion[] }>[];
  expected?: CriteriaSet["expected"];
}

const decimal = (points: number) => points / POINT;
const percent = (basisPoints: number) => basisPoints / 100;
const labelled = (list: readonly { label: string; points: number }[]) =>
  list.map(({ label, points }) => [label, decimal(points)]);

function paramsOf(rule: ScoringRule): Record<string, unknown> | null {
  switch (rule.kind) {
    case "yesno":
    case "manual":
      return null;
    case "options":
      return { options: labelled(rule.options) };
    case "checklist":
      return { parts: labelled(rule.parts) };
    case "deadline": {
      const { due, onTime, late, none } = rule;
      return { due, onTime: decimal(onTime), late: decimal(late), none: decimal(none) };
    }
    case "ratio":
    case "ratioWithPenalty":
      return {
        floor: percent(rule.floor),
        target: percent(rule.target),
        ...(rule.kind === "ratio" ? {} : { latePenaltyPct: percent(rule.latePenalty) }),
        whenZero: rule.whenZero,
      };
    case "steps": {
      const steps = rule.steps.map(({ atLeast, points }) => [percent(atLeast), decimal(points)]);
      return { steps, whenZero: rule.whenZero };
    }
    case "scale":
      return { outOf: decimal(rule.outOf) };
    case "deductPerItem":
      return { perItem: decimal(rule.perItem) };
    case "survey":
      return { groups: rule.groups };
  }
}

function fileLeaf({ code, name, max, step, source, rule, evidence }: LeafNode): FileLeaf {
  const params = paramsOf(rule);
  return {
    ...{ code, name, max: decimal(max), source, rule: rule.kind },
    ...(params === null ? {} : { params }),
    ...{ evidence, step: decimal(step) },
  };
}

/** What a file says of a node that others stand below. */
function above(
  { code, name, max }: Pick<LeafNode, "code" | "name" | "max">,
  below: readonly { max: number }[],
) {
  const sum = below.reduce((total, node) => total + node.max, 0);
  return { code, name, ...(max === sum ? {} : { max: decimal(max) }) };
}

const fileCriterion = (criterion: CriterionNode): FileCriterion =>
  "subCriteria" in criterion
    ? { ...above(criterion, criterion.subCriteria), subCriteria: criterion.subCriteria.map(fileLeaf) }
    : fileLeaf(criterion);

/**
 * Writes a set as a criteria file, so that it may serve as a template: `readCriteriaFile` with `leadsOfSet` gives the
 * set again, its node ids taken anew from their positions. A file holds shares up to 9 000 %.
 */
export function toCriteriaFile(set: SetDraft): CriteriaFile {
  const { id, annex, name, appliesTo, note, expected } = set;
  const fields = set.fields.map((field) => ({
    ...above(field, field.criteria),
    criteria: field.criteria.map(fileCriterion),
  }));
  if (expected === null) return { id, annex, name, appliesTo, note, fields };
  const { selfMax, surveyMax, max } = expected;
  const totals = { selfMax: decimal(selfMax), surveyMax: decimal(surveyMax), max: decimal(max) };
  return { id, annex, name, appliesTo, note, fields, expected: { ...expected, ...totals } };
}

/** Who appraises each leaf of a set, as a criteria file is read with: a file itself names no departments. */
export function leadsOfSet(set: SetDraft): LeadAppraisers {
  const leads = [...leavesOf(set)].map(({ leaf }) => [leaf.code, leaf.lead] as const);
  return { byField: {}, byNode: { [set.id]: Object.fromEntries(leads) } };
}
