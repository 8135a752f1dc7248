import { z } from "zod";
import { Points } from "./points.ts";
import { ScoringRule } from "./scoring-rule.ts";

/**
 * A plain, stable identifier of a node: never the printed code, which has dots and is renumbered. Ids are keys of
 * plain objects, so the one such name that every object answers to is none: a leaf `constructor` would look exempt.
 */
export const NodeId = z.string().regex(/^(?!constructor$)[a-z0-9]{1,24}$/);

/** A stable identifier of a scheme, period, set, unit or group. */
export const Id = z.string().regex(/^(?!constructor$)[a-z0-9][a-z0-9-]{0,62}$/);

export const Source = z.enum(["self", "survey"]);
export type Source = z.infer<typeof Source>;

/** What a leaf adds to a node: who scores it, how, and up to how much. `max` and `step` in 1/10 000 point. */
const LeafPart = {
  max: Points.min(1),
  step: Points.min(1),
  source: Source,
  rule: ScoringRule,
  evidence: z.string(),
  lead: Id,
};

const SubCriterion = z.object({ id: NodeId, code: z.string().min(1), name: z.string().min(1), ...LeafPart });
const CriterionLeaf = SubCriterion;
const CriterionParent = z.object({
  id: NodeId,
  code: z.string().min(1),
  name: z.string().min(1),
  max: Points.min(1),
  subCriteria: z.array(SubCriterion).min(1),
});
const Criterion = z.union([CriterionParent, CriterionLeaf]);
const Field = z.object({
  id: NodeId,
  code: z.string().min(1),
  name: z.string().min(1),
  max: Points.min(1),
  criteria: z.array(Criterion).min(1),
});
export type LeafNode = z.infer<typeof SubCriterion>;
export type CriterionNode = z.infer<typeof Criterion>;
export type FieldNode = z.infer<typeof Field>;

/** What security rules look up of a leaf: its field, bounds, who scores it and which department appraises it. */
export const LeafEntry = z.object({
  field: NodeId,
  max: Points,
  step: Points,
  source: Source,
  rule: z.string(),
  lead: Id,
});
export type LeafEntry = z.infer<typeof LeafEntry>;

/** The counts and totals that the decision states for a set (section II.1), which the tree must meet. */
export const ExpectedTotals = z.object({
  fields: z.int(),
  criteria: z.int(),
  subCriteria: z.int(),
  selfMax: Points,
  surveyMax: Points,
  max: Points,
});

/** A criteria set (*bộ tiêu chí*): the tree for one group of units, with the leaf table that rules look up. */
export const CriteriaSet = z.object({
  id: Id,
  annex: z.string(),
  name: z.string().min(1),
  appliesTo: z.string(),
  note: z.string(),
  expected: ExpectedTotals.nullable(),
  fields: z.array(Field).min(1),
  leaves: z.record(NodeId, LeafEntry),
});
export type CriteriaSet = z.infer<typeof CriteriaSet>;

/** A criteria set as it is edited: its leaf table follows once it is saved. */
export const SetDraft = CriteriaSet.omit({ leaves: true });
export type SetDraft = z.infer<typeof SetDraft>;

/** One finding of `validateCriteriaSet`: the printed code of the node at fault (or the set's id) and what is wrong. */
export interface Finding {
  node: string;
  message: string;
}

/** The sub-criteria of a criterion, or the criterion itself where it carries points. */
export function leavesOfCriterion(criterion: CriterionNode): LeafNode[] {
  return "subCriteria" in criterion ? criterion.subCriteria : [criterion];
}

/** All leaves of a set with the field they stand in, in printed order. */
export function* leavesOf(set: Pick<CriteriaSet, "fields">): Generator<{ field: FieldNode; leaf: LeafNode }> {
  for (const field of set.fields)
    for (const criterion of field.criteria)
      for (const leaf of leavesOfCriterion(criterion)) yield { field, leaf };
}

/** Every node of a set: fields, criteria and leaves, in printed order. */
export const nodesOf = (set: Pick<CriteriaSet, "fields">): (FieldNode | CriterionNode | LeafNode)[] =>
  set.fields.flatMap((field) => [
    field,
    ...field.criteria.flatMap((one) => [one, ...("subCriteria" in one ? one.subCriteria : [])]),
  ]);

/** The leaves of a field or criterion, or the leaf itself; none where the set has no such node. */
export const leavesBelow = (set: Pick<CriteriaSet, "fields">, node: string): LeafNode[] =>
  set.fields.flatMap((field) =>
    field.criteria.flatMap((criterion) =>
      leavesOfCriterion(criterion).filter(({ id }) => [field.id, criterion.id, id].includes(node)),
    ),
  );

/** The leaf table that security rules read, built from the tree. */
export function leafTable(set: Pick<CriteriaSet, "fields">): Record<string, LeafEntry> {
  const table: Record<string, LeafEntry> = {};
  for (const { field, leaf } of leavesOf(set)) {
    const { max, step, source, lead } = leaf;
    table[leaf.id] = { field: field.id, max, step, source, rule: leaf.rule.kind, lead };
  }
  return table;
}

/** A draft with the leaf table that rules look up. */
export const withLeaves = (draft: SetDraft): CriteriaSet => ({ ...draft, leaves: leafTable(draft) });
