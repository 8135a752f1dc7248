import {
  Alert,
  Button,
  Checkbox,
  Group,
  List,
  NativeSelect,
  NumberInput,
  Textarea,
  Title,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type CriteriaSet, isFrozen, leafFindings, questionFindings, type SurveyText } from "@parindex/core";
import { IconCheck } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useSession } from "../data/session.tsx";
import type { NamedUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { t } from "../text/survey-desk.ts";
import { Preview } from "./Preview.tsx";
import { OpenDialog } from "./QuestionsDialogs.tsx";
import { QuestionForm } from "./QuestionsForm.tsx";
import { QuestionsList } from "./QuestionsList.tsx";
import { blanksIn } from "./question-faults.ts";
import { SaveBar } from "./SaveBar.tsx";
import styles from "./survey.module.css";
import { useEdited } from "./useEdited.ts";
import { groupsNamed, type SurveyEntry } from "./useSurveys.ts";

/** As wide as list, form and phone stand side by side. */
const WIDE = "(min-width: 87em)";

const textOf = ({ name, intro, order, questions, doubleEntry }: SurveyText): SurveyText => ({
  ...{ name, intro, order, questions, doubleEntry },
});

interface Finding {
  question: string;
  message: string;
}

/** What keeps the questions from being opened; each leads to its question. */
function Findings({
  findings,
  text,
  onSelect,
}: {
  findings: readonly Finding[];
  text: SurveyText;
  onSelect: (id: string) => void;
}) {
  if (findings.length === 0)
    return (
      <p className={styles.soft} role="status">
        <IconCheck size={14} aria-hidden /> {t("noFindings")}
      </p>
    );
  return (
    <Alert
      color="orange"
      variant="light"
      role="status"
      mt="xs"
      title={t("findingsTitleSurvey", { n: findings.length })}
    >
      <List size="sm" className={styles.findings} tabIndex={0}>
        {findings.map(({ question, message }) => {
          const at = text.questions.findIndex(({ id }) => id === question);
          return (
            <List.Item key={`${question}${message}`}>
              {at >= 0 ? (
                <button type="button" className={styles.link} onClick={() => onSelect(question)}>
                  {t("questionN", { n: at + 1 })}
                </button>
              ) : (
                t("wholeSet")
              )}
              : {message}
            </List.Item>
          );
        })}
      </List>
    </Alert>
  );
}

interface AboutProps {
  text: SurveyText;
  groups: readonly string[];
  frozen: boolean;
  onChange: (text: SurveyText) => void;
}

/** What stands before the questions, and how paper forms come in. */
function About({ text, groups, frozen, onChange }: AboutProps) {
  const names = groups.includes(text.name) ? groups : [text.name, ...groups];
  return (
    <details className={styles.about}>
      <summary>{t("aboutSurvey")}</summary>
      <div className={styles.fields}>
        <Textarea
          label={t("intro")}
          description={t("introHint")}
          autosize
          minRows={2}
          maxLength={2_000}
          value={text.intro}
          disabled={frozen}
          onChange={(event) => onChange({ ...text, intro: event.currentTarget.value })}
        />
        <Group align="flex-start">
          <NativeSelect
            label={t("surveyName")}
            value={text.name}
            disabled={frozen}
            data={names}
            onChange={(event) => onChange({ ...text, name: event.currentTarget.value })}
          />
          <NumberInput
            label={t("surveyOrder")}
            value={text.order}
            min={0}
            max={1_000}
            allowDecimal={false}
            hideControls
            w="7rem"
            disabled={frozen}
            onChange={(value) => onChange({ ...text, order: Math.min(1_000, Number(value) || 0) })}
          />
        </Group>
        <Checkbox
          label={t("doubleEntry")}
          description={t("doubleEntryHint")}
          checked={text.doubleEntry}
          disabled={frozen}
          onChange={(event) => onChange({ ...text, doubleEntry: event.currentTarget.checked })}
        />
      </div>
    </details>
  );
}

interface EditorProps {
  survey: SurveyEntry;
  surveys: readonly SurveyEntry[];
  sets: readonly CriteriaSet[];
  units: readonly NamedUnit[];
}

/** Edits a respondent group's questions: their order, words, answers and what they score; with findings as one goes. */
export default function QuestionsEditor({ survey, surveys, sets, units }: EditorProps) {
  const { period } = useSession();
  const { act, place } = useAct();
  const { id, data } = survey;
  const stored = useMemo(() => textOf(data), [data]);
  const edited = useEdited<SurveyText>({
    name: `surveys/${id}`,
    stored: { rev: data.rev, draft: stored },
    send: (rev, draft) => act("saveSurvey", { ...place, survey: id, rev, ...draft }),
  });
  const frozen = data.state !== "draft";
  const held = period.state !== "preparing" && !isFrozen(period.state) && period.adoption === null;
  const text = frozen ? stored : edited.draft;
  const [selected, setSelected] = useState<string | null>(text.questions[0]?.id ?? null);
  const [shown, { toggle }] = useDisclosure(matchMedia(WIDE).matches);
  const [opening, { open, close }] = useDisclosure(false);
  const { questions } = text;
  const findings = useMemo(
    () => [
      ...questionFindings(questions),
      ...leafFindings({ name: text.name, questions }, sets, Object.fromEntries(units.map((u) => [u.id, u]))),
    ],
    [text.name, questions, sets, units],
  );
  const faulty = useMemo(() => new Set(findings.map(({ question }) => question)), [findings]);
  const change = (next: SurveyText["questions"]) => edited.change({ ...text, questions: next });
  const question = questions.find((one) => one.id === selected);
  const groups = groupsNamed(sets).filter((name) =>
    surveys.every((other) => other.id === id || other.data.name !== name),
  );
  return (
    <section className={styles.editor} aria-label={data.name}>
      <Group justify="space-between" mt="md">
        <Title order={2} size="h4">
          {text.name}
        </Title>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" aria-expanded={shown} onClick={toggle}>
            {t("surveyPreview")}
          </Button>
          {!frozen && (
            <Button
              size="compact-sm"
              disabled={edited.dirty || findings.length > 0 || !held}
              aria-describedby="why-not-open"
              onClick={open}
            >
              {t("openSurvey")}
            </Button>
          )}
        </Group>
      </Group>
      {frozen ? (
        <Alert color="blue" variant="light" role="status" mt="xs">
          {t(data.state === "open" ? "notDraftOpen" : "notDraftClosed", { name: data.name })}
        </Alert>
      ) : (
        <>
          <p className={styles.soft} id="why-not-open">
            {edited.dirty
              ? t("openUnsaved")
              : findings.length > 0
                ? t("openFaults", { n: findings.length })
                : !held && t("openNotYet")}
          </p>
          <Findings {...{ findings, text }} onSelect={setSelected} />
        </>
      )}
      {frozen && edited.dirty && (
        <Alert color="yellow" variant="light" role="alert" mt="xs">
          <Group gap="xs">
            {t("draftLost")}
            <Button size="compact-sm" variant="default" onClick={edited.drop}>
              {t("dropDraft")}
            </Button>
          </Group>
        </Alert>
      )}
      <About {...{ text, groups, frozen }} onChange={edited.change} />
      <div className={`${styles.columns} ${shown ? styles.withPreview : ""}`}>
        <QuestionsList
          {...{ questions, frozen, selected, faulty }}
          onSelect={setSelected}
          onChange={change}
        />
        {question ? (
          <QuestionForm
            key={question.id}
            {...{ question, questions, sets, units, frozen }}
            group={text.name}
            onChange={change}
          />
        ) : (
          <p className={styles.soft}>{t(questions.length > 0 ? "questionChoose" : "questionNone")}</p>
        )}
        {shown && <Preview text={text} units={units} />}
      </div>
      {!frozen && <SaveBar edited={edited} stored={data} faults={blanksIn(questions)} />}
      <OpenDialog {...{ survey, units }} opened={opening} onClose={close} />
    </section>
  );
}
