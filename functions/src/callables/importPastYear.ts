import { SIGNING_SECRETS } from "../config.ts";
import { importPastYear as perform } from "../store/past-year.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body takes in the result of a past year. Its time is shorter than the lease of the import. */
export const importPastYear = validatedOnCall(
  "importPastYear",
  async (input, uid) => {
    await perform(input, uid);
    return {};
  },
  { timeoutSeconds: 240, memory: "512MiB", secrets: SIGNING_SECRETS },
);
