import { ActionIcon, Button, Checkbox, Group, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import type { Question, QuestionOption } from "@parindex/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { t } from "../text/survey-desk.ts";
import { changeQuestion, moveOption, removeOption } from "./question-edit.ts";
import { SCALES } from "./scales.ts";
import styles from "./survey.module.css";

/** As many options as a question may have. */
const OPTIONS_MAX = 11;

interface OptionProps {
  option: QuestionOption;
  at: number;
  count: number;
  frozen: boolean;
  onOption: (change: Partial<QuestionOption>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function Option({ option, at, count, frozen, onOption, onMove, onRemove }: OptionProps) {
  const n = at + 1;
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    onMove(event.key === "ArrowUp" ? -1 : 1);
  };
  const icon = (label: string, Icon: typeof IconTrash, disabled: boolean, act: () => void) => (
    <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={frozen || disabled} onClick={act}>
      <Icon size={16} />
    </ActionIcon>
  );
  return (
    <li className={styles.option}>
      <TextInput
        size="xs"
        aria-label={t("optionN", { n })}
        value={option.text}
        maxLength={200}
        disabled={frozen}
        onChange={(event) => onOption({ text: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      <NumberInput
        size="xs"
        aria-label={t("optionWeight", { n })}
        value={option.weight === null ? "" : option.weight / 100}
        placeholder="—"
        suffix="%"
        decimalSeparator=","
        decimalScale={2}
        min={0}
        max={100}
        clampBehavior="strict"
        hideControls
        disabled={frozen || option.weight === null}
        onChange={(value) => onOption({ weight: Math.round(Number(value) * 100) || 0 })}
      />
      <Checkbox
        size="xs"
        label={t("optionNull")}
        aria-label={t("optionNullOf", { n })}
        checked={option.weight === null}
        disabled={frozen}
        onChange={(event) => onOption({ weight: event.currentTarget.checked ? null : 0 })}
      />
      <Group gap={0} wrap="nowrap">
        {icon(t("optionUp", { n }), IconArrowUp, at === 0, () => onMove(-1))}
        {icon(t("optionDown", { n }), IconArrowDown, at === count - 1, () => onMove(1))}
        {icon(t("optionRemove", { n }), IconTrash, count <= 2, onRemove)}
      </Group>
    </li>
  );
}

interface QuestionOptionsProps {
  question: Question;
  questions: readonly Question[];
  frozen: boolean;
  onChange: (questions: Question[]) => void;
}

/** What can be answered, and which share of the maximum each answer is worth. */
export function QuestionOptions({ question, questions, frozen, onChange }: QuestionOptionsProps) {
  const { id, options } = question;
  const set = (next: QuestionOption[]) => onChange(changeQuestion(questions, id, { options: next }));
  return (
    <>
      <p className={styles.soft}>{t("optionsHint")}</p>
      <ol className={styles.options}>
        {options.map((option, at) => (
          <Option
            // biome-ignore lint/suspicious/noArrayIndexKey: options have no id; answers name them by their position
            key={at}
            {...{ option, at, frozen }}
            count={options.length}
            onOption={(change) =>
              set(options.map((one, position) => (position === at ? { ...one, ...change } : one)))
            }
            onMove={(by) => onChange(moveOption(questions, id, at, by))}
            onRemove={() => onChange(removeOption(questions, id, at))}
          />
        ))}
      </ol>
      {!frozen && (
        <Group gap="xs">
          <Button
            size="compact-xs"
            variant="default"
            disabled={options.length >= OPTIONS_MAX}
            onClick={() => set([...options, { text: "", weight: 0 }])}
          >
            {t("optionAdd")}
          </Button>
          <NativeSelect
            size="xs"
            aria-label={t("scale")}
            value=""
            data={[
              { value: "", label: t("scaleChoose") },
              ...SCALES.map(({ name }) => ({ value: name, label: t(name) })),
            ]}
            onChange={(event) => {
              const chosen = SCALES.find(({ name }) => name === event.currentTarget.value);
              if (chosen) set(chosen.options);
            }}
          />
        </Group>
      )}
    </>
  );
}
