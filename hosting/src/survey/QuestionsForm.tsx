import { Alert, Checkbox, Fieldset, Group, List, NativeSelect, Stack, Textarea } from "@mantine/core";
import type { CriteriaSet, Question } from "@parindex/core";
import type { NamedUnit } from "../data/units.ts";
import { t } from "../text/survey-desk.ts";
import { QuestionLeaves } from "./QuestionsLeaves.tsx";
import { QuestionOptions } from "./QuestionsOptions.tsx";
import { changeQuestion } from "./question-edit.ts";
import { blanksOf } from "./question-faults.ts";
import styles from "./survey.module.css";

interface QuestionFormProps {
  question: Question;
  questions: readonly Question[];
  /** The respondent group. */
  group: string;
  sets: readonly CriteriaSet[];
  units: readonly NamedUnit[];
  frozen: boolean;
  onChange: (questions: Question[]) => void;
}

type PartProps = Pick<QuestionFormProps, "question" | "frozen"> & {
  onQuestion: (change: Partial<Question>) => void;
};

/** Asks the question only about some of the units whose set it scores. */
function Units({
  question: { units: chosen, leaves },
  units,
  frozen,
  onQuestion,
}: PartProps & { units: readonly NamedUnit[] }) {
  const sets = new Set(leaves.map(({ set }) => set));
  const offered = units.filter(
    ({ id, criteriaSet }) => sets.size === 0 || sets.has(criteriaSet) || chosen?.includes(id),
  );
  const first = offered[0];
  return (
    <Stack gap="xs">
      <NativeSelect
        label={t("unitsTitle")}
        value={chosen === null ? "all" : "some"}
        disabled={frozen || (chosen === null && !first)}
        onChange={(event) =>
          onQuestion({ units: event.currentTarget.value === "all" || !first ? null : [first.id] })
        }
        data={[
          { value: "all", label: t("unitsAll") },
          { value: "some", label: t("unitsSome") },
        ]}
      />
      {chosen && (
        <Checkbox.Group
          label={t("unitsChosen", { n: chosen.length })}
          value={chosen}
          onChange={(next) => next.length > 0 && onQuestion({ units: next })}
        >
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
          <section className={styles.box} tabIndex={0} aria-label={t("unitsTitle")}>
            {offered.map(({ id, name }) => (
              <Checkbox key={id} size="xs" value={id} label={name} disabled={frozen} />
            ))}
          </section>
        </Checkbox.Group>
      )}
    </Stack>
  );
}

/** Asks the question only after some answers to an earlier one. */
function Condition({
  question: { id, showIf },
  questions,
  frozen,
  onQuestion,
}: PartProps & Pick<QuestionFormProps, "questions">) {
  const at = questions.findIndex((one) => one.id === id);
  const earlier = questions.slice(0, at);
  const asked = showIf && questions.find((one) => one.id === showIf.question);
  const gone = showIf !== null && !earlier.some((one) => one === asked);
  return (
    <Stack gap="xs">
      <NativeSelect
        label={t("showIfTitle")}
        value={showIf?.question ?? ""}
        disabled={frozen || (earlier.length === 0 && showIf === null)}
        onChange={({ currentTarget: { value } }) =>
          onQuestion({ showIf: value === "" ? null : { question: value, options: [] } })
        }
        data={[
          { value: "", label: t("showIfAlways") },
          ...(gone ? [{ value: showIf.question, label: t("showIfGone") }] : []),
          ...earlier.map((one, position) => ({
            value: one.id,
            label: `${t("questionN", { n: position + 1 })}. ${one.text}`,
          })),
        ]}
      />
      {showIf && asked && (
        <Checkbox.Group
          label={t("showIfOptions")}
          value={showIf.options.map(String)}
          onChange={(next) =>
            onQuestion({
              showIf: { question: showIf.question, options: next.map(Number).toSorted((a, b) => a - b) },
            })
          }
        >
          <Group gap="sm" mt={4}>
            {asked.options.map(({ text }, option) => (
              <Checkbox
                // biome-ignore lint/suspicious/noArrayIndexKey: a condition names options by their position
                key={option}
                size="xs"
                value={String(option)}
                label={text || t("optionN", { n: option + 1 })}
                disabled={frozen}
              />
            ))}
          </Group>
        </Checkbox.Group>
      )}
    </Stack>
  );
}

/** One question: its words and answers, what it scores, about whom and when it is asked. */
export function QuestionForm(props: QuestionFormProps) {
  const { question, questions, group, sets, units, frozen, onChange } = props;
  const at = questions.findIndex(({ id }) => id === question.id);
  const onQuestion = (change: Partial<Question>) => onChange(changeQuestion(questions, question.id, change));
  const blanks = blanksOf(question);
  return (
    <Stack gap="sm" component="section" aria-label={t("questionN", { n: at + 1 })} className={styles.form}>
      {blanks.length > 0 && (
        <Alert color="orange" variant="light" role="status" p="xs">
          <List size="sm">
            {blanks.map((blank) => (
              <List.Item key={blank}>{blank}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Textarea
        label={`${t("questionN", { n: at + 1 })}: ${t("questionText")}`}
        description={t("questionTextHint")}
        autosize
        minRows={2}
        maxLength={500}
        value={question.text}
        disabled={frozen}
        onChange={(event) => onQuestion({ text: event.currentTarget.value })}
      />
      <Textarea
        label={t("questionHelp")}
        autosize
        maxLength={500}
        value={question.help}
        disabled={frozen}
        onChange={(event) => onQuestion({ help: event.currentTarget.value })}
      />
      <Fieldset legend={t("options")} className={styles.fieldset}>
        <QuestionOptions {...{ question, questions, frozen, onChange }} />
      </Fieldset>
      <Fieldset legend={t("leavesTitle")} className={styles.fieldset}>
        <QuestionLeaves
          {...{ question, sets, group, frozen }}
          onLeaves={(leaves) => onQuestion({ leaves })}
        />
      </Fieldset>
      <Units {...{ question, units, frozen, onQuestion }} />
      <Condition {...{ question, questions, frozen, onQuestion }} />
    </Stack>
  );
}
