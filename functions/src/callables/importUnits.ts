import { importUnits as perform } from "../store/roster.ts";
import { validatedOnCall, WHOLE_PERIOD } from "./validated-on-call.ts";

/** The standing body adds or replaces many units at once. */
export const importUnits = validatedOnCall(
  "importUnits",
  async (input, uid) => {
    await perform(input, uid);
    return {};
  },
  WHOLE_PERIOD,
);
