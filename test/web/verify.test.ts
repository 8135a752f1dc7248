import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parindex } from "../../cli/src/parindex.ts";
import { type Publication, paths, sealRoot } from "../../core/src/index.ts";
import { published, signedAs } from "../core/published-fixture.ts";
import { fixture } from "../core/site-fixture.ts";
import { expectAccessible, expectNoSidewaysScroll, launch, ORIGIN } from "./browser.ts";
import { db } from "./small-year.ts";

const { publication, sheets } = fixture();
const FIRST = signedAs(publication);
const manifest = { ...publication.manifest, version: 2, previousRoot: publication.root };
const SECOND = signedAs({ ...publication, manifest, root: sealRoot(manifest) });
const LATEST = "lai-chau_2024_v2";
const SOUND = "Mọi bước đã kiểm tra đều đúng.";

async function store(version: number, stored: Publication): Promise<void> {
  const id = paths.publicationId("lai-chau", "2024", version);
  await db.doc(paths.publication(id)).set(stored);
  const batch = db.batch();
  for (const [unit, sheet] of sheets) batch.set(db.doc(paths.publicationSheet(id, unit)), sheet);
  await batch.commit();
}

/** A reader at the page, with whatever their browser complained about. */
async function open(browser: Browser, path = "/kiem-tra", options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "vi-VN",
    ...options,
  });
  const page = await context.newPage();
  // The first files asked for at once each wait for a process of the emulator's own.
  page.setDefaultTimeout(120_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(ORIGIN + path);
  return { context, page, complaints };
}

const begin = (page: Page) => page.getByRole("button", { name: "Tải về và kiểm tra" }).click();

/** What the report says once it is there: verdict and lines. */
async function reported(page: Page): Promise<string> {
  await page.getByRole("article").first().waitFor();
  return page.evaluate<string>("document.querySelector('#ket-qua').innerText");
}

async function expectGood(page: Page, what: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 900 });
      await expectAccessible(page, `${what}, ${colorScheme}, at ${width} px`);
      await expectNoSidewaysScroll(page, `${what}, ${colorScheme}, at ${width} px`);
    }
  }
}

describe("the page that verifies", () => {
  let browser: Browser;
  beforeAll(async () => {
    await db.recursiveDelete(db.collection(paths.publications()));
    await store(1, FIRST);
    await store(2, SECOND);
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test("finds a good result sound in every step, down to the root on paper", async () => {
    const { context, page, complaints } = await open(browser);
    await expectGood(page, "before anything is verified");
    expect(await page.getByLabel("Bản công bố").inputValue()).toBe(LATEST);
    await page
      .getByLabel(/Gõ hoặc dán mã gốc/)
      .fill(`${SECOND.root.toUpperCase().match(/.{8}/g)?.join("  ")}`);
    await begin(page);
    const text = await reported(page);
    expect(text).toContain(SOUND);
    expect(text.match(/: đúng$/gm)).toHaveLength(9);
    expect(text).toContain("Nối tiếp lai-chau_2024_v1");
    expect(text).toContain("khóa phát triển");
    expect(await page.evaluate("document.activeElement?.id")).toBe("ket-qua-muc");
    await expectGood(page, "a sound result");
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("names unit, row and column of a sheet that was tampered with on its way", async () => {
    const { context, page } = await open(browser);
    const sheet = sheets.get("so-y-te")?.sheet;
    const row = sheet?.rows.find(({ source, appraised }) => source === "self" && (appraised ?? 0) > 0);
    if (!row) throw new Error("no row");
    await page.route("**/cong-bo/*/so-y-te.json", async (route) => {
      const response = await route.fetch();
      const told = JSON.stringify(row.appraised);
      const body = (await response.text()).replace(
        new RegExp(`("appraised":)${told}(,"code":"${row.code.replaceAll(".", "\\.")}")`),
        "$10$2",
      );
      await route.fulfill({ response, body });
    });
    await begin(page);
    const text = await reported(page);
    expect(text).toMatch(/Có \d bước sai/);
    expect(text).toContain("so-y-te: bảng điểm khác với bản đã chốt");
    expect(text).toContain(`so-y-te, mục ${row.code}, cột điểm đạt được: ghi `);
    await expectGood(page, "a tampered result");
    await page.getByLabel("Bản công bố").selectOption("lai-chau_2024_v1");
    await page.unroute("**/cong-bo/*/so-y-te.json");
    await begin(page);
    await page.getByText(SOUND).first().waitFor();
    await context.close();
  });

  test("verifies one unit alone, as its own page leads to", async () => {
    const { context, page, complaints } = await open(browser, `/cong-bo/${LATEST}/so-y-te`);
    await page.getByRole("link", { name: "Kiểm tra ngay trong trình duyệt" }).click();
    await page.getByRole("option", { name: "Sở Y tế", selected: true }).waitFor({ state: "attached" });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await begin(page);
    const text = await reported(page);
    expect(text).toContain(SOUND);
    expect(text).toMatch(/lá thứ \d+ trong 29 lá/);
    expect(asked.toSorted()).toEqual([
      `/cong-bo/${LATEST}.chu-ky.json`,
      `/cong-bo/${LATEST}/so-y-te.chung-minh.json`,
      `/cong-bo/${LATEST}/so-y-te.json`,
    ]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("verifies a folder and single files from disk", async () => {
    const folder = mkdtempSync(join(tmpdir(), "parindex-files-"));
    for (const [path, bytes] of published().files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    const { context, page } = await open(browser);
    await page.getByLabel("Thư mục").setInputFiles(folder);
    const text = await reported(page);
    expect(text).toContain(SOUND);
    expect(text).toContain("28 tệp chứng minh đúng với mã gốc");
    const file = (name: string, edit = (content: string) => content) => ({
      ...{ name, mimeType: "application/json" },
      buffer: Buffer.from(edit(Buffer.from(published().files.get(`cong-bo/${name}`) ?? []).toString())),
    });
    const saved = (name: string) => ({ ...file(name), name: name.replace("/", "-") });
    const one = ["lai-chau_2024_v1/so-y-te.json", "lai-chau_2024_v1/so-y-te.chung-minh.json"].map(saved);
    const attested = file("lai-chau_2024_v1.chu-ky.json", (json) => json.replace("00/QĐ", "01/QĐ"));
    await page.getByLabel("Các tệp").setInputFiles([...one, attested]);
    await page.getByText("chữ ký của lần công bố không đúng").waitFor();
    await page
      .getByLabel("Các tệp")
      .setInputFiles({ name: "x.json", mimeType: "", buffer: Buffer.from("{}") });
    await page.getByText("Không có tệp nào của một kết quả").waitFor();
    await context.close();
    rmSync(folder, { recursive: true });
  });

  test("without script tells how to do it by hand", async () => {
    const { context, page } = await open(browser, "/kiem-tra", { javaScriptEnabled: false });
    await page.getByText("Phần kiểm tra tự động cần script").waitFor();
    expect(await page.locator("main").getByRole("button").count()).toBe(0);
    await page.getByText("sha256sum *.json").waitFor();
    await context.close();
  });

  test("and the command line agree on what the site serves", async () => {
    const lines: string[] = [];
    const say = (line: string) => void lines.push(line);
    const code = await parindex(["verify", ORIGIN, "--chain", "--root", SECOND.root], { out: say, err: say });
    expect([code, lines.filter((line) => line.startsWith("lai-chau_")).length]).toEqual([0, 2]);
  });
});
