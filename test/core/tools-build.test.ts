import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { undeclaredPackages } from "../../tools/build.ts";
import { isUploaded, localDependencies, triggerOf } from "../../tools/check-deploy.ts";
import { ROOT } from "../../tools/emulators.ts";

const bundle = (...paths: string[]) => ({
  outputs: {
    "lib/index.js": {
      bytes: 0,
      inputs: {},
      exports: [],
      imports: paths.map((path) => ({ path, kind: "import-statement" as const, external: true })),
    },
  },
});

describe("packages that a bundle imports", () => {
  test("are named once where package.json lacks them, by package, not by path", () => {
    const metafile = bundle("zod", "zod/mini", "@noble/hashes/sha2.js", "@noble/hashes/utils.js", "date-fns");
    expect(undeclaredPackages(metafile, { "date-fns": "^4" })).toEqual(["@noble/hashes", "zod"]);
  });

  test("do not include what Node brings along", () => {
    expect(undeclaredPackages(bundle("node:fs", "fs", "fs/promises"), {})).toEqual([]);
  });
});

describe("the folder that a deployment uploads", () => {
  const ignore = ["node_modules", "src", "*.log"];

  test.each(["node_modules", "node_modules/zod/index.js", "src/index.ts", "firebase-debug.log", "lib/a.log"])(
    "leaves %s out",
    (path) => expect(isUploaded(path, ignore)).toBe(false),
  );

  test.each(["package.json", "lib", "lib/index.js", "lib/source.js"])("has %s", (path) =>
    expect(isUploaded(path, ignore)).toBe(true),
  );

  test("may not depend on what only a checkout has", () => {
    const dependencies = {
      zod: "^4.0.0",
      "@parindex/core": "^0.1.0",
      a: "file:../a",
      b: "../b",
      c: "workspace:*",
    };
    expect(localDependencies(dependencies)).toEqual(["@parindex/core", "a", "b", "c"]);
  });
});

describe("what sets a function going", () => {
  test("is said in a few words", () => {
    expect(triggerOf({ callableTrigger: {} })).toBe("callable");
    expect(triggerOf({ httpsTrigger: {} })).toBe("https");
    expect(
      triggerOf({ scheduleTrigger: { schedule: "every 5 minutes", timeZone: "Asia/Ho_Chi_Minh" } }),
    ).toBe("schedule every 5 minutes Asia/Ho_Chi_Minh");
    const written = {
      eventType: "google.cloud.firestore.document.v1.written",
      eventFilterPathPatterns: { document: "schemes/{scheme}" },
      retry: true,
    };
    expect(triggerOf({ eventTrigger: written })).toBe("firestore.document.v1.written schemes/{scheme} retry");
  });
});

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).default({}) }),
  ),
});

describe("package-lock.json", () => {
  test("has every build of every platform: npm ci refuses a lock file that lacks one", () => {
    const { packages } = Lock.parse(JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")));
    const lacking = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      ),
    );
    expect(lacking).toEqual([]);
  });

  test("names no registry", () => {
    expect(readFileSync(join(ROOT, "package-lock.json"), "utf8")).not.toContain('"resolved": "http');
  });
});
