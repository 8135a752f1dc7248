import { Title } from "@mantine/core";
import { indexTexts, rankGroup, type UnitGroup } from "@parindex/core";
import { rankOf } from "../council/board-view.ts";
import { useSession } from "../data/session.tsx";
import type { BoardUnit } from "../data/units.ts";
import { PointsText } from "../sheet/Achieved.tsx";
import { t } from "../text/text.ts";
import styles from "./overview.module.css";

/** Room beside the longest bar for its number. */
const LONGEST = 80;

const shareOf = ({ total }: BoardUnit) => (total.max > 0 ? (total.achieved ?? 0) / total.max : 0);

/** An index as a bar from zero, its number at its end. */
const IndexBar = ({ row, text }: { row: BoardUnit; text: string }) => (
  <div className={styles.track}>
    <span className={styles.bar} style={{ width: `${LONGEST * shareOf(row)}%` }} aria-hidden />
    {row.total.achieved === null ? <PointsText points={null} /> : <b>{text}</b>}
  </div>
);

/** The units of a group in the order of their index, as bars, with the points behind them. */
export function RankedBars({ group, board }: { group: UnitGroup; board: readonly BoardUnit[] }) {
  const { settings } = useSession().period;
  const placed = rankGroup(board, group, settings.tieBreaks);
  const texts = indexTexts(
    placed.map(({ entry }) => entry.total),
    settings.decimals,
  );
  return (
    <section aria-labelledby={`bars-${group.id}`}>
      <Title order={2} size="h4" mt="md" id={`bars-${group.id}`}>
        {group.name}
      </Title>
      <table className={styles.bars} aria-labelledby={`bars-${group.id}`}>
        <thead>
          <tr>
            {group.ranked && (
              <th scope="col" className={styles.number}>
                {t("rank")}
              </th>
            )}
            <th scope="col">{t("unitName")}</th>
            <th scope="col" className={styles.share}>
              {t("index")}
            </th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              {t("achieved")}
            </th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              {t("max")}
            </th>
            <th scope="col" className={styles.wide}>
              {t("state")}
            </th>
          </tr>
        </thead>
        <tbody>
          {placed.map(({ entry, rank }, position) => (
            <tr key={entry.unit} className={entry.provisional ? styles.provisional : undefined}>
              {group.ranked && (
                <td className={styles.number}>{rankOf(entry, rank) ?? <PointsText points={null} />}</td>
              )}
              <th scope="row">{entry.name}</th>
              <td className={styles.share}>
                <IndexBar row={entry} text={texts[position] ?? ""} />
              </td>
              <td className={`${styles.number} ${styles.wide}`}>
                <PointsText points={entry.total.achieved} />
              </td>
              <td className={`${styles.number} ${styles.wide}`}>
                <PointsText points={entry.total.max} />
              </td>
              <td className={styles.wide}>{t(entry.provisional ? "provisional" : "final")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
