import { Buffer } from "node:buffer";
import { join } from "node:path";
import process from "node:process";
import { initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { getFirestore } from "firebase-admin/firestore";
import { type Browser, chromium, type Page } from "playwright-core";
import {
  CriteriaSet,
  collectionOf,
  leavesOf,
  type PeriodDate,
  paths,
  REGION,
  UnitIndex,
} from "../../core/src/index.ts";
import { CHROMIUM_FLAGS } from "../chromium.ts";
import { PROJECT, ROOT } from "../emulators.ts";
import { ROSTER, SCHEME, seedLaiChau } from "../seed.ts";

const PERIOD = "2024";
const ORIGIN = process.env.HOSTING_EMULATOR_ORIGIN ?? "";
const IMAGES = join(ROOT, "docs", "images");
const PASSWORD = "parindex-demo";
const HEALTH = "so-y-te";

const app = initializeApp({ projectId: PROJECT });
const db = getFirestore(app);

async function runSchedule(): Promise<void> {
  const url = `${process.env.FUNCTIONS_EMULATOR_ORIGIN}/functions/projects/${PROJECT}/triggers/${REGION}-advanceYear-0`;
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: "{}" });
  if (!answer.ok) throw new Error(`advanceYear: ${answer.status}`);
}

async function dateComes(date: PeriodDate): Promise<void> {
  await db.doc(paths.period(SCHEME, PERIOD)).update({ [`dates.${date}`]: new Date(Date.now() - 1_000) });
  await runSchedule();
}

/** Between 0 and 1, the same for the same text, so that the pictures stay as they are. */
function chance(text: string): number {
  let state = 2_166_136_261;
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  state = Math.imul(state ^ (state >>> 16), 0x45d9f3b);
  return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32;
}

/** A believable share of a leaf's maximum: mostly all of it. */
const share = (text: string): number => [0.5, 0.75, 0.9, 1, 1, 1, 1, 1][Math.floor(8 * chance(text))] ?? 1;

type Column = "self" | "appraisal" | "survey";

/** What other people did meanwhile: a column of a unit, but for what is left open. */
async function fill(unit: string, column: Column, isLeftOpen: (leaf: string) => boolean): Promise<void> {
  const { criteriaSet } = (await db.doc(paths.unit(SCHEME, PERIOD, unit)).get()).data() ?? {};
  const stored = await db.doc(paths.criteriaSet(SCHEME, PERIOD, criteriaSet)).get();
  const batch = db.batch();
  for (const { field, leaf } of leavesOf(CriteriaSet.parse(stored.data()))) {
    if ((leaf.source === "survey") !== (column === "survey") || isLeftOpen(leaf.id)) continue;
    const part = (what: string) => Math.floor((leaf.max / leaf.step) * share(what)) * leaf.step;
    const claimed = part(`${unit}${leaf.id}`);
    const judged = chance(`${unit}${leaf.id}x`) < 0.1 ? Math.max(0, claimed - leaf.step) : claimed;
    const content = {
      self: { facts: null, points: claimed, note: "" },
      appraisal: {
        ...{ points: judged, decision: judged === claimed ? "recognised" : "adjusted", ask: "", minutes: "" },
        reason: judged === claimed ? "" : "Tài liệu kiểm chứng chưa đủ",
      },
      survey: {
        ...{ points: part(`${unit}${leaf.id}s`), n: 120, minimum: 100, interval: null },
        source: { document: "Báo cáo điều tra (minh họa)", date: "2024-12-20" },
      },
    }[column];
    batch.set(db.doc(paths.score(SCHEME, PERIOD, unit, collectionOf[column], leaf.id)), {
      ...{ scheme: SCHEME, period: PERIOD, unit, leaf: leaf.id, field: field.id },
      ...{ rev: 1, by: "nguoi-khac", at: new Date(), ...content },
    });
  }
  await batch.commit();
}

