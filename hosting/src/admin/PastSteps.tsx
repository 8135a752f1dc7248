import { Text, Title } from "@mantine/core";
import { AuditEntry, formatInstant, PeriodState, queries } from "@parindex/core";
import { useMemo } from "react";
import { dataOf, useQuery } from "../data/live.ts";
import { PersonName } from "../data/people.tsx";
import { useSession } from "../data/session.tsx";
import { t } from "../text/standing-body.ts";
import { stateName } from "../text/text.ts";
import { actName } from "./act-names.ts";
import styles from "./admin.module.css";

const MOST = 20;

/** The newest entries of one act. */
function useEntriesOf(act: string) {
  const { scheme, periodId } = useSession();
  const wanted = useMemo(() => queries.auditOfAct(scheme, periodId, act, MOST), [scheme, periodId, act]);
  return dataOf(useQuery(wanted, AuditEntry)) ?? [];
}

function StepRow({ entry: { act, by, at, detail, reason } }: { entry: AuditEntry }) {
  const to = PeriodState.safeParse(detail.to);
  return (
    <tr>
      <td className={styles.nowrap}>{formatInstant(at)}</td>
      <th scope="row">
        {actName(act)}
        {act === "advance" && to.success && ` → ${stateName(to.data)}`}
        {reason && <span className={styles.soft}>{reason}</span>}
      </th>
      <td>
        <PersonName uid={by} at={at} />
      </td>
    </tr>
  );
}

/** Which steps of the year were taken, when and by whom, the newest first. */
export function PastSteps() {
  const entries = [
    ...useEntriesOf("advance"),
    ...useEntriesOf("release"),
    ...useEntriesOf("adopt"),
    ...useEntriesOf("sealed"),
    ...useEntriesOf("reopen"),
    ...useEntriesOf("published"),
    ...useEntriesOf("importPastYear"),
  ].toSorted((a, b) => b.data.at.getTime() - a.data.at.getTime());
  return (
    <section aria-labelledby="past-steps">
      <Title order={2} size="h4" mt="xl" id="past-steps">
        {t("pastSteps")}
      </Title>
      {entries.length === 0 ? (
        <Text size="sm">{t("pastStepsNone")}</Text>
      ) : (
        <table className={styles.table} aria-labelledby="past-steps">
          <thead>
            <tr>
              <th scope="col">{t("time")}</th>
              <th scope="col">{t("act")}</th>
              <th scope="col">{t("by")}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ id, data }) => (
              <StepRow key={id} entry={data} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
