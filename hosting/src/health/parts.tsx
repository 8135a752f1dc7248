import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../text/health-page.ts";
import { DAYS } from "./days.ts";
import styles from "./health.module.css";

/** What is as it should be, or is not: by a sign and by colour. */
export const Status = ({ good, children }: { good: boolean; children: ReactNode }) => (
  <span className={good ? styles.good : styles.bad}>{children}</span>
);

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb={4}>
        {title}
      </Title>
      {children}
    </section>
  );
}

interface NumbersProps {
  label: string;
  /** What the rows are. */
  first: string;
  /** A value for each of `DAYS`. */
  rows: readonly { name: string; values: readonly string[] }[];
}

/** A table of numbers over the last days. */
export function Numbers({ label, first, rows }: NumbersProps) {
  return (
    <table aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          {DAYS.map((n) => (
            <th key={n} scope="col" className={styles.number}>
              {t("healthDays", { n })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, values }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {values.map((value, at) => (
              <td key={DAYS[at]} className={styles.number} data-label={t("healthDays", { n: DAYS[at] ?? 0 })}>
                {value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