/** Waits until the live indices of all units have followed what was written. */
async function untilFolded(isDone: (index: UnitIndex) => boolean): Promise<void> {
  const end = Date.now() + 5 * 60_000;
  for (;;) {
    const { docs } = await db.collection(paths.indices(SCHEME, PERIOD)).get();
    const left = docs.filter((doc) => !isDone(UnitIndex.parse(doc.data()))).length;
    if (docs.length > 0 && left === 0) return;
    if (Date.now() > end) throw new Error(`${left} indices did not follow within five minutes`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Most units submit in time. */
async function submitted(units: readonly string[]): Promise<void> {
  for (const unit of units) {
    const submission = {
      ...{ state: "submitted", at: new Date(), by: "nguoi-khac", reason: null, count: 1 },
      report: { number: `${10 + Math.floor(80 * chance(unit))}/BC`, date: "2024-12-10", file: null },
    };
    await db.doc(paths.unit(SCHEME, PERIOD, unit)).update({ submission });
    await db.doc(paths.ledger(SCHEME, PERIOD, unit)).update({ submission: "submitted" });
  }
}

/** A PDF of one page that says something. */
function pdf(text: string): Buffer {
  const content = `BT /F1 20 Tf 72 760 Td (${text}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
  ];
  const body = objects.map((object, at) => `${at + 1} 0 obj\n${object}\nendobj\n`).join("");
  return Buffer.from(`%PDF-1.4\n${body}trailer << /Size 6 /Root 1 0 R >>\n%%EOF\n`, "latin1");
}

/** Somebody at their own browser. */
async function signedIn(browser: Browser, local: string, path: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "vi-VN",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(ORIGIN + path);
  await page.getByLabel("Thư điện tử").fill(`${local}@laichau.example`);
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.getByRole("button", { name: "Đăng xuất" }).waitFor();
  return page;
}

/** Takes a picture once what it shall show is there. */
async function picture(page: Page, name: string, shows: string | RegExp): Promise<void> {
  await page.getByText(shows).filter({ visible: true }).first().waitFor();
  await page.locator(".mantine-Loader-root").first().waitFor({ state: "detached" });
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}

async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(ORIGIN + path);
}

await seedLaiChau(db, getAuth(app), { now: new Date() });
await runSchedule();
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? "",
  args: CHROMIUM_FLAGS,
});
try {
  const others = ROSTER.units.map(({ id }) => id).filter((id) => id !== HEALTH);
  for (const unit of others) await fill(unit, "self", (leaf) => chance(`${unit}${leaf}o`) < 0.05);
  await fill(HEALTH, "self", (leaf) => !/^f[1-4]/.test(leaf));
  const anyone = await browser.newPage({ viewport: { width: 1280, height: 640 }, locale: "vi-VN" });
  await goTo(anyone, "/app/");
  await picture(anyone, "dang-nhap", "Quên mật khẩu");
  await anyone.close();

  const clerk = await signedIn(browser, `bientap.${HEALTH}`, "/app/don-vi?tieu-chi=f1c1s2");
  const chosen = clerk.waitForEvent("filechooser");
  await clerk.getByRole("button", { name: "Thêm tệp" }).click();
  await (await chosen).setFiles([
    { name: "Kế hoạch CCHC năm 2024.pdf", mimeType: "application/pdf", buffer: pdf("Ke hoach so 12/KH-SYT") },
    { name: "Báo cáo kết quả quý IV.pdf", mimeType: "application/pdf", buffer: pdf("Bao cao so 98/BC-SYT") },
  ]);
  await clerk.getByRole("button", { name: "Báo cáo kết quả quý IV", exact: true }).waitFor();
  await clerk.getByLabel("Số phải thực hiện").fill("20");
  await clerk.getByLabel("Số đã thực hiện").fill("18");
  await clerk.getByText("Đã lưu").first().waitFor();
  await picture(clerk, "bang-diem", "Điểm đề xuất");
  await clerk.getByText("Thả tệp vào đây").scrollIntoViewIfNeeded();
  await picture(clerk, "tai-lieu", "Kế hoạch CCHC năm 2024");
  await goTo(clerk, "/app/viec-cua-toi");
  await picture(clerk, "viec-cua-toi", /^Sở Y tế/);

  const head = await signedIn(browser, `lanhdao.${HEALTH}`, "/app/don-vi?muc=kiem-tra");
  await picture(head, "kiem-tra", /chưa chấm/i);

  await fill(HEALTH, "self", (leaf) => /^f[1-4]/.test(leaf));
  await submitted([...others.filter((unit) => chance(`${unit}n`) < 0.9), HEALTH]);
  await untilFolded(({ total }) => total.self !== null);
  await dateComes("selfAssessmentDue");
  for (const unit of others) await fill(unit, "appraisal", (leaf) => chance(`${unit}${leaf}`) < 0.3);
  const appraiser = await signedIn(
    browser,
    "thamdinh.so-noi-vu",
    `/app/tham-dinh?don-vi=${HEALTH}&linh-vuc=f1`,
  );
  await appraiser.locator('[data-leaf="f1c1s2"]').getByRole("button", { name: "Kế hoạch CCHC" }).click();
  await appraiser.locator("canvas").first().waitFor();
  await picture(appraiser, "tham-dinh", "Kế hoạch CCHC năm 2024");
  await goTo(appraiser, "/app/tham-dinh?muc=theo-tieu-chi");
  await picture(appraiser, "theo-tieu-chi", "Sở Y tế");

  const admin = await signedIn(browser, "quantri", "/app/thuong-truc?muc=ho-so");
  await picture(admin, "ho-so", "Sở Y tế");
  await goTo(admin, "/app/thuong-truc?muc=thanh-vien");
  await picture(admin, "thanh-vien", "Thêm thành viên");

  for (const unit of [...others, HEALTH]) {
    await fill(unit, "appraisal", () => false);
    await fill(unit, "survey", () => false);
  }
  await untilFolded(({ missing }) => missing.appraisal === 0 && missing.survey === 0);
  await dateComes("appraisalDue");
  await goTo(clerk, "/app/don-vi?muc=giai-trinh");
  await picture(clerk, "giai-trinh", "Giải trình");
  const council = await signedIn(browser, "chutich.hoidong", "/app/hoi-dong?muc=linh-vuc");
  await picture(council, "hoi-dong", "Sở Y tế");
  await goTo(council, "/app/hoi-dong?muc=tieu-chi");
  await picture(council, "y-kien-khac-nhau", "Tài liệu kiểm chứng chưa đủ");
  const leader = await signedIn(browser, "lanhdao.tinh", "/app/tong-quan");
  await picture(leader, "tong-quan", "Sở Y tế");
} finally {
  await browser.close();
}
process.exit(0);
