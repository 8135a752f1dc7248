import "./setup/environment.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { canonicalJson, sha256Hex } from "../../core/src/index.ts";
import { previewResult } from "../../functions/src/site/preview.ts";
import { publicationsOf } from "../../functions/src/site/publications.ts";
import { rehearsePublication } from "../../functions/src/site/rehearsal.ts";
import { renderSite } from "../../functions/src/site/site.ts";
import { publishCorrection } from "../../functions/src/store/correcting.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { enterPublicationDecision, publish } from "../../functions/src/store/publishing.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import {
  DECISION,
  drafted,
  inMinutes,
  publicationOf,
  publishedYear,
  sealedYear,
  versionOf,
} from "./setup/published.ts";
import { actsOf } from "./setup/reading.ts";
import { HEALTH, POLICE } from "./setup/small-set.ts";
import { fullYear, PEOPLE } from "./setup/small-year.ts";
import { refused } from "./setup/watching.ts";

type Of = "seal" | "correction";
const look = (key: PeriodKey, path: string, of: Of = "seal") => previewResult({ ...key, of, path }, "admin");
const go = (key: PeriodKey, of: Of = "seal") => rehearsePublication({ ...key, of }, "admin");
const atTheSite = ({ scheme }: PeriodKey, path: string) =>
  renderSite({ path, query: {}, headers: {} }, publicationsOf(scheme), new Date());
const CHANGES = [{ unit: HEALTH, leaf: "f1c2", points: 30_000, reason: "Bỏ sót báo cáo" }];

/** Everything that is stored of a scheme and its publications, as one hash. */
async function allStored(key: PeriodKey): Promise<string> {
  const found: unknown[] = [];
  const visit = async (path: string): Promise<void> => {
    const ref = db.doc(path);
    found.push([path, canonicalJson((await ref.get()).data() ?? null)]);
    for (const below of await ref.listCollections())
      for (const child of await below.listDocuments()) await visit(child.path);
  };
  await visit(`schemes/${key.scheme}`);
  for (const version of [1, 2]) await visit(`publications/${versionOf(key, version)}`);
  return sha256Hex(canonicalJson(found));
}

/** A page or file as it is before its day: the signature over decision and time is made when it is published. */
const unsigned = (body: string): string => body.replace(/"publicationSignature":"[^"]*",/, "");

describe("a result that is not out", () => {
  test("is shown to the standing body as readers will see it, page for page and byte for byte", async () => {
    const key = await sealedYear("preview");
    const base = `/cong-bo/${versionOf(key)}`;
    const blank = await look(key, "/");
    expect([blank.status, blank.type]).toEqual([200, "text/html; charset=utf-8"]);
    expect(blank.body).toContain("59,85");
    expect(blank.body).toContain("……/QĐ-UBND");
    const publishAt = new Date(Date.now() + 8_000);
    await enterPublicationDecision({ ...key, decision: DECISION, publishAt }, "admin");
    const paths = [
      ...["/", "/phuong-phap", base, `${base}.json`, `${base}.thay-the.json`, `${base}.chu-ky.json`],
      ...[`${base}/${HEALTH}`, `${base}/${HEALTH}.json`, `${base}/so-khac`, "/khong-co"],
    ];
    const before = await Promise.all(paths.map((path) => look(key, path)));
    const stored = await allStored(key);
    for (const path of paths) await look(key, path);
    expect(await allStored(key)).toBe(stored);
    expect((await atTheSite(key, base)).status).toBe(404);
    for (const uid of Object.keys(PEOPLE).filter((name) => name !== "admin")) {
      await refused(previewResult({ ...key, of: "seal", path: "/" }, uid), /vai trò/);
      await refused(rehearsePublication({ ...key, of: "seal" }, uid), /vai trò/);
    }
    await sleep(Math.max(0, publishAt.getTime() - Date.now()));
    await publish(key, publishAt);
    for (const [at, path] of paths.entries()) {
      const out = await atTheSite(key, path);
      expect([path, before[at]?.status]).toEqual([path, out.status]);
      expect(before[at]?.body, path).toBe(unsigned(String(out.body)));
    }
    await refused(look(key, "/"), /đang ở bước/);
  });

  test("may be a correction, beside the version it corrects", async () => {
    const key = await publishedYear("preview-correction");
    await refused(look(key, "/", "correction"), /Chưa có bản đính chính/);
    await drafted(key, CHANGES);
    const next = await look(key, `/cong-bo/${versionOf(key, 2)}`, "correction");
    expect(next.body).toContain("69,85");
    expect(next.body).toContain("Bỏ sót báo cáo");
    const untouched = `/cong-bo/${versionOf(key, 2)}/${POLICE}`;
    expect((await look(key, untouched, "correction")).body).toContain("Công an tỉnh");
    const old = await look(key, `/cong-bo/${versionOf(key)}`, "correction");
    expect(old.body).toBe((await atTheSite(key, `/cong-bo/${versionOf(key)}`)).body);
    for (const uid of ["council", "head-of-health"])
      await refused(previewResult({ ...key, of: "correction", path: "/" }, uid), /vai trò/);
  });
});

