import { Button, Group, Text } from "@mantine/core";
import { type LeafNode, refusalText } from "@parindex/core";
import { type KeyboardEvent, useRef } from "react";
import { ruleText } from "../sheet/rule-text.ts";
import { SaveMark } from "../sheet/SaveMark.tsx";
import { t } from "../text/text.ts";
import { AdjustForm } from "./AdjustForm.tsx";
import styles from "./appraisal.module.css";
import { ClaimText } from "./ClaimText.tsx";
import { Figures } from "./Figures.tsx";
import type { AppraisalFile } from "./useAppraisalFile.ts";

interface AppraisedLeafProps {
  file: AppraisalFile;
  leaf: LeafNode;
  adjusting: boolean;
  onAdjusting: (open: boolean) => void;
}

type Direction = "nextElementSibling" | "previousElementSibling";

function focusBeside(card: Element, direction: Direction): void {
  const next = card[direction];
  if (next instanceof HTMLElement) next.focus();
}

/** What a key does on a card that has the focus. */
const ACT_OF_KEY: Readonly<Record<string, "recognise" | "adjust" | Direction>> = {
  c: "recognise",
  ...{ d: "adjust", đ: "adjust", a: "adjust" },
  ...{ arrowdown: "nextElementSibling", j: "nextElementSibling" },
  ...{ arrowup: "previousElementSibling", k: "previousElementSibling" },
};

/** Recognises the claimed points of a leaf, where there are any and the leaf is open; says whether the key was used. */
function recognise({ claimed, decisionOn, lockOn, saves }: AppraisalFile, { id }: LeafNode): boolean {
  const points = claimed.get(id)?.points ?? null;
  if (points === null || lockOn(id)) return false;
  if (decisionOn(id) !== "recognised") saves.saves.put(id, { points, decision: "recognised", reason: "" });
  return true;
}

function Judgement({ file, leaf, adjusting, onAdjusting }: AppraisedLeafProps) {
  const { saves, lockOn } = file;
  const { points, decision, reason } = file.judgementOn(leaf.id);
  const claim = file.claimed.get(leaf.id)?.points ?? null;
  const lock = lockOn(leaf.id);
  const save = saves.current.get(leaf.id)?.save;
  return (
    <div>
      <Figures file={file} leaf={leaf} />
      {adjusting && !lock && (
        <AdjustForm
          leaf={leaf}
          start={{ points: points ?? claim, reason }}
          onClose={() => onAdjusting(false)}
          onAdjust={(points, reason) => {
            saves.saves.put(leaf.id, { points, decision: "adjusted", reason });
            onAdjusting(false);
          }}
        />
      )}
      <Group gap="xs" mih="1.6rem">
        {!lock && !adjusting && (
          <>
            <Button
              size="compact-sm"
              variant={decision ? "default" : "filled"}
              onClick={() => recognise(file, leaf)}
              disabled={claim === null || file.decisionOn(leaf.id) === "recognised"}
            >
              {t("recognise")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => onAdjusting(true)}>
              {t("adjust")}
            </Button>
          </>
        )}
        {lock && lock !== file.lock && (
          <Text size="sm" className="soft">
            {refusalText(lock)}
          </Text>
        )}
        <SaveMark save={save} />
        {save?.state === "refused" && (
          <Button size="compact-xs" variant="default" onClick={() => saves.saves.discard(leaf.id)}>
            {t("discard")}
          </Button>
        )}
      </Group>
    </div>
  );
}

/** One leaf to judge: what the unit claims and why, what the rule proposes, and the judgement. */
export function AppraisedLeaf(props: AppraisedLeafProps) {
  const { file, leaf, onAdjusting } = props;
  const card = useRef<HTMLFieldSetElement>(null);
  const state = file.isRefused(leaf.id) ? "refused" : (file.decisionOn(leaf.id) ?? "open");
  const adjust = (open: boolean) => {
    onAdjusting(open);
    if (!open) card.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = ACT_OF_KEY[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    if (act === "recognise") {
      if (recognise(file, leaf)) focusBeside(event.currentTarget, "nextElementSibling");
    } else if (act === "adjust") adjust(true);
    else focusBeside(event.currentTarget, act);
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
          <span className={styles.mark}>{t(state === "open" ? "notJudged" : state)}</span>
        </Text>
        <Text size="xs" className="soft" mb={4}>
          {ruleText(leaf)}
        </Text>
        <ClaimText file={file} leaf={leaf} />
      </div>
      <Judgement {...props} onAdjusting={adjust} />
    </fieldset>
  );
}
