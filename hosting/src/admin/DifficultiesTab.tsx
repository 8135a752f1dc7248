import { Button, Checkbox, Text, Textarea } from "@mantine/core";
import { Difficulty, queries, TEXT_MAX } from "@parindex/core";
import { useMemo } from "react";
import { dataOf, type Entry, useQuery } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { useUnits } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { AskedDifficulty } from "../shared-lists/AskedDifficulty.tsx";
import styles from "../shared-lists/lists.module.css";
import { useLeafText } from "../shared-lists/useLeafText.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { Shown } from "../shell/Notice.tsx";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/standing-body.ts";

/** Unanswered first, the longest waiting at the top; then the answered, the newest first. */
function inOrder(a: Entry<Difficulty>, b: Entry<Difficulty>): number {
  const waiting = Number(a.data.answer !== null) - Number(b.data.answer !== null);
  const age = a.data.at.getTime() - b.data.at.getTime();
  return waiting || (a.data.answer ? -age : age);
}

interface AnswerDialogProps {
  entry: Entry<Difficulty>;
  opened: boolean;
  onClose: () => void;
}

function AnswerDialog({ entry: { id, data }, opened, onClose }: AnswerDialogProps) {
  const { act, place } = useAct();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("answerDifficulty")}
      action={t("sendAnswer")}
      explain={data.question}
      perform={(form) =>
        act("answerDifficulty", {
          ...{ ...place, difficulty: id },
          ...{ answer: String(form.get("answer")), shared: form.get("shared") !== null },
        })
      }
    >
      <Textarea
        name="answer"
        label={t("answer")}
        defaultValue={data.answer?.text ?? ""}
        required
        maxLength={TEXT_MAX}
        autosize
        minRows={4}
        data-autofocus
      />
      <Checkbox
        name="shared"
        label={t("shareAnswer")}
        description={t("shareAnswerHint")}
        defaultChecked={data.shared}
      />
    </ActDialog>
  );
}

function Difficulties({ entries }: { entries: readonly Entry<Difficulty>[] }) {
  const units = dataOf(useUnits());
  const leafText = useLeafText();
  const dialog = useDialog<string>();
  const subject = entries.find(({ id }) => id === dialog.subject);
  const waiting = entries.filter(({ data }) => !data.answer).length;
  if (entries.length === 0) return <Text size="sm">{t("difficultiesNoneAsked")}</Text>;
  return (
    <>
      <Text size="sm" className="soft" role="status">
        {t("difficultiesWaiting", { n: waiting, all: entries.length })}
      </Text>
      <ul className={styles.list}>
        {entries.toSorted(inOrder).map(({ id, data }) => {
          const unit = units?.find((one) => one.id === data.unit);
          return (
            <AskedDifficulty
              key={id}
              difficulty={data}
              unit={unit?.name ?? data.unit}
              leaf={leafText(data.leaf, unit?.criteriaSet)}
            >
              <Button
                mt="xs"
                size="compact-sm"
                variant={data.answer ? "default" : "filled"}
                aria-label={`${t(data.answer ? "changeAnswer" : "answerDifficulty")}: ${unit?.name ?? data.unit}`}
                onClick={() => dialog.open(id)}
              >
                {t(data.answer ? "changeAnswer" : "answerDifficulty")}
              </Button>
            </AskedDifficulty>
          );
        })}
      </ul>
      {subject && (
        <AnswerDialog key={subject.id} entry={subject} opened={dialog.opened} onClose={dialog.close} />
      )}
    </>
  );
}

/** What units asked in this period, and the way to answer, for one or for all. */
export default function DifficultiesTab() {
  const { scheme, periodId } = useSession();
  const all = useMemo(() => queries.difficultiesOf(scheme, periodId), [scheme, periodId]);
  return <Shown live={useQuery(all, Difficulty)}>{(entries) => <Difficulties entries={entries} />}</Shown>;
}
