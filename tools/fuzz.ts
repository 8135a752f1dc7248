import { randomInt } from "node:crypto";
import process from "node:process";
import { parseArgs } from "node:util";
import { withEmulators } from "./emulators.ts";

/**
 * `npm run fuzz [-- --times N] [--seed S] [what …]`: sends N times as many inputs as a test run to every callable, the public
 * site with the open data, and the survey's door (`callables`, `site`, `door`), and tries the properties of `core/` anew
 * (`core`). Each run draws a seed of its own and says it: it leads to a finding again.
 */
const FILES: Record<string, string> = {
  core: "test/core/",
  callables: "test/functions/fuzz-callables.test.ts",
  site: "test/functions/fuzz-site.test.ts",
  door: "test/functions/fuzz-door.test.ts",
};
const { values, positionals } = parseArgs({
  options: {
    times: { type: "string", default: "20" },
    seed: { type: "string", default: String(randomInt(10 ** 9)) },
  },
  allowPositionals: true,
});
const isCount = (text: string) => /^\d{1,9}$/.test(text);
if (
  !isCount(values.times) ||
  !isCount(values.seed) ||
  !positionals.every((word) => Object.hasOwn(FILES, word))
) {
  console.error(`usage: npm run fuzz [-- --times N] [--seed S] [${Object.keys(FILES).join("] [")}]`);
  process.exit(2);
}
console.log(`Seed ${values.seed}`);
const files = (positionals.length > 0 ? positionals : Object.keys(FILES)).map((word) => FILES[word] ?? "");
const { code } = await withEmulators(
  ["auth", "firestore"],
  ["vitest", "run", "--project", "core", "--project", "functions*", ...files],
  { env: { FUZZ_TIMES: values.times, FUZZ_SEED: values.seed, LOG_LEVEL: "error" } },
);
process.exit(code);
