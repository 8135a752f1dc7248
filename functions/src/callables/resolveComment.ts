import { resolveComment as resolveUnitComment } from "../store/unit-work.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** A unit's own people mark a remark as settled. */
export const resolveComment = validatedOnCall("resolveComment", async (input, uid) => {
  await resolveUnitComment(input, uid);
  return {};
});
