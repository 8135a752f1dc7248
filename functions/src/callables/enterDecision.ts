import { enterPublicationDecision } from "../store/publishing.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body enters UBND tỉnh's decision and the time of publication. */
export const enterDecision = validatedOnCall("enterDecision", async (input, uid) => {
  await enterPublicationDecision(input, uid);
  return {};
});
