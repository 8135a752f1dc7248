import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { projectEnvironment, ROOT } from "./emulators.ts";
import { runToEnd } from "./processes.ts";

/**
 * `npm run mutate:core [-- file …] [--tests test,…] [--force]`: changes core/src in thousands of small ways and counts which
 * changes its tests notice (stryker.config.mjs says what is changed). Files and tests are named without folder and ending, as
 * `ledger`. What was tried before and has not changed since is not tried again unless forced. Ends with 1 below 90 %.
 */
const { values, positionals } = parseArgs({
  options: { tests: { type: "string" }, force: { type: "boolean" } },
  allowPositionals: true,
});
const FOLDER = join(ROOT, ".parindex", "mutate");
mkdirSync(FOLDER, { recursive: true });
const mutate = positionals.map((file) => `core/src/${file}.ts`).join(",");
const tests = values.tests?.split(",").map((test) => `test/core/${test}.test.ts`);
const { code } = await runToEnd(
  "stryker",
  [
    "run",
    ...(mutate === "" ? [] : ["--mutate", mutate]),
    ...(tests ? ["--testFiles", tests.join(",")] : []),
    ...(values.force ? ["--force"] : []),
  ],
  {
    cwd: ROOT,
    // Each run of a test file has a process of its own, which finds the modules compiled.
    env: projectEnvironment({ NODE_COMPILE_CACHE: join(FOLDER, "compiled") }),
    stdio: ["ignore", "inherit", "inherit"],
  },
);
process.exit(code);
