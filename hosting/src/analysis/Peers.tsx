import { NativeSelect } from "@mantine/core";
import {
  type AnalysedUnit,
  type PeerShares,
  peersByField,
  peersByLeaf,
  type UnitGroup,
} from "@parindex/core";
import { useMemo, useState } from "react";
import admin from "../admin/admin.module.css";
import { PointsText } from "../sheet/Achieved.tsx";
import { t } from "../text/analysis-desk.ts";
import styles from "./analysis.module.css";
import { shareText, signedText } from "./numbers.ts";
import { Cell, Lead, NodeName, Scale } from "./parts.tsx";

/** Where a table's lines begin: at the tenth below its lowest share; they end at 100 %. */
function lowestOf(all: readonly PeerShares[]): number {
  const lowest = Math.min(1, ...all.flatMap(({ shares }) => [...shares.values()]));
  return Math.min(0.9, Math.floor(10 * lowest) / 10);
}

/** The tenths of a line that begins at `low`; every other one where they would be many. */
function ticksFrom(low: number) {
  const tenths = Math.round(10 * (1 - low));
  const step = tenths > 5 ? 2 : 1;
  return Array.from({ length: Math.floor(tenths / step) + 1 }, (_, at) => {
    const place = 1 - (at * step) / tenths;
    return { at: place, text: String(Math.round(100 * (low + place * (1 - low)))) };
  });
}

/** All peers' shares of one node on a line. */
function Plot({ peers, unit, low }: { peers: PeerShares; unit: string; low: number }) {
  const own = peers.shares.get(unit);
  const at = (share: number) => ({ left: `${(100 * (share - low)) / (1 - low)}%` });
  return (
    <span className={styles.plot} aria-hidden>
      {[...peers.shares].map(
        ([one, share]) => one !== unit && <span key={one} className={styles.pale} style={at(share)} />,
      )}
      {peers.median !== null && <span className={styles.tick} style={at(peers.median)} />}
      {own !== undefined && <span className={styles.dot} style={at(own)} />}
    </span>
  );
}

interface RowProps {
  peers: PeerShares;
  unit: string;
  within: boolean;
  low: number;
}

function Row({ peers, unit, within, low }: RowProps) {
  const own = peers.shares.get(unit);
  const { median } = peers;
  return (
    <tr>
      <th scope="row">
        <NodeName {...peers} {...(within ? { within: peers.field } : {})} />
      </th>
      <Cell label={t("peersPlot")} kind="wide">
        <Plot {...{ peers, unit, low }} />
      </Cell>
      <Cell label={t("ownShare")} kind="number">
        {own === undefined ? <PointsText points={null} /> : shareText(own)}
      </Cell>
      <Cell label={t("medianShare")} kind="number">
        {median === null ? <PointsText points={null} /> : shareText(median)}
      </Cell>
      <Cell label={t("fromMedian")} kind="number">
        {own === undefined || median === null ? (
          <PointsText points={null} />
        ) : (
          <span className={own < median ? styles.down : undefined}>
            {t("percentPoints", { n: signedText(100 * (own - median), 1) })}
          </span>
        )}
      </Cell>
    </tr>
  );
}

interface TableProps {
  label: string;
  first: string;
  all: readonly PeerShares[];
  unit: string;
  within: boolean;
}

function Table({ label, first, all, unit, within }: TableProps) {
  const low = lowestOf(all);
  return (
    <table className={admin.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col" className={styles.wide}>
            {t("peersPlot")}
            <Scale ticks={ticksFrom(low)} />
          </th>
          {(["ownShare", "medianShare", "fromMedian"] as const).map((key) => (
            <th key={key} scope="col" className={admin.number}>
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {all.map((peers) => (
          <Row key={peers.key} {...{ peers, unit, within, low }} />
        ))}
      </tbody>
    </table>
  );
}

const LEAVES = 15;

/** How far a unit lies below its peers' median; 0 where it does not, or where that is not known. */
function behind({ shares, median }: PeerShares, unit: string): number {
  const own = shares.get(unit);
  return own === undefined || median === null ? 0 : Math.max(0, median - own);
}

/** A unit among those of its group: every field, and the leaves in which it stays behind. */
export default function Peers({
  units,
  groups,
}: {
  units: readonly AnalysedUnit[];
  groups: readonly UnitGroup[];
}) {
  const [chosen, setChosen] = useState("");
  const opened = units.find(({ ledger }) => ledger.unit === chosen) ?? units[0];
  const group = opened?.ledger.group;
  const peers = useMemo(() => units.filter(({ ledger }) => ledger.group === group), [units, group]);
  const fields = useMemo(() => peersByField(peers), [peers]);
  const leaves = useMemo(() => peersByLeaf(peers), [peers]);
  if (!opened) return <p className={styles.lead}>{t("analysisFew")}</p>;
  const { unit } = opened.ledger;
  const own = new Set(opened.set.fields.map(({ id, name }) => `${id}|${name}`));
  const below = leaves
    .filter((leaf) => behind(leaf, unit) > 0)
    .toSorted((a, b) => behind(b, unit) - behind(a, unit))
    .slice(0, LEAVES);
  return (
    <>
      <Lead>{t("peersLead")}</Lead>
      <NativeSelect
        label={t("peersUnit")}
        maw="24rem"
        value={unit}
        onChange={({ currentTarget: { value } }) => setChosen(value)}
        data={groups.map(({ id, name }) => ({
          group: name,
          items: units
            .filter(({ ledger }) => ledger.group === id)
            .map(({ ledger }) => ({ value: ledger.unit, label: ledger.name })),
        }))}
      />
      <Table
        label={t("tabPeers")}
        first={t("peersFields")}
        all={fields.filter(({ id, name }) => own.has(`${id}|${name}`))}
        unit={unit}
        within={false}
      />
      <section className={styles.part} aria-labelledby="behind">
        <h2 id="behind">{t("peersLeavesTitle")}</h2>
        {below.length === 0 ? (
          <p className={styles.note}>{t("peersNoneBelow")}</p>
        ) : (
          <Table label={t("peersLeavesTitle")} first={t("tryLeaf")} all={below} unit={unit} within />
        )}
      </section>
    </>
  );
}
