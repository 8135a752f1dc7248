import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible, launch, ORIGIN, Person } from "./browser.ts";
import { openSmallYear } from "./small-year.ts";

const ADMIN = "quantri@laichau.example";

let browser: Browser;
beforeAll(async () => {
  await openSmallYear();
  browser = await launch();
});
afterAll(() => browser?.close());

test("pages of the workspace are asked for anew, their scripts kept for good", async () => {
  const page = await fetch(`${ORIGIN}/app/thuong-truc`);
  expect(page.headers.get("cache-control")).toBe("no-cache");
  const [script = ""] = /\/app\/assets\/app-[\w-]+\.js/.exec(await page.text()) ?? [];
  expect((await fetch(ORIGIN + script)).headers.get("cache-control")).toContain("immutable");
});

test("an open page tells that another build is served, and one part that is gone takes nothing else with it", async () => {
  const { page, context } = await Person.signIn(browser, ADMIN, "/app/thuong-truc");
  await page.getByRole("tab", { name: "Tiến trình" }).waitFor();
  // Another build: its entry has another name, and the parts of the old one are no longer served.
  await page.route("**/app/", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/app-[\w-]+\.js/, "app-khac0000.js");
    await route.fulfill({ response, body });
  });
  await page.route("**/app/assets/AuditTab-*.js", (route) => route.fulfill({ status: 404, body: "" }));
  const told = page.getByText("Hệ thống vừa có bản mới");
  // Coming back at once asks nothing; after a quarter of an hour it does.
  const comesBack = "document.dispatchEvent(new Event('visibilitychange'))";
  await page.evaluate(comesBack);
  expect(await told.count()).toBe(0);
  await page.evaluate("const late = Date.now() + 900_000; Date.now = () => late");
  await page.evaluate(comesBack);
  await told.waitFor();
  await page.evaluate(comesBack);
  expect(await told.count()).toBe(1);
  await expectAccessible(page, "a new version");

  await page.getByRole("tab", { name: "Nhật ký" }).click();
  await page.getByText("Phần này của trang không mở được").waitFor();
  await page.getByRole("tab", { name: "Thành viên" }).click();
  await page.getByRole("table").first().waitFor();
  await page.unroute("**/app/");
  await page.unroute("**/app/assets/AuditTab-*.js");
  await page.getByRole("button", { name: "Tải lại trang" }).first().click();
  await page.getByRole("button", { name: "Đăng xuất" }).waitFor();
  expect(await told.count()).toBe(0);
  await context.close();
});
