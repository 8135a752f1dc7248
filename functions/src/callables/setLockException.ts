import { setLockException as setUnitLockException } from "../store/submission.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body opens a unit's self-assessment past its due instant, or takes that back. */
export const setLockException = validatedOnCall("setLockException", async (input, uid) => {
  await setUnitLockException(input, uid);
  return {};
});
