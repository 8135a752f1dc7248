import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../tools/emulators.ts";

/** What the repository holds, by path from its root: what git tracks and what is new and not ignored. */
export const trackedFiles = (): string[] =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  })
    .split("\n")
    .filter((path) => path !== "");

export const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The source files whose text matches, of those below some folders. */
export const sourcesWith = (pattern: RegExp, ...folders: readonly string[]): string[] =>
  trackedFiles().filter(
    (path) =>
      folders.some((folder) => path.startsWith(`${folder}/`)) &&
      /\.(ts|tsx|mjs|js)$/.test(path) &&
      pattern.test(textOf(path)),
  );
