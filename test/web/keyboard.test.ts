import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, ORIGIN, PASSWORD, Person, until } from "./browser.ts";
import { appraisalOf, dateComes, fill, openSmallYear, selfScoreOf, UNITS, untilIndex } from "./small-year.ts";

/** How many stops a page may have before the one that is wanted. */
const STOPS_MAX = 150;

/** What has the focus: its name as a reader says it, and whether it can be seen that it has the focus. */
const FOCUSED = `(() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const label = at.labels?.[0]?.innerText ?? "";
  const name = at.getAttribute("aria-label") || label || at.innerText || at.getAttribute("placeholder") || "";
  const { outlineStyle, boxShadow } = getComputedStyle(at);
  const ring = at.matches(":focus-visible") && (outlineStyle !== "none" || boxShadow !== "none");
  // A field shows it by its edge and its caret.
  return { name: name.trim(), seen: ring || at.matches("input, textarea, select, .mantine-Input-input") };
})()`;

/** A person who has a keyboard and nothing else. */
class Typist {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  private async focused(): Promise<{ name: string; seen: boolean } | null> {
    return (await this.page.evaluate(FOCUSED)) as { name: string; seen: boolean } | null;
  }

  /** Goes on by Tab until what is wanted has the focus and keeps it; every stop on the way must show that it has it. */
  async to(wanted: RegExp): Promise<void> {
    const names: string[] = [];
    for (let stop = 0; stop < STOPS_MAX; stop += 1) {
      await this.page.keyboard.press("Tab");
      const focused = await this.focused();
      if (!focused) continue;
      expect(focused).toMatchObject({ seen: true });
      names.push(focused.name);
      if (!wanted.test(focused.name)) continue;
      await this.page.waitForTimeout(100);
      if (wanted.test((await this.focused())?.name ?? "")) return;
    }
    throw new Error(`no ${wanted} among: ${names.join(" | ")}`);
  }

  /** The focus is somewhere, and not lost on the page as a whole. */
  async expectFocus(): Promise<void> {
    await until(this.page, "document.activeElement && document.activeElement !== document.body");
  }
}

/** Signs in without a mouse. */
async function typistAt(browser: Browser, email: string, path: string): Promise<[Typist, Person]> {
  const person = await Person.open(browser, email, path);
  const typist = new Typist(person.page);
  await person.page.getByLabel("Thư điện tử").waitFor();
  await typist.to(/^Thư điện tử/);
  await typist.type(email);
  await typist.to(/^Mật khẩu/);
  await typist.type(PASSWORD);
  await typist.press("Enter");
  await person.page.getByRole("button", { name: "Đăng xuất" }).waitFor();
  return [typist, person];
}

