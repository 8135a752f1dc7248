import type { Survey } from "@parindex/core";
import { logger } from "firebase-functions/v2";
import { refs, type SurveyKey } from "../store/refs.ts";
import { HELD } from "../store/surveys.ts";
import { periodsIn } from "./live-periods.ts";

/**
 * Does something with every survey of a period that may hold one, over all schemes: those that were rewritten least often
 * first, so that a run that ends before its work never leaves out the same ones. One survey's failure does not hold up the
 * others, and is thrown at the end.
 */
export async function forEverySurvey(
  name: string,
  perform: (key: SurveyKey, survey: Survey) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  const found: { key: SurveyKey; survey: Survey }[] = [];
  for (const { key } of await periodsIn(HELD))
    for (const doc of (await refs.surveys(key).get()).docs)
      found.push({ key: { ...key, survey: doc.id }, survey: doc.data() });
  for (const { key, survey } of found.toSorted((a, b) => a.survey.epoch - b.survey.epoch))
    await perform(key, survey).catch((error: unknown) => {
      logger.error(name, { ...key, error: String(error) });
      failures.push(error);
    });
  if (failures.length > 0) throw new AggregateError(failures, name);
}
