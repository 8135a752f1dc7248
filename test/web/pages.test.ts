import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../../core/src/index.ts";
import { type Fixture, fixture } from "../core/site-fixture.ts";
import { expectAccessible, expectNoSidewaysScroll, launch, ORIGIN, Person, until } from "./browser.ts";
import { dateComes, db, fill, openSmallYear, UNITS } from "./small-year.ts";

const OFFICE = 1440;
const PHONE = 360;

const tabs = (path: string, ...names: string[]) => names.map((name) => `${path}?muc=${name}`);
const UNIT = [
  "/app/don-vi",
  "/app/don-vi?tieu-chi=f1c1s2",
  ...tabs("/app/don-vi", "tai-lieu", "kiem-tra", "trao-doi", "bao-cao", "giai-trinh"),
];
const COUNCIL = tabs(
  "/app/hoi-dong",
  ...["bang", "linh-vuc", "chenh-lech", "tieu-chi", "xem-truoc", "bao-cao", "thanh-phan"],
);

/** Every page that opens to a role. */
const PAGES: readonly [role: string, email: string, paths: readonly string[]][] = [
  ["clerk", "bientap.so-y-te", ["/app/viec-cua-toi", ...UNIT]],
  ["head", "lanhdao.so-y-te", ["/app/viec-cua-toi", "/app/don-vi", "/app/don-vi?muc=kiem-tra"]],
  [
    "appraiser",
    "thamdinh.so-tu-phap",
    [
      "/app/viec-cua-toi",
      "/app/tham-dinh?don-vi=so-y-te&linh-vuc=f2",
      ...tabs("/app/tham-dinh", "hang-doi", "theo-tieu-chi"),
    ],
  ],
  ["council", "chutich.hoidong", ["/app/viec-cua-toi", ...COUNCIL, "/app/hoi-dong?don-vi=so-y-te"]],
  [
    "standing body",
    "quantri",
    [
      "/app/viec-cua-toi",
      ...tabs(
        "/app/thuong-truc",
        ...["tien-trinh", "ho-so", "thong-bao", "vuong-mac", "thanh-vien", "ket-qua", "bao-cao", "nhat-ky"],
      ),
      ...tabs("/app/dieu-tra", "bo-cau-hoi", "phuong-an-mau", "nhap-diem"),
    ],
  ],
  ["leader", "lanhdao.tinh", ["/app/viec-cua-toi", "/app/tong-quan"]],
];

/** Resolves once a page shows what it has: no loader, nothing busy. */
async function shown(page: Page): Promise<void> {
  await page.getByRole("main").waitFor();
  await until(page, "!document.querySelector('.mantine-Loader-root, [aria-busy=true]')");
}

async function expectGood(page: Page, path: string, widths: readonly number[]): Promise<void> {
  await page.goto(ORIGIN + path);
  await shown(page);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page, `${path} at ${width} px`);
    await expectNoSidewaysScroll(page, `${path} at ${width} px`);
  }
}

