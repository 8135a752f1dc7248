import { Text } from "@mantine/core";
import type { Evidence, LeafNode } from "@parindex/core";
import { type KeyboardEvent, useRef, useState } from "react";
import { ruleText } from "../sheet/rule-text.ts";
import { t } from "../text/text.ts";
import styles from "./appraisal.module.css";
import { ClaimText } from "./ClaimText.tsx";
import { Figures } from "./Figures.tsx";
import { LeafActs, type LeafForm } from "./LeafActs.tsx";
import { LeafEvidence } from "./LeafEvidence.tsx";
import { actOfKey, focusBeside, openEvidence, recognise } from "./leaf-keys.ts";
import type { AppraisalFile } from "./useAppraisalFile.ts";

interface AppraisedLeafProps {
  file: AppraisalFile;
  leaf: LeafNode;
  adjusting: boolean;
  onAdjusting: (open: boolean) => void;
  /** Goes on after a leaf was recognised by its key; to the one below unless told. */
  onRecognised?: (wasJudged: boolean) => void;
  onHelp?: () => void;
  /** The evidence of the leaf's field, where it is shown. */
  evidence?: readonly Evidence[] | undefined;
}

/** One leaf to judge: what the unit claims and why, what the rule proposes, and the judgement. */
export function AppraisedLeaf(props: AppraisedLeafProps) {
  const { file, leaf, adjusting, onAdjusting, onRecognised, onHelp, evidence } = props;
  const card = useRef<HTMLFieldSetElement>(null);
  const [asking, setAsking] = useState(false);
  const state = file.isRefused(leaf.id) ? "refused" : (file.decisionOn(leaf.id) ?? "open");
  const show = (form: LeafForm) => {
    onAdjusting(form === "adjust");
    setAsking(form === "ask");
    if (form === null) card.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const act = actOfKey(event);
    if (!act) return;
    event.preventDefault();
    if (act === "next" || act === "previous") return focusBeside(event.currentTarget, act);
    if (act === "help") return onHelp?.();
    if (act === "evidence") return openEvidence(event.currentTarget);
    if (act !== "recognise") return show(act);
    const wasJudged = file.decisionOn(leaf.id) !== null;
    if (!recognise(file, leaf)) return;
    if (onRecognised) onRecognised(wasJudged);
    else focusBeside(event.currentTarget, "next");
  };
  return (
    <fieldset
      ref={card}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the card takes the keys of its leaf
      tabIndex={0}
      data-leaf={leaf.id}
      aria-label={`${leaf.code} ${leaf.name}`}
      className={`${styles.leaf} ${styles[state]}`}
      onKeyDown={onKeyDown}
    >
      <div>
        <Text fw={600}>
          <span className="soft">{leaf.code}</span> {leaf.name}{" "}
          <span className={styles.mark}>{t(state === "open" ? "notJudged" : state)}</span>{" "}
          {file.judgementOn(leaf.id).ask !== "" && <span className={styles.asked}>{t("askedMark")}</span>}
        </Text>
        <Text size="xs" className="soft" mb={4}>
          {ruleText(leaf)}
        </Text>
        <ClaimText file={file} leaf={leaf} />
        {evidence && <LeafEvidence leaf={leaf.id} evidence={evidence} />}
      </div>
      <div>
        <Figures file={file} leaf={leaf} />
        <LeafActs {...{ file, leaf }} form={adjusting ? "adjust" : asking ? "ask" : null} onForm={show} />
      </div>
    </fieldset>
  );
}
