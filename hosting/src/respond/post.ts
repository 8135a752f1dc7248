import { makeBallot, unblind } from "./ballot.ts";
import { buy, handIn } from "./door.ts";
import { coarseMinutes, formToSend, questionsOf, waitAfter } from "./form.ts";
import { type Kept, keep, keepWork, kept, type Session, sessionOf, type Work } from "./keep.ts";

/** What goes out by itself: ballots are bought, finished answers are handed in, and both tried again until they are. */

/** How an answer ended, by its ballot's message, for as long as the page is open. */
const ends = new Map<string, "sent" | "spent" | "closed" | "invalid">();

/** The ballots whose answers went on their way since the page was opened, by code and unit. */
const handed = new Map<string, string>();

export type Stage = "sent" | "spent" | "closed" | "invalid" | "waiting" | "sending" | "refused";

/** How far a finished form has come. */
export function stageOf(code: string, unit: string): Stage {
  const { sessions, outbox } = kept();
  const message = handed.get(`${code} ${unit}`);
  const end = message === undefined ? undefined : ends.get(message);
  if (end) return end;
  const waits =
    sessions.some((session) => session.code === code && session.works[unit]) ||
    outbox.some(({ answer }) => answer.ballot.message === message);
  if (!waits) return "refused";
  return failing ? "waiting" : "sending";
}

let failing = false;
/** Whether the last attempt failed, so that what waits goes later. */
export const isFailing = (): boolean => failing;

const listeners = new Set<() => void>();
/** Is told whenever something went out, was refused or failed. Returns how to stop. */
export function onPost(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** An answer follows its ballot after 8 to 20 seconds at the earliest, so that the two don't arrive as a pair. */
const apart = () => 8_000 + Math.random() * 12_000;
const LONGEST_APART = 20_000;

const stillWanted = (session: Session) =>
  session.opened.units.some(({ id }) => !session.done.includes(id) && !session.unusable.includes(id));

/** Puts a finished form with its ballot on its way, which no longer knows the code. */
function send(now: Kept, session: Session, unit: string, work: Work): void {
  const { opened } = session;
  const { scheme, period, survey, channel } = opened;
  if (work.ballot === null || work.signature === null) return;
  now.outbox.push({
    answer: {
      ...{ scheme, period, survey, unit, channel },
      ballot: { message: work.ballot.message, signature: work.signature },
      form: formToSend(questionsOf(opened, unit), work.form),
      minutes: coarseMinutes(work.seconds),
    },
    notBefore: work.bought + apart(),
  });
  handed.set(`${session.code} ${unit}`, work.ballot.message);
  delete session.works[unit];
  session.at = null;
  session.done.push(unit);
  if (!stillWanted(session)) now.sessions = now.sessions.filter((one) => one !== session);
}

/** The person is done with a unit's form: it goes as soon as it has its ballot. */
export function finish(code: string, unit: string): void {
  keep((now) => {
    const session = now.sessions.find((one) => one.code === code);
    const work = session?.works[unit];
    if (!session || !work) return;
    work.finished = true;
    send(now, session, unit, work);
  });
  void post();
}

function refuse(code: string, unit: string): void {
  keepWork(code, unit, (_, session) => {
    delete session.works[unit];
    session.at = null;
    session.unusable.push(unit);
  });
}

type Round = { later: number | null } | undefined;

/** Buys the ballot of a unit: always the same one, until there is an answer. */
async function buyFor(code: string, unit: string): Promise<Round> {
  const session = sessionOf(code);
  const publicKey = session?.opened.units.find(({ id }) => id === unit)?.publicKey ?? "";
  if (!session?.works[unit]?.ballot) {
    const made = await makeBallot(publicKey);
    keepWork(code, unit, (work) => {
      work.ballot ??= made;
    });
  }
  const ballot = sessionOf(code)?.works[unit]?.ballot;
  if (!ballot) return undefined;
  const bought = await buy(code, unit, ballot.blinded);
  if ("later" in bought) return bought;
  if ("refused" in bought) {
    refuse(code, unit);
    return undefined;
  }
  const signature = await unblind(publicKey, ballot, bought.done.signature);
  keep((now) => {
    const session = now.sessions.find((one) => one.code === code);
    const work = session?.works[unit];
    if (!session || work?.ballot?.message !== ballot.message) return;
    work.signature = signature;
    work.bought = Date.now();
    if (work.finished) send(now, session, unit, work);
  });
  return undefined;
}

async function buyAll(): Promise<Round> {
  for (const { code, works } of kept().sessions)
    for (const [unit, { signature }] of Object.entries(works)) {
      if (signature !== null) continue;
      const round = await buyFor(code, unit).catch(() => refuse(code, unit));
      if (round) return round;
    }
  return undefined;
}

/** Hands in what may go; returns in how many ms the next may, if one waits. */
async function handInAll(): Promise<Round | { due: number }> {
  let due: number | undefined;
  for (const { answer, notBefore } of kept().outbox) {
    const wait = Math.min(notBefore - Date.now(), LONGEST_APART);
    if (wait > 0) {
      due = Math.min(due ?? wait, wait);
      continue;
    }
    const outcome = await handIn(answer);
    if ("later" in outcome) return outcome;
    const { message } = answer.ballot;
    const refused = "refused" in outcome ? outcome.refused : undefined;
    ends.set(message, refused === "refused" ? "invalid" : (refused ?? "sent"));
    keep((now) => {
      now.outbox = now.outbox.filter((one) => one.answer.ballot.message !== message);
    });
  }
  return due === undefined ? undefined : { due };
}

let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> | undefined;
let failures = 0;

async function round(): Promise<void> {
  const buying = await buyAll();
  const handing = await handInAll();
  const failed = [buying, handing].find((one) => one !== undefined && "later" in one);
  failing = failed !== undefined;
  failures = failed ? failures + 1 : 0;
  if (failed && "later" in failed) timer = setTimeout(post, waitAfter(failures, failed.later, Math.random()));
  else if (handing && "due" in handing) timer = setTimeout(post, handing.due + 50);
}

/** Sends what waits, now; what can't go is tried again by itself. */
export async function post(): Promise<void> {
  if (running) await running;
  if (running) return running;
  clearTimeout(timer);
  running = round().finally(() => {
    running = undefined;
    for (const listener of listeners) listener();
  });
  return running;
}

/** Tries again as soon as the network or the person comes back. */
export function watchNetwork(): void {
  const again = () => {
    if (document.visibilityState === "hidden") return;
    void post();
  };
  addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
}
