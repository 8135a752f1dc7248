import { Alert, NumberInput } from "@mantine/core";
import { paths, SurveyPlan, THRESHOLD } from "@parindex/core";
import { useDocument } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { useAct } from "../data/useAct.ts";
import { Loading } from "../shell/Notice.tsx";
import { t } from "../text/survey-desk.ts";
import { SaveBar } from "./SaveBar.tsx";
import styles from "./survey.module.css";
import { useEdited } from "./useEdited.ts";
import type { SurveyEntry } from "./useSurveys.ts";

type Draft = Pick<SurveyPlan, "weights" | "threshold">;

const bounded = (value: string | number, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.round(Number(value)) || least));

function Editor({ surveys, stored }: { surveys: readonly SurveyEntry[]; stored: SurveyPlan | null }) {
  const { act, place } = useAct();
  const edited = useEdited<Draft>({
    name: "survey-weights",
    stored: {
      rev: stored?.rev ?? 0,
      draft: { weights: stored?.weights ?? {}, threshold: stored?.threshold ?? THRESHOLD },
    },
    send: (rev, draft) => act("saveSurveyPlan", { ...place, rev, ...draft }),
  });
  const { draft, change } = edited;
  const closed = surveys.find(({ data }) => data.state === "closed");
  return (
    <section className={styles.part} aria-labelledby="weights">
      <h2 id="weights">{t("weightsTitle")}</h2>
      {closed ? (
        <Alert color="blue" variant="light" role="status" mb="sm">
          {t("weightsFrozen", { name: closed.data.name })}
        </Alert>
      ) : (
        <p className={styles.soft}>{t("weightsHint")}</p>
      )}
      <div className={styles.rule}>
        {surveys.map(({ id, data }) => (
          <NumberInput
            key={id}
            label={t("weightOf", { name: data.name })}
            w="15rem"
            hideControls
            allowDecimal={false}
            min={1}
            max={1_000}
            value={draft.weights[id] ?? 1}
            disabled={closed !== undefined}
            onChange={(value) =>
              change({ ...draft, weights: { ...draft.weights, [id]: bounded(value, 1, 1_000) } })
            }
          />
        ))}
        <NumberInput
          label={t("threshold")}
          description={t("thresholdHint")}
          inputWrapperOrder={["label", "input", "description"]}
          suffix={t("thresholdSuffix")}
          maw="28rem"
          hideControls
          allowDecimal={false}
          min={2}
          max={100}
          value={draft.threshold}
          disabled={closed !== undefined}
          onChange={(value) => change({ ...draft, threshold: bounded(value, 2, 100) })}
        />
      </div>
      {!closed && <SaveBar edited={edited} stored={stored} />}
    </section>
  );
}

/** How the respondent groups weigh against each other, and below how many answers nothing is broken down. */
export function Weights({ surveys }: { surveys: readonly SurveyEntry[] }) {
  const { scheme, periodId } = useSession();
  const live = useDocument(paths.surveyPlan(scheme, periodId), SurveyPlan);
  if (live.state === "ready") return <Editor surveys={surveys} stored={live.data} />;
  if (live.state === "missing") return <Editor surveys={surveys} stored={null} />;
  return live.state === "loading" ? <Loading /> : <Alert color="red">{t("failed")}</Alert>;
}
