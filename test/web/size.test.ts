import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../tools/emulators.ts";

const DIST = join(ROOT, "hosting", "dist");

/** What of a built folder's script travels, in kB after gzip. */
function scriptSize(folder: string): number {
  const scripts = readdirSync(join(DIST, folder), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".js"),
  );
  expect(scripts).not.toEqual([]);
  return (
    scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, folder, file))).length, 0) / 1_000
  );
}

/** Design §11: what each web entry may weigh. */
const BUDGETS = [
  ["the workspace, all roles together", "app", 400],
  ["the public pages", "site", 50],
] as const;

describe("the weight of the web", () => {
  test.each(BUDGETS)("%s", (_, folder, budget) => {
    const size = scriptSize(folder);
    console.log(`${folder}: ${size.toFixed(1)} kB of ${budget} kB`);
    expect(size).toBeLessThanOrEqual(budget);
  });
});
