import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type CriteriaSet,
  EMPTY,
  type NamedSheet,
  readSetRows,
  type WrittenSheet,
} from "../../core/src/index.ts";
import { readSheets, writeSheets } from "../../core/src/workbook.ts";
import { expectAccessible, expectNoSidewaysScroll, launch, ORIGIN, Person } from "./browser.ts";
import { openSmallYear } from "./small-year.ts";

const ADMIN = "quantri@laichau.example";

async function expectGood(page: Page, what: string): Promise<void> {
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page, `${what} at ${width} px`);
    await expectNoSidewaysScroll(page, `${what} at ${width} px`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function chooseExcel(page: Page, bytes: Uint8Array): Promise<void> {
  const chosen = page.waitForEvent("filechooser");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Tệp Excel/ })
    .click();
  await (await chosen).setFiles({
    name: "nam-truoc.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: Buffer.from(bytes),
  });
}

/** The sets that a workbook holds, by their ids. */
function setsOf(sheets: readonly NamedSheet[]): Map<string, CriteriaSet> {
  const sets = sheets.flatMap(
    ({ rows }) => readSetRows(rows, { id: "bo", name: "Bộ", lead: "so-noi-vu", units: null }).set ?? [],
  );
  return new Map(sets.map((set) => [set.id, set]));
}

/** The template with every leaf at its maximum, and an index of the first unit that its points do not give. */
function filled(sheets: readonly NamedSheet[]): WrittenSheet[] {
  const [ranking, ...others] = sheets.map(({ name, rows }) => ({
    ...{ name, widths: [] },
    values: rows.map((row) =>
      [...row].map(({ value } = EMPTY) => (typeof value === "number" ? value : String(value ?? ""))),
    ),
  }));
  if (!ranking) throw new Error("no ranking in the template");
  const sets = setsOf(sheets);
  const setOf = new Map(ranking.values.map((row) => [row[6], sets.get(String(row[2]))]));
  for (const { values } of others) {
    const set = setOf.get(values[0]?.[1]);
    for (const row of set ? values : []) {
      const leaf = set?.leaves[String(row[9])];
      if (!leaf || String(row[7]).startsWith("Không đánh giá")) continue;
      const max = row[2] ?? "";
      if (leaf.source === "survey") row[5] = max;
      else [row[3], row[4]] = [max, max];
    }
  }
  const first = ranking.values[1];
  if (first) first[3] = "99,5";
  return [ranking, ...others].map(({ values, ...sheet }) => ({
    ...sheet,
    rows: values.map((row) => row.map((value) => ({ value }))),
  }));
}

describe("a past year", () => {
  let browser: Browser;
  beforeAll(async () => {
    await openSmallYear();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test("comes in from the template that was filled in, shown before, and is marked on every page", async () => {
    const admin = await Person.signIn(browser, ADMIN, "/app/thuong-truc?muc=tien-trinh");
    const { page } = admin;
    await page.getByRole("button", { name: "Nhập năm trước từ Excel" }).click();
    const dialog = page.getByRole("dialog");
    const download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Tải mẫu" }).click();
    const template = new Uint8Array(readFileSync(await (await download).path()));
    await chooseExcel(page, template);
    await dialog
      .getByText(/^trang «.*», ô E\d+: mục .* còn thiếu điểm thẩm định$/)
      .first()
      .waitFor();
    await expectGood(page, "findings of a past year");
    const { sheets } = readSheets(template);
    await chooseExcel(page, await writeSheets(filled(sheets ?? [])));
    await dialog.getByText(/chỉ số nguồn ghi 99,5, tính lại là 100,0$/).waitFor();
    await dialog.getByText(/^3 đơn vị trong/).waitFor();
    await dialog.getByLabel("Năm đánh giá").fill("2019");
    await dialog.getByLabel("Nguồn số liệu").fill("Phụ lục Quyết định 12/QĐ-UBND");
    await dialog.getByLabel("Số quyết định công bố").fill("12/QĐ-UBND");
    await dialog.getByLabel("Ngày ký").fill("2020-01-20");
    await dialog.getByLabel("Lý do").fill("Để có xu hướng");
    await expectGood(page, "a past year before it comes in");
    await dialog.getByRole("button", { name: "Nhập kết quả" }).click();
    await dialog.waitFor({ state: "hidden" });
    const note = page.getByRole("complementary", { name: "Nhập từ bảng tính" });
    await note.getByText("Nguồn: Phụ lục Quyết định 12/QĐ-UBND.").waitFor();
    await note.getByText("1 chỗ nguồn ghi khác với kết quả tính lại").click();
    await note.getByText(/nguồn ghi 99,5/).waitFor();
    await expectGood(page, "an imported year");
    const address = await note.getByRole("link").getAttribute("href");
    await page.goto(`${ORIGIN}${address}`);
    await page.getByText("Nhập từ bảng tính:").waitFor();
    await page.getByText("1 chỗ nguồn ghi khác với kết quả tính lại").click();
    await expectGood(page, "an imported result");
    expect(await page.getByText(/nguồn ghi 99,5, tính lại là 100,0/).isVisible()).toBe(true);
    await admin.leave();
  });
});
