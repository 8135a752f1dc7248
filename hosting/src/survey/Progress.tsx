import { Checkbox, Text } from "@mantine/core";
import {
  formatInstant,
  paths,
  questionsFor,
  SamplePlan,
  SurveyProgress,
  sampleSizes,
  type UnitProgress,
} from "@parindex/core";
import { useMemo, useState } from "react";
import admin from "../admin/admin.module.css";
import { useDocuments } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useUnits } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { timeLeft, useNow } from "../shell/time.ts";
import { t } from "../text/survey-results.ts";
import styles from "./results.module.css";
import { stateText } from "./state-text.ts";
import type { SurveyEntry } from "./useSurveys.ts";

/** One survey with its counts so far and its samples. */
interface Followed {
  survey: SurveyEntry;
  progress: SurveyProgress | undefined;
  sizes: Readonly<Record<string, number>>;
}

const NONE: UnitProgress = { ballots: 0, code: 0, link: 0, paper: 0, import: 0 };

const whole = (value: number): string => value.toLocaleString("vi");
const answersOf = ({ code, link, paper, import: imported }: UnitProgress) => code + link + paper + imported;
const percentOf = (n: number, planned: number) => Math.floor((100 * n) / planned);

const sumOf = (all: readonly UnitProgress[]): UnitProgress =>
  all.reduce(
    (sum, one) => ({
      ballots: sum.ballots + one.ballots,
      code: sum.code + one.code,
      link: sum.link + one.link,
      paper: sum.paper + one.paper,
      import: sum.import + one.import,
    }),
    NONE,
  );

const countsOf = ({ progress }: Followed, unit: string): UnitProgress => progress?.units[unit] ?? NONE;

/** Whether a survey has to do with a unit: it asks about it, plans a sample for it, or has answers. */
const concerns = (followed: Followed, { id, criteriaSet }: NamedUnit): boolean =>
  questionsFor(followed.survey.data.questions, id, criteriaSet).length > 0 ||
  (followed.sizes[id] ?? 0) > 0 ||
  answersOf(countsOf(followed, id)) > 0;

const isShort = (followed: Followed, { id }: NamedUnit): boolean =>
  answersOf(countsOf(followed, id)) < (followed.sizes[id] ?? 0);

/** What came in of what was planned, in words and as a bar; by channel when asked. */
function Counted({ counts, planned, missing }: { counts: UnitProgress; planned: number; missing: number }) {
  const n = answersOf(counts);
  const unused = Math.max(0, counts.ballots - counts.code - counts.link);
  const percent = planned > 0 ? percentOf(n, planned) : 0;
  return (
    <>
      {planned > 0
        ? `${t("progressOf", { n: whole(n), planned: whole(planned) })} · ${percent}%`
        : t("progressUnplanned", { n: whole(n) })}
      {planned > 0 && (
        <span className={styles.bar} aria-hidden>
          <span style={{ width: `${Math.min(100, percent)}%` }} />
        </span>
      )}
      {planned > 0 && missing > 0 && (
        <span className={styles.short}>{t("progressBelow", { n: whole(missing) })}</span>
      )}
      {planned > 0 && missing === 0 && <span className={admin.soft}>{t("progressReached")}</span>}
      {(n > 0 || unused > 0) && (
        <details className={styles.note}>
          <summary>{t("channels")}</summary>
          <ul className={styles.plain}>
            {counts.code > 0 && <li>{t("surveyChannelCode", { n: whole(counts.code) })}</li>}
            {counts.link > 0 && <li>{t("surveyChannelLink", { n: whole(counts.link) })}</li>}
            {counts.paper > 0 && <li>{t("surveyChannelPaper", { n: whole(counts.paper) })}</li>}
            {counts.import > 0 && <li>{t("surveyChannelImport", { n: whole(counts.import) })}</li>}
            {unused > 0 && <li>{t("ballotsUnused", { n: whole(unused) })}</li>}
          </ul>
        </details>
      )}
    </>
  );
}

/** How old each survey's figures are. */
function Ages({ all }: { all: readonly Followed[] }) {
  const now = useNow();
  return (
    <div role="status">
      {all
        .filter(({ survey }) => survey.data.state !== "draft")
        .map(({ survey: { id, data }, progress }) => {
          const { name } = data;
          if (!progress)
            return (
              <p key={id} className={styles.note}>
                {t("surveyProgressNone", { name })}
              </p>
            );
          const at = formatInstant(progress.at);
          const ago = timeLeft(now, progress.at);
          return (
            <p key={id} className={styles.note}>
              {ago === null ? t("progressJustNow", { name, at }) : t("progressAt", { name, at, ago })}
            </p>
          );
        })}
      <p className={styles.note}>{t("progressEvery")}</p>
    </div>
  );
}

