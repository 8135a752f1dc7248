import { addComment as addUnitComment } from "../store/unit-work.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** A unit's own people leave a remark among themselves. */
export const addComment = validatedOnCall("addComment", async (input, uid) => {
  await addUnitComment(input, uid);
  return {};
});
