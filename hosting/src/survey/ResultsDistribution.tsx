import {
  answersIn,
  paths,
  type Question,
  questionsFor,
  StoredTally,
  SurveyPlan,
  THRESHOLD,
} from "@parindex/core";
import { dataOf, useDocument } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import type { NamedUnit } from "../data/units.ts";
import { Loading, Shown } from "../shell/Notice.tsx";
import { t } from "../text/survey-results.ts";
import styles from "./results.module.css";
import type { SurveyEntry } from "./useSurveys.ts";

interface Part {
  key: string;
  text: string;
  count: number;
  colour: string;
}

/** The darker, the more an option weighs; options without valuation and blanks are grey. */
const colourOf = (weight: number | null): string =>
  weight === null
    ? "var(--rule)"
    : `color-mix(in srgb, var(--fill) ${20 + Math.round(weight / 125)}%, var(--ground))`;

function partsOf({ options }: Question, tally: StoredTally["questions"][string] | undefined): Part[] {
  return [
    ...options.map(({ text, weight }, at) => ({
      key: String(at),
      text: weight === null ? `${text} (${t("distributionUnvalued")})` : text,
      count: tally?.options[String(at)] ?? 0,
      colour: colourOf(weight),
    })),
    { key: "blank", text: t("distributionBlank"), count: tally?.blank ?? 0, colour: "var(--track)" },
  ];
}

const shareOf = (count: number, all: number): string =>
  all === 0 ? "—" : `${((100 * count) / all).toFixed(1).replace(".", ",")}%`;

/** How a question was answered: a stacked bar, and the same as a table. */
function Distribution({ question, parts }: { question: Question; parts: readonly Part[] }) {
  const all = parts.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className={styles.question}>
      <h3>{question.text}</h3>
      <div className={styles.stack} aria-hidden>
        {parts
          .filter(({ count }) => count > 0)
          .map(({ key, count, colour }) => (
            <span key={key} style={{ flexGrow: count, flexBasis: 0, background: colour }} />
          ))}
      </div>
      <table className={styles.options} aria-label={question.text}>
        <thead>
          <tr>
            <th scope="col">{t("distributionOption")}</th>
            <th scope="col" className={styles.number}>
              {t("distributionCount")}
            </th>
            <th scope="col" className={styles.number}>
              {t("distributionShare")}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ key, text, count, colour }) => (
            <tr key={key}>
              <th scope="row">
                <span className={styles.swatch} style={{ background: colour }} aria-hidden />
                {text}
              </th>
              <td className={styles.number}>{count}</td>
              <td className={styles.number}>{shareOf(count, all)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How the questions about a unit were answered; withheld where too few did. */
export function ResultsDistribution({ survey, unit }: { survey: SurveyEntry; unit: NamedUnit }) {
  const { scheme, periodId } = useSession();
  const live = useDocument(`${paths.surveyResults(scheme, periodId, survey.id)}/${unit.id}`, StoredTally);
  const plan = useDocument(paths.surveyPlan(scheme, periodId), SurveyPlan);
  const threshold = dataOf(plan)?.threshold ?? THRESHOLD;
  return (
    <section className={styles.part} aria-labelledby="answers">
      <h2 id="answers">{t("distributionTitle")}</h2>
      {live.state === "missing" ? (
        <p className={styles.note}>{t("distributionNone")}</p>
      ) : plan.state === "loading" ? (
        <Loading />
      ) : (
        <Shown live={live}>
          {(tally) => {
            const n = answersIn(tally);
            if (n === 0) return <p className={styles.note}>{t("distributionNone")}</p>;
            if (n < threshold)
              return <p className={styles.note}>{t("distributionWithheld", { n, threshold })}</p>;
            return (
              <>
                <p className={styles.note}>{t("distributionCaption", { n, unit: unit.name })}</p>
                {questionsFor(survey.data.questions, unit.id, unit.criteriaSet).map((question) => (
                  <Distribution
                    key={question.id}
                    question={question}
                    parts={partsOf(question, tally.questions[question.id])}
                  />
                ))}
              </>
            );
          }}
        </Shown>
      )}
    </section>
  );
}
