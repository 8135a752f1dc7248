import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EVENTS } from "../../functions/src/store/log.ts";
import { ROOT } from "../../tools/emulators.ts";

/** What the documentation says in one word. */
const GROUPS: Record<string, string[]> = {
  where: ["scheme", "period", "unit"],
  cost: ["durationMs", "reads", "writes", "attempts"],
};

describe("the vocabulary of the logs", () => {
  const table = readFileSync(join(ROOT, "docs", "operations.md"), "utf8");
  const rows = [...table.matchAll(/^\| `([a-z]+\.[A-Za-z]+)` \| ([A-Z]+) \| ([^|]*) \|/gm)].map(
    ([, name, severity, fields = ""]) => ({
      name,
      severity,
      fields: [...fields.matchAll(/\w+/g)].flatMap(([field]) => GROUPS[field] ?? [field]).sort(),
    }),
  );

  test("is that of docs/operations.md, name, severity and fields", () => {
    const code = Object.entries(EVENTS).map(([name, { severity, fields }]) => ({
      ...{ name, severity },
      fields: Object.keys(fields.shape).sort(),
    }));
    expect(rows).toEqual(code);
  });

  test("is told of by every event's own line of code, and nothing else is logged", () => {
    const folder = join(ROOT, "functions", "src");
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
    const loggers = sources
      .filter(({ text }) => /\blogger\b|\bconsole\.(log|info|warn|error|debug)\(/.test(text))
      .map(({ file }) => file);
    expect(loggers).toEqual([join("store", "log.ts")]);
    const others = sources.filter(({ file }) => !file.endsWith("log.ts")).map(({ text }) => text);
    for (const name of Object.keys(EVENTS))
      expect({ name, told: others.some((text) => text.includes(`"${name}"`)) }).toEqual({ name, told: true });
  });
});
