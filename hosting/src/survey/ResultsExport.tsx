import { Alert, Button, Group } from "@mantine/core";
import {
  Channel,
  dataDictionary,
  type ExportContext,
  type ExportedAnswer,
  FilledForm,
  Minutes,
  paths,
  questionsFor,
  SamplePlan,
  SurveyPlan,
  sampleSizes,
  surveyCsv,
  THRESHOLD,
} from "@parindex/core";
import { useState } from "react";
import { z } from "zod";
import { downloadCsv } from "../admin/download-csv.ts";
import { dataOf, useDocument } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useSets } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { t } from "../text/survey-results.ts";
import styles from "./results.module.css";
import { type SurveyEntry, useSurveys } from "./useSurveys.ts";

/** What `exportAnswers` returns. */
const Page = z.object({
  answers: z.array(z.object({ unit: z.string(), channel: Channel, minutes: Minutes, form: FilledForm })),
  next: z.string().nullable(),
});

interface ExportProps {
  survey: SurveyEntry;
  units: readonly NamedUnit[];
}

/** What stands in the dictionary beside the answers; undefined until all of it is there. */
function useContext({ survey, units }: ExportProps): ExportContext | undefined {
  const { scheme, periodId, period } = useSession();
  const surveys = dataOf(useSurveys());
  const sets = dataOf(useSets());
  const sample = useDocument(paths.samplePlan(scheme, periodId, survey.id), SamplePlan);
  const plan = useDocument(paths.surveyPlan(scheme, periodId), SurveyPlan);
  const known = [sample, plan].every(({ state }) => state === "ready" || state === "missing");
  if (!surveys || !sets || !known) return undefined;
  const { questions } = survey.data;
  const asked = units.filter(({ id, criteriaSet }) => questionsFor(questions, id, criteriaSet).length > 0);
  const used = new Set(asked.map(({ criteriaSet }) => criteriaSet));
  const samples = dataOf(sample);
  const sizes = samples ? sampleSizes(samples) : {};
  return {
    id: survey.id,
    survey: survey.data,
    groups: surveys.map(({ id, data }) => ({ id, name: data.name })),
    units: asked,
    sets: [...sets.values()].filter(({ id }) => used.has(id)),
    plan: dataOf(plan) ?? { weights: {}, threshold: THRESHOLD },
    samples: Object.fromEntries(
      asked.map(({ id }) => [
        id,
        {
          minimum: sizes[id] ?? period.settings.minimumSample ?? 1,
          population: samples?.units[id]?.population || null,
        },
      ]),
    ),
  };
}

/** A closed survey's answers and their dictionary, as files. */
export function ResultsExport(props: ExportProps) {
  const { survey } = props;
  const { period } = useSession();
  const { act, place } = useAct();
  const context = useContext(props);
  const [count, setCount] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const run = async (known: ExportContext) => {
    setBusy(true);
    setRefusal(null);
    setCount(0);
    try {
      const answers: ExportedAnswer[] = [];
      let after: string | null = null;
      do {
        const page: z.infer<typeof Page> = Page.parse(
          await act("exportAnswers", { ...place, survey: survey.id, after }),
        );
        answers.push(...page.answers);
        setCount(answers.length);
        after = page.next;
      } while (after !== null);
      downloadCsv(`phieu-${survey.id}-${period.year}.csv`, surveyCsv(known, answers));
    } catch (error) {
      setCount(null);
      setRefusal(error instanceof Error ? error.message : t("unexpected"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={styles.part} aria-labelledby="export">
      <h2 id="export">{t("surveyExportTitle")}</h2>
      <p className={styles.note}>{t("exportHint")}</p>
      <Group gap="xs">
        <Button
          size="compact-md"
          variant="default"
          loading={busy}
          disabled={!context}
          onClick={() => context && void run(context)}
        >
          {t("exportData")}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          disabled={!context}
          onClick={() =>
            context && downloadCsv(`giai-thich-${survey.id}-${period.year}.csv`, dataDictionary(context))
          }
        >
          {t("surveyExportDictionary")}
        </Button>
        <span className={styles.note} role="status">
          {count !== null && t(busy ? "exportRunning" : "exportDone", { n: count })}
        </span>
      </Group>
      {refusal !== null && (
        <Alert color="red" variant="light" role="alert" mt="xs">
          {refusal}
        </Alert>
      )}
    </section>
  );
}
