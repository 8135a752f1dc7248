import { editsOf, foldedWithin, type HealthDay } from "@parindex/core";
import { type TextKey, t } from "../text/health-page.ts";
import styles from "./health.module.css";
import { Numbers, Section } from "./parts.tsx";
import { lengthText, numberText } from "./words.ts";

const withinText = (seconds: number | null): string => {
  if (seconds === null) return "—";
  return Number.isFinite(seconds) ? `≤ ${lengthText(seconds * 1_000)}` : t("healthMore");
};

/** How long edits took from their write to the index. */
export function Ages({ spans }: { spans: HealthDay[] }) {
  const rows: [TextKey, (day: HealthDay) => string][] = [
    ["healthCount", (day) => numberText(editsOf(day))],
    ["healthHalf", (day) => withinText(foldedWithin(day, 500))],
    ["healthMost", (day) => withinText(foldedWithin(day, 950))],
    ["healthSlowest", (day) => (editsOf(day) > 0 ? lengthText(day.slowest) : "—")],
    ["healthRetried", (day) => numberText(day.retried)],
  ];
  return (
    <Section title={t("healthAge")}>
      <Numbers
        label={t("healthAge")}
        first={t("healthMeasure")}
        rows={rows.map(([key, of]) => ({ name: t(key), values: spans.map(of) }))}
      />
    </Section>
  );
}

/** What a cause is called; several of the same kind together. */
const CAUSES: Readonly<Record<string, TextKey>> = {
  overdue: "healthCauseOverdue",
  wrongState: "healthCauseState",
  missingRole: "healthCauseRole",
  notYourUnit: "healthCauseUnit",
  notYourLeaf: "healthCauseUnit",
  ownUnit: "healthCauseUnit",
  staleVersion: "healthCauseStale",
  submissionClosed: "healthCauseClosed",
  notPoints: "healthCausePoints",
  aboveMaximum: "healthCausePoints",
  offStep: "healthCausePoints",
  missing: "healthCauseMissing",
  issues: "healthCauseIssues",
  notFound: "healthCauseNotFound",
};

function refusedBy({ refused }: HealthDay): Map<string, number> {
  const found = new Map<string, number>();
  for (const [cause, count] of Object.entries(refused)) {
    const name = t(CAUSES[cause] ?? "healthCauseOther");
    found.set(name, (found.get(name) ?? 0) + count);
  }
  return found;
}

/** Acts that were refused, by their cause. */
export function Refusals({ spans }: { spans: HealthDay[] }) {
  const counts = spans.map(refusedBy);
  const longest = counts.at(-1) ?? new Map<string, number>();
  const names = [...longest].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
  return (
    <Section title={t("healthRefused")}>
      {names.length === 0 ? (
        <p>{t("healthNoRefused")}</p>
      ) : (
        <Numbers
          label={t("healthRefused")}
          first={t("healthCause")}
          rows={names.map((name) => ({
            name,
            values: counts.map((count) => numberText(count.get(name) ?? 0)),
          }))}
        />
      )}
      <p className={styles.soft}>{t("healthRules")}</p>
    </Section>
  );
}
