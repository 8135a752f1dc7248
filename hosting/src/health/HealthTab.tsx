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
import { useMemo, useState } from "react";
import { dataOf, useDocument, useQuery } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/health-page.ts";
import { Backup } from "./Backup.tsx";
import { Ages, Refusals } from "./Counts.tsx";
import { Drift } from "./Drift.tsx";
import { DAYS, firstDay, spansOf } from "./days.ts";
import styles from "./health.module.css";
import { matters } from "./matters.ts";
import { Objectives } from "./Objectives.tsx";
import { Result } from "./Result.tsx";
import { Schedules } from "./Schedules.tsx";

function Verdict({ found, known }: { found: readonly string[]; known: boolean }) {
  if (!known)
    return (
      <p className={styles.verdict} role="status">
        {t("healthUnmeasured")}
      </p>
    );
  const bad = found.length > 0;
  return (
    <p className={bad ? `${styles.verdict} ${styles.bad}` : styles.verdict} role="status">
      {bad ? t("healthBad", { n: found.length, what: found.join("; ") }) : `✓ ${t("healthGood")}`}
    </p>
  );
}

/** How the system runs: what it is held to, what it did, what waits for a look. */
export default function HealthTab() {
  const { scheme, periodId, period } = useSession();
  const [now] = useState(() => new Date());
  const wanted = useMemo(() => queries.healthSince(scheme, firstDay(DAYS[1], now)), [scheme, now]);
  const days = useQuery(wanted, HealthDay);
  const drift = dataOf(useDocument(paths.operations(scheme, `drift-${periodId}`), DriftReport));
  const runs = dataOf(useDocument(paths.operations(scheme, "schedules"), ScheduleRuns))?.runs ?? {};
  const note = dataOf(useDocument(paths.operations(scheme, "backup"), BackupNote));
  const seal = dataOf(useDocument(period.seal && paths.seal(scheme, periodId, period.seal), Seal));
  const below = dataOf(useDocument(paths.scheme(scheme), Scheme))?.parent != null;
  return (
    <Shown live={days}>
      {(entries) => {
        const known = entries.map(({ data }) => data);
        const spans = spansOf(known, now);
        return (
          <div className={styles.sections}>
            <div>
              <Verdict
                found={matters(spans, drift, runs, now)}
                known={known.length > 0 || drift !== undefined || Object.keys(runs).length > 0}
              />
              <p className={styles.soft}>{t("healthExplain")}</p>
            </div>
            <Objectives {...{ spans, drift }} />
            <Drift {...{ drift, period, now }} />
            <Ages spans={spans} />
            <Refusals spans={spans} />
            <Result {...{ seal, period, now }} />
            <Schedules {...{ runs, below, now }} />
            <Backup {...{ note, now }} />
          </div>
        );
      }}
    </Shown>
  );
}
