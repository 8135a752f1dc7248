import { formatPoints, type UnitGroup } from "@parindex/core";
import { memo, type ReactNode, useDeferredValue, useMemo, useState } from "react";
import { useSession } from "../data/session.tsx";
import type { BoardUnit } from "../data/units.ts";
import { Difference, PointsText, ShareBar } from "../sheet/Achieved.tsx";
import { isLong, LongBody } from "../sheet/LongBody.tsx";
import { submissionName, t } from "../text/text.ts";
import { BoardTools } from "./BoardTools.tsx";
import {
  type BoardOrder,
  type BoardPlace,
  type BoardQuery,
  type BoardSort,
  EVERY_UNIT,
  foundUnits,
  placesOf,
  sortedPlaces,
} from "./board-view.ts";
import { Collapsible } from "./Collapsible.tsx";
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
  place: BoardPlace;
  ranked: boolean;
  rowIndex: number | undefined;
}

const BoardRow = memo(function BoardRow({ place, ranked, rowIndex }: RowProps) {
  const { unit: row, rank, of, indexText, band } = place;
  const { total } = row;
  return (
    <tr aria-rowindex={rowIndex}>
      {ranked && (
        <td className={`${styles.rank} ${row.provisional ? styles.tentative : ""}`}>
          <span className={styles.label}>{t("rank")} </span>
          {rank === null ? (
            <PointsText points={null} />
          ) : (
            <>
              {rank}
              <small>/{of}</small>
            </>
          )}
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
        <span className={styles.badge}>{submissionName(row.submission)}</span>
      </td>
    </tr>
  );
});

interface HeaderProps {
  by: BoardOrder;
  /** What the column is called. */
  name: string;
  className: string | undefined;
  sort: BoardSort;
  onSort: (sort: BoardSort) => void;
}

/** A column's heading that orders the table by it; again, the other way round. */
function SortHeader({ by, name, className, sort, onSort }: HeaderProps) {
  const chosen = sort.by === by;
  const falls = by === "place" || by === "unitName" ? false : !chosen;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={chosen ? (sort.down ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() => onSort({ by, down: chosen ? !sort.down : falls })}
      >
        {name}
        <span aria-hidden className="no-print">
          {chosen ? (sort.down ? " ▾" : " ▴") : ""}
        </span>
      </button>
    </th>
  );
}

const NUMBERS = ["index", "self", "appraised", "survey", "achieved"] as const;
/** A row of the board, in pixels, roughly. */
const ROW_HEIGHT = 57;

interface GroupProps {
  group: UnitGroup;
  /** Those of its units that were searched for, and how many there are. */
  found: readonly BoardPlace[];
  all: number;
}

const GroupBoard = memo(function GroupBoard({ group, found, all }: GroupProps) {
  const [sort, setSort] = useState<BoardSort>({ by: "place", down: false });
  const shownSort = useDeferredValue(sort);
  const rows = useMemo(() => sortedPlaces(found, shownSort), [found, shownSort]);
  const heading = (by: BoardOrder, name: string, className?: string) => (
    <SortHeader key={by} {...{ by, name, className, sort }} onSort={setSort} />
  );
  return (
    <Collapsible
      id={`group-${group.id}`}
      name={group.name}
      aside={[
        group.ranked ? "" : t("unranked"),
        found.length < all ? t("boardFound", { n: found.length, all }) : "",
      ]
        .filter(Boolean)
        .join(" · ")}
    >
      <table
        className={styles.board}
        aria-labelledby={`group-${group.id}`}
        aria-rowcount={isLong(rows) ? rows.length + 1 : undefined}
      >
        <thead className={styles.sortable}>
          <tr>
            {group.ranked && heading("place", t("rank"), styles.rank)}
            {heading("unitName", t("unitName"))}
            {NUMBERS.map((column) =>
              group.ranked ? (
                heading(column, t(column), styles.number)
              ) : (
                <th key={column} scope="col" className={styles.number}>
                  {t(column)}
                </th>
              ),
            )}
            {heading("progress", t("progress"))}
            <th scope="col">{t("file")}</th>
          </tr>
        </thead>
        <LongBody
          rows={rows}
          columns={NUMBERS.length + (group.ranked ? 4 : 3)}
          rowHeight={ROW_HEIGHT}
          draw={(place, rowIndex) => (
            <BoardRow key={place.unit.unit} {...{ place, rowIndex }} ranked={group.ranked} />
          )}
        />
      </table>
    </Collapsible>
  );
});

/** Every unit's live result, ranked within its group as it would be published. */
export const Board = memo(function Board({ board }: { board: readonly BoardUnit[] }) {
  const { groups, settings } = useSession().period;
  const [query, setQuery] = useState<BoardQuery>(EVERY_UNIT);
  const shown = useDeferredValue(query);
  const placed = useMemo(
    () => groups.map((group) => ({ group, places: placesOf(board, group, settings) })),
    [board, groups, settings],
  );
  const found = useMemo(
    () =>
      placed.map(({ group, places }) => ({ group, all: places.length, found: foundUnits(places, shown) })),
    [placed, shown],
  );
  const count = found.reduce((sum, group) => sum + group.found.length, 0);
  return (
    <>
      <BoardTools {...{ query, count }} all={board.length} onChange={setQuery} />
      {found.map((group) => group.found.length > 0 && <GroupBoard key={group.group.id} {...group} />)}
    </>
  );
});
