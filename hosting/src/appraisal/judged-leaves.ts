import {
  appraises,
  type CriteriaSet,
  type FieldNode,
  type LeafNode,
  type Ledger,
  leavesOfCriterion,
  type Member,
  type Period,
  type Unit,
} from "@parindex/core";

/** A field of a unit's set with the leaves of it that a member may judge. */
export interface JudgedField {
  field: FieldNode;
  leaves: LeafNode[];
}

/** What a member may judge of a unit, field by field: self-scored leaves, not exempt, not another department's. */
export function judgedFields(
  unitId: string,
  { exempt }: Pick<Unit, "exempt">,
  set: CriteriaSet,
  member: Member,
  period: Period,
): JudgedField[] {
  const isJudged = ({ id, source }: LeafNode) => {
    const entry = set.leaves[id];
    return (
      entry !== undefined &&
      source === "self" &&
      exempt[id] === undefined &&
      appraises(member, unitId, id, entry, period)
    );
  };
  return set.fields
    .map((field) => ({ field, leaves: field.criteria.flatMap(leavesOfCriterion).filter(isJudged) }))
    .filter(({ leaves }) => leaves.length > 0);
}

/** How many of some leaves are judged. */
export type Progress = { done: number; all: number };

/** How far a unit's judging has come, by its ledger; nothing is judged before there is one. */
export function progressOf(fields: readonly JudgedField[], ledger: Ledger | undefined): Progress {
  const leaves = fields.flatMap(({ leaves }) => leaves);
  const done = leaves.filter(({ id }) => (ledger?.appraisal[id]?.points ?? null) !== null).length;
  return { done, all: leaves.length };
}
