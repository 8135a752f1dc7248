import { dropFile as dropUpload } from "../store/files.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** Gives up an upload; a kept file stays. */
export const dropFile = validatedOnCall("dropFile", async (input, uid) => {
  await dropUpload(input, uid);
  return {};
});
