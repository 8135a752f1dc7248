import { NativeSelect } from "@mantine/core";
import {
  type AnalysedUnit,
  type ComparedLeaf,
  compareYears,
  formatPoints,
  indexText,
  Publication,
  paths,
  SealSheet,
  sheetRows,
  type Unlike,
  type YearComparison,
} from "@parindex/core";
import { doc, getDoc } from "firebase/firestore";
import { useCallback, useState } from "react";
import admin from "../admin/admin.module.css";
import { useBackend } from "../data/backend.tsx";
import { withDates } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { PointsText } from "../sheet/Achieved.tsx";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/analysis-desk.ts";
import styles from "./analysis.module.css";
import { signedPoints, signedText } from "./numbers.ts";
import { Cell, Lead, NodeName, SignedBar } from "./parts.tsx";
import { readAll, useOnce } from "./useAnalysed.ts";

const UNLIKE_TEXT = {
  added: "unlikeAdded",
  max: "unlikeMax",
  source: "unlikeSource",
  exempt: "unlikeExempt",
  unscored: "unlikeUnscored",
} as const satisfies Record<Unlike, string>;

interface Before {
  name: string;
  sheets: ReadonlyMap<string, SealSheet["sheet"]>;
}

/** The published result of the year before: one document, and one a unit. */
function useYearBefore(publication: string) {
  const { db } = useBackend();
  const read = useCallback(async (): Promise<Before> => {
    const [found, sheets] = await Promise.all([
      getDoc(doc(db, paths.publication(publication))),
      readAll(db, paths.publicationSheets(publication), SealSheet),
    ]);
    const { manifest } = Publication.parse(withDates(found.data()));
    return { name: manifest.periodName, sheets: new Map(sheets.map(({ sheet }) => [sheet.unit, sheet])) };
  }, [db, publication]);
  return useOnce(read);
}

interface Compared {
  unit: string;
  name: string;
  comparison: YearComparison;
}

/** By how many per cent of the comparable points a unit rose or fell. */
const changeOf = ({ before, now, max }: YearComparison) => (max === 0 ? 0 : (100 * (now - before)) / max);

