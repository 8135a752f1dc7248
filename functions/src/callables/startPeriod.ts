import { startPeriod as perform } from "../store/periods.ts";
import { validatedOnCall, WHOLE_PERIOD } from "./validated-on-call.ts";

/** The standing body begins a new year after another. */
export const startPeriod = validatedOnCall(
  "startPeriod",
  async (input, uid) => {
    await perform(input, uid);
    return {};
  },
  WHOLE_PERIOD,
);
