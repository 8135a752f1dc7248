import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Ledger, leavesOf, type PastUnit, paths } from "../../core/src/index.ts";
import { readSheets } from "../../core/src/workbook.ts";
import { SCHEME } from "../../tools/seed.ts";
import { expectGoodAtBothWidths, launch, Person } from "./browser.ts";
import { dateComes, db, fill, openSmallYear, setOf, smallYear, UNITS, untilIndex } from "./small-year.ts";
import { asAdmin } from "./survey-year.ts";

const ADMIN = "quantri@laichau.example";
const PAGE = "/app/phan-tich";
const [HEALTH, JUSTICE] = UNITS;

const expectGood = (page: Page, what: string) => expectGoodAtBothWidths(page, "analysis", what);

const ledgerOf = async (unit: string): Promise<Ledger> =>
  Ledger.parse((await db.doc(paths.ledger(SCHEME, smallYear(), unit)).get()).data());

/** Stores a unit's survey scores at a share of their maxima with an interval of ±5 % of it, as a closing leaves them. */
async function survey(unit: string, share: number): Promise<void> {
  const batch = db.batch();
  for (const { field, leaf } of leavesOf(await setOf(unit))) {
    if (leaf.source !== "survey") continue;
    const points = Math.round(share * leaf.max);
    const interval = { low: points - leaf.max / 20, high: points + leaf.max / 20 };
    batch.set(db.doc(paths.score(SCHEME, smallYear(), unit, "surveyScores", leaf.id)), {
      ...{ scheme: SCHEME, period: smallYear(), unit, leaf: leaf.id, field: field.id },
      ...{ rev: 1, by: "nguoi-khac", at: new Date(), points, n: 120, minimum: 100, interval },
      source: { document: "Báo cáo điều tra (minh họa)", date: "2024-12-20" },
    });
  }
  await batch.commit();
}

/** Takes the year before in, in which one of two departments had nothing of its first leaf. */
async function importYearBefore(): Promise<void> {
  const set = await setOf(HEALTH);
  const leaves = [...leavesOf(set)].map(({ leaf }) => leaf);
  const unitOf = (unit: string, name: string, order: number): PastUnit => ({
    ...{ unit, name, order, group: "so", criteriaSet: set.id, exempt: {} },
    scores: Object.fromEntries(
      leaves.map(({ id, source, max }, at) => {
        const points = unit === HEALTH && at === 0 ? 0 : max;
        return [
          id,
          source === "survey"
            ? { self: null, appraised: null, survey: points }
            : { self: points, appraised: points, survey: null },
        ];
      }),
    ),
    stated: { index: null, rank: null, total: {}, nodes: {} },
  });
  const { leaves: _table, ...draft } = set;
  // Years of other files before this one may lie ahead; a past one does not.
  const year = 2023;
  await asAdmin("importPastYear", {
    ...{ scheme: SCHEME, period: String(year), name: `Năm ${year}`, year, source: "Báo cáo (minh họa)" },
    decision: { number: "1/QĐ", date: `${year}-12-31`, file: "" },
    ...{ surveyHeld: true, groups: [{ id: "so", name: "Sở", ranked: true }], sets: [draft] },
    units: [unitOf(HEALTH, "Sở Y tế", 1), unitOf(JUSTICE, "Sở Tư pháp", 2)],
    reason: "Để so sánh",
  });
}

const tab = (page: Page, name: string) => page.getByRole("tab", { name, exact: true });
const row = (page: Page, table: string, name: string) =>
  page
    .getByRole("table", { name: table })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name }) });

