import { saveCostEstimate as perform } from "../store/cost.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body saves the year's cost estimate, or what was spent. */
export const saveCostEstimate = validatedOnCall("saveCostEstimate", async (input, uid) => {
  await perform(input, uid);
  return {};
});
