import { Text } from "@mantine/core";
import { type CriteriaSet, formatPoints, Ledger, leavesOf, paths } from "@parindex/core";
import { dataOf, useCollection } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type BoardUnit, useSets } from "../data/units.ts";
import { Difference, PointsText } from "../sheet/Achieved.tsx";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/text.ts";
import styles from "./council.module.css";
import { differenceOf, type UnitDifference } from "./difference.ts";
import { UnitLink } from "./UnitLink.tsx";

type Compared = UnitDifference & { row: BoardUnit };

const signed = (points: number) => `${points < 0 ? "−" : "+"}${formatPoints(Math.abs(points))}`;

/** A difference as a bar left or right of the zero line, the widest filling its half. */
function SignedBar({ points, widest }: { points: number; widest: number }) {
  const width = `${widest === 0 ? 0 : (50 * Math.abs(points)) / widest}%`;
  return (
    <span className={styles.axis} aria-hidden>
      <span
        className={points < 0 ? styles.less : styles.more}
        style={points < 0 ? { right: "50%", width } : { left: "50%", width }}
      />
    </span>
  );
}

function leafName(set: CriteriaSet | undefined, id: string): string {
  if (set) for (const { leaf } of leavesOf(set)) if (leaf.id === id) return `${leaf.code} ${leaf.name}`;
  return id;
}

function Row({
  compared,
  set,
  widest,
}: {
  compared: Compared;
  set: CriteriaSet | undefined;
  widest: number;
}) {
  const { row, self, appraised, differs, largest } = compared;
  const label = (text: string) => (
    <span className={styles.label} aria-hidden>
      {text}
    </span>
  );
  return (
    <tr>
      <th scope="row" className={styles.unit}>
        <UnitLink unit={row.unit} name={row.name} />
      </th>
      <td className={styles.wideNumber}>
        {label(t("selfMinusAppraised"))}
        {compared.compared === 0 ? <PointsText points={null} /> : <b>{signed(appraised - self)}</b>}
        <SignedBar points={appraised - self} widest={widest} />
      </td>
      <td className={styles.number}>
        {label(t("self"))}
        <PointsText points={compared.compared === 0 ? null : self} />
      </td>
      <td className={styles.number}>
        {label(t("appraised"))}
        <PointsText points={compared.compared === 0 ? null : appraised} />
      </td>
      <td className={styles.number}>
        {label(t("adjustedLeaves"))}
        {differs}/{compared.compared}
      </td>
      <td className={styles.leafCell}>
        {largest && (
          <>
            {leafName(set, largest.leaf)}
            <Difference self={largest.self} appraised={largest.appraised} />
          </>
        )}
      </td>
    </tr>
  );
}

/** Units by how far the council's points lie from their own, on the leaves that have both. */
export function Differences({ board }: { board: readonly BoardUnit[] }) {
  const { scheme, periodId } = useSession();
  const ledgers = useCollection(paths.ledgers(scheme, periodId), Ledger);
  const sets = dataOf(useSets());
  return (
    <Shown live={ledgers}>
      {(entries) => {
        const byUnit = new Map(entries.map(({ id, data }) => [id, data]));
        const compared = board.flatMap((row): Compared[] => {
          const ledger = byUnit.get(row.unit);
          return ledger ? [{ row, ...differenceOf(ledger) }] : [];
        });
        const gap = ({ self, appraised }: Compared) => Math.abs(appraised - self);
        const sorted = compared.toSorted((a, b) => gap(b) - gap(a) || b.differs - a.differs);
        const widest = sorted[0] ? gap(sorted[0]) : 0;
        return (
          <>
            <Text size="sm" className="soft" mb="xs">
              {t("differencesLead")}
            </Text>
            <table className={styles.board} aria-label={t("differences")}>
              <thead>
                <tr>
                  <th scope="col">{t("unitName")}</th>
                  <th scope="col" className={styles.wideNumber}>
                    {t("selfMinusAppraised")}
                  </th>
                  <th scope="col" className={styles.number}>
                    {t("self")}
                  </th>
                  <th scope="col" className={styles.number}>
                    {t("appraised")}
                  </th>
                  <th scope="col" className={styles.number}>
                    {t("adjustedLeaves")}
                  </th>
                  <th scope="col">{t("largestLeaf")}</th>
                </tr>
              </thead>
              <tbody>
                {sorted.map((one) => (
                  <Row
                    key={one.row.unit}
                    compared={one}
                    set={sets?.get(one.row.criteriaSet)}
                    widest={widest}
                  />
                ))}
              </tbody>
            </table>
          </>
        );
      }}
    </Shown>
  );
}
