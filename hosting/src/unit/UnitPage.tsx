import { Drawer, Text } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { type LeafNode, propose, type SheetRow } from "@parindex/core";
import { type KeyboardEvent, lazy, Suspense, useRef, useState } from "react";
import { unitOf, useSession } from "../data/session.tsx";
import { type SheetColumn, SheetTable } from "../sheet/SheetTable.tsx";
import { UndoButton } from "../sheet/UndoButton.tsx";
import { Shown } from "../shell/Notice.tsx";
import { type QueryTab, QueryTabs } from "../shell/QueryTabs.tsx";
import { setQuery, stepQuery, useAddress } from "../shell/route.ts";
import { t } from "../text/text.ts";
import { FileHead } from "./FileHead.tsx";
import { LeafComments } from "./LeafComments.tsx";
import { LeafPanel } from "./LeafPanel.tsx";
import { PointsCell } from "./PointsCell.tsx";
import styles from "./unit.module.css";
import { type UnitFile, useUnitFile } from "./useUnitFile.ts";

const EvidencePage = lazy(() => import("../evidence/EvidencePage.tsx"));
const Explanations = lazy(() => import("./Explanations.tsx"));
const Report = lazy(() => import("./Report.tsx"));
const Review = lazy(() => import("./Review.tsx"));
const SubmitDialog = lazy(() => import("./SubmitDialog.tsx"));

const LEAF = "tieu-chi";

/** The leaves that are being typed in, with what the typing began with: a refused number stays while one goes on elsewhere. */
type Editing = ReadonlyMap<string, string>;

/** Moves the focus to the next row that carries points. */
function focusNextLeaf(row: HTMLElement): void {
  let next = row.nextElementSibling;
  while (next && !(next instanceof HTMLElement && next.getAttribute("aria-selected") !== null))
    next = next.nextElementSibling;
  if (next instanceof HTMLElement) next.focus();
}

function EditableSheet({
  file,
  selected,
  onSelect,
}: {
  file: UnitFile;
  selected: string | null;
  onSelect: (leaf: string) => void;
}) {
  const [editing, setEditing] = useState<Editing>(new Map());
  const { sheet, shownSet, self, typedOn, lock, session, release, unit } = file;
  if (!sheet || !shownSet || !unit) return null;
  const edit = (leaf: string, start: string | null) => {
    if (start === null) self.saves.abandon(leaf);
    else self.saves.begin(leaf);
    setEditing((before) => {
      const others = [...before].filter(([other]) => other !== leaf);
      return new Map(start === null ? others : [...others, [leaf, start]]);
    });
  };
  const columns: SheetColumn[] = release ? ["max", "self", "appraised"] : ["max", "self"];
  const cell = (row: SheetRow, column: SheetColumn) => {
    const leaf = shownSet.leaves.get(row.id);
    if (column !== "self" || lock || !leaf || leaf.source !== "self") return null;
    return (
      <PointsCell
        label={`${t("claim")} ${row.code}`}
        points={typedOn(row.id).points}
        entry={leaf}
        save={self.current.get(row.id)?.save}
        editing={editing.get(row.id) ?? null}
        onEdit={(start) => edit(row.id, start)}
        onSave={(points) => self.saves.put(row.id, { ...typedOn(row.id), points })}
        onKeepMine={() => self.saves.keepMine(row.id)}
        onDiscard={() => self.saves.discard(row.id)}
      />
    );
  };
  /** One key a leaf: claims what the facts propose, or the maximum where they propose nothing, and goes on. */
  const takeFull = (row: SheetRow, at: EventTarget) => {
    const leaf = shownSet.leaves.get(row.id);
    if (!leaf) return false;
    const typed = typedOn(row.id);
    const proposal = propose(leaf.rule, typed.facts, { ...leaf, year: session.period.year });
    self.saves.put(row.id, { ...typed, points: proposal.kind === "points" ? proposal.points : leaf.max });
    if (at instanceof HTMLElement) focusNextLeaf(at);
    return true;
  };
  const onLeafKey = (row: SheetRow, event: KeyboardEvent) => {
    if (lock || row.exempt || row.source !== "self") return false;
    if (event.key === "=") return takeFull(row, event.currentTarget);
    if (!/^[0-9]$/.test(event.key)) return false;
    edit(row.id, event.key);
    return true;
  };
  return (
    <>
      {!lock && <UndoButton saves={self.saves} codeOf={(id) => shownSet.leaves.get(id)?.code ?? id} />}
      <SheetTable
        {...{ sheet, columns, selected, onSelect, cell, onLeafKey }}
        caption={`${t("unitTitle")}: ${unit.name}`}
        decimals={session.period.settings.decimals}
      />
    </>
  );
}

