import { isIdle, isSessionOver } from "@parindex/core";
import { keep, kept } from "./storage.ts";

/** Why a session ended by itself: nobody touched the machine, or it lasted too long. */
export type Ended = "idle" | "old";

/**
 * When somebody signed in on this machine and when they last touched a page of this site, for all its tabs; in milliseconds
 * by the machine's own clock, which may be wrong by hours without anyone being locked out.
 */
const TIMES = { signedIn: "parindex:signed-in", touched: "parindex:touched" } as const;
type Time = keyof typeof TIMES;

/** What is known where a machine keeps nothing: this page's own times. */
const here: Record<Time, number> = { signedIn: 0, touched: 0 };

const timeOf = (name: Time): Date => new Date(Number(kept(TIMES[name]) ?? here[name]));

function note(name: Time, now: Date): void {
  here[name] = now.getTime();
  keep(TIMES[name], String(here[name]));
}

/** Notes that somebody signs in here: a session begins. */
export function noteSignIn(): void {
  note("signedIn", new Date());
  note("touched", new Date());
}

/** Why the session of this machine is over, or null. */
export function sessionEnd(): Ended | null {
  const now = new Date();
  if (isIdle(timeOf("touched"), now)) return "idle";
  return isSessionOver(timeOf("signedIn"), now) ? "old" : null;
}

const TOUCHES = ["pointerdown", "keydown", "wheel"] as const;
/** A touch is noted, and the session looked at, this often at most and at least, in milliseconds. */
const NOTED_EVERY = 5_000;
const LOOK_EVERY = 15_000;

/** Notes a touch. One that comes too late does not bring back what was left alone. */
function touch(): void {
  const now = new Date();
  if (now.getTime() - here.touched >= NOTED_EVERY && sessionEnd() === null) note("touched", now);
}

/** Notes touches, and looks again and again, and when the page is turned to, whether the session is over. */
export function watchSession(look: () => void): () => void {
  const timer = setInterval(look, LOOK_EVERY);
  for (const name of TOUCHES) addEventListener(name, touch, { capture: true, passive: true });
  addEventListener("focus", look);
  return () => {
    clearInterval(timer);
    for (const name of TOUCHES) removeEventListener(name, touch, { capture: true });
    removeEventListener("focus", look);
  };
}
