import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  assetFindings,
  exportFindings,
  type FirebaseConfig,
  indexFindings,
  LIMITS,
  rulesFindings,
  settingFindings,
  targetFindings,
  variablesIn,
} from "../../tools/deploy-checks.ts";
import { ROOT } from "../../tools/emulators.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "parindex-rehearsal-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function site(name: string, files: Record<string, string>): string {
  const folder = join(FOLDER, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

const ours = (file: string) => readFileSync(join(ROOT, file), "utf8");
const index = {
  collectionGroup: "a",
  queryScope: "COLLECTION",
  fields: [
    { fieldPath: "x", order: "ASCENDING" },
    { fieldPath: "y", order: "DESCENDING" },
  ],
};
const indexes = (more: object) => JSON.stringify({ indexes: [index], fieldOverrides: [], ...more });

describe("the rehearsal of a deployment finds", () => {
  test("nothing in our rules and indexes", () => {
    expect([
      ...rulesFindings(ours("firestore.rules")),
      ...indexFindings(ours("firestore.indexes.json")),
    ]).toEqual([]);
  });

  test.each([
    [indexes({ indexes: [index, index] }), "twice"],
    [indexes({ indexes: [{ ...index, queryScope: "ALL" }] }), "queryScope"],
    [indexes({ indexes: [{ ...index, fields: index.fields.slice(1) }] }), "fields"],
    [
      indexes({ indexes: Array.from({ length: 201 }, (_, n) => ({ ...index, collectionGroup: `c${n}` })) }),
      "201 of 200",
    ],
    [indexes({ other: [] }), "other"],
  ])("indexes out of form: %#", (text, word) => {
    expect(indexFindings(text).join("\n")).toContain(word);
  });

  test.each([
    ["service x {}", "version 2"],
    ["rules_version = '2';\nservice x {", "brackets"],
    ["rules_version = '2';\nmatch /a/{b} { allow read: if true; }", "open to everyone"],
    [`rules_version = '2';\n${"/".repeat(LIMITS.rules)}`, "bytes"],
  ])("rules out of form: %#", (text, word) => {
    expect(rulesFindings(text).join("\n")).toContain(word);
  });

  test("a function that does not load, or that nobody exports", () => {
    const source = 'export { a } from "./a.ts";\nexport { b } from "./b.ts";\n';
    expect(exportFindings(["a", "b"], source)).toEqual([]);
    expect(exportFindings(["a", "c"], source)).toEqual([
      "functions: b does not load",
      "functions: c is not in src/index.ts",
    ]);
  });

  test("targets that are not there, or something else than they should be", () => {
    const folder = site("targets", { "dist/app/index.html": "", rules: "", indexes: "", "functions/x": "" });
    const config = (rewrites: FirebaseConfig["hosting"]["rewrites"]): FirebaseConfig => ({
      firestore: { rules: "rules", indexes: "indexes" },
      functions: [{ source: "functions", runtime: "nodejs24", ignore: [] }],
      hosting: { public: "dist", rewrites },
    });
    const loaded = new Map([
      ["site", "https · r"],
      ["act", "callable · r"],
    ]);
    const to = (functionId: string, region = "r") => ({ source: "/x", function: { functionId, region } });
    expect(
      targetFindings(
        config([to("site"), { source: "/app", destination: "/app/index.html" }]),
        folder,
        loaded,
      ),
    ).toEqual([]);
    const wrong = [to("none"), to("act"), to("site", "s"), { source: "/s", destination: "/s/index.html" }];
    expect(targetFindings(config(wrong), folder, loaded)).toHaveLength(4);
    expect(targetFindings(config([]), join(FOLDER, "none"), loaded)).toHaveLength(4);
  });

  test("files that the built site refers to and lacks", () => {
    const whole = {
      "app/index.html": '<script src="/app/assets/app-1.js"></script><link href="/site/icon.svg">',
      "app/assets/app-1.js": 'import"./b-2.js";const p=["app/assets/c-3.js"];import("./c-3.js")',
      "app/assets/b-2.js": "",
      "app/assets/c-3.js": "",
      "app/assets/s.css": 'a{src:url("./f.woff2")}',
      "app/assets/f.woff2": "",
      "site/icon.svg": "",
    };
    expect(assetFindings(site("whole", whole))).toEqual([]);
    for (const lost of [
      "app/assets/app-1.js",
      "app/assets/b-2.js",
      "app/assets/c-3.js",
      "app/assets/f.woff2",
      "site/icon.svg",
    ]) {
      const folder = site(`without-${lost.replaceAll("/", "-")}`, whole);
      rmSync(join(folder, lost));
      expect(assetFindings(folder).join("\n")).toContain(`refers to ${lost}, which is not there`);
    }
  });

  test("settings that no documentation names", () => {
    const source = "process.env.PUBLIC_X ?? process.env.GCLOUD_PROJECT; process.env.PUBLIC_X";
    expect(variablesIn(source)).toEqual(["PUBLIC_X"]);
    expect(settingFindings(["PUBLIC_X", "KEY"], "Set `KEY`.")).toEqual([
      "settings: docs/deployment.md does not name PUBLIC_X",
    ]);
  });
});
