import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { getAuth } from "firebase-admin/auth";
import {
  AuditEntry,
  CriteriaSet,
  EMPTY_TALLY,
  isFrozen,
  Notice,
  Publication,
  paths,
  type Question,
  SealSheet,
} from "../../core/src/index.ts";
import { collectionAt, db } from "../../functions/src/store/firestore.ts";
import { type Difference, reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { refs } from "../../functions/src/store/refs.ts";
import { rounded } from "../bench/measurement.ts";
import { Session, until } from "../demo/doors.ts";
import type { Random } from "../demo/random.ts";
import { verifyPublished } from "../demo/result.ts";
import { random } from "../demo/world.ts";
import { play as answerAll, type Sent } from "../load-survey/play.ts";
import { prepare } from "../load-survey/prepare.ts";
import { answered, rawOf, totalOf } from "../load-survey/verify.ts";
import { DEMO_ACCOUNTS, SCHEME } from "../seed.ts";
import { checkFrozen, checkYear, Faults, standing } from "./check.ts";
import { Acknowledged, Clerk } from "./clerks.ts";
import { attempt, beat, insist, periodOf, seen } from "./doors.ts";
import { FIRST, gather, SECOND, YEARS } from "./people.ts";
import type { Region } from "./region.ts";
import { enterSurveys, judge, type Play, submitAll, typeAtOnce, typeOnce } from "./year.ts";

export interface Storm {
  seed: number;
  units: number;
  /** How long everybody types at once, in seconds, before the heads submit. */
  seconds: number;
  /** Seconds between kills, on average; whoever seals or publishes is killed besides. */
  killEvery: number;
  /** Times that sealing is cut off, and the sealed result taken back and sealed again. */
  seals: number;
  answers: number;
  instances: number;
}

/** Only districts are asked about. */
const SET = "pl06-huyen";

const inPeriod = (period: string) => ({ scheme: SCHEME, period });

/** Within how many ms whoever seals or publishes is killed at first. */
const FIRST_SPAN = 1_000;

/** How long (ms) it may take to seal or publish despite all kills. */
const LONGEST = 15 * 60_000;

/** Nobody runs any more: the leases of whoever was killed end now, as they would after some minutes. */
async function passLeases(): Promise<void> {
  const past = new Date(0);
  for (const period of YEARS) {
    const key = inPeriod(period);
    const { moving, seal } = (await refs.period(key).get()).data() ?? {};
    if (moving) await refs.period(key).update({ "moving.lease": past });
    if (seal) await refs.seal(key, seal).update({ lease: past });
    for (const doc of (await refs.surveys(key).get()).docs)
      if (doc.data().rewriting) await doc.ref.update({ rewriting: past });
  }
}

/** Kills at random moments, one instance or all of them, until told to stop. */
async function killAtRandom(region: Region, storm: Storm, goesOn: () => boolean): Promise<void> {
  const chance = random(storm.seed, "kills");
  for (;;) {
    await region.whole();
    for (let left = storm.killEvery * 1_000 * chance.between(0.3, 1.7); left > 0; left -= 100) {
      if (!goesOn()) return;
      await sleep(100);
    }
    if (chance.chance(0.5)) region.killOne();
    else await region.killAll(passLeases);
  }
}

/** The clock of the deployed system, much faster: two runs of the same schedule may overlap. */
async function beatAlways(goesOn: () => boolean): Promise<void> {
  const names = [
    "advanceYear",
    "gatherTallies",
    "advanceYear",
    "reconcile",
    "advanceYear",
    "rewriteAnswers",
  ] as const;
  const running = new Map<string, number>();
  const start = async (name: (typeof names)[number]) => {
    const others = running.get(name) ?? 0;
    if (others >= 2) return;
    running.set(name, others + 1);
    await beat(name);
    running.set(name, (running.get(name) ?? 1) - 1);
  };
  for (let at = 0; goesOn(); at++) {
    void start(names[at % names.length] ?? "advanceYear");
    await sleep(1_000);
  }
}

/** Does something that is killed midway at another moment each time, later and later, until it has come about. */
async function despiteKills(
  region: Region,
  chance: Random,
  done: () => Promise<boolean>,
  act: () => Promise<unknown>,
): Promise<number> {
  let [kills, span] = [0, FIRST_SPAN];
  for (const end = Date.now() + LONGEST; !(await done()); ) {
    if (Date.now() > end) throw new Error("it did not come about for all the kills");
    await region.whole();
    const acting = act().then(
      () => true,
      () => true,
    );
    if (await Promise.race([acting, sleep(chance.below(span), false)])) {
      // Whoever was killed before may hold it up still.
      await Promise.race([passLeases(), sleep(1_000)]);
      continue;
    }
    kills += 1;
    span *= 1.7;
    await region.killAll(passLeases);
    await acting;
  }
  return kills;
}

/** The council adopts, the standing body seals: killed midway, taken back and done again. */
async function sealAgain(
  region: Region,
  storm: Storm,
  { people }: Play,
): Promise<{ kills: number; root: string }> {
  const { admin, chair } = people;
  const key = inPeriod(FIRST);
  const chance = random(storm.seed, "seal");
  let [kills, root] = [0, ""];
  for (let round = 1; round <= storm.seals; round++) {
    await insist(chair, "adopt", { ...key, minutes: `Biên bản ${round}`, insufficientSampleReason: null });
    kills += await despiteKills(
      ...([region, chance, async () => (await periodOf(admin, FIRST)).state === "sealed"] as const),
      () => insist(admin, "seal", key),
    );
    const { seal } = await periodOf(admin, FIRST);
    root = (await refs.seal(key, seal ?? "").get()).data()?.root ?? "";
    if (round === storm.seals) break;
    await attempt(admin, "reopen", { ...key, reason: "Thử mở lại (minh họa)" });
    await until("the result taken back", async () =>
      (await periodOf(admin, FIRST)).state === "adoption" ? 1 : null,
    );
    await region.killAll(passLeases);
    await settled(region);
    await reconcilePeriod(key);
  }
  return { kills, root };
}

/** Anyone may look at any time: there is nothing, or all of it. */
async function watchPublication(id: string, faults: Faults, goesOn: () => boolean): Promise<number> {
  const anyone = Session.anonymous();
  let [looks, whole] = [0, 0];
  for (; goesOn(); await sleep(100)) {
    looks += 1;
    const found = await anyone.get(paths.publication(id), Publication);
    if (!found) continue;
    whole += 1;
    const sheets = await anyone.list(paths.publicationSheets(id), SealSheet);
    const units = found.manifest.ranking.flatMap((group) => group.units).length;
    faults.same(`sheets at look ${looks}`, sheets.size, units);
    if (whole > 5) break;
  }
  await anyone.close();
  return looks;
}

/** Enters the decision with a day of publication that is about to come, and waits for it. */
async function decide({ people: { admin } }: Play): Promise<void> {
  for (let lead = 4_000; ; lead *= 2) {
    const publishAt = new Date(Date.now() + lead);
    const entered = await attempt(admin, "enterDecision", {
      ...inPeriod(FIRST),
      ...{ decision: { number: "BAO-01/QĐ-UBND", date: "2025-02-28", file: "" } },
      publishAt: publishAt.toISOString(),
    });
    // The call itself may have taken longer than that.
    if (!entered && lead < LONGEST) continue;
    const limit = 2 * lead + 60_000;
    await until("publication day", async () => (Date.now() > publishAt.getTime() ? 1 : null), limit, 50);
    return;
  }
}

/** The day comes: three runs of the schedule at once, killed midway, publish once. */
async function publishOnce(region: Region, storm: Storm, play: Play): Promise<number> {
  await decide(play);
  return despiteKills(
    region,
    random(storm.seed, "publish"),
    async () => (await periodOf(play.people.admin, FIRST)).state === "published",
    () => Promise.all([beat("advanceYear"), beat("advanceYear"), beat("advanceYear")]),
  );
}

/** Waits until every event of what was written so far has been dealt with. */
const settled = (region: Region): Promise<void> => region.settled((path) => db.doc(path).set({}));

type Answers = { sent: Sent; surveys: readonly { scheme: string; period: string; survey: string }[] };

/** The surveys close once every answer is in: recounted, scored, and nothing lost or doubled. */
async function closeSurveys(faults: Faults, { people }: Play, { sent, surveys }: Answers): Promise<number> {
  let stored = 0;
  const keys = new Set<string>();
  for (const key of surveys) {
    const result = (await insist(people.admin, "closeSurvey", key)) as {
      answers: number;
      differences: unknown[];
    };
    faults.same(`${key.survey}: tallies that differ from the recount`, result.differences, []);
    stored += result.answers;
    const questions: readonly Question[] = (await refs.survey(key).get()).data()?.questions ?? [];
    const raw = await rawOf(key, questions, SET);
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

/** How often the audit has an act of a year. */
const actsOf = async (period: string, act: string) =>
  (await collectionAt(paths.audit(SCHEME), AuditEntry).get()).docs
    .map((doc) => doc.data())
    .filter((entry) => entry.act === act && entry.period === period).length;

/** It is published once: one publication, one audit entry, one notice for everybody. */
async function checkOnce(faults: Faults, id: string, root: string): Promise<number> {
  const { docs } = await db.collection(paths.publications()).get();
  faults.same(
    "publications",
    docs.map((doc) => doc.id),
    [id],
  );
  faults.same("the published root and the sealed one", docs[0]?.get("root"), root);
  faults.same("audit entries of the publication", await actsOf(FIRST, "published"), 1);
  let told = 0;
  for (const { uid } of DEMO_ACCOUNTS) {
    const notices = (await collectionAt(paths.notices(SCHEME, uid), Notice).get()).docs.map((doc) =>
      doc.data(),
    );
    const own = notices.filter((notice) => notice.told.kind === "published");
    faults.same(`notices of the publication to ${uid}`, own.length, 1);
    told += own.length;
  }
  return told;
}

/** Old events come once more, the clock goes on, processes die: what is published stays as it is, to the last document. */
async function checkStanding(faults: Faults, region: Region): Promise<{ documents: number; again: number }> {
  // What a rewrite of a closed survey left behind is swept by the next one.
  await beat("rewriteAnswers");
  const before = await standing(FIRST);
  const again = region.deliverAgain();
  await Promise.all([
    again,
    beat("advanceYear"),
    beat("reconcile"),
    beat("gatherTallies"),
    beat("rewriteAnswers"),
  ]);
  await region.killAll(passLeases);
  await Promise.all([beat("advanceYear"), beat("rewriteAnswers"), beat("reconcile")]);
  await settled(region);
  const after = await standing(FIRST);
  for (const path of new Set([...before.keys(), ...after.keys()]))
    faults.same(`${path} after its publication`, after.get(path), before.get(path));
  return { documents: before.size, again: await again };
}

/** Events that never come: every clerk writes once more, nobody hears of it, reconciliation finds and mends it all. */
async function outage(
  region: Region,
  play: Play,
): Promise<{ dropped: number; mended: Difference[]; left: Difference[] }> {
  region.dropping = true;
  const before = region.counts.dropped;
  await typeOnce(play, SECOND);
  await settled(region);
  region.dropping = false;
  const mended = await reconcilePeriod(inPeriod(SECOND));
  const left = await reconcilePeriod(inPeriod(SECOND));
  return { dropped: region.counts.dropped - before, mended, left };
}

/**
 * Plays a year in a storm: everybody works at once, the processes that serve them are killed again and again, events come
 * late, twice and in no order. Then counts what was acknowledged against what stands.
 */
export async function runStorm(storm: Storm, region: Region, say: (line: string) => void) {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1_000);
  const faults = new Faults();
  const acks = new Acknowledged();
  const people = await gather(db, getAuth(), storm.units);
  const sets = await people.admin.list(paths.criteriaSets(SCHEME, FIRST), CriteriaSet);
  const districts = people.units.filter(({ criteriaSet }) => criteriaSet === SET).length;
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
  let [storming, typing, killing] = [true, true, true];
  const goesOn = () => storming;
  const weather = [killAtRandom(region, storm, () => killing), beatAlways(goesOn)];
  say(
    `${people.clerks.length} clerks of ${people.units.length} units type; ${storm.answers} people answer …`,
  );

  const questions = new Map<string, readonly Question[]>();
  for (const key of surveys)
    questions.set(key.survey, (await refs.survey(key).get()).data()?.questions ?? []);
  const origin = process.env.FUNCTIONS_EMULATOR_ORIGIN ?? "";
  const answering = answerAll({
    ...{ origin, codes, questions, criteriaSet: SET, answers: storm.answers, clients: 8 },
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
  await settled(region);
  faults.same("what reconciliation finds in the next year", await reconcilePeriod(inPeriod(SECOND)), []);
  const { root, manifest } = await verifyPublished(id);
  faults.same("the year is frozen", isFrozen((await periodOf(people.admin, FIRST)).state), true);
  const told = await checkOnce(faults, id, sealed.root);
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
    outage: { eventsDropped: lost.dropped, unitsMended: lost.mended.length, left: lost.left.length },
    publication: { id, root, looks, told, standingDocuments: after.documents, eventsAgain: after.again },
    checked: { historyEntries: entries, publishedScores: rows, comparisons: faults.compared },
    faults: faults.found.slice(0, 50),
    faultCount: faults.found.length,
  };
}
