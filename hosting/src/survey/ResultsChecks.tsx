import { Alert, Button } from "@mantine/core";
import { formatInstant, paths, SurveyReview } from "@parindex/core";
import { useState } from "react";
import admin from "../admin/admin.module.css";
import { useDocument } from "../data/live.ts";
import { PersonName } from "../data/people.tsx";
import { useSession } from "../data/session.tsx";
import type { NamedUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/survey-results.ts";
import styles from "./results.module.css";
import type { SurveyEntry } from "./useSurveys.ts";

const UNIT_COLUMNS = {
  fast: "surveyCheckFast",
  straight: "surveyCheckStraight",
  alike: "surveyCheckAlike",
} as const;
const QUESTION_COLUMNS = {
  answered: "surveyCheckAnswered",
  unknown: "surveyCheckUnknown",
  blank: "surveyCheckBlank",
  last: "surveyCheckLast",
} as const;

interface TableProps {
  caption: string;
  first: string;
  whole: string;
  columns: readonly string[];
  rows: readonly { id: string; name: string; all: number; counts: readonly number[] }[];
}

const part = (n: number, all: number): string =>
  all === 0 ? String(n) : t("checkShare", { n, share: `${Math.round((100 * n) / all)}%` });

/** Counts by row, each with its share of the row's whole. */
function Counts({ caption, first, whole, columns, rows }: TableProps) {
  const label = (text: string) => (
    <span className={admin.label} aria-hidden>
      {text}
    </span>
  );
  return (
    <>
      <h3>{caption}</h3>
      <table className={admin.table} aria-label={caption}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {[whole, ...columns].map((column) => (
              <th key={column} scope="col" className={admin.number}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, all, counts }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td className={admin.number}>
                {label(whole)}
                {all}
              </td>
              {columns.map((column, at) => (
                <td key={column} className={admin.number}>
                  {label(column)}
                  {part(counts[at] ?? 0, all)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Found({ review, survey, units }: { review: SurveyReview } & ChecksProps) {
  const withheld = units.filter(({ id }) => review.withheld.includes(id));
  const byUnit = units.flatMap(({ id, name }) => {
    const check = review.units[id];
    if (!check) return [];
    const counts = (["fast", "straight", "alike"] as const).map((key) => check[key]);
    return [{ id, name, all: check.answers, counts }];
  });
  const byQuestion = survey.data.questions.flatMap(({ id, text }) => {
    const check = review.questions[id];
    if (!check) return [];
    const counts = (["answered", "unknown", "blank", "last"] as const).map((key) => check[key]);
    return [{ id, name: text, all: check.shown, counts }];
  });
  return (
    <>
      <p className={styles.note}>
        {t("surveyChecksAt", { at: formatInstant(review.at) })} <PersonName uid={review.by} />
      </p>
      <Counts
        caption={t("checksUnits")}
        first={t("unitName")}
        whole={t("checkAnswers")}
        columns={Object.values(UNIT_COLUMNS).map((key) => t(key))}
        rows={byUnit}
      />
      {withheld.length > 0 && (
        <p className={styles.note}>
          {t("checksWithheld", { n: withheld.length, list: withheld.map(({ name }) => name).join(", ") })}
        </p>
      )}
      <Counts
        caption={t("checksQuestions")}
        first={t("checkQuestion")}
        whole={t("surveyCheckShown")}
        columns={Object.values(QUESTION_COLUMNS).map((key) => t(key))}
        rows={byQuestion}
      />
    </>
  );
}

interface ChecksProps {
  survey: SurveyEntry;
  units: readonly NamedUnit[];
}

/** Signs of carelessness over all answers of a survey, looked for when asked. */
export function ResultsChecks({ survey, units }: ChecksProps) {
  const { scheme, periodId } = useSession();
  const { act, place } = useAct();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const live = useDocument(paths.surveyReview(scheme, periodId, survey.id), SurveyReview);
  const run = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await act("reviewSurvey", { ...place, survey: survey.id });
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : t("unexpected"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={styles.part} aria-labelledby="checks">
      <h2 id="checks">{t("surveyChecksTitle")}</h2>
      <p className={styles.note}>{t("checksHint")}</p>
      <Button size="compact-md" variant="default" loading={busy} onClick={() => void run()}>
        {t("surveyChecksRun")}
      </Button>
      {refusal !== null && (
        <Alert color="red" variant="light" role="alert" mt="xs">
          {refusal}
        </Alert>
      )}
      {live.state === "missing" ? (
        <p className={styles.note}>{t("checksNever")}</p>
      ) : (
        <Shown live={live}>{(review) => <Found {...{ review, survey, units }} />}</Shown>
      )}
    </section>
  );
}
