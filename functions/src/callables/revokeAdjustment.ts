import { revokeAdjustment as revokeUnitAdjustment } from "../store/adjustments.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The council takes bonus or penalty points back. */
export const revokeAdjustment = validatedOnCall("revokeAdjustment", async (input, uid) => {
  await revokeUnitAdjustment(input, uid);
  return {};
});
