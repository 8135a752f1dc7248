import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { getAuth } from "firebase-admin/auth";
import { CriteriaSet, isFrozen, paths, type Question } from "../../core/src/index.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { refs } from "../../functions/src/store/refs.ts";
import { rounded } from "../bench/measurement.ts";
import { verifyPublished } from "../demo/result.ts";
import { Faults } from "../faults.ts";
import { play as answerAll } from "../load-survey/play.ts";
import { prepare } from "../load-survey/prepare.ts";
import { SCHEME } from "../seed.ts";
import { checkStanding, outage } from "./aftermath.ts";
import { checkFrozen, checkYear } from "./check.ts";
import { Acknowledged, Clerk } from "./clerks.ts";
import { beatAlways, periodOf, seen, settled } from "./doors.ts";
import { killAtRandom } from "./kills.ts";
import { FIRST, gather, inPeriod, SECOND, YEARS } from "./people.ts";
import type { Region } from "./region.ts";
import { checkOnce, publishOnce, sealAgain, watchPublication } from "./result.ts";
import { closeSurveys, questionsOf, SURVEYED_SET } from "./survey.ts";
import { enterSurveys, judge, type Play, submitAll, typeAtOnce } from "./year.ts";

export interface Storm {
  seed: number;
  units: number;
  /** How long everybody types at once, in seconds, before the heads submit. */
  seconds: number;
  /** Seconds between kills, on average; whoever seals or publishes is killed besides. */
  killEvery: number;
  /** How often the result is sealed: taken back and sealed again but for the last time. */
  seals: number;
  /** How many people answer the surveys. */
  answers: number;
}

/** Seeds both years, signs everybody in and opens the surveys. `clerkOf`: who judges for a department, or the council's chair. */
async function setUp(storm: Storm) {
  const acks = new Acknowledged();
  const people = await gather(db, getAuth(), storm.units);
  const sets = await people.admin.list(paths.criteriaSets(SCHEME, FIRST), CriteriaSet);
  const districts = people.units.filter(({ criteriaSet }) => criteriaSet === SURVEYED_SET).length;
  const { surveys, codes } = await prepare(Number(FIRST), storm.answers, districts);
  const clerks = Map.groupBy(people.clerks, ({ unit }) => unit.id);
  const play: Play = {
    ...{ seed: storm.seed, people, sets, acks, evidence: new Map(), hushed: new Set() },
    clerks: new Map(
      [...clerks].map(([unit, all]) => [unit, all.map(({ session }) => new Clerk(session, acks))]),
    ),
  };
  const judges = new Map([...people.appraisers].map(([unit, session]) => [unit, new Clerk(session, acks)]));
  const chair = new Clerk(people.chair, acks);
  const clerkOf = (department: string | null) => {
    const clerk = department === null ? chair : judges.get(department);
    if (!clerk) throw new Error(`${department} has no appraiser`);
    return clerk;
  };
  return { play, clerkOf, surveys, codes };
}

/**
 * Once the year is published: counts what was acknowledged against what stands, with old events that come again and an
 * outage in between. `sealedRoot`: what it must be published under.
 */
async function countAll(faults: Faults, region: Region, play: Play, id: string, sealedRoot: string) {
  await settled(region);
  faults.same("what reconciliation finds in the next year", await reconcilePeriod(inPeriod(SECOND)), []);
  const { root, manifest } = await verifyPublished(id);
  faults.same("the year is frozen", isFrozen((await periodOf(play.people.admin, FIRST)).state), true);
  const told = await checkOnce(faults, id, sealedRoot);
  const frozen = (await refs.publicationSheets(id).get()).docs.map((doc) => doc.data());
  const rows = checkFrozen(faults, play, FIRST, frozen);
  const after = await checkStanding(faults, region);
  const lost = await outage(region, play);
  faults.same("what an outage left after reconciliation", lost.left, []);
  let entries = 0;
  for (const period of YEARS) entries += await checkYear(faults, play, period);
  const again = await verifyPublished(id);
  faults.same(
    "the result verified again",
    isDeepStrictEqual([again.root, again.manifest], [root, manifest]),
    true,
  );
  return {
    outage: { eventsDropped: lost.dropped, unitsMended: lost.mended.length, left: lost.left.length },
    publication: { told, standingDocuments: after.documents, eventsAgain: after.again },
    checked: { historyEntries: entries, publishedScores: rows },
  };
}

