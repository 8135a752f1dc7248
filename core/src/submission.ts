import { type CriteriaSet, type FieldNode, type LeafNode, leavesOf } from "./criteria-set.ts";
import type { Evidence, SelfScore, Unit } from "./documents.ts";
import { type Proposal, parseFacts, propose } from "./propose.ts";
import type { MissingItem } from "./sheet.ts";

function lackOf(
  score: SelfScore | undefined,
  leaf: Parameters<typeof propose>[0],
  at: Parameters<typeof propose>[2],
) {
  const facts = score?.facts ? parseFacts(leaf, score.facts) : null;
  const proposal = facts?.ok ? propose(leaf, facts.facts, at) : null;
  if (!score || score.points === null) return proposal?.kind === "exempt" ? null : "chưa tự chấm điểm";
  const claimsMore = proposal?.kind === "points" && score.points > proposal.points;
  return claimsMore && score.note.trim() === ""
    ? "điểm tự chấm cao hơn mức đề xuất nhưng chưa có thuyết minh"
    : null;
}

/**
 * What a unit must still do before it can submit (design §8): score every self-scored leaf that is not exempt (or
 * state facts by which it does not apply), and write a note where it claims more than the rule proposes.
 */
export function missingForSubmission(
  unitId: string,
  unit: Pick<Unit, "exempt">,
  set: CriteriaSet,
  scores: readonly SelfScore[],
  year: number,
): MissingItem[] {
  const byLeaf = new Map(scores.map((score) => [score.leaf, score]));
  return [...leavesOf(set)].flatMap(({ leaf }): MissingItem[] => {
    if (leaf.source !== "self" || unit.exempt[leaf.id] !== undefined) return [];
    const lack = lackOf(byLeaf.get(leaf.id), leaf.rule, { max: leaf.max, step: leaf.step, year });
    return lack ? [{ unit: unitId, leaf: leaf.id, column: "self", message: `${leaf.code}: ${lack}` }] : [];
  });
}

/** What a head looks at first when reading a file through, the gravest first. */
export const WEAKNESSES = ["unscored", "noteMissing", "unproven", "aboveProposal", "noNote"] as const;
/**
 * A weak point of one leaf: not scored; claims more than proposed without a note; claims points without evidence;
 * claims more than proposed; has neither evidence nor note.
 */
export type Weakness = (typeof WEAKNESSES)[number];

/** A leaf that its unit scores, with what is weak about it, the gravest first; nothing where it is in order. */
export interface ReviewedLeaf {
  leaf: LeafNode;
  field: FieldNode;
  score: SelfScore | undefined;
  proposed: number | null;
  evidence: number;
  weaknesses: Weakness[];
}

function weaknessesOf(score: SelfScore | undefined, proposal: Proposal, evidence: number): Weakness[] {
  if (!score || score.points === null) return proposal.kind === "exempt" ? [] : ["unscored"];
  const { points, note } = score;
  const above = proposal.kind === "points" && points > proposal.points;
  const silent = note.trim() === "";
  const found: Partial<Record<Weakness, boolean>> = {
    noteMissing: above && silent,
    unproven: points > 0 && evidence === 0,
    aboveProposal: above && !silent,
    noNote: silent && evidence === 0,
  };
  return WEAKNESSES.filter((weakness) => found[weakness]);
}

const gravity = ({ weaknesses: [gravest] }: ReviewedLeaf): number =>
  gravest === undefined ? WEAKNESSES.length : WEAKNESSES.indexOf(gravest);

/**
 * A unit's leaves as its head reads them through: everything missing or weak first, the gravest on top, then the rest
 * in the set's order. `evidence` counts what each leaf has.
 */
export function reviewOf(
  { exempt }: Pick<Unit, "exempt">,
  set: CriteriaSet,
  scores: readonly SelfScore[],
  evidence: Readonly<Record<string, number>>,
  year: number,
): ReviewedLeaf[] {
  const byLeaf = new Map(scores.map((score) => [score.leaf, score]));
  return [...leavesOf(set)]
    .filter(({ leaf }) => leaf.source === "self" && exempt[leaf.id] === undefined)
    .map(({ leaf, field }): ReviewedLeaf => {
      const score = byLeaf.get(leaf.id);
      const proposal = propose(leaf.rule, score?.facts, { max: leaf.max, step: leaf.step, year });
      const count = evidence[leaf.id] ?? 0;
      return {
        ...{ leaf, field, score, evidence: count },
        proposed: proposal.kind === "points" ? proposal.points : null,
        weaknesses: weaknessesOf(score, proposal, count),
      };
    })
    .toSorted((a, b) => gravity(a) - gravity(b));
}

/** How many pieces of evidence each leaf has. */
export function evidenceCounts(evidence: Iterable<Pick<Evidence, "leaves">>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { leaves } of evidence)
    for (const leaf of Object.keys(leaves)) counts[leaf] = (counts[leaf] ?? 0) + 1;
  return counts;
}
