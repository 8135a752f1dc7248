import {
  type CriteriaSet,
  type CriterionNode,
  type Finding,
  type LeafNode,
  leafTable,
  leavesOf,
  leavesOfCriterion,
  NodeId,
  nodesOf,
} from "./criteria-set.ts";
import { formatPoints, MAX_TOTAL } from "./points.ts";
import type { ScoringRule } from "./scoring-rule.ts";

type Report = (node: string, message: string) => void;

const sumOfMax = (nodes: readonly { max: number }[]) => nodes.reduce((sum, node) => sum + node.max, 0);
const percent = (basisPoints: number) => `${formatPoints(basisPoints * 100)} %`;

function checkIdentity(set: CriteriaSet, report: Report): void {
  const codes = new Set<string>();
  const codeOfId = new Map<string, string>();
  for (const { id, code } of nodesOf(set)) {
    if (!NodeId.safeParse(id).success) report(code, `Mã nội bộ «${id}» chỉ được gồm chữ a–z và số.`);
    const first = codeOfId.get(id);
    if (first !== undefined) report(code, `Mã nội bộ «${id}» trùng với mục ${first}.`);
    else codeOfId.set(id, code);
    if (codes.has(code)) report(code, "Mã in này lặp lại trong bộ tiêu chí.");
    codes.add(code);
  }
}

function checkSums(set: CriteriaSet, report: Report): void {
  const check = (code: string, max: number, children: readonly { max: number }[], what: string) => {
    const sum = sumOfMax(children);
    if (max !== sum)
      report(code, `Điểm tối đa ${formatPoints(max)} khác tổng các ${what} là ${formatPoints(sum)}.`);
  };
  for (const field of set.fields) {
    check(field.code, field.max, field.criteria, "tiêu chí");
    for (const criterion of field.criteria)
      if ("subCriteria" in criterion)
        check(criterion.code, criterion.max, criterion.subCriteria, "tiêu chí thành phần");
  }
}

const subCriteriaCount = (criteria: readonly CriterionNode[]) =>
  criteria.reduce(
    (sum, criterion) => sum + ("subCriteria" in criterion ? criterion.subCriteria.length : 0),
    0,
  );

function checkTotals(set: CriteriaSet, report: Report): void {
  const criteria = set.fields.flatMap((field) => field.criteria);
  const leaves = criteria.flatMap(leavesOfCriterion);
  const max = sumOfMax(leaves);
  if (max > MAX_TOTAL)
    report(set.id, `Tổng điểm tối đa ${formatPoints(max)} vượt mức ${formatPoints(MAX_TOTAL)}.`);
  const { expected } = set;
  if (!expected) return;
  const count = (what: string, found: number, wanted: number) => {
    if (found !== wanted) report(set.id, `Có ${found} ${what}, cần ${wanted}.`);
  };
  const points = (what: string, found: number, wanted: number) => {
    if (found !== wanted)
      report(set.id, `Tổng điểm ${what} là ${formatPoints(found)}, cần ${formatPoints(wanted)}.`);
  };
  const maxOf = (source: LeafNode["source"]) => sumOfMax(leaves.filter((leaf) => leaf.source === source));
  count("lĩnh vực", set.fields.length, expected.fields);
  count("tiêu chí", criteria.length, expected.criteria);
  count("tiêu chí thành phần", subCriteriaCount(criteria), expected.subCriteria);
  points("tự đánh giá", maxOf("self"), expected.selfMax);
  points("điều tra xã hội học", maxOf("survey"), expected.surveyMax);
  points("tối đa", max, expected.max);
}

function checkLeafTable(set: CriteriaSet, report: Report): void {
  const wanted = leafTable(set);
  for (const { leaf } of leavesOf(set)) {
    const found = set.leaves[leaf.id];
    const entry = wanted[leaf.id];
    if (!found || !entry) {
      report(leaf.code, `Bảng tra thiếu mục «${leaf.id}».`);
      continue;
    }
    for (const key of ["field", "max", "step", "source", "rule", "lead"] as const)
      if (found[key] !== entry[key])
        report(leaf.code, `Bảng tra ghi ${key} là «${found[key]}», cây tiêu chí là «${entry[key]}».`);
  }
  for (const id of Object.keys(set.leaves))
    if (!wanted[id]) report(id, "Bảng tra có mục không có trong cây tiêu chí.");
}

