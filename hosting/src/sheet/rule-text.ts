import { formatPoints, type LeafNode, type ScoringRule } from "@parindex/core";
import { t } from "../text/text.ts";

/** 1/100 per cent as people write it: 8000 → "80". */
const percent = (basisPoints: number) => String(basisPoints / 100).replace(".", ",");

const labelled = (entries: readonly { label: string; points: number }[]) =>
  entries.map(({ label, points }) => `${label}: ${formatPoints(points)}`).join("; ");

const dayOf = (monthDay: string) => monthDay.split("-").reverse().join("/");

const ratioGaps = (
  { floor, target }: Extract<ScoringRule, { kind: "ratio" | "ratioWithPenalty" }>,
  max: string,
) => ({
  floor: percent(floor),
  target: percent(target),
  max,
});

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
      return t("ruleRatio", ratioGaps(rule, full));
    case "ratioWithPenalty":
      return t("rulePenalty", { ...ratioGaps(rule, full), penalty: percent(rule.latePenalty) });
    case "steps":
      return t("ruleSteps", {
        list: rule.steps
          .map(({ atLeast, points }) => `≥ ${percent(atLeast)}%: ${formatPoints(points)}`)
          .join("; "),
      });
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
