import process from "node:process";
import { REGION } from "@parindex/core";
import { defineBoolean, defineSecret } from "firebase-functions/params";
import { setGlobalOptions } from "firebase-functions/v2";

setGlobalOptions({ region: REGION, maxInstances: 20 });

/** The Ed25519 private key (PKCS #8 PEM) that signs results. */
export const SIGNING_KEY = defineSecret("SIGNING_KEY");

/** Whether this is the functions emulator, where no secret store is at hand and a development key signs. */
export const IN_EMULATOR = process.env.FUNCTIONS_EMULATOR === "true";

/** The secrets a signing function asks for when deployed. */
export const SIGNING_SECRETS = IN_EMULATOR ? [] : [SIGNING_KEY];

/** The secret (at least 32 random letters) under which the keys that sign the survey's ballots are stored. */
export const SURVEY_KEY = defineSecret("SURVEY_KEY");

/** The secrets a function asks for that makes or uses those keys, when deployed. */
export const SURVEY_SECRETS = IN_EMULATOR ? [] : [SURVEY_KEY];

const ASKED_APP_CHECK = defineBoolean("ENFORCE_APP_CHECK", {
  default: false,
  description:
    "Whether acts are refused unless App Check proves that the workspace itself asks (docs/security.md).",
});

/** Whether callables refuse who brings no App Check token. Never in the emulator, which has no reCAPTCHA. */
export const ENFORCE_APP_CHECK = IN_EMULATOR ? false : ASKED_APP_CHECK;

/**
 * How long (ms) client writes whose rules were checked before sealing claimed the period may still land. The read time
 * of the result is chosen after it.
 */
export const IN_FLIGHT_MS = Number(process.env.IN_FLIGHT_MS ?? 2_000);
