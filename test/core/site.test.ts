import {
  FrozenSheet,
  InclusionProof,
  Manifest,
  sha256Hex,
  verifyInclusion,
  verifyResult,
} from "@parindex/core";
import { describe, expect, test } from "vitest";
import { html } from "../../functions/src/site/html.ts";
import { type PublicationReader, renderSite, unavailable } from "../../functions/src/site/site.ts";
import {
  ABSENT_UNIT,
  EXEMPT_REASON,
  EXEMPTING_UNIT,
  type Fixture,
  fixture,
  SMALL_SAMPLE_UNIT,
} from "./site-fixture.ts";

const NOW = new Date("2025-06-01T00:00:00Z");
const ORIGIN = "https://par.example";
const published = fixture();
const V1 = `/cong-bo/${published.id}`;
const FROZEN = "public, max-age=31536000, immutable";

const nothing: PublicationReader = {
  latest: async () => null,
  catalogue: async () => [],
  publication: async () => null,
  versions: async () => [],
  sheet: async () => null,
  sheets: async () => [],
};

const get = (path: string, reader = published.reader, headers: Record<string, string> = {}, now = NOW) =>
  renderSite({ path, origin: ORIGIN, query: {}, headers }, reader, now);

const bodyOf = async (path: string, { reader }: Fixture = published): Promise<string> =>
  String((await get(path, reader)).body);

/** The text of the row of the ranking that links to a unit. */
const rowOf = (page: string, unit: string): string =>
  page.split(/<tr|<\/tr>/).find((row) => row.includes(`/${unit}"`)) ?? "";

