import { removeCriteriaSet as perform } from "../store/criteria-set-edit.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body takes away a criteria set that no unit uses. */
export const removeCriteriaSet = validatedOnCall("removeCriteriaSet", async (input, uid) => {
  await perform(input, uid);
  return {};
});
