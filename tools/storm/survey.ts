import { EMPTY_TALLY, type Question } from "../../core/src/index.ts";
import { refs, type SurveyKey } from "../../functions/src/store/refs.ts";
import type { Faults } from "../faults.ts";
import type { Sent } from "../load-survey/play.ts";
import { answered, rawOf, totalOf } from "../load-survey/verify.ts";
import { insist } from "./doors.ts";
import type { Play } from "./year.ts";

/** The criteria set of those whom the surveys ask about: districts alone. */
export const SURVEYED_SET = "pl06-huyen";

/** The questions of a survey. */
export const questionsOf = async (key: SurveyKey): Promise<readonly Question[]> =>
  (await refs.survey(key).get()).data()?.questions ?? [];

/** What respondents know to have been accepted, and the surveys that they answered. */
interface Answers {
  sent: Sent;
  surveys: readonly SurveyKey[];
}

/** The surveys close once every answer is in: recounted, scored, and nothing lost or doubled. */
export async function closeSurveys(
  faults: Faults,
  { people }: Play,
  { sent, surveys }: Answers,
): Promise<number> {
  let stored = 0;
  const keys = new Set<string>();
  for (const key of surveys) {
    const result = (await insist(people.admin, "closeSurvey", key)) as {
      answers: number;
      differences: unknown[];
    };
    faults.same(`${key.survey}: tallies that differ from the recount`, result.differences, []);
    stored += result.answers;
    const raw = await rawOf(key, await questionsOf(key), SURVEYED_SET);
    faults.same(`${key.survey}: answers stored twice`, raw.doubled, 0);
    for (const own of raw.keys) keys.add(own);
    for (const [place, tally] of sent.tallies) {
      const [survey, unit = ""] = place.split("/");
      if (survey !== key.survey) continue;
      faults.same(`${place}: answers`, answered(raw.tallies.get(unit) ?? EMPTY_TALLY), answered(tally));
    }
  }
  faults.same(
    "answers that were thanked for and are not there",
    [...sent.keys].filter((own) => !keys.has(own)),
    [],
  );
  faults.same("answers counted", stored, totalOf(sent.tallies.values()));
  return stored;
}
