import {
  actBudget,
  type DriftReport,
  editBudget,
  type HealthDay,
  isLate,
  type ScheduleName,
  type ScheduleRuns,
} from "@parindex/core";
import { t } from "../text/health-page.ts";
import { SCHEDULES } from "./Schedules.tsx";

/** Schedules that are late or failed. */
const troubled = (runs: ScheduleRuns["runs"], now: Date) =>
  (Object.keys(SCHEDULES) as ScheduleName[]).filter((name) => {
    const run = runs[name];
    return run !== undefined && (run.failed > 0 || isLate(name, run.at, now));
  });

/** What does not hold, in the words of its section. */
export function matters(
  spans: readonly HealthDay[],
  drift: DriftReport | undefined,
  runs: ScheduleRuns["runs"],
  now: Date,
): string[] {
  const longest = spans.at(-1);
  return [
    ...(longest && editBudget(longest).left < 0 ? [t("healthEdits")] : []),
    ...(longest && actBudget(longest).left < 0 ? [t("healthActs")] : []),
    ...(drift && drift.lagging + drift.failed > 0 ? [t("healthNoDrift")] : []),
    ...(drift && drift.gaps > 0 ? [t("healthNoLoss")] : []),
    ...troubled(runs, now).map((name) => t(SCHEDULES[name])),
  ];
}
