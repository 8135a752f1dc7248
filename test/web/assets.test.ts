import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../tools/emulators.ts";

const DIST = join(ROOT, "hosting", "dist");

/** Everything that Hosting serves and that could name an address or hold a secret. */
const files = readdirSync(DIST, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(m?js|css|html|svg|json)$/.test(file) && !file.startsWith(".vite"))
  .map((file) => ({ file, text: readFileSync(join(DIST, file), "utf8") }));

/** Hosts that are named and never asked: names of XML vocabularies, and addresses in messages of libraries. */
const NAMES = [
  ...[
    "schemas.microsoft.com",
    "schemas.openxmlformats.org",
    "www.w3.org",
    "www.xfa.org",
    "purl.org",
    "purl.oclc.org",
  ],
  ...[
    "ns.adobe.com",
    "json-schema.org",
    "www.apache.org",
    "answers.microsoft.com",
    "react.dev",
    "mantine.dev",
  ],
  ...["localhost", "example.com", "foo.bar", "creativecommons.org", "docs.google.com"],
];

/** What Firebase Auth's code names for ways to sign in that nobody uses here; the policy lets none of it in. */
const REFUSED = ["www.google.com", "apis.google.com", "securetoken.google.com"];

test("what is served names no host but Google's services, names of vocabularies and what the policy refuses", () => {
  const named = new Set(
    files.flatMap(({ text }) =>
      [...text.matchAll(/(?:https?:|["'`(])\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi)].map(
        ([, host = ""]) => host,
      ),
    ),
  );
  const known = new Set([...NAMES, ...REFUSED]);
  expect([...named].filter((host) => !known.has(host) && !host.endsWith(".googleapis.com"))).toEqual([]);
});

test("no page loads a script, style, picture or font of anyone else", () => {
  for (const { file, text } of files.filter((one) => /\.(html|css)$/.test(one.file))) {
    const loaded = [...text.matchAll(/(?:src|href)="([^"]+)"|url\(\s*["']?([^"')]+)/g)].map(
      ([, a, b]) => a ?? b ?? "",
    );
    expect([
      file,
      loaded.filter((address) => /^(\w+:|\/\/)/.test(address) && !address.startsWith("data:")),
    ]).toEqual([file, []]);
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|\son\w+="/);
  }
});

test("no secret stands in what is built, for browsers or for functions", () => {
  const bundle = {
    file: "functions/lib/index.js",
    text: readFileSync(join(ROOT, "functions", "lib", "index.js"), "utf8"),
  };
  for (const { file, text } of [...files, bundle])
    expect([
      file,
      text.match(
        /AIza[0-9A-Za-z_-]{35}|GOCSPX-[0-9A-Za-z_-]{20}|"private_key"|-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}/g,
      ),
    ]).toEqual([file, null]);
});
