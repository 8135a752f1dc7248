import { saveGuidance as perform } from "../store/criteria-set-edit.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body adds the next version of a set's scoring guidance. */
export const saveGuidance = validatedOnCall("saveGuidance", async (input, uid) => {
  await perform(input, uid);
  return {};
});
