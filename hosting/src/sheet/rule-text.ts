import { formatPoints, type LeafNode, type ScoringRule } from "@parindex/core";
import { t } from "../text/text.ts";

/** 1/100 per cent as people write it: 8000 → "80". */
const percent = (basisPoints: number) => String(basisPoints / 100).replace(".", ",");

const labelled = (entries: readonly { label: string; points: number }[]) =>
  entries.map(({ label, points }) => `${label}: ${formatPoints(points)}`).join("; ");

const dayOf = (monthDay: string) => monthDay.split("-").reverse().join("/");

type RuleOf<K extends ScoringRule["kind"]> = Extract<ScoringRule, { kind: K }>;

/** The shares from one share to below another, in 1/100 per cent; from 0 on there is nothing below. */
const band = (from: number, to: number | undefined): string => {
  if (to === undefined) return t("bandUp", { from: percent(from) });
  return from === 0
    ? t("bandBelow", { to: percent(to) })
    : t("bandBetween", { from: percent(from), to: percent(to) });
};

/** What is below a share and gives nothing, where anything is. */
const none = (below: number): string[] =>
  below === 0 ? [] : [t("ruleNone", { band: t("bandBelow", { to: percent(below) }) })];

/** The bands of a ratio: full from its target, its share of the target from its floor, nothing below. */
function ratioText({ floor, target }: RuleOf<"ratio"> | RuleOf<"ratioWithPenalty">, max: string): string {
  const full = t("ruleFull", { target: percent(target), max });
  if (floor >= target) return [full, ...none(target)].join("; ");
  const share = t("ruleShare", { band: band(floor, target), max, target: percent(target) });
  return [full, share, ...none(floor)].join("; ");
}

const stepsText = ({ steps }: RuleOf<"steps">): string =>
  [
    ...steps.map(
      ({ atLeast, points }, at) => `${band(atLeast, steps[at - 1]?.atLeast)}: ${formatPoints(points)}`,
    ),
    ...none(steps.at(-1)?.atLeast ?? 0),
  ].join("; ");

/** The scoring guidance of a leaf (*hướng dẫn chấm điểm*), said from its rule. */
export function ruleText({ rule, max }: Pick<LeafNode, "rule" | "max">): string {
  const full = formatPoints(max);
  switch (rule.kind) {
    case "yesno":
      return t("ruleYesno", { max: full });
    case "options":
      return t("ruleOptions", { list: labelled(rule.options) });
    case "checklist":
      return t("ruleChecklist", { list: labelled(rule.parts) });
    case "deadline":
      return t("ruleDeadline", {
        due: dayOf(rule.due),
        onTime: formatPoints(rule.onTime),
        late: formatPoints(rule.late),
        none: formatPoints(rule.none),
      });
    case "ratio":
      return `${ratioText(rule, full)}.`;
    case "ratioWithPenalty":
      return t("rulePenalty", { penalty: percent(rule.latePenalty), list: ratioText(rule, full) });
    case "steps":
      return t("ruleSteps", { list: stepsText(rule) });
    case "scale":
      return t("ruleScale", { outOf: formatPoints(rule.outOf), max: full });
    case "deductPerItem":
      return t("ruleDeduct", { max: full, per: formatPoints(rule.perItem) });
    case "survey":
      return t("ruleSurvey", { list: rule.groups.join("; ") });
    case "manual":
      return t("ruleManual");
  }
}