describe("the analysis", () => {
  let browser: Browser;
  let admin: Person;
  beforeAll(async () => {
    await openSmallYear();
    await importYearBefore();
    await dateComes("selfAssessmentDue");
    for (const unit of [HEALTH, JUSTICE]) {
      await fill(unit, "selfScores");
      await fill(unit, "appraisals");
    }
    await survey(HEALTH, 0.8);
    await survey(JUSTICE, 0.79);
    for (const unit of [HEALTH, JUSTICE]) await untilIndex(unit, ({ provisional }) => !provisional);
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test("is reached from the council's page, by those who see results in progress alone", async () => {
    const clerk = await Person.signIn(browser, "bientap.so-y-te@laichau.example", PAGE);
    await clerk.page.getByText("Trang này không dành cho vai trò của bạn.").waitFor();
    expect(await clerk.page.getByRole("link", { name: "Phân tích" }).count()).toBe(0);
    await clerk.leave();
    admin = await Person.signIn(browser, ADMIN, "/app/hoi-dong");
    await admin.page.getByRole("link", { name: "Phân tích" }).click();
    await admin.page.getByRole("heading", { name: "Phân tích" }).waitFor();
  });

  test("shows where points are lost, how claims were judged, and what tells units apart", async () => {
    const { page } = admin;
    await page.getByText("3 đơn vị.").waitFor();
    await page.getByText("1/3 đơn vị còn thiếu điểm").waitFor();
    // 23 of 100 points are surveyed: 20 % and 21 % of them lost.
    await page.getByLabel("Nhóm đơn vị").selectOption("so");
    await page.getByRole("rowheader", { name: "Tác động của cải cách hành chính" }).first().waitFor();
    const lost = await page
      .getByRole("table", { name: "Theo lĩnh vực" })
      .locator("td:nth-child(2) b")
      .allInnerTexts();
    const points = lost.map((text) => Number(text.replace(",", ".")));
    expect(points.reduce((sum, one) => sum + one, 0)).toBeCloseTo(23 * 0.41, 4);
    await expectGood(page, "losses");
    await tab(page, "Tự chấm và thẩm định").click();
    await page.getByRole("table", { name: "Theo người thẩm định" }).getByText("nguoi-khac").waitFor();
    await expectGood(page, "gaps");
    await tab(page, "Mức phân biệt").click();
    await page.getByText("tất cả đạt tối đa").first().waitFor();
    await expectGood(page, "discrimination");
    await tab(page, "Tương quan").click();
    await page.getByRole("img", { name: "Toàn bảng điểm: từng đơn vị" }).waitFor();
    await expectGood(page, "correlation");
    await tab(page, "So với trung vị").click();
    await page.getByLabel("Đơn vị", { exact: true }).selectOption(JUSTICE);
    await page.getByText("Tiêu chí thấp hơn trung vị nhiều nhất").waitFor();
    await expectGood(page, "peers");
  });

  test("compares with the year before on what is the same in both", async () => {
    const { page } = admin;
    await tab(page, "So với năm trước").click();
    const health = row(page, "So với năm trước", "Sở Y tế");
    await health.getByText("100/100 điểm").waitFor();
    // A first leaf of half a point gained, a fifth of 23 points lost.
    expect(await health.textContent()).toContain("99,50");
    expect(await health.textContent()).toContain("95,40");
    expect(await health.textContent()).toContain("−4,10 điểm %");
    await expectGood(page, "years");
  });

  test("draws the ranking many times beside the page, the same for the same seed", async () => {
    const { page } = admin;
    await tab(page, "Độ vững của thứ hạng").click();
    await page.getByRole("button", { name: "Chạy thử" }).click();
    await page.getByText("Đã thử 10.000 lần, số gieo 2024.").waitFor();
    const health = row(page, "Sở, ban, ngành tỉnh", "Sở Y tế");
    const first = await health.textContent();
    expect(first).toContain("1–2");
    expect(first).toContain("chưa phân định");
    await expectGood(page, "robustness");
    await page.getByRole("button", { name: "Chạy thử" }).click();
    await page.getByText("Đã thử").waitFor();
    expect(await health.textContent()).toBe(first);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectGood(page, "robustness-dark");
    await page.emulateMedia({ colorScheme: "light" });
    // Without anything that varies every interval is one rank.
    await page.getByLabel("Sai số điều tra").uncheck();
    await page.getByLabel("Trọng số ±10%").selectOption("none");
    await page.getByText("mọi khoảng sẽ là một thứ hạng").waitFor();
    await page.getByRole("button", { name: "Chạy thử" }).click();
    await page.getByText("0/1 cặp liền kề chưa phân định.").waitFor();
    expect(await health.textContent()).not.toContain("1–2");
  });

  test("tries changes on a copy: ranks move, the export says so, and nothing is stored", async () => {
    const { page } = admin;
    const before = await ledgerOf(HEALTH);
    await tab(page, "Thử thay đổi").click();
    await page.getByText("không lưu, không ai khác thấy").waitFor();
    await page.getByLabel("Đơn vị", { exact: true }).selectOption(HEALTH);
    await page.getByLabel(/^Điểm mới/).fill("99");
    await page.getByRole("button", { name: "Thử", exact: true }).click();
    await page.getByText("Điểm vượt điểm tối đa", { exact: false }).waitFor();
    await page.getByLabel(/^Điểm mới/).fill("0");
    await page.getByRole("button", { name: "Thử", exact: true }).click();
    const health = row(page, "Sở, ban, ngành tỉnh", "Sở Y tế");
    await health.getByText("xuống 1").waitFor();
    await row(page, "Sở, ban, ngành tỉnh", "Sở Tư pháp").getByText("lên 1").waitFor();
    await expectGood(page, "what-if");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Xuất Excel" }).click();
    const read = readSheets(readFileSync(await (await download).path()));
    expect(read.sheets?.map(({ name }) => name)).toEqual(["So sánh", "Thay đổi đã thử"]);
    const cells = read.sheets?.[0]?.rows.map((cells) => cells.slice(1, 4).map(({ value }) => value));
    expect(cells).toContainEqual(["Sở Y tế", 1, 2]);
    await page.getByLabel("Thử đổi").selectOption("surveyHeld");
    await page.getByRole("button", { name: "Không điều tra" }).click();
    await page.getByText("không điều tra xã hội học").waitFor();
    await page.getByRole("button", { name: "Bỏ hết" }).click();
    await page.getByText("Chưa thử thay đổi nào.").waitFor();
    expect(await ledgerOf(HEALTH)).toEqual(before);
    await admin.leave();
  });
});
