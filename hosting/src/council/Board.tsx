import { Badge, Title } from "@mantine/core";
import { bandOf, formatPoints, indexTexts, rankGroup, type UnitGroup } from "@parindex/core";
import type { ReactNode } from "react";
import { useSession } from "../data/session.tsx";
import type { BoardUnit } from "../data/units.ts";
import { Difference, PointsText, ShareBar } from "../sheet/Achieved.tsx";
import { submissionName, t } from "../text/text.ts";
import styles from "./council.module.css";
import { UnitLink } from "./UnitLink.tsx";

/** What a unit's result still lacks, in words, and whether it can change because of it. */
function Progress({ row }: { row: BoardUnit }) {
  const { self, appraisal, survey, insufficientSample } = row.missing;
  const lacks = [
    appraisal > 0 && t("missingAppraisal", { n: appraisal }),
    survey > 0 && t("missingSurvey", { n: survey }),
    insufficientSample > 0 && t("smallSample", { n: insufficientSample }),
    self > 0 && t("missingSelf", { n: self }),
  ].filter((text) => text !== false);
  return (
    <>
      <span className={row.provisional ? styles.provisional : styles.final}>
        {row.provisional ? `◌ ${t("provisional")}` : `● ${t("final")}`}
      </span>
      {lacks.map((text) => (
        <span key={text} className={styles.lack}>
          {text}
        </span>
      ))}
    </>
  );
}

function NumberCell({ label, children }: { label: string; children: ReactNode }) {
  return (
    <td className={styles.number}>
      <span className={styles.label} aria-hidden>
        {label}
      </span>
      {children}
    </td>
  );
}

interface RowProps {
  row: BoardUnit;
  rank: number | null;
  of: number;
  ranked: boolean;
  indexText: string;
  band: string | null;
}

function BoardRow({ row, rank, of, ranked, indexText, band }: RowProps) {
  const { total } = row;
  const state = row.submission;
  return (
    <tr>
      {ranked && (
        <td className={`${styles.rank} ${row.provisional ? styles.tentative : ""}`}>
          <span className={styles.label}>{t("rank")} </span>
          {rank}
          <small>/{of}</small>
        </td>
      )}
      <th scope="row" className={styles.unit}>
        <UnitLink unit={row.unit} name={row.name} />
      </th>
      <NumberCell label={t("index")}>
        {total.achieved === null ? <PointsText points={null} /> : <b>{indexText}</b>}
        {band && <small className={styles.lack}>{band}</small>}
        <ShareBar points={total.achieved} max={total.max} />
      </NumberCell>
      <NumberCell label={t("self")}>
        <PointsText points={total.self} />
      </NumberCell>
      <NumberCell label={t("appraised")}>
        <PointsText points={total.appraised} />
        {row.missing.appraisal === 0 && <Difference self={total.self} appraised={total.appraised} />}
      </NumberCell>
      <NumberCell label={t("survey")}>
        <PointsText points={total.survey} />
      </NumberCell>
      <NumberCell label={t("achieved")}>
        <PointsText points={total.achieved} />
        <small className={styles.lack}>/ {formatPoints(total.max)}</small>
      </NumberCell>
      <td className={styles.progress}>
        <Progress row={row} />
      </td>
      <td className={styles.progress}>
        <Badge variant="default" size="lg" radius="sm" tt="none" fw={500}>
          {submissionName(state)}
        </Badge>
      </td>
    </tr>
  );
}

const NUMBERS = ["index", "self", "appraised", "survey", "achieved"] as const;

function GroupBoard({ group, board }: { group: UnitGroup; board: readonly BoardUnit[] }) {
  const { settings } = useSession().period;
  const placed = rankGroup(board, group, settings.tieBreaks);
  const texts = indexTexts(
    placed.map(({ entry }) => entry.total),
    settings.decimals,
  );
  const bands = settings.bands[group.id] ?? [];
  return (
    <section aria-labelledby={`group-${group.id}`}>
      <Title order={2} size="h4" mt="md" id={`group-${group.id}`}>
        {group.name}
        {!group.ranked && <small className={styles.aside}>{t("unranked")}</small>}
      </Title>
      <table className={styles.board} aria-labelledby={`group-${group.id}`}>
        <thead>
          <tr>
            {group.ranked && (
              <th scope="col" className={styles.rank}>
                {t("rank")}
              </th>
            )}
            <th scope="col">{t("unitName")}</th>
            {NUMBERS.map((column) => (
              <th key={column} scope="col" className={styles.number}>
                {t(column)}
              </th>
            ))}
            <th scope="col">{t("progress")}</th>
            <th scope="col">{t("file")}</th>
          </tr>
        </thead>
        <tbody>
          {placed.map(({ entry, rank }, position) => (
            <BoardRow
              key={entry.unit}
              {...{ row: entry, rank, of: placed.length, ranked: group.ranked }}
              indexText={texts[position] ?? ""}
              band={entry.provisional ? null : bandOf(entry.total, bands)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Every unit's live result, ranked within its group as it would be published. */
export function Board({ board }: { board: readonly BoardUnit[] }) {
  const { groups } = useSession().period;
  return groups.map((group) => {
    const units = board.filter((row) => row.group === group.id);
    return units.length > 0 && <GroupBoard key={group.id} group={group} board={units} />;
  });
}
