import { reopenResult } from "../store/adoption.ts";
import { validatedOnCall, WHOLE_PERIOD } from "./validated-on-call.ts";

/** The standing body takes an adoption or a seal back, with a reason. */
export const reopen = validatedOnCall(
  "reopen",
  async (input, uid) => {
    await reopenResult(input, uid);
    return {};
  },
  WHOLE_PERIOD,
);