/**
 * The leaf whose panel is open. Where the panel covers the page, opening it is a step of its own: the way back, which a
 * phone's owner takes to close what covers a page, closes it.
 */
function useOpenLeaf() {
  const narrow = useMediaQuery("(max-width: 75em)") === true;
  const leaf = useAddress().searchParams.get(LEAF);
  const stepped = useRef(false);
  const open = (id: string) => {
    stepped.current = narrow && leaf === null;
    if (stepped.current) stepQuery(LEAF, id);
    else setQuery(LEAF, id);
  };
  const close = () => {
    if (stepped.current) history.back();
    else setQuery(LEAF, null);
    stepped.current = false;
  };
  return { narrow, leaf, open, close };
}

interface PanelProps {
  file: UnitFile;
  leaf: LeafNode | undefined;
  /** Covers the page from below. */
  narrow: boolean;
  onClose: () => void;
}

function Panel({ file, leaf, narrow, onClose }: PanelProps) {
  const content = leaf ? (
    <LeafPanel key={leaf.id} file={file} leaf={leaf}>
      <LeafComments file={file} leaf={leaf.id} />
    </LeafPanel>
  ) : (
    <Text className="soft">{t("chooseLeaf")}</Text>
  );
  if (!narrow)
    return (
      <aside className={styles.panel} aria-label={t("guidance")} tabIndex={-1}>
        {content}
      </aside>
    );
  return (
    <Drawer
      opened={leaf !== undefined}
      onClose={onClose}
      position="bottom"
      size="85%"
      title={t("guidance")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {content}
    </Drawer>
  );
}

function Sheet({
  file,
  leaf,
  onOpen,
}: {
  file: UnitFile;
  leaf: string | null;
  onOpen: (leaf: string) => void;
}) {
  return (
    <Shown live={file.setLive}>
      {() => (
        <>
          {!file.lock && (
            <Text size="xs" className="soft no-print" visibleFrom="sm">
              {t("sheetKeys")}
            </Text>
          )}
          <EditableSheet file={file} selected={leaf} onSelect={onOpen} />
        </>
      )}
    </Shown>
  );
}

function tabsOf(file: UnitFile, leaf: string | null, onOpen: (leaf: string) => void): QueryTab[] {
  const weak = file.review.filter(({ weaknesses }) => weaknesses.length > 0).length;
  const sheet = {
    id: "bang-diem",
    label: t("tabSheet"),
    content: () => <Sheet {...{ file, leaf, onOpen }} />,
  };
  const explanation = {
    id: "giai-trinh",
    label: t("explanationTitle"),
    content: () => <Explanations file={file} />,
  };
  const now = file.session.period.state === "explanation" ? [explanation, sheet] : [sheet, explanation];
  return [
    ...(file.release ? now : [sheet]),
    {
      id: "kiem-tra",
      label: weak > 0 ? `${t("tabReview")} (${weak})` : t("tabReview"),
      content: () => <Review file={file} onOpen={onOpen} />,
    },
    {
      id: "tai-lieu",
      label: t("tabEvidence", { n: file.desk.evidence?.length ?? 0 }),
      content: () => <EvidencePage file={file} onOpenLeaf={onOpen} />,
    },
    { id: "trao-doi", label: t("comments"), content: () => <LeafComments file={file} leaf={null} /> },
    { id: "bao-cao", label: t("tabReport"), content: () => <Report file={file} /> },
  ];
}

function UnitFilePage({ unitId }: { unitId: string }) {
  const file = useUnitFile(unitId);
  const { leaf, ...panel } = useOpenLeaf();
  const [submitting, { open, close }] = useDisclosure(false);
  return (
    <div className={styles.page}>
      <div className={styles.main}>
        <Shown live={file.unitLive}>
          {() => (
            <>
              <div className={styles.head}>
                <FileHead file={file} onSubmit={open} />
              </div>
              <QueryTabs label={t("unitTitle")} tabs={tabsOf(file, leaf, panel.open)} />
            </>
          )}
        </Shown>
      </div>
      <Panel
        file={file}
        leaf={leaf ? file.shownSet?.leaves.get(leaf) : undefined}
        narrow={panel.narrow}
        onClose={panel.close}
      />
      {file.submits && (
        <Suspense>
          <SubmitDialog file={file} opened={submitting} onClose={close} onOpenLeaf={panel.open} />
        </Suspense>
      )}
    </div>
  );
}

/** A unit's own page: its clerk fills in the self-assessment, its head checks and submits it, both explain. */
export default function UnitPage() {
  const unitId = unitOf(useSession().member.roles);
  return unitId ? <UnitFilePage key={unitId} unitId={unitId} /> : null;
}
