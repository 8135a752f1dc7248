import { adoptResult } from "../store/adoption.ts";
import { validatedOnCall, WHOLE_PERIOD } from "./validated-on-call.ts";

/** The council adopts the result, refused with the list while anything is missing. */
export const adopt = validatedOnCall(
  "adopt",
  async (input, uid) => {
    await adoptResult(input, uid);
    return {};
  },
  WHOLE_PERIOD,
);
