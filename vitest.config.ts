import { defineConfig } from "vitest/config";

/** One project a floor: core needs nothing, the others run inside emulators (`tools/with-emulators.ts`). */
const project = (name: string, timeout: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeout,
    hookTimeout: timeout,
    fileParallelism: name === "core",
  },
});

export default defineConfig({
  test: {
    silent: "passed-only",
    expect: { poll: { timeout: 20_000 } },
    projects: [
      project("core", 20_000),
      project("rules", 120_000),
      project("functions", 120_000),
      project("web", 300_000),
    ],
  },
});
