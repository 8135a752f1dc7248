// biome-ignore-all lint/a11y: a tree grid (WAI-ARIA) puts its roles on a table's own elements
import { type Sheet, type SheetRow, sheetRows, type Totals, totalOf } from "@parindex/core";
import { type KeyboardEvent, type ReactNode, useDeferredValue, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { type TextKey, t } from "../text/text.ts";
import { Difference, PointsText, ShareBar } from "./Achieved.tsx";
import { foundRows } from "./found-rows.ts";
import { IndexText } from "./IndexText.tsx";
import { SheetSearch } from "./SheetSearch.tsx";
import styles from "./sheet.module.css";

/** The columns of an annex, of which each role opens its own. */
export type SheetColumn = "max" | "self" | "appraised" | "survey" | "achieved" | "index";

interface SheetTableProps {
  sheet: Sheet;
  columns: readonly SheetColumn[];
  caption: string;
  /** The leaf whose panel is open. */
  selected?: string | null;
  onSelect?: (leaf: string) => void;
  /** Draws a leaf's cell in place of its number; null leaves the number. */
  cell?: (row: SheetRow, column: SheetColumn) => ReactNode | null;
  /** What stands behind a leaf's name: marks of state. */
  mark?: (row: SheetRow) => ReactNode;
  /** A key pressed on a leaf's row that the table itself does not use; true where it was used. */
  onLeafKey?: (row: SheetRow, event: KeyboardEvent) => boolean;
  decimals: number;
}

function reasonOf(row: SheetRow, column: SheetColumn): string {
  if (row.exempt) return t("exempt");
  if (row.source === "survey" && (column === "self" || column === "appraised")) return t("surveyLeaf");
  return t("notScored");
}

function Cell({
  leaf,
  totals,
  column,
  reason,
  decimals,
}: {
  /** A sum shows no difference: while some of its leaves are not appraised it would mislead. */
  leaf: boolean;
  totals: Totals;
  column: SheetColumn;
  reason: string;
  decimals: number;
}) {
  if (column === "index")
    return <IndexText achieved={totals.achieved} max={totals.max} decimals={decimals} />;
  const text = <PointsText points={totals[column]} reason={reason} />;
  if (column === "appraised")
    return (
      <>
        {text}
        {leaf && <Difference self={totals.self} appraised={totals.appraised} />}
      </>
    );
  if (column !== "achieved") return text;
  return (
    <>
      {text}
      <ShareBar points={totals.achieved} max={totals.max} />
    </>
  );
}

/** Which rows an open tree shows: all but those below a collapsed field. */
function visibleRows(rows: readonly SheetRow[], collapsed: ReadonlySet<string>): SheetRow[] {
  let hidden = false;
  return rows.filter((row) => {
    if (row.level !== "field") return !hidden;
    hidden = collapsed.has(row.id);
    return true;
  });
}

const LEVEL = { field: 1, criterion: 2, subCriterion: 3 } as const;

/** The rows one can walk with the arrows: the tab stop moves with them. */
function neighbour(row: HTMLElement, key: string): HTMLElement | null {
  let next = key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
  while (next && !(next instanceof HTMLElement && next.tabIndex >= -1 && next.hasAttribute("data-row")))
    next = key === "ArrowDown" ? next.nextElementSibling : next.previousElementSibling;
  return next instanceof HTMLElement ? next : null;
}

/** The sheet (*bảng điểm*) as a tree table with the annex's own columns: the same for every role. */
export function SheetTable({
  sheet,
  columns,
  caption,
  selected,
  onSelect,
  cell,
  mark,
  onLeafKey,
  decimals,
}: SheetTableProps) {
  const rows = useMemo(() => sheetRows(sheet), [sheet]);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(null);
  const [wanted, setWanted] = useState("");
  const [asked, setAsked] = useState("");
  const later = useDeferredValue(wanted);
  // The rows follow as one types; at once where one asks for them.
  const searched = asked === wanted ? wanted : later;
  const body = useRef<HTMLTableSectionElement>(null);
  const toggle = (id: string, close = !collapsed.has(id)) =>
    setCollapsed((before) => {
      const after = new Set(before);
      if (close) after.add(id);
      else after.delete(id);
      return after;
    });
  const onKeyDown = (row: SheetRow) => (event: KeyboardEvent<HTMLTableRowElement>) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp")
      neighbour(event.currentTarget, event.key)?.focus();
    else if (row.level === "field" && event.key === "ArrowLeft") toggle(row.id, true);
    else if (row.level === "field" && event.key === "ArrowRight") toggle(row.id, false);
    else if (row.level === "field" && event.key === "Enter") toggle(row.id);
    else if (row.source && onLeafKey?.(row, event)) {
      event.preventDefault();
      return;
    } else if (row.source && event.key === "Enter") onSelect?.(row.id);
    else return;
    event.preventDefault();
  };
  const searching = searched.trim() !== "";
  const shown = searching ? foundRows(rows, searched) : visibleRows(rows, collapsed);
  const tabStop = shown.some(({ id }) => id === active) ? active : shown[0]?.id;
  const total = totalOf(sheet);
  /** Goes to the first leaf of what is typed now, also where the rows do not show it yet. */
  const goToFirst = () => {
    flushSync(() => setAsked(wanted));
    const first = foundRows(rows, wanted).find(({ source }) => source !== null);
    if (first) body.current?.querySelector<HTMLElement>(`[data-row="${first.id}"]`)?.focus();
  };
  const table = (
    <table className={styles.table} role="treegrid" aria-label={caption}>
      <caption className={styles.caption}>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t("criteria")}</th>
          {columns.map((column) => (
            <th key={column} scope="col" className={styles.number}>
              {t(column as TextKey)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {shown.map((row) => (
          <tr
            key={row.id}
            role="row"
            data-row={row.id}
            aria-level={LEVEL[row.level]}
            aria-expanded={row.level === "field" ? searching || !collapsed.has(row.id) : undefined}
            aria-selected={row.source ? row.id === selected : undefined}
            tabIndex={row.id === tabStop ? 0 : -1}
            className={`${styles[row.level]} ${row.source ? styles.leaf : ""}`}
            onFocus={() => setActive(row.id)}
            onClick={() => row.source && onSelect?.(row.id)}
            onKeyDown={onKeyDown(row)}
          >
            <th scope="row" role="rowheader" className={styles.name}>
              {row.level === "field" && !searching && (
                <button
                  type="button"
                  tabIndex={-1}
                  className={styles.toggle}
                  aria-label={t(collapsed.has(row.id) ? "expand" : "collapse", { name: row.name })}
                  onClick={() => toggle(row.id)}
                >
                  <span aria-hidden>{collapsed.has(row.id) ? "▸" : "▾"}</span>
                </button>
              )}
              <span className={styles.code}>{row.code}</span>
              {row.name}
              {row.exempt && row.source && <span className={styles.mark}>{t("exempt")}</span>}
              {row.source && mark?.(row)}
            </th>
            {columns.map((column) => (
              <td key={column} role="gridcell" className={styles.number}>
                <span className={styles.label} aria-hidden>
                  {t(column as TextKey)}
                </span>
                {(row.source && !row.exempt && cell?.(row, column)) || (
                  <Cell
                    leaf={row.source !== null}
                    totals={row}
                    column={column}
                    reason={reasonOf(row, column)}
                    decimals={decimals}
                  />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" className={styles.name}>
            {t("total")}
          </th>
          {columns.map((column) => (
            <td key={column} className={styles.number}>
              <span className={styles.label} aria-hidden>
                {t(column as TextKey)}
              </span>
              <Cell leaf={false} totals={total} column={column} reason={t("notScored")} decimals={decimals} />
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
  return (
    <>
      <SheetSearch
        value={wanted}
        onChange={setWanted}
        onEnter={goToFirst}
        found={searching ? shown.filter(({ source }) => source !== null).length : null}
      />
      {table}
    </>
  );
}
