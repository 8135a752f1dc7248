import { type CriteriaSet, leavesOf } from "./criteria-set.ts";
import type { SelfScore, Unit } from "./documents.ts";
import { parseFacts, propose } from "./propose.ts";
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
