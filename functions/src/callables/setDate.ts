import { moveDate } from "../store/releasing.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body moves one of the period's dates. */
export const setDate = validatedOnCall("setDate", async (input, uid) => {
  await moveDate(input, uid);
  return {};
});
