import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Load } from "../../tools/load-survey/run.ts";

const Result = z.object({
  answers: z.int(),
  faults: z.array(z.string()),
  scoresCompared: z.int(),
  attempts: z.record(z.string(), z.int()),
});

/** A few hundred here; `npm run load:survey -- --answers N` sends as many as one likes. */
const LOAD: Load = {
  ...{ year: 2031, answers: 160, units: 4, clients: 16, libraryEvery: 40, attemptEvery: 8, window: 60_000 },
};

test("answers of many clients at once are neither lost nor doubled, mischief is refused, and a script of its own finds the same scores", async () => {
  const folder = mkdtempSync(join(tmpdir(), "parindex-load-test-"));
  const output = join(folder, "result.json");
  try {
    const args = ["tools/load-survey/inside.ts", JSON.stringify(LOAD), output, "direct"];
    // A database of its own: the load moves every period there on.
    const { FIREBASE_CONFIG: _, ...env } = process.env;
    const load = spawn(process.execPath, args, {
      env: { ...env, GCLOUD_PROJECT: "demo-parindex-load", FUNCTIONS_EMULATOR: "true", LOG_LEVEL: "error" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    load.stderr.on("data", (text) => {
      said = (said + text).slice(-4_000);
    });
    const [code] = await once(load, "exit");
    expect(code, said).toBe(0);
    const result = Result.parse(JSON.parse(readFileSync(output, "utf8")));
    expect(result.faults).toEqual([]);
    expect(result.answers).toBe(LOAD.answers);
    expect(result.scoresCompared).toBeGreaterThan(0);
    expect(Object.keys(result.attempts).length).toBeGreaterThanOrEqual(8);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
