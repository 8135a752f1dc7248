import type { FilledForm } from "../../../core/src/survey.ts";
import type { AnswerRequest, OpenAnswer } from "../../../core/src/survey-door.ts";
import type { BlindBallot } from "./ballot.ts";

/** What this device keeps of forms until they are sent: in localStorage where that is allowed, else in memory. */

/** A form being filled in for one unit. */
export interface Work {
  ballot: BlindBallot | null;
  /** The ballot's signature once it is bought, and when that was (ms): an answer doesn't follow at once. */
  signature: string | null;
  bought: number;
  form: FilledForm;
  page: number;
  seconds: number;
  /** Finished by the person, and waiting for its ballot. */
  finished: boolean;
}

/** What a code opened, and how far it has come. */
export interface Session {
  code: string;
  opened: OpenAnswer;
  works: Record<string, Work>;
  done: string[];
  /** Units for which the door refused a ballot. */
  unusable: string[];
  /** The unit being answered about, to which a reload returns. */
  at: string | null;
}

/** An answer on its way, which no longer knows its code. */
export interface Outgoing {
  answer: AnswerRequest;
  notBefore: number;
}

export interface Kept {
  english: boolean;
  sessions: Session[];
  outbox: Outgoing[];
}

const NAME = "parindex-phieu";
const nothing = (): Kept => ({ english: false, sessions: [], outbox: [] });

let memory: Kept = nothing();

function storageIf(find: () => Storage): Storage | null {
  try {
    const storage = find();
    storage.setItem(`${NAME}-thu`, "1");
    storage.removeItem(`${NAME}-thu`);
    return storage;
  } catch {
    return null;
  }
}
let storage = storageIf(() => localStorage);
const tab = storageIf(() => sessionStorage);

/** Whether what is kept outlives the page. */
export const outlives = (): boolean => storage !== null;

/** What is kept now. Another tab may have changed it since. */
export function kept(): Kept {
  if (!storage) return memory;
  try {
    const text = storage.getItem(NAME);
    return text === null ? nothing() : { ...nothing(), ...JSON.parse(text) };
  } catch {
    return memory;
  }
}

/** Changes what is kept, and forgets all of it once there is nothing left to go on with. */
export function keep(change: (kept: Kept) => void): void {
  const now = kept();
  change(now);
  memory = now;
  if (!storage) return;
  const empty = now.sessions.length === 0 && now.outbox.length === 0 && !now.english;
  try {
    if (empty) storage.removeItem(NAME);
    else storage.setItem(NAME, JSON.stringify(now));
  } catch {
    // The storage is full: what it holds is older than what memory has as long as the page is open.
    storage = null;
  }
}

export const sessionOf = (code: string): Session | undefined =>
  kept().sessions.find((session) => session.code === code);

/** Changes what is kept of a code's unit, if it still is. */
export function keepWork(code: string, unit: string, change: (work: Work, session: Session) => void): void {
  keep(({ sessions }) => {
    const session = sessions.find((one) => one.code === code);
    const work = session?.works[unit];
    if (session && work) change(work, session);
  });
}

/** The code this tab is at, so that a reload goes on there; a tab opened anew asks first. */
export const currentCode = (): string | null => tab?.getItem(NAME) ?? null;
export function setCurrentCode(code: string | null): void {
  if (code === null) tab?.removeItem(NAME);
  else tab?.setItem(NAME, code);
}

/** Wipes everything from this device. */
export function wipe(): void {
  memory = nothing();
  storage?.removeItem(NAME);
  setCurrentCode(null);
}
