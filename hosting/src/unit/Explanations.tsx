import { Group, Paper, Stack, Text, Textarea, Title } from "@mantine/core";
import { formatInstant, formatPoints, type Release } from "@parindex/core";
import { useState } from "react";
import { Difference } from "../sheet/Achieved.tsx";
import { SaveMark } from "../sheet/SaveMark.tsx";
import { t } from "../text/text.ts";
import type { UnitFile } from "./useUnitFile.ts";

type ReleasedLeaf = Release["leaves"][string];

function ExplanationOf({ file, leaf, released }: { file: UnitFile; leaf: string; released: ReleasedLeaf }) {
  const { explanations, explained, shownSet, session } = file;
  const { period } = session;
  const node = shownSet?.leaves.get(leaf);
  const typed = explanations.current.get(leaf);
  const stored = explained?.find(({ id }) => id === leaf)?.data;
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? typed?.value.text ?? stored?.text ?? "";
  const open = period.state === "explanation" && new Date() < period.dates.explanationDue;
  return (
    <Paper withBorder p="sm">
      <Stack gap={6}>
        <Text fw={600}>
          <span className="soft">{node?.code}</span> {node?.name}
        </Text>
        <Group gap="md">
          <Text size="sm">
            {t("self")}: <b>{released.self === null ? "—" : formatPoints(released.self)}</b>
          </Text>
          <Text size="sm">
            {t("appraised")}: <b>{released.points === null ? "—" : formatPoints(released.points)}</b>
          </Text>
          <Difference self={released.self} appraised={released.points} />
        </Group>
        <Text size="sm">
          {t("reason")}: {released.reason}
        </Text>
        <Textarea
          label={t("explanationText")}
          autosize
          minRows={2}
          maxLength={5000}
          value={shown}
          disabled={!open}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={() => {
            if (text !== null && text !== stored?.text)
              explanations.saves.put(leaf, { text, round: period.releaseRound });
            setText(null);
          }}
        />
        <SaveMark save={typed?.save} />
      </Stack>
    </Paper>
  );
}

/** What was released to the unit: every adjusted leaf with its reason, and the unit's answer to it. */
export function Explanations({ file }: { file: UnitFile }) {
  const { release, session } = file;
  if (!release) return null;
  const adjusted = Object.entries(release.leaves).filter(([, { decision }]) => decision === "adjusted");
  return (
    <Stack component="section" gap="sm" mb="lg" aria-label={t("explanationTitle")}>
      <Title order={2} size="h4">
        {t("explanationTitle")} · {t("releasedDiffers", { n: adjusted.length })}
      </Title>
      <Text size="sm" className="soft">
        {adjusted.length === 0
          ? t("releasedNone")
          : t("explanationLead", { due: formatInstant(session.period.dates.explanationDue) })}
      </Text>
      {adjusted.map(([leaf, released]) => (
        <ExplanationOf key={leaf} file={file} leaf={leaf} released={released} />
      ))}
    </Stack>
  );
}
