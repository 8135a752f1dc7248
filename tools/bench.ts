import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { benchEngine } from "./bench/engine.ts";
import { benchRobustness } from "./bench/robustness.ts";
import { benchVerify } from "./bench/verify.ts";
import { benchWorkbook } from "./bench/workbook.ts";
import { build } from "./build.ts";
import { ALL_EMULATORS, ROOT, withEmulators } from "./emulators.ts";
import { benchScale } from "./scale/run.ts";

/**
 * `npm run bench`: the engine, the ranking's robustness, workbooks, verification, the fold, the triggers, publication, and in the
 * browser the board, what each workspace reads and what a respondent waits for, one JSON document a line. Ratios are taken
 * within one run; times alone mean little on a shared machine. With `--scale`: what is billed at any size, instead.
 */
const BARE_TRIGGER = { source: "tools/bench/bare-trigger", codebase: "bare", runtime: "nodejs24" };

if (process.argv.includes("--scale"))
  process.exit(await benchScale(process.argv.slice(2).filter((arg) => arg !== "--scale")));

const say = (line: string) => console.error(line);
// Before anything else runs beside it.
for (const measurement of benchEngine()) console.log(JSON.stringify(measurement));
for (const measurement of benchRobustness()) console.log(JSON.stringify(measurement));
for (const measurement of await benchWorkbook()) console.log(JSON.stringify(measurement));
for (const measurement of benchVerify()) console.log(JSON.stringify(measurement));
await build(say);
const folder = mkdtempSync(join(tmpdir(), "parindex-bench-"));
mkdirSync(join(ROOT, ".parindex"), { recursive: true });
const output = join(folder, "bench.jsonl");
say("Measuring in fresh emulators (about ten minutes; their log is .parindex/bench.log) …");
const { code } = await withEmulators(
  ALL_EMULATORS,
  [process.execPath, join(ROOT, "tools", "bench", "inside.ts")],
  {
    env: { FUNCTIONS_EMULATOR: "true", LOG_LEVEL: "error" },
    output,
    log: openSync(join(ROOT, ".parindex", "bench.log"), "w"),
    codebases: [BARE_TRIGGER],
  },
);
const lines = readFileSync(output, "utf8").split("\n");
const measured = lines.filter((line) =>
  /^(\{"name":"(fold|trigger|open|board|respond|publish):|Skipped:)/.test(line),
);
for (const line of measured) console.log(line);
if (code !== 0) for (const line of lines.filter((line) => !measured.includes(line))) console.error(line);
rmSync(folder, { recursive: true });
process.exit(code);
