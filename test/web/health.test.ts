import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyDay, isoDay, paths, type Seal } from "../../core/src/index.ts";
import { SCHEME } from "../../tools/seed.ts";
import { expectAccessible, expectGoodAtBothWidths, launch, Person } from "./browser.ts";
import { db, openSmallYear, smallYear } from "./small-year.ts";

const ADMIN = "quantri@laichau.example";
const PAGE = "/app/thuong-truc?muc=suc-khoe";

const MINUTE = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE);

/** The numbers of a day so long ago. */
const dayBefore = (days: number, more: object) => {
  const at = ago(days * 24 * 60);
  const one = emptyDay(isoDay(at), at);
  return { ref: db.doc(`${paths.health(SCHEME)}/${one.day}`), day: { ...one, ...more } };
};

/** A sealing run that has begun, as it is stored. */
const sealOf = (run: string, more: Partial<Seal>): Seal => ({
  ...{ run, state: "reading", claimedAt: ago(10), readTime: ago(9), lease: ago(0), cursor: null, done: 1 },
  ...{ differences: [], manifest: null, root: null, signature: null, publicKey: null },
  ...{ development: true, ...more },
});

let browser: Browser;
beforeAll(async () => {
  await openSmallYear();
  browser = await launch();
});
afterAll(() => browser?.close());

test("the standing body sees how the system runs: before anything happened, while all is well, and when it is not", async () => {
  await db.recursiveDelete(db.collection(paths.health(SCHEME)));
  await db.recursiveDelete(db.collection(`schemes/${SCHEME}/operations`));
  const { page, ...admin } = await Person.signIn(browser, ADMIN, PAGE);
  await page.getByText("Chưa có số liệu nào.").waitFor();
  await page.getByText("Kỳ này chưa được đối chiếu").waitFor();
  await page.getByText("chưa được báo về bản sao lưu").waitFor();
  await page.getByText("Không có thao tác nào bị từ chối trong 30 ngày qua.").waitFor();
  await expectAccessible(page, "before anything happened");

  await page.getByRole("button", { name: "Đối chiếu ngay" }).click();
  await page.getByText("Đã đối chiếu. Số đơn vị có sai khác: 0.").waitFor();
  await page.getByText(/Lần cuối .*: 3 đơn vị, 0 chậm, 0 thiếu lịch sử/).waitFor();

  for (const { ref, day } of [
    dayBefore(0, {
      ages: [180, 15, 4, 1, 0, 0, 0, 0, 0],
      slowest: 8_200,
      acts: 400,
      refused: { overdue: 3 },
    }),
    dayBefore(20, {
      ...{ ages: [700, 90, 6, 1, 3, 0, 0, 0, 0], slowest: 21_000, retried: 2, acts: 900, failed: 1 },
      refused: { overdue: 4, wrongState: 2, staleVersion: 9 },
    }),
  ])
    await ref.set(day);
  const run = { at: ago(2), durationMs: 1_240, failed: 0, errorId: null };
  const runs = { advanceYear: run, gatherTallies: run, rollUp: run, reconcile: run, rewriteAnswers: run };
  const schedules = db.doc(paths.operations(SCHEME, "schedules"));
  await schedules.set({ runs });
  const backup = db.doc(paths.operations(SCHEME, "backup"));
  await backup.set({ at: ago(300), documents: 12_345, place: "gs://sao-luu" });
  const row = (name: string | RegExp) => page.getByRole("row", { name });
  await row(/99 % lần sửa.*100 % của 200.*99,7 % của 1.000.*7 trên 10/).waitFor();
  await row(/Một nửa trong vòng ≤ 1 giây ≤ 1 giây/).waitFor();
  await row(/Người khác vừa sửa 0 9/).waitFor();
  await page.getByText("Bản mới nhất").waitFor();
  await page.getByText("Mọi cam kết đang được giữ.").waitFor();
  await expectGoodAtBothWidths(page, "health", "good");

  await dayBefore(1, {}).ref.set(
    dayBefore(1, { ages: [0, 0, 0, 0, 40, 2, 0, 1, 0], slowest: 1_900_000 }).day,
  );
  await schedules.set({
    runs: {
      ...runs,
      advanceYear: { ...run, at: ago(60) },
      reconcile: { ...run, failed: 2, errorId: "7KQ2M9XA" },
    },
  });
  const drift = db.doc(paths.operations(SCHEME, `drift-${smallYear()}`));
  await drift.update({ lagging: 1, gaps: 1, oldest: ago(900) });
  await page.getByText(/Có 5 việc cần xem/).waitFor();
  await row(/vượt 36 \(30 ngày\)/).waitFor();
  await row(/Chuyển bước.*trễ/).waitFor();
  await row(/Đối chiếu bảng điểm.*lỗi 2 việc, mã lỗi 7KQ2M9XA/).waitFor();
  await page.emulateMedia({ colorScheme: "dark" });
  await expectGoodAtBothWidths(page, "health", "bad-dark");

  await backup.update({ at: ago(3 * 24 * 60) });
  await drift.update({ at: ago(400), failed: 2 });
  await db.doc(paths.seal(SCHEME, smallYear(), "s1")).set(sealOf("s1", { lease: ago(1) }));
  await db.doc(paths.period(SCHEME, smallYear())).update({ seal: "s1" });
  const matters = page.getByRole("status").getByRole("listitem");
  await expect.poll(() => matters.count()).toBe(9);
  expect((await matters.allTextContents()).slice(3)).toEqual([
    "2 đơn vị không đối chiếu được.",
    "Đã quá 6 giờ chưa đối chiếu lại.",
    expect.stringMatching(/^Máy chủ giữ việc đã dừng từ/),
    "Việc chạy theo lịch bị trễ hoặc lỗi: Chuyển bước, chốt, công bố, nhắc hạn",
    "Việc chạy theo lịch bị trễ hoặc lỗi: Đối chiếu bảng điểm",
    "Bản sao lưu đã quá một ngày.",
  ]);
  expect(admin.errors).toEqual([]);
  await page.context().close();
});

test("a page that is left open notices that a schedule has stopped", async () => {
  const schedules = db.doc(paths.operations(SCHEME, "schedules"));
  const run = { at: ago(2), durationMs: 1_240, failed: 0, errorId: null };
  await schedules.set({ runs: { advanceYear: run } });
  const { page, context } = await Person.signIn(browser, ADMIN, PAGE);
  await page.clock.install({ time: new Date() });
  await page.reload();
  const row = (name: RegExp) => page.getByRole("row", { name });
  await row(/Chuyển bước.*đúng lịch/).waitFor();
  await page.clock.fastForward(25 * MINUTE);
  await row(/Chuyển bước.*trễ/).waitFor();
  await context.close();
});
