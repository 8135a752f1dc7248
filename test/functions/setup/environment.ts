import process from "node:process";

/** Imported first, so that the store signs with the development key here as it does in the functions emulator. */
process.env.FUNCTIONS_EMULATOR = "true";

/** Sealing waits half a second instead of two for writes in flight; there are none here. */
process.env.IN_FLIGHT_MS = "500";

/** A worker with a project of its own: nothing of the others, no rules, and no functions that hear of what is written. */
if (process.env.OWN_PROJECT) {
  process.env.GCLOUD_PROJECT = `demo-parindex-${process.env.VITEST_POOL_ID}`;
  delete process.env.FIREBASE_CONFIG;
}
