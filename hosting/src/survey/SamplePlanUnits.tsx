import { NumberInput } from "@mantine/core";
import { quotaSizes, sampleSizes } from "@parindex/core";
import type { ClipboardEvent } from "react";
import admin from "../admin/admin.module.css";
import type { NamedUnit } from "../data/units.ts";
import { type TextKey, t } from "../text/survey-desk.ts";
import { pasted } from "./pasted.ts";
import type { PlanDraft } from "./sample-rows.ts";
import styles from "./survey.module.css";

const COLUMNS = ["population", "fixed"] as const;
type Column = (typeof COLUMNS)[number];
const COLUMN_TEXT = { population: "population", fixed: "sizeFixed" } as const satisfies Record<
  Column,
  TextKey
>;
const MOST: Record<Column, number> = { population: 100_000_000, fixed: 1_000_000 };

const whole = (value: number): string => value.toLocaleString("vi");

type Row = PlanDraft["units"][string];
const NONE: Row = { population: 0, fixed: null };

/** A number as a spreadsheet's cell shows it, with thousands' dots, commas or spaces; null where it is none. */
function readWhole(text: string, column: Column): number | null {
  const digits = text.replace(/[.,\s]/g, "");
  return /^\d{1,9}$/.test(digits) ? Math.min(Number(digits), MOST[column]) : null;
}

/** The plan with some rows changed; a unit of which nothing is known leaves it. */
function withRows(draft: PlanDraft, rows: Record<string, Partial<Row>>): PlanDraft {
  const units = { ...draft.units };
  for (const [unit, change] of Object.entries(rows)) {
    const row = { ...NONE, ...units[unit], ...change };
    if (row.population === 0 && row.fixed === null) delete units[unit];
    else units[unit] = row;
  }
  return { ...draft, units };
}

interface UnitsProps {
  draft: PlanDraft;
  units: readonly NamedUnit[];
  sizes: Readonly<Record<string, number>>;
  frozen: boolean;
  onChange: (draft: PlanDraft) => void;
}

/** The units with their people and samples. A column copied from a spreadsheet fills from the field on. */
export function SamplePlanUnits({ draft, units, sizes, frozen, onChange }: UnitsProps) {
  const ids = units.map(({ id }) => id);
  const free = sampleSizes({
    ...draft,
    units: Object.fromEntries(Object.entries(draft.units).map(([id, row]) => [id, { ...row, fixed: null }])),
  });
  const onPaste = (row: string, column: Column) => (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    event.stopPropagation();
    const rows: Record<string, Partial<Row>> = {};
    for (const cell of pasted(text, { rows: ids, columns: COLUMNS }, { row, column })) {
      const value = readWhole(cell.text, cell.column);
      if (value === null && cell.text !== "") continue;
      rows[cell.row] = { ...rows[cell.row], [cell.column]: value ?? (cell.column === "fixed" ? null : 0) };
    }
    onChange(withRows(draft, rows));
  };
  const input = (unit: NamedUnit, column: Column, value: number | "") => (
    <td className={admin.number} onPasteCapture={onPaste(unit.id, column)}>
      <span className={admin.label} aria-hidden>
        {t(COLUMN_TEXT[column])}
      </span>
      <NumberInput
        size="xs"
        thousandSeparator="."
        decimalSeparator=","
        allowDecimal={false}
        allowNegative={false}
        hideControls
        aria-label={`${t(COLUMN_TEXT[column])}: ${unit.name}`}
        max={MOST[column]}
        clampBehavior="strict"
        value={value}
        disabled={frozen}
        onChange={(typed) =>
          onChange(
            withRows(draft, {
              [unit.id]: {
                [column]:
                  typed === "" ? (column === "fixed" ? null : 0) : Math.min(Number(typed), MOST[column]),
              },
            }),
          )
        }
      />
    </td>
  );
  const planned = units.filter(({ id }) => (sizes[id] ?? 0) > 0);
  const sum = (of: (id: string) => number) => whole(units.reduce((all, { id }) => all + of(id), 0));
  return (
    <section className={styles.part} aria-labelledby="populations">
      <h2 id="populations">{t("populations")}</h2>
      {!frozen && <p className={styles.soft}>{t("populationsHint")}</p>}
      <table className={`${admin.table} ${styles.units}`} aria-labelledby="populations">
        <thead>
          <tr>
            <th scope="col">{t("unitName")}</th>
            <th scope="col" className={admin.number}>
              {t("population")}
            </th>
            <th scope="col" className={admin.number}>
              {t("sizeByFormula")}
            </th>
            <th scope="col" className={admin.number}>
              {t("sizeFixed")}
            </th>
            <th scope="col" className={admin.number}>
              {t("sizePlanned")}
            </th>
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => {
            const { population, fixed } = draft.units[unit.id] ?? NONE;
            const size = sizes[unit.id] ?? 0;
            return (
              <tr key={unit.id}>
                <th scope="row">
                  {unit.name}
                  {size > 0 && draft.quotas.length > 0 && (
                    <span className={admin.soft}>
                      {quotaSizes(size, draft.quotas)
                        .map((quota) => `${quota.name} ${whole(quota.size)}`)
                        .join(" · ")}
                    </span>
                  )}
                </th>
                {input(unit, "population", population || "")}
                <td className={admin.number}>
                  <span className={admin.label}>{t("sizeByFormula")}</span>
                  {population > 0 ? whole(free[unit.id] ?? 0) : "—"}
                </td>
                {input(unit, "fixed", fixed ?? "")}
                <td className={admin.number}>
                  <span className={admin.label}>{t("sizePlanned")}</span>
                  {size > 0 ? whole(size) : "—"}
                  {population > 0 && size > population && (
                    <span className={styles.warn}>{t("sizeOver")}</span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr className={styles.sum}>
            <th scope="row">{t("sizeTotal", { n: planned.length })}</th>
            <td className={admin.number}>
              <span className={admin.label}>{t("population")}</span>
              {sum((id) => draft.units[id]?.population ?? 0)}
            </td>
            <td className={admin.number}>
              <span className={admin.label}>{t("sizeByFormula")}</span>
              {sum((id) => free[id] ?? 0)}
            </td>
            <td />
            <td className={admin.number}>
              <span className={admin.label}>{t("sizePlanned")}</span>
              {sum((id) => sizes[id] ?? 0)}
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
