import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, expectNoSidewaysScroll, launch, ORIGIN, Person } from "./browser.ts";
import { dateComes, fill, openSmallYear, UNITS } from "./small-year.ts";

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
  await page.waitForFunction("!document.querySelector('.mantine-Loader-root, [aria-busy=true]')");
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
