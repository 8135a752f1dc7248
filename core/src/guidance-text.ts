import type { LeafNode } from "./criteria-set.ts";
import { TEXT_MAX } from "./documents.ts";
import { formatPoints } from "./points.ts";
import { propose } from "./propose.ts";
import type { ScoringRule } from "./scoring-rule.ts";

type RuleOf<K extends ScoringRule["kind"]> = Extract<ScoringRule, { kind: K }>;

const percent = (basisPoints: number) => `${formatPoints(basisPoints * 100)}%`;
const points = (value: number) => `${formatPoints(value)} điểm`;
const listed = (lines: readonly string[]) => lines.map((line) => `\n- ${line}`).join(";");
const labelled = (list: readonly { label: string; points: number }[]) =>
  listed(list.map((one) => `${one.label}: ${points(one.points)}`));

const rounded = ({ step }: LeafNode) => `Điểm được làm tròn đến bội số của ${points(step)}.`;

/** What a share gives a leaf whose tasks were all done on time, as its rule says. */
function exampleOf(leaf: LeafNode, rule: RuleOf<"ratio"> | RuleOf<"ratioWithPenalty">): string {
  const share = Math.floor((rule.floor + rule.target) / 2);
  const facts = { planned: 10_000, done: share, ...(rule.kind === "ratio" ? {} : { late: 0 }) };
  const proposal = propose(rule, facts, { ...leaf, year: 0 });
  return proposal.kind === "points" ? ` Ví dụ: tỷ lệ ${percent(share)} được ${points(proposal.points)}.` : "";
}

function whenNothing(whenZero: RuleOf<"ratio">["whenZero"], max: number): string {
  const none = "Trường hợp trong năm không phát sinh nhiệm vụ";
  switch (whenZero) {
    case "full":
      return `${none}: được tính ${points(max)}.`;
    case "zero":
      return `${none}: 0 điểm.`;
    case "exempt":
      return `${none}: không áp dụng tiêu chí này, điểm tối đa của đơn vị được trừ tương ứng sau khi cơ quan thường trực xem xét.`;
  }
}

function byShare(leaf: LeafNode, rule: RuleOf<"ratio"> | RuleOf<"ratioWithPenalty">): string {
  const { floor, target } = rule;
  const full = `đạt từ ${percent(target)} trở lên: ${points(leaf.max)}`;
  if (floor >= target) return `${listed([full, `dưới ${percent(target)}: 0 điểm`])}.`;
  const between = `${floor === 0 ? "dưới" : `từ ${percent(floor)} đến dưới`} ${percent(target)}`;
  const partly = `${between}: điểm = ${formatPoints(leaf.max)} × tỷ lệ đạt được / ${percent(target)}`;
  const none = floor === 0 ? [] : [`dưới ${percent(floor)}: 0 điểm`];
  return `${listed([full, partly, ...none])}.\n${rounded(leaf)}${exampleOf(leaf, rule)}`;
}

function bySteps({ steps }: RuleOf<"steps">): string {
  const lowest = steps.at(-1)?.atLeast ?? 0;
  const bands = steps.map(({ atLeast, points: given }, at) => {
    const above = steps[at - 1];
    if (!above) return `từ ${percent(atLeast)} trở lên: ${points(given)}`;
    const from = atLeast === 0 ? "dưới" : `từ ${percent(atLeast)} đến dưới`;
    return `${from} ${percent(above.atLeast)}: ${points(given)}`;
  });
  return `${listed(lowest === 0 ? bands : [...bands, `dưới ${percent(lowest)}: 0 điểm`])}.`;
}

const SHARE = "Chấm điểm theo tỷ lệ, tính bằng";
const OF_TASKS = "số nhiệm vụ phải thực hiện × 100%";

/** How the points of a leaf follow from what its unit did. */
function wayOf(leaf: LeafNode, rule: Exclude<ScoringRule, { kind: "survey" }>): string {
  const { max } = leaf;
  switch (rule.kind) {
    case "yesno":
      return `Có thực hiện: ${points(max)}; không thực hiện: 0 điểm.`;
    case "options":
      return `Căn cứ kết quả thực hiện, chấm theo một trong các mức sau:${labelled(rule.options)}.`;
    case "checklist":
      return `Điểm của tiêu chí là tổng điểm các nội dung đã thực hiện:${labelled(rule.parts)}.`;
    case "deadline": {
      const due = `ngày ${rule.due.split("-").reverse().join("/")} của năm đánh giá`;
      const onTime = `ban hành chậm nhất ${due}: ${points(rule.onTime)}`;
      const late = `ban hành sau thời hạn trên: ${points(rule.late)}`;
      return `Chấm điểm theo thời điểm ban hành:${listed([onTime, late, `không ban hành: ${points(rule.none)}`])}.`;
    }
    case "ratio":
      return `${SHARE} số nhiệm vụ đã hoàn thành / ${OF_TASKS}:${byShare(leaf, rule)}\n${whenNothing(rule.whenZero, max)}`;
    case "ratioWithPenalty": {
      const counted = `(số nhiệm vụ đã hoàn thành − ${percent(rule.latePenalty)} × số nhiệm vụ hoàn thành quá hạn)`;
      return `${SHARE} ${counted} / ${OF_TASKS}:${byShare(leaf, rule)}\n${whenNothing(rule.whenZero, max)}`;
    }
    case "steps":
      return `${SHARE} số đã thực hiện / số phải thực hiện × 100%:${bySteps(rule)}\n${whenNothing(rule.whenZero, max)}`;
    case "scale": {
      const outOf = formatPoints(rule.outOf);
      return `Điểm = ${formatPoints(max)} × kết quả đạt được / ${outOf} (theo thang ${outOf} điểm), không vượt quá ${points(max)}. ${rounded(leaf)}`;
    }
    case "deductPerItem":
      return `Thực hiện đầy đủ, đúng quy định: ${points(max)}; mỗi trường hợp không thực hiện, thực hiện chậm hoặc không đạt yêu cầu trừ ${points(rule.perItem)}, trừ đến 0 điểm.`;
    case "manual":
      return `Đơn vị tự chấm từ 0 đến ${points(max)} theo mức độ thực hiện và thuyết minh căn cứ chấm điểm.`;
  }
}

function proofOf({ evidence }: LeafNode): string {
  const proof = evidence.trim().replace(/\.$/, "");
  return `Tài liệu kiểm chứng: ${proof || "văn bản, số liệu chứng minh kết quả thực hiện"}.`;
}

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);
const MARK = " (Minh họa.)";

/** A text that says of a leaf, from its rule, how it is scored; marked as illustrative, for it stands for no document. */
export function illustrativeText(leaf: LeafNode): string {
  const { rule, max } = leaf;
  const most = `Điểm tối đa ${formatPoints(max)}.`;
  const text =
    rule.kind === "survey"
      ? `${most} Điểm lấy từ kết quả điều tra xã hội học đối với ${rule.groups.map(lowerFirst).join("; ")}. Đơn vị không tự chấm điểm tiêu chí này.`
      : `${most} ${wayOf(leaf, rule)}\n${proofOf(leaf)}`;
  const room = TEXT_MAX - MARK.length;
  return `${text.length > room ? `${text.slice(0, room - 1)}…` : text}${MARK}`;
}
