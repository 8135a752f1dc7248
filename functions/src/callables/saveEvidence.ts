import { saveEvidence as saveUnitEvidence } from "../store/evidence.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** A unit's own people add evidence or change it. Safe to repeat: the same version is saved once. */
export const saveEvidence = validatedOnCall("saveEvidence", async (input, uid) => {
  await saveUnitEvidence(input, uid);
  return {};
});
