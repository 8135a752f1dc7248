import { isIdle, isSessionOver } from "@parindex/core";
import type { User } from "firebase/auth";

/** Why a session ended by itself: nobody touched the machine, or it lasted too long. */
export type Ended = "idle" | "old";

/** When somebody last touched a page of this site on this machine, for all its tabs. */
const TOUCHED = "parindex:touched";
/** A touch is noted this often, in milliseconds. */
const NOTED_EVERY = 5_000;

function touchedAt(): number {
  try {
    return Number(localStorage.getItem(TOUCHED) ?? 0);
  } catch {
    return noted;
  }
}

let noted = 0;
/** Notes a touch; a late one does not bring back what was left alone for too long. */
function touch(): void {
  const now = Date.now();
  if (now - noted < NOTED_EVERY || isLeftAlone(new Date(now))) return;
  noted = now;
  try {
    localStorage.setItem(TOUCHED, String(now));
  } catch {
    // A machine that keeps nothing knows the touches of this page alone.
  }
}

let signedInAt = 0;

/** Whether this machine was left alone for too long, as far as anyone signed in. */
export const isLeftAlone = (now: Date): boolean => isIdle(new Date(Math.max(touchedAt(), signedInAt)), now);

/** Why a person's session is over, or null. Without network the age of a sign-in may be unknown: then it counts as none. */
export async function endOf(user: User): Promise<Ended | null> {
  const token = await user.getIdTokenResult().catch(() => null);
  signedInAt = token ? Date.parse(token.authTime) : 0;
  const now = new Date();
  if (isLeftAlone(now)) return "idle";
  return token && isSessionOver(new Date(signedInAt), now) ? "old" : null;
}

const TOUCHES = ["pointerdown", "keydown", "wheel"] as const;
/** How often a page looks whether its session is over, in milliseconds. */
const LOOK_EVERY = 15_000;

/** Notes touches, and looks again and again, and when the page is looked at, whether the session is over. */
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
