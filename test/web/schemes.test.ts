import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, expectNoSidewaysScroll, launch, PASSWORD, Person } from "./browser.ts";
import { openSmallYear } from "./small-year.ts";

const ADMIN = "quantri@laichau.example";
const CLERK = "bientap.so-y-te@laichau.example";

async function expectGood(page: Page, what: string): Promise<void> {
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page, `${what} at ${width} px`);
    await expectNoSidewaysScroll(page, `${what} at ${width} px`);
  }
}

/** Fills in the dialog of a scheme below and sends it. */
async function beginScheme(page: Page, owner: string, admin: string): Promise<void> {
  await page.getByRole("button", { name: "Lập chương trình cấp dưới" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Cơ quan chủ quản").fill(owner);
  await dialog
    .getByLabel(/dùng cho UBND|huyện, thành phố/)
    .first()
    .check();
  await dialog.getByLabel("Họ và tên").fill("Vàng A Páo");
  await dialog.getByLabel("Thư điện tử").fill(admin);
  await dialog.getByLabel("Lý do").fill("Phân cấp cho huyện");
  await dialog.getByRole("button", { name: "Lập chương trình cấp dưới" }).click();
}

describe("schemes below a scheme and what a year costs", () => {
  let browser: Browser;
  const pao = `pao.${Date.now().toString(36)}@laichau.example`;
  beforeAll(async () => {
    await openSmallYear();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test("begin with an administrator who completes them, and show only how they stand", async () => {
    const admin = await Person.signIn(browser, ADMIN, "/app/thuong-truc?muc=cap-duoi");
    await admin.page.getByText("Chưa có chương trình cấp dưới nào.").waitFor();
    await beginScheme(admin.page, "UBND huyện Tam Đường", pao);
    const link = admin.page.getByText(/\/app\/mat-khau\?ma=/).first();
    const address = new URL((await link.textContent()) ?? "");
    await admin.page.getByRole("dialog").getByRole("button", { name: "Đóng" }).last().click();
    await admin.page.getByRole("rowheader", { name: /UBND huyện Tam Đường/ }).waitFor();
    await expectGood(admin.page, "the schemes below");
    await admin.leave();

    const child = await Person.open(browser, pao, address.pathname + address.search);
    await child.page.locator("input[type=password]").first().fill(PASSWORD);
    await child.page.locator("input[type=password]").last().fill(PASSWORD);
    await child.page.getByRole("button").filter({ hasText: "mật khẩu" }).click();
    await child.page.getByRole("button", { name: "Đăng xuất" }).waitFor();
    await child.page.goto(new URL("/app/thuong-truc?muc=don-vi", child.page.url()).href);
    await child.page.getByRole("rowheader", { name: "Phòng Nội vụ" }).waitFor();
    expect(await child.page.getByRole("rowheader", { name: "Sở Y tế" }).count()).toBe(0);
    await child.page.getByRole("button", { name: "Nạp danh sách xã có sẵn" }).click();
    const dialog = child.page.getByRole("dialog");
    await dialog.getByText(/38 đơn vị/).waitFor();
    await dialog.getByLabel("Lý do").fill("Danh sách từ 01/7/2025");
    await dialog.getByRole("button", { name: "Nạp danh sách xã có sẵn" }).click();
    await child.page.getByRole("rowheader", { name: "Xã Bình Lư" }).waitFor();
    await child.page.getByRole("dialog").waitFor({ state: "hidden" });
    await child.page.getByRole("tab", { name: "Bộ tiêu chí" }).click();
    await child.page.getByRole("button", { name: "Lấy từ mẫu" }).click();
    await child.page.getByRole("dialog").getByLabel("Tên bộ tiêu chí").selectOption({ index: 1 });
    await child.page.getByRole("dialog").getByLabel("Lý do").fill("Bộ thứ hai");
    await child.page.getByRole("dialog").getByRole("button", { name: "Lấy từ mẫu" }).click();
    await child.page.getByRole("button", { name: /^Mở: / }).nth(1).waitFor();
    await child.leave();
  });

  test("let someone of two schemes choose", async () => {
    const admin = await Person.signIn(browser, ADMIN, "/app/thuong-truc?muc=cap-duoi");
    await beginScheme(admin.page, "UBND huyện Sìn Hồ", CLERK);
    await admin.page.getByText(/dùng mật khẩu sẵn có/).waitFor();
    await admin.leave();
    const clerk = await Person.signIn(browser, CLERK, "/app/don-vi");
    await clerk.page.locator('[data-row="f1c2"]').waitFor();
    const choice = clerk.page.getByLabel("Chương trình đánh giá", { exact: true });
    await choice.selectOption("huyen-sin-ho");
    await clerk.page.getByRole("link", { name: "Điều hành" }).waitFor();
    await clerk.page.reload();
    await clerk.page.getByRole("link", { name: "Điều hành" }).waitFor();
    await expectGood(clerk.page, "the home of another scheme");
    await choice.selectOption("lai-chau");
    await clerk.page.getByRole("link", { name: "Tự đánh giá" }).first().waitFor();
    await clerk.leave();
  });

  test("add up line by line what a year costs, and keep what a refused save was to store", async () => {
    const admin = await Person.signIn(browser, ADMIN, "/app/thuong-truc?muc=du-toan");
    const { page } = admin;
    await page.getByRole("button", { name: "Lấy các khoản thường có" }).click();
    await page.getByRole("button", { name: "Thêm nhóm đối tượng" }).click();
    await page.getByLabel("Nhóm đối tượng 1").fill("Người dân");
    await page.getByLabel("Số đơn vị 1").fill("8");
    await page.getByLabel("Số phiếu mỗi đơn vị 1").fill("100");
    await page.getByLabel("Đơn giá (đồng): In phiếu điều tra").fill("2500");
    await page.getByLabel("Thực hiện: In phiếu điều tra").fill("1900000");
    await page.getByRole("row", { name: /Tổng cộng.*2\.000\.000.*1\.900\.000.*100\.000/ }).waitFor();
    await expectGood(page, "a cost estimate");
    await page.getByLabel("Đơn giá (đồng): Công điều tra viên").fill("1000000000000");
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    await page
      .getByRole("alert")
      .getByText(/Công điều tra viên.*10.000 tỷ/)
      .waitFor();
    expect(await page.getByLabel("Thực hiện: In phiếu điều tra").inputValue()).toBe("1.900.000");
    await page.getByLabel("Đơn giá (đồng): Công điều tra viên").fill("");
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    await page.getByText(/^Bản 1, lưu lúc/).waitFor();
    await page.reload();
    await page.getByRole("row", { name: /Tổng cộng.*2\.000\.000/ }).waitFor();
    await page.getByLabel("Đơn giá (đồng): Công điều tra viên").fill("1000");
    const other = await Person.signIn(browser, ADMIN, "/app/thuong-truc?muc=du-toan");
    await other.page.getByLabel("Đơn giá (đồng): In phiếu điều tra").fill("3000");
    await other.page.getByRole("button", { name: "Lưu", exact: true }).click();
    await other.page.getByText(/^Bản 2, lưu lúc/).waitFor();
    await other.leave();
    await page.getByText(/^Bản 2 vừa được lưu ở nơi khác/).waitFor();
    await page.getByRole("button", { name: "Giữ bản của tôi" }).click();
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    await page.getByText(/^Bản 3, lưu lúc/).waitFor();
    await page.getByRole("row", { name: /Tổng cộng.*2\.800\.000/ }).waitFor();
    await admin.leave();
  });
});
