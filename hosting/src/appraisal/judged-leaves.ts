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
  return { done: leaves.filter(({ id }) => isJudged(standingOf(ledger, id))).length, all: leaves.length };
}

/** The sum of how far some judging has come. */
export const sumOf = (parts: readonly Progress[]): Progress =>
  parts.reduce((sum, { done, all }) => ({ done: sum.done + done, all: sum.all + all }), { done: 0, all: 0 });

/** How a leaf stands, as queues sort by it. `evidence` counts its pieces. */
export interface Standing {
  claimed: number | null;
  appraised: number | null;
  asked: boolean;
  evidence: number;
}

/** How a leaf stands by its unit's ledger. */
export const standingOf = (ledger: Ledger | undefined, leaf: string): Standing => ({
  claimed: ledger?.self[leaf]?.points ?? null,
  appraised: ledger?.appraisal[leaf]?.points ?? null,
  asked: ledger?.appraisal[leaf]?.asked === true,
  evidence: ledger?.evidence[leaf] ?? 0,
});

const isJudged = ({ appraised }: Standing) => appraised !== null;

/** What a queue can be narrowed to: not judged yet, judged otherwise than claimed, claimed without evidence, asked about. */
export const QUEUE_FILTERS = ["all", "open", "differs", "unproven", "asked"] as const;
export type QueueFilter = (typeof QUEUE_FILTERS)[number];

const PASSES = {
  all: () => true,
  open: (leaf) => !isJudged(leaf),
  differs: (leaf) => isJudged(leaf) && leaf.appraised !== leaf.claimed,
  unproven: ({ claimed, evidence }) => claimed !== null && claimed > 0 && evidence === 0,
  asked: ({ asked }) => asked,
} as const satisfies Record<QueueFilter, (leaf: Standing) => boolean>;

/** Whether a leaf belongs in a queue so narrowed. */
export const passes = (filter: QueueFilter, leaf: Standing): boolean => PASSES[filter](leaf);
