import { Text } from "@mantine/core";
import { queries } from "@parindex/core";
import { useMemo } from "react";
import { useCounts } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { startOfDay } from "../data/vietnam-time.ts";
import { Shown } from "../shell/Notice.tsx";
import { useNow } from "../shell/time.ts";
import { t } from "../text/text.ts";
import styles from "./appraisal.module.css";
import { type Progress as Count, sumOf } from "./judged-leaves.ts";
import { type JudgedUnit, useJudgedUnits } from "./useJudgedUnits.ts";

/** How far some units have come: leaves, units, and a bar. */
export function ProgressOf({ units }: { units: readonly { progress: Count }[] }) {
  const total = sumOf(units.map(({ progress }) => progress));
  const complete = units.filter(({ progress: { done, all } }) => done === all).length;
  return (
    <>
      <Text size="sm" fw={600}>
        {t("yourLeaves", { ...total })}
      </Text>
      <Text size="xs" className="soft">
        {t("unitsComplete", { n: complete, all: units.length })}
      </Text>
      <span className={styles.track} aria-hidden>
        <span style={{ width: `${(100 * total.done) / Math.max(1, total.all)}%` }} />
      </span>
    </>
  );
}

/** What the appraiser judged today, counted by the server unit by unit where anything is judged. */
function Today({ units }: { units: readonly JudgedUnit[] }) {
  const { scheme, periodId, uid } = useSession();
  const today = startOfDay(useNow()).getTime();
  const begun = units.flatMap(({ unit, progress }) => (progress.done > 0 ? [unit.id] : [])).join(" ");
  const queriesOfDay = useMemo(
    () =>
      begun
        .split(" ")
        .filter((id) => id !== "")
        .map((id) => queries.judgedSince(scheme, periodId, id, uid, new Date(today))),
    [begun, scheme, periodId, uid, today],
  );
  const counts = useCounts(queriesOfDay)?.filter((count) => count > 0);
  if (!counts) return null;
  const n = counts.reduce((sum, count) => sum + count, 0);
  return (
    <Text size="xs" className="soft">
      {t("judgedTodayAll", { n, units: counts.length })}
    </Text>
  );
}

/** How far the appraiser's own leaves have come, in all units and today. */
export const Progress = () => (
  <Shown live={useJudgedUnits()}>
    {(units) =>
      units.length === 0 ? (
        <Text className="soft">{t("noUnitsYours")}</Text>
      ) : (
        <>
          <ProgressOf units={units} />
          <Today units={units} />
        </>
      )
    }
  </Shown>
);