/** A page at twice its size on an office screen: what is laid out on half the width. */
async function expectGoodEnlarged(page: Page, path: string): Promise<void> {
  await page.setViewportSize({ width: OFFICE / 2, height: 450 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(ORIGIN + path);
  await shown(page);
  await expectAccessible(page, `${path}, dark, at 200 %`);
  await expectNoSidewaysScroll(page, `${path}, dark, at 200 %`);
  await page.emulateMedia({ colorScheme: "light" });
}

describe("every page of every role", () => {
  let browser: Browser;
  beforeAll(async () => {
    await openSmallYear();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  async function look(email: string, paths: readonly string[], widths: readonly number[]): Promise<void> {
    const person = await Person.signIn(browser, `${email}@laichau.example`, paths[0] ?? "/app/");
    const failures: unknown[] = [];
    for (const path of paths)
      await expectGood(person.page, path, widths).catch((error) => failures.push(error));
    const last = paths.at(-1) ?? "/app/";
    await expectGoodEnlarged(person.page, last).catch((error) => failures.push(error));
    expect(failures).toEqual([]);
    await person.leave();
  }

  test.each(PAGES)("is good where nothing has been done yet, on a phone: %s", (_role, email, paths) =>
    look(email, paths, [PHONE]),
  );

  describe("in the explanation round", () => {
    beforeAll(async () => {
      for (const unit of UNITS) await fill(unit, "selfScores");
      await dateComes("selfAssessmentDue");
      for (const unit of UNITS) {
        await fill(unit, "appraisals");
        await fill(unit, "surveyScores");
      }
      await dateComes("appraisalDue");
    });

    test.each(PAGES)("is good: %s", (_role, email, paths) => look(email, paths, [OFFICE, PHONE]));
  });
});

/** Three published years, in which a unit is new, one stood in another group, one did not self-assess. */
const published: readonly Fixture[] = [
  fixture({ year: 2022, publication: { publishedAt: new Date("2023-01-20T01:00:00Z") } }),
  fixture({
    ...{ year: 2023, without: ["nam-nhun"], groups: { "thanh-tra-tinh": "so" } },
    publication: { publishedAt: new Date("2024-01-20T01:00:00Z"), supersededBy: "lai-chau_2023_v2" },
  }),
  fixture({
    ...{ year: 2023, version: 2, corrects: "lai-chau_2023_v1", without: ["nam-nhun"] },
    publication: { publishedAt: new Date("2024-02-20T01:00:00Z") },
  }),
  fixture({ names: { "so-y-te": "Sở Y tế, Dân số, Gia đình và Chăm sóc sức khỏe cộng đồng" } }),
];
const NEWEST = "/cong-bo/lai-chau_2024_v1";

/** Every kind of page that anyone opens. */
const PUBLIC = [
  ...["/", "/cac-nam", "/phuong-phap", `${NEWEST}/so-noi-vu`, `${NEWEST}/thanh-tra-tinh`],
  ...[`${NEWEST}/linh-vuc`, `${NEWEST}/linh-vuc/8`, `${NEWEST}/tieu-chi/pl01-so/f4c2s1`],
  `${NEWEST}/so-sanh?don-vi=so-y-te&don-vi=tam-duong&don-vi=van-phong-ubnd&don-vi=ban-ql-khu-kinh-te`,
];

describe("every public page", () => {
  let browser: Browser;
  beforeAll(async () => {
    for (const { id, publication, sheets } of published) {
      await db.doc(paths.publication(id)).set(publication);
      for (const [unit, sheet] of sheets) await db.doc(paths.publicationSheet(id, unit)).set(sheet);
    }
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    for (const { id } of published) await db.recursiveDelete(db.doc(paths.publication(id)));
  });

  // In the dark only colours differ, which a ranking and a sheet have all of.
  test.each([
    ["light", [OFFICE, PHONE], PUBLIC],
    ["dark", [PHONE], PUBLIC.slice(0, 2)],
  ] as const)("is good: %s", async (colorScheme, widths, paths) => {
    const page = await browser.newPage({ colorScheme, reducedMotion: "reduce" });
    const failures: unknown[] = [];
    // What the policy of a page forbids is told here alone.
    page.on("console", (message) => {
      if (message.type() === "error") failures.push(`${page.url()}: ${message.text()}`);
    });
    for (const path of paths) await expectGood(page, path, widths).catch((error) => failures.push(error));
    expect(failures).toEqual([]);
    await page.close();
  });

  test("a comparison is chosen without script, by keyboard", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${ORIGIN}${NEWEST}/so-noi-vu`);
    await page.getByRole("link", { name: "So sánh với đơn vị khác" }).click();
    await page.getByLabel("Đơn vị 2").selectOption({ label: "UBND huyện Tam Đường" });
    await page.getByLabel("Đơn vị 2").press("Tab");
    await page.getByRole("button", { name: "So sánh" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(`${ORIGIN}${NEWEST}/so-sanh?don-vi=so-noi-vu&don-vi=tam-duong`);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(
      "Sở Nội vụ · UBND huyện Tam Đường",
    );
    await context.close();
  });

  test("what a chart has no room for on a phone is reached by keyboard", async () => {
    const page = await browser.newPage({ viewport: { width: PHONE, height: 900 } });
    await page.goto(ORIGIN + NEWEST);
    const chart = page.getByRole("region", { name: /^Chỉ số năm 2023 và 2024 của Sở/ });
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.evaluate("document.querySelector('.scroll').scrollLeft > 0")).toBe(true);
    await page.close();
  });
});