describe("by keyboard alone", () => {
  let browser: Browser;
  beforeAll(async () => {
    await openSmallYear();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test("a clerk finds a leaf, scores it, notes why, and takes an edit back", async () => {
    const [keys, clerk] = await typistAt(browser, "bientap.so-y-te@laichau.example", "/app/don-vi");
    const { page } = clerk;
    await page.locator('[data-row="f1c2"]').waitFor();
    await keys.press("/");
    await keys.type("1.2");
    await page.getByText(/^Tìm thấy/).waitFor();
    await keys.press("Enter", "=");
    await expect.poll(async () => (await selfScoreOf("so-y-te", "f1c2"))?.points ?? 0).toBeGreaterThan(0);
    await keys.press("Control+z");
    await expect.poll(async () => (await selfScoreOf("so-y-te", "f1c2"))?.points ?? null).toBe(null);
    await keys.press("/", "Control+a");
    await keys.type("1.1.1");
    await keys.press("Enter", "0", "Enter");
    await expect.poll(async () => (await selfScoreOf("so-y-te", "f1c1s1"))?.points).toBe(0);
    await keys.press("/", "Enter", "Enter");
    await page.getByLabel("Thuyết minh").waitFor();
    await keys.to(/^Thuyết minh/);
    await keys.type("Chưa ban hành kế hoạch");
    await keys.press("Tab");
    await expect
      .poll(async () => (await selfScoreOf("so-y-te", "f1c1s1"))?.note)
      .toBe("Chưa ban hành kế hoạch");
    await clerk.leave();
  });

  test("a head submits", async () => {
    await fill("so-y-te", "selfScores");
    const [keys, head] = await typistAt(browser, "lanhdao.so-y-te@laichau.example", "/app/don-vi");
    const { page } = head;
    await page.locator('[data-row="f1c2"]').waitFor();
    await keys.press("/");
    await keys.type("1.2");
    await page.getByText(/^Tìm thấy/).waitFor();
    await keys.press("Enter", "=");
    await expect.poll(async () => (await selfScoreOf("so-y-te", "f1c2"))?.points ?? 0).toBeGreaterThan(0);
    await page.reload();
    await page.getByRole("button", { name: "Gửi hồ sơ", exact: true }).waitFor();
    await keys.to(/^Gửi hồ sơ$/);
    await keys.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/Mọi tiêu chí đã hoàn thành/).waitFor();
    await keys.to(/^Nhập lại tên đơn vị/);
    await keys.type("Sở Y tế");
    await keys.to(/^Số báo cáo tự đánh giá/);
    await keys.type("15/BC-SYT");
    await keys.to(/^Ngày báo cáo/);
    await keys.type("12102024");
    await keys.to(/^Gửi hồ sơ$/);
    await keys.press("Enter");
    await page.getByText(/báo cáo số 15\/BC-SYT/).waitFor();
    await dialog.waitFor({ state: "hidden" });
    await head.leave();
  });

  test("an appraiser recognises, adjusts with a reason, asks, and goes on", async () => {
    for (const unit of UNITS) await fill(unit, "selfScores");
    await dateComes("selfAssessmentDue");
    const [keys, appraiser] = await typistAt(
      browser,
      "thamdinh.so-noi-vu@laichau.example",
      "/app/tham-dinh?don-vi=so-y-te&linh-vuc=f1",
    );
    const { page } = appraiser;
    await page.locator('[data-leaf="f1c1s2"]').waitFor();
    await keys.to(/^1\.1\.1 /);
    await keys.press("c");
    await expect.poll(async () => (await appraisalOf("so-y-te", "f1c1s1"))?.decision).toBe("recognised");
    await keys.press("d");
    await page.getByLabel(/Điểm thẩm định/).waitFor();
    await keys.type("0");
    await keys.press("Enter");
    await page.getByText("Điều chỉnh phải kèm lý do.").waitFor();
    await keys.to(/^Lý do điều chỉnh/);
    await keys.type("Không có minh chứng");
    await keys.press("Control+Enter");
    await expect
      .poll(async () => (await appraisalOf("so-y-te", "f1c1s2"))?.reason)
      .toBe("Không có minh chứng");
    await keys.expectFocus();
    await keys.press("g");
    await page.getByLabel("Nội dung yêu cầu đơn vị giải trình").waitFor();
    await keys.type("Đề nghị gửi báo cáo");
    await keys.press("Control+Enter");
    await expect.poll(async () => (await appraisalOf("so-y-te", "f1c1s2"))?.ask).toBe("Đề nghị gửi báo cáo");
    await keys.expectFocus();
    await appraiser.leave();
  });

  test("the council decides a disputed leaf with a reason", async () => {
    await untilIndex("so-y-te", ({ differs }) => differs > 0);
    const [keys, council] = await typistAt(
      browser,
      "chutich.hoidong@laichau.example",
      "/app/hoi-dong?muc=tieu-chi",
    );
    const { page } = council;
    await page.getByRole("button", { name: /Sở Y tế, 1\.1\.2/ }).waitFor();
    await keys.to(/Sở Y tế, 1\.1\.2/);
    await keys.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Điều chỉnh" }).waitFor();
    await keys.to(/^Điều chỉnh$/);
    await keys.press("Enter");
    await dialog.getByLabel(/Điểm thẩm định/).waitFor();
    await keys.press("Control+a");
    await keys.type("0,5");
    await keys.to(/^Lý do điều chỉnh/);
    await keys.press("Control+a");
    await keys.type("Hội đồng thống nhất");
    await keys.press("Control+Enter");
    await expect
      .poll(async () => (await appraisalOf("so-y-te", "f1c1s2"))?.reason)
      .toBe("Hội đồng thống nhất");
    await keys.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await keys.expectFocus();
    await council.leave();
  });

  test("the standing body adds a member", async () => {
    const [keys, admin] = await typistAt(
      browser,
      "quantri@laichau.example",
      "/app/thuong-truc?muc=thanh-vien",
    );
    const { page } = admin;
    await page.getByRole("button", { name: "Thêm thành viên" }).waitFor();
    await keys.to(/^Thêm thành viên$/);
    await keys.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Họ và tên").waitFor();
    await keys.to(/^Họ và tên/);
    await keys.type("Lò Văn Phím");
    await keys.to(/^Chức vụ/);
    await keys.type("Chuyên viên");
    await keys.to(/^Thư điện tử/);
    await keys.type("phim.so-y-te@laichau.example");
    await keys.to(/^Người xem/);
    await keys.press("Space");
    await keys.to(/^Thêm thành viên$/);
    await keys.press("Enter");
    await page
      .getByText(/\/app\/mat-khau\?ma=/)
      .first()
      .waitFor();
    await keys.expectFocus();
    await admin.leave();
  });
});

describe("a session that ends", () => {
  test("while one types keeps what was typed, and saves it once one is signed in again", async () => {
    const browser = await launch();
    const email = "bientap.so-tu-phap@laichau.example";
    await openSmallYear();
    const clerk = await Person.signIn(browser, email, "/app/don-vi?tieu-chi=f1c2");
    const { page, context } = clerk;
    await page.getByLabel("Thuyết minh").waitFor();
    const isDatabase = (url: URL) => url.pathname.includes("google.firestore");
    await page.route(isDatabase, (route) => route.abort());
    await page.getByLabel("Thuyết minh").fill("Gõ trước khi hết phiên");
    const elsewhere = await context.newPage();
    await elsewhere.goto(`${ORIGIN}/app/`);
    await elsewhere.getByRole("button", { name: "Đăng xuất" }).click();
    await elsewhere.getByRole("button", { name: "Đăng nhập" }).waitFor();
    await elsewhere.close();
    await page.getByLabel("Thư điện tử").fill(email);
    await page.locator("input[name=password]").fill(PASSWORD);
    await page.unroute(isDatabase);
    await page.getByRole("button", { name: "Đăng nhập" }).click();
    await expect
      .poll(async () => (await selfScoreOf("so-tu-phap", "f1c2"))?.note)
      .toBe("Gõ trước khi hết phiên");
    await clerk.leave();
    await browser.close();
  });
});
