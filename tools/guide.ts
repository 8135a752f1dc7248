import { mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { build } from "./build.ts";
import { findChromium } from "./chromium.ts";
import { ALL_EMULATORS, ROOT, withEmulators } from "./emulators.ts";

/** `npm run guide`: takes the pictures of the user guide (docs/images) from a year of 28 units in fresh emulators. */
const chromium = findChromium();
if (!chromium) throw new Error("no Chromium on PATH (install chromium or google-chrome, or set CHROME_PATH)");
await build((line) => console.error(line));
mkdirSync(join(ROOT, ".parindex"), { recursive: true });
const { code } = await withEmulators(
  ALL_EMULATORS,
  [process.execPath, join(ROOT, "tools", "guide", "inside.ts")],
  { env: { CHROME_PATH: chromium }, log: openSync(join(ROOT, ".parindex", "guide.log"), "w") },
);
if (code !== 0) console.error("The pictures were not all taken: see .parindex/guide.log.");
process.exit(code);
