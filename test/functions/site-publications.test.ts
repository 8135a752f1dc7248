import process from "node:process";
import { initializeApp } from "firebase-admin/app";
import { getFirestore } from "firebase-admin/firestore";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonicalJson, paths, sha256Hex } from "../../core/src/index.ts";
import { readWorkbook } from "../../core/src/workbook.ts";
import { answerOpenData } from "../../functions/src/site/open/open-data.ts";
import { publicationsOf } from "../../functions/src/site/publications.ts";
import { renderSite } from "../../functions/src/site/site.ts";
import { PROJECT } from "../../tools/emulators.ts";
import { fixture } from "../core/site-fixture.ts";

/** Schemes of its own, so that other tests' publications are left alone. */
const SCHEME = "site-test";
const OTHER_SCHEME = "site-test-other";
const db = getFirestore(initializeApp({ projectId: PROJECT }, "site-test"));
const { publication, sheets } = fixture();
const written: string[] = [];

/** Publishes the fixture's result as another year's or scheme's version. */
async function publishAs(scheme: string, year: number, version: number): Promise<string> {
  const id = paths.publicationId(scheme, String(year), version);
  const manifest = { ...publication.manifest, scheme, year, version };
  await db.doc(paths.publication(id)).set({ ...publication, manifest });
  written.push(id);
  return id;
}

const reader = publicationsOf(SCHEME);
const get = (path: string) => renderSite({ path, query: {}, headers: {} }, reader, new Date());

beforeAll(async () => {
  for (const [year, version] of [
    [2024, 1],
    [2023, 2],
    [2024, 2],
    [2023, 1],
  ] as const)
    await publishAs(SCHEME, year, version);
  await publishAs(OTHER_SCHEME, 2025, 1);
  const id = paths.publicationId(SCHEME, "2024", 2);
  for (const [unit, sheet] of sheets) await db.doc(paths.publicationSheet(id, unit)).set(sheet);
});

afterAll(async () => {
  for (const id of written) await db.recursiveDelete(db.doc(paths.publication(id)));
});

describe("publications in Firestore", () => {
  test("the latest is the last version of the newest year of the scheme", async () => {
    expect((await reader.latest())?.id).toBe(`${SCHEME}_2024_v2`);
    expect((await publicationsOf(OTHER_SCHEME).latest())?.id).toBe(`${OTHER_SCHEME}_2025_v1`);
    expect(await publicationsOf("site-test-none").latest()).toBeNull();
  });

  test("the catalogue lists every version of the scheme, newest first", async () => {
    const ids = (await reader.catalogue()).map(({ id }) => id.slice(SCHEME.length));
    expect(ids).toEqual(["_2024_v2", "_2024_v1", "_2023_v2", "_2023_v1"]);
    expect(await publicationsOf("site-test-none").catalogue()).toEqual([]);
  });

  test("a sheet comes back as the very bytes that were hashed", async () => {
    for (const [unit, { sha256 }] of sheets) {
      const { status, body } = await get(`/cong-bo/${SCHEME}_2024_v2/${unit}.json`);
      expect([status, sha256Hex(String(body))]).toEqual([200, sha256]);
    }
  });

  test("the open data is what was hashed, and its tables hold all of it", async () => {
    const open = (path: string) =>
      answerOpenData({ path: `/open/v1${path}`, query: {}, headers: {} }, reader, new Date());
    for (const [unit, { sha256 }] of sheets) {
      const { status, body } = await open(`/results/${SCHEME}_2024_v2/sheets/${unit}.json`);
      expect([status, sha256Hex(String(body))]).toEqual([200, sha256]);
    }
    const leaves = [...sheets.values()].flatMap(({ sheet }) => sheet.rows.filter(({ source }) => source));
    const { body } = await open(`/results/${SCHEME}_2024_v2/leaves.csv`);
    expect(String(body).trimEnd().split("\r\n")).toHaveLength(leaves.length + 1);
    expect((await open("/years/2023/ranking.csv")).headers.Location).toBe(
      `/open/v1/results/${SCHEME}_2023_v2/ranking.csv`,
    );
    expect((await open("/years/2022.json")).status).toBe(404);
  });

  test("every version of every year of the scheme is listed, the newest first, without its ranking", async () => {
    const versions = await reader.versions(SCHEME);
    expect(versions.map(({ id }) => id)).toEqual(
      ["2024_v2", "2024_v1", "2023_v2", "2023_v1"].map((version) => `${SCHEME}_${version}`),
    );
    for (const version of versions) {
      expect(version.publication.root).toBe(publication.root);
      expect(version.publication.manifest).not.toHaveProperty("ranking");
    }
    expect(await reader.versions("site-test-none")).toEqual([]);
    const years = await get(`/cac-nam/${SCHEME}`);
    expect(String(years.body).match(/<li class="version"/g)).toHaveLength(4);
  });

  test("sheets come together in the order asked for, without those that are not there", async () => {
    const id = `${SCHEME}_2024_v2`;
    const found = await reader.sheets(id, ["so-y-te", "khong-co", "tam-duong", "so-noi-vu"]);
    expect(found.map(({ sheet }) => sheet.unit)).toEqual(["so-y-te", "tam-duong", "so-noi-vu"]);
    expect(await reader.sheets(id, [])).toEqual([]);
    expect(await reader.sheets(`${SCHEME}_2024_v1`, ["so-y-te"])).toEqual([]);
    const field = await get(`/cong-bo/${id}/linh-vuc/1`);
    for (const unit of sheets.keys()) expect(field.body).toContain(`/${id}/${unit}#`);
  });

  test("what is not stored is not there", async () => {
    for (const path of [`/cong-bo/${SCHEME}_2022_v1`, `/cong-bo/${SCHEME}_2024_v1/so-noi-vu`])
      expect((await get(path)).status).toBe(404);
  });
});

