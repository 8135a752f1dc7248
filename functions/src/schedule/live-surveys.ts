import { OPEN_STATES, type Survey } from "@parindex/core";
import { faultOf, newErrorId, tellEvent } from "../store/log.ts";
import { refs, type SurveyKey } from "../store/refs.ts";
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
  const failed = (place: SurveyKey) => (error: unknown) => {
    tellEvent("schedule.itemFailed", {
      ...{ schedule: name, ...place, errorId: newErrorId(), error: faultOf(error) },
    });
    failures.push(error);
  };
  const found: { key: SurveyKey; survey: Survey }[] = [];
  for (const { key } of await periodsIn(OPEN_STATES))
    for (const ref of await refs.surveys(key).listDocuments()) {
      const place = { ...key, survey: ref.id };
      const read = async () => {
        const survey = (await ref.get()).data();
        if (survey) found.push({ key: place, survey });
      };
      await read().catch(failed(place));
    }
  for (const { key, survey } of found.toSorted((a, b) => a.survey.epoch - b.survey.epoch))
    await perform(key, survey).catch(failed(key));
  if (failures.length > 0) throw new AggregateError(failures, name);
}