/**
 * Plays a year in a storm: everybody works at once, the processes that serve them are killed again and again, events come
 * late, twice and in no order. Then counts what was acknowledged against what stands.
 */
export async function runStorm(storm: Storm, region: Region, say: (line: string) => void) {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1_000);
  const faults = new Faults();
  const { play, clerkOf, surveys, codes } = await setUp(storm);
  const { people, acks } = play;
  let [storming, typing, killing] = [true, true, true];
  const goesOn = () => storming;
  const weather = [killAtRandom(region, storm, () => killing), beatAlways(goesOn)];
  say(
    `${people.clerks.length} clerks of ${people.units.length} units type; ${storm.answers} people answer …`,
  );

  const questions = new Map<string, readonly Question[]>();
  for (const key of surveys) questions.set(key.survey, await questionsOf(key));
  const origin = process.env.FUNCTIONS_EMULATOR_ORIGIN ?? "";
  const answering = answerAll({
    ...{ origin, codes, questions, criteriaSet: SURVEYED_SET, answers: storm.answers, clients: 8 },
    ...{ libraryEvery: 1_000, attemptEvery: Number.MAX_SAFE_INTEGER },
  });
  const typed = typeAtOnce(play, FIRST, () => true);
  const started = acks.all.length;
  await sleep(storm.seconds * 1_000);
  const writesPerSecond = (acks.all.length - started) / storm.seconds;
  say(`${seconds()} s: ${acks.all.length} writes acknowledged; the heads submit …`);
  await Promise.all([typed, submitAll(play)]);
  const nextYear = typeAtOnce(play, SECOND, () => typing);
  say(`${seconds()} s: the next year is typed from here on; departments judge …`);
  const [sent] = await Promise.all([answering, judge(play, clerkOf)]);
  say(`${seconds()} s: closing the surveys …`);
  const answers = await closeSurveys(faults, play, { sent, surveys });
  await enterSurveys(play);
  // From here on whoever seals and publishes is killed, at moments of their own.
  killing = false;
  await settled(region);
  faults.same("what reconciliation finds before the adoption", await reconcilePeriod(inPeriod(FIRST)), []);
  say(`${seconds()} s: adopting and sealing …`);
  const sealed = await sealAgain(region, storm, play);
  const id = paths.publicationId(SCHEME, FIRST, 1);
  say(`${seconds()} s: sealed as ${sealed.root}; publishing …`);
  const watching = watchPublication(id, faults, goesOn);
  const publishKills = await publishOnce(region, storm, play);
  const looks = await watching;
  typing = false;
  await nextYear;
  storming = false;
  await Promise.all(weather);
  say(`${seconds()} s: published; counting …`);
  const counted = await countAll(faults, region, play, id, sealed.root);
  return {
    ...{ seed: storm.seed, units: people.units.length, clerks: people.clerks.length, seconds: seconds() },
    acknowledged: {
      writes: acks.all.length,
      inTheYearPublished: acks.all.filter(({ period }) => period === FIRST).length,
      writesPerSecond: rounded(writesPerSecond),
      evidence: play.evidence.size,
      surveyAnswers: answers,
    },
    refused: { overtaken: acks.overtaken, locked: acks.locked, calls: seen.refused },
    kills: { ...region.counts, whileSealing: sealed.kills, whilePublishing: publishKills },
    calls: { made: seen.calls, again: seen.callsAgain },
    outage: counted.outage,
    publication: { id, root: sealed.root, looks, ...counted.publication },
    checked: { ...counted.checked, comparisons: faults.compared },
    faults: faults.found.slice(0, 50),
    faultCount: faults.found.length,
  };
}
