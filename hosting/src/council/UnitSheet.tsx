import { Drawer, Text } from "@mantine/core";
import { computeSheet, Ledger, paths } from "@parindex/core";
import { useMemo } from "react";
import { useDocument } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import type { BoardUnit } from "../data/units.ts";
import { type SheetColumn, SheetTable } from "../sheet/SheetTable.tsx";
import { type ShownSet, useSet } from "../sheet/useSet.ts";
import { Shown } from "../shell/Notice.tsx";
import { setQuery, useAddress } from "../shell/route.ts";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/text.ts";
import { Adjustments } from "./Adjustments.tsx";
import styles from "./council.module.css";
import { LeafDecision } from "./LeafDecision.tsx";
import { UNIT } from "./UnitLink.tsx";

const COLUMNS: readonly SheetColumn[] = ["max", "self", "appraised", "survey", "achieved", "index"];

/** Which leaf's decision is open over the sheet. */
type LeafDialog = ReturnType<typeof useDialog<{ unit: string; leaf: string }>>;

interface SheetProps {
  row: BoardUnit;
  dialog: LeafDialog;
}

function Sheet({ row, dialog, shown, ledger }: SheetProps & { shown: ShownSet; ledger: Ledger }) {
  const { decimals } = useSession().period.settings;
  const sheet = useMemo(() => computeSheet(shown.compiled, ledger), [shown, ledger]);
  const chosen = dialog.subject?.unit === row.unit ? dialog.subject.leaf : null;
  const leaf = shown.leaves.get(chosen ?? "") ?? null;
  return (
    <>
      <Text size="sm" className="soft" mb="xs">
        {shown.set.annex}: {shown.set.name}. {t("sheetOpens")}
      </Text>
      <SheetTable
        sheet={sheet}
        columns={COLUMNS}
        decimals={decimals}
        caption={`${t("unitSheet")}: ${row.name}`}
        selected={dialog.opened ? chosen : null}
        onSelect={(id) => dialog.open({ unit: row.unit, leaf: id })}
      />
      <Adjustments unit={row.unit} />
      <LeafDecision {...{ row, ledger, leaf, opened: dialog.opened, onClose: dialog.close }} />
    </>
  );
}

function LiveSheet(props: SheetProps) {
  const { row } = props;
  const { scheme, periodId } = useSession();
  const ledger = useDocument(paths.ledger(scheme, periodId, row.unit), Ledger);
  const set = useSet(row.criteriaSet);
  return (
    <Shown live={set}>
      {(shown) => <Shown live={ledger}>{(data) => <Sheet {...props} shown={shown} ledger={data} />}</Shown>}
    </Shown>
  );
}

/** The sheet of the unit that the address names, over the page. */
export function UnitSheet({ board }: { board: readonly BoardUnit[] }) {
  const id = useAddress().searchParams.get(UNIT);
  const row = board.find(({ unit }) => unit === id);
  const dialog = useDialog<{ unit: string; leaf: string }>();
  return (
    <Drawer
      opened={row !== undefined}
      onClose={() => setQuery(UNIT, null)}
      closeOnEscape={!dialog.opened}
      position="right"
      size="min(100%, 68rem)"
      title={row?.name}
      className={styles.drawer ?? ""}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {row && <LiveSheet key={row.unit} {...{ row, dialog }} />}
    </Drawer>
  );
}
