import { type Facts, formatPoints, type ScoringRule } from "@parindex/core";
import { dayText } from "../shell/time.ts";
import { type TextKey, t } from "../text/text.ts";

/** The facts a unit entered for a leaf, in words. */
export function factsOf(rule: ScoringRule, facts: Facts): string[] {
  const counts = (["planned", "done", "late", "items"] as const satisfies TextKey[]).flatMap((name) =>
    typeof facts[name] === "number" ? [`${t(name)}: ${facts[name].toLocaleString("vi")}`] : [],
  );
  if (counts.length > 0) return counts;
  if (rule.kind === "yesno" && typeof facts.yes === "boolean") return [t(facts.yes ? "yes" : "no")];
  if (rule.kind === "options" && typeof facts.option === "number")
    return [rule.options[facts.option]?.label ?? ""];
  if (rule.kind === "deadline" && facts.issued === null) return [t("neverIssued")];
  if (rule.kind === "deadline" && typeof facts.issued === "string")
    return [`${t("issued")}: ${dayText(facts.issued)}`];
  if (rule.kind === "scale" && typeof facts.value === "number")
    return [`${t("value")}: ${formatPoints(facts.value)}`];
  if (rule.kind === "checklist" && Array.isArray(facts.parts)) {
    const { parts } = facts;
    return rule.parts.map(({ label }, at) => `${parts[at] ? "☑" : "☐"} ${label}`);
  }
  return [];
}
