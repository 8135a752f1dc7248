import { reconcileOnRequest } from "../store/reconcile.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body lets the period be reconciled now, as the schedule does every six hours. */
export const reconcileNow = validatedOnCall(
  "reconcileNow",
  async (input, uid) => ({ differences: (await reconcileOnRequest(input, uid, true)).length }),
  { timeoutSeconds: 540 },
);
