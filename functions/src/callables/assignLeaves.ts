import { assignLeaves as assignUnitLeaves } from "../store/unit-work.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The head of a unit gives leaves to one of its people. */
export const assignLeaves = validatedOnCall("assignLeaves", async (input, uid) => {
  await assignUnitLeaves(input, uid);
  return {};
});
