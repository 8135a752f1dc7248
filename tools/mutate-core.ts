import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { projectEnvironment, ROOT } from "./emulators.ts";
import { runToEnd } from "./processes.ts";

/**
 * `npm run mutate:core [-- file …]`: changes core/src in thousands of small ways and counts which changes its tests notice
 * (stryker.config.mjs says what is changed). Files are named as `ledger` or by their path. What was tried before and has not
 * changed since is not tried again, unless `--force` is given. Ends with 1 below the threshold of 90 %.
 */
const FOLDER = join(ROOT, ".parindex", "mutate");
const given = process.argv.slice(2);
const files = given.filter((word) => !word.startsWith("-"));
const pathOf = (file: string) => (file.includes("/") ? file : `core/src/${file.replace(/\.ts$/, "")}.ts`);
mkdirSync(FOLDER, { recursive: true });
const { code } = await runToEnd(
  "stryker",
  [
    "run",
    ...given.filter((word) => word.startsWith("-")),
    ...(files.length === 0 ? [] : ["--mutate", files.map(pathOf).join(",")]),
  ],
  {
    cwd: ROOT,
    // Each mutant has a process of its own, which finds the modules compiled.
    env: projectEnvironment({ NODE_COMPILE_CACHE: join(FOLDER, "compiled") }),
    stdio: ["ignore", "inherit", "inherit"],
  },
);
process.exit(code ?? 1);
