import { Button } from "@mantine/core";
import {
  type AnalysedUnit,
  formatPoints,
  indexText,
  type Loss,
  lossesByField,
  lossesByLeaf,
} from "@parindex/core";
import { useMemo, useState } from "react";
import admin from "../admin/admin.module.css";
import { t } from "../text/analysis-desk.ts";
import styles from "./analysis.module.css";
import { Bar, Cell, Lead, NodeName } from "./parts.tsx";

const FIRST = 15;

interface RowProps {
  loss: Loss;
  most: number;
  all: number;
  within: boolean;
}

const Row = ({ loss, most, all, within }: RowProps) => (
  <tr>
    <th scope="row">
      <NodeName {...loss} {...(within ? { within: loss.field } : {})} />
    </th>
    <Cell label={t("lostPoints")} kind="wide">
      <b>{formatPoints(loss.lost)}</b>
      <Bar share={most === 0 ? 0 : loss.lost / most} />
    </Cell>
    <Cell label={t("lostShare")} kind="number">
      {indexText({ achieved: loss.lost, max: all }, 1)}%
    </Cell>
    <Cell label={t("lostOfMax")} kind="number">
      {indexText({ achieved: loss.lost, max: loss.max }, 1)}%
    </Cell>
    <Cell label={t("countedUnits")} kind="number">
      {loss.units}
      {loss.unscored > 0 && <span className={admin.soft}>{t("unscoredLeft", { n: loss.unscored })}</span>}
    </Cell>
  </tr>
);

function Table({
  id,
  title,
  losses,
  within,
}: {
  id: string;
  title: string;
  losses: readonly Loss[];
  within: boolean;
}) {
  const [whole, setWhole] = useState(false);
  const all = losses.reduce((sum, { lost }) => sum + lost, 0);
  const shown = whole ? losses : losses.slice(0, FIRST);
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {all === 0 && <p className={styles.note}>{t("nothingLost")}</p>}
      <table className={admin.table} aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col">{t(within ? "tryLeaf" : "peersFields")}</th>
            <th scope="col" className={styles.wide}>
              {t("lostPoints")}
            </th>
            {(["lostShare", "lostOfMax", "countedUnits"] as const).map((key) => (
              <th key={key} scope="col" className={admin.number}>
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((loss) => (
            <Row key={loss.key} {...{ loss, all, within }} most={losses[0]?.lost ?? 0} />
          ))}
        </tbody>
      </table>
      {shown.length < losses.length && (
        <Button
          variant="default"
          size="compact-md"
          mt="xs"
          className="no-print"
          onClick={() => setWhole(true)}
        >
          {t("showMore", { n: losses.length - shown.length })}
        </Button>
      )}
    </section>
  );
}

/** Where all units together lose points: by field, then by leaf, most first. */
export default function Losses({ units }: { units: readonly AnalysedUnit[] }) {
  const fields = useMemo(() => lossesByField(units), [units]);
  const leaves = useMemo(() => lossesByLeaf(units), [units]);
  return (
    <>
      <Lead>{t("lossesLead")}</Lead>
      <Table id="by-field" title={t("lossesByFieldTitle")} losses={fields} within={false} />
      <Table id="by-leaf" title={t("lossesByLeafTitle")} losses={leaves} within />
    </>
  );
}
