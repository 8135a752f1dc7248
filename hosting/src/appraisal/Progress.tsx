import { Text } from "@mantine/core";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/text.ts";
import styles from "./appraisal.module.css";
import { type Progress as Count, sumOf } from "./judged-leaves.ts";
import { useJudgedUnits } from "./useJudgedUnits.ts";

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

/** How far the appraiser's own leaves have come. */
export const Progress = () => (
  <Shown live={useJudgedUnits()}>
    {(units) =>
      units.length === 0 ? <Text className="soft">{t("noUnitsYours")}</Text> : <ProgressOf units={units} />
    }
  </Shown>
);
