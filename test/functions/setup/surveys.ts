import "./environment.ts";
import { generateKeyPairSync } from "node:crypto";
import {
  answerIncrements,
  type Channel,
  type FilledForm,
  NEW_SURVEY,
  type Question,
  questionsFor,
  type Survey,
  type SurveyText,
  sha256Hex,
  tallyOf,
} from "../../../core/src/index.ts";
import { refs, type SurveyKey } from "../../../functions/src/store/refs.ts";
import { SMALL_SET } from "./small-set.ts";
import { UNIT_IDS } from "./small-year.ts";

/** A question with the choices yes, in part, no and unknown, that scores these leaves of the small set. */
export const question = (id: string, leaves: string[], more: Partial<Question> = {}): Question => ({
  ...{ id, text: `Câu ${id}`, help: "", units: null, showIf: null },
  options: [
    { text: "Có", weight: 10_000 },
    { text: "Một phần", weight: 5_000 },
    { text: "Không", weight: 0 },
    { text: "Không biết", weight: null },
  ],
  leaves: leaves.map((leaf) => ({ set: SMALL_SET.id, leaf })),
  ...more,
});

/** A survey of the small set's one group that scores both of its leaves; `asks` is for the breakdown alone. */
export const TEXT: SurveyText = {
  ...{ name: "dan", intro: "Mời ông (bà) trả lời.", order: 0, doubleEntry: false },
  questions: [question("q1", ["f2c2"]), question("q2", ["f2c3"]), question("nu", [])],
};

/** A public key for every unit, so that no test waits for keys of its own. Nothing is signed with it. */
const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const PUBLIC = publicKey.export({ format: "der", type: "spki" }).toString("base64url");

async function storeKeys(key: SurveyKey): Promise<void> {
  for (const unit of UNIT_IDS)
    await refs.ballotKey(key, `${unit}_code`).set({
      ...{ unit, channel: "code", criteriaSet: SMALL_SET.id, publicKey: PUBLIC, privateKey: "none" },
    });
}

/** Stores a survey as it stands after some time, with the keys of one that was opened. */
export async function storeSurvey(key: SurveyKey, more: Partial<Survey> = {}): Promise<void> {
  await refs.survey(key).set({
    ...NEW_SURVEY,
    ...{ ...TEXT, rev: 1, by: "admin", at: new Date(), state: "open" },
    ...more,
  });
  if (more.state !== "draft") await storeKeys(key);
}

export const surveyOf = async (key: SurveyKey): Promise<Survey> => {
  const survey = (await refs.survey(key).get()).data();
  if (!survey) throw new Error("survey is not there");
  return survey;
};

let answers = 0;

/** Stores answers and adds them to a shard of their unit's tally, as the survey's door does. */
export async function storeAnswers(
  key: SurveyKey,
  unit: string,
  forms: readonly FilledForm[],
  { channel = "paper" as Channel, tallied = true } = {},
): Promise<void> {
  const { epoch, questions } = await surveyOf(key);
  const asked = questionsFor(questions, unit, SMALL_SET.id);
  const shard = answers % 3;
  for (const form of forms) {
    answers += 1;
    const entitled = sha256Hex(`answer ${answers}`);
    await refs.surveyAnswer(key, sha256Hex(`${entitled}:${epoch}`)).set({
      ...{ key: entitled, epoch, unit, channel, form, minutes: 3, ballot: null, batch: null },
    });
  }
  if (!tallied) return;
  const increments = forms.flatMap((form) => answerIncrements({ form, channel }, asked, SMALL_SET.id));
  await refs
    .tallies(key)
    .doc(`${unit}_${shard}`)
    .set({ unit, epoch, ...tallyOf(increments) });
}
