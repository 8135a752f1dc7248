import process from "node:process";
import { EMPTY_TALLY, type Question, type Tally } from "../../core/src/index.ts";
import { type PeriodKey, refs, type SurveyKey } from "../../functions/src/store/refs.ts";
import { closeSurvey } from "../../functions/src/store/survey-closing.ts";
import { rewriteSurvey } from "../../functions/src/store/survey-rewrite.ts";
import { gatherSurvey } from "../../functions/src/store/survey-tallies.ts";
import { quantile, rounded } from "../bench/measurement.ts";
import { Faults } from "../faults.ts";
import type { Costs } from "./costs.ts";
import { Door, refusalIn } from "./door.ts";
import { exportSurvey } from "./export.ts";
import { type Heat, watchHeat } from "./hot.ts";
import { play, type Sent } from "./play.ts";
import { ADMIN, prepare } from "./prepare.ts";
import { answered, rawOf, recountExported, talliedOf, totalOf } from "./verify.ts";

/** Where the door stands, and what its transactions cost so far, by their names. */
export interface Target {
  origin: string;
  how: string;
  costs(): Promise<Record<string, Costs>>;
  memory(): Promise<number | null>;
}

export interface Load {
  year: number;
  answers: number;
  units: number;
  clients: number;
  libraryEvery: number;
  attemptEvery: number;
  /** Milliseconds over which the writes of a document are averaged. */
  window: number;
}

const SET = "pl06-huyen";

const ofSurvey = (tallies: ReadonlyMap<string, Tally>, { survey }: SurveyKey) =>
  [...tallies].flatMap(([place, tally]) =>
    place.startsWith(`${survey}/`) ? [[place.slice(survey.length + 1), tally] as const] : [],
  );

/** Compares what was sent, what is stored and what was tallied, while the survey is open. */
async function compareOpen(faults: Faults, keys: readonly SurveyKey[], sent: Sent, questions: QuestionsOf) {
  const stored = new Set<string>();
  for (const key of keys) {
    const raw = await rawOf(key, questions.get(key.survey) ?? [], SET);
    const tallied = await talliedOf(key);
    faults.same(`${key.survey}: answers stored twice`, raw.doubled, 0);
    for (const own of raw.keys) stored.add(own);
    for (const [unit, tally] of ofSurvey(sent.tallies, key)) {
      const place = `${key.survey}/${unit}`;
      faults.same(
        `${place}: sent and stored`,
        answered(raw.tallies.get(unit) ?? EMPTY_TALLY),
        answered(tally),
      );
      faults.same(`${place}: sent and tallied`, answered(tallied.get(unit) ?? EMPTY_TALLY), answered(tally));
      faults.same(`${place}: ballots`, tallied.get(unit)?.ballots, sent.ballots.get(place));
    }
  }
  const lost = [...sent.keys].filter((own) => !stored.has(own)).length;
  faults.same("answers lost, and answers nobody sent", [lost, stored.size - sent.keys.size + lost], [0, 0]);
}

type QuestionsOf = ReadonlyMap<string, readonly Question[]>;

/** Closes the surveys, and has the exported answers counted by the script that shares no code. */
async function compareClosed(faults: Faults, target: Target, keys: readonly SurveyKey[], sent: Sent) {
  for (const key of keys) {
    const { differences, answers } = await closeSurvey(key, ADMIN);
    faults.same(`${key.survey}: tallies that differ from the recount`, differences, []);
    faults.same(
      `${key.survey}: answers recounted`,
      answers,
      totalOf(ofSurvey(sent.tallies, key).map(([, tally]) => tally)),
    );
  }
  const door = new Door(target.origin, "10.255.255.1");
  for (const answer of sent.unspent) {
    const reply = await door.send("answer", JSON.stringify(answer));
    faults.same("a ballot presented after the closing", [reply.status, refusalIn(reply)], [410, "closed"]);
  }
  const [{ scheme, period } = { scheme: "", period: "" }] = keys;
  const exported = [];
  for (const key of keys) exported.push(await exportSurvey(key));
  const recount = recountExported(exported);
  for (const key of keys) {
    const own = ofSurvey(sent.tallies, key).map(([unit, tally]) => [unit, totalOf([tally])] as const);
    faults.same(
      `${key.survey}: exported and sent`,
      recount.surveys[key.survey]?.units,
      Object.fromEntries(own),
    );
  }
  const units = new Set([...sent.tallies.keys()].map((place) => place.split("/")[1] ?? ""));
  return { scores: await compareScores(faults, { scheme, period }, units, recount.scores) };
}

