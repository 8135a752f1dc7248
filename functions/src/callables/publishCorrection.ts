import { publishCorrection as perform } from "../store/correcting.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body publishes the correction whose root the decision prints, at once or at a time. */
export const publishCorrection = validatedOnCall(
  "publishCorrection",
  async (input, uid) => {
    await perform(input, uid);
    return {};
  },
  { timeoutSeconds: 300, memory: "512MiB" },
);
