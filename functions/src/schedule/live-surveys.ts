import { OPEN_STATES, type ScheduleName, type Survey } from "@parindex/core";
import { Failures } from "../store/failures.ts";
import { refs, type SurveyKey } from "../store/refs.ts";
import { periodsIn } from "./live-periods.ts";

/**
 * Does something with every survey of a period that may hold one, over all schemes: those that were rewritten least often
 * first, so that a run that ends before its work never leaves out the same ones. One survey's failure does not hold up the
 * others, and is thrown at the end.
 */
export async function forEverySurvey(
  schedule: ScheduleName,
  perform: (key: SurveyKey, survey: Survey) => Promise<unknown>,
): Promise<void> {
  const failures = new Failures(schedule);
  const found: { key: SurveyKey; survey: Survey }[] = [];
  for (const { key } of await periodsIn(OPEN_STATES)) {
    const surveys = await failures.at(key, () => refs.surveys(key).get());
    for (const doc of surveys?.docs ?? []) {
      const place = { ...key, survey: doc.id };
      const survey = await failures.at(place, async () => doc.data());
      if (survey) found.push({ key: place, survey });
    }
  }
  for (const { key, survey } of found.toSorted((a, b) => a.survey.epoch - b.survey.epoch))
    await failures.at(key, () => perform(key, survey));
  failures.throwAny();
}
