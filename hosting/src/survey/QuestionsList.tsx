import { Button, Group } from "@mantine/core";
import type { Question } from "@parindex/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { type TextKey, t } from "../text/survey-desk.ts";
import { blankQuestion, insertAfter, moved, moveQuestion, nextId } from "./question-edit.ts";
import { FIRST_SCALE } from "./scales.ts";
import styles from "./survey.module.css";

interface QuestionsListProps {
  questions: readonly Question[];
  frozen: boolean;
  selected: string | null;
  /** The questions with findings. */
  faulty: ReadonlySet<string>;
  onSelect: (id: string | null) => void;
  onChange: (questions: Question[]) => void;
}

/** What a question is for, in few words. */
const about = ({ leaves, units, showIf }: Question): string =>
  [
    leaves.length > 0 ? t("questionScores", { n: leaves.length }) : t("questionBreakdown"),
    units ? t("unitsChosen", { n: units.length }) : "",
    showIf ? t("questionConditional") : "",
  ]
    .filter((words) => words !== "")
    .join(" · ");

/** A new question beside the chosen one, or the chosen one taken away, moved, doubled. */
function Tools({ questions, selected, onSelect, onChange }: Omit<QuestionsListProps, "faulty" | "frozen">) {
  const at = questions.findIndex(({ id }) => id === selected);
  const chosen = questions[at];
  const full = questions.length >= 60;
  const insert = (question: Question) => {
    onChange(insertAfter(questions, selected, question));
    onSelect(question.id);
  };
  const tool = (key: TextKey, act: (() => void) | null) => (
    <Button key={key} size="compact-xs" variant="default" disabled={!act} onClick={() => act?.()}>
      {t(key)}
    </Button>
  );
  return (
    <Group gap={4} mb="xs">
      {tool("questionAdd", full ? null : () => insert(blankQuestion(nextId(questions), FIRST_SCALE)))}
      {tool("questionUp", at > 0 ? () => onChange(moved(questions, at, at - 1)) : null)}
      {tool(
        "questionDown",
        at >= 0 && at < questions.length - 1 ? () => onChange(moved(questions, at, at + 1)) : null,
      )}
      {tool("questionCopy", chosen && !full ? () => insert({ ...chosen, id: nextId(questions) }) : null)}
      {tool(
        "questionRemove",
        chosen
          ? () => {
              onChange(questions.filter((one) => one !== chosen));
              onSelect((questions[at + 1] ?? questions[at - 1])?.id ?? null);
            }
          : null,
      )}
    </Group>
  );
}

/** The questions in their order: chosen by a click, moved by dragging or by Alt and the arrow keys. */
export function QuestionsList(props: QuestionsListProps) {
  const { questions, frozen, selected, faulty, onSelect, onChange } = props;
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const focus = (id: string | undefined) =>
    setTimeout(() => list.current?.querySelector<HTMLElement>(`[data-question="${id}"]`)?.focus());
  const onKeyDown = (id: string) => (event: KeyboardEvent) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
    if (by === null) return;
    event.preventDefault();
    if (event.altKey && frozen) return;
    if (event.altKey) onChange(moveQuestion(questions, id, by));
    focus(event.altKey ? id : questions[questions.findIndex((one) => one.id === id) + by]?.id);
  };
  const indexOf = (id: string | null) => questions.findIndex((one) => one.id === id);
  return (
    <div>
      {!frozen && <Tools {...props} />}
      <ol className={styles.questions} aria-label={t("questionList")} ref={list}>
        {questions.map((question, at) => {
          const { id } = question;
          return (
            <li
              key={id}
              className={over === id && dragged !== id ? styles.over : ""}
              draggable={!frozen}
              onDragStart={() => setDragged(id)}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
              onDragOver={(event) => {
                event.preventDefault();
                setOver(id);
              }}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged !== null) onChange(moved(questions, indexOf(dragged), at));
              }}
            >
              <button
                type="button"
                data-question={id}
                aria-current={id === selected ? "true" : undefined}
                onClick={() => onSelect(id)}
                onKeyDown={onKeyDown(id)}
              >
                <b>{at + 1}.</b> {question.text.trim() || t("questionBlank")}
                <span className={styles.soft}>
                  {faulty.has(id) && (
                    <IconAlertTriangle size={14} role="img" aria-label={t("findingsTitleSurvey", { n: 1 })} />
                  )}{" "}
                  {about(question)}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      {!frozen && questions.length > 1 && <p className={styles.soft}>{t("questionMoveHint")}</p>}
    </div>
  );
}
