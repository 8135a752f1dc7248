import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../tools/emulators.ts";
import { sourcesWith, textOf, trackedFiles } from "./sources.ts";

const WEB = ["hosting/src", "hosting/public"];

describe("what people uploaded", () => {
  test("becomes an address in two places only: to be kept under a name, and as a picture", () => {
    expect(sourcesWith(/createObjectURL/, ...WEB)).toEqual([
      "hosting/src/data/files.ts",
      "hosting/src/evidence/EvidenceViewer.tsx",
    ]);
    expect(textOf("hosting/src/data/files.ts")).toMatch(/link\.download = name;/);
    const viewer = textOf("hosting/src/evidence/EvidenceViewer.tsx");
    expect(viewer.match(/createObjectURL/g)).toHaveLength(1);
    expect(viewer).toMatch(/<img src=\{address\}/);
  });

  test("is opened as no page: nothing opens windows, writes markup or frames a file", () => {
    expect(sourcesWith(/window\.open|location\.(assign|replace)/, ...WEB)).toEqual([]);
    expect(
      sourcesWith(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML/, ...WEB),
    ).toEqual([]);
    expect(sourcesWith(/<(embed|object)\s/, ...WEB)).toEqual([]);
    expect(sourcesWith(/<iframe/, ...WEB)).toEqual([
      "hosting/src/admin/BeforeOut.tsx",
      "hosting/src/survey/Preview.tsx",
    ]);
    expect(textOf("hosting/src/admin/BeforeOut.tsx")).toContain('sandbox="allow-same-origin"');
  });
});

describe("spreadsheets", () => {
  const ALL = ["core/src", "functions/src", "hosting/src", "cli/src", "tools"];

  test("are all written by one function for CSV and one file for Excel, which let no cell be a formula", () => {
    expect(sourcesWith(/text\/csv/, ...ALL)).toEqual([
      "functions/src/site/open/response.ts",
      "hosting/src/admin/download-csv.ts",
    ]);
    expect(textOf("hosting/src/admin/download-csv.ts")).toContain("csvText(rows)");
    expect(sourcesWith(/from "write-excel-file/, ...ALL)).toEqual(["core/src/workbook.ts"]);
    expect(sourcesWith(/\.join\((["'`])[,;]\1\)\)?\s*\.join\((["'`])\\r?\\n/, ...ALL)).toEqual([
      "core/src/csv.ts",
    ]);
    expect(textOf("core/src/workbook.ts")).not.toMatch(/type: "Formula"|type: Formula/);
  });
});

describe("secrets", () => {
  /** What functions read of their environment; none of it is a secret. */
  const ENVIRONMENT = [
    ...["FUNCTIONS_EMULATOR", "GCLOUD_PROJECT", "IN_FLIGHT_MS", "PUBLIC_ORIGIN", "PUBLIC_SCHEME"],
    // Whether tests run, whose output has no room for what developers see of an error.
    "VITEST",
  ];

  test("are read through params alone, named in one file", () => {
    expect(sourcesWith(/defineSecret\(/, "functions/src")).toEqual(["functions/src/config.ts"]);
    const read = trackedFiles()
      .filter((path) => path.startsWith("functions/src/"))
      .flatMap((path) =>
        [...textOf(path).matchAll(/process\.env(?:\.(\w+)|\[)/g)].map(([, name = "?"]) => name),
      );
    expect([...new Set(read)].toSorted()).toEqual(ENVIRONMENT);
    expect(
      sourcesWith(/SIGNING_KEY\.value\(\)|SURVEY_KEY\.value\(\)/, "functions/src").length,
    ).toBeGreaterThan(0);
    expect(
      sourcesWith(
        /process\.env\.(SIGNING_KEY|SURVEY_KEY)/,
        "functions/src",
        "hosting/src",
        "core/src",
        "cli/src",
      ),
    ).toEqual([]);
  });

  /** What keys of the usual services look like. */
  const SECRETS: Record<string, RegExp> = {
    "a private key": /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*\n\s*[A-Za-z0-9+/=\s]{40}/,
    "a key of Google's": /AIza[0-9A-Za-z_-]{35}/,
    "a service account": /"private_key_id"\s*:\s*"[0-9a-f]{20}/,
    "an OAuth secret": /GOCSPX-[0-9A-Za-z_-]{20}/,
    "a token": /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/,
    "a token of GitHub's or npm's": /\b(?:ghp|gho|ghs|github_pat|npm)_[0-9A-Za-z]{30}/,
    "a token of Slack's or AWS'": /xox[abp]-[0-9A-Za-z-]{20}|\bAKIA[0-9A-Z]{16}\b/,
  };
  const BINARY = /\.(png|woff2?|xlsx|docx|pdf|ttf|ico)$/;

  test("of no kind stand in the repository", () => {
    const found = trackedFiles()
      .filter((path) => !BINARY.test(path) && existsSync(join(ROOT, path)))
      .flatMap((path) => {
        const text = textOf(path);
        return Object.entries(SECRETS).flatMap(([what, pattern]) =>
          pattern.test(text) ? [`${path}: ${what}`] : [],
        );
      });
    expect(found).toEqual([]);
  });

  test("would be found if they did", () => {
    const key = `AIza${"x".repeat(35)}`;
    expect(SECRETS["a key of Google's"]?.test(`apiKey: "${key}"`)).toBe(true);
    const pem = `-----BEGIN ${"PRIVATE"} KEY-----\n${"MC4CAQAwBQYDK2VwBCIE".repeat(3)}\n`;
    expect(SECRETS["a private key"]?.test(pem)).toBe(true);
  });
});
