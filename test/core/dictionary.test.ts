import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { t } from "../../hosting/src/text/text.ts";
import { ROOT } from "../../tools/emulators.ts";

const SOURCES = join(ROOT, "hosting", "src");
const TEXTS = join(SOURCES, "text");

/** A text area's entries: `area.ts` exports one object under its own name. */
async function areaOf(file: string): Promise<[key: string, texts: readonly [vi: string, en: string]][]> {
  const name = file.replace(/\.ts$/, "");
  const module: Record<string, Record<string, readonly [string, string]>> = await import(join(TEXTS, file));
  const area = module[name];
  if (!area) throw new Error(`${file} does not export "${name}"`);
  return Object.entries(area);
}

/** The files that give a page its reader, and have no words of their own. */
const DICTIONARIES = readdirSync(TEXTS).filter((file) =>
  /\breader\(/.test(readFileSync(join(TEXTS, file), "utf8")),
);
const areaFiles = readdirSync(TEXTS).filter((file) => ![...DICTIONARIES, "language.ts"].includes(file));
const areas = await Promise.all(areaFiles.map(async (file) => ({ file, entries: await areaOf(file) })));
const entries = areas.flatMap((area) => area.entries);
const keys = new Set(entries.map(([key]) => key));

/** The web's sources other than the texts. */
const sources = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => join(SOURCES, file))
  .filter((file) => relative(TEXTS, file).startsWith(".."))
  .map((file) => ({ file: relative(SOURCES, file), text: readFileSync(file, "utf8") }));

const gapsOf = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

/** Every quoted word inside the calls of `t`, up to the gaps: also both arms of `t(a ? "x" : "y")`. */
const askedOf = (text: string) =>
  [...text.matchAll(/(?<![\w.])t\(([^(){}]*)/g)].flatMap(([, argument = ""]) =>
    [...argument.replaceAll(/[!=]==? "\w+"/g, "").matchAll(/"(\w+)"/g)].map(([, key = ""]) => key),
  );

afterEach(() => vi.unstubAllGlobals());

describe("the words of the screen", () => {
  it("take counts as people write them, and texts as they stand", () => {
    vi.stubGlobal("document", { documentElement: { lang: "vi" } });
    expect(t("missingAppraisal", { n: 1_819 })).toContain("1.819");
    expect(t("reportSubject", { year: "2024" })).toContain("2024");
  });

  it("are found for every key that is asked for", () => {
    const asked = sources.flatMap(({ file, text }) => askedOf(text).map((key) => ({ file, key })));
    expect(asked.length).toBeGreaterThan(300);
    expect(asked.filter(({ key }) => !keys.has(key))).toEqual([]);
  });

  it("are all on some screen", () => {
    const quoted = new Set(
      sources.flatMap(({ text }) => [...text.matchAll(/["'`](\w+)["'`]/g)].map(([, word]) => word)),
    );
    expect([...keys].filter((key) => !quoted.has(key))).toEqual([]);
  });

  it("stand in one area only, and every area is in a dictionary", () => {
    const twice = entries.map(([key]) => key).filter((key, place, all) => all.indexOf(key) !== place);
    expect(twice).toEqual([]);
    const dictionaries = DICTIONARIES.map((file) => readFileSync(join(TEXTS, file), "utf8")).join("");
    const spread = [...dictionaries.matchAll(/ \.\.\.(\w+)/g)].map(([, name]) => `${name}.ts`);
    expect([...new Set(spread)].sort()).toEqual(["everyone.ts", ...areaFiles].sort());
  });

  it("are said in both languages, with the same gaps", () => {
    const unequal = entries.filter(
      ([, [vi, en]]) => vi.trim() === "" || en.trim() === "" || gapsOf(vi).join(" ") !== gapsOf(en).join(" "),
    );
    expect(unequal).toEqual([]);
  });

  it("are English where they say so", () => {
    const vietnamese = /[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/i;
    expect(entries.filter(([, [, en]]) => vietnamese.test(en.normalize("NFC")))).toEqual([]);
  });
});
