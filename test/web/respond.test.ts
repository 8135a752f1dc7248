import { createHash } from "node:crypto";
import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeFrom } from "../../core/src/index.ts";
import { expectAccessible, expectNoSidewaysScroll, launch, ORIGIN, until } from "./browser.ts";
import { issueCodes, openSurveyYear, storedAnswers } from "./survey-year.ts";

const REFUSED = "Không dùng được mã này lúc này. Hãy hỏi cơ quan đã gửi mã cho bạn.";
const WAITS = "Chưa gửi được, sẽ gửi khi có mạng.";

/** A code that nobody issued. */
const UNKNOWN = codeFrom(Uint8Array.from({ length: 19 }, (_, at) => at));

interface Phone {
  context: BrowserContext;
  page: Page;
  errors: string[];
  asked: { path: string; body: string }[];
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Every page stands: for readers by ear or keyboard, on a narrow screen, with targets for thumbs. */
async function expectGood(page: Page, what: string): Promise<void> {
  await expectAccessible(page, what);
  await expectNoSidewaysScroll(page, what);
  const small = await page.evaluate(`
    [...document.querySelectorAll("button, .choice, input[type=text]")]
      .map((element) => [element.textContent, element.getBoundingClientRect()])
      .filter(([, { height, width }]) => height > 0 && (height < 44 || width < 44))
      .map(([text]) => text)
  `);
  expect({ what, small }).toEqual({ what, small: [] });
  expect(await page.evaluate("document.activeElement?.tagName")).not.toBe("BODY");
}

/** What a device still keeps: storage of both kinds and cookies. */
const left = (page: Page) =>
  page.evaluate("[Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]");

/** Chooses an option of every question on the page, those that come by it too. */
async function fillPage(page: Page, option: number): Promise<void> {
  for (let at = 0; at < (await page.locator("fieldset:visible").count()); at++)
    await page.locator("fieldset:visible").nth(at).locator("label").nth(option).click();
}

/** Goes on to the check at the end. */
async function toTheEnd(page: Page, fill: (page: Page) => Promise<void> = async () => {}): Promise<void> {
  while (await button(page, "Tiếp tục").isVisible()) {
    await fill(page);
    await button(page, "Tiếp tục").click();
  }
  await page.getByRole("heading", { name: /^Gửi phiếu về/ }).waitFor();
}

describe("answering on a phone", () => {
  let browser: Browser;
  beforeAll(async () => {
    await openSurveyYear();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  async function phone(path: string, width = 360): Promise<Phone> {
    const context = await browser.newContext({ viewport: { width, height: 720 }, locale: "vi-VN" });
    const page = await context.newPage();
    const errors: string[] = [];
    const asked: Phone["asked"] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("request", (request: Request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith("/s/api/")) asked.push({ path: pathname, body: request.postData() ?? "" });
    });
    await page.goto(ORIGIN + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    return { context, page, errors, asked };
  }

  test("a form is filled in across a reload and a lost network, arrives once, and leaves nothing behind", async () => {
    const [code = ""] = await issueCodes(["so-y-te"], 1);
    const { context, page, errors, asked } = await phone(`/s/#${code}`);
    await page.locator("fieldset").first().waitFor({ timeout: 60_000 });
    expect(page.url()).toBe(`${ORIGIN}/s/`);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("Sở Y tế");
    await expectGood(page, "the first questions");

    const before = await page.locator("fieldset:visible").count();
    await fillPage(page, 0);
    expect(await page.locator("fieldset:visible").count()).toBeGreaterThan(before);
    await button(page, "Tiếp tục").click();
    await expect.poll(() => asked.map(({ path }) => path)).toEqual(["/s/api/open", "/s/api/ballot"]);
    await until(page, "JSON.parse(localStorage['parindex-phieu']).sessions[0].works['so-y-te'].signature");
    await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");

    await context.setOffline(true);
    await page.reload();
    await page.getByText(/^Phần 2 trên/).waitFor();
    await button(page, "Quay lại").click();
    expect(await page.locator("input:checked").count()).toBe(3);
    await button(page, "Tiếp tục").click();
    await expectGood(page, "the questions, without a network");
    await toTheEnd(page, (page) => fillPage(page, 1));
    await expectGood(page, "the check at the end");
    await button(page, "Gửi phiếu").click();
    await page.getByText(WAITS).waitFor({ timeout: 60_000 });
    await expectGood(page, "waiting for a network");
    await page.reload();
    await page.getByText(/^Có 1 phiếu chưa gửi được/).waitFor();
    expect(await storedAnswers()).toEqual([]);

    await context.setOffline(false);
    await page.getByText(/^Phiếu đã được gửi/).waitFor({ timeout: 60_000 });
    await expectGood(page, "sent later");
    expect(await left(page)).toEqual([[], [], ""]);
    expect(await context.cookies()).toEqual([]);

    const [answer, ...others] = await storedAnswers();
    expect(others).toEqual([]);
    expect(answer).toMatchObject({ unit: "so-y-te", channel: "code", batch: null });
    const form = answer?.form ?? {};
    expect(form.daden).toBe(0);
    expect(Object.values(form).filter((option) => option === 1).length).toBeGreaterThan(5);
    const sent = asked.filter(({ path }) => path === "/s/api/answer");
    const hash = createHash("sha256").update(code).digest("hex");
    for (const text of [...sent.map(({ body }) => body), JSON.stringify(answer)]) {
      expect(text).not.toContain(code);
      expect(text).not.toContain(hash);
    }

    await page.goto(`${ORIGIN}/s/#${code}`);
    await page.getByText(REFUSED).waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  test("a mistyped code is told without asking, and an unknown one like any that can't be used", async () => {
    const { context, page, asked } = await phone("/s/");
    await expectGood(page, "asking for a code");
    const typed = page.getByLabel("Mã phiếu");
    await typed.fill(UNKNOWN.replace("2", "3"));
    await button(page, "Mở phiếu").click();
    await page
      .getByRole("alert")
      .getByText(/gõ nhầm/)
      .waitFor();
    expect(asked).toEqual([]);
    await expectGood(page, "a mistyped code");
    await typed.fill(UNKNOWN.toLowerCase());
    await button(page, "Mở phiếu").click();
    await page.getByText(REFUSED).waitFor();
    await expectGood(page, "an unknown code");
    expect(await left(page)).toEqual([[], [], ""]);
    await context.close();
  });

  test("a code for several units leads from one to the next, and everything can be removed", async () => {
    const [code = ""] = await issueCodes(["so-y-te", "so-tu-phap"], 1);
    const { context, page, asked } = await phone(`/s/#${code}`);
    const unit = (name: string) => page.getByRole("button", { name });
    await unit("Sở Tư pháp").click({ timeout: 60_000 });
    await page.locator("label").first().click();
    await toTheEnd(page);
    await button(page, "Gửi phiếu").click();
    await page.getByRole("heading", { name: "Cảm ơn bạn!" }).waitFor({ timeout: 60_000 });
    await expectGood(page, "thanks");
    await button(page, "Trả lời về nơi khác").click();
    await page.getByText("đã xong trên máy này").waitFor();
    await expectGood(page, "the units");
    await unit("Sở Y tế").click();
    await page.locator("fieldset").first().waitFor();
    await button(page, "Quay lại").click();
    await page.getByText("đang làm dở").waitFor();
    await button(page, "Xóa khỏi máy này").click();
    await expectGood(page, "asking before everything is removed");
    await button(page, "Xóa hết").click();
    await page.getByText("Đã xóa mọi thứ khỏi máy này.").waitFor();
    expect(await left(page)).toEqual([[], [], ""]);
    const answers = asked.filter(({ path }) => path === "/s/api/answer");
    expect(answers).toHaveLength(1);
    expect(answers[0]?.body).not.toContain(code);
    const units = (await storedAnswers()).map((answer) => answer.unit);
    expect(units.filter((one) => one === "so-tu-phap")).toHaveLength(1);
    await context.close();
  });

  test("what the console previews is shown as respondents see it, in English too, and nothing is asked or kept", async () => {
    const { context, page } = await phone("/s/", 320);
    await button(page, "English").click();
    await page.getByLabel("Code").waitFor();
    await expectGood(page, "in English");
    await button(page, "Tiếng Việt").click();
    const asked: string[] = [];
    context.on("request", (request) => asked.push(new URL(request.url()).pathname));
    const [shown] = await Promise.all([
      context.waitForEvent("page"),
      page.evaluate(`
        const preview = open("/s/?xem-truoc");
        addEventListener("message", ({ data, origin }) => {
          if (data.type !== "parindex-preview-ready") return;
          const option = ["Có", "Không"];
          preview.postMessage({ type: "parindex-preview", survey: { name: "Người dân", intro: "Xin chào", questions: [
            { id: "q1", text: "Câu thử?", help: "", options: option, showIf: null },
            { id: "q2", text: "Câu sau?", help: "Giải thích", options: option, showIf: { question: "q1", options: [0] } },
          ] } }, origin);
        });
        undefined
      `),
    ]);
    await shown.getByText("Xin chào").waitFor();
    expect(await shown.getByText("Câu sau?").isVisible()).toBe(false);
    await shown.getByText("Có", { exact: true }).first().click();
    expect(await shown.getByText("Câu sau?").isVisible()).toBe(true);
    await toTheEnd(shown);
    await button(shown, "Gửi phiếu").click();
    await shown.getByRole("heading", { name: "Hết bản xem trước" }).waitFor();
    await expectGood(shown, "the preview");
    expect(asked.filter((path) => path.startsWith("/s/api/"))).toEqual([]);
    expect(await left(shown)).toEqual([[], [], ""]);
    await context.close();
  });
});
