import { removeUnit as perform } from "../store/roster.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body takes a unit out of a period that is not open yet. */
export const removeUnit = validatedOnCall("removeUnit", async (input, uid) => {
  await perform(input, uid);
  return {};
});
