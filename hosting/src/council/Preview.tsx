import { Alert, Button, Group, Text, Title } from "@mantine/core";
import { bandOf, formatPoints, indexTexts, rankGroup, type UnitGroup } from "@parindex/core";
import { useSession } from "../data/session.tsx";
import type { BoardUnit } from "../data/units.ts";
import { PointsText } from "../sheet/Achieved.tsx";
import { t } from "../text/text.ts";
import { rankOf } from "./board-view.ts";
import styles from "./council.module.css";

/** What a row of the publication says of a unit beside its name. */
function remarkOf(row: BoardUnit): string {
  const remarks = [
    row.submission === "submitted" ? "" : t("notSelfAssessed"),
    row.provisional ? t("provisional") : "",
  ];
  return remarks.filter(Boolean).join("; ");
}

function GroupTable({ group, board }: { group: UnitGroup; board: readonly BoardUnit[] }) {
  const { settings } = useSession().period;
  const entries = board.filter((row) => row.group === group.id);
  const placed = rankGroup(entries, group, settings.tieBreaks).map(({ entry, rank }) => ({
    entry,
    rank: rankOf(entry, rank),
  }));
  const texts = indexTexts(
    placed.map(({ entry }) => entry.total),
    settings.decimals,
  );
  const shared = (rank: number | null) =>
    rank !== null && placed.filter((one) => one.rank === rank).length > 1;
  if (entries.length === 0) return null;
  return (
    <section aria-labelledby={`preview-${group.id}`}>
      <Title order={3} size="h5" mt="lg" id={`preview-${group.id}`}>
        {group.name}
        {!group.ranked && <span className={styles.aside}>{t("unranked")}</span>}
      </Title>
      <table className={styles.board} aria-labelledby={`preview-${group.id}`}>
        <thead>
          <tr>
            {group.ranked && <th scope="col">{t("rank")}</th>}
            <th scope="col">{t("unitName")}</th>
            <th scope="col" className={styles.number}>
              {t("achieved")}
            </th>
            <th scope="col" className={styles.number}>
              {t("max")}
            </th>
            <th scope="col" className={styles.number}>
              {t("indexPercent")}
            </th>
            <th scope="col">{t("band")}</th>
          </tr>
        </thead>
        <tbody>
          {placed.map(({ entry, rank }, at) => (
            <tr key={entry.unit}>
              {group.ranked && (
                <td className={styles.rank}>
                  {rank ?? <PointsText points={null} />} {shared(rank) && <small>{t("sharedRank")}</small>}
                </td>
              )}
              <th scope="row" className={styles.unit}>
                {entry.name}
                <span className={styles.lack}>{remarkOf(entry)}</span>
              </th>
              <td className={styles.number}>
                <span className={styles.label} aria-hidden>
                  {t("achieved")}
                </span>
                <PointsText points={entry.total.achieved} />
              </td>
              <td className={styles.number}>
                <span className={styles.label} aria-hidden>
                  {t("max")}
                </span>
                {formatPoints(entry.total.max)}
              </td>
              <td className={styles.number}>
                <span className={styles.label} aria-hidden>
                  {t("indexPercent")}
                </span>
                {entry.total.achieved === null ? <PointsText points={null} /> : <b>{texts[at]}</b>}
              </td>
              <td>
                {(entry.total.achieved !== null && bandOf(entry.total, settings.bands[group.id] ?? [])) ||
                  "—"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The ranking as it would be published with today's scores, by the rules by which it is sealed; printable. */
export function Preview({ board }: { board: readonly BoardUnit[] }) {
  const { period } = useSession();
  const open = board.filter(({ provisional }) => provisional).length;
  return (
    <section aria-labelledby="preview">
      <Group justify="space-between" gap="sm" mt="sm">
        <Title order={2} size="h4" id="preview">
          {t("previewTitle", { name: period.name })}
        </Title>
        <Button variant="default" className="no-print" onClick={() => print()}>
          {t("printPreview")}
        </Button>
      </Group>
      <Alert color={open > 0 ? "yellow" : "teal"} variant="light" mt="xs" py="xs">
        <Text size="sm">
          {open > 0 ? t("previewProvisional", { n: open, all: board.length }) : t("previewComplete")}
        </Text>
      </Alert>
      {period.groups.map((group) => (
        <GroupTable key={group.id} {...{ group, board }} />
      ))}
    </section>
  );
}
