import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PeriodDate, paths } from "../../core/src/index.ts";
import { SCHEME } from "../../tools/seed.ts";
import { expectGoodAtBothWidths, launch, ORIGIN, Person } from "./browser.ts";
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

const ADMIN = "quantri@laichau.example";
const RESULT = "/app/thuong-truc?muc=ket-qua";
const period = () => db.doc(paths.period(SCHEME, smallYear()));
const version = (n: number) => `/cong-bo/${paths.publicationId(SCHEME, smallYear(), n)}`;

const expectGood = (page: Page, what: string) => expectGoodAtBothWidths(page, "correction", what);

/** A year in which every unit has every point there is, adopted by the council. */
async function adoptedYear(): Promise<void> {
  await openSmallYear();
  for (const unit of UNITS)
    for (const column of ["selfScores", "appraisals", "surveyScores"] as const) await fill(unit, column);
  for (const unit of UNITS)
    await untilIndex(unit, ({ provisional, missing }) => !provisional && missing.self === 0);
  const dates: PeriodDate[] = ["selfAssessmentDue", "appraisalDue", "explanationDue", "reappraisalDue"];
  for (const date of dates) await dateComes(date);
  await period().update({
    adoption: { at: new Date(), by: "chu-tich", minutes: "BB 01", insufficientSampleReason: null },
  });
}

async function choose(
  page: Page,
  group: string,
  label: string,
  search: string,
  option: RegExp,
): Promise<void> {
  const field = page.getByRole("group", { name: group }).getByLabel(label).first();
  await field.click();
  await field.fill(search);
  await page.getByRole("option", { name: option }).first().click();
}

