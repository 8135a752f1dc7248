import { describe, expect, test } from "vitest";
import { broken } from "../../functions/src/site/card.ts";
import { type PublicationReader, renderSite } from "../../functions/src/site/site.ts";
import { fixture } from "./site-fixture.ts";

const NOW = new Date("2025-06-01T00:00:00Z");
const ORIGIN = "https://par.example";
const published = fixture();
const V1 = `/cong-bo/${published.id}`;
const nothing: PublicationReader = {
  latest: async () => null,
  catalogue: async () => [],
  publication: async () => null,
  versions: async () => [],
  sheet: async () => null,
  sheets: async () => [],
};

interface Asked {
  q?: unknown;
  reader?: PublicationReader;
  now?: Date;
}

const get = (path: string, { q, reader = published.reader, now = NOW }: Asked = {}) =>
  renderSite({ path, origin: ORIGIN, query: q === undefined ? {} : { q }, headers: {} }, reader, now);
const bodyOf = async (path: string, asked: Asked = {}): Promise<string> =>
  String((await get(path, asked)).body);

/** The value of the first attribute `name` after a mark in a page. */
const attribute = (page: string, mark: string, name: string): string | undefined =>
  new RegExp(`${mark}[^>]*? ${name}="([^"]*)"`).exec(page)?.[1];

const INDEXED = ["/", V1, `${V1}/so-noi-vu`, "/phuong-phap"];

