import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, expectGoodAtBothWidths, launch, Person } from "./browser.ts";
import { openSurveyYear, storedAnswers } from "./survey-year.ts";

const ADMIN = "quantri@laichau.example";
const DESK = "/app/dieu-tra";

const expectGood = (page: Page, what: string) => expectGoodAtBothWidths(page, "survey-desk", what);

const tab = (page: Page, name: string) => page.getByRole("tab", { name, exact: true });

describe("the survey's desk", () => {
  let browser: Browser;
  let admin: Person;
  beforeAll(async () => {
    await openSurveyYear();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test("shows questions and samples of what is open, which nobody changes any more", async () => {
    admin = await Person.signIn(browser, ADMIN, `${DESK}?phieu=nguoi-dan`);
    const { page } = admin;
    await tab(page, "Tiến độ").click();
    await page.getByRole("rowheader", { name: "Sở Y tế" }).first().waitFor();
    await expectGood(page, "progress");
    await tab(page, "Bộ câu hỏi").click();
    await page.getByText("Người dân", { exact: false }).first().waitFor();
    await expectGood(page, "questions");
    await tab(page, "Phương án mẫu").click();
    await page.getByText("Sở Y tế").first().waitFor();
    await expectGood(page, "samples");
  });

  test("issues slips, eight a page, whose codes are shown this once", async () => {
    const { page } = admin;
    await tab(page, "Phiếu mời").click();
    await page.getByText("Chưa phát hành phiếu mời nào.").waitFor();
    await expectGood(page, "invitations");
    await page.getByRole("button", { name: "Phát hành phiếu mời" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Số phiếu mời về Sở Y tế").fill("19");
    await dialog.getByRole("button", { name: "Phát hành 19 phiếu mời" }).click();
    await page.getByText("Mã phiếu vừa phát hành").waitFor();
    await expectAccessible(page, "codes");
    await page.goBack();
    await page.getByRole("button", { name: "In phiếu 1–19" }).waitFor();
    // The browser's own dialog would wait for somebody.
    await page.evaluate("window.print = () => undefined");
    await page.getByRole("button", { name: "In phiếu 1–19" }).click();
    await page.locator("[data-slips]").first().waitFor({ state: "attached" });
    const slips = page.locator("[data-slips]");
    expect(await slips.evaluateAll((pages) => pages.map((one) => one.getAttribute("data-slips")))).toEqual([
      ...["8", "8", "3"],
    ]);
    const printed = await page.pdf({ preferCSSPageSize: true });
    expect(printed.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(3);
    await page.getByRole("button", { name: "Đóng, bỏ mã khỏi máy này" }).click();
    await page.getByRole("button", { name: "Đếm tình trạng" }).click();
    await page.getByText("19 chưa dùng · 0 đã dùng · 0 đã thu hồi").waitFor();
    await page.getByRole("button", { name: "Thu hồi phiếu mời 1–19" }).click();
    await page.getByRole("dialog").getByLabel("Số phiếu (bỏ trống: cả đợt)").fill("2, 5-6");
    await page.getByRole("dialog").getByLabel("Lý do").fill("In hỏng");
    await page.getByRole("dialog").getByRole("button", { name: "Thu hồi" }).click();
    await page.getByText("Đã thu hồi 3 phiếu mời; 0 phiếu đã dùng nên giữ nguyên.").waitFor();
  });

  test("takes paper forms by keyboard", async () => {
    const { page } = admin;
    await tab(page, "Phiếu giấy").click();
    await page.getByLabel("Số phiếu").fill("P-001");
    await expectGood(page, "paper");
    await page.getByLabel("Số phiếu").press("Tab");
    await page.locator("fieldset input").first().focus();
    for (let answered = 0; answered < 3; answered += 1) await page.keyboard.press("1");
    await page.keyboard.press("Enter");
    await page.getByText("Phiếu P-001 đã được tính.").first().waitFor();
    const [answer] = await storedAnswers();
    expect(answer).toMatchObject({ channel: "paper", ballot: null });
    expect(Object.values(answer?.form ?? {}).slice(0, 3)).toEqual([0, 0, 0]);
  });

  test("closes the survey, tells what came of it, and exports what anyone can count again", async () => {
    const { page } = admin;
    await tab(page, "Kết quả").click();
    await expectGood(page, "results-open");
    await page.getByRole("button", { name: "Đóng phiếu" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Đóng phiếu" }).click();
    await page.getByText("Số cộng dồn khớp với kết quả đếm lại ở mọi đơn vị.").waitFor();
    await expectGood(page, "results-closed");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Xuất phiếu trả lời (CSV)" }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
    await admin.leave();
  });
});
