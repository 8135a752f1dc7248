import {
  actBudget,
  type BackupNote,
  type DriftReport,
  editBudget,
  formatInstant,
  type HealthDay,
  isLate,
  OBJECTIVES,
  OPEN_STATES,
  type Period,
  type ScheduleName,
  type ScheduleRuns,
  type Seal,
} from "@parindex/core";
import { millisecondsInDay } from "date-fns/constants";
import { type TextKey, t } from "../text/health-page.ts";
import { SCHEDULE_NAMES, SCHEDULES } from "./Schedules.tsx";

/** What is known of how the system runs. */
export interface Health {
  /** The numbers of the last days together, for each of `DAYS`. */
  spans: HealthDay[];
  /** Whether those rest on anything counted. */
  counted: boolean;
  period: Period;
  drift: DriftReport | undefined;
  seal: Seal | undefined;
  runs: ScheduleRuns["runs"];
  note: BackupNote | undefined;
  now: Date;
}

export const isOpen = ({ period }: Pick<Health, "period">): boolean => OPEN_STATES.includes(period.state);

/** Whether an open period has waited too long to be reconciled again. */
export const isDriftLate = ({ drift, period, now }: Pick<Health, "drift" | "period" | "now">): boolean =>
  isOpen({ period }) && drift !== undefined && isLate("reconcile", drift.at, now);

/** Whether a sealing run is under way and nobody works on it. */
export const isAbandoned = ({ state, lease }: Seal, now: Date): boolean =>
  (state === "claimed" || state === "reading") && lease <= now;

export const isBackupOld = ({ at }: BackupNote, now: Date): boolean =>
  now.getTime() - at.getTime() > millisecondsInDay;

/** Schedules that are late or failed. */
const troubled = ({ runs, now }: Health): ScheduleName[] =>
  SCHEDULE_NAMES.filter((name) => {
    const run = runs[name];
    return run !== undefined && (run.failed > 0 || isLate(name, run.at, now));
  });

/** The objectives that are not met. */
function unmet({ spans, drift }: Health): TextKey[] {
  const longest = spans.at(-1);
  return [
    ...(longest && editBudget(longest).left < 0 ? (["healthEdits"] as const) : []),
    ...(longest && actBudget(longest).left < 0 ? (["healthActs"] as const) : []),
    ...(drift && drift.lagging > 0 ? (["healthNoDrift"] as const) : []),
    ...(drift && drift.gaps > 0 ? (["healthNoLoss"] as const) : []),
  ];
}

/** What waits for a look, in words: all that a section of the page marks as wrong. */
export function matters(health: Health): string[] {
  const { drift, seal, note, now } = health;
  return [
    ...unmet(health).map((objective) => t("healthNotKept", { what: t(objective) })),
    ...(drift && drift.failed > 0 ? [t("healthUnreconciled", { n: drift.failed })] : []),
    ...(isDriftLate(health) ? [t("healthDriftLate", { n: OBJECTIVES.driftHours })] : []),
    ...(seal?.state === "done" && seal.differences.length > 0
      ? [t("healthSealOver", { run: seal.run, n: seal.differences.length })]
      : []),
    ...(seal && isAbandoned(seal, now) ? [t("healthLeaseOver", { at: formatInstant(seal.lease) })] : []),
    ...troubled(health).map((name) => t("healthScheduleBad", { what: t(SCHEDULES[name]) })),
    ...(note && isBackupOld(note, now) ? [t("healthBackupOld")] : []),
  ];
}
