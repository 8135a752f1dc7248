import { existsSync } from "node:fs";
import process from "node:process";
import { onPath } from "./firestore-emulator.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** The browser that web tests drive: CHROME_PATH, else the first of the usual names on PATH. */
export function findChromium(): string | undefined {
  const chosen = process.env.CHROME_PATH;
  if (chosen && existsSync(chosen)) return chosen;
  return NAMES.map(onPath).find((file) => file !== undefined);
}

/** Chromium keeps off the network but for the emulators. */
export const CHROMIUM_FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];
