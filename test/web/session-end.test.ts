import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SESSION } from "../../core/src/index.ts";
import { launch, ORIGIN, PASSWORD, Person } from "./browser.ts";
import { openSmallYear, selfScoreOf } from "./small-year.ts";

const CLERK = "bientap.so-y-te@laichau.example";
const LEADER = "lanhdao.tinh@laichau.example";
const MINUTE = 60_000;

/** A person whose machine's clock the test moves. */
async function withClock(browser: Browser, email: string, path: string): Promise<Person> {
  const person = await Person.open(browser, email, path);
  await person.page.clock.install({ time: new Date() });
  await person.page.goto(ORIGIN + path);
  await signIn(person.page, email);
  return person;
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel("Thư điện tử").fill(email);
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.getByRole("button", { name: "Đăng xuất" }).filter({ visible: true }).waitFor();
}

/** Lets time pass on a machine that nobody touches. */
const pass = (page: Page, minutes: number) => page.clock.fastForward(minutes * MINUTE);

describe("a session on a machine that others use too", () => {
  let browser: Browser;
  beforeAll(async () => {
    await openSmallYear();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test("ends when nothing is touched for an hour; what was being typed waits unseen for the same person", async () => {
    const clerk = await withClock(browser, CLERK, "/app/don-vi?tieu-chi=f1c1s1");
    const { page } = clerk;
    const note = page.getByLabel("Thuyết minh");
    await note.fill("Đang gõ dở");
    await pass(page, SESSION.idleMinutes - 2);
    await page.keyboard.press("End");
    await pass(page, SESSION.idleMinutes - 2);
    expect(await note.isVisible()).toBe(true);
    await pass(page, 3);
    await page.getByText(/Đã đăng xuất vì 60 phút không có thao tác nào/).waitFor();
    await page.getByText(/Những gì đang nhập vẫn còn/).waitFor();
    expect(await note.isVisible()).toBe(false);
    await signIn(page, CLERK);
    expect(await note.inputValue()).toBe("Đang gõ dở");
    await note.blur();
    await expect.poll(async () => (await selfScoreOf("so-y-te", "f1c1s1"))?.note).toBe("Đang gõ dở");
    await clerk.leave();
  });

  test("ends twelve hours after the sign-in although somebody works on, and shows another person nothing of it", async () => {
    const clerk = await withClock(browser, CLERK, "/app/don-vi?tieu-chi=f1c2");
    const { page } = clerk;
    await page.getByLabel("Thuyết minh").fill("Của cán bộ");
    for (let hours = 0.5; hours < SESSION.hours; hours += 0.5) {
      await pass(page, 30);
      await page.keyboard.press("Shift");
    }
    expect(await page.getByLabel("Thuyết minh").isVisible()).toBe(true);
    await pass(page, 31);
    await page.getByText(/Đã đăng xuất vì phiên làm việc kéo dài 12 giờ/).waitFor();
    await signIn(page, LEADER);
    expect(await page.getByLabel("Thuyết minh").count()).toBe(0);
    expect(await page.locator("#root").textContent()).not.toContain("Của cán bộ");
    await clerk.leave();
  });

  test("left open overnight is over before the page shows anything", async () => {
    const clerk = await Person.signIn(browser, CLERK, "/app/don-vi");
    const { page } = clerk;
    await page.clock.install({ time: new Date(Date.now() + 10 * 60 * MINUTE) });
    await page.goto(`${ORIGIN}/app/don-vi`);
    await page.getByText(/Đã đăng xuất vì 60 phút không có thao tác nào/).waitFor();
    expect(await page.getByText(/Những gì đang nhập/).count()).toBe(0);
    await clerk.leave();
  });

  test("that its person ends leaves nothing on screen", async () => {
    const clerk = await Person.signIn(browser, CLERK, "/app/don-vi?tieu-chi=f1c1s1");
    const { page } = clerk;
    await page.getByLabel("Thuyết minh").waitFor();
    await page.getByRole("button", { name: "Đăng xuất" }).filter({ visible: true }).click();
    await page.getByRole("button", { name: "Đăng nhập" }).waitFor();
    expect(await page.getByLabel("Thuyết minh").count()).toBe(0);
    expect(await page.getByText(/Đã đăng xuất/).count()).toBe(0);
    await clerk.leave();
  });
});
