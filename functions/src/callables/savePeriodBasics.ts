import { savePeriodBasics as perform } from "../store/roster.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body changes a period's name, groups and who runs it, before it opens. */
export const savePeriodBasics = validatedOnCall("savePeriodBasics", async (input, uid) => {
  await perform(input, uid);
  return {};
});
