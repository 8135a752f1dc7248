import { lockAsItStands as lockFile } from "../store/submission.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body locks the file of a unit that did not submit in time, as it stands. */
export const lockAsItStands = validatedOnCall("lockAsItStands", async (input, uid) => {
  await lockFile(input, uid);
  return {};
});
