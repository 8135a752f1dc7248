import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SESSION } from "../../core/src/session.ts";
import { ROOT } from "../../tools/emulators.ts";
import { textOf } from "./sources.ts";

const PAGES = [
  "docs/security.md",
  ...readdirSync(join(ROOT, "docs", "security")).map((file) => `docs/security/${file}`),
];

describe.each(PAGES)("%s", (page) => {
  const text = textOf(page);

  test("names only tests, and names of tests, that there are", () => {
    const named = [...text.matchAll(/`(test\/[\w./-]+\.test\.ts)`((?: «[^»]+»)*)/g)];
    for (const [, file = "", names = ""] of named) {
      expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
      const inFile = textOf(file);
      for (const [, name = ""] of names.matchAll(/«([^»]+)»/g))
        expect([file, name, inFile.includes(`"${name}"`)]).toEqual([file, name, true]);
    }
  });

  test("leads to pages that there are", () => {
    for (const [, target = ""] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
      expect([target, existsSync(join(ROOT, page, "..", target))]).toEqual([target, true]);
  });
});

test("the rows of ASVS that are met each name a test, or say that Google does", () => {
  const [met = ""] = textOf("docs/security/asvs.md").split("## Not met");
  const rows = met.split("\n").filter((line) => /^\| \d/.test(line));
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter((row) => !row.includes("`test/") && !row.includes("*Google*"))).toEqual([]);
});

test("the page says how long a session lasts", () => {
  const text = textOf("docs/security.md");
  expect(text).toContain(`nothing touched for ${SESSION.idleMinutes} minutes`);
  expect(text).toContain(`${SESSION.hours} hours after the sign-in`);
});