/** What a reader sees of some markup. */
const textOf = (markup: string): string =>
  markup
    .replace(/^[^<]*?>/, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");

const PAGES = [
  "/",
  "/kiem-tra",
  V1,
  `${V1}/so-noi-vu`,
  `${V1}/${ABSENT_UNIT}`,
  `${V1}/${EXEMPTING_UNIT}`,
  "/phuong-phap",
];

describe("answers", () => {
  test.each([
    ["/", "public, max-age=60", "text/html"],
    [V1, FROZEN, "text/html"],
    [`${V1}/`, FROZEN, "text/html"],
    [`${V1}/so-noi-vu`, FROZEN, "text/html"],
    [`${V1}.json`, FROZEN, "application/json"],
    [`${V1}.chu-ky.json`, FROZEN, "application/json"],
    [`${V1}/so-noi-vu.json`, FROZEN, "application/json"],
    [`${V1}/so-noi-vu.chung-minh.json`, FROZEN, "application/json"],
    [`${V1}.thay-the.json`, "public, max-age=60", "application/json"],
    ["/cong-bo.json", "public, max-age=60", "application/json"],
    ["/kiem-tra", "public, max-age=60", "text/html"],
    ["/phuong-phap", "public, max-age=300", "text/html"],
  ])("%s is kept as %s", async (path, cache, type) => {
    const { status, headers, body } = await get(path);
    expect(status).toBe(200);
    expect(headers["Cache-Control"]).toBe(cache);
    expect(headers["Content-Type"]).toBe(`${type}; charset=utf-8`);
    expect(body.length).toBeGreaterThan(0);
  });

  test.each([
    "/khong-co",
    "/cong-bo",
    "/cong-bo/lai-chau_2024_v2",
    "/cong-bo/lai-chau_2024_v2.json",
    `${V1}/khong-co`,
    `${V1}/khong-co.json`,
    `${V1}/khong-co.chung-minh.json`,
    `${V1}/so-noi-vu/them`,
    `${V1}.xml`,
    "/cong-bo/..%2F..%2Fmembers",
    "/cong-bo/%E0%A4%A",
    "//",
  ])("%s is not there, and nobody keeps that answer", async (path) => {
    const { status, headers, body } = await get(path);
    expect(status).toBe(404);
    expect(headers["Cache-Control"]).toBe("no-store");
    expect(headers.ETag).toBeUndefined();
    expect(body).toContain("Không tìm thấy trang này");
  });

  test("before anything is published the front page says so, and nobody keeps that answer", async () => {
    const { status, headers, body } = await get("/", nothing);
    expect(status).toBe(200);
    expect(headers["Cache-Control"]).toBe("no-store");
    expect(body).toContain("Chưa có kết quả nào được công bố");
  });

  test("a result dated later than now is there for nobody", async () => {
    const before = new Date(published.publication.publishedAt.getTime() - 1);
    expect((await get("/", published.reader, {}, before)).body).toContain("Chưa có kết quả");
    for (const path of [V1, `${V1}.json`, `${V1}/so-noi-vu`, `${V1}/so-noi-vu.json`, `${V1}.chu-ky.json`]) {
      const { status, headers } = await get(path, published.reader, {}, before);
      expect([status, headers["Cache-Control"]]).toEqual([404, "no-store"]);
    }
  });

  test("while the data can't be reached the answer says so and is not kept", () => {
    const { status, headers } = unavailable("7KQ2M9XA");
    expect([status, headers["Cache-Control"], headers["Retry-After"]]).toEqual([503, "no-store", "60"]);
  });

  test.each([...PAGES, `${V1}.json`, "/khong-co"])("%s carries the security headers", async (path) => {
    const { headers } = await get(path);
    expect(headers["Content-Security-Policy"]).toContain("default-src 'none'");
    expect(headers["Content-Security-Policy"]).toContain("frame-ancestors 'none'");
    expect(headers["Content-Security-Policy"]).not.toContain("unsafe");
    expect(headers["X-Content-Type-Options"]).toBe("nosniff");
    expect(headers["Referrer-Policy"]).toBe("strict-origin-when-cross-origin");
  });
});

describe("entity tags", () => {
  test.each([...PAGES, `${V1}.json`])("%s is answered 304 to who holds it", async (path) => {
    const first = await get(path);
    const etag = first.headers.ETag ?? "";
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
    for (const condition of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await get(path, published.reader, { "if-none-match": condition });
      expect(again.status).toBe(304);
      expect(again.body).toBe("");
      expect(again.headers.ETag).toBe(etag);
      expect(again.headers["Cache-Control"]).toBe(first.headers["Cache-Control"]);
    }
    const other = await get(path, published.reader, { "if-none-match": '"other"' });
    expect(other.status).toBe(200);
  });

  test("another result has another tag", async () => {
    const renamed = fixture({ names: { "so-noi-vu": "Sở Nội vụ (mới)" } });
    expect((await get("/", renamed.reader)).headers.ETag).not.toBe((await get("/")).headers.ETag);
  });

  test("a missing page is not revalidated", async () => {
    expect((await get("/khong-co", published.reader, { "if-none-match": "*" })).status).toBe(404);
  });
});

describe("verification by anyone", () => {
  test("a unit's proof leads from the bytes of its sheet to the root, and stands on its page", async () => {
    const sheet = await bodyOf(`${V1}/so-noi-vu.json`);
    const proof = InclusionProof.parse(JSON.parse(await bodyOf(`${V1}/so-noi-vu.chung-minh.json`)));
    const { publication } = published;
    expect(proof).toMatchObject({ sha256: sha256Hex(sheet), size: 29, root: publication.root });
    const { sha256, position, size, hashes, root } = proof;
    expect(verifyInclusion(sha256, position, size, hashes, root)).toBe(true);
    const page = textOf(await bodyOf(`${V1}/so-noi-vu`));
    expect(page).toContain(`lá thứ ${position + 1} trong 29 lá`);
    for (const each of hashes) expect(page).toContain(each.slice(0, 8));
  });

  test("every version is listed with its root and the one before it, once it is out", async () => {
    const { versions } = JSON.parse(await bodyOf("/cong-bo.json"));
    expect(versions).toEqual([
      {
        ...{ id: published.id, root: published.publication.root, url: `${V1}.json`, year: 2024, version: 1 },
        ...{ corrects: null, previousRoot: null, title: published.publication.manifest.periodName },
        publishedAt: published.publication.publishedAt.toISOString(),
      },
    ]);
    const none = await get("/cong-bo.json", nothing);
    expect([none.body, none.headers["Cache-Control"]]).toEqual(['{"versions":[]}', "no-store"]);
  });

  test("the page offers every version, and tells how to do it by hand where there is no script", async () => {
    const page = await bodyOf("/kiem-tra");
    expect(page).toContain(`<option value="${published.id}">Năm 2024, công bố lần 1</option>`);
    expect(page).toContain("sha256sum");
    expect(page).toContain("RFC 9162");
    expect((await get("/kiem-tra", nothing)).body).toContain("Chưa có kết quả nào được công bố");
  });
});

describe("open data", () => {
  test("the root verifies from the files alone", async () => {
    const manifest = Manifest.parse(JSON.parse(await bodyOf(`${V1}.json`)));
    const { root } = JSON.parse(await bodyOf(`${V1}.chu-ky.json`));
    const sheets = [];
    for (const { unit, sha256 } of manifest.ranking.flatMap(({ units }) => units)) {
      const body = await bodyOf(`${V1}/${unit}.json`);
      expect(sha256Hex(body)).toBe(sha256);
      sheets.push(FrozenSheet.parse(JSON.parse(body)));
    }
    expect(sheets).toHaveLength(28);
    expect(verifyResult(manifest, sheets, root)).toEqual([]);
  });

  test("the successor of a version is named once there is one", async () => {
    expect(JSON.parse(await bodyOf(`${V1}.thay-the.json`))).toEqual({ url: null });
    const replaced = fixture({ publication: { supersededBy: "lai-chau_2024_v2" } });
    const answer = JSON.parse(await bodyOf(`${V1}.thay-the.json`, replaced));
    expect(answer).toEqual({ url: "/cong-bo/lai-chau_2024_v2" });
  });

  test("any site may read it", async () => {
    expect((await get(`${V1}.json`)).headers["Access-Control-Allow-Origin"]).toBe("*");
    expect((await get(V1)).headers["Access-Control-Allow-Origin"]).toBeUndefined();
  });
});

describe("escaping", () => {
  const HOSTILE = `"><script>alert('x')</script> & <b>`;

  test("html inserts data as text and its own markup as it is", () => {
    expect(html`<p title="${HOSTILE}">${[HOSTILE, html`<i>${1}</i>`]}${null}${false}</p>`.source).toBe(
      `<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &lt;b&gt;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &lt;b&gt;<i>1</i></p>`,
    );
  });

  test("hostile names, reasons and links stay text", async () => {
    const decision = { number: HOSTILE, date: "2025-01-17", file: `javascript:alert("x")` };
    const hostile = fixture({
      names: { "so-noi-vu": HOSTILE },
      scheme: HOSTILE,
      publication: { decision, signature: HOSTILE, publicKey: HOSTILE, supersededBy: HOSTILE },
    });
    for (const path of ["/", V1, `${V1}/so-noi-vu`]) {
      const body = await bodyOf(path, hostile);
      expect(body).toContain("&lt;script&gt;alert(&#39;x&#39;)");
      expect(body).not.toContain("<script>");
      expect(body).not.toContain("javascript:");
    }
  });

  test("the decision's file is a link only where it is on the web", async () => {
    const decision = { number: "1/QĐ-UBND", date: "2025-01-17", file: "https://example.org/qd.pdf" };
    const linked = fixture({ publication: { decision } });
    expect(await bodyOf("/", linked)).toContain(
      '<a href="https://example.org/qd.pdf">số 1/QĐ-UBND ngày 17/01/2025</a>',
    );
  });
});

describe("pages", () => {
  test.each([...PAGES, "/khong-co"])(
    "%s is a whole page with one heading, without inline style or script",
    async (path) => {
      const body = await bodyOf(path);
      expect(body).toMatch(/^<!doctype html>\n<html lang="vi">/);
      expect(body.match(/<h1/g)).toHaveLength(1);
      expect(body).not.toMatch(/ style=| on[a-z]+=|<style|<script(?! src=| type="application\/ld\+json")/);
      expect(body).not.toMatch(/undefined|NaN|\[object|>false<|>null</);
      const ids = [...body.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(ids).toHaveLength(new Set(ids).size);
      for (const [, target] of body.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    },
  );

  test("the ranking shows every unit of every group once, in its published place", async () => {
    const page = await bodyOf("/");
    for (const { units } of published.publication.manifest.ranking)
      for (const { unit, index, rank } of units) {
        const row = textOf(rowOf(page, unit));
        expect(row).toContain(` ${index} `);
        if (rank !== null) expect(row).toContain(` ${rank} /${units.length} `);
      }
  });

  test("equal units share their rank and say so; the next rank is skipped", async () => {
    const page = await bodyOf("/");
    const rows = ["so-cong-thuong", "so-xay-dung"].map((unit) => textOf(rowOf(page, unit)));
    for (const row of rows) expect(row).toMatch(/hạng 3 \/16 .*đồng hạng/);
    const [group] = published.publication.manifest.ranking;
    expect(group?.units.slice(2, 5).map(({ rank }) => rank)).toEqual([3, 3, 5]);
    expect(textOf(rowOf(page, "so-noi-vu"))).not.toContain("đồng hạng");
  });

  test("special agencies stand after the ranked groups, in annex order and without a rank", async () => {
    const page = await bodyOf("/");
    const order = ["thanh-tra-tinh", "ban-dan-toc", "van-phong-ubnd", "so-ngoai-vu"];
    const places = order.map((unit) => page.indexOf(`${V1}/${unit}"`));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(page.indexOf(`${V1}/tan-uyen"`));
    for (const unit of order) expect(rowOf(page, unit)).not.toContain("hạng");
    expect(page).toContain("không xếp hạng chung");
  });

  test("a unit that did not self-assess is marked on the ranking and on its sheet", async () => {
    expect(rowOf(await bodyOf("/"), ABSENT_UNIT)).toContain("không tự đánh giá");
    expect(rowOf(await bodyOf("/"), "so-noi-vu")).not.toContain("không tự đánh giá");
    const sheet = await bodyOf(`${V1}/${ABSENT_UNIT}`);
    expect(sheet).toContain(
      '<span aria-hidden="true">—</span><span class="vh">đơn vị không tự đánh giá</span>',
    );
  });

  test("bands are shown where a group has them", async () => {
    const bands = {
      so: [
        { name: "Tốt", atLeast: 9000 },
        { name: "Khá", atLeast: 7550 },
      ],
    };
    const page = await bodyOf("/", fixture({ settings: { bands } }));
    expect(page).toContain("Xếp loại: Tốt từ 90 %, Khá từ 75,5 %.");
    expect(rowOf(page, "so-tai-chinh")).toContain("Tốt");
    expect(await bodyOf("/")).not.toContain("Xếp loại");
  });

  test("how units of equal index stand follows the settings", async () => {
    expect(textOf(await bodyOf("/"))).toContain("chưa làm tròn. Hai đơn vị bằng nhau thì đồng hạng.");
    const settings: Partial<Manifest["settings"]> = {
      tieBreaks: [{ by: "survey" }, { by: "appraised" }, { by: "field", field: "f3" }],
    };
    const broken = textOf(await bodyOf("/", fixture({ settings })));
    expect(broken).toContain(
      "về: Điều tra xã hội học; Kết quả thẩm định; lĩnh vực có mã f3 trong dữ liệu mở; vẫn bằng nhau thì đồng hạng.",
    );
    expect(broken).not.toContain("Hai đơn vị bằng nhau");
  });

  test("a sheet shows every row with its points, and the difference to the unit's own", async () => {
    const sheet = published.sheets.get("so-noi-vu")?.sheet;
    const page = await bodyOf(`${V1}/so-noi-vu`);
    const rows = sheet?.rows ?? [];
    expect(rows.length).toBeGreaterThan(90);
    for (const row of rows) expect(page).toContain(`id="${row.id}"`);
    const lowered = rows.find(({ source, self, appraised }) => source && (self ?? 0) > (appraised ?? 0));
    const markup = page.split("<tr").find((row) => row.includes(`id="${lowered?.id}"`)) ?? "";
    expect(textOf(markup)).toMatch(/so với tự đánh giá −\d/);
  });

  test("points lost are listed largest first", async () => {
    const page = await bodyOf(`${V1}/so-noi-vu`);
    const lost = [...page.matchAll(/class="lost">−(?:<span[^>]*>)?([\d,]+)/g)].map(([, text]) =>
      Number(text?.replace(",", ".")),
    );
    expect(lost.length).toBeGreaterThan(10);
    expect(lost).toEqual(lost.toSorted((a, b) => b - a));
  });

  test("an exempt leaf has a reason instead of points, and shrinks the maximum", async () => {
    const page = await bodyOf(`${V1}/${EXEMPTING_UNIT}`);
    expect(page).toContain(`không đánh giá</span>: ${EXEMPT_REASON}`);
    expect(textOf(rowOf(await bodyOf("/"), EXEMPTING_UNIT))).toContain(" 98 ");
  });

  test("a sample below its minimum is said on the sheet, and why it was adopted on the ranking", async () => {
    expect(await bodyOf(`${V1}/${SMALL_SAMPLE_UNIT}`)).toContain("số phiếu dưới mức tối thiểu");
    expect(await bodyOf("/")).toContain("ít hơn cỡ mẫu tối thiểu");
  });

  test("without a survey its leaves say so and have no points", async () => {
    const some = await bodyOf("/", fixture({ settings: { withoutSurvey: ["huyen"] } }));
    expect(some).toContain("Kỳ này không điều tra xã hội học đối với: UBND huyện, thành phố;");
    expect(await bodyOf("/")).not.toContain("không điều tra xã hội học");
    const unsurveyed = fixture({ settings: { surveyHeld: false } });
    expect(await bodyOf(`${V1}/so-noi-vu`, unsurveyed)).toContain("kỳ này không điều tra xã hội học");
    expect(await bodyOf("/", unsurveyed)).toContain("Kỳ này không điều tra xã hội học");
  });

  test("a version asks for its successor; one that is replaced says so at once; the front page need not ask", async () => {
    expect(await bodyOf(V1)).toMatch(/id="thay-the" data-src="[^"]*thay-the\.json" hidden/);
    expect(await bodyOf("/")).not.toContain("thay-the.json");
    const replaced = fixture({ publication: { supersededBy: "lai-chau_2024_v2" } });
    for (const path of [V1, `${V1}/so-noi-vu`])
      expect(await bodyOf(path, replaced)).toMatch(/đã được thay thế.*href="\/cong-bo\/lai-chau_2024_v2"/);
  });

  test("a version that corrects another one says what it changed and why, on each unit's page what concerns it", async () => {
    const score = {
      ...{ leaf: "f1c2", code: "1.2", name: "Kế hoạch", column: "appraised" as const },
      ...{ from: null, to: 12_500, reason: "Bỏ sót <báo cáo>" },
    };
    const { manifest } = fixture().publication;
    const corrections = [
      { ...score, unit: "so-noi-vu" },
      { ...score, unit: "so-y-te", from: 5_000, reason: "Cộng nhầm" },
    ];
    const next = { ...manifest, version: 2, corrects: "lai-chau_2024_v1", corrections };
    const corrected = fixture({ publication: { manifest: next } });
    const whole = await bodyOf(V1, corrected);
    expect(whole).toMatch(/Bản này đính chính <a href="\/cong-bo\/lai-chau_2024_v1">/);
    expect(whole).toMatch(
      /so-noi-vu#f1c2">Sở Nội vụ<\/a>.*chưa có điểm.* → <b>1,25<\/b>. Lý do: Bỏ sót &lt;báo cáo&gt;/,
    );
    expect(textOf(whole)).toMatch(/0,5 → 1,25 ?\. Lý do: Cộng nhầm/);
    const own = textOf(await bodyOf(`${V1}/so-y-te`, corrected));
    expect(own).toContain("Nội dung đính chính của đơn vị");
    expect(own).not.toContain("Bỏ sót");
    expect(await bodyOf(`${V1}/nam-nhun`, corrected)).not.toContain("Nội dung đính chính");
    expect(await bodyOf(V1)).not.toContain("Nội dung đính chính");
  });

  test("a development key is called that", async () => {
    expect(await bodyOf("/")).toContain("Bản chạy thử");
    const real = fixture({ publication: { development: false } });
    expect(await bodyOf("/", real)).not.toMatch(/Bản chạy thử|khóa phát triển/);
  });

  test("the method cites the decision without a number or date that it does not have", async () => {
    const text = textOf(await bodyOf("/phuong-phap"));
    expect(text).toContain("để trống số và ngày ban hành");
    expect([...text.matchAll(/\d+\/QĐ-[A-Z]+/g)].map(([number]) => number)).toEqual([
      "1726/QĐ-UBND",
      "892/QĐ-BNV",
    ]);
  });
});
