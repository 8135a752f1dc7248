import { createHash } from "node:crypto";
import { queries, type Survey, SurveyAnswer, sha256Hex } from "@parindex/core";
import { type LoadedKey, loadKey } from "./ballot-keys.ts";
import { queryAt } from "./firestore.ts";
import { refs, type SurveyKey } from "./refs.ts";

/** How many answers are read, and written, at a time. */
const PAGE = 400;

/** The id of an answer: it follows from what entitled to it, and is another one in each epoch. */
export const answerId = (key: string, epoch: number): string => sha256Hex(`${key}:${epoch}`);

/** What an answer by a ballot is entitled by. */
export const ballotKeyOf = (message: Uint8Array): string =>
  createHash("sha256").update(message).digest("hex");

/** A stored answer with its id. */
export interface StoredAnswer {
  id: string;
  answer: SurveyAnswer;
}

/** All answers of one epoch, some at a time, in the order of their ids; those after one of them. */
export async function* answerPages(
  key: SurveyKey,
  epoch: number,
  from: string | null = null,
): AsyncGenerator<StoredAnswer[]> {
  const query = queries.answersOf(key.scheme, key.period, key.survey, epoch, PAGE);
  let after = from;
  for (;;) {
    const { docs } = await queryAt(query, SurveyAnswer, after).get();
    if (docs.length > 0) yield docs.map((doc) => ({ id: doc.id, answer: doc.data() }));
    if (docs.length < PAGE) return;
    after = docs.at(-1)?.id ?? null;
  }
}

/** Whether an answer stands where it must and, if it came by a ballot, that ballot is one. */
function isGenuine({ id, answer }: StoredAnswer, signedBy: LoadedKey | undefined): boolean {
  const { key, epoch, channel, ballot } = answer;
  if (id !== answerId(key, epoch)) return false;
  if (channel !== "code" && channel !== "link") return ballot === null;
  if (!ballot || !signedBy) return false;
  const message = Buffer.from(ballot.message, "base64url");
  return (
    key === ballotKeyOf(message) && signedBy.verifies(message, Buffer.from(ballot.signature, "base64url"))
  );
}

/** The answers of a survey that count, and how many stand there that don't because nothing entitled to them. */
interface CountedPage {
  answers: StoredAnswer[];
  forged: number;
}

/** Tells which answers count: those of complete imports, and those whose ballots are ballots. */
export async function countedBy(
  key: SurveyKey,
): Promise<(page: readonly StoredAnswer[]) => Promise<CountedPage>> {
  const imports = (await refs.surveyImports(key).get()).docs;
  const complete = new Set(imports.filter((doc) => doc.data().state === "complete").map(({ id }) => id));
  return async (page) => {
    const whole = page.filter(({ answer }) => answer.batch === null || complete.has(answer.batch));
    const genuine = await Promise.all(
      whole.map(async (stored) => {
        const { unit, channel } = stored.answer;
        const byBallot = channel === "code" || channel === "link";
        return isGenuine(stored, byBallot ? await loadKey(key, unit, channel) : undefined);
      }),
    );
    const answers = whole.filter((_, at) => genuine[at]);
    return { answers, forged: whole.length - answers.length };
  };
}

/** The criteria set by which a unit is asked, or undefined where it is not: the survey's keys tell it once it is open. */
export const setOf = async (key: SurveyKey, unit: string): Promise<string | undefined> =>
  (await loadKey(key, unit, "code"))?.criteriaSet;

/** Reads all answers of a survey that count, some at a time. */
export async function* countedPages(
  key: SurveyKey,
  { epoch }: Pick<Survey, "epoch">,
): AsyncGenerator<CountedPage> {
  const counted = await countedBy(key);
  for await (const page of answerPages(key, epoch)) yield counted(page);
}