function Table({ compared }: { compared: readonly Compared[] }) {
  const widest = Math.max(0, ...compared.map(({ comparison }) => Math.abs(changeOf(comparison))));
  return (
    <table className={admin.table} aria-label={t("tabYears")}>
      <thead>
        <tr>
          <th scope="col">{t("unitName")}</th>
          <th scope="col" className={admin.number}>
            {t("comparablePoints")}
          </th>
          <th scope="col" className={admin.number}>
            {t("yearBefore")}
          </th>
          <th scope="col" className={admin.number}>
            {t("yearNow")}
          </th>
          <th scope="col" className={styles.wide}>
            {t("yearChange")}
          </th>
        </tr>
      </thead>
      <tbody>
        {compared.map(({ unit, name, comparison }) => {
          const { max, before, now, nowMax } = comparison;
          return (
            <tr key={unit}>
              <th scope="row">{name}</th>
              <Cell label={t("comparablePoints")} kind="number">
                {t("comparableOf", { part: formatPoints(max), whole: formatPoints(nowMax) })}
              </Cell>
              <Cell label={t("yearBefore")} kind="number">
                {max === 0 ? (
                  <PointsText points={null} reason={t("nothingComparable")} />
                ) : (
                  indexText({ achieved: before, max }, 2)
                )}
              </Cell>
              <Cell label={t("yearNow")} kind="number">
                {max === 0 ? (
                  <PointsText points={null} reason={t("nothingComparable")} />
                ) : (
                  indexText({ achieved: now, max }, 2)
                )}
              </Cell>
              <Cell label={t("yearChange")} kind="wide">
                <b>{t("percentPoints", { n: signedText(changeOf(comparison), 2) })}</b>
                <SignedBar value={changeOf(comparison)} widest={widest} />
              </Cell>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Movers({ leaves }: { leaves: readonly ComparedLeaf[] }) {
  const moved = leaves
    .filter(({ before, now }) => before !== now)
    .toSorted((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before));
  const widest = Math.max(0, ...moved.map(({ before, now }) => Math.abs(now - before)));
  if (moved.length === 0) return <p className={styles.note}>{t("noMovers")}</p>;
  return (
    <table className={admin.table} aria-label={t("moversTitle")}>
      <thead>
        <tr>
          <th scope="col">{t("moversTitle")}</th>
          <th scope="col" className={styles.wide}>
            {t("yearChange")}
          </th>
        </tr>
      </thead>
      <tbody>
        {moved.map((leaf) => (
          <tr key={leaf.id}>
            <th scope="row">
              <NodeName {...leaf} />
            </th>
            <Cell label={t("yearChange")} kind="wide">
              <b>{signedPoints(leaf.now - leaf.before)}</b>
              <span className={admin.soft}>
                {formatPoints(leaf.before)} → {formatPoints(leaf.now)} / {formatPoints(leaf.max)}
              </span>
              <SignedBar value={leaf.now - leaf.before} widest={widest} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function OneUnit({ comparison }: { comparison: YearComparison }) {
  const { leaves, unlike, removed } = comparison;
  return (
    <>
      <Movers leaves={leaves} />
      {unlike.length + removed.length > 0 && (
        <details>
          <summary>{t("unlikeTitle", { n: unlike.length + removed.length })}</summary>
          <ul>
            {unlike.map(({ id, code, name, why }) => (
              <li key={id}>
                {code} {name}: {t(UNLIKE_TEXT[why])}
              </li>
            ))}
            {removed.map(({ id, code, name }) => (
              <li key={`-${id}`}>
                {code} {name}: {t("unlikeRemoved")}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Years({ units, before }: { units: readonly AnalysedUnit[]; before: Before }) {
  const [chosen, setChosen] = useState("");
  const compared = units.flatMap(({ ledger, sheet }): Compared[] => {
    const old = before.sheets.get(ledger.unit);
    if (!old) return [];
    const comparison = compareYears(
      { set: old.criteriaSet.id, rows: old.rows },
      { set: ledger.criteriaSet, rows: sheetRows(sheet) },
    );
    return [{ unit: ledger.unit, name: ledger.name, comparison }];
  });
  const strangers = units.filter(({ ledger }) => !before.sheets.has(ledger.unit));
  const sorted = compared.toSorted((a, b) => changeOf(b.comparison) - changeOf(a.comparison));
  const opened = sorted.find(({ unit }) => unit === chosen) ?? sorted[0];
  return (
    <>
      <Lead>{t("yearsLead")}</Lead>
      <p className={styles.note}>{t("yearsWith", { name: before.name })}</p>
      {strangers.length > 0 && opened && (
        <p className={styles.note}>
          {t("yearsUnmatched", { list: strangers.map(({ ledger }) => ledger.name).join(", ") })}
        </p>
      )}
      {!opened && <p className={styles.lead}>{t("yearsNoUnit")}</p>}
      {opened && (
        <>
          <Table compared={sorted} />
          <section className={styles.part}>
            <NativeSelect
              label={t("yearsUnit")}
              maw="24rem"
              mb="xs"
              value={opened.unit}
              onChange={({ currentTarget: { value } }) => setChosen(value)}
              data={sorted.map(({ unit, name }) => ({ value: unit, label: name }))}
            />
            <OneUnit comparison={opened.comparison} />
          </section>
        </>
      )}
    </>
  );
}

function Read({ units, publication }: { units: readonly AnalysedUnit[]; publication: string }) {
  return <Shown live={useYearBefore(publication)}>{(before) => <Years {...{ units, before }} />}</Shown>;
}

/** What changed since the year before, on what can be compared. */
export default function YearsTab({ units }: { units: readonly AnalysedUnit[] }) {
  const { previousPublication } = useSession().period;
  if (previousPublication === null) return <p className={styles.lead}>{t("yearsNone")}</p>;
  return <Read units={units} publication={previousPublication} />;
}
