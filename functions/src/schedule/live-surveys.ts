import type { Survey } from "@parindex/core";
import { logger } from "firebase-functions/v2";
import { refs, type SurveyKey } from "../store/refs.ts";
import { HELD } from "../store/surveys.ts";
import { periodsIn } from "./live-periods.ts";

/**
 * Does something with every survey of a period that may hold one, over all schemes. One survey's failure does not hold up
 * the others, and is thrown at the end.
 */
export async function forEverySurvey(
  name: string,
  perform: (key: SurveyKey, survey: Survey) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const { key } of await periodsIn(HELD))
    for (const doc of (await refs.surveys(key).get()).docs) {
      const survey = { ...key, survey: doc.id };
      await perform(survey, doc.data()).catch((error: unknown) => {
        logger.error(name, { ...survey, error: String(error) });
        failures.push(error);
      });
    }
  if (failures.length > 0) throw new AggregateError(failures, name);
}
