import { Alert, Button, Group, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { isFrozen, type LeafNode, leavesOf, paths, SurveyScore, Unit } from "@parindex/core";
import { type FormEvent, useMemo, useState } from "react";
import { CallRefused } from "../data/call.ts";
import { useCollection, useDocument } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import type { BoardUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { type ShownSet, useSet } from "../sheet/useSet.ts";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/standing-body.ts";
import { EnterScoresTable } from "./EnterScoresTable.tsx";
import { isBlank, readRow, rowOf, type SurveyRow } from "./entered-rows.ts";

type Source = SurveyScore["source"];

/** What was typed for a unit and not entered yet. */
export interface Draft {
  rows: Readonly<Record<string, SurveyRow>>;
  source: Partial<Source>;
}

/** Whether entering the row would change what is stored. */
function isNews(row: SurveyRow, source: Source, stored: SurveyScore | undefined): boolean {
  if (!stored) return !isBlank(row);
  const before = rowOf(stored);
  return (
    row.points !== before.points ||
    row.n !== before.n ||
    row.minimum !== before.minimum ||
    source.document !== stored.source.document ||
    source.date !== stored.source.date
  );
}

interface FormProps {
  row: BoardUnit;
  draft: Draft;
  onDraft: (draft: Draft | null) => void;
}

function Form({
  row,
  draft,
  onDraft,
  leaves,
  stored,
}: FormProps & { leaves: LeafNode[]; stored: SurveyScore[] }) {
  const { period } = useSession();
  const { act, place } = useAct();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const byLeaf = useMemo(() => new Map(stored.map((score) => [score.leaf, score])), [stored]);
  const source: Source = { document: "", date: "", ...stored[0]?.source, ...draft.source };
  const rowAt = (leaf: string) => draft.rows[leaf] ?? rowOf(byLeaf.get(leaf));
  const closed = isFrozen(period.state) || period.state === "preparing" || period.adoption !== null;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (sending) return;
    const news = leaves.filter(({ id }) => isNews(rowAt(id), source, byLeaf.get(id)));
    const read = news.map((leaf) => readRow(rowAt(leaf.id), leaf));
    if (read.length === 0) return setRefusal(t("nothingChanged"));
    if (read.some(({ errors }) => Object.keys(errors).length > 0)) return setRefusal(t("correctFirst"));
    setSending(true);
    setRefusal(null);
    try {
      const scores = read.map(({ score }) => score);
      await act("enterSurveyScores", { ...place, unit: row.unit, source, scores });
      notifications.show({ message: t("scoresEntered", { n: scores.length }), color: "teal" });
      onDraft(null);
    } catch (error) {
      setRefusal(error instanceof CallRefused ? error.message : t("unexpected"));
    }
    setSending(false);
  };
  return (
    <form onSubmit={send}>
      <Group my="sm" gap="sm" align="flex-end">
        <TextInput
          label={t("sourceDocument")}
          value={source.document}
          onChange={({ currentTarget: { value } }) =>
            onDraft({ ...draft, source: { ...draft.source, document: value } })
          }
          required
          maxLength={200}
          flex={1}
          miw="14rem"
          disabled={closed}
        />
        <TextInput
          type="date"
          label={t("sourceDate")}
          value={source.date}
          onChange={({ currentTarget: { value } }) =>
            onDraft({ ...draft, source: { ...draft.source, date: value } })
          }
          required
          disabled={closed}
        />
      </Group>
      <Text size="xs" className="soft" visibleFrom="sm">
        {t("surveyPaste")}
      </Text>
      <EnterScoresTable
        {...{ leaves, rowAt, closed }}
        caption={`${t("surveyScores")}: ${row.name}`}
        onRows={(rows) => onDraft({ ...draft, rows: { ...draft.rows, ...rows } })}
      />
      {refusal && (
        <Alert color="red" variant="light" role="alert" mt="sm">
          {refusal}
        </Alert>
      )}
      <Group justify="flex-end" mt="sm">
        <Button type="submit" loading={sending} disabled={closed}>
          {t("enterScores")}
        </Button>
      </Group>
    </form>
  );
}

const surveyLeaves = ({ set }: ShownSet, exempt: Unit["exempt"]): LeafNode[] =>
  [...leavesOf(set)]
    .map(({ leaf }) => leaf)
    .filter(({ id, source }) => source === "survey" && exempt[id] === undefined);

/** The survey scores of one unit: points, answers and minimum of each leaf, and the document they rest on. */
export function EnterScoresForm(props: FormProps) {
  const { row } = props;
  const { scheme, periodId } = useSession();
  const set = useSet(row.criteriaSet);
  const unit = useDocument(paths.unit(scheme, periodId, row.unit), Unit);
  const scores = useCollection(paths.column(scheme, periodId, row.unit, "surveyScores"), SurveyScore);
  return (
    <Shown live={set}>
      {(shown) => (
        <Shown live={unit}>
          {({ exempt }) => (
            <Shown live={scores}>
              {(entries) => (
                <Form
                  {...props}
                  leaves={surveyLeaves(shown, exempt)}
                  stored={entries.map(({ data }) => data)}
                />
              )}
            </Shown>
          )}
        </Shown>
      )}
    </Shown>
  );
}