describe("a rehearsal", () => {
  test("goes through the whole publication and writes nothing", async () => {
    const key = await sealedYear("rehearse");
    const early = await go(key);
    expect(early).toMatchObject({ problems: [], units: 3, pages: 12, writes: 0 });
    expect(early.remarks).toEqual([
      expect.stringContaining("Chưa nhập quyết định"),
      expect.stringContaining("khóa phát triển"),
    ]);
    await enterPublicationDecision({ ...key, decision: DECISION, publishAt: inMinutes(60) }, "admin");
    const stored = await allStored(key);
    const report = await go(key);
    expect(report).toMatchObject({ publication: versionOf(key), problems: [], pages: 12 });
    expect(report.remarks).toHaveLength(1);
    expect(report.writes).toBeGreaterThanOrEqual(6);
    expect(report.bytes).toBeGreaterThan(report.largest.bytes);
    expect(await allStored(key)).toBe(stored);
    expect((await atTheSite(key, `/cong-bo/${versionOf(key)}`)).status).toBe(404);
    expect(await actsOf(key)).toEqual({ seal: 1, sealed: 1, enterDecision: 1 });
    await publish(key, inMinutes(61));
    expect((await publicationOf(key)).root).toBe(report.root);
  });

  test("tells what would stop or spoil the day", async () => {
    const key = await sealedYear("rehearse-wrong");
    await enterPublicationDecision({ ...key, decision: DECISION, publishAt: inMinutes(60) }, "admin");
    const sheet = refs.sealSheet({ ...key, unit: HEALTH }, "s1");
    const good = (await sheet.get()).data();
    if (!good) throw new Error("not sealed");
    const base = `/cong-bo/${versionOf(key)}`;
    await sheet.set({ ...good, sheet: { ...good.sheet, name: "Sở khác" } });
    const tampered = (await go(key)).problems;
    expect(tampered).toContain(`${HEALTH}: mã băm khác với bản đã chốt`);
    expect(tampered).toContain(`${base}/${HEALTH}.json: nội dung không như đã chốt`);
    expect(tampered).toContainEqual(expect.stringContaining("does not verify"));
    await sheet.delete();
    const gone = (await go(key)).problems;
    expect(gone).toContain(`${HEALTH}: thiếu bảng điểm`);
    expect(gone).toContain(`${base}/${HEALTH}: trả lời 404`);
    await sheet.set(good);
    expect((await go(key)).problems).toEqual([]);
    await refused(go(await fullYear("rehearse-early", true)), /đang ở bước/);
  });

  test("may be of a correction", async () => {
    const key = await publishedYear("rehearse-correction");
    const draft = await drafted(key, CHANGES);
    expect((await go(key, "correction")).remarks[0]).toMatch(/Chưa nhập quyết định/);
    const publishing = { ...key, root: draft.root, decision: DECISION, publishAt: inMinutes(30) };
    await publishCorrection(publishing, "admin");
    const stored = await allStored(key);
    const report = await go(key, "correction");
    expect(report).toMatchObject({
      ...{ publication: versionOf(key, 2), root: draft.root, problems: [], pages: 12 },
    });
    expect(report.writes).toBeGreaterThanOrEqual(6);
    expect(await allStored(key)).toBe(stored);
    await refs.correction(key, 2).update({ signature: Buffer.alloc(64).toString("base64") });
    expect((await go(key, "correction")).problems).toContain("signature: chữ ký không khớp");
  });
});
