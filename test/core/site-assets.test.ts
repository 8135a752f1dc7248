import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assets } from "../../functions/src/site/assets.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const served = (url: string) =>
  readFileSync(join(ROOT, "hosting", "public", new URL(url, "http://site").pathname));

describe("assets of the public pages", () => {
  test("the style and the script are asked for under a name of their content", () => {
    const hash = createHash("sha256")
      .update(served(assets.style))
      .update(served(assets.script))
      .digest("hex");
    for (const url of [assets.style, assets.script])
      expect(url, "put these 8 digits into functions/src/site/assets.ts").toContain(`?v=${hash.slice(0, 8)}`);
  });

  test("the fonts are those of the package, named by its version", () => {
    const folder = join(ROOT, "node_modules", "@fontsource-variable", "inter");
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    expect(assets.fonts).toHaveLength(2);
    for (const font of assets.fonts) {
      const subset = /inter-(\w+)-/.exec(font)?.[1];
      expect(font).toContain(`-${version}.woff2`);
      expect(served(font)).toEqual(readFileSync(join(folder, "files", `inter-${subset}-wght-normal.woff2`)));
      expect(served(assets.style).toString()).toContain(font.replace("/site/", ""));
    }
  });

  test("the icon is there", () => {
    expect(served(assets.icon).toString()).toContain("<svg");
  });
});
