import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { benchFold, benchTriggers } from "./fold.ts";

/** Runs inside the emulators: opens the year (in a process of its own, so that this one is cold) and measures. */
const opened = spawnSync(process.execPath, [join(import.meta.dirname, "open.ts")], { stdio: "inherit" });
if (opened.status !== 0) process.exit(1);

for (const bench of [benchFold, benchTriggers])
  for (const measurement of await bench()) console.log(JSON.stringify(measurement));
