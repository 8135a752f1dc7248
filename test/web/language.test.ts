import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, expectNoSidewaysScroll, launch, ORIGIN, Person } from "./browser.ts";
import { openSmallYear } from "./small-year.ts";

const PHONE = 360;

const english = (page: Page) => page.locator("button[lang=en]").filter({ visible: true });

async function expectGood(page: Page, what: string): Promise<void> {
  await expectAccessible(page, what);
  await expectNoSidewaysScroll(page, what);
}

describe("the language of the page", () => {
  let browser: Browser;
  beforeAll(async () => {
    await openSmallYear();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test("is chosen before the sign-in too, and what was typed and refused stays", async () => {
    const page = await browser.newPage({ viewport: { width: PHONE, height: 740 }, reducedMotion: "reduce" });
    await page.goto(`${ORIGIN}/app/`);
    await page.getByLabel("Thư điện tử").fill("ai@laichau.example");
    await page.locator("input[name=password]").fill("sai");
    await page.getByRole("button", { name: "Đăng nhập" }).click();
    await page.getByText("Thư điện tử hoặc mật khẩu không đúng.").waitFor();
    await english(page).click();
    await page.getByText("The e-mail or the password is wrong.").waitFor();
    expect(await page.getByLabel("E-mail").inputValue()).toBe("ai@laichau.example");
    await expectGood(page, "sign-in");
    await page.getByRole("button", { name: "Forgotten password" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "VI" }).click();
    await dialog.getByRole("button", { name: "Gửi thư" }).waitFor();
    await expectGood(page, "forgotten password");
    await page.goto(`${ORIGIN}/app/mat-khau`);
    await page.getByText("Địa chỉ thiếu mã.").waitFor();
    await english(page).click();
    await page.getByText("The address lacks its code.").waitFor();
    await expectGood(page, "set password");
    await page.context().close();
  });

  test("is that of the notices; on a phone without network the year's name keeps its place", async () => {
    const clerk = await Person.signIn(browser, "bientap.so-y-te@laichau.example", "/app/");
    await clerk.page.getByRole("button", { name: "Nêu vướng mắc" }).click();
    await clerk.page.getByLabel("Nội dung vướng mắc").fill("Tính thế nào?");
    await clerk.page.getByRole("button", { name: "Gửi", exact: true }).click();
    await clerk.page.getByText("Đã gửi đến cơ quan thường trực.").waitFor();
    await clerk.leave();
    const admin = await Person.signIn(browser, "quantri@laichau.example", "/app/", PHONE);
    const { page } = admin;
    const told = page.getByRole("region", { name: "Thông báo cho tôi" });
    await told.getByText("Sở Y tế hỏi: Tính thế nào?").waitFor();
    await english(page).click();
    await page.getByText("Sở Y tế asks: Tính thế nào?").first().waitFor();
    await admin.context.setOffline(true);
    await page.getByRole("status").getByText("Offline").waitFor();
    const name = page
      .getByRole("banner")
      .getByText(/^PAR index \d{4}$/)
      .filter({ visible: true });
    expect(await name.evaluate((shown) => shown.scrollWidth - shown.clientWidth)).toBe(0);
    await expectGood(page, "home without network");
    await admin.leave();
  });
});
