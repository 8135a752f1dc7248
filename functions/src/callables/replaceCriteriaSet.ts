import { replaceCriteriaSet as perform } from "../store/criteria-set-replace.ts";
import { validatedOnCall, WHOLE_PERIOD } from "./validated-on-call.ts";

/** The standing body lets a new version take the place of a set that is in use. */
export const replaceCriteriaSet = validatedOnCall(
  "replaceCriteriaSet",
  (input, uid) => perform(input, uid),
  WHOLE_PERIOD,
);