describe("a result before and after it is out", () => {
  let browser: Browser;
  beforeAll(async () => {
    await adoptedYear();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test("the standing body looks at the sealed pages and rehearses, and nobody else finds them", async () => {
    const admin = await Person.signIn(browser, ADMIN, RESULT);
    const { page } = admin;
    await page.getByRole("button", { name: "Chốt kết quả" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Chốt kết quả" }).click();
    await page.getByText("Mã gốc (SHA-256)").waitFor();
    await page.getByRole("button", { name: "Diễn tập công bố" }).click();
    await page.getByText(/Diễn tập xong, không có vấn đề: 3 đơn vị, 12 trang và tệp/).waitFor();
    await page.getByText(/Chưa nhập quyết định: trang thử/).waitFor();
    await expectGood(page, "rehearsed");
    await page.getByRole("button", { name: "Xem trước trang công bố" }).click();
    const dialog = page.getByRole("dialog", { name: "Xem trước: chưa công bố" });
    const frame = page.frameLocator("iframe");
    await frame.getByRole("heading", { level: 1 }).waitFor();
    await expectGood(page, "preview");
    const family = await frame.locator("body").evaluate((body) => getComputedStyle(body).fontFamily);
    expect(family).toContain("Inter");
    await frame.getByRole("link", { name: "Sở Y tế" }).first().click();
    await frame.getByRole("heading", { level: 1, name: "Sở Y tế" }).waitFor();
    await dialog.getByText(`${version(1)}/so-y-te`).waitFor();
    await dialog.getByText("Điện thoại").click();
    expect((await page.locator("iframe").boundingBox())?.width).toBeLessThanOrEqual(360);
    await frame.getByRole("link", { name: "Tải bảng điểm (JSON)" }).click();
    await dialog.getByText('"unit":"so-y-te"').waitFor();
    await dialog.getByRole("button", { name: "Trang đầu" }).click();
    await frame.getByRole("link", { name: "Phương pháp" }).first().click();
    await frame.getByRole("heading", { level: 1 }).waitFor();
    for (const path of [version(1), `${version(1)}/so-y-te.json`]) {
      const answer = await fetch(ORIGIN + path);
      expect([path, answer.status, answer.headers.get("cache-control")]).toEqual([path, 404, "no-store"]);
    }
    await dialog.getByRole("button", { name: "Đóng" }).click();
    await admin.leave();
  });

  test("a published score is corrected: tried, seen, published by its decision, shown to everyone", async () => {
    const decision = { number: "01/QĐ-UBND", date: "2025-01-15", file: "https://example.vn/01" };
    await period().update({ decision, "dates.publishAt": new Date(Date.now() - 1_000) });
    await runSchedule();
    const admin = await Person.signIn(browser, ADMIN, RESULT);
    const { page } = admin;
    await page.getByRole("button", { name: "Chuẩn bị đính chính" }).click();
    await page.getByRole("button", { name: "Tính thử và lưu bản chuẩn bị" }).click();
    await page.getByText("Chọn đơn vị, tiêu chí, nhập điểm đúng và lý do.").waitFor();
    await choose(page, "Nội dung 1", "Đơn vị", "so y te", /Sở Y tế/);
    await choose(page, "Nội dung 1", "Tiêu chí", "1.1.1", /^1\.1\.1/);
    const first = page.getByRole("group", { name: "Nội dung 1" });
    await first.getByText(/Kết quả thẩm định: đang công bố/).waitFor();
    await first.getByLabel("Điểm đúng").fill("90");
    await first.getByLabel("Lý do đính chính").fill("Cộng nhầm điểm khi nhập biên bản");
    await page.getByRole("button", { name: "Tính thử và lưu bản chuẩn bị" }).click();
    await page.getByText(/Chưa đính chính được: mục 1\.1\.1 được 90 điểm, cao hơn/).waitFor();
    expect(await first.getByLabel("Điểm đúng").inputValue()).toBe("90");
    expect(await first.getByLabel("Lý do đính chính").inputValue()).toContain("Cộng nhầm");
    await expectGood(page, "refused");
    await first.getByLabel("Điểm đúng").fill("0");
    await page.getByRole("button", { name: "Thêm nội dung" }).click();
    await choose(page, "Nội dung 2", "Đơn vị", "so tu phap", /Sở Tư pháp/);
    await page.getByRole("button", { name: "Bỏ nội dung 2" }).click();
    await page.getByRole("button", { name: "Tính thử và lưu bản chuẩn bị" }).click();
    const prepared = page.getByRole("region", { name: "Bản đính chính đang chuẩn bị" });
    await prepared.getByRole("rowheader", { name: /Sở Y tế/ }).waitFor();
    await prepared.getByText("giảm 1").waitFor();
    expect(await page.getByText("Nội dung trên đã sửa so với bản chuẩn bị").count()).toBe(0);
    await expectGood(page, "prepared");
    await prepared.getByRole("button", { name: "Diễn tập công bố" }).click();
    await prepared.getByText(/Diễn tập xong, không có vấn đề/).waitFor();
    expect((await fetch(ORIGIN + version(2))).status).toBe(404);

    await page.reload();
    await prepared.getByRole("rowheader", { name: /Sở Y tế/ }).waitFor();
    expect(await first.getByLabel("Lý do đính chính").inputValue()).toContain("Cộng nhầm");
    await prepared.getByRole("button", { name: "Công bố bản đính chính" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Số quyết định đính chính").fill("02/QĐ-UBND");
    await dialog.getByLabel("Ngày ký").fill("2025-02-20");
    await dialog.getByLabel("Nơi lưu văn bản quyết định").fill("https://example.vn/02");
    await dialog.getByLabel("Thời điểm công bố").fill("2020-01-01T08:00");
    await dialog.getByRole("button", { name: "Công bố bản đính chính" }).click();
    await dialog.getByText("Thời điểm công bố phải ở tương lai.").waitFor();
    expect(await dialog.getByLabel("Số quyết định đính chính").inputValue()).toBe("02/QĐ-UBND");
    await expectGood(page, "publishing");
    await dialog.getByLabel("Thời điểm công bố").fill("");
    await dialog.getByRole("button", { name: "Công bố bản đính chính" }).dblclick();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("Đính chính bản công bố lần 2").waitFor();
    await page.getByRole("button", { name: "Chuẩn bị đính chính" }).waitFor();
    await page.goto(ORIGIN + version(2));
    await page.getByText("Cộng nhầm điểm khi nhập biên bản").waitFor();
    await page.getByText("02/QĐ-UBND").first().waitFor();
    await expectGood(page, "corrected");
    await page.goto(`${ORIGIN}${version(2)}/so-y-te`);
    await expectGood(page, "corrected sheet");
    await page.goto(ORIGIN + version(1));
    await page.getByText("Bản công bố này đã được thay thế.").waitFor();
    await admin.leave();

    const head = await Person.signIn(browser, "lanhdao.so-y-te@laichau.example", "/app/viec-cua-toi");
    await head.page
      .getByText(/Kết quả đã công bố của Sở Y tế được đính chính: sửa điểm 1 tiêu chí/)
      .waitFor();
    await expectGood(head.page, "told");
    await head.leave();
  });
});
