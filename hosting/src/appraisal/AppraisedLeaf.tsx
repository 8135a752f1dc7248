import { Button, Group, Paper, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { formatPoints, type LeafNode, propose } from "@parindex/core";
import { type KeyboardEvent, useState } from "react";
import { Difference, PointsText } from "../sheet/Achieved.tsx";
import { ruleText } from "../sheet/rule-text.ts";
import { SaveMark } from "../sheet/SaveMark.tsx";
import { t } from "../text/text.ts";
import { readPoints } from "../unit/PointsCell.tsx";
import styles from "./appraisal.module.css";
import { FactsText } from "./FactsText.tsx";
import type { AppraisalFile } from "./useAppraisalFile.ts";

function AdjustForm({
  leaf,
  start,
  onAdjust,
  onClose,
}: {
  leaf: LeafNode;
  start: { points: number | null; reason: string };
  onAdjust: (points: number, reason: string) => void;
  onClose: () => void;
}) {
  const [points, setPoints] = useState(start.points === null ? "" : formatPoints(start.points));
  const [reason, setReason] = useState(start.reason);
  const [error, setError] = useState<{ points?: string; reason?: string }>({});
  const commit = () => {
    const read = readPoints(points, leaf);
    const refused = read.error ?? (read.points === null ? t("badPoints") : null);
    if (refused) return setError({ points: refused });
    if (reason.trim() === "") return setError({ reason: t("reasonNeeded") });
    if (read.points !== null) onAdjust(read.points, reason.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && (event.ctrlKey || event.currentTarget instanceof HTMLInputElement)) {
      event.preventDefault();
      commit();
    }
  };
  return (
    <Stack gap="xs" mt="xs">
      <TextInput
        label={`${t("adjustTo")} (0 – ${formatPoints(leaf.max)})`}
        inputMode="decimal"
        value={points}
        error={error.points}
        data-autofocus
        ref={(input) => input?.focus({ preventScroll: true })}
        onChange={(event) => setPoints(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        maw={180}
      />
      <Textarea
        label={t("adjustReason")}
        value={reason}
        error={error.reason}
        autosize
        minRows={2}
        maxLength={5000}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Group gap="xs">
        <Button size="compact-sm" onClick={commit}>
          {t("save")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
      </Group>
    </Stack>
  );
}

/** Claim, proposal and judgement of a leaf side by side. */
function Figures({ file, leaf }: { file: AppraisalFile; leaf: LeafNode }) {
  const claim = file.claimed.get(leaf.id);
  const { points } = file.judgementOn(leaf.id);
  const proposal = propose(leaf.rule, claim?.facts, { ...leaf, year: file.session.period.year });
  const self = claim?.points ?? null;
  return (
    <dl className={styles.figures}>
      <div>
        <dt>{t("max")}</dt>
        <dd>{formatPoints(leaf.max)}</dd>
      </div>
      <div>
        <dt>{t("proposal")}</dt>
        <dd>
          <PointsText
            points={proposal.kind === "points" ? proposal.points : null}
            reason={t("proposalNone")}
          />
        </dd>
      </div>
      <div>
        <dt>{t("self")}</dt>
        <dd>
          <PointsText points={self} reason={t("notClaimed")} />
        </dd>
      </div>
      <div>
        <dt>{t("appraised")}</dt>
        <dd>
          <b>
            <PointsText points={points} />
          </b>
          <Difference self={self} appraised={points} />
        </dd>
      </div>
    </dl>
  );
}

interface AppraisedLeafProps {
  file: AppraisalFile;
  leaf: LeafNode;
  adjusting: boolean;
  onAdjusting: (open: boolean) => void;
}

/** One leaf to judge: what the unit claims and why, what the rule proposes, and the judgement. */
export function AppraisedLeaf({ file, leaf, adjusting, onAdjusting }: AppraisedLeafProps) {
  const { claimed, explained, saves, lock } = file;
  const claim = claimed.get(leaf.id);
  const answer = explained.get(leaf.id);
  const judgement = file.judgementOn(leaf.id);
  const save = saves.current.get(leaf.id)?.save;
  const canRecognise = !lock && claim?.points != null;
  const recognise = () => {
    if (claim?.points == null) return;
    saves.saves.put(leaf.id, { points: claim.points, decision: "recognised", reason: "" });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "c" && canRecognise) recognise();
    else if ((key === "d" || key === "đ") && !lock) onAdjusting(true);
    else if (key === "arrowdown" || key === "j") focusNext(event.currentTarget, "nextElementSibling");
    else if (key === "arrowup" || key === "k") focusNext(event.currentTarget, "previousElementSibling");
    else return;
    event.preventDefault();
  };
  return (
    <Paper
      withBorder
      p="sm"
      tabIndex={0}
      data-leaf={leaf.id}
      role="group"
      aria-label={`${leaf.code} ${leaf.name}`}
      className={styles.leaf}
      onKeyDown={onKeyDown}
    >
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Text fw={600}>
          <span className="soft">{leaf.code}</span> {leaf.name}
        </Text>
        {judgement.decision && <span className={styles[judgement.decision]}>{t(judgement.decision)}</span>}
      </Group>
      <Text size="xs" className="soft">
        {ruleText(leaf)}
      </Text>
      <Figures file={file} leaf={leaf} />
      <FactsText rule={leaf.rule} facts={claim?.facts ?? null} />
      {claim && claim.note !== "" && (
        <Text size="sm">
          <span className="soft">{t("unitNote")}:</span> {claim.note}
        </Text>
      )}
      {judgement.decision === "adjusted" && (
        <Text size="sm">
          <span className="soft">{t("adjustReason")}:</span> {judgement.reason}
        </Text>
      )}
      {answer && answer.text !== "" && (
        <Text size="sm">
          <span className="soft">{t("unitExplanation")}:</span> {answer.text}
        </Text>
      )}
      {!lock && !adjusting && (
        <Group gap="xs" mt="xs">
          <Button
            size="compact-sm"
            variant={judgement.decision ? "default" : "filled"}
            onClick={recognise}
            disabled={!canRecognise}
          >
            {t("recognise")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => onAdjusting(true)}>
            {t("adjust")}
          </Button>
        </Group>
      )}
      {adjusting && !lock && (
        <AdjustForm
          leaf={leaf}
          start={{ points: judgement.points ?? claim?.points ?? null, reason: judgement.reason }}
          onClose={() => onAdjusting(false)}
          onAdjust={(points, reason) => {
            saves.saves.put(leaf.id, { points, decision: "adjusted", reason });
            onAdjusting(false);
          }}
        />
      )}
      <SaveMark save={save} />
    </Paper>
  );
}

function focusNext(from: Element, direction: "nextElementSibling" | "previousElementSibling"): void {
  const next = from[direction];
  if (next instanceof HTMLElement) next.focus();
}
