import { formatInstant, type Period, type PeriodState } from "@parindex/core";
import { stateName, t } from "../text/text.ts";
import { dueOf } from "./due.ts";
import { timeLeft, useNow } from "./time.ts";
import styles from "./YearBar.module.css";

const STAGES: readonly PeriodState[] = [
  "selfAssessment",
  "appraisal",
  "explanation",
  "reappraisal",
  "adoption",
  "sealed",
  "published",
];

function stagesOf({ settings }: Period): readonly PeriodState[] {
  return settings.explanationRound
    ? STAGES
    : STAGES.filter((stage) => stage !== "explanation" && stage !== "reappraisal");
}

/** Where in the year we are, and how long this stage still lasts. */
export function YearBar({ period }: { period: Period }) {
  const now = useNow();
  const stages = stagesOf(period);
  const shown = period.state === "sealing" ? "sealed" : period.state;
  const at = stages.indexOf(shown);
  const due = dueOf(period);
  const left = due ? timeLeft(due, now) : null;
  return (
    <section className={styles.bar} aria-label={period.name}>
      <ol className={styles.stages}>
        {stages.map((stage, position) => (
          <li
            key={stage}
            className={position < at ? styles.past : position === at ? styles.now : styles.ahead}
            aria-current={position === at ? "step" : undefined}
          >
            {stateName(stage)}
          </li>
        ))}
      </ol>
      <p className={styles.due}>
        <span className={at < 0 ? undefined : styles.stageNow}>
          {t("stageNow")} <b>{stateName(period.state)}</b>
        </span>
        {due && (
          <span>
            {t("dueAt", { due: formatInstant(due) })} ·{" "}
            <b className={left ? undefined : styles.over}>
              {left ? t("dueIn", { time: left }) : t("duePassed")}
            </b>
          </span>
        )}
      </p>
    </section>
  );
}
