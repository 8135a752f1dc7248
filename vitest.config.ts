import process from "node:process";
import { defineConfig } from "vitest/config";

/** Files of the functions floor that go through the functions emulator or sign in, which have one project for all. */
const THROUGH_EMULATORS = [
  "callables",
  "fuzz-callables",
  "members",
  "seed",
  "site-publications",
  "triggers",
].map((name) => `test/functions/${name}.test.ts`);

/** Files of the web that look at page after page: they take as long as all others together, and so are a floor of their own. */
const PAGE_BY_PAGE = [
  ...[
    "analysis",
    "correction",
    "health",
    "lighthouse",
    "new-version",
    "pages",
    "past-year",
    "reach",
    "respond",
    "session-end",
    "survey-desk",
    "verify",
    "web-security",
  ],
].map((name) => `test/web/${name}.test.ts`);

/** One project a floor: core needs nothing, the others run inside emulators (`tools/with-emulators.ts`). */
const project = (name: string, timeout: number, more: object = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    setupFiles: ["test/seed.ts"],
    testTimeout: timeout,
    hookTimeout: timeout,
    fileParallelism: name === "core",
    ...more,
  },
});

export default defineConfig({
  test: {
    silent: "passed-only",
    expect: { poll: { timeout: 20_000 } },
    projects: [
      project("core", 20_000),
      project("chaos", 120_000),
      project("rules", 120_000),
      // Most of their time is waiting for locks: they wait side by side, each worker in a Firestore of its own.
      project("functions", 120_000, {
        exclude: THROUGH_EMULATORS,
        fileParallelism: true,
        // Google's emulator gives up transactions that wait long for a lock, which the SDK does not try again.
        maxWorkers: process.env.FIRESTORE_EMULATOR === "google" ? 2 : 4,
        env: { OWN_PROJECT: "true" },
      }),
      project("functions-through-emulators", 120_000, { include: THROUGH_EMULATORS }),
      project("web", 300_000, { exclude: PAGE_BY_PAGE }),
      project("pages", 300_000, { include: PAGE_BY_PAGE }),
    ],
  },
});
