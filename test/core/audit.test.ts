import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type Accepted,
  acceptedFindings,
  advisoriesIn,
  auditFindings,
  licenceFindings,
} from "../../tools/audit.ts";
import { ROOT } from "../../tools/emulators.ts";

const NONE: Accepted = { advisories: [], licences: [] };
const LOCK = readFileSync(join(ROOT, "package-lock.json"), "utf8");

/** What npm says of a weak package, and of one that is weak for using it. */
const REPORT = JSON.stringify({
  auditReportVersion: 2,
  vulnerabilities: {
    weak: {
      via: [
        {
          name: "weak",
          title: "Runs texts",
          url: "https://github.com/advisories/GHSA-aaaa-bbbb-cccc",
          severity: "high",
        },
      ],
    },
    user: { via: ["weak"] },
  },
});

describe("an audit of the packages", () => {
  test("names each advisory once", () => {
    expect(advisoriesIn(REPORT)).toEqual([
      { id: "GHSA-aaaa-bbbb-cccc", package: "weak", title: "Runs texts", severity: "high" },
    ]);
  });

  test("fails on what is not accepted, and again after the last day of what is", () => {
    const found = advisoriesIn(REPORT);
    if (typeof found === "string") throw new Error(found);
    expect(auditFindings(found, NONE, "2026-12-01")).toEqual(["GHSA-aaaa-bbbb-cccc: weak: high: Runs texts"]);
    const advisories = [
      {
        id: "GHSA-aaaa-bbbb-cccc",
        reason: "Only the tests use it, on texts of their own.",
        until: "2026-12-31",
      },
    ];
    expect(auditFindings(found, { ...NONE, advisories }, "2026-12-31")).toEqual([]);
    expect(auditFindings(found, { ...NONE, advisories }, "2027-01-01")).toEqual([
      "GHSA-aaaa-bbbb-cccc: weak: high: Runs texts (accepted until 2026-12-31)",
    ]);
  });

  test("says why it could not ask, and is no failure then", () => {
    expect(advisoriesIn('{"message":"405 Method Not Allowed - POST https://x.example/y","error":{}}')).toBe(
      "the registry has no audit here: 405 Method Not Allowed - POST …",
    );
    expect(advisoriesIn("")).toBe("npm audit gave no answer in time");
  });
});

describe("licences", () => {
  test("of all that is shipped are allowed, or accepted with a reason", () => {
    expect(licenceFindings(LOCK, acceptedFindings())).toEqual([]);
  });

  test("that are not allowed are found; those of tools don't matter; one of several choices is enough", () => {
    const packages = {
      "node_modules/a": { license: "GPL-3.0-only" },
      "node_modules/b": { license: "(MIT OR GPL-3.0-only)" },
      "node_modules/c": { license: "GPL-3.0-only", dev: true },
      "node_modules/a/node_modules/d": {},
      "node_modules/e": { license: "MIT AND GPL-3.0-only" },
    };
    expect(licenceFindings(JSON.stringify({ packages }), NONE)).toEqual([
      "a: GPL-3.0-only",
      "d: none stated",
      "e: MIT AND GPL-3.0-only",
    ]);
  });

  test("are accepted of no package that is not there", () => {
    for (const { package: name } of acceptedFindings().licences)
      expect(LOCK).toContain(`node_modules/${name}"`);
  });
});

test("package-lock.json names no other registry than the public one", () => {
  const hosts = [...LOCK.matchAll(/"resolved": "(?:git\+)?\w+:\/\/([^/"]+)/g)].map(([, host]) => host);
  expect(hosts.filter((host) => host !== "registry.npmjs.org")).toEqual([]);
});
