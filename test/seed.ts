import process from "node:process";
import fc from "fast-check";

/**
 * The seed of all that tests draw: the same in each run, so that a change is never refused for what another input found.
 * `npm run fuzz` draws others.
 */
export const SEED = Number(process.env.FUZZ_SEED ?? 2024);

fc.configureGlobal({ seed: SEED });
