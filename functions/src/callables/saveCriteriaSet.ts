import { saveCriteriaSet as perform } from "../store/criteria-set-edit.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body adds a criteria set, or changes one that is not in use yet. */
export const saveCriteriaSet = validatedOnCall("saveCriteriaSet", async (input, uid) => {
  await perform(input, uid);
  return {};
});
