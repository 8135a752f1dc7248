import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WrittenCell } from "../../core/src/index.ts";
import { readWorkbook, writeWorkbook } from "../../core/src/workbook.ts";
import { expectAccessible, expectNoSidewaysScroll, launch, Person } from "./browser.ts";
import { asPdf, pdf } from "./pdf.ts";
import { dateComes, openSmallYear } from "./small-year.ts";

const ADMIN = "quantri@laichau.example";

async function expectGood(page: Page, what: string): Promise<void> {
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page, `${what} at ${width} px`);
    await expectNoSidewaysScroll(page, `${what} at ${width} px`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

const reason = (page: Page) => page.getByRole("dialog").getByLabel("Lý do");

/** Presses a button that gives a file, and returns its bytes. */
async function downloaded(page: Page, button: string): Promise<Uint8Array> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).first().click();
  return new Uint8Array(readFileSync(await (await download).path()));
}

/** A set as an annex prints it. */
const ANNEX = [
  ["STT", "Lĩnh vực, tiêu chí", "Điểm tối đa", "Ghi chú"],
  ["1", "Chỉ đạo, điều hành", "3", ""],
  ["1.1", "Kế hoạch cải cách hành chính", "2,5", ""],
  ["1.2", "Mức độ hài lòng", "0,5", "Điều tra XHH: người dân"],
].map((row) => row.map((value) => ({ value })));

const xlsx = (name: string, bytes: Uint8Array) => ({
  name,
  mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  buffer: Buffer.from(bytes),
});

async function chooseExcel(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const chosen = page.waitForEvent("filechooser");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Tệp Excel/ })
    .click();
  await (await chosen).setFiles(xlsx(name, bytes));
}

