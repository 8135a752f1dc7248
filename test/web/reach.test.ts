import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, expectNoSidewaysScroll, launch, ORIGIN } from "./browser.ts";
import { pagesOfPdf } from "./pdf.ts";
import { publishFixture, unpublish } from "./published.ts";

/** Another site, whose page frames whatever stands after "?". */
function openOtherSite(): Promise<Server> {
  const server = createServer((request, response) => {
    const framed = decodeURIComponent(request.url?.split("?")[1] ?? "");
    response.setHeader("Content-Type", "text/html");
    response.end(
      `<!doctype html><title>other</title><iframe src="${framed}" width="600" height="400"></iframe>`,
    );
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

describe("how the public site is reached", () => {
  let browser: Browser;
  let result: string;
  let errors: string[];
  beforeAll(async () => {
    result = (await publishFixture()).path;
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await unpublish();
  });

  /** A page of which every error and every refusal of the policy is remembered. */
  async function open(path: string, width = 1440): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, locale: "vi-VN" });
    errors = [];
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(ORIGIN + path);
    return page;
  }

  test.each([
    ["a search", "/tim?q=bao+cao", true],
    ["a search for nothing", "/tim", true],
    ["what is found nowhere", "/en/tim?q=xyz", true],
    ["the ranking for other sites", "/nhung", true],
    ["the ranking", "/", false],
    ["the ranking in English", "/en", true],
    ["the method", "/phuong-phap", false],
    ["a sheet in English", "/en/cong-bo/lai-chau_2024_v1/so-noi-vu", true],
    ["the fields in English", "/en/cong-bo/lai-chau_2024_v1/linh-vuc", true],
    ["a field in English", "/en/cong-bo/lai-chau_2024_v1/linh-vuc/1", true],
    ["a criterion in English", "/en/cong-bo/lai-chau_2024_v1/tieu-chi/pl01-so/f4c2s1", true],
    [
      "a comparison in English",
      "/en/cong-bo/lai-chau_2024_v1/so-sanh?don-vi=so-noi-vu&don-vi=tam-duong",
      true,
    ],
    ["all years in English", "/en/cac-nam", true],
    ["the open data in English", "/en/du-lieu-mo", true],
  ])("%s is good at every width, and breaks no policy of its own", async (what, path, checked) => {
    const page = await open(path);
    await expectNoSidewaysScroll(page, `${what} at 1440 px`);
    if (checked) await expectAccessible(page, what);
    await page.setViewportSize({ width: 360, height: 900 });
    await page.emulateMedia({ colorScheme: "dark" });
    await expectNoSidewaysScroll(page, `${what} at 360 px`);
    if (checked) await expectAccessible(page, `${what}, dark, at 360 px`);
    expect(errors).toEqual([]);
    await page.close();
  });

  test("the data that searches read stands in the page and is not run", async () => {
    const page = await open(result);
    const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? "");
    expect(data.url).toBe(ORIGIN + result);
    expect(errors).toEqual([]);
    await page.close();
  });

  test("robots and sitemap lead where they say", async () => {
    const robots = await (await fetch(`${ORIGIN}/robots.txt`)).text();
    const sitemap = /^Sitemap: (.*)$/m.exec(robots)?.[1] ?? "";
    const places = [...(await (await fetch(sitemap)).text()).matchAll(/<loc>([^<]*)<\/loc>/g)];
    const sheet = places.map(([, place = ""]) => place).find((place) => place.endsWith("/so-noi-vu"));
    const page = await fetch(sheet ?? "");
    expect(page.status).toBe(200);
    const image = /property="og:image" content="([^"]*)"/.exec(await page.text())?.[1] ?? "";
    const card = await fetch(image);
    expect([card.status, card.headers.get("content-type")]).toEqual([200, "image/png"]);
  });

  test("a unit is found from the front page by keyboard, without tone marks", async () => {
    const page = await open("/", 360);
    await page.getByRole("searchbox").focus();
    await page.keyboard.type("so y te");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Sở Y tế" }).click();
    await page.getByRole("heading", { level: 1, name: "Sở Y tế" }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`${result}/so-y-te`);
    expect(errors).toEqual([]);
    await page.close();
  });

  test("the language is switched in place, and what was asked for is kept", async () => {
    const page = await open("/tim?q=m%E1%BB%99t+c%E1%BB%ADa");
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("heading", { level: 1, name: "Search for “một cửa”" }).waitFor();
    await page.getByRole("link", { name: "Tiếng Việt" }).click();
    await page.getByRole("heading", { level: 1, name: "Tìm “một cửa”" }).waitFor();
    expect(errors).toEqual([]);
    await page.close();
  });

  test("another site frames the ranking, whose links open beside it, and frames nothing else", async () => {
    const other = await openOtherSite();
    const { port } = other.address() as AddressInfo;
    const site = `http://127.0.0.1:${port}`;
    const page = await browser.newPage();
    const framed = async (path: string) => {
      await page.goto(`${site}/?${encodeURIComponent(ORIGIN + path)}`);
      return page.frameLocator("iframe");
    };
    for (const path of ["/nhung", `${result}/nhung`]) {
      const frame = await framed(path);
      const [opened] = await Promise.all([
        page.context().waitForEvent("page"),
        frame.getByRole("link", { name: "Sở Nội vụ" }).click(),
      ]);
      await opened.getByRole("heading", { level: 1, name: "Sở Nội vụ" }).waitFor();
      await opened.close();
    }
    for (const path of ["/", result, `${result}/so-noi-vu`, "/tim"]) {
      const frame = await framed(path);
      expect([path, await frame.getByRole("heading").count()]).toEqual([path, 0]);
    }
    await page.close();
    other.close();
  });

  test("every page prints on A4 in black on white, with numbered pages", async () => {
    for (const [path, said] of [
      [result, "ngày 20/01/2025"],
      [`${result}/so-noi-vu`, "ngày 20/01/2025"],
      ["/phuong-phap", "Cách xác định Chỉ số"],
      ["/tim?q=bao+cao", "ngày 20/01/2025"],
      ["/nhung", "ngày 20/01/2025"],
    ] as const) {
      const page = await open(path);
      await page.emulateMedia({ colorScheme: "dark" });
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
      const pages = await pagesOfPdf(pdf);
      expect(pages.map(({ text }) => text).join("\n")).toContain(said);
      pages.forEach(({ text, width, height }, at) => {
        expect([path, width, height]).toEqual([path, 210, 297]);
        expect(text).toContain(`Trang ${at + 1}/${pages.length}`);
        expect(text).not.toContain("Đăng nhập");
      });
      // What is printed is black on white even where the screen is dark.
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      const colours =
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]";
      expect(await page.evaluate(colours)).toEqual(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
      await page.close();
    }
  });
});
