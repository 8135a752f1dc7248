import { NativeSelect } from "@mantine/core";
import { type AnalysedUnit, correlationsOf, type FieldCorrelation } from "@parindex/core";
import { useMemo, useState } from "react";
import admin from "../admin/admin.module.css";
import { PointsText } from "../sheet/Achieved.tsx";
import { t } from "../text/analysis-desk.ts";
import styles from "./analysis.module.css";
import { decimalText, shareText } from "./numbers.ts";
import { Cell, Lead, NodeName } from "./parts.tsx";

const FEW = 10;
const WIDTH = 420;
const HEIGHT = 340;
const EDGE = { left: 40, right: 24, top: 20, bottom: 38 };

/** A range of whole tenths that holds all shares. */
function rangeOf(shares: readonly number[]): readonly [number, number] {
  const low = Math.floor(10 * Math.min(...shares)) / 10;
  const high = Math.ceil(10 * Math.max(...shares)) / 10;
  return high - low < 0.1 ? [Math.max(0, high - 0.1), Math.max(0.1, high)] : [low, high];
}

const ticksOf = ([low, high]: readonly [number, number]) =>
  Array.from({ length: Math.round((high - low) * 10) + 1 }, (_, at) => low + at / 10);

/** Each unit as a numbered dot: what it scored itself, against its survey. */
function Scatter({ pairs, title }: { pairs: FieldCorrelation["pairs"]; title: string }) {
  const xs = rangeOf(pairs.map(({ self }) => self));
  const ys = rangeOf(pairs.map(({ survey }) => survey));
  const x = (share: number) =>
    EDGE.left + ((share - xs[0]) / (xs[1] - xs[0])) * (WIDTH - EDGE.left - EDGE.right);
  const y = (share: number) =>
    HEIGHT - EDGE.bottom - ((share - ys[0]) / (ys[1] - ys[0])) * (HEIGHT - EDGE.top - EDGE.bottom);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={styles.scatter} role="img" aria-label={title}>
      {ticksOf(xs).map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={EDGE.top} y2={HEIGHT - EDGE.bottom} />
          <text x={x(tick)} y={HEIGHT - EDGE.bottom + 14} textAnchor="middle">
            {Math.round(100 * tick)}
          </text>
        </g>
      ))}
      {ticksOf(ys).map((tick) => (
        <g key={tick}>
          <line x1={EDGE.left} x2={WIDTH - EDGE.right} y1={y(tick)} y2={y(tick)} />
          <text x={EDGE.left - 5} y={y(tick) + 4} textAnchor="end">
            {Math.round(100 * tick)}
          </text>
        </g>
      ))}
      <text x={(WIDTH + EDGE.left) / 2} y={HEIGHT - 6} textAnchor="middle">
        {t("selfShare")}
      </text>
      <text transform={`translate(11 ${(HEIGHT - EDGE.bottom) / 2}) rotate(-90)`} textAnchor="middle">
        {t("surveyShare")}
      </text>
      {pairs.map(({ unit, self, survey }, at) => (
        <g key={unit}>
          <circle cx={x(self)} cy={y(survey)} r={4} />
          <text className={styles.own} x={x(self) + 6} y={y(survey) - 4}>
            {at + 1}
          </text>
        </g>
      ))}
    </svg>
  );
}

const Coefficient = ({ value }: { value: number | null }) =>
  value === null ? <PointsText points={null} reason={t("noCoefficient")} /> : decimalText(value, 2);

const nameOf = ({ field }: FieldCorrelation) => (field ? `${field.code} ${field.name}` : t("wholeSheet"));

function Drawn({ found }: { found: FieldCorrelation }) {
  const title = t("scatterTitle", { field: nameOf(found) });
  return (
    <div className={styles.beside}>
      <Scatter pairs={found.pairs} title={title} />
      <table className={`${admin.table} ${admin.narrow}`} aria-label={title}>
        <thead>
          <tr>
            <th scope="col" className={admin.number}>
              {t("scatterNumber")}
            </th>
            <th scope="col">{t("unitName")}</th>
            <th scope="col" className={admin.number}>
              {t("selfShare")}
            </th>
            <th scope="col" className={admin.number}>
              {t("surveyShare")}
            </th>
          </tr>
        </thead>
        <tbody>
          {found.pairs.map(({ unit, name, self, survey }, at) => (
            <tr key={unit}>
              <Cell label={t("scatterNumber")} kind="number">
                {at + 1}
              </Cell>
              <th scope="row">{name}</th>
              <Cell label={t("selfShare")} kind="number">
                {shareText(self)}
              </Cell>
              <Cell label={t("surveyShare")} kind="number">
                {shareText(survey)}
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How what units scored themselves goes together with what people say of the same fields. */
export default function Correlation({ units }: { units: readonly AnalysedUnit[] }) {
  const [chosen, setChosen] = useState("");
  const all = useMemo(() => correlationsOf(units), [units]);
  if (all.every(({ pairs }) => pairs.length === 0))
    return <p className={styles.lead}>{t("correlationNone")}</p>;
  const drawn = all.find(({ field }) => (field?.key ?? "") === chosen) ?? all[0];
  return (
    <>
      <Lead>
        {t("correlationLead")} {units.length < FEW && t("correlationFew")}
      </Lead>
      <table className={admin.table} aria-label={t("tabCorrelation")}>
        <thead>
          <tr>
            <th scope="col">{t("peersFields")}</th>
            {(["pairsN", "pearsonColumn", "spearmanColumn"] as const).map((key) => (
              <th key={key} scope="col" className={admin.number}>
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map((found) => (
            <tr key={found.field?.key ?? ""}>
              <th scope="row">
                {found.field ? <NodeName {...found.field} /> : t("wholeSheet")}
                {found.left > 0 && <span className={admin.soft}>{t("leftOut", { n: found.left })}</span>}
              </th>
              <Cell label={t("pairsN")} kind="number">
                {found.pairs.length}
              </Cell>
              <Cell label={t("pearsonColumn")} kind="number">
                <Coefficient value={found.pearson} />
              </Cell>
              <Cell label={t("spearmanColumn")} kind="number">
                <Coefficient value={found.spearman} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
      <section className={styles.part}>
        <NativeSelect
          className="no-print"
          label={t("scatterChoose")}
          maw="24rem"
          mb="xs"
          value={drawn?.field?.key ?? ""}
          onChange={({ currentTarget: { value } }) => setChosen(value)}
          data={all.map((found) => ({ value: found.field?.key ?? "", label: nameOf(found) }))}
        />
        {drawn && drawn.pairs.length > 0 && <Drawn found={drawn} />}
      </section>
    </>
  );
}
