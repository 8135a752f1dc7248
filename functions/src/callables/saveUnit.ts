import { saveUnit as perform } from "../store/roster.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body adds a unit, or changes what is said of one. */
export const saveUnit = validatedOnCall("saveUnit", async (input, uid) => {
  await perform(input, uid);
  return {};
});
