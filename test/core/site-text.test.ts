import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { html } from "../../functions/src/site/html.ts";
import { dayOf, dayText, decimal, pointsText } from "../../functions/src/site/numbers.ts";
import { languageOf, pathIn, queryText, within } from "../../functions/src/site/reading.ts";
import { renderSite } from "../../functions/src/site/site.ts";
import { rich, t, texts } from "../../functions/src/site/text/text.ts";
import { ABSENT_UNIT, EXEMPT_REASON, EXEMPTING_UNIT, fixture, readerOf } from "./site-fixture.ts";

const SITE = join(import.meta.dirname, "..", "..", "functions", "src", "site");
const VIETNAMESE = /[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/i;
const entries = Object.entries(texts);
/** A page that is Vietnamese alone and says so, and what the standing body alone sees. */
const NOT_TRANSLATED = new Set(["verify-page.ts", "rehearsal.ts", "to-come.ts"]);
const gapsOf = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
const english = <Answer>(answer: () => Answer): Answer =>
  within({ language: "en", origin: "", path: "/", query: "" }, answer);

describe("the words of the public pages", () => {
  it("are said in both languages, with the same gaps", () => {
    const unequal = entries.filter(
      ([, [vi, en]]) => vi.trim() === "" || en.trim() === "" || gapsOf(vi).join() !== gapsOf(en).join(),
    );
    expect(unequal).toEqual([]);
  });

  it("are English where they say so, but for the name of the other language", () => {
    const vietnamese = entries.filter(([, [, en]]) => VIETNAMESE.test(en.normalize("NFC")));
    expect(vietnamese.map(([key]) => key)).toEqual(["otherLanguage"]);
  });

  it("stand in the dictionary and nowhere else, and all of them on some page", () => {
    const files = readdirSync(SITE).filter((file) => file.endsWith(".ts"));
    const sources = files.map((file) => ({ file, text: readFileSync(join(SITE, file), "utf8") }));
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
    const spoken = sources.filter(({ text }) => VIETNAMESE.test(code(text).normalize("NFC")));
    expect(spoken.map(({ file }) => file).filter((file) => !NOT_TRANSLATED.has(file))).toEqual([]);
    const quoted = new Set(
      sources.flatMap(({ text }) => [...text.matchAll(/"(\w+)"/g)].map(([, word]) => word)),
    );
    expect(entries.map(([key]) => key).filter((key) => !quoted.has(key))).toEqual([]);
  });

  it("fill their gaps with text or markup, escaped", () => {
    expect(t("resultOf", { year: 2024 })).toBe("Kết quả năm 2024");
    expect(english(() => t("resultOf", { year: 2024 }))).toBe("Result of 2024");
    expect(rich("superseded", { lead: html`<b>A</b>`, successor: "<i>" }).source).toBe(
      "<b>A</b> Xem &lt;i&gt;.",
    );
  });
});

describe("a language", () => {
  test.each([
    ["/", "vi", "/"],
    ["/en", "en", "/"],
    ["/en/", "en", "/"],
    ["/en/tim", "en", "/tim"],
    ["/english", "vi", "/english"],
    ["/en/en", "en", "/en"],
  ])("of %s is %s", (path, language, rest) => {
    expect(languageOf(path)).toEqual({ language, path: rest });
  });

  test.each(["/en/cong-bo/a_1_v1.json", "/en/sitemap.xml", "/en/x/y.csv"])("%s has none", (path) => {
    expect(languageOf(path)).toBeNull();
  });

  test("stands before a path", () => {
    expect([pathIn("vi", "/tim"), pathIn("en", "/tim"), pathIn("en", "/")]).toEqual([
      "/tim",
      "/en/tim",
      "/en",
    ]);
  });

  test("keeps what a page was asked for", () => {
    expect(queryText({ q: "một cửa", "don-vi": ["a", "b"], deep: { x: "1" } })).toBe(
      "?q=m%E1%BB%99t+c%E1%BB%ADa&don-vi=a&don-vi=b",
    );
    expect(queryText({})).toBe("");
  });

  test("writes numbers and days its own way", () => {
    const written = () => [
      pointsText(22_500),
      decimal("86,72"),
      dayText("2024-12-31"),
      dayText("2025-09-05"),
      dayOf(new Date("2025-01-19T17:00:00Z")),
    ];
    expect(written()).toEqual(["2,25", "86,72", "31/12/2024", "05/09/2025", "20/01/2025"]);
    expect(english(written)).toEqual(["2.25", "86.72", "31 Dec 2024", "5 Sep 2025", "20 Jan 2025"]);
  });
});

describe("the English pages", () => {
  const published = fixture();
  /** The year before, corrected once, without one of the units and with another one under other names. */
  const of2023 = {
    ...{ year: 2023, without: ["so-tu-phap"], groups: { "thanh-tra-tinh": "so" } },
    names: { "so-noi-vu": "Sở Nội chính" },
  };
  const y2023 = fixture(of2023);
  const corrected2023 = fixture({
    ...{ ...of2023, version: 2, corrects: y2023.id },
    edit: (unit, ledger) => {
      if (unit === "so-y-te") ledger.appraisal.f1c2 = { points: 0, rev: 2 };
    },
  });
  const { manifest } = corrected2023.publication;
  const reader = readerOf([y2023, corrected2023, published]);
  const V1 = `/en/cong-bo/${published.id}`;
  const page = async (address: string) => {
    const [path = "", asked = ""] = address.split("?");
    const units = new URLSearchParams(asked).getAll("don-vi");
    const query = units.length > 0 ? { "don-vi": units } : {};
    const request = { path, origin: "https://par.example", query, headers: {} };
    return String((await renderSite(request, reader, new Date("2025-06-01T00:00:00Z"))).body);
  };

  const sheets = [...published.sheets.values()].map(({ sheet }) => sheet);
  const setNames = new Set(
    sheets.flatMap(({ criteriaSet, rows }) => [criteriaSet.name, ...rows.map(({ name }) => name)]),
  );

  /** What a page says beside what people entered, which it marks as Vietnamese, and the attributes that repeat that. */
  const own = (markup: string) =>
    markup
      .replace(/<script.*?<\/script>/gs, "")
      .replace(/<(span|a|iframe)[^>]* lang="vi"[^>]*>.*?<\/\1>/gs, "")
      .replace(/<details class="embedding">.*?<\/details>/gs, "")
      .replace(/ title="[^"]*"/g, "")
      .replace(/<(title|meta)[^>]*>([^<]*<\/title>)?/g, "");

  const PAGES = [
    ...["/en", V1, `${V1}/nhung`, "/en/phuong-phap", "/en/khong-co", "/en/tim", "/en/cac-nam"],
    ...[`${V1}/so-noi-vu`, `${V1}/${EXEMPTING_UNIT}`, `${V1}/${ABSENT_UNIT}`, `${V1}/thanh-tra-tinh`],
    ...[`${V1}/linh-vuc`, `${V1}/linh-vuc/1`, `${V1}/linh-vuc/8`, `${V1}/so-sanh`],
    ...[`${V1}/tieu-chi/pl01-so/f1c1`, `${V1}/tieu-chi/pl01-so/f1c2`, `${V1}/tieu-chi/pl01-so/f4c2s1`],
    `${V1}/so-sanh?don-vi=so-noi-vu&don-vi=tam-duong&don-vi=${EXEMPTING_UNIT}`,
    `${V1}/so-sanh?don-vi=so-noi-vu&don-vi=so-y-te`,
    `${V1}/so-sanh?don-vi=khong-co&don-vi=so-y-te`,
    `/en/cong-bo/${corrected2023.id}`,
  ];

  test.each(PAGES)("%s says nothing in Vietnamese but what people entered", async (path) => {
    const ranking = [...published.publication.manifest.ranking, ...manifest.ranking];
    const names = new Set(ranking.flatMap(({ units }) => units.map(({ name }) => name)));
    // Attributes can't mark names as Vietnamese.
    const inAttributes = [...ranking.map(({ name }) => name), ...setNames];
    let text = own(await page(path)).replace(/ (aria-label|label)="[^"]*"/g, (attribute) =>
      inAttributes.reduce((rest, name) => rest.replaceAll(name, ""), attribute),
    );
    for (const name of names) text = text.replaceAll(name, "");
    text = text.replaceAll("00/QĐ-UBND", "");
    expect(text.normalize("NFC").match(new RegExp(`.{0,60}${VIETNAMESE.source}.{0,40}`, "gi")) ?? []).toEqual(
      [],
    );
  });

  test("keep to their language: every link to a page leads to an English one", async () => {
    for (const path of PAGES) {
      const hrefs = [...(await page(path)).matchAll(/<a [^>]*href="(\/[^"]*)"(?! hreflang)/g)].map(
        ([, href = ""]) => href,
      );
      const strays = hrefs.filter((href) => !/^\/en(\/|#|$)|\.json$|^\/app\//.test(href));
      expect([path, strays]).toEqual([path, []]);
    }
  });

  test("write every number with a point", async () => {
    const ranking = await page("/en");
    const [first] = published.publication.manifest.ranking[0]?.units ?? [];
    expect(ranking).toContain(`<b>${first?.index.replace(",", ".")}</b>`);
    for (const path of PAGES.filter((each) => each !== `/en/cong-bo/${published.id}/nhung`))
      expect(
        own(await page(path))
          .replace(/<code>.*?<\/code>/g, "")
          .match(/\d,\d/g) ?? [],
      ).toEqual([]);
  });

  test("show reasons as people wrote them, marked as Vietnamese", async () => {
    expect(await page(`${V1}/${EXEMPTING_UNIT}`)).toContain(`<span lang="vi">${EXEMPT_REASON}</span>`);
  });

  test.each(["/en/kiem-tra", "/en/du-lieu-mo"])(
    "%s says that it is Vietnamese alone, and is marked so",
    async (path) => {
      const [, main = ""] = (await page(path)).split("<main");
      expect(main).toMatch(
        /^[^>]*>\s*<p class="notice">This page is in Vietnamese only\.<\/p><div lang="vi">/,
      );
      expect(await page(path.replace("/en", ""))).not.toContain("in Vietnamese only");
    },
  );

  test("have English cards", async () => {
    const sheet = await page(`${V1}/so-noi-vu`);
    expect(sheet).toContain(`property="og:image" content="https://par.example${V1}/so-noi-vu.png"`);
    expect(sheet).toMatch(/og:image:alt" content="Sở Nội vụ: index \d+\.\d\d %, rank \d+\/16"/);
  });
});
