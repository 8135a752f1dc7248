import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exportedNames } from "../../tools/deploy-checks.ts";
import { ROOT } from "../../tools/emulators.ts";
import { textOf } from "./sources.ts";

describe("the page on the architecture", () => {
  const text = textOf("docs/architecture.md");
  /** The names in the first column of the table below a heading. */
  const firstColumn = (heading: string) => {
    const [, section = ""] = text.split(`\n## ${heading}\n`);
    const [table = ""] = section.split("\n## ");
    const cells = [...table.matchAll(/^\| ([^|]*) \|/gm)].map(([, cell = ""]) => cell);
    return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
  };

  test("lists every function that is deployed, and each once", () => {
    const exported = exportedNames(textOf("functions/src/index.ts"));
    expect(exported.length).toBeGreaterThan(70);
    expect(firstColumn("Every function").toSorted()).toEqual(exported.toSorted());
  });

  test("leads to folders that there are", () => {
    const folders = firstColumn("Where things stand").filter((name) => name.endsWith("/"));
    expect(folders.length).toBeGreaterThan(5);
    expect(folders.filter((folder) => !existsSync(join(ROOT, folder)))).toEqual([]);
  });
});
