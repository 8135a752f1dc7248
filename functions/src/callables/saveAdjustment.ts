import { saveAdjustment as saveUnitAdjustment } from "../store/adjustments.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The council gives a unit bonus or penalty points, outside the tree. */
export const saveAdjustment = validatedOnCall("saveAdjustment", async (input, uid) => {
  await saveUnitAdjustment(input, uid);
  return {};
});
