import {
  type AnalysedUnit,
  formatPoints,
  type Gap,
  gapsByAppraiser,
  gapsByLead,
  gapsByUnit,
  indexText,
} from "@parindex/core";
import { type ReactNode, useMemo } from "react";
import admin from "../admin/admin.module.css";
import { PersonName } from "../data/people.tsx";
import { t } from "../text/analysis-desk.ts";
import styles from "./analysis.module.css";
import { signedPoints } from "./numbers.ts";
import { Cell, Lead, SignedBar } from "./parts.tsx";

interface TableProps {
  id: string;
  title: string;
  hint?: string;
  column: string;
  gaps: ReadonlyMap<string, Gap>;
  nameOf: (key: string) => ReactNode;
}

const difference = ({ up, down }: Gap) => up - down;

function Table({ id, title, hint, column, gaps, nameOf }: TableProps) {
  const sorted = [...gaps].toSorted(([, a], [, b]) => Math.abs(difference(b)) - Math.abs(difference(a)));
  const widest = Math.max(0, ...sorted.map(([, gap]) => Math.abs(difference(gap))));
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {hint && <p className={styles.note}>{hint}</p>}
      <table className={admin.table} aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col">{column}</th>
            <th scope="col" className={styles.wide}>
              {t("gapDifference")}
            </th>
            {(["gapDown", "gapUp", "gapAdjustedShare"] as const).map((key) => (
              <th key={key} scope="col" className={admin.number}>
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map(([key, gap]) => (
            <tr key={key}>
              <th scope="row">
                {nameOf(key)}
                <span className={admin.soft}>
                  {t("gapCounts", { n: gap.recognised, down: gap.lowered, up: gap.raised })}
                </span>
              </th>
              <Cell label={t("gapDifference")} kind="wide">
                <b>{signedPoints(difference(gap))}</b>
                <SignedBar value={difference(gap)} widest={widest} />
              </Cell>
              <Cell label={t("gapDown")} kind="number">
                {formatPoints(gap.down)}
              </Cell>
              <Cell label={t("gapUp")} kind="number">
                {formatPoints(gap.up)}
              </Cell>
              <Cell label={t("gapAdjustedShare")} kind="number">
                {indexText({ achieved: gap.lowered + gap.raised, max: gap.leaves }, 0)}%
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** How judgements stand to claims: by unit, by the department that leads, by who judged. */
export default function Gaps({
  units,
  all,
}: {
  units: readonly AnalysedUnit[];
  /** Every unit of the period, whose names departments have. */
  all: readonly AnalysedUnit[];
}) {
  const names = useMemo(() => new Map(all.map(({ ledger }) => [ledger.unit, ledger.name])), [all]);
  const byUnit = useMemo(() => gapsByUnit(units), [units]);
  const byLead = useMemo(() => gapsByLead(units), [units]);
  const byPerson = useMemo(() => gapsByAppraiser(units), [units]);
  if (byUnit.size === 0) return <p className={styles.lead}>{t("analysisFew")}</p>;
  const unitName = (unit: string) => names.get(unit) ?? unit;
  return (
    <>
      <Lead>{t("gapsLead")}</Lead>
      <Table
        id="gaps-unit"
        title={t("gapsByUnitTitle")}
        column={t("unitName")}
        gaps={byUnit}
        nameOf={unitName}
      />
      <Table
        id="gaps-lead"
        title={t("gapsByLeadTitle")}
        hint={t("gapsByLeadHint")}
        column={t("leadColumn")}
        gaps={byLead}
        nameOf={unitName}
      />
      <Table
        id="gaps-person"
        title={t("gapsByPersonTitle")}
        hint={t("gapsByPersonHint")}
        column={t("appraiserColumn")}
        gaps={byPerson}
        nameOf={(uid) => (uid === "" ? t("gapUnknownPerson") : <PersonName uid={uid} />)}
      />
    </>
  );
}
