import { Alert, Button, Group, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { type Facts, formatPoints, type LeafNode, propose } from "@parindex/core";
import { type ReactNode, useState } from "react";
import type { Typed } from "../data/score-saves.ts";
import { useSchemeFolder } from "../data/session.tsx";
import { EvidencePanel } from "../evidence/EvidencePanel.tsx";
import { FileLink } from "../shared-lists/FileLink.tsx";
import { ruleText } from "../sheet/rule-text.ts";
import { SaveMark } from "../sheet/SaveMark.tsx";
import { useGuidance } from "../sheet/useGuidance.ts";
import { refusalText, t } from "../text/text.ts";
import { FactsForm } from "./FactsForm.tsx";
import { LeafHistory } from "./LeafHistory.tsx";
import { readPoints } from "./PointsCell.tsx";
import { PreviousScore } from "./PreviousScore.tsx";
import { useOnPageLeft, usePaused } from "./usePaused.ts";
import type { UnitFile } from "./useUnitFile.ts";

/** A text that is saved when one pauses or leaves it. */
function SavedText({
  value,
  onBegin,
  onSave,
  ...input
}: {
  value: string;
  /** The first key of a change. */
  onBegin: () => void;
  onSave: (text: string) => void;
  label: string;
  disabled: boolean;
  error?: string | null;
}) {
  const text = usePaused(value, onBegin, onSave);
  return (
    <Textarea
      {...input}
      autosize
      minRows={3}
      maxLength={5000}
      value={text.shown}
      onChange={(event) => text.type(event.currentTarget.value)}
      onBlur={text.save}
    />
  );
}

function ClaimInput({
  leaf,
  points,
  disabled,
  onBegin,
  onAbandon,
  onSave,
}: {
  leaf: LeafNode;
  points: number | null;
  disabled: boolean;
  /** The first key of a change. */
  onBegin: () => void;
  /** Left without a change. */
  onAbandon: () => void;
  onSave: (points: number | null) => void;
}) {
  const shown = points === null ? "" : formatPoints(points);
  // What is typed stands over the points that stood there then: where others come meanwhile, these are shown.
  const [typed, setTyped] = useState<{ over: string; text: string; error: string | null } | null>(null);
  const own = typed?.over === shown ? typed : null;
  const commit = () => {
    if (!own) return onAbandon();
    const read = readPoints(own.text, leaf);
    setTyped(read.error ? { ...own, error: read.error } : null);
    if (read.error) return;
    if (read.points !== points) onSave(read.points);
    else onAbandon();
  };
  useOnPageLeft(commit);
  return (
    <TextInput
      label={`${t("claim")} (0 – ${formatPoints(leaf.max)})`}
      inputMode="decimal"
      value={own?.text ?? shown}
      error={own?.error}
      disabled={disabled}
      onChange={(event) => {
        onBegin();
        setTyped({ over: shown, text: event.currentTarget.value, error: own?.error ?? null });
      }}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
    />
  );
}

/** Points follow the proposal for as long as the unit has not claimed otherwise. */
function followProposal(
  before: Typed["self"],
  facts: Facts | null,
  leaf: LeafNode,
  year: number,
): Typed["self"] {
  const old = propose(leaf.rule, before.facts, { ...leaf, year });
  const next = propose(leaf.rule, facts, { ...leaf, year });
  const follows = before.points === null || (old.kind === "points" && old.points === before.points);
  return { ...before, facts, points: follows && next.kind === "points" ? next.points : before.points };
}

/** One leaf: what is asked, the facts, the proposal, the claim, the note, what became of it, and its history. */
export function LeafPanel({
  file,
  leaf,
  children,
}: {
  file: UnitFile;
  leaf: LeafNode;
  children?: ReactNode;
}) {
  const { self, typedOn, lock, unit, session } = file;
  const value = typedOn(leaf.id);
  const save = self.current.get(leaf.id)?.save;
  const guidance = useGuidance(unit?.criteriaSet);
  const schemeFolder = useSchemeFolder();
  const exempt = unit?.exempt[leaf.id];
  const disabled = lock !== null || exempt !== undefined || leaf.source === "survey";
  const put = (next: Partial<Typed["self"]>) => self.saves.put(leaf.id, { ...value, ...next });
  const { year } = session.period;
  const facts = usePaused(
    value.facts,
    () => self.saves.begin(leaf.id),
    (next) => self.saves.put(leaf.id, followProposal(value, next, leaf, year)),
  );
  const proposal = propose(leaf.rule, facts.shown, { ...leaf, year });
  const above = proposal.kind === "points" && value.points !== null && value.points > proposal.points;
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        <span className="soft">{leaf.code}</span> {leaf.name}
      </Title>
      <div>
        <Text fw={600} size="sm">
          {t("guidance")}
        </Text>
        <Text size="sm">{ruleText(leaf)}</Text>
        {guidance?.texts[leaf.id] && (
          <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
            {guidance.texts[leaf.id]} <span className="soft">({guidance.number})</span>
          </Text>
        )}
        {guidance?.file && <FileLink folder={schemeFolder} file={guidance.file} />}
        <Text size="sm" className="soft">
          {t("evidenceNeeded")}: {leaf.evidence}
        </Text>
      </div>
      {exempt !== undefined && <Alert variant="light">{`${t("exempt")}: ${exempt}`}</Alert>}
      {lock && leaf.source === "self" && (
        <Alert variant="light" color="gray">
          {refusalText(lock)}
        </Alert>
      )}
      {leaf.source === "self" && exempt === undefined && (
        <>
          <FactsForm
            key={leaf.id}
            rule={leaf.rule}
            facts={facts.shown}
            disabled={disabled}
            onBegin={() => self.saves.begin(leaf.id)}
            onType={facts.type}
            onLeave={facts.save}
            onChange={facts.put}
          />
          <Group justify="space-between" gap="xs">
            <Text size="sm">
              {proposal.kind === "points" && (
                <>
                  {t("proposal")}: <b>{formatPoints(proposal.points)}</b>
                </>
              )}
              {proposal.kind === "exempt" && t("proposalExempt")}
              {proposal.kind === "none" && leaf.rule.kind !== "manual" && t("proposalNone")}
              {proposal.kind === "badFacts" && proposal.issues.map(({ message }) => message).join("; ")}
            </Text>
            {proposal.kind === "points" && proposal.points !== value.points && !disabled && (
              <Button size="compact-sm" variant="light" onClick={() => put({ points: proposal.points })}>
                {t("useProposal")}
              </Button>
            )}
          </Group>
          <ClaimInput
            leaf={leaf}
            points={value.points}
            disabled={disabled}
            onBegin={() => self.saves.begin(leaf.id)}
            onAbandon={() => self.saves.abandon(leaf.id)}
            onSave={(points) => put({ points })}
          />
          <SavedText
            key={`note-${leaf.id}`}
            label={t("note")}
            value={value.note}
            disabled={disabled}
            error={above && value.note.trim() === "" ? t("noteNeeded") : null}
            onBegin={() => self.saves.begin(leaf.id)}
            onSave={(note) => put({ note })}
          />
          <Group gap="xs">
            <SaveMark
              save={save}
              onKeepMine={() => self.saves.keepMine(leaf.id)}
              onDiscard={() => self.saves.discard(leaf.id)}
            />
          </Group>
          <PreviousScore unitId={file.unitId} leaf={leaf.id} />
          <EvidencePanel key={`evidence-${leaf.id}`} file={file} leaf={leaf.id} editable={!disabled} />
          {children}
          <LeafHistory unitId={file.unitId} leaf={leaf} />
        </>
      )}
    </Stack>
  );
}
