import { changeSettings as changePeriodSettings } from "../store/inputs.ts";
import { validatedOnCall, WHOLE_PERIOD } from "./validated-on-call.ts";

/** The standing body changes a period's settings; every sheet follows. */
export const changeSettings = validatedOnCall(
  "changeSettings",
  async (input, uid) => {
    await changePeriodSettings(input, uid);
    return {};
  },
  WHOLE_PERIOD,
);