describe("a year that is set up", () => {
  let browser: Browser;
  beforeAll(async () => {
    await openSmallYear();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test("begins after another, says what is different, and is nobody else's matter yet", async () => {
    const admin = await Person.signIn(browser, ADMIN, "/app/thuong-truc?muc=tien-trinh");
    const { page } = admin;
    await page.getByRole("button", { name: "Lập kỳ đánh giá năm mới" }).click();
    await expectAccessible(page, "a new year");
    await reason(page).fill("Bắt đầu năm mới");
    await page.getByRole("dialog").getByRole("button", { name: "Lập kỳ đánh giá năm mới" }).click();
    await page.getByText(/^Đã lập kỳ đánh giá năm/).waitFor();
    await page.getByLabel("Năm đánh giá", { exact: true }).selectOption({ index: 0 });
    await page.getByText("Danh sách đơn vị không đổi.").waitFor();
    await expectGood(page, "a prepared year");
    const clerk = await Person.signIn(browser, "bientap.so-y-te@laichau.example", "/app/don-vi");
    await clerk.page.locator('[data-row="f1c2"]').waitFor();
    expect(await clerk.page.getByLabel("Năm đánh giá", { exact: true }).count()).toBe(0);
    await clerk.leave();
    await admin.leave();
  });

  test("has its units changed one by one and by Excel; what is wrong in a list is named by row and cell", async () => {
    const admin = await Person.signIn(browser, ADMIN, "/app/thuong-truc?muc=don-vi");
    const { page } = admin;
    await page.getByLabel("Năm đánh giá", { exact: true }).selectOption({ index: 0 });
    await page.getByRole("button", { name: "Sửa đơn vị: Sở Y tế" }).click();
    await page.getByLabel("Tên đơn vị").fill("Sở Y tế và Dân số");
    await reason(page).fill("Đổi tên");
    await page.getByRole("dialog").getByRole("button", { name: "Lưu" }).click();
    await page.getByRole("rowheader", { name: "Sở Y tế và Dân số" }).waitFor();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await expectGood(page, "units");
    await page.getByRole("button", { name: "Nhóm đơn vị và cơ quan thường trực" }).click();
    await page.getByRole("button", { name: "Thêm nhóm" }).click();
    await page.getByLabel("Mã nhóm").last().fill("xa-phuong");
    await page.getByLabel("Tên nhóm").last().fill("UBND xã, phường");
    await page.getByLabel("Cơ quan thường trực", { exact: true }).selectOption("so-tu-phap");
    await page.getByLabel("Cơ quan thẩm định hồ sơ của cơ quan thường trực").selectOption("so-y-te");
    await reason(page).fill("Thêm nhóm");
    await expectAccessible(page, "groups");
    await page.getByRole("dialog").getByRole("button", { name: "Lưu" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    const bytes = await downloaded(page, "Xuất Excel");
    const { worksheet } = readWorkbook(bytes);
    if (!worksheet) throw new Error("the export is no workbook");
    const rows = worksheet.rows.map((row) =>
      row.map(
        ({ value }): WrittenCell => ({ value: typeof value === "number" ? value : String(value ?? "") }),
      ),
    );
    const group = rows[0]?.findIndex(({ value }) => value === "Nhóm") ?? -1;
    const cell = rows[1]?.[group];
    if (!cell) throw new Error("no group in the export");
    cell.value = "Nhóm lạ";
    await page.getByRole("button", { name: "Nhập từ Excel" }).click();
    await chooseExcel(page, "sai.xlsx", await writeWorkbook("Đơn vị", rows, []));
    await page
      .getByRole("dialog")
      .getByText(/^ô [A-Z]+2: .*Nhóm lạ/)
      .waitFor();
    await expectAccessible(page, "findings");
    await chooseExcel(page, "dung.xlsx", bytes);
    await page.getByText("3 đơn vị sẽ được lưu.").waitFor();
    await reason(page).fill("Nhập lại");
    await page.getByRole("dialog").getByRole("button", { name: "Nhập từ Excel" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await admin.leave();
  });

  test("has its sets edited with sums and faults as one goes, compared, and taken out and in by Excel", async () => {
    const admin = await Person.signIn(browser, ADMIN, "/app/thuong-truc?muc=bo-tieu-chi");
    const { page } = admin;
    await page.getByLabel("Năm đánh giá", { exact: true }).selectOption({ index: 0 });
    await page.getByRole("button", { name: /^Mở: / }).first().waitFor();
    await expectGood(page, "sets");
    const bytes = await downloaded(page, "Xuất Excel: ");
    await page.getByRole("button", { name: /^Mở: / }).first().click();
    await page.locator('[data-node="f1c2"]').click();
    const form = page.getByRole("region").filter({ has: page.getByLabel("Điểm tối đa") });
    await form.getByLabel("Điểm tối đa").fill("2");
    await page.getByText(/lỗi phải sửa trước khi mở kỳ đánh giá/).waitFor();
    await page.getByRole("button", { name: "Tính lại điểm các mục cha" }).click();
    await page.getByText("Có thay đổi chưa lưu").waitFor();
    await page.locator('[data-node="f1c2"]').press("Alt+ArrowDown");
    await page.getByRole("table", { name: "So sánh với" }).getByText("đổi thứ tự").first().waitFor();
    await expectGood(page, "set editor");
    await page.getByRole("button", { name: "Lưu phiên bản hướng dẫn" }).click();
    const guidance = page.getByRole("dialog");
    await guidance.getByLabel("Số văn bản hướng dẫn").fill("45/HD-SNV");
    const chosen = page.waitForEvent("filechooser");
    await guidance.getByRole("button", { name: "Tệp đính kèm" }).click();
    await (await chosen).setFiles(asPdf("huong-dan.pdf", pdf("Huong dan")));
    await guidance.getByRole("button", { name: "Bỏ tệp huong-dan.pdf" }).waitFor();
    await expectAccessible(page, "guidance");
    await guidance.getByRole("button", { name: "Lưu phiên bản hướng dẫn" }).click();
    await page.getByText(/^Phiên bản \d+: 45\/HD-SNV/).waitFor();
    expect(await downloaded(page, "Tải tệp huong-dan.pdf")).toEqual(new Uint8Array(pdf("Huong dan")));
    await page.getByRole("button", { name: "Lưu bộ tiêu chí" }).click();
    await reason(page).fill("Nâng điểm");
    await page.getByRole("dialog").getByRole("button", { name: "Lưu bộ tiêu chí" }).click();
    await page.getByText("Hai bản giống nhau.").waitFor();
    await page.getByRole("button", { name: /Các bộ tiêu chí/ }).click();
    await page.getByRole("button", { name: "Nhập từ Excel" }).click();
    await page.getByLabel("Mã bộ tiêu chí").fill("tu-excel");
    await chooseExcel(page, "bo.xlsx", bytes);
    await page
      .getByText(/không có đơn vị «so-noi-vu» trong kỳ đánh giá/)
      .first()
      .waitFor();
    await chooseExcel(page, "phu-luc.xlsx", await writeWorkbook("Phụ lục", ANNEX, []));
    await page.getByText("1 lĩnh vực, 2 tiêu chí chấm điểm, 3 điểm.").waitFor();
    await reason(page).fill("Nhập");
    await page.getByRole("dialog").getByRole("button", { name: "Nhập từ Excel" }).click();
    await page.getByText("tu-excel ·").waitFor();
    await admin.leave();
  });

  test("in use: another version takes the place of a set, after saying what must be scored again", async () => {
    const admin = await Person.signIn(browser, ADMIN, "/app/thuong-truc?muc=bo-tieu-chi");
    const { page } = admin;
    await page.getByText("đang dùng, không sửa được").first().waitFor();
    await page
      .getByRole("button", { name: /^Lập phiên bản mới: / })
      .first()
      .click();
    await reason(page).fill("Sửa một tiêu chí");
    await page.getByRole("dialog").getByRole("button", { name: "Lập phiên bản mới" }).click();
    await page.locator('[data-node="f1c2"]').click();
    const form = page.getByRole("region").filter({ has: page.getByLabel("Bước điểm") });
    await form.getByLabel("Bước điểm").fill("0,05");
    await page.getByRole("button", { name: "Lưu bộ tiêu chí" }).click();
    await reason(page).fill("Đổi bước điểm");
    await page.getByRole("dialog").getByRole("button", { name: "Lưu bộ tiêu chí" }).click();
    await page.getByText("Hai bản giống nhau.").waitFor();
    await page.getByRole("button", { name: /Các bộ tiêu chí/ }).click();
    await page.getByRole("button", { name: /^Thay bộ đang dùng: / }).click();
    await page.getByText("Phải chấm lại: 1.2").waitFor();
    await expectAccessible(page, "replace");
    await reason(page).fill("Theo ý kiến Hội đồng");
    await page.getByRole("dialog").getByRole("button", { name: "Thay bộ đang dùng" }).click();
    await page.getByText(/đơn vị đã chuyển sang bộ tiêu chí mới/).waitFor();
    await admin.leave();
  });

  test("has classes, tie-breaks and caps where the scheme decided so", async () => {
    const admin = await Person.signIn(browser, ADMIN, "/app/thuong-truc?muc=tien-trinh");
    const { page } = admin;
    await page.getByRole("button", { name: "Đổi cài đặt" }).click();
    const dialog = page.getByRole("dialog");
    await dialog
      .getByLabel(/^Mức xếp loại của/)
      .first()
      .fill("Tốt: 80\nKhá");
    await dialog.getByLabel(/^Xét khi bằng chỉ số, theo thứ tự 1/).selectOption("survey");
    await dialog.getByLabel(/^Điểm thưởng tối đa/).fill("2");
    await reason(page).fill("Quy chế của tỉnh");
    await dialog.getByRole("button", { name: "Lưu" }).click();
    await dialog.getByText(/dòng 2: cần/).waitFor();
    await expectAccessible(page, "settings");
    await dialog
      .getByLabel(/^Mức xếp loại của/)
      .first()
      .fill("Tốt: 80\nKhá: 65");
    await dialog.getByRole("button", { name: "Lưu" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("Tốt: 80; Khá: 65").waitFor();
    await admin.leave();
  });

  test("gives a unit bonus points by a decision of the council, and takes them back", async () => {
    await dateComes("selfAssessmentDue");
    const council = await Person.signIn(
      browser,
      "chutich.hoidong@laichau.example",
      "/app/hoi-dong?don-vi=so-y-te",
    );
    const { page } = council;
    await page.getByRole("button", { name: "Cho điểm thưởng, điểm trừ" }).click();
    const dialog = page.getByRole("dialog", { name: "Cho điểm thưởng, điểm trừ" });
    await dialog.locator("input[name=points]").fill("1,5");
    await dialog.getByLabel(/biên bản/i).fill("02/BB-HĐTĐ");
    await dialog.getByLabel("Ngày ban hành").fill("2025-01-10");
    await dialog.getByLabel("Lý do").fill("Sáng kiến cấp tỉnh");
    await expectAccessible(page, "bonus points");
    await dialog.getByRole("button", { name: "Cho điểm thưởng, điểm trừ" }).click();
    await page.getByText(/^\+1,5: Sáng kiến cấp tỉnh/).waitFor();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Bỏ điểm thưởng, điểm trừ" }).click();
    await page
      .getByRole("dialog", { name: "Bỏ điểm thưởng, điểm trừ" })
      .getByLabel("Lý do")
      .fill("Nhầm đơn vị");
    await page
      .getByRole("dialog", { name: "Bỏ điểm thưởng, điểm trừ" })
      .getByRole("button", { name: "Bỏ điểm thưởng, điểm trừ" })
      .click();
    await page.getByText("Nhầm đơn vị").waitFor();
    await council.leave();
  });
});