describe("the function behind Hosting", () => {
  const site = `${process.env.FUNCTIONS_EMULATOR_ORIGIN}/${PROJECT}/asia-southeast1/publicSite`;

  test("answers with the page, its tag and its headers, and 304 to who holds it", async () => {
    const page = await fetch(`${site}/cong-bo/${SCHEME}_2024_v2/so-noi-vu`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("<h1>Sở Nội vụ</h1>");
    expect(page.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const etag = page.headers.get("etag") ?? "";
    const again = await fetch(page.url, { headers: { "If-None-Match": etag }, cache: "no-store" });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  test("gives the open data in its formats, workbooks as bytes", async () => {
    const result = `${site}/open/v1/results/${SCHEME}_2024_v2`;
    const manifest = await fetch(`${result}/manifest.json`);
    expect(manifest.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(manifest.headers.get("access-control-allow-origin")).toBe("*");
    expect(manifest.headers.get("link")).toContain('rel="license"');
    expect(await manifest.text()).toBe(
      canonicalJson({ ...publication.manifest, scheme: SCHEME, version: 2 }),
    );

    const workbook = await fetch(`${result}/ranking.xlsx`);
    expect(workbook.headers.get("content-type")).toMatch(/^application\/vnd\.openxml/);
    expect(workbook.headers.get("content-disposition")).toBe(
      `attachment; filename="${SCHEME}_2024_v2-ranking.xlsx"`,
    );
    const { worksheet } = readWorkbook(new Uint8Array(await workbook.arrayBuffer()));
    expect(worksheet?.rows).toHaveLength(sheets.size + 1);
    const etag = workbook.headers.get("etag") ?? "";
    const again = await fetch(workbook.url, { headers: { "If-None-Match": etag }, cache: "no-store" });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const head = await fetch(`${result}/ranking.csv`, { method: "HEAD" });
    expect([head.status, head.headers.get("content-type"), await head.text()]).toEqual([
      ...[200, "text/csv; charset=utf-8; header=present", ""],
    ]);
  });

  test("answers what the open data has not with a problem that nobody keeps", async () => {
    for (const [path, method, status] of [
      ["/open/v1/years/1999.json", "GET", 404],
      ["/open/v1/catalogue.xml", "GET", 406],
      ["/open/v1/catalogue.json", "POST", 405],
      ["/open/v1/catalogue.json", "DELETE", 405],
    ] as const) {
      const refused = await fetch(`${site}${path}`, { method });
      expect([path, refused.status, refused.headers.get("cache-control")]).toEqual([
        path,
        status,
        "no-store",
      ]);
      expect(refused.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
      expect(await refused.json()).toMatchObject({ status, instance: path });
    }
  });

  test("a comparison chosen by the form is sent to its one address", async () => {
    const compare = `${site}/cong-bo/${SCHEME}_2024_v2/so-sanh`;
    const sent = await fetch(`${compare}?don-vi=so-noi-vu&don-vi=so-y-te&don-vi=&don-vi=`, {
      redirect: "manual",
    });
    expect([sent.status, sent.headers.get("location")]).toEqual([
      302,
      `/cong-bo/${SCHEME}_2024_v2/so-sanh?don-vi=so-noi-vu&don-vi=so-y-te`,
    ]);
    const page = await fetch(`${compare}?don-vi=so-noi-vu&don-vi=so-y-te`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("Sở Nội vụ · Sở Y tế")]);
  });

  test("HEAD is answered like GET, without a body; what would write is refused", async () => {
    const head = await fetch(`${site}/phuong-phap`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const refused = await fetch(`${site}/`, { method });
      expect([method, refused.status, refused.headers.get("allow")]).toEqual([method, 405, "GET, HEAD"]);
      expect(refused.headers.get("cache-control")).toBe("no-store");
    }
  });
});