/** A day that some year has: 02-29 may stand, 02-30 may not. */
function isDayOfYear(monthDay: string): boolean {
  const day = new Date(`2024-${monthDay}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(5, 10) === monthDay;
}

function pointsOfRule(rule: ScoringRule): { what: string; points: number }[] {
  switch (rule.kind) {
    case "options":
      return rule.options.map(({ label, points }) => ({ what: `phương án «${label}»`, points }));
    case "checklist":
      return rule.parts.map(({ label, points }) => ({ what: `phần «${label}»`, points }));
    case "deadline":
      return [
        { what: "mức đúng hạn", points: rule.onTime },
        { what: "mức quá hạn", points: rule.late },
        { what: "mức không ban hành", points: rule.none },
      ];
    case "steps":
      return rule.steps.map(({ atLeast, points }) => ({ what: `bậc từ ${percent(atLeast)}`, points }));
    case "deductPerItem":
      return [{ what: "mức trừ mỗi lần", points: rule.perItem }];
    default:
      return [];
  }
}

/** What is wrong with a rule in itself, whatever the leaf carries. */
function orderFault(rule: ScoringRule): string | null {
  switch (rule.kind) {
    case "ratio":
    case "ratioWithPenalty":
      return rule.floor > rule.target
        ? `Ngưỡng ${percent(rule.floor)} cao hơn chỉ tiêu ${percent(rule.target)}.`
        : null;
    case "steps": {
      const rising = rule.steps.find(({ atLeast, points }, at) => {
        const above = rule.steps[at - 1];
        return above !== undefined && (atLeast >= above.atLeast || points > above.points);
      });
      return rising
        ? `Các bậc phải xếp từ cao xuống thấp; bậc từ ${percent(rising.atLeast)} sai thứ tự.`
        : null;
    }
    case "deadline":
      if (!isDayOfYear(rule.due)) return `Ngày đến hạn «${rule.due}» không có trong năm.`;
      return rule.onTime < rule.late || rule.late < rule.none
        ? "Điểm đúng hạn, quá hạn, không ban hành phải giảm dần."
        : null;
    default:
      return null;
  }
}

function checkLeaf(leaf: LeafNode, report: Report): void {
  const { code, max, step, source, rule } = leaf;
  if (max % step !== 0)
    report(code, `Điểm tối đa ${formatPoints(max)} không phải bội số của bước điểm ${formatPoints(step)}.`);
  if (source === "survey" && rule.kind !== "survey")
    report(code, `Chấm qua điều tra xã hội học nhưng quy tắc là «${rule.kind}», cần «survey».`);
  if (source === "self" && rule.kind === "survey")
    report(code, "Đơn vị tự đánh giá nhưng quy tắc là «survey».");
  for (const { what, points } of pointsOfRule(rule)) {
    if (points > max)
      report(code, `Điểm ${formatPoints(points)} của ${what} vượt điểm tối đa ${formatPoints(max)}.`);
    if (points % step !== 0)
      report(
        code,
        `Điểm ${formatPoints(points)} của ${what} không phải bội số của bước điểm ${formatPoints(step)}.`,
      );
  }
  if (rule.kind === "checklist") {
    const sum = rule.parts.reduce((total, part) => total + part.points, 0);
    if (sum !== max)
      report(code, `Các phần cộng lại là ${formatPoints(sum)}, cần bằng điểm tối đa ${formatPoints(max)}.`);
  }
  const fault = orderFault(rule);
  if (fault) report(code, fault);
}

/**
 * Checks a criteria set in itself: ids and codes, sums at every level, the decision's counts and totals (section
 * II.1), the leaf table, every leaf's step and rule. Each finding names the node at fault by its printed code (the
 * whole set by its id), what was found and what was expected; an empty list means the set may be used.
 */
export function validateCriteriaSet(set: CriteriaSet): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (node, message) => findings.push({ node, message });
  if (set.fields.length === 0) report(set.id, "Bộ tiêu chí chưa có lĩnh vực nào.");
  checkIdentity(set, report);
  checkSums(set, report);
  checkTotals(set, report);
  checkLeafTable(set, report);
  for (const { leaf } of leavesOf(set)) checkLeaf(leaf, report);
  return findings;
}
