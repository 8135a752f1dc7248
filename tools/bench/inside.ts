import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { chromium } from "playwright-core";
import { CHROMIUM_FLAGS, findChromium } from "../chromium.ts";
import { benchBoard } from "./board.ts";
import { benchFold, benchTriggers } from "./fold.ts";
import { benchReads } from "./reads.ts";
import { benchRespond } from "./respond.ts";

/** Runs inside the emulators: opens the year (in a process of its own, so that this one is cold) and measures. */
const opened = spawnSync(process.execPath, [join(import.meta.dirname, "open.ts")], { stdio: "inherit" });
if (opened.status !== 0) process.exit(1);

for (const bench of [benchFold, benchTriggers])
  for (const measurement of await bench()) console.log(JSON.stringify(measurement));

const executablePath = findChromium();
if (executablePath) {
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  for (const bench of [benchReads, benchBoard, benchRespond])
    for (const measurement of await bench(browser)) console.log(JSON.stringify(measurement));
  await browser.close();
} else
  console.log("Skipped: what the browser shows, because there is no Chromium (name one in CHROME_PATH).");

// Its memory is measured, so it has a process of its own.
const published = spawnSync(process.execPath, [join(import.meta.dirname, "publish.ts")], {
  stdio: "inherit",
});
if (published.status !== 0) process.exit(1);
