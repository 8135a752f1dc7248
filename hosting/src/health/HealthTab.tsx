import {
  BackupNote,
  DriftReport,
  HealthDay,
  paths,
  queries,
  ScheduleRuns,
  Scheme,
  Seal,
} from "@parindex/core";
import { useMemo } from "react";
import { dataOf, useDocument, useQuery } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { Shown } from "../shell/Notice.tsx";
import { useNow } from "../shell/time.ts";
import { t } from "../text/health-page.ts";
import { Backup } from "./Backup.tsx";
import { Ages, Refusals } from "./Counts.tsx";
import { Drift } from "./Drift.tsx";
import { DAYS, firstDay, spansOf } from "./days.ts";
import styles from "./health.module.css";
import { type Health, matters } from "./matters.ts";
import { Objectives } from "./Objectives.tsx";
import { Result } from "./Result.tsx";
import { Schedules } from "./Schedules.tsx";

function Verdict({ health }: { health: Health }) {
  const found = matters(health);
  if (found.length > 0)
    return (
      <div className={`${styles.verdict} ${styles.wrong}`} role="status">
        {t("healthBad", { n: found.length })}
        <ul>
          {found.map((matter) => (
            <li key={matter}>{matter}</li>
          ))}
        </ul>
      </div>
    );
  const { counted, drift, runs } = health;
  const known = counted || drift !== undefined || Object.keys(runs).length > 0;
  return (
    <div className={styles.verdict} role="status">
      {known ? `✓ ${t("healthGood")}` : t("healthUnmeasured")}
    </div>
  );
}

/** How the system runs: what it is held to, what it did, what waits for a look. */
export default function HealthTab() {
  const { scheme, periodId, period } = useSession();
  const now = useNow();
  const since = firstDay(DAYS[1], now);
  const wanted = useMemo(() => queries.healthSince(scheme, since), [scheme, since]);
  const days = useQuery(wanted, HealthDay);
  const drift = dataOf(useDocument(paths.operations(scheme, `drift-${periodId}`), DriftReport));
  const runs = dataOf(useDocument(paths.operations(scheme, "schedules"), ScheduleRuns))?.runs ?? {};
  const note = dataOf(useDocument(paths.operations(scheme, "backup"), BackupNote));
  const seal = dataOf(useDocument(period.seal && paths.seal(scheme, periodId, period.seal), Seal));
  const below = dataOf(useDocument(paths.scheme(scheme), Scheme))?.parent != null;
  return (
    <Shown live={days}>
      {(entries) => {
        const counted = entries.map(({ data }) => data);
        const spans = spansOf(counted, now);
        const health = { spans, counted: counted.length > 0, period, drift, seal, runs, note, now };
        return (
          <div className={styles.sections}>
            <div>
              <Verdict health={health} />
              <p className={styles.soft}>{t("healthExplain")}</p>
            </div>
            <Objectives {...health} />
            <Drift {...health} />
            <Ages spans={spans} />
            <Refusals spans={spans} />
            <Result {...health} />
            <Schedules {...{ runs, below, now }} />
            <Backup {...health} />
          </div>
        );
      }}
    </Shown>
  );
}
