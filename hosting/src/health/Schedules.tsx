import {
  formatInstant,
  isLate,
  SCHEDULE_MINUTES,
  type ScheduleName,
  type ScheduleRuns,
} from "@parindex/core";
import { millisecondsInMinute } from "date-fns/constants";
import { type TextKey, t } from "../text/health-page.ts";
import { Section, Status } from "./parts.tsx";
import { lengthText } from "./words.ts";

/** What each schedule is called. */
export const SCHEDULES: Readonly<Record<ScheduleName, TextKey>> = {
  advanceYear: "healthAdvance",
  gatherTallies: "healthTallies",
  rollUp: "healthRollUp",
  reconcile: "healthReconcileRun",
  rewriteAnswers: "healthRewrite",
};
export const SCHEDULE_NAMES = Object.keys(SCHEDULES) as ScheduleName[];

type Runs = ScheduleRuns["runs"];

function ScheduleRow({ name, runs, now }: { name: ScheduleName; runs: Runs; now: Date }) {
  const run = runs[name];
  const status = () => {
    if (!run) return t("healthNotRun");
    if (run.failed > 0)
      return <Status good={false}>{t("healthFailed", { n: run.failed, errorId: run.errorId ?? "" })}</Status>;
    const late = isLate(name, run.at, now);
    return <Status good={!late}>{t(late ? "healthLate" : "healthOk")}</Status>;
  };
  return (
    <tr>
      <th scope="row">{t(SCHEDULES[name])}</th>
      <td data-label={t("healthEvery")}>{lengthText(SCHEDULE_MINUTES[name] * millisecondsInMinute)}</td>
      <td data-label={t("healthRan")}>{run ? formatInstant(run.at) : "—"}</td>
      <td data-label={t("healthTook")}>{run ? lengthText(run.durationMs) : "—"}</td>
      <td data-label={t("healthStatus")}>{status()}</td>
    </tr>
  );
}

/** The last run of every schedule; those of a scheme below another one are watched above. */
export function Schedules({ runs, below, now }: { runs: Runs; below: boolean; now: Date }) {
  if (below)
    return (
      <Section title={t("healthSchedules")}>
        <p>{t("healthBelow")}</p>
      </Section>
    );
  return (
    <Section title={t("healthSchedules")}>
      <table aria-label={t("healthSchedules")}>
        <thead>
          <tr>
            {(["healthSchedule", "healthEvery", "healthRan", "healthTook", "healthStatus"] as const).map(
              (key) => (
                <th key={key} scope="col">
                  {t(key)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {SCHEDULE_NAMES.map((name) => (
            <ScheduleRow key={name} {...{ name, runs, now }} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}
