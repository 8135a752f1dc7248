import { type CriteriaSet, type LeafNode, leavesOf } from "./criteria-set.ts";
import type { Unit } from "./documents.ts";
import type { Question, SurveyFinding, SurveyText } from "./survey.ts";

/** Whether a survey of this group scores a leaf. */
const asksGroup = ({ rule }: LeafNode, group: string): boolean =>
  rule.kind === "survey" && rule.groups.includes(group);

/** What is wrong with one leaf that a question scores, or null. */
function findingOfLeaf(sets: readonly CriteriaSet[], set: string, leaf: string, group: string) {
  const found = sets.find(({ id }) => id === set);
  if (!found) return `chấm bộ tiêu chí «${set}» không có trong kỳ đánh giá`;
  const node = [...leavesOf(found)].find((one) => one.leaf.id === leaf)?.leaf;
  if (!node) return `chấm tiêu chí «${leaf}» không có trong bộ «${found.name}»`;
  if (node.source !== "survey") return `chấm tiêu chí ${node.code} (${found.name}) do đơn vị tự đánh giá`;
  return asksGroup(node, group)
    ? null
    : `chấm tiêu chí ${node.code} (${found.name}) không lấy ý kiến nhóm «${group}»`;
}

const scores = (question: Question, unit: string, set: string, leaf: string): boolean =>
  (question.units === null || question.units.includes(unit)) &&
  question.leaves.some((one) => one.set === set && one.leaf === leaf);

/** What is wrong with what the questions of a survey score: by question, in Vietnamese. Leaves of the group that no question scores are findings of none. */
export function leafFindings(
  { name, questions }: Pick<SurveyText, "name" | "questions">,
  sets: readonly CriteriaSet[],
  units: Readonly<Record<string, Pick<Unit, "name" | "criteriaSet" | "exempt">>>,
): SurveyFinding[] {
  const findings: SurveyFinding[] = [];
  for (const question of questions) {
    const wrong = (message: string) => findings.push({ question: question.id, message });
    for (const { set, leaf } of question.leaves) {
      const message = findingOfLeaf(sets, set, leaf, name);
      if (message) wrong(message);
    }
    const unknown = (question.units ?? []).filter((unit) => !Object.hasOwn(units, unit));
    if (unknown.length > 0) wrong(`hỏi về đơn vị không có trong kỳ đánh giá: ${unknown.join(", ")}`);
  }
  for (const set of sets) {
    const measured = Object.entries(units).filter(([, { criteriaSet }]) => criteriaSet === set.id);
    for (const { leaf } of leavesOf(set)) {
      if (!asksGroup(leaf, name)) continue;
      const all = measured.filter(([, { exempt }]) => !Object.hasOwn(exempt, leaf.id));
      const without = all.filter(([unit]) => !questions.some((one) => scores(one, unit, set.id, leaf.id)));
      if (without.length === 0) continue;
      const whom =
        without.length === all.length ? "" : ` cho ${without.map(([, unit]) => unit.name).join(", ")}`;
      findings.push({
        question: "",
        message: `chưa có câu hỏi nào chấm tiêu chí ${leaf.code} (${set.name})${whom}`,
      });
    }
  }
  return findings;
}
