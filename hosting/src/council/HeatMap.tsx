import { Text, Title } from "@mantine/core";
import { type CriteriaSet, indexText, type Totals } from "@parindex/core";
import { useSession } from "../data/session.tsx";
import { type BoardUnit, useSets } from "../data/units.ts";
import { PointsText } from "../sheet/Achieved.tsx";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/text.ts";
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

interface FieldTableProps {
  set: CriteriaSet;
  rows: readonly BoardUnit[];
  title: string;
  sheets: boolean;
}

/** The units that share their fields' names: one table. */
function FieldTable({ set, rows, title, sheets }: FieldTableProps) {
  return (
    <section>
      <Title order={2} size="h4" mt="md" mb="xs">
        {title}
      </Title>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={title}>
        <table className={styles.heat}>
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
          <tbody>
            {rows.map((row) => (
              <tr key={row.unit}>
                <th scope="row" className={styles.sticky}>
                  {sheets ? <UnitLink unit={row.unit} name={row.name} /> : row.name}
                </th>
                {set.fields.map(({ id }) => (
                  <ShareCell key={id} totals={row.fields[id]} />
                ))}
                <ShareCell totals={row.total} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** Tables of units whose sets name the same fields: single-unit sets of one group stand together. */
function tablesOf(rows: readonly BoardUnit[], sets: ReadonlyMap<string, CriteriaSet>) {
  const fieldsOf = ({ criteriaSet }: BoardUnit) =>
    JSON.stringify(sets.get(criteriaSet)?.fields.map(({ id, name }) => [id, name]));
  return [...Map.groupBy(rows, fieldsOf).values()];
}

/**
 * How much of each field's maximum each unit achieved, in per cent: strong and weak fields at a glance. A unit's name
 * opens its sheet, unless `sheets` is false.
 */
export function HeatMap({ board, sheets = true }: { board: readonly BoardUnit[]; sheets?: boolean }) {
  const { groups } = useSession().period;
  return (
    <Shown live={useSets()}>
      {(sets) => (
        <>
          <Text size="sm" className="soft">
            {t("heatMapLead")}
          </Text>
          {groups.flatMap((group) =>
            tablesOf(
              board.filter((row) => row.group === group.id),
              sets,
            ).map((rows) => {
              const set = sets.get(rows[0]?.criteriaSet ?? "");
              return (
                set && <FieldTable key={group.id + set.id} {...{ set, rows, sheets }} title={group.name} />
              );
            }),
          )}
        </>
      )}
    </Shown>
  );
}
