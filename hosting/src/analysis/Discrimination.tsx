import { Checkbox } from "@mantine/core";
import {
  type AnalysedUnit,
  discriminationOf,
  indexText,
  type Discrimination as Kind,
  type LeafDiscrimination,
} from "@parindex/core";
import { useMemo, useState } from "react";
import admin from "../admin/admin.module.css";
import { t } from "../text/analysis-desk.ts";
import styles from "./analysis.module.css";
import { Bar, Cell, Lead, NodeName } from "./parts.tsx";

const KIND_TEXT = {
  allMax: "kindAllMax",
  allEqual: "kindAllEqual",
  poor: "kindPoor",
  good: "kindGood",
} as const satisfies Record<Kind, string>;

const KIND_MARK: Record<Kind, string> = { allMax: "■", allEqual: "▬", poor: "◌", good: "●" };

const Row = ({ leaf }: { leaf: LeafDiscrimination }) => (
  <tr>
    <th scope="row">
      <NodeName {...leaf} within={leaf.field} />
    </th>
    <Cell label={t("kindColumn")}>
      <span className={`${styles.badge} ${leaf.kind === "good" ? styles.up : styles.down}`}>
        <span aria-hidden>{KIND_MARK[leaf.kind]}</span> {t(KIND_TEXT[leaf.kind])}
      </span>
    </Cell>
    <Cell label={t("pairsColumn")} kind="wide">
      <b>{indexText({ achieved: leaf.apart, max: leaf.pairs }, 0)}%</b>
      <span className={admin.soft}>
        {leaf.apart}/{leaf.pairs}
      </span>
      <Bar share={leaf.apart / leaf.pairs} />
    </Cell>
    <Cell label={t("atMaxColumn")} kind="number">
      {leaf.atMax}/{leaf.units}
    </Cell>
    <Cell label={t("rangeColumn")} kind="number">
      {indexText(leaf.lowest, 0)}% – {indexText(leaf.highest, 0)}%
    </Cell>
  </tr>
);

/** Which leaves tell units apart and which do not. */
export default function Discrimination({
  units,
  mixed,
}: {
  units: readonly AnalysedUnit[];
  /** Whether units of several groups stand together. */
  mixed: boolean;
}) {
  const [onlyPoor, setOnlyPoor] = useState(true);
  const leaves = useMemo(() => discriminationOf(units), [units]);
  const poor = leaves.filter(({ kind }) => kind !== "good");
  if (leaves.length === 0) return <p className={styles.lead}>{t("analysisFew")}</p>;
  return (
    <>
      <Lead>{t("discriminationLead")}</Lead>
      {mixed && <p className={styles.note}>{t("discriminationMixed")}</p>}
      <Checkbox
        className="no-print"
        mt="xs"
        label={t("onlyPoor", { n: poor.length })}
        checked={onlyPoor}
        onChange={({ currentTarget: { checked } }) => setOnlyPoor(checked)}
      />
      {onlyPoor && poor.length === 0 && <p className={styles.lead}>{t("allDiscriminate")}</p>}
      <table className={admin.table} aria-label={t("tabDiscrimination")}>
        <thead>
          <tr>
            <th scope="col">{t("tryLeaf")}</th>
            <th scope="col">{t("kindColumn")}</th>
            <th scope="col" className={styles.wide}>
              {t("pairsColumn")}
            </th>
            <th scope="col" className={admin.number}>
              {t("atMaxColumn")}
            </th>
            <th scope="col" className={admin.number}>
              {t("rangeColumn")}
            </th>
          </tr>
        </thead>
        <tbody>
          {(onlyPoor ? poor : leaves).map((leaf) => (
            <Row key={leaf.key} leaf={leaf} />
          ))}
        </tbody>
      </table>
    </>
  );
}
