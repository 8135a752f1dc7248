import { Text } from "@mantine/core";
import { type Facts, formatPoints, type ScoringRule } from "@parindex/core";
import { type TextKey, t } from "../text/text.ts";

const dayText = (date: string) => date.split("-").reverse().join("/");

/** The facts a unit entered, in words. */
function factsOf(rule: ScoringRule, facts: Facts): string[] {
  const counts = (["planned", "done", "late", "items"] as const satisfies TextKey[]).flatMap((name) =>
    typeof facts[name] === "number" ? [`${t(name)}: ${facts[name]}`] : [],
  );
  if (counts.length > 0) return counts;
  if (rule.kind === "yesno") return [t(facts.yes === true ? "yes" : "no")];
  if (rule.kind === "options" && typeof facts.option === "number")
    return [rule.options[facts.option]?.label ?? ""];
  if (rule.kind === "deadline")
    return [facts.issued === null ? t("neverIssued") : `${t("issued")}: ${dayText(String(facts.issued))}`];
  if (rule.kind === "scale" && typeof facts.value === "number")
    return [`${t("value")}: ${formatPoints(facts.value)}`];
  if (rule.kind === "checklist" && Array.isArray(facts.parts)) {
    const { parts } = facts;
    return rule.parts.flatMap(({ label }, at) => (parts[at] ? [label] : []));
  }
  return [];
}

export function FactsText({ rule, facts }: { rule: ScoringRule; facts: Facts | null }) {
  if (!facts) return null;
  return (
    <Text size="sm">
      <span className="soft">{t("facts")}:</span> {factsOf(rule, facts).join(" · ")}
    </Text>
  );
}
