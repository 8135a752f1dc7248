import {
  csvText,
  dataDictionary,
  type ExportedAnswer,
  sampleSizes,
  surveyCsv,
  THRESHOLD,
} from "../../core/src/index.ts";
import { refs, type SurveyKey } from "../../functions/src/store/refs.ts";
import { exportAnswers } from "../../functions/src/store/survey-export.ts";
import { ADMIN } from "./prepare.ts";
import type { Exported } from "./verify.ts";

/** Exports a closed survey as the console does: its answers and what says what is in them. */
export async function exportSurvey(key: SurveyKey): Promise<Exported> {
  const answers: ExportedAnswer[] = [];
  for (let after: string | null = null; ; ) {
    const page: { answers: ExportedAnswer[]; next: string | null } = await exportAnswers(
      { ...key, after },
      ADMIN,
    );
    answers.push(...page.answers);
    after = page.next;
    if (after === null) break;
  }
  const surveys = (await refs.surveys(key).get()).docs;
  const survey = surveys.find(({ id }) => id === key.survey)?.data();
  if (!survey) throw new Error(`${key.survey} is not there`);
  const sample = (await refs.samplePlan(key).get()).data();
  const minimum = (await refs.period(key).get()).data()?.settings.minimumSample ?? 1;
  const sizes = sample ? sampleSizes(sample) : {};
  const units = (await refs.units(key).get()).docs.map((doc) => ({ ...doc.data(), id: doc.id }));
  const plan = (await refs.surveyPlan(key).get()).data() ?? { weights: {}, threshold: THRESHOLD };
  const context = {
    ...{ id: key.survey, survey, units, plan },
    groups: surveys.map((doc) => ({ id: doc.id, name: doc.data().name })),
    sets: (await refs.criteriaSets(key).get()).docs.map((doc) => doc.data()),
    samples: Object.fromEntries(
      units.map(({ id }) => [
        id,
        { minimum: sizes[id] ?? minimum, population: sample?.units[id]?.population ?? null },
      ]),
    ),
  };
  return {
    survey: key.survey,
    csv: csvText(surveyCsv(context, answers)),
    dictionary: csvText(dataDictionary(context)),
  };
}
