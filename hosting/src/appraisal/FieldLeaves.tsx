import { SegmentedControl, Text } from "@mantine/core";
import type { LeafNode, Ledger } from "@parindex/core";
import { type RefObject, useEffect, useRef, useState } from "react";
import { UndoButton } from "../sheet/UndoButton.tsx";
import { t } from "../text/text.ts";
import { AppraisedLeaf } from "./AppraisedLeaf.tsx";
import { openField } from "./desk-address.ts";
import { FILTER_TEXT } from "./filter-text.ts";
import { passes, QUEUE_FILTERS, type QueueFilter, type Standing } from "./judged-leaves.ts";
import { useFieldEvidence } from "./LeafEvidence.tsx";
import { NextPart, type NextStep } from "./NextPart.tsx";
import styles from "./queue.module.css";
import type { AppraisalFile } from "./useAppraisalFile.ts";

const SHOWN_FILTERS = [...QUEUE_FILTERS, "explained"] as const;
type ShownFilter = QueueFilter | "explained";
const SHOWN_FILTER_TEXT = { ...FILTER_TEXT, explained: "filterExplained" } as const;

/** How a leaf stands with what is typed here; its evidence by the ledger, in which nothing lacks until it is there. */
function standingIn(file: AppraisalFile, ledger: Ledger | undefined, leaf: string): Standing {
  const { points, ask } = file.judgementOn(leaf);
  return {
    claimed: file.claimed.get(leaf)?.points ?? null,
    appraised: file.isRefused(leaf) ? null : points,
    asked: ask !== "",
    evidence: ledger ? (ledger.evidence[leaf] ?? 0) : Number.POSITIVE_INFINITY,
  };
}

interface FieldLeavesProps {
  file: AppraisalFile;
  ledger: Ledger | undefined;
  field: string;
  leaves: readonly LeafNode[];
  /** What they are narrowed to at first. */
  filter: QueueFilter;
  next: NextStep | null;
  arriving: RefObject<boolean>;
  onHelp: () => void;
}

/** The cards in their list: which has the form open, and where the focus goes. */
function useCards({ file, arriving }: FieldLeavesProps, shown: readonly LeafNode[]) {
  const list = useRef<HTMLDivElement>(null);
  const onward = useRef<HTMLButtonElement>(null);
  const ending = useRef(false);
  const cardOf = (id: string) => list.current?.querySelector<HTMLElement>(`[data-leaf="${id}"]`);
  const firstOpen = (leaves: readonly LeafNode[]) => leaves.find(({ id }) => file.decisionOn(id) === null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only on arrival
  useEffect(() => {
    const first = firstOpen(shown) ?? shown[0];
    if (arriving.current && first) cardOf(first.id)?.focus();
    arriving.current = false;
  }, []);
  useEffect(() => {
    if (ending.current) onward.current?.focus();
    ending.current = false;
  });
  /** Goes on to the next leaf that is not judged; from the last of them to the way on. */
  const goOn = (from: LeafNode, wasJudged: boolean) => {
    const at = shown.indexOf(from);
    const after = shown.slice(at + 1);
    const target = firstOpen([...after, ...(wasJudged ? [] : shown.slice(0, at))]) ?? (wasJudged && after[0]);
    if (target) cardOf(target.id)?.focus();
    else if (onward.current) onward.current.focus();
    else ending.current = true;
  };
  return { list, onward, goOn };
}

/** A field's leaves. A chosen filter keeps what it showed, so that no card vanishes while one judges it. */
export function FieldLeaves(props: FieldLeavesProps) {
  const { file, ledger, field, leaves, filter, next, arriving, onHelp } = props;
  const passing = (one: ShownFilter) =>
    leaves.filter(({ id }) =>
      one === "explained"
        ? (file.explained.get(id)?.text.trim() ?? "") !== ""
        : passes(one, standingIn(file, ledger, id)),
    );
  const [chosen, setChosen] = useState<{ filter: ShownFilter; shown: readonly LeafNode[] }>(() => ({
    filter,
    shown: passing(filter),
  }));
  const evidence = useFieldEvidence(file.unitId, field);
  const [adjusting, setAdjusting] = useState<string | null>(null);
  const offered = SHOWN_FILTERS.filter((one) => one !== "explained" || passing(one).length > 0);
  const { list, onward, goOn } = useCards(props, chosen.shown);
  const done = leaves.every(({ id }) => file.decisionOn(id) !== null);
  return (
    <>
      <SegmentedControl
        size="xs"
        withItemsBorders={false}
        value={chosen.filter}
        onChange={(value) => {
          const one = SHOWN_FILTERS.find((known) => known === value) ?? "all";
          setChosen({ filter: one, shown: passing(one) });
        }}
        aria-label={t("queueFilter")}
        data={offered.map((one) => ({
          value: one,
          label: `${t(SHOWN_FILTER_TEXT[one])} (${passing(one).length})`,
        }))}
        className={styles.filters}
      />
      {!file.lock && (
        <UndoButton
          saves={file.saves.saves}
          codeOf={(id) => leaves.find((leaf) => leaf.id === id)?.code ?? id}
        />
      )}
      {chosen.shown.length === 0 && (
        <Text size="sm" className="soft">
          {t("filterEmpty")}
        </Text>
      )}
      <div ref={list}>
        {chosen.shown.map((leaf) => (
          <AppraisedLeaf
            key={leaf.id}
            {...{ file, leaf, evidence, onHelp }}
            adjusting={adjusting === leaf.id}
            onAdjusting={(open) => setAdjusting(open ? leaf.id : null)}
            onRecognised={(wasJudged) => goOn(leaf, wasJudged)}
          />
        ))}
      </div>
      {done && !file.lock && (
        <NextPart
          next={next}
          button={onward}
          onGo={({ unit, field }) => {
            arriving.current = true;
            openField(unit, field);
          }}
        />
      )}
    </>
  );
}
