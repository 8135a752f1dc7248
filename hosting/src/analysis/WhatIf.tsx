import { ActionIcon, Button, Checkbox, Group } from "@mantine/core";
import {
  compareTrials,
  indexTexts,
  type Supposed,
  suppose,
  type Trial,
  type UnitGroup,
} from "@parindex/core";
import { IconX } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import admin from "../admin/admin.module.css";
import { saveBlob } from "../data/files.ts";
import { useSession } from "../data/session.tsx";
import { PointsText } from "../sheet/Achieved.tsx";
import { t } from "../text/analysis-desk.ts";
import styles from "./analysis.module.css";
import { Cell } from "./parts.tsx";
import { TryForm } from "./TryForm.tsx";
import {
  COMPARED_WIDTHS,
  type ComparedGroup,
  comparedRows,
  isMoved,
  supposedText,
  triedRows,
} from "./trial.ts";
import type { Snapshot } from "./useAnalysed.ts";

/** How a rank moved, in words. */
function rankMove(before: number | null, after: number | null) {
  if (before === null || after === null || before === after) return null;
  if (after < before) return <span className={styles.up}>▲ {t("movedUp", { n: before - after })}</span>;
  return <span className={styles.down}>▼ {t("movedDown", { n: after - before })}</span>;
}

function GroupTable({ compared, onlyMoved }: { compared: ComparedGroup; onlyMoved: boolean }) {
  const { group, units } = compared;
  const shown = onlyMoved ? units.filter(isMoved) : units;
  const id = `trial-${group.id}`;
  if (shown.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 id={id}>{group.name}</h2>
      <table className={admin.table} aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col">{t("unitName")}</th>
            {group.ranked && (
              <>
                <th scope="col" className={admin.number}>
                  {t("rankBefore")}
                </th>
                <th scope="col" className={admin.number}>
                  {t("rankAfter")}
                </th>
              </>
            )}
            <th scope="col" className={admin.number}>
              {t("indexBefore")}
            </th>
            <th scope="col" className={admin.number}>
              {t("indexAfter")}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((moved) => {
            const { unit, name, before, after, indexBefore, indexAfter } = moved;
            return (
              <tr key={unit} className={isMoved(moved) ? styles.chosen : undefined}>
                <th scope="row">{name}</th>
                {group.ranked && (
                  <>
                    <Cell label={t("rankBefore")} kind="number">
                      {before.rank}
                    </Cell>
                    <Cell label={t("rankAfter")} kind="number">
                      <b>{after.rank}</b> {rankMove(before.rank, after.rank)}
                    </Cell>
                  </>
                )}
                <Cell label={t("indexBefore")} kind="number">
                  {before.total.achieved === null ? <PointsText points={null} /> : indexBefore}
                </Cell>
                <Cell label={t("indexAfter")} kind="number">
                  {after.total.achieved === null ? <PointsText points={null} /> : <b>{indexAfter}</b>}
                </Cell>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface TriedProps {
  texts: readonly string[];
  onRemove: (at: number) => void;
  onReset: () => void;
}

const Tried = ({ texts, onRemove, onReset }: TriedProps) => (
  <section className={styles.part} aria-labelledby="tried">
    <h2 id="tried">{t("tryList")}</h2>
    {texts.length === 0 ? (
      <p className={styles.note}>{t("tryNothing")}</p>
    ) : (
      <>
        <ol className={styles.tried}>
          {texts.map((text, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same change may be tried twice, and each has its place
            <li key={at}>
              <ActionIcon
                className="no-print"
                variant="subtle"
                size="sm"
                aria-label={t("tryRemove", { n: at + 1 })}
                onClick={() => onRemove(at)}
              >
                <IconX size={16} />
              </ActionIcon>
              {text}
            </li>
          ))}
        </ol>
        <Button variant="default" size="compact-md" className="no-print" onClick={onReset}>
          {t("tryReset")}
        </Button>
      </>
    )}
  </section>
);

/** Both results of each group, indices as they are shown together. */
function comparedGroups(before: Trial, after: Trial, groups: readonly UnitGroup[], decimals: number) {
  return compareTrials(before, after, groups).map(({ group, units }): ComparedGroup => {
    const texts = (of: "before" | "after") =>
      indexTexts(
        units.map((unit) => unit[of].total),
        decimals,
      );
    const [old, now] = [texts("before"), texts("after")];
    return {
      group,
      units: units.map((unit, at) => ({ ...unit, indexBefore: old[at] ?? "", indexAfter: now[at] ?? "" })),
    };
  });
}

/** A copy of the result on which changes are tried; nothing of it leaves this page but its export. */
export default function WhatIf({ snapshot, groups }: { snapshot: Snapshot; groups: readonly UnitGroup[] }) {
  const { period, periodId } = useSession();
  const { tieBreaks, decimals } = period.settings;
  const [changes, setChanges] = useState<readonly Supposed[]>([]);
  const [onlyMoved, setOnlyMoved] = useState(false);
  const before = useMemo((): Trial => ({ ...snapshot, tieBreaks }), [snapshot, tieBreaks]);
  const after = useMemo(() => changes.reduce(suppose, before), [changes, before]);
  const compared = useMemo(
    () => comparedGroups(before, after, groups, decimals),
    [before, after, groups, decimals],
  );
  const texts = changes.map((change) => supposedText(change, before, period.groups));
  const moved = compared.reduce((sum, { units }) => sum + units.filter(isMoved).length, 0);
  const save = async () => {
    const { writeSheets } = await import("../data/workbook.ts");
    const bytes = await writeSheets([
      { name: t("sheetCompared"), rows: comparedRows(compared), widths: COMPARED_WIDTHS },
      { name: t("sheetTried"), rows: triedRows(texts), widths: [120] },
    ]);
    saveBlob(new Blob([bytes]), `thu-thay-doi-${periodId}.xlsx`);
  };
  return (
    <>
      <p className={styles.trial}>{t("whatIfNote")}</p>
      <TryForm {...{ groups }} trial={after} onTry={(change) => setChanges((tried) => [...tried, change])} />
      <Tried
        texts={texts}
        onRemove={(gone) => setChanges((tried) => tried.filter((_, at) => at !== gone))}
        onReset={() => setChanges([])}
      />
      <Group gap="sm" className="no-print">
        <Checkbox
          label={t("onlyMoved", { n: moved })}
          checked={onlyMoved}
          onChange={({ currentTarget: { checked } }) => setOnlyMoved(checked)}
        />
        <Button variant="default" size="compact-md" onClick={() => void save()}>
          {t("compareExport")}
        </Button>
        <Button variant="default" size="compact-md" onClick={() => print()}>
          {t("comparePrint")}
        </Button>
      </Group>
      {onlyMoved && moved === 0 && <p className={styles.note}>{t("nothingMoved")}</p>}
      {compared.map((one) => (
        <GroupTable key={one.group.id} compared={one} onlyMoved={onlyMoved} />
      ))}
    </>
  );
}
