import {
  addTallies,
  answersIn,
  EMPTY_TALLY,
  isoDay,
  OPEN_STATES,
  type StoredTally,
  type Survey,
  type SurveyPlan,
  type Tally,
} from "@parindex/core";
import { z } from "zod";
import { act, audit, type Input, requireOpen, surveyKey } from "./act.ts";
import { tellEvent } from "./log.ts";
import { type PeriodKey, refs, type SurveyKey } from "./refs.ts";
import { Refused } from "./refused.ts";
import { rewriteSurvey } from "./survey-rewrite.ts";
import {
  type Closing,
  type CountedGroup,
  countedGroup,
  requireClosing,
  type Scored,
  scoreUnit,
  surveyPlanOf,
  thresholdOf,
} from "./survey-scores.ts";
import { gatherSurvey, recount } from "./survey-tallies.ts";
import { commitAll, type Tx, transact, type Write } from "./transaction.ts";

/** Where the tallies of a unit said something else than the recount: answers by both, and how many numbers differ. */
const Difference = z.object({ unit: z.string(), tallied: z.int(), counted: z.int(), numbers: z.int() });
type Difference = z.infer<typeof Difference>;

/** What the audit remembers of a recount and of the scores that came of it. */
const Recounted = z.object({ differences: z.array(Difference), answers: z.int() });
const Finished = z.object({ scored: z.int(), missing: z.int(), waiting: z.array(z.string()) });

/**
 * What a closing gave: where tallies and recount differ, the answers counted, how many scores were made, how many are
 * missing because a group did not answer, and the groups that other scores still wait for.
 */
export interface ClosingResult extends Scored {
  differences: Difference[];
  answers: number;
}

/** The audit entries of a closing, each written once. */
const entryId = ({ period, survey }: SurveyKey, closings: number, of: "recount" | "scores") =>
  `survey-${period}-${survey}-${closings}-${of}`;

/** What the audit remembers of a closing's step, or null where it is not done yet. */
async function remembered<S extends z.ZodType>(
  key: SurveyKey,
  closings: number,
  of: "recount" | "scores",
  schema: S,
  tx: Pick<Tx, "get"> = { get: (ref) => ref.get() },
): Promise<{ detail: z.output<S>; at: Date } | null> {
  const entry = (await tx.get(refs.auditEntry(key, entryId(key, closings, of)))).data();
  return entry ? { detail: schema.parse(entry.detail), at: entry.at } : null;
}

/** Every number of a tally that its answers alone give, by its path. Zeros are left out. */
function numbersOf({ channels, questions, leaves }: Tally): Map<string, number> {
  const numbers = new Map<string, number>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === "number") {
      if (value !== 0) numbers.set(path, value);
    } else if (value !== null && typeof value === "object")
      for (const [name, inner] of Object.entries(value)) walk(inner, `${path}/${name}`);
  };
  walk({ channels, questions, leaves }, "");
  return numbers;
}

function differenceOf(unit: string, tallied: Tally, counted: Tally): Difference | null {
  const [left, right] = [numbersOf(tallied), numbersOf(counted)];
  const numbers = new Set(
    [...left.keys(), ...right.keys()].filter((path) => left.get(path) !== right.get(path)),
  );
  if (numbers.size === 0) return null;
  return { unit, tallied: answersIn(tallied), counted: answersIn(counted), numbers: numbers.size };
}

/** Closes a survey for answers. Returns it as it stands. */
async function closeForAnswers(key: SurveyKey, uid: string): Promise<Survey> {
  let closed = null as Survey | null;
  await act("closeSurvey", key, uid, "admin", async ({ tx, period }) => {
    const survey = await tx.must(refs.survey(key));
    closed = survey;
    if (survey.state === "closed") return null;
    requireOpen(period, OPEN_STATES);
    if (survey.state === "draft") throw new Refused("Cuộc điều tra chưa mở nên chưa có gì để đóng.");
    const closings = survey.closings + 1;
    closed = { ...survey, state: "closed", closings };
    tx.update(refs.survey(key), { state: "closed", closings });
    return { detail: { survey: key.survey, closing: closings } };
  });
  if (!closed) throw new Error("closeSurvey: no survey");
  return closed;
}

/**
 * Counts a closed survey anew from its answers. The recount wins: totals that say something else are replaced, and the
 * difference is kept in the audit, in one transaction. False where a rewrite gave the answers other ids meanwhile.
 */
