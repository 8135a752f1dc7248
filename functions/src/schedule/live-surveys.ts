import type { Survey } from "@parindex/core";
import { faultOf, newErrorId, tellEvent } from "../store/log.ts";
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
    for (const ref of await refs.surveys(key).listDocuments()) {
      const survey = { ...key, survey: ref.id };
      const work = async () => {
        const stored = (await ref.get()).data();
        if (stored) await perform(survey, stored);
      };
      await work().catch((error: unknown) => {
        tellEvent("schedule.itemFailed", {
          ...{ schedule: name, ...survey, errorId: newErrorId(), error: faultOf(error) },
        });
        failures.push(error);
      });
    }
  if (failures.length > 0) throw new AggregateError(failures, name);
}
