import { Text } from "@mantine/core";
import { type CriteriaSet, indexText, searchable, type Totals, type UnitGroup } from "@parindex/core";
import { memo, useDeferredValue, useMemo, useState } from "react";
import { useSession } from "../data/session.tsx";
import { type BoardUnit, useSets } from "../data/units.ts";
import { PointsText } from "../sheet/Achieved.tsx";
import { isLong, LongBody } from "../sheet/LongBody.tsx";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/text.ts";
import { BoardTools } from "./BoardTools.tsx";
import { type BoardQuery, EVERY_UNIT, foundUnits, type Searched } from "./board-view.ts";
import { Collapsible } from "./Collapsible.tsx";
import styles from "./heat-map.module.css";
import { UnitLink } from "./UnitLink.tsx";

/** The strongest tint of a cell, in per cent of the hue over the ground: text stays readable on it in both themes. */
const STRONGEST = 60;

/** The tint of a share: its square, since most shares lie high and it is there that eyes must tell them apart. */
const tintOf = (achieved: number, max: number) => `${(STRONGEST * (achieved / max) ** 2).toFixed(1)}%`;

function ShareCell({ totals }: { totals: Totals | undefined }) {
  if (!totals || totals.max === 0)
    return (
      <td className={styles.share}>
        <PointsText points={null} reason={t("exempt")} />
      </td>
    );
  if (totals.achieved === null)
    return (
      <td className={styles.share}>
        <PointsText points={null} />
      </td>
    );
  const tint = tintOf(totals.achieved, totals.max);
  return (
    <td
      className={styles.share}
      style={{ backgroundColor: `color-mix(in srgb, var(--heat) ${tint}, transparent)` }}
    >
      {indexText(totals, 0)}
    </td>
  );
}

interface RowProps {
  row: BoardUnit;
  set: CriteriaSet;
  /** Whether the unit's name opens its sheet. */
  sheets: boolean;
  rowIndex: number | undefined;
}

const HeatRow = memo(function HeatRow({ row, set, sheets, rowIndex }: RowProps) {
  return (
    <tr aria-rowindex={rowIndex}>
      <th scope="row" className={styles.sticky}>
        {sheets ? <UnitLink unit={row.unit} name={row.name} /> : row.name}
      </th>
      {set.fields.map(({ id }) => (
        <ShareCell key={id} totals={row.fields[id]} />
      ))}
      <ShareCell totals={row.total} />
    </tr>
  );
});

/** A row of the heat map, in pixels, roughly. */
const ROW_HEIGHT = 36;

interface FieldTableProps {
  id: string;
  title: string;
  set: CriteriaSet;
  units: readonly Searched[];
  query: BoardQuery;
  sheets: boolean;
}

/** The units that share their fields' names: one table. */
function FieldTable({ id, title, set, units, query, sheets }: FieldTableProps) {
  const found = useMemo(() => foundUnits(units, query), [units, query]);
  if (found.length === 0) return null;
  return (
    <Collapsible id={id} name={title}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={title}>
        <table
          className={styles.heat}
          aria-labelledby={id}
          aria-rowcount={isLong(found) ? found.length + 1 : undefined}
        >
          <thead>
            <tr>
              <th scope="col" className={styles.sticky}>
                {t("unitName")}
              </th>
              {set.fields.map(({ id, code, name }) => (
                <th key={id} scope="col">
                  <span className={styles.code}>{code}</span> {name}
                </th>
              ))}
              <th scope="col">{t("index")}</th>
            </tr>
          </thead>
          <LongBody
            rows={found}
            columns={set.fields.length + 2}
            rowHeight={ROW_HEIGHT}
            draw={({ unit }, rowIndex) => (
              <HeatRow key={unit.unit} row={unit} {...{ set, sheets, rowIndex }} />
            )}
          />
        </table>
      </section>
    </Collapsible>
  );
}

/** What of a set makes its units comparable: the same fields under the same names. */
const fieldsOf = (set: CriteriaSet | undefined) =>
  JSON.stringify(set?.fields.map(({ id, name }) => [id, name]));

/** Tables of a group's units whose sets name the same fields: single-unit sets of one group stand together. */
function tablesOf(
  board: readonly BoardUnit[],
  group: UnitGroup,
  sets: ReadonlyMap<string, CriteriaSet>,
): { id: string; title: string; set: CriteriaSet; units: Searched[] }[] {
  const fields = new Map([...sets].map(([id, set]) => [id, fieldsOf(set)]));
  const rows = board.filter((row) => row.group === group.id);
  const tables = Map.groupBy(rows, ({ criteriaSet }) => fields.get(criteriaSet));
  return [...tables.values()].flatMap((alike) => {
    const set = sets.get(alike[0]?.criteriaSet ?? "");
    const units = alike.map((unit) => ({ unit, searched: searchable(unit.name) }));
    return set ? [{ id: `fields-${group.id}-${set.id}`, title: group.name, set, units }] : [];
  });
}

interface HeatMapProps {
  board: readonly BoardUnit[];
  sheets?: boolean;
}

function Tables({ board, sheets = true, sets }: HeatMapProps & { sets: ReadonlyMap<string, CriteriaSet> }) {
  const { groups } = useSession().period;
  const [query, setQuery] = useState<BoardQuery>(EVERY_UNIT);
  const shown = useDeferredValue(query);
  const tables = useMemo(
    () => groups.flatMap((group) => tablesOf(board, group, sets)),
    [board, groups, sets],
  );
  const count = useMemo(
    () => tables.reduce((sum, { units }) => sum + foundUnits(units, shown).length, 0),
    [tables, shown],
  );
  return (
    <>
      <BoardTools {...{ query, count }} all={board.length} onChange={setQuery} />
      {tables.map((table) => (
        <FieldTable key={table.id} {...table} {...{ sheets }} query={shown} />
      ))}
    </>
  );
}

/**
 * How much of each field's maximum each unit achieved, in per cent: strong and weak fields at a glance. A unit's name
 * opens its sheet, unless `sheets` is false.
 */
export const HeatMap = memo(function HeatMap(props: HeatMapProps) {
  return (
    <Shown live={useSets()}>
      {(sets) => (
        <>
          <Text size="sm" className="soft" mb="xs">
            {t("heatMapLead")}
          </Text>
          <Tables {...props} {...{ sets }} />
        </>
      )}
    </Shown>
  );
});
