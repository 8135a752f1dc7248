import { createHash } from "node:crypto";
import { performance } from "node:perf_hooks";
import {
  type AnswerRequest,
  addTallies,
  answerIncrements,
  EMPTY_TALLY,
  type Question,
  type Tally,
  tallyOf,
} from "../../core/src/index.ts";
import { Random } from "../demo/random.ts";
import { Door } from "./door.ts";
import { Attempts } from "./mischief.ts";
import type { IssuedCode } from "./prepare.ts";
import { buyAnswer, fillIn, newBallot, openCode } from "./respondent.ts";

export interface Play {
  origin: string;
  codes: readonly IssuedCode[];
  answers: number;
  /** How many respondents are at it at once. */
  clients: number;
  /** Every how many respondents one uses the browser's library instead of the fast ballots. */
  libraryEvery: number;
  /** Every how many answers something that must not count is tried. */
  attemptEvery: number;
  questions: ReadonlyMap<string, readonly Question[]>;
  criteriaSet: string;
}

/** What the clients know to be true once all is sent. */
export interface Sent {
  /** By survey and unit, `survey/unit`: what was accepted. */
  tallies: ReadonlyMap<string, Tally>;
  /** Ballots bought, by survey and unit. */
  ballots: ReadonlyMap<string, number>;
  /** The key of every answer accepted: the hash of its ballot's message. */
  keys: ReadonlySet<string>;
  attempts: Attempts;
  /** Milliseconds from the first request of an answer to its acceptance. */
  times: number[];
  seconds: number;
  /** Answers that were accepted and never spoken of again: ballots kept for after the closing. */
  unspent: AnswerRequest[];
}

/** The key that an answer is stored under: the hash of its ballot's message. */
const keyOf = ({ ballot: { message } }: AnswerRequest) =>
  createHash("sha256").update(message, "base64url").digest("hex");

/** Ballots that are bought and kept, to be presented when the survey is closed. */
const UNSPENT = 5;

/** An address of its own for each respondent. */
const addressOf = (number: number) => `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;

/** Lets many respondents answer at once; `done` hears how many answers are in. */
export async function play(options: Play, done: (answers: number) => void = () => {}): Promise<Sent> {
  const { origin, codes, answers, clients, libraryEvery, attemptEvery, questions, criteriaSet } = options;
  const tallies = new Map<string, Tally>();
  const ballots = new Map<string, number>();
  const keys = new Set<string>();
  const attempts = new Attempts();
  const times: number[] = [];
  const unspent: AnswerRequest[] = [];
  let [next, claimed] = [0, 0];

  async function respond(number: number, { survey, code }: IssuedCode): Promise<void> {
    const chance = new Random(`respondent ${number}`);
    const door = new Door(origin, addressOf(number));
    const open = await openCode(door, code);
    for (const unit of open.units) {
      if (claimed >= answers) return;
      const start = performance.now();
      claimed += 1;
      const place = `${survey}/${unit.id}`;
      const ballot = await newBallot(unit.publicKey, number % libraryEvery === 0);
      const form = fillIn(open, unit, chance);
      const answer = await buyAnswer(door, open, { code, unit, ballot, form });
      ballots.set(place, (ballots.get(place) ?? 0) + 1);
      if (unspent.length < UNSPENT && number > 10) {
        unspent.push(answer);
        claimed -= 1;
        continue;
      }
      await door.expect("answer", answer);
      times.push(performance.now() - start);
      const increments = answerIncrements(
        { form, channel: "code" },
        questions.get(survey) ?? [],
        criteriaSet,
      );
      tallies.set(place, addTallies(tallies.get(place) ?? EMPTY_TALLY, tallyOf(increments)));
      keys.add(keyOf(answer));
      done(keys.size);
      if (keys.size % attemptEvery === 0)
        await attempts.make(keys.size / attemptEvery, { door, code, open, unit, answer, chance });
    }
  }

  async function client(): Promise<void> {
    for (let at = next++; claimed < answers; at = next++) {
      const issued = codes[at];
      if (!issued) throw new Error("the codes have run out");
      await respond(at, issued);
    }
  }

  const start = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - start) / 1_000;
  return { tallies, ballots, keys, attempts, times, seconds, unspent };
}
