import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import {
  addTallies,
  answerIncrements,
  EMPTY_TALLY,
  Invitation,
  paths,
  questionsFor,
  StoredTally,
  Survey,
  SurveyAnswer,
  sha256Hex,
  type Tally,
  tallyOf,
} from "../../../core/src/index.ts";
import { SMALL_SET } from "../../functions/setup/small-set.ts";
import type { Sim } from "../people.ts";
import type { Database } from "../platform/database.ts";
import { all, read } from "../stored.ts";
import { PERIOD, SCHEME, SURVEY, UNITS } from "../templates.ts";
import type { Fail } from "./difference.ts";

/** A tally as text: by names, without what nobody chose. */
const tallyPlain = ({ channels, questions, leaves, ballots }: Tally): string => {
  const sorted = (value: unknown): unknown =>
    value !== null && typeof value === "object"
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, inner]) => inner !== 0)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, inner]) => [name, sorted(inner)]),
        )
      : value;
  return JSON.stringify(sorted({ channels, questions, leaves, ballots }));
};

/** Every ballot counts once, and says what its respondent was told to have been accepted. */
function checkAnswers({ survey: seen, world }: Sim, answers: readonly SurveyAnswer[], fail: Fail): void {
  const keys = new Set(answers.map(({ key }) => key));
  if (keys.size < answers.length)
    fail("a ballot counts once", `${answers.length} answers, ${keys.size} ballots`);
  for (const [message, { unit, forms, accepted }] of seen.answers) {
    const key = createHash("sha256").update(Buffer.from(message, "base64url")).digest("hex");
    const answer = answers.find((one) => one.key === key);
    if (accepted && !answer) fail("no accepted answer is lost", `of ${unit}`);
    const said = (accepted ? [accepted] : forms).some((form) => isDeepStrictEqual(answer?.form, form));
    if (answer && (answer.unit !== unit || !said)) fail("an answer says what was answered", unit);
    if (answer) world.reach("answers stored");
  }
}

/** What the shards and the totals say together of a unit. */
function talliedOf(database: Database, unit: string): Tally {
  const parts = [
    ...all(database, paths.tallies(SCHEME, PERIOD, SURVEY), StoredTally),
    ...all(database, paths.tallyTotals(SCHEME, PERIOD, SURVEY), StoredTally),
  ];
  return parts
    .filter(({ data }) => data.unit === unit)
    .reduce<Tally>((sum, { data }) => addTallies(sum, { ...EMPTY_TALLY, ...data }), EMPTY_TALLY);
}

/** Every ballot counts once: answers, tallies and what respondents were told agree. */
export function checkSurvey(sim: Sim, fail: Fail): void {
  const { database } = sim;
  const survey = read(database, paths.survey(SCHEME, PERIOD, SURVEY), Survey);
  if (!survey) return;
  const stored = all(database, paths.surveyAnswers(SCHEME, PERIOD, SURVEY), SurveyAnswer);
  const current = stored.filter(({ data }) => data.epoch === survey.epoch);
  if (stored.length > current.length)
    fail("a rewrite leaves nothing behind", `${stored.length - current.length} answers of other epochs`);
  for (const { id, data } of current)
    if (id !== sha256Hex(`${data.key}:${survey.epoch}`)) fail("an answer stands under its id", id);
  const answers = current.map(({ data }) => data);
  checkAnswers(sim, answers, fail);
  const invitations = all(database, paths.invitations(), Invitation);
  for (const unit of UNITS) {
    const asked = questionsFor(survey.questions, unit, SMALL_SET.id);
    const increments = answers
      .filter((answer) => answer.unit === unit)
      .flatMap((answer) => answerIncrements(answer, asked, SMALL_SET.id));
    const ballots = invitations.reduce((sum, { data }) => sum + (data.ballots[unit]?.length ?? 0), 0);
    const counted = { ...tallyOf(increments), ballots };
    const [found, expected] = [tallyPlain(talliedOf(database, unit)), tallyPlain(counted)];
    if (found !== expected) fail("tallies equal the recount", `${unit}: ${found} ≠ ${expected}`);
    if (survey.state !== "closed") continue;
    for (const [leaf, { n }] of Object.entries(counted.leaves)) {
      const score = database.data(paths.score(SCHEME, PERIOD, unit, "surveyScores", leaf));
      if (score?.n !== n)
        fail("a closed survey's scores count all its answers", `${unit} ${leaf}: ${score?.n} of ${n}`);
    }
  }
  for (const { id, data } of invitations)
    for (const [unit, bought] of Object.entries(data.ballots))
      if (bought.length > data.uses) fail("a code buys no more than it is good for", `${id} ${unit}`);
}
