import { Text } from "@mantine/core";
import {
  AuditEntry,
  formatInstant,
  leavesOf,
  Member,
  PeriodDate,
  PeriodState,
  paths,
  queries,
  stateName,
} from "@parindex/core";
import { useMemo } from "react";
import { dataOf, type Entry, useCollection, useQuery } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { useSets, useUnits } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/text.ts";
import { actName } from "./act-names.ts";
import styles from "./admin.module.css";

const NEWEST = 100;

/** Names by id, for the reader. */
interface Names {
  unit: (id: string) => string;
  leaf: (unit: string | null, id: string) => string;
  member: (uid: string) => string;
}

/** What an entry's detail adds to its name: the step that was taken, the date that moved. */
function detailText({ act, detail, unit }: AuditEntry, { leaf }: Names): string | null {
  const to = PeriodState.safeParse(detail.to);
  if (act === "advance" && to.success) return `→ ${stateName(to.data)}`;
  const date = PeriodDate.safeParse(detail.date);
  if (act === "setDate" && date.success && detail.to instanceof Date)
    return `${t(date.data)} → ${formatInstant(detail.to)}`;
  if (typeof detail.leaf === "string") return leaf(unit, detail.leaf);
  return typeof detail.minutes === "string" ? detail.minutes : null;
}

function AuditRow({ entry, names }: { entry: AuditEntry; names: Names }) {
  const detail = detailText(entry, names);
  return (
    <tr>
      <td className={styles.nowrap}>{formatInstant(entry.at)}</td>
      <th scope="row">
        {actName(entry.act)}
        {detail && <span className={styles.soft}>{detail}</span>}
      </th>
      <td>{entry.unit && names.unit(entry.unit)}</td>
      <td>{entry.by === "system" ? t("bySystem") : names.member(entry.by)}</td>
      <td>{entry.reason}</td>
    </tr>
  );
}

function AuditTable({ entries, names }: { entries: readonly Entry<AuditEntry>[]; names: Names }) {
  if (entries.length === 0) return <Text size="sm">{t("auditEmpty")}</Text>;
  return (
    <>
      <Text size="sm" className="soft">
        {t("auditLead", { n: NEWEST })}
      </Text>
      <table className={styles.table} aria-label={t("tabAudit")}>
        <thead>
          <tr>
            <th scope="col">{t("time")}</th>
            <th scope="col">{t("act")}</th>
            <th scope="col">{t("unitName")}</th>
            <th scope="col">{t("by")}</th>
            <th scope="col">{t("reason")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ id, data }) => (
            <AuditRow key={id} entry={data} names={names} />
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What was done in this period, by whom and why: the newest first. */
export function AuditTab() {
  const { scheme, periodId } = useSession();
  const newest = useMemo(() => queries.auditOfPeriod(scheme, periodId, NEWEST), [scheme, periodId]);
  const audit = useQuery(newest, AuditEntry);
  const members = dataOf(useCollection(paths.members(scheme), Member));
  const units = dataOf(useUnits());
  const sets = dataOf(useSets());
  const names: Names = {
    unit: (id: string) => units?.find((unit) => unit.id === id)?.name ?? id,
    leaf: (unit, id) => {
      const set = sets?.get(units?.find((one) => one.id === unit)?.criteriaSet ?? "");
      const found = set && [...leavesOf(set)].find(({ leaf }) => leaf.id === id)?.leaf;
      return t("leafId", { leaf: found ? `${found.code} ${found.name}` : id });
    },
    member: (uid: string) => members?.find(({ id }) => id === uid)?.data.name ?? uid,
  };
  return <Shown live={audit}>{(entries) => <AuditTable entries={entries} names={names} />}</Shown>;
}
