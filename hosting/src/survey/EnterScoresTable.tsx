import { formatPoints, type LeafNode } from "@parindex/core";
import type { ClipboardEvent } from "react";
import styles from "../admin/admin.module.css";
import { type TextKey, t } from "../text/standing-body.ts";
import {
  isBlank,
  type ReadRow,
  readRow,
  SURVEY_COLUMNS,
  type SurveyColumn,
  type SurveyRow,
} from "./entered-rows.ts";
import { pasted } from "./pasted.ts";

type Rows = Record<string, SurveyRow>;

interface SurveyTableProps {
  caption: string;
  leaves: readonly LeafNode[];
  rowAt: (leaf: string) => SurveyRow;
  onRows: (rows: Rows) => void;
  closed: boolean;
}

const COLUMN_TEXT = { points: "points", n: "sampleSize", minimum: "minimum" } as const satisfies Record<
  SurveyColumn,
  TextKey
>;

interface CellProps {
  leaf: LeafNode;
  column: SurveyColumn;
  text: string;
  error: string | undefined;
  onText: (text: string) => void;
  onPaste: (event: ClipboardEvent) => void;
  closed: boolean;
}

function Cell({ leaf, column, text, error, onText, onPaste, closed }: CellProps) {
  const id = `${leaf.id}-${column}`;
  return (
    <td className={styles.number}>
      <span className={styles.label} aria-hidden>
        {t(COLUMN_TEXT[column])}
      </span>
      <input
        className={styles.input}
        inputMode={column === "points" ? "decimal" : "numeric"}
        aria-label={`${t(COLUMN_TEXT[column])} ${leaf.code}`}
        aria-invalid={error !== undefined}
        aria-describedby={error && `${id}-error`}
        value={text}
        disabled={closed}
        onChange={(event) => onText(event.currentTarget.value)}
        onPaste={onPaste}
      />
      {error && (
        <span className={styles.error} id={`${id}-error`} role="alert">
          {error}
        </span>
      )}
    </td>
  );
}

const isSmall = ({ score, errors }: ReadRow) =>
  Object.keys(errors).length === 0 && score.points !== null && score.n < score.minimum;

/** The survey leaves of a unit with their three fields. A block copied from a spreadsheet fills from the cell on. */
export function EnterScoresTable({ caption, leaves, rowAt, onRows, closed }: SurveyTableProps) {
  const ids = leaves.map(({ id }) => id);
  const onPaste = (leaf: string, column: SurveyColumn) => (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const rows: Rows = {};
    for (const cell of pasted(text, { rows: ids, columns: SURVEY_COLUMNS }, { row: leaf, column }))
      rows[cell.row] = { ...(rows[cell.row] ?? rowAt(cell.row)), [cell.column]: cell.text };
    onRows(rows);
  };
  return (
    <table className={styles.table} aria-label={caption}>
      <thead>
        <tr>
          <th scope="col">{t("exemptLeaf")}</th>
          <th scope="col" className={styles.number}>
            {t("max")}
          </th>
          {SURVEY_COLUMNS.map((column) => (
            <th key={column} scope="col" className={styles.number}>
              {t(COLUMN_TEXT[column])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {leaves.map((leaf) => {
          const row = rowAt(leaf.id);
          const read = readRow(row, leaf);
          return (
            <tr key={leaf.id}>
              <th scope="row">
                <span className={styles.code}>{leaf.code}</span> {leaf.name}
                {!isBlank(row) && isSmall(read) && <span className={styles.warn}>{t("sampleTooSmall")}</span>}
              </th>
              <td className={styles.number}>
                <span className={styles.label} aria-hidden>
                  {t("max")}
                </span>
                {formatPoints(leaf.max)}
              </td>
              {SURVEY_COLUMNS.map((column) => (
                <Cell
                  key={column}
                  {...{ leaf, column, closed }}
                  text={row[column]}
                  error={read.errors[column]}
                  onText={(text) => onRows({ [leaf.id]: { ...row, [column]: text } })}
                  onPaste={onPaste(leaf.id, column)}
                />
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