async function settle(key: SurveyKey, closed: Survey, uid: string): Promise<boolean> {
  await gatherSurvey(key);
  const survey = (await refs.survey(key).get()).data();
  if (!survey) throw new Refused("Cuộc điều tra không còn nữa.");
  const counted = await recount(key, survey);
  return transact("recountSurvey", async (tx) => {
    await requireClosing(tx, { key, closings: closed.closings });
    if ((await tx.must(refs.survey(key))).epoch !== survey.epoch) return false;
    if (await remembered(key, closed.closings, "recount", Recounted, tx)) return true;
    const stored = (await tx.query(refs.tallyTotals(key))).docs.map((doc) => doc.data());
    const totals = new Map<string, StoredTally>(stored.map((total) => [total.unit, total]));
    const differences: Difference[] = [];
    for (const unit of new Set([...totals.keys(), ...counted.keys()])) {
      const before = totals.get(unit) ?? { ...EMPTY_TALLY, unit, epoch: survey.epoch };
      const tally = counted.get(unit) ?? EMPTY_TALLY;
      const difference = differenceOf(unit, before, tally);
      if (!difference) continue;
      differences.push(difference);
      tx.set(refs.tallyTotals(key).doc(unit), { ...before, ...tally, ballots: before.ballots });
    }
    if (differences.length > 0)
      tellEvent("survey.recountDiffers", { ...surveyKey(key), units: differences.length });
    const answers = answersIn([...counted.values()].reduce(addTallies, EMPTY_TALLY));
    const detail = { survey: key.survey, closing: closed.closings, answers, differences };
    const id = entryId(key, closed.closings, "recount");
    audit(tx, key, "recountSurvey", uid, new Date(), { detail }, id);
    return true;
  });
}

/** Stores what the console shows of a closed survey: where fewer answered than are broken down, only how many. */
async function storeResults(key: SurveyKey, threshold: number): Promise<void> {
  const totals = (await refs.tallyTotals(key).get()).docs.map((doc) => doc.data());
  await commitAll(
    totals.map((total): Write => {
      const shown = answersIn(total) < threshold ? { ...total, questions: {}, leaves: {} } : total;
      return (batch) => batch.set(refs.surveyResult(key, total.unit), shown);
    }),
  );
}

/** The groups whose surveys are closed and counted, by their names. */
async function countedGroups(
  key: PeriodKey,
  plan: SurveyPlan | undefined,
): Promise<Map<string, CountedGroup>> {
  const groups = new Map<string, CountedGroup>();
  for (const doc of (await refs.surveys(key).get()).docs) {
    const { state, name, closings } = doc.data();
    const own = { scheme: key.scheme, period: key.period, survey: doc.id };
    if (state === "closed" && (await remembered(own, closings, "recount", Recounted)))
      groups.set(name, await countedGroup(own, plan));
  }
  return groups;
}

/** Makes the scores of every unit, and remembers that they are made. */
async function scoreAll(closing: Closing, uid: string): Promise<Scored> {
  const { key, closings } = closing;
  const units = await refs.units(key).select().get();
  const all: Scored = { scored: 0, missing: 0, waiting: [] };
  for (const { id } of units.docs) {
    const { scored, missing, waiting } = await scoreUnit(closing, id, uid);
    all.scored += scored;
    all.missing += missing;
    all.waiting = [...new Set([...all.waiting, ...waiting])].sort();
  }
  await transact("finishClosing", async (tx) => {
    await requireClosing(tx, closing);
    if (await remembered(key, closings, "scores", Finished, tx)) return;
    const detail = { survey: key.survey, closing: closings, ...all };
    audit(tx, key, "scoreSurvey", uid, new Date(), { detail }, entryId(key, closings, "scores"));
  });
  return all;
}

/** The numbers of tries to count while rewrites give the answers other ids. */
const TRIES = 3;

/**
 * Closes a survey: no more answers, a recount that wins over the tallies, a last rewrite, and the scores of every leaf all
 * of whose groups are closed. Calling again does what a closing that died has left, or returns what it gave.
 */
export async function closeSurvey(input: Input<"closeSurvey">, uid: string): Promise<ClosingResult> {
  const key = surveyKey(input);
  const survey = await closeForAnswers(key, uid);
  const { closings, name } = survey;
  for (let tries = 0; !(await remembered(key, closings, "recount", Recounted)); tries += 1)
    if (!(await settle(key, survey, uid)) && tries >= TRIES)
      throw new Refused("Các phiếu trả lời đang được ghi lại. Hãy đóng lại sau ít phút.");
  const counted = await remembered(key, closings, "recount", Recounted);
  if (!counted) throw new Error("closeSurvey: no recount");
  const finished = await remembered(key, closings, "scores", Finished);
  if (finished) return { ...counted.detail, ...finished.detail };
  const plan = await surveyPlanOf(key);
  const threshold = thresholdOf(plan);
  await storeResults(key, threshold);
  await rewriteSurvey(key);
  const document = `Điều tra xã hội học trên hệ thống, lần đóng phiếu ${closings}`;
  const source = { document, date: isoDay(counted.at) };
  const groups = await countedGroups(key, plan);
  const scored = await scoreAll({ key, name, closings, source, groups, threshold }, uid);
  return { ...counted.detail, ...scored };
}

/** Refuses to go on with a period while a survey of it is open, or closed and its scores are not made yet. */
export async function requireSurveysClosed(tx: Tx, key: PeriodKey): Promise<void> {
  const surveys = (await tx.query(refs.surveys(key))).docs;
  for (const doc of surveys) {
    const { state, name, closings } = doc.data();
    if (state === "open")
      throw new Refused(`Điều tra nhóm «${name}» còn đang mở. Hãy đóng trước khi thông qua.`);
    const own = { scheme: key.scheme, period: key.period, survey: doc.id };
    if (state === "closed" && !(await remembered(own, closings, "scores", Finished, tx)))
      throw new Refused(`Điều tra nhóm «${name}» đã đóng nhưng chưa tính xong điểm. Hãy đóng lại lần nữa.`);
  }
}
