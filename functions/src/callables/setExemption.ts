import { setExemption as setUnitExemption } from "../store/inputs.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body exempts a unit from a leaf, or takes the exemption back. */
export const setExemption = validatedOnCall("setExemption", async (input, uid) => {
  await setUnitExemption(input, uid);
  return {};
});
