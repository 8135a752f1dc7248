import { discardCorrection as perform } from "../store/correcting.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body gives up the correction that is being prepared. */
export const discardCorrection = validatedOnCall("discardCorrection", async (input, uid) => {
  await perform(input, uid);
  return {};
});
