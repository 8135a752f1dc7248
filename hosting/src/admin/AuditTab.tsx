import { Button, Group, Text } from "@mantine/core";
import {
  AuditEntry,
  type DeclaredQuery,
  formatInstant,
  Member,
  nodesOf,
  paths,
  queries,
} from "@parindex/core";
import { useMemo, useState } from "react";
import { dataOf, type Entry, useCollection, useQuery } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { useSets, useUnits } from "../data/units.ts";
import { toLocalInput } from "../data/vietnam-time.ts";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/standing-body.ts";
import { type AuditFilter, AuditFilters, NO_FILTER } from "./AuditFilters.tsx";
import { actName } from "./act-names.ts";
import styles from "./admin.module.css";
import { auditRow, byText, detailText, type Names, personAt } from "./audit-text.ts";
import { downloadCsv } from "./download-csv.ts";

/** As many entries as are asked for at once. */
const PAGE = 200;

/** The narrowest query a filter allows; what it does not narrow is narrowed here. */
function queryOf(scheme: string, period: string, filter: AuditFilter, limit: number): DeclaredQuery {
  if (filter.person) return queries.auditByPerson(scheme, period, filter.person, limit);
  if (filter.unit) return queries.auditOfUnit(scheme, period, filter.unit, limit);
  if (filter.act) return queries.auditOfAct(scheme, period, filter.act, limit);
  return queries.auditOfPeriod(scheme, period, limit);
}

function passes(entry: AuditEntry, { unit, person, act, from, to }: AuditFilter): boolean {
  const day = toLocalInput(entry.at).slice(0, 10);
  return (
    (unit === "" || entry.unit === unit) &&
    (person === "" || entry.by === person) &&
    (act === "" || entry.act === act) &&
    (from === "" || day >= from) &&
    (to === "" || day <= to)
  );
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
      <td>{byText(entry, names)}</td>
      <td>{entry.reason}</td>
    </tr>
  );
}

function AuditTable({ entries, names }: { entries: readonly Entry<AuditEntry>[]; names: Names }) {
  return (
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
  );
}

interface FoundProps {
  read: readonly Entry<AuditEntry>[];
  filter: AuditFilter;
  names: Names;
  /** Reads further back; null where everything was read. */
  onMore: (() => void) | null;
}

function Found({ read, filter, names, onMore }: FoundProps) {
  const found = read.filter(({ data }) => passes(data, filter));
  const headings = [t("time"), t("act"), t("detail"), t("unitName"), t("by"), t("reason")];
  const save = () =>
    downloadCsv("nhat-ky.csv", [headings, ...found.map(({ data }) => auditRow(data, names))]);
  return (
    <>
      <Group justify="space-between" gap="sm">
        <Text size="sm" className="soft" role="status">
          {t(onMore ? "auditFoundSoFar" : "auditFound", { n: found.length, read: read.length })}
        </Text>
        <Button size="compact-sm" variant="default" onClick={save} disabled={found.length === 0}>
          {t("downloadCsv")}
        </Button>
      </Group>
      {found.length === 0 ? (
        <Text size="sm">{t(read.length === 0 ? "auditEmpty" : "auditNothing")}</Text>
      ) : (
        <AuditTable entries={found} names={names} />
      )}
      {onMore && (
        <Button variant="default" mt="sm" onClick={onMore}>
          {t("auditMore")}
        </Button>
      )}
    </>
  );
}

/** Names of units, leaves and people for the audit. */
function useNames() {
  const { scheme } = useSession();
  const members = dataOf(useCollection(paths.members(scheme), Member));
  const units = dataOf(useUnits());
  const sets = dataOf(useSets());
  const people = useMemo(() => new Map(members?.map(({ id, data }) => [id, data])), [members]);
  const names: Names = {
    unit: (id) => units?.find((unit) => unit.id === id)?.name ?? id,
    leaf: (unit, id) => {
      const set = sets?.get(units?.find((one) => one.id === unit)?.criteriaSet ?? "");
      const found = set && nodesOf(set).find((node) => node.id === id);
      return t("leafId", { leaf: found ? `${found.code} ${found.name}` : id });
    },
    person: (uid, at) => personAt(people.get(uid), uid, at),
  };
  return { names, members: members ?? [], units: units ?? [] };
}

/** What was done in this period, by whom and why: the newest first, narrowed as one likes, and exported. */
export default function AuditTab() {
  const { scheme, periodId } = useSession();
  const [filter, setFilter] = useState(NO_FILTER);
  const [limit, setLimit] = useState(PAGE);
  const { unit, person, act } = filter;
  const wanted = useMemo(
    () => queryOf(scheme, periodId, { ...NO_FILTER, unit, person, act }, limit),
    [scheme, periodId, unit, person, act, limit],
  );
  const audit = useQuery(wanted, AuditEntry);
  const { names, members, units } = useNames();
  return (
    <>
      <AuditFilters
        {...{ filter, units, members }}
        onFilter={(chosen) => {
          setFilter(chosen);
          setLimit(PAGE);
        }}
      />
      <Shown live={audit}>
        {(read) => (
          <Found
            {...{ read, filter, names }}
            onMore={read.length < limit ? null : () => setLimit(limit + PAGE)}
          />
        )}
      </Shown>
    </>
  );
}
