import { refs } from "../store/refs.ts";
import { endAppraisalNow } from "../store/releasing.ts";
import { advance } from "../store/year.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body ends the appraisal and releases its results to the units for explanation. */
export const release = validatedOnCall(
  "release",
  async (input, uid) => {
    await endAppraisalNow(input, uid);
    await advance(input, new Date());
    const units = await refs.units(input).count().get();
    return { units: units.data().count };
  },
  { timeoutSeconds: 540 },
);
