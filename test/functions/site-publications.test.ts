import process from "node:process";
import { initializeApp } from "firebase-admin/app";
import { getFirestore } from "firebase-admin/firestore";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths, sha256Hex } from "../../core/src/index.ts";
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

  test("a sheet comes back as the very bytes that were hashed", async () => {
    for (const [unit, { sha256 }] of sheets) {
      const { status, body } = await get(`/cong-bo/${SCHEME}_2024_v2/${unit}.json`);
      expect([status, sha256Hex(String(body))]).toEqual([200, sha256]);
    }
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