function Table({ all, units }: { all: readonly Followed[]; units: readonly NamedUnit[] }) {
  const [onlyShort, setOnlyShort] = useState(false);
  const asked = units.filter((unit) => all.some((followed) => concerns(followed, unit)));
  const short = asked.filter((unit) => all.some((followed) => isShort(followed, unit)));
  if (asked.length === 0) return <Text size="sm">{t("progressNoUnits")}</Text>;
  const label = (name: string) => (
    <span className={admin.label} aria-hidden>
      {name}
    </span>
  );
  return (
    <>
      <Checkbox
        mt="xs"
        label={t("progressOnlyBelow", { n: short.length })}
        checked={onlyShort}
        onChange={(event) => setOnlyShort(event.currentTarget.checked)}
      />
      {onlyShort && short.length === 0 && <Text size="sm">{t("progressAllReached")}</Text>}
      <table className={admin.table} aria-label={t("progressTable")}>
        <thead>
          <tr>
            <th scope="col">{t("unitName")}</th>
            {all.map(({ survey: { id, data } }) => (
              <th key={id} scope="col">
                {data.name}
                <span className={admin.soft}>{stateText(data.state)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(onlyShort ? short : asked).map((unit) => (
            <tr key={unit.id}>
              <th scope="row">{unit.name}</th>
              {all.map((followed) => {
                const counts = countsOf(followed, unit.id);
                const planned = followed.sizes[unit.id] ?? 0;
                return (
                  <td key={followed.survey.id} className={styles.cell}>
                    {label(followed.survey.data.name)}
                    {concerns(followed, unit) ? (
                      <Counted {...{ counts, planned }} missing={Math.max(0, planned - answersOf(counts))} />
                    ) : (
                      "—"
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className={styles.sum}>
            <th scope="row">{t("progressTotal")}</th>
            {all.map((followed) => {
              const rows = asked.map(({ id }) => ({
                counts: countsOf(followed, id),
                planned: followed.sizes[id] ?? 0,
              }));
              return (
                <td key={followed.survey.id} className={styles.cell}>
                  {label(followed.survey.data.name)}
                  <Counted
                    counts={sumOf(rows.map(({ counts }) => counts))}
                    planned={rows.reduce((sum, { planned }) => sum + planned, 0)}
                    missing={rows.reduce(
                      (sum, { counts, planned }) => sum + Math.max(0, planned - answersOf(counts)),
                      0,
                    )}
                  />
                </td>
              );
            })}
          </tr>
        </tfoot>
      </table>
    </>
  );
}

/** How far the surveys have come in each unit, against their sample plans. */
export default function Progress({ surveys }: { surveys: readonly SurveyEntry[] }) {
  const { scheme, periodId, member } = useSession();
  const live = useUnits();
  const ids = surveys.map(({ id }) => id).join(",");
  const [progressPaths, planPaths] = useMemo(() => {
    const all = ids === "" ? [] : ids.split(",");
    return [
      all.map((id) => paths.surveyProgress(scheme, periodId, id)),
      all.map((id) => paths.samplePlan(scheme, periodId, id)),
    ] as const;
  }, [scheme, periodId, ids]);
  const progress = useDocuments(progressPaths, SurveyProgress);
  const plans = useDocuments(planPaths, SamplePlan);
  const all = useMemo(
    () =>
      surveys.map((survey): Followed => {
        const plan = plans.get(paths.samplePlan(scheme, periodId, survey.id));
        return {
          survey,
          progress: progress.get(paths.surveyProgress(scheme, periodId, survey.id)),
          sizes: plan ? sampleSizes(plan) : {},
        };
      }),
    [surveys, plans, progress, scheme, periodId],
  );
  if (surveys.length === 0)
    return <Text size="sm">{t(member.roles.admin ? "noSurveysAdmin" : "noSurveys")}</Text>;
  return (
    <>
      <Text size="sm">{t("surveyProgressLead")}</Text>
      <Ages all={all} />
      <Shown live={live}>{(units) => <Table {...{ all, units }} />}</Shown>
    </>
  );
}
