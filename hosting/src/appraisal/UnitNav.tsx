import { NativeSelect, NavLink } from "@mantine/core";
import type { UnitGroup } from "@parindex/core";
import { t } from "../text/text.ts";
import styles from "./appraisal.module.css";
import { type Progress, sumOf } from "./judged-leaves.ts";
import { ProgressOf } from "./Progress.tsx";
import type { JudgedUnit } from "./useJudgedUnits.ts";

interface UnitNavProps {
  units: readonly JudgedUnit[];
  groups: readonly UnitGroup[];
  current: string;
  onChoose: (unit: string) => void;
}

const countOf = ({ done, all }: Progress) => `${done}/${all}`;

function Count({ progress }: { progress: Progress }) {
  const { done, all } = progress;
  return (
    <span className={done === all ? styles.complete : styles.count}>
      {done === all && <span aria-hidden>✓ </span>}
      <span aria-hidden>{countOf(progress)}</span>
      <span className={styles.hidden}>{t("yourLeaves", { done, all })}</span>
    </span>
  );
}

/** The units one may judge, group by group, each with its progress; the sum on top. On a phone a list to pick from. */
export function UnitNav({ units, groups, current, onChoose }: UnitNavProps) {
  const byGroup = groups
    .map(({ id, name }) => ({ id, name, units: units.filter(({ unit }) => unit.group === id) }))
    .filter(({ units }) => units.length > 0);
  const total = sumOf(units.map(({ progress }) => progress));
  const complete = units.filter(({ progress: { done, all } }) => done === all).length;
  return (
    <>
      <nav className={styles.units} aria-label={t("chooseUnit")}>
        <div className={styles.sum}>
          <ProgressOf units={units} />
        </div>
        {byGroup.map(({ id, name, units }) => (
          <section key={id} aria-label={name}>
            <p className={styles.group}>{name}</p>
            {units.map(({ unit, progress }) => (
              <NavLink
                key={unit.id}
                component="button"
                label={unit.name}
                rightSection={<Count progress={progress} />}
                active={unit.id === current}
                aria-current={unit.id === current ? "true" : undefined}
                onClick={() => onChoose(unit.id)}
                py={3}
              />
            ))}
          </section>
        ))}
      </nav>
      <NativeSelect
        hiddenFrom="md"
        label={t("chooseUnit")}
        description={`${t("yourLeaves", { ...total })} · ${t("unitsComplete", { n: complete, all: units.length })}`}
        value={current}
        onChange={(event) => onChoose(event.currentTarget.value)}
        data={byGroup.map(({ name, units }) => ({
          group: name,
          items: units.map(({ unit, progress }) => ({
            value: unit.id,
            label: `${unit.name} · ${countOf(progress)}`,
          })),
        }))}
        mb="sm"
      />
    </>
  );
}
