import { discardPeriod as perform } from "../store/periods.ts";
import { validatedOnCall, WHOLE_PERIOD } from "./validated-on-call.ts";

/** The standing body gives up a period that was never opened. */
export const discardPeriod = validatedOnCall(
  "discardPeriod",
  async (input, uid) => {
    await perform(input, uid);
    return {};
  },
  WHOLE_PERIOD,
);
