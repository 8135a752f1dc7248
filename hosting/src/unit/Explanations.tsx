import { Alert, Group, Paper, Stack, Table, Text, Textarea, Title } from "@mantine/core";
import {
  formatInstant,
  type LeafNode,
  type Refusal,
  type Release,
  refusalOfExplanation,
  TEXT_MAX,
} from "@parindex/core";
import { EvidencePanel } from "../evidence/EvidencePanel.tsx";
import { Difference, PointsText } from "../sheet/Achieved.tsx";
import { SaveMark } from "../sheet/SaveMark.tsx";
import { timeLeft, useNow } from "../shell/time.ts";
import { refusalText, t } from "../text/text.ts";
import { usePaused } from "./usePaused.ts";
import type { UnitFile } from "./useUnitFile.ts";

type ReleasedLeaf = Release["leaves"][string];

/** A released leaf with what was released of it. */
interface Released {
  leaf: LeafNode;
  released: ReleasedLeaf;
}

/** Whether the unit should answer: it did not get what it claimed, or it is asked. */
const isToExplain = ({ released: { decision, ask } }: Released) => decision === "adjusted" || ask !== "";

/** What was released, in the order of the sheet. */
const releasedLeaves = ({ release, shownSet }: UnitFile): Released[] =>
  [...(shownSet?.leaves.values() ?? [])].flatMap((leaf) => {
    const released = release?.leaves[leaf.id];
    return released ? [{ leaf, released }] : [];
  });

/** What the unit answers on a leaf, as typed or stored. */
const answerOn = ({ explanations, explained }: UnitFile, leaf: string): string =>
  explanations.current.get(leaf)?.value.text ?? explained?.find(({ id }) => id === leaf)?.data.text ?? "";

const isAnswered = (file: UnitFile, { leaf }: Released) => answerOn(file, leaf.id).trim() !== "";

function Stages({ released: { self, points } }: { released: ReleasedLeaf }) {
  return (
    <Group gap="md">
      <Text size="sm">
        {t("self")}:{" "}
        <b>
          <PointsText points={self} />
        </b>
      </Text>
      <Text size="sm">
        {t("appraised")}:{" "}
        <b>
          <PointsText points={points} reason={t("notJudged")} />
        </b>
      </Text>
      <Difference self={self} appraised={points} />
    </Group>
  );
}

function AnswerInput({ file, leaf }: { file: UnitFile; leaf: LeafNode }) {
  const { saves } = file.explanations;
  const round = file.session.period.releaseRound;
  const answer = usePaused(
    answerOn(file, leaf.id),
    () => saves.begin(leaf.id),
    (text) => saves.put(leaf.id, { text, round }),
  );
  return (
    <Textarea
      label={t("explanationText")}
      autosize
      minRows={2}
      maxLength={TEXT_MAX}
      value={answer.shown}
      onChange={(event) => answer.type(event.currentTarget.value)}
      onBlur={answer.save}
    />
  );
}

interface ExplanationOfProps extends Released {
  file: UnitFile;
  locked: boolean;
}

function ExplanationOf({ file, leaf, released, locked }: ExplanationOfProps) {
  const { explanations } = file;
  const answered = isAnswered(file, { leaf, released });
  const save = explanations.current.get(leaf.id)?.save;
  return (
    <Paper withBorder p="sm" component="section" aria-label={`${leaf.code} ${leaf.name}`}>
      <Stack gap={6} align="stretch">
        <Text fw={600} style={{ overflowWrap: "anywhere" }}>
          <span className="soft">{leaf.code}</span> {leaf.name}{" "}
          <Text span size="xs" className="soft">
            {answered ? `✓ ${t("explained")}` : `◌ ${t("notExplainedYet")}`}
          </Text>
        </Text>
        <Stages released={released} />
        {released.reason !== "" && (
          <Text size="sm" style={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>
            {t("reason")}: {released.reason}
          </Text>
        )}
        {released.ask !== "" && (
          <Text size="sm" style={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>
            <b>{t("askedOfYou")}:</b> {released.ask}
          </Text>
        )}
        {locked ? (
          <Text size="sm" style={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>
            {t("explanationText")}: {answered ? answerOn(file, leaf.id) : t("noExplanation")}
          </Text>
        ) : (
          <AnswerInput file={file} leaf={leaf} />
        )}
        <Group gap="xs">
          <SaveMark
            save={save}
            onKeepMine={() => explanations.saves.keepMine(leaf.id)}
            onDiscard={() => explanations.saves.discard(leaf.id)}
          />
        </Group>
        <EvidencePanel file={file} leaf={leaf.id} editable={!locked} />
      </Stack>
    </Paper>
  );
}

/** The released leaves that need no answer, to look up. */
function Recognised({ leaves }: { leaves: readonly Released[] }) {
  if (leaves.length === 0) return null;
  return (
    <details>
      <summary>{t("releasedRecognised", { n: leaves.length })}</summary>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("leafColumn")}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t("self")}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t("appraised")}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {leaves.map(({ leaf, released: { self, points } }) => (
            <Table.Tr key={leaf.id}>
              <Table.Th scope="row" fw={400} style={{ overflowWrap: "anywhere" }}>
                <span className="soft">{leaf.code}</span> {leaf.name}
              </Table.Th>
              <Table.Td className="number">
                <PointsText points={self} />
              </Table.Td>
              <Table.Td className="number">
                <PointsText points={points} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}

/** How long answers are taken, or why they are not. */
function Due({ due, lock }: { due: Date; lock: Refusal | null }) {
  const left = timeLeft(due, useNow());
  if (lock) return <Alert color="gray">{refusalText(lock)}</Alert>;
  return (
    <Text size="sm" className="soft">
      {t("explanationLead", { due: formatInstant(due) })} {left && <b>{t("explanationLeft", { left })}</b>}
    </Text>
  );
}

/** What was released to the unit: every leaf adjusted or asked about, the unit's answers, and the rest to look up. */
export default function Explanations({ file }: { file: UnitFile }) {
  const { release, session, unitId, unit } = file;
  const now = useNow();
  if (!release || !unit) return null;
  const { member, period } = session;
  const all = releasedLeaves(file);
  const open = all.filter(isToExplain);
  const lock = refusalOfExplanation({ member, period, unitId, unit, now }, "", true, 1, null);
  const answered = open.filter((one) => isAnswered(file, one)).length;
  const adjusted = open.filter(({ released }) => released.decision === "adjusted").length;
  return (
    <Stack component="section" gap="sm" mb="lg" aria-label={t("explanationTitle")}>
      <Title order={2} size="h4">
        {t("explanationTitle")} · {t("releasedDiffers", { n: adjusted })}
      </Title>
      {open.length === 0 ? (
        <Text size="sm" className="soft">
          {t("releasedNone")}
        </Text>
      ) : (
        <>
          <Due due={period.dates.explanationDue} lock={lock} />
          <Text size="sm" fw={600} role="status">
            {t("explainedOf", { n: answered, all: open.length })}
          </Text>
        </>
      )}
      {open.map(({ leaf, released }) => (
        <ExplanationOf key={leaf.id} {...{ file, leaf, released }} locked={lock !== null} />
      ))}
      <Recognised leaves={all.filter((one) => !isToExplain(one))} />
    </Stack>
  );
}
