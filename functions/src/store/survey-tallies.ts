import { randomInt } from "node:crypto";
import {
  addTallies,
  answerIncrements,
  answersIn,
  EMPTY_TALLY,
  questionsFor,
  type StoredTally,
  type Survey,
  type SurveyProgress,
  TALLY_SHARDS,
  type Tally,
  type TallyIncrement,
  tallyOf,
  type UnitProgress,
} from "@parindex/core";
import { surveyKey } from "./act.ts";
import { tellEvent } from "./log.ts";
import { refs, type SurveyKey } from "./refs.ts";
import { countedPages, setOf } from "./survey-answers.ts";
import { type Tx, transact } from "./transaction.ts";

/**
 * Adds to one of the documents that a unit's tally is spread over, by chance. Ballots have documents of their own beside
 * those of the answers, so that both together press on none.
 */
export function addToShard(
  tx: Tx,
  key: SurveyKey,
  unit: string,
  increments: readonly TallyIncrement[],
  of: "answers" | "ballots" = "answers",
): void {
  const shard = (of === "answers" ? 0 : TALLY_SHARDS) + randomInt(TALLY_SHARDS);
  tx.add(refs.tallies(key).doc(`${unit}_${shard}`), { unit }, increments);
}

/** Gathers the tallies of one unit into its total, and returns that; null where another run has gathered them. */
async function gatherUnit(
  key: SurveyKey,
  unit: string,
  shards: readonly string[],
): Promise<StoredTally | null> {
  return transact("gatherTallies", async (tx) => {
    const ref = refs.tallyTotals(key).doc(unit);
    const total = (await tx.get(ref)).data();
    const read = await tx.getAll(shards.map((id) => refs.tallies(key).doc(id)));
    const found = read.flatMap((doc) => doc.data() ?? []);
    if (found.length === 0) return null;
    const sum = found.reduce<Tally>(addTallies, total ?? EMPTY_TALLY);
    const gathered = { ...sum, unit, epoch: total?.epoch ?? 0 };
    tx.set(ref, gathered);
    for (const id of shards) tx.delete(refs.tallies(key).doc(id));
    return gathered;
  });
}

const progressOf = ({ ballots, channels }: StoredTally): UnitProgress => ({
  ballots,
  code: channels.code ?? 0,
  link: channels.link ?? 0,
  paper: channels.paper ?? 0,
  import: channels.import ?? 0,
});

/** Gathers all tallies of a survey into its totals; returns those that changed. */
async function gatherTallies(key: SurveyKey): Promise<StoredTally[]> {
  const byUnit = new Map<string, string[]>();
  for (const { id } of (await refs.tallies(key).select().get()).docs) {
    const unit = id.slice(0, id.lastIndexOf("_"));
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), id]);
  }
  const changed: StoredTally[] = [];
  for (const [unit, shards] of byUnit) {
    const gathered = await gatherUnit(key, unit, shards);
    if (gathered) changed.push(gathered);
  }
  return changed;
}

const progressByUnit = (totals: readonly StoredTally[]): SurveyProgress["units"] =>
  Object.fromEntries(totals.map((total) => [total.unit, progressOf(total)]));

/** Gathers the tallies of a survey into its totals, and says how far it has come: numbers of answers, never what they say. */
export async function gatherSurvey(key: SurveyKey): Promise<void> {
  await gatherTallies(key);
  const totals = (await refs.tallyTotals(key).get()).docs.map((doc) => doc.data());
  await refs.surveyProgress(key).set({ at: new Date(), units: progressByUnit(totals) });
}

/**
 * The same without reading what did not change: of a survey of a hundred units few get an answer within ten minutes. Where
 * a run died before it said what it had gathered, the night's rewrite says it.
 */
export async function gatherNews(key: SurveyKey): Promise<void> {
  const progress = refs.surveyProgress(key);
  if (!(await progress.get()).exists) return gatherSurvey(key);
  const changed = await gatherTallies(key);
  // An empty map would take the place of all units.
  const units = changed.length > 0 ? { units: progressByUnit(changed) } : {};
  await progress.withConverter(null).set({ at: new Date(), ...units }, { merge: true });
}

/** What the survey's answers themselves add up to, by unit. Answers that nothing entitled to are told and not counted. */
export async function recount(
  key: SurveyKey,
  survey: Pick<Survey, "epoch" | "questions">,
): Promise<Map<string, Tally>> {
  const tallies = new Map<string, Tally>();
  const asked = new Map<string, { set: string; questions: Survey["questions"] }>();
  let forged = 0;
  for await (const page of countedPages(key, survey)) {
    forged += page.forged;
    const increments = new Map<string, TallyIncrement[]>();
    for (const { answer } of page.answers) {
      const { unit } = answer;
      const set = asked.get(unit)?.set ?? (await setOf(key, unit)) ?? "";
      const questions = asked.get(unit)?.questions ?? questionsFor(survey.questions, unit, set);
      asked.set(unit, { set, questions });
      const sum = increments.get(unit) ?? [];
      sum.push(...answerIncrements(answer, questions, set));
      increments.set(unit, sum);
    }
    for (const [unit, more] of increments)
      tallies.set(unit, addTallies(tallies.get(unit) ?? EMPTY_TALLY, tallyOf(more)));
  }
  if (forged > 0) tellEvent("survey.forgedAnswers", { ...surveyKey(key), answers: forged });
  return tallies;
}

/** How many answers each unit has by its total. */
export const answersByUnit = async (key: SurveyKey): Promise<Map<string, number>> =>
  new Map((await refs.tallyTotals(key).get()).docs.map((doc) => [doc.id, answersIn(doc.data())]));
