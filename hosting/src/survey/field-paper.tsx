import { Alert, Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { type FilledForm, type Question, questionsFor, shownQuestions } from "@parindex/core";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { CallRefused } from "../data/call.ts";
import type { NamedUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { t } from "../text/survey-field.ts";
import styles from "./field.module.css";
import { Compared } from "./field-compared.tsx";
import { type Differing, KeyedForm } from "./field-results.ts";
import type { Keyed } from "./PaperForms.tsx";
import type { SurveyEntry } from "./useSurveys.ts";

/** The keys that choose the options of a question, in their order. */
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "-"];

/** The number after one that ends in digits: "A-009" is followed by "A-010". */
const following = (number: string): string =>
  number.replace(/\d{1,15}$/, (digits) => String(Number(digits) + 1).padStart(digits.length, "0"));

/** A form without what skip logic no longer asks. */
const keptOf = (questions: readonly Question[], form: FilledForm): FilledForm =>
  Object.fromEntries(
    shownQuestions(questions, form).flatMap(({ id }) => {
      const option = form[id];
      return option === undefined ? [] : [[id, option] as const];
    }),
  );

interface QuestionProps {
  question: Question;
  chosen: number | undefined;
  onChoose: (option: number | undefined, goOn: boolean) => void;
}

function QuestionField({ question: { id, text, options }, chosen, onChoose }: QuestionProps) {
  const keyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const option = KEYS.indexOf(event.key);
    const clears = event.key === "Backspace" || event.key === "Delete";
    if (!clears && (option < 0 || option >= options.length)) return;
    event.preventDefault();
    onChoose(clears ? undefined : option, !clears);
  };
  return (
    <fieldset className={styles.question} data-question={id} onKeyDown={keyDown}>
      <legend>{text}</legend>
      <div className={styles.options}>
        {options.map((option, at) => (
          <label key={option.text}>
            <kbd>{KEYS[at]}</kbd>
            <input
              type="radio"
              name={`q-${id}`}
              checked={chosen === at}
              onChange={() => onChoose(at, false)}
            />
            {option.text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface PaperEntryProps {
  survey: SurveyEntry;
  units: readonly NamedUnit[];
  onKeyed: (keyed: Keyed) => void;
}

/** One paper form after another, by the keyboard alone. The unit stays until another is chosen. */
export function PaperEntry({ survey: { id, data }, units, onKeyed }: PaperEntryProps) {
  const { act, place } = useAct();
  const [unitId, setUnit] = useState(units[0]?.id ?? "");
  const [number, setNumber] = useState("");
  const [form, setForm] = useState<FilledForm>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const [differing, setDiffering] = useState<Differing | null>(null);
  const [sending, setSending] = useState(false);
  const busy = useRef(false);
  const root = useRef<HTMLFormElement>(null);
  const unit = units.find((one) => one.id === unitId) ?? units[0];
  if (!unit) return null;
  const questions = questionsFor(data.questions, unit.id, unit.criteriaSet);
  const shown = shownQuestions(questions, form);

  const toNumber = () => root.current?.querySelector<HTMLInputElement>("#so-phieu")?.select();
  const goTo = (question: Question | undefined) =>
    root.current
      ?.querySelector<HTMLElement>(
        question ? `[data-question="${question.id}"] input` : "button[type=submit]",
      )
      ?.focus();
  const begin = () => {
    setForm({});
    setDiffering(null);
    setRefusal(null);
    toNumber();
  };
  const choose = (question: Question, option: number | undefined, goOn: boolean) => {
    const { [question.id]: _, ...others } = form;
    const next = keptOf(questions, option === undefined ? others : { ...others, [question.id]: option });
    // The next question must stand before the next key comes.
    flushSync(() => setForm(next));
    setRefusal(null);
    // What was compared is no longer what is on the screen.
    setDiffering(null);
    if (!goOn) return;
    const after = shownQuestions(questions, next);
    goTo(after[after.findIndex((one) => one.id === question.id) + 1]);
  };
  const save = async (resolved: boolean) => {
    if (busy.current) return;
    setSaid("");
    setRefusal(null);
    if (number.trim() === "") {
      setRefusal(t("paperNoNumber"));
      return toNumber();
    }
    if (Object.keys(form).length === 0) return setRefusal(t("paperNoAnswer"));
    busy.current = true;
    setSending(true);
    try {
      const sent = { ...place, survey: id, unit: unit.id, number: number.trim(), form, resolved };
      const result = KeyedForm.parse(await act("keyPaperForm", sent));
      if (result.state === "differs") return setDiffering(result);
      onKeyed({ number: sent.number, unit: unit.id, state: result.state, form });
      setSaid(t(result.state === "accepted" ? "paperAccepted" : "paperWaiting", { number: sent.number }));
      setNumber(following(sent.number));
      begin();
    } catch (error) {
      setRefusal(error instanceof CallRefused ? error.message : t("unexpected"));
    } finally {
      busy.current = false;
      setSending(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(false);
  };
  const enterNumber = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || Object.keys(form).length > 0) return;
    event.preventDefault();
    goTo(shown[0]);
  };
  return (
    <form ref={root} className={styles.entry} onSubmit={submit}>
      <div className={styles.head}>
        <NativeSelect
          label={t("paperUnit")}
          value={unit.id}
          onChange={(event) => {
            setUnit(event.currentTarget.value);
            begin();
          }}
          data={units.map((one) => ({ value: one.id, label: one.name }))}
        />
        <TextInput
          id="so-phieu"
          label={t("paperNumber")}
          value={number}
          maxLength={40}
          autoComplete="off"
          onKeyDown={enterNumber}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
      </div>
      {differing && (
        <Compared
          {...{ differing, number, questions }}
          unitName={units.find((one) => one.id === differing.unit)?.name ?? null}
          ownUnit={unit.name}
          onMine={() => void save(true)}
          sending={sending}
        />
      )}
      {shown.map((question) => (
        <QuestionField
          key={question.id}
          question={question}
          chosen={form[question.id]}
          onChoose={(option, goOn) => choose(question, option, goOn)}
        />
      ))}
      {refusal && (
        <Alert color="red" variant="light" role="alert">
          {refusal}
        </Alert>
      )}
      <Group gap="sm">
        <Button type="submit" loading={sending}>
          {t("paperSave")}
        </Button>
        <Button variant="default" onClick={begin} disabled={sending}>
          {t("paperClear")}
        </Button>
        <span className={styles.soft} role="status">
          {said} {t("paperAnswered", { n: Object.keys(form).length, all: shown.length })}
        </span>
      </Group>
    </form>
  );
}
