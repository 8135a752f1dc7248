import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashGroups, paths } from "../../core/src/index.ts";
import { SCHEME } from "../../tools/seed.ts";
import { expectAccessible, expectNoSidewaysScroll, launch, ORIGIN, Person } from "./browser.ts";
import { downloadedSheets, downloadedWords } from "./downloads.ts";
import {
  dateComes,
  db,
  fill,
  openSmallYear,
  runSchedule,
  smallYear,
  UNITS,
  untilIndex,
} from "./small-year.ts";

/** Leaves the page as soon as something is kept that holds a text: fields that follow from it do not show it yet. */
const LEFT_AS_KEPT = (text: string) => {
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (key, value) {
    setItem.call(this, key, value);
    if (!value.includes(text)) return;
    Storage.prototype.setItem = setItem;
    queueMicrotask(() => queueMicrotask(() => dispatchEvent(new Event("pagehide"))));
  };
};

/** One year in the browser, from sign-in to the published ranking, every page checked with axe. */
describe("a year in the browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    await openSmallYear();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test("a wrong password is refused in words, and nothing published is said with dignity", async () => {
    const page = await browser.newPage();
    await page.goto(`${ORIGIN}/app/`);
    await page.getByLabel("Thư điện tử").fill("bientap.so-y-te@laichau.example");
    await page.locator("input[name=password]").fill("sai mật khẩu");
    await page.getByRole("button", { name: "Đăng nhập" }).click();
    await page.getByRole("alert").getByText("không đúng").waitFor();
    await page.getByRole("button", { name: "Hiện hoặc ẩn mật khẩu" }).waitFor();
    await expectAccessible(page, "sign-in");
    await page.goto(ORIGIN);
    await expectAccessible(page, "nothing published");
    await page.close();
  });

  test("a clerk scores by keyboard; what is refused stays with its reason", async () => {
    const clerk = await Person.signIn(browser, "bientap.so-y-te@laichau.example", "/app/don-vi");
    const { page } = clerk;
    expect(await page.title()).toBe(`Tự đánh giá · Chỉ số cải cách hành chính ${smallYear()}`);
    const row = page.locator('[data-row="f1c1s1"]');
    await row.focus();
    await page.keyboard.press("9");
    await page.keyboard.press("Enter");
    await row.getByRole("alert").getByText("vượt điểm tối đa").waitFor();
    await page.locator('[data-row="f1c2"]').press("1");
    await page.keyboard.press("Escape");
    expect(await row.getByRole("textbox").inputValue(), "what is refused stays while one is elsewhere").toBe(
      "9",
    );
    await row.getByRole("textbox").press("Escape");
    await page.keyboard.press("0");
    await page.keyboard.type(",25");
    await page.keyboard.press("Enter");
    await untilIndex("so-y-te", ({ total }) => total.self === 2_500);
    const versions = async (leaf: string) =>
      (await db.doc(paths.score(SCHEME, smallYear(), "so-y-te", "selfScores", leaf)).get()).get("rev");
    expect([await versions("f1c1s1"), await versions("f1c2")], "saved once; given up").toEqual([
      1,
      undefined,
    ]);
    await page.locator('[data-row="f1c1s2"]').press("Enter");
    await page.getByLabel("Số phải thực hiện").pressSequentially("20");
    await page.evaluate(LEFT_AS_KEPT, '"done":20');
    const done = page.getByLabel("Số đã thực hiện");
    await done.pressSequentially("20");
    await untilIndex("so-y-te", ({ total }) => total.self === 2_500 + 15_000);
    await done.fill("");
    await done.pressSequentially("18");
    await page.reload();
    await untilIndex("so-y-te", ({ total }) => total.self === 2_500 + 13_500);
    expect(await versions("f1c1s2"), "a number is a version, not each of its digits").toBe(3);
    await page.locator('[data-row="f1c1s2"]').waitFor();
    await expectAccessible(page, "unit");
    await clerk.leave();
  });

  test("the head sees what is missing, then submits once", async () => {
    const head = await Person.signIn(browser, "lanhdao.so-y-te@laichau.example", "/app/don-vi", 360);
    const { page } = head;
    const menu = page.getByRole("button", { name: "Trình đơn" });
    const unreachable = page.locator("nav[inert]");
    expect(await unreachable.count(), "a menu out of sight takes no focus").toBe(1);
    await menu.click();
    await unreachable.waitFor({ state: "detached" });
    await menu.click();
    const drawer = page.getByRole("dialog", { name: "Hướng dẫn chấm điểm" });
    await page.locator('[data-row="f1c1s1"] th').click();
    await drawer.getByLabel("Thuyết minh").waitFor();
    await page.goBack();
    await drawer.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Gửi hồ sơ", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/Còn \d+ tiêu chí chưa hoàn thành/).waitFor();
    await expectAccessible(page, "submit");
    await expectNoSidewaysScroll(page, "submit at 360 px");
    await fill("so-y-te", "selfScores");
    await dialog.getByText("Mọi tiêu chí đã hoàn thành.").waitFor();
    await page.mouse.click(3, 3);
    await dialog.getByLabel(/Nhập lại tên đơn vị/).fill("Sở Y tế");
    await dialog.getByLabel("Số báo cáo tự đánh giá").fill("15/BC-SYT");
    await dialog.getByLabel("Ngày báo cáo").fill("2024-12-10");
    await dialog.getByRole("button", { name: "Gửi hồ sơ", exact: true }).dblclick();
    await page.getByText(/báo cáo số 15\/BC-SYT ngày 10\/12\/2024/).waitFor();
    await expectNoSidewaysScroll(page, "unit at 360 px");
    await head.leave();
  });

  test("an appraiser recognises, adjusts with a reason, and recognises the rest", async () => {
    for (const unit of UNITS) await fill(unit, "selfScores");
    await dateComes("selfAssessmentDue");
    const appraiser = await Person.signIn(
      browser,
      "thamdinh.so-tu-phap@laichau.example",
      "/app/tham-dinh?don-vi=so-y-te",
    );
    const { page } = appraiser;
    await page.locator("[data-leaf]").first().press("c");
    await page.locator('[data-leaf="f2c1"]').getByText("Đã lưu").waitFor();
    await page.locator('[data-leaf="f2c2s1"]').press("d");
    await page.getByLabel(/Điểm thẩm định/).fill("0,5");
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    await page.getByText("Điều chỉnh phải kèm lý do.").waitFor();
    await page.getByLabel("Lý do điều chỉnh").fill("Ban hành sau thời hạn");
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    await untilIndex("so-y-te", ({ differs }) => differs === 1);
    await expectAccessible(page, "appraisal");
    await page.getByRole("button", { name: /Công nhận phần còn lại/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Công nhận phần còn lại" }).click();
    await page.getByText(/Đã công nhận \d+ tiêu chí/).waitFor();
    expect(await page.getByRole("navigation").getByText("Sở Tư pháp").count()).toBe(0);
    await appraiser.leave();
  });

  test("the unit explains what was adjusted, and the appraiser sees it", async () => {
    for (const unit of UNITS) await fill(unit, "appraisals");
    for (const unit of UNITS) await untilIndex(unit, ({ missing }) => missing.appraisal === 0);
    await dateComes("appraisalDue");
    const clerk = await Person.signIn(browser, "bientap.so-y-te@laichau.example", "/app/don-vi");
    await clerk.page.getByText("Ban hành sau thời hạn").waitFor();
    await clerk.page.getByLabel("Nội dung giải trình").fill("Kế hoạch ban hành ngày 20/01/2024, đúng hạn.");
    await clerk.page.reload();
    await clerk.page.getByText("✓ đã giải trình").waitFor();
    await expectAccessible(clerk.page, "explanation");
    await clerk.leave();
    await dateComes("explanationDue");
    const appraiser = await Person.signIn(
      browser,
      "thamdinh.so-tu-phap@laichau.example",
      "/app/tham-dinh?don-vi=so-y-te&linh-vuc=f2",
    );
    await appraiser.page.getByText("Kế hoạch ban hành ngày 20/01/2024, đúng hạn.").waitFor();
    await appraiser.leave();
    await dateComes("reappraisalDue");
  });

  test("the council is refused with the list, then adopts", async () => {
    const council = await Person.signIn(browser, "chutich.hoidong@laichau.example", "/app/hoi-dong");
    const { page } = council;
    await page.getByRole("button", { name: "Thông qua kết quả" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/Biên bản/).fill("Biên bản số 01 (minh họa)");
    await dialog.getByRole("button", { name: "Thông qua kết quả" }).click();
    await dialog.getByText(/Chưa thông qua được: còn \d+/).waitFor();
    await expectAccessible(page, "adoption refused");
    for (const unit of UNITS) await fill(unit, "surveyScores");
    for (const unit of UNITS) await untilIndex(unit, ({ provisional }) => !provisional);
    await dialog.getByRole("button", { name: "Thông qua kết quả" }).dblclick();
    await page.getByText("Đã thông qua theo").first().waitFor();
    await dialog.waitFor({ state: "hidden" });
    await expectAccessible(page, "council");
    await council.leave();
  });

  test("the standing body seals and enters the decision", async () => {
    const admin = await Person.signIn(browser, "quantri@laichau.example", "/app/thuong-truc");
    const { page } = admin;
    await page.getByRole("heading", { level: 1 }).waitFor();
    await expectAccessible(page, "the year");
    await page.getByRole("tab", { name: "Kết quả và công bố" }).click();
    await page.getByRole("button", { name: "Chốt kết quả" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Chốt kết quả" }).click();
    await page.getByText("Mã gốc (SHA-256)").waitFor();
    await page.getByText("Chênh lệch so với kết quả đang hiển thị: 0").waitFor();
    await page.getByRole("button", { name: "Nhập quyết định công bố" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Số quyết định công bố").fill("MINH-HOA-01/QĐ-UBND");
    await dialog.getByLabel("Ngày ký").fill("2025-01-15");
    await dialog.getByRole("button", { name: "Nhập quyết định công bố" }).click();
    await page.getByText(/MINH-HOA-01\/QĐ-UBND/).waitFor();
    await dialog.waitFor({ state: "hidden" });
    await expectAccessible(page, "result");
    for (const name of ["Hồ sơ đơn vị", "Thành viên", "Nhật ký"]) {
      await page.getByRole("tab", { name }).click();
      await page.getByRole("tabpanel", { name }).waitFor();
      await expectAccessible(page, name);
    }
    await admin.leave();
  });

  test("the sealed result becomes the draft of the decision, with its root", async () => {
    const admin = await Person.signIn(
      browser,
      "quantri@laichau.example",
      "/app/thuong-truc?muc=ket-qua",
      360,
    );
    const { page } = admin;
    const root = (await page.getByRole("code").first().textContent()) ?? "";
    expect(root).toMatch(/^[0-9a-f]{64}$/);
    await page.getByRole("tab", { name: "Báo cáo" }).click();
    await page.getByText("Có sau khi kết quả được công bố.").first().waitFor();
    const draft = await downloadedWords(page, "Tải Word: Dự thảo quyết định phê duyệt và công bố");
    expect(draft.name).toMatch(/^du-thao-quyet-dinh-\d{4}\.docx$/);
    expect(draft.text).toContain(hashGroups(root));
    expect(draft.text).toContain("Số: MINH-HOA-01/QĐ-UBND");
    await page.getByText("Đã tải «Dự thảo quyết định phê duyệt và công bố».").waitFor();
    await expectAccessible(page, "reports");
    await expectNoSidewaysScroll(page, "reports at 360 px");
    await admin.leave();
  });

  test("the date comes: everyone reads the ranking and every sheet, without script", async () => {
    await dateComes("publishAt");
    await runSchedule();
    const context = await browser.newContext({
      javaScriptEnabled: true,
      viewport: { width: 360, height: 740 },
    });
    const page = await context.newPage();
    await page.goto(ORIGIN);
    await page.getByRole("heading", { level: 1 }).waitFor();
    for (const name of ["Sở Y tế", "Sở Tư pháp", "Ban Dân tộc tỉnh"])
      expect(await page.getByText(name).count()).toBeGreaterThan(0);
    await expectAccessible(page, "published ranking");
    await expectNoSidewaysScroll(page, "ranking at 360 px");
    await page.getByRole("link", { name: "Sở Y tế" }).first().click();
    await page.getByRole("heading", { level: 1, name: /Sở Y tế/ }).waitFor();
    await expectAccessible(page, "published sheet");
    await expectNoSidewaysScroll(page, "sheet at 360 px");
    await context.close();
  });

  test("who wants the numbers finds them by the foot of every page, and gets the newest file", async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });
    const page = await context.newPage();
    await page.goto(ORIGIN);
    await page.getByRole("contentinfo").getByRole("link", { name: "Dữ liệu mở" }).click();
    await page.getByRole("heading", { level: 1, name: "Dữ liệu mở" }).waitFor();
    await page.getByText("Xếp hạng (ranking)").click();
    await expectAccessible(page, "open data");
    await expectNoSidewaysScroll(page, "open data at 360 px");
    const ranking = page.getByRole("listitem").filter({ hasText: "Bảng xếp hạng: " });
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      ranking.getByRole("link", { name: "CSV" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`lai-chau_${smallYear()}_v1-ranking.csv`);
    expect(readFileSync(await file.path(), "utf8")).toMatch(/^\uFEFFpublication,year,.*\r\n.*Sở Y tế/s);
    await context.close();
  });

  test("the published result is had as reports, by the council, and by the unit as its own", async () => {
    const council = await Person.signIn(
      browser,
      "chutich.hoidong@laichau.example",
      "/app/hoi-dong?muc=bao-cao",
    );
    const { page } = council;
    const report = await downloadedWords(page, "Tải Word: Báo cáo kết quả");
    expect(report.text).toContain("VI. SO SÁNH VỚI NĂM TRƯỚC");
    expect(report.text).toContain("chưa có kết quả công bố trong hệ thống");
    const annex = await downloadedSheets(page, "Tải Excel: Bảng điểm theo phụ lục");
    expect(annex.names.slice(-3).toSorted()).toEqual(["Ban Dân tộc tỉnh", "Sở Tư pháp", "Sở Y tế"]);
    const boards = await downloadedSheets(page, "Tải Excel: Kết quả phục vụ thi đua, khen thưởng");
    expect(boards.names).toContain("Người đứng đầu");
    expect(boards.texts).toContain("Lãnh đạo đơn vị");
    const heads = await downloadedWords(page, "Tải Word: Phiếu kết quả của người đứng đầu");
    expect(heads.text).toContain("Lãnh đạo đơn vị");
    await council.leave();
    const clerk = await Person.signIn(browser, "bientap.so-y-te@laichau.example", "/app/don-vi?muc=bao-cao");
    const own = await downloadedWords(clerk.page, "Tải báo cáo (Word)");
    expect(own.text).toContain("Tự đánh giá, chấm điểm Chỉ số cải cách hành chính");
    const sheet = await downloadedSheets(clerk.page, "Tải bảng điểm (Excel)");
    expect(sheet.names).toEqual(["Sở Y tế"]);
    expect(sheet.texts).toContain("Kết quả thẩm định");
    await clerk.leave();
  });
});
