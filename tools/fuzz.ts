import process from "node:process";
import { parseArgs } from "node:util";
import { withEmulators } from "./emulators.ts";

/**
 * `npm run fuzz [-- --times N] [--seed S] [what …]`: sends N times as many inputs as a test run to every callable, the public
 * site with the open data, and the survey's door (`callables`, `site`, `door`). A finding tells the seed that leads to it again.
 */
const WHAT = ["callables", "site", "door"];
const { values, positionals } = parseArgs({
  options: { times: { type: "string", default: "20" }, seed: { type: "string" } },
  allowPositionals: true,
});
const isCount = (text: string | undefined) => text === undefined || /^\d{1,9}$/.test(text);
if (!isCount(values.times) || !isCount(values.seed) || !positionals.every((word) => WHAT.includes(word))) {
  console.error(`usage: npm run fuzz [-- --times N] [--seed S] [${WHAT.join(" ")}]`);
  process.exit(2);
}
const files = (positionals.length > 0 ? positionals : WHAT).map(
  (word) => `test/functions/fuzz-${word}.test.ts`,
);
const { code } = await withEmulators(
  ["auth", "firestore"],
  ["vitest", "run", "--project", "functions*", ...files],
  {
    env: {
      ...{ FUZZ_TIMES: values.times, LOG_LEVEL: "error" },
      ...(values.seed === undefined ? {} : { FUZZ_SEED: values.seed }),
    },
  },
);
process.exit(code);
