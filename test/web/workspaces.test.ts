import { Buffer } from "node:buffer";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, expectNoSidewaysScroll, launch, ORIGIN, Person } from "./browser.ts";
import { asPdf, pdf } from "./pdf.ts";
import { dateComes, fill, openSmallYear, selfScoreOf, UNITS, untilIndex } from "./small-year.ts";

const CLERK = "bientap.so-y-te@laichau.example";
const HEAD = "lanhdao.so-y-te@laichau.example";

async function choose(page: Page, files: ReturnType<typeof asPdf>[]): Promise<void> {
  const chosen = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Thêm tệp" }).click();
  await (await chosen).setFiles(files);
}

/** Checks a page with axe, and that nothing sticks out, as wide as an office screen and as narrow as a phone. */
async function expectGood(page: Page, what: string): Promise<void> {
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page, `${what} at ${width} px`);
    await expectNoSidewaysScroll(page, `${what} at ${width} px`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** What each role does in a working year, beside the way from sign-in to publication. */
describe("workspaces", () => {
  let browser: Browser;
  beforeAll(async () => {
    await openSmallYear();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test("a clerk begins at what waits, and proves a leaf by files, a link and a document", async () => {
    const clerk = await Person.signIn(browser, CLERK, "/app/");
    const { page } = clerk;
    await page.getByRole("heading", { name: "Việc của tôi" }).waitFor();
    await page
      .getByText("Mức hoàn thành theo lĩnh vực")
      .or(page.getByText("Chưa chấm điểm"))
      .first()
      .waitFor();
    await expectGood(page, "clerk's home");
    await page.goto(`${ORIGIN}/app/don-vi?tieu-chi=f1c1s1`);
    const panel = page.getByRole("region", { name: "Tài liệu kiểm chứng" });
    const large = Buffer.concat([pdf("Bao cao"), Buffer.alloc(1_200_000, 32)]);
    await choose(page, [
      asPdf("Kế hoạch 12.pdf", pdf("Ke hoach")),
      asPdf("Báo cáo dài.pdf", large),
      asPdf("Báo cáo dài (bản sao).pdf", large),
      asPdf("không phải.pdf", Buffer.from("<html><script>alert(1)</script></html>")),
    ]);
    await panel.getByRole("button", { name: "Kế hoạch 12", exact: true }).waitFor();
    await panel.getByRole("button", { name: "Báo cáo dài", exact: true }).waitFor();
    await panel.getByText("Tệp này đã có trong tài liệu «Báo cáo dài»").waitFor();
    await panel.getByRole("alert").getByText("nội dung của nó không thuộc loại được nhận").waitFor();
    await panel.getByRole("button", { name: "Hủy: không phải.pdf" }).click();
    await panel.getByRole("button", { name: "Thêm liên kết" }).click();
    await panel.getByLabel("Tên tài liệu").fill("Trang tin của Sở");
    await panel.getByLabel(/Địa chỉ/).fill("https://syt.laichau.example/cchc");
    await panel.getByRole("button", { name: "Lưu", exact: true }).click();
    await panel.getByRole("button", { name: "Trang tin của Sở" }).waitFor();
    await panel.getByRole("button", { name: "Thêm số văn bản" }).click();
    await panel.getByLabel("Tên tài liệu").fill("Quyết định phê duyệt kế hoạch");
    await panel.getByLabel("Số, ký hiệu văn bản").fill("12/QĐ-SYT");
    await panel.getByLabel("Trang, mục").fill("trang 3, mục II");
    await panel.getByRole("button", { name: "Lưu", exact: true }).click();
    await panel.getByText("(trang 3, mục II)").waitFor();
    await panel.getByRole("button", { name: "Kế hoạch 12", exact: true }).click();
    await page.locator("canvas").waitFor();
    await expectAccessible(page, "evidence beside its leaf");
    await page.getByRole("dialog").getByRole("button", { name: "Đóng" }).click();
    for (const tab of ["tai-lieu", "kiem-tra", "trao-doi", "bao-cao"]) {
      await page.goto(`${ORIGIN}/app/don-vi?muc=${tab}`);
      await page.getByRole("tabpanel").waitFor();
      await expectGood(page, tab);
    }
    await clerk.leave();
  });

  test("the same file serves a second leaf without being kept twice; evidence is found without tone marks", async () => {
    const clerk = await Person.signIn(browser, CLERK, "/app/don-vi?tieu-chi=f1c1s2");
    const { page } = clerk;
    await page.getByText("Chưa có tài liệu kiểm chứng nào cho tiêu chí này.").waitFor();
    await choose(page, [asPdf("ban sao.pdf", pdf("Ke hoach"))]);
    await page.getByText("Tệp này đã có trong tài liệu «Kế hoạch 12»").waitFor();
    await page.goto(`${ORIGIN}/app/don-vi?muc=tai-lieu`);
    await page.getByLabel("Loại tài liệu").selectOption("link");
    await page.getByText("Trang tin của Sở").waitFor();
    expect(await page.getByText("Quyết định phê duyệt kế hoạch").count()).toBe(0);
    await page.getByLabel("Loại tài liệu").selectOption("");
    await page.getByLabel("Tìm tài liệu").fill("quyet dinh phe duyet");
    await page.getByText("Quyết định phê duyệt kế hoạch").waitFor();
    expect(await page.getByText("Trang tin của Sở").count()).toBe(0);
    await clerk.leave();
  });

  test("two clerks at one leaf: what the other saved is never overwritten silently", async () => {
    const one = await Person.signIn(browser, CLERK, "/app/don-vi?tieu-chi=f1c2");
    const two = await Person.signIn(browser, HEAD, "/app/don-vi?tieu-chi=f1c2");
    const note = (person: Person) => person.page.getByLabel("Thuyết minh");
    await note(one).waitFor();
    await note(two).waitFor();
    await one.context.setOffline(true);
    await note(one).fill("Của cán bộ, gõ khi mất mạng");
    await note(one).blur();
    await note(two).fill("Của lãnh đạo");
    await note(two).blur();
    await expect.poll(async () => (await selfScoreOf("so-y-te", "f1c2"))?.note).toBe("Của lãnh đạo");
    await one.context.setOffline(false);
    await one.page.getByRole("button", { name: "Giữ giá trị của tôi" }).first().waitFor();
    expect(await note(one).inputValue()).toBe("Của cán bộ, gõ khi mất mạng");
    expect((await selfScoreOf("so-y-te", "f1c2"))?.note).toBe("Của lãnh đạo");
    await one.page.getByRole("button", { name: "Giữ giá trị của tôi" }).first().click();
    await expect
      .poll(async () => (await selfScoreOf("so-y-te", "f1c2"))?.note)
      .toBe("Của cán bộ, gõ khi mất mạng");
    await one.leave();
    await two.leave();
  });

  test("what was typed without network survives a reload and arrives", async () => {
    const clerk = await Person.signIn(browser, CLERK, "/app/don-vi?tieu-chi=f2c1");
    const { page, context } = clerk;
    await page.getByLabel("Thuyết minh").waitFor();
    // The page itself still comes; only the database is out of reach.
    const isDatabase = (url: URL) => url.pathname.includes("google.firestore");
    await context.route(isDatabase, (route) => route.abort());
    await page.getByLabel("Thuyết minh").fill("Gõ lúc mất điện");
    await page.getByLabel("Thuyết minh").blur();
    await page.waitForTimeout(1_000);
    page.on("dialog", (dialog) => void dialog.accept());
    await context.unroute(isDatabase);
    await page.reload();
    await expect.poll(async () => (await selfScoreOf("so-y-te", "f2c1"))?.note).toBe("Gõ lúc mất điện");
    await clerk.leave();
  });

  test("one key a leaf: the proposal or the maximum", async () => {
    const clerk = await Person.signIn(browser, CLERK, "/app/don-vi");
    const { page } = clerk;
    await page.locator('[data-row="f3c1s1"]').focus();
    const before = await page.evaluate("document.activeElement.dataset.row");
    for (let leaf = 0; leaf < 5; leaf += 1) await page.keyboard.press("=");
    expect(await page.evaluate("document.activeElement.dataset.row")).not.toBe(before);
    await expect.poll(async () => (await selfScoreOf("so-y-te", "f3c1s1"))?.points ?? 0).toBeGreaterThan(0);
    await clerk.leave();
  });

  test("the head reads through, gives a leaf to the clerk, remarks, and submits with the signed report", async () => {
    await fill("so-y-te", "selfScores");
    const head = await Person.signIn(browser, HEAD, "/app/don-vi");
    const { page } = head;
    for (const leaf of ["f1c2", "f2c1"]) {
      await page.locator(`[data-row="${leaf}"]`).press("=");
      await expect.poll(async () => (await selfScoreOf("so-y-te", leaf))?.points ?? 0).toBeGreaterThan(0);
    }
    await page.getByRole("tab", { name: /Kiểm tra/ }).click();
    await page.getByText("Mọi tiêu chí (", { exact: false }).first().click();
    await page.getByLabel("Chọn tiêu chí 1.2", { exact: true }).check();
    await page.getByLabel(/Giao 1 tiêu chí/).selectOption({ index: 1 });
    await page
      .getByText(/^Giao: /)
      .first()
      .waitFor();
    await page.getByRole("button", { name: /^1\.2 / }).click();
    await page.getByPlaceholder("Viết ý kiến cho đồng nghiệp").fill("Bổ sung báo cáo quý IV");
    await page.getByRole("button", { name: "Gửi ý kiến" }).click();
    await page.getByText("Bổ sung báo cáo quý IV").first().waitFor();
    await page.getByRole("button", { name: "Gửi hồ sơ", exact: true }).click();
    const dialog = page.getByRole("dialog");
    const chosen = page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: /Báo cáo đã ký/ }).click();
    await (await chosen).setFiles(asPdf("Báo cáo tự đánh giá.pdf", pdf("Bao cao da ky")));
    await dialog.getByText("Đã tải lên: Báo cáo tự đánh giá.pdf").waitFor();
    await dialog.getByLabel(/Nhập lại tên đơn vị/).fill("Sở Y tế");
    await dialog.getByLabel("Số báo cáo tự đánh giá").fill("15/BC-SYT");
    await dialog.getByLabel("Ngày báo cáo").fill("2024-12-10");
    await expectAccessible(page, "submit with a file");
    await dialog.getByRole("button", { name: "Gửi hồ sơ", exact: true }).click();
    await page.getByText(/báo cáo số 15\/BC-SYT ngày 10\/12\/2024/).waitFor();
    await page.getByRole("tab", { name: "Báo cáo" }).click();
    const printed = page.getByRole("article");
    for (const line of ["UBND TỈNH LAI CHÂU", "SỞ Y TẾ", "Lai Châu, ngày 10 tháng 12 năm 2024", "GIÁM ĐỐC"])
      await printed.getByText(line, { exact: true }).waitFor();
    await head.leave();
  });

  test("an appraiser recognises by one key a leaf, reads evidence beside it, asks; the unit answers with more", async () => {
    for (const unit of UNITS) await fill(unit, "selfScores");
    await dateComes("selfAssessmentDue");
    const appraiser = await Person.signIn(
      browser,
      "thamdinh.so-noi-vu@laichau.example",
      "/app/tham-dinh?don-vi=so-y-te&linh-vuc=f1",
    );
    const { page } = appraiser;
    const card = page.locator('[data-leaf="f1c1s1"]');
    await card.getByRole("button", { name: "Kế hoạch 12" }).waitFor();
    await card.press("t");
    await page.locator("canvas").waitFor();
    await page.keyboard.press("Escape");
    await card.press("c");
    await untilIndex("so-y-te", ({ total }) => total.appraised !== null);
    await page.locator('[data-leaf="f1c2"]').press("g");
    await page.getByLabel("Nội dung yêu cầu đơn vị giải trình").fill("Đề nghị gửi báo cáo quý IV");
    await page.keyboard.press("Control+Enter");
    await untilIndex("so-y-te", ({ asked }) => asked === 1);
    for (const view of ["hang-doi", "theo-tieu-chi"]) {
      await page.goto(`${ORIGIN}/app/tham-dinh?muc=${view}`);
      await page.getByRole("tabpanel").waitFor();
      await expectGood(page, view);
    }
    await appraiser.leave();
    for (const unit of UNITS) await fill(unit, "appraisals");
    await dateComes("appraisalDue");
    const clerk = await Person.signIn(browser, CLERK, "/app/don-vi?muc=giai-trinh");
    await clerk.page.getByText("Đề nghị gửi báo cáo quý IV").waitFor();
    await clerk.page.getByLabel("Nội dung giải trình").first().fill("Đã gửi, kèm theo đây.");
    await clerk.page.getByLabel("Nội dung giải trình").first().blur();
    await choose(clerk.page, [asPdf("Báo cáo quý IV.pdf", pdf("Quy IV"))]);
    await clerk.page.getByRole("button", { name: "Báo cáo quý IV", exact: true }).waitFor();
    await expectGood(clerk.page, "explanation");
    await clerk.leave();
  });

  test("the standing body makes an account by a one-time link; the person sets a password and begins", async () => {
    const admin = await Person.signIn(browser, "quantri@laichau.example", "/app/thuong-truc?muc=thanh-vien");
    const { page } = admin;
    await page.getByRole("button", { name: "Thêm thành viên" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Họ và tên").fill("Lò Thị Mới");
    await dialog.getByLabel("Chức vụ").fill("Chuyên viên");
    await dialog.getByLabel("Thư điện tử").fill("moi.so-y-te@laichau.example");
    await dialog.locator("select[name=unit]").selectOption("so-y-te");
    await dialog.getByLabel("Cán bộ tự đánh giá").check();
    await dialog.getByRole("button", { name: "Thêm thành viên" }).click();
    const address = page.getByText(/\/app\/mat-khau\?ma=/).first();
    await address.waitFor();
    const path = /\/app\/mat-khau\?ma=[A-Za-z0-9_-]{43}/.exec((await address.textContent()) ?? "")?.[0] ?? "";
    await expectAccessible(page, "one-time link");
    const context = await browser.newContext({ locale: "vi-VN" });
    const fresh = await context.newPage();
    await fresh.goto(ORIGIN + path);
    await fresh.locator("input[type=password]").first().waitFor();
    for (const field of await fresh.locator("input[type=password]").all())
      await field.fill("mot-mat-khau-dai");
    await expectAccessible(fresh, "set a password");
    await fresh.locator("button[type=submit]").click();
    await fresh.getByRole("heading", { name: "Việc của tôi" }).waitFor();
    await fresh.getByRole("button", { name: "Đăng xuất" }).click();
    await fresh.goto(ORIGIN + path);
    await fresh.locator("input[type=password]").first().waitFor();
    for (const field of await fresh.locator("input[type=password]").all())
      await field.fill("mot-mat-khau-khac");
    await fresh.locator("button[type=submit]").click();
    await fresh.getByText("Liên kết không dùng được").waitFor();
    await fresh.getByRole("link", { name: "Đã có mật khẩu" }).click();
    await fresh.getByRole("heading", { name: "Đăng nhập" }).waitFor();
    await context.close();
    await admin.leave();
  });

  test("a leader looks on: progress and pictures, nothing to press", async () => {
    const leader = await Person.signIn(browser, "lanhdao.tinh@laichau.example", "/app/");
    await leader.page.getByRole("link", { name: "Xem chỉ số và lĩnh vực của các đơn vị" }).click();
    await leader.page.getByRole("heading", { level: 1, name: "Tổng quan" }).waitFor();
    await expectGood(leader.page, "overview");
    await leader.page.goto(`${ORIGIN}/app/hoi-dong`);
    await leader.page.getByRole("heading", { level: 1, name: "không dành cho vai trò" }).waitFor();
    await expectAccessible(leader.page, "a page of others");
    await leader.leave();
  });

  test("English is one press away and stays", async () => {
    const leader = await Person.signIn(browser, "lanhdao.tinh@laichau.example", "/app/tong-quan");
    await leader.page.getByRole("button", { name: /English/ }).click();
    await leader.page.getByRole("button", { name: "Sign out" }).waitFor();
    await leader.page.reload();
    await leader.page.getByRole("button", { name: "Sign out" }).waitFor();
    expect(await leader.page.evaluate("document.documentElement.lang")).toBe("en");
    await leader.leave();
  });
});