describe("what a page says of itself to machines", () => {
  test.each(INDEXED)("%s has one address, in each language too, that names the other", async (path) => {
    const english = path === "/" ? "/en" : `/en${path}`;
    for (const [own, language] of [
      [path, "vi"],
      [english, "en"],
    ]) {
      const page = await bodyOf(own ?? "");
      expect(page).toContain(`<html lang="${language}">`);
      expect(attribute(page, 'rel="canonical"', "href")).toBe(ORIGIN + own);
      expect(attribute(page, 'hreflang="vi"', "href")).toBe(ORIGIN + path);
      expect(attribute(page, 'hreflang="en"', "href")).toBe(ORIGIN + english);
      expect(attribute(page, 'hreflang="x-default"', "href")).toBe(ORIGIN + path);
      expect(attribute(page, 'property="og:url"', "content")).toBe(ORIGIN + own);
      expect(page).not.toContain("noindex");
    }
  });

  test.each(["/tim", "/nhung", `${V1}/nhung`, "/khong-co"])(
    "%s is not to be found by searches",
    async (path) => {
      const page = await bodyOf(path);
      expect(page).toContain('<meta name="robots" content="noindex">');
      expect(page).not.toContain('rel="canonical"');
    },
  );

  test("a result and a sheet are datasets with the hashes they are checked by", async () => {
    const dataOf = async (path: string) =>
      JSON.parse(/ld\+json">(.*?)<\/script>/.exec(await bodyOf(path))?.[1] ?? "null");
    const { root, manifest } = published.publication;
    const result = await dataOf(V1);
    expect(result).toMatchObject({
      ...{ "@context": "https://schema.org", "@type": "Dataset", identifier: `sha256:${root}` },
      ...{ temporalCoverage: "2024", version: "1", url: ORIGIN + V1, inLanguage: "vi" },
      publisher: { "@type": "GovernmentOrganization", name: manifest.owner },
      distribution: [{ "@type": "DataDownload", contentUrl: `${ORIGIN}${V1}.json` }],
    });
    const sheet = await dataOf(`${V1}/so-noi-vu`);
    expect(sheet.identifier).toBe(`sha256:${published.sheets.get("so-noi-vu")?.sha256}`);
    expect(sheet.isPartOf).toBe(result.url);
    for (const { description } of [result, sheet]) {
      expect(description.length).toBeGreaterThanOrEqual(50);
      expect(description.length).toBeLessThanOrEqual(5_000);
    }
  });

  test("a hostile name ends no element early", async () => {
    const hostile = fixture({ scheme: "</script><script>alert(1)</script>" });
    const page = await bodyOf("/", { reader: hostile.reader });
    expect(page).not.toMatch(/<script>|<\/script><script>/);
    expect(page.match(/<script/g)).toHaveLength(1);
  });

  test("robots may read all but the workspace, the survey and searches", async () => {
    const { headers, body } = await get("/may-tim.txt");
    expect(headers["Content-Type"]).toBe("text/plain; charset=utf-8");
    const refused = [...String(body).matchAll(/^Disallow: (.*)$/gm)].map(([, path = ""]) => path);
    const mayRead = (path: string) => !refused.some((start) => path.startsWith(start));
    for (const path of ["/app", "/app/don-vi", "/s/", "/s/api/x", "/tim?q=a", "/en/tim?q=a"])
      expect([path, mayRead(path)]).toEqual([path, false]);
    for (const path of ["/", "/en", V1, "/site/site.css", "/sitemap.xml", `${V1}/so-noi-vu.png`])
      expect([path, mayRead(path)]).toEqual([path, true]);
    expect(body).toContain(`Sitemap: ${ORIGIN}/sitemap.xml`);
  });

  test("the sitemap names every page of the newest result, each of which is there", async () => {
    const { headers, body } = await get("/sitemap.xml");
    expect(headers["Content-Type"]).toBe("application/xml; charset=utf-8");
    expect(headers["Cache-Control"]).toBe("public, max-age=60");
    const places = [...String(body).matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, place = ""]) => place);
    const units = published.publication.manifest.ranking.flatMap((group) => group.units);
    const sheets = units.map(({ unit }) => `${V1}/${unit}`);
    const rows = await Promise.all(
      sheets.map(async (sheet) =>
        (await bodyOf(sheet)).match(/\/cong-bo\/[^"#?]*\/(linh-vuc|tieu-chi)\/[^"#?]*/g),
      ),
    );
    const pages = [V1, ...sheets, ...new Set(rows.flatMap((found) => found ?? [])), `${V1}/linh-vuc`];
    const expected = ["/", "/phuong-phap", ...pages, `${V1}/so-sanh`, "/cac-nam"];
    const inEnglish = expected.map((path) => (path === "/" ? "/en" : `/en${path}`));
    expect(places.toSorted()).toEqual([...expected, ...inEnglish].map((path) => ORIGIN + path).toSorted());
    for (const place of places.filter((_, at) => at % 9 === 0))
      expect([place, (await get(place.slice(ORIGIN.length))).status]).toEqual([place, 200]);
  });

  test("before publication the sitemap names no result, and nobody keeps it", async () => {
    const early = new Date(published.publication.publishedAt.getTime() - 1);
    for (const asked of [{ reader: nothing }, { now: early }]) {
      const { headers, body } = await get("/sitemap.xml", asked);
      expect(headers["Cache-Control"]).toBe("no-store");
      expect(body).not.toContain("cong-bo");
    }
  });
});

describe("cards", () => {
  const sizeOf = (png: Uint8Array) => {
    const view = new DataView(png.buffer, png.byteOffset);
    return [view.getUint32(16), view.getUint32(20)];
  };

  test.each([V1, `${V1}/so-noi-vu`, `${V1}/thanh-tra-tinh`])(
    "%s is shared with its own picture",
    async (path) => {
      const page = await bodyOf(path);
      const image = attribute(page, 'property="og:image"', "content") ?? "";
      expect(image).toBe(`${ORIGIN}${path}.png`);
      expect(page).toContain('name="twitter:card" content="summary_large_image"');
      expect(attribute(page, 'property="og:image:alt"', "content")).toMatch(/\d,\d\d %/);
      const { status, headers, body } = await get(image.slice(ORIGIN.length));
      expect([status, headers["Content-Type"]]).toEqual([200, "image/png"]);
      expect(headers["Cache-Control"]).toBe("public, max-age=31536000, immutable");
      if (typeof body === "string") throw new Error("a picture is bytes");
      expect(Buffer.from(body.subarray(0, 8)).toString("latin1")).toBe("\u0089PNG\r\n\u001a\n");
      expect(sizeOf(body)).toEqual([1200, 630]);
      expect(body.length).toBeGreaterThan(20_000);
    },
  );

  test("the picture shows what the page says: another result, another picture", async () => {
    const renamed = fixture({ names: { "so-noi-vu": "Sở Nội vụ (mới)" } });
    const [first, again, other] = await Promise.all([
      get(`${V1}/so-noi-vu.png`),
      get(`${V1}/so-noi-vu.png`),
      get(`${V1}/so-noi-vu.png`, { reader: renamed.reader }),
    ]);
    expect(again.headers.ETag).toBe(first.headers.ETag);
    expect(other.headers.ETag).not.toBe(first.headers.ETag);
  });

  test.each([`${V1}/khong-co.png`, "/cong-bo/lai-chau_2023_v1.png"])("%s is not there", async (path) => {
    const { status, headers } = await get(path);
    expect([status, headers["Cache-Control"]]).toEqual([404, "no-store"]);
  });

  test.each([
    ["Sở Y tế", 20, 2, ["Sở Y tế"]],
    ["Sở Nông nghiệp và Phát triển nông thôn", 20, 2, ["Sở Nông nghiệp và", "Phát triển nông thôn"]],
    ["một hai ba bốn năm sáu", 8, 2, ["một hai", "ba bốn…"]],
    ["Nghiêngngảnghiêngngả", 8, 2, ["Nghiêng…"]],
  ] as const)("%s breaks between words", (text, letters, most, lines) => {
    expect(broken(text, letters, most)).toEqual(lines);
  });
});

describe("search", () => {
  const unitsIn = (page: string) =>
    [...page.matchAll(/<li><a href="[^"]*\/([a-z-]+)">/g)].map(([, unit]) => unit);

  test.each([
    ["Sở Y tế", "so-y-te"],
    ["so y te", "so-y-te"],
    ["  SO   Y TE ", "so-y-te"],
    ["đường tam", "tam-duong"],
  ])("%s finds the unit whatever its tone marks, case and order", async (q, unit) => {
    const { status, headers, body } = await get("/tim", { q });
    expect([status, headers["Cache-Control"]]).toEqual([200, "public, max-age=60"]);
    expect(unitsIn(String(body))).toContain(unit);
  });

  test("a criterion is found by its name and by its code, in every set that has it, and the links lead to all units' points there", async () => {
    for (const q of ["tinh gian bien che", "4.2.3"]) {
      const page = await bodyOf("/tim", { q });
      const links = [...page.matchAll(/href="(\/cong-bo\/[^"]*\/tieu-chi\/[^"]*\/([a-z0-9]+))"/g)];
      expect(links.length).toBeGreaterThan(0);
      for (const [, path = "", row] of links) expect(await bodyOf(path)).toContain(`#${row}"`);
    }
  });

  test("all six sets are searched, each by few sheets", async () => {
    const asked: string[] = [];
    const counting: PublicationReader = {
      ...published.reader,
      sheet: (publication, unit) => {
        asked.push(unit);
        return published.reader.sheet(publication, unit);
      },
    };
    const page = await bodyOf("/tim", { q: "chi dao", reader: counting });
    const sets = new Set([...published.sheets.values()].map(({ sheet }) => sheet.criteriaSet.id));
    expect(sets.size).toBe(6);
    for (const { sheet } of published.sheets.values())
      expect(page).toContain(`>${sheet.criteriaSet.name}</a>`);
    expect(asked.length).toBeLessThan(15);
    await get("/tim", { q: "bao cao", reader: counting });
    expect(asked).toHaveLength(new Set(asked).size);
  });

  test.each([undefined, "", "   ", ["a", "b"], { a: 1 }])(
    "%j asks for nothing and finds nothing",
    async (q) => {
      const { status, headers, body } = await get("/tim", { q });
      expect([status, headers["Cache-Control"]]).toEqual([200, "public, max-age=60"]);
      expect(body).toContain("Gõ tên đơn vị");
    },
  );

  test("what is not there is said, with the words that were looked for", async () => {
    const page = await bodyOf("/tim", { q: `Bộ <b>Ngoại giao</b>` });
    expect(page).toContain("Không có đơn vị hay tiêu chí nào của kết quả năm 2024 chứa “Bộ &lt;b&gt;Ngoại");
    expect(page).toContain('value="Bộ &lt;b&gt;Ngoại giao&lt;/b&gt;"');
  });

  test("what is too long is refused in words, and nobody keeps that answer", async () => {
    expect((await get("/tim", { q: "ế".repeat(100) })).status).toBe(200);
    const { status, headers, body } = await get("/tim", { q: "ế".repeat(101) });
    expect([status, headers["Cache-Control"]]).toEqual([400, "no-store"]);
    expect(body).toContain("dài quá 100 chữ");
  });

  test("what many criteria have is listed in part, and says so", async () => {
    const page = await bodyOf("/tim", { q: "1" });
    expect(page.match(/<li>[^<]+<ul>/g)).toHaveLength(50);
    expect(page).toMatch(/Còn \d+ tiêu chí nữa/);
  });

  test("before publication there is nothing to search, and nobody keeps that answer", async () => {
    const { headers, body } = await get("/tim", { q: "so y te", reader: nothing });
    expect(headers["Cache-Control"]).toBe("no-store");
    expect(body).toContain("Chưa có kết quả nào được công bố");
  });

  test("every page has the form, with what was asked for in it", async () => {
    for (const path of [...INDEXED, "/khong-co"])
      expect(await bodyOf(path)).toMatch(/<form role="search" action="\/tim">.*name="q" value=""/);
    const page = await bodyOf("/tim", { q: "y tế & a" });
    expect(page).toContain('name="q" value="y tế &amp; a"');
    expect(attribute(page, 'href="/en/tim[^"]*"', "lang")).toBe("en");
    expect(page).toContain('href="/en/tim?q=y+t%E1%BA%BF+%26+a"');
  });
});

describe("the ranking for other sites", () => {
  const framedBy = async (path: string) =>
    /frame-ancestors ([^;]*)/.exec((await get(path)).headers["Content-Security-Policy"] ?? "")?.[1];

  test("may be framed by anyone, and nothing else may", async () => {
    for (const path of ["/nhung", `${V1}/nhung`, "/en/nhung"])
      expect([path, await framedBy(path)]).toEqual([path, "*"]);
    for (const path of [...INDEXED, `${V1}.json`, `${V1}.png`, "/tim", "/khong-co", "/may-tim.txt"])
      expect([path, await framedBy(path)]).toEqual([path, "'none'"]);
    const policy = (await get("/nhung")).headers["Content-Security-Policy"];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
  });

  test.each([
    ["/nhung", "public, max-age=60"],
    [`${V1}/nhung`, "public, max-age=31536000, immutable"],
  ])("%s shows every unit and opens them beside the page that frames it", async (path, cache) => {
    const { headers, body } = await get(path);
    expect(headers["Cache-Control"]).toBe(cache);
    for (const { units } of published.publication.manifest.ranking)
      for (const { unit, index } of units)
        expect(body).toMatch(new RegExp(`href="${V1}/${unit}">.*?<b>${index}</b>`));
    expect(body).toContain('<base target="_blank">');
    expect(await bodyOf("/")).not.toContain("<base");
  });

  test("before publication it says so without links that a frame can't open, and nobody keeps that answer", async () => {
    const { headers, body } = await get("/nhung", { reader: nothing });
    expect(headers["Cache-Control"]).toBe("no-store");
    expect(headers["Content-Security-Policy"]).toContain("frame-ancestors *");
    expect(body).toContain("Chưa có kết quả nào được công bố");
    expect(body).not.toContain("<a ");
    expect((await get(`${V1}/nhung`, { reader: nothing })).status).toBe(404);
  });

  test("a result's page has what to paste, with whole addresses", async () => {
    for (const path of ["/", V1]) {
      const page = await bodyOf(path);
      for (const frame of ["/nhung", `${V1}/nhung`])
        expect(page).toContain(`&lt;iframe src=&quot;${ORIGIN}${frame}&quot;`);
    }
  });
});