/** Compares the scores that the closing made with those of the recount. Returns how many there are. */
async function compareScores(
  faults: Faults,
  key: PeriodKey,
  units: Iterable<string>,
  recounted: ReturnType<typeof recountExported>["scores"],
): Promise<number> {
  let scores = 0;
  for (const unit of units) {
    const stored = (await refs.surveyScores({ ...key, unit }).get()).docs.map((doc) => doc.data());
    const byLeaf = new Map(stored.map((score) => [score.leaf, score]));
    for (const [place, counted] of Object.entries(recounted)) {
      const leaf = place.startsWith(`${unit}/`) ? place.slice(unit.length + 1) : null;
      if (leaf === null) continue;
      const { points = null, n = 0, interval = null } = byLeaf.get(leaf) ?? {};
      faults.same(`${place}: score and recount`, points, counted.points);
      if (points === null) continue;
      scores += 1;
      faults.same(`${place}: answers and recount`, n, counted.n);
      // Computed in floating point, by two ways: the last of 1/10 000 point may differ.
      const ends = [interval?.low ?? -9, interval?.high ?? -9];
      const apart = ends.map((end, at) => Math.abs(end - (counted.interval?.[at] ?? -9)));
      if (Math.max(...apart) > 1) faults.same(`${place}: interval and recount`, ends, counted.interval);
    }
  }
  return scores;
}

const ratesOf = (heat: readonly Heat[], answersPerSecond: number) => {
  const busiest = heat.length > 0 ? Math.max(...heat.map((one) => one.busiest)) : null;
  return {
    busiestDocumentWritesPerSecond: busiest === null ? null : rounded(busiest),
    // What it would be at the design's pace.
    at30AnswersPerSecond: busiest === null ? null : rounded((busiest * 30) / answersPerSecond),
    windows: heat.map((one) => ({
      ...one,
      busiest: rounded(one.busiest),
      mean: rounded(one.mean),
      seconds: rounded(one.seconds),
    })),
  };
};

const perOne = ({ transactions, reads, writes, attempts }: Costs) => ({
  ...{ transactions, reads: rounded(reads / transactions), writes: rounded(writes / transactions) },
  attempts: rounded(attempts / transactions),
});

/**
 * Seeds two open surveys, lets many respondents answer through the door, rewrites and gathers in between, closes, and counts
 * by three ways: what the clients know they sent, the stored documents, the exported files. Returns what was measured and
 * every fault found.
 */
export async function runLoad(load: Load, target: Target, say: (line: string) => void) {
  const faults = new Faults();
  const { surveys, codes } = await prepare(load.year, load.answers, load.units);
  const questions = new Map<string, readonly Question[]>();
  for (const key of surveys)
    questions.set(key.survey, (await refs.survey(key).get()).data()?.questions ?? []);
  say(`${codes.length} codes are out; ${load.answers} answers by ${load.clients} clients at once …`);
  let over = false;
  let rewriting = 0;
  let rewrite: Promise<void> | null = null;
  const gather = async () => {
    for (const key of surveys) await gatherSurvey(key);
  };
  const progress = (answers: number) => {
    if (answers % Math.max(1, Math.floor(load.answers / 20)) === 0) say(`${answers} answers`);
    // A night comes while people answer.
    if (answers >= load.answers / 10 && !rewrite) {
      const start = performance.now();
      rewrite = Promise.all(surveys.map((key) => rewriteSurvey(key))).then(() => {
        rewriting = (performance.now() - start) / 1_000;
      });
    }
  };
  const heat = watchHeat(surveys, load.window, gather, () => over);
  const sent = await play({ ...load, origin: target.origin, codes, questions, criteriaSet: SET }, progress);
  over = true;
  await rewrite;
  const windows = await heat;
  const costs = await target.costs();
  const memory = await target.memory();
  say(`${sent.keys.size} answers are in; counting …`);
  await compareOpen(faults, surveys, sent, questions);
  say("Closing …");
  const { scores } = await compareClosed(faults, target, surveys, sent);
  faults.found.push(...sent.attempts.unexpected.slice(0, 20));
  const answersPerSecond = sent.keys.size / (sent.seconds - rewriting);
  return {
    door: target.how,
    answers: sent.keys.size,
    clients: load.clients,
    units: load.units,
    ballotsByBrowserLibrary: `one in ${load.libraryEvery}`,
    answersPerSecond: rounded(answersPerSecond),
    seconds: rounded(sent.seconds),
    secondsOfRewriting: rounded(rewriting),
    toldToComeLater: Door.later,
    millisecondsFromBallotToThanks: {
      median: Math.round(quantile(sent.times, 0.5)),
      p99: Math.round(quantile(sent.times, 0.99)),
    },
    perTransaction: Object.fromEntries(Object.entries(costs).map(([name, cost]) => [name, perOne(cost)])),
    ...ratesOf(windows, answersPerSecond),
    memoryOfDoorMb: memory,
    memoryOfClientsMb: Math.round(process.memoryUsage().rss / 2 ** 20),
    attempts: sent.attempts.made,
    scoresCompared: scores,
    faults: faults.found,
  };
}
