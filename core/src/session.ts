/** How long somebody stays signed in on a machine that others use too: minutes without a touch, hours since the sign-in. */
export const SESSION = { idleMinutes: 60, hours: 12 } as const;

const MINUTE = 60_000;

/** Whether a sign-in is too old to act by; one whose time is not known is. */
export const isSessionOver = (signedIn: Date, now: Date): boolean =>
  !(now.getTime() - signedIn.getTime() < SESSION.hours * 60 * MINUTE);

/** Whether nobody has touched the machine for too long, as far as is known. */
export const isIdle = (touched: Date, now: Date): boolean =>
  !(now.getTime() - touched.getTime() < SESSION.idleMinutes * MINUTE);
