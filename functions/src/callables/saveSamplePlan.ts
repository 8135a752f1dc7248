import { saveSamplePlan as perform } from "../store/survey-plans.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body saves how many people of a group are asked about each unit. */
export const saveSamplePlan = validatedOnCall("saveSamplePlan", async (input, uid) => {
  await perform(input, uid);
  return {};
});
