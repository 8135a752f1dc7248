import "./setup/environment.ts";
import { describe, expect, test } from "vitest";
import { CHUNK_BYTES } from "../../core/src/index.ts";
import { completeFile, dropFile, forgetUploads } from "../../functions/src/store/files.ts";
import { type FileFolder, refs, type UnitKey } from "../../functions/src/store/refs.ts";
import { ACCEPTED, pdf, sha256, UNACCEPTED, upload } from "./setup/files.ts";
import { actsOf } from "./setup/reading.ts";
import { HEALTH } from "./setup/small-set.ts";
import { smallYear } from "./setup/small-year.ts";
import { committed, costsOf, refused } from "./setup/watching.ts";

const EDITOR = "editor-of-health";

const unitOf = async (name: string): Promise<UnitKey> => ({
  ...(await smallYear(name, "selfAssessment")),
  unit: HEALTH,
});

const fileOf = async (folder: FileFolder, file: string) => (await refs.file(folder, file).get()).data();
const chunksOf = async (folder: FileFolder, file: string) => {
  const { docs } = await refs.fileChunks(folder, file).select().get();
  return docs.map(({ id }) => id);
};

describe("completing a file", () => {
  test.each(Object.entries(ACCEPTED))("keeps %s with the type found in it", async (type, content) => {
    const key = await unitOf("file-accepted");
    const file = await upload(key, content);
    const kept = { type, size: content.length };
    expect(await completeFile({ ...key, file }, EDITOR)).toEqual(kept);
    expect(await fileOf(key, file)).toMatchObject({ ...kept, state: "complete", by: EDITOR });
    expect(await chunksOf(key, file)).toEqual(["0"]);
    expect(await actsOf(key)).toEqual({});
  });

  test.each(Object.entries(UNACCEPTED))(
    "rejects what is %s, whatever its name, and keeps nothing of it",
    async (_what, content) => {
      const key = await unitOf("file-unaccepted");
      const file = await upload(key, content);
      for (const _again of [1, 2])
        await refused(completeFile({ ...key, file }, EDITOR), /Chỉ nhận PDF, ảnh JPEG và PNG, Word/);
      expect(await fileOf(key, file)).toMatchObject({ state: "rejected", type: null });
      expect(await chunksOf(key, file)).toEqual([]);
    },
  );

  test("puts its parts together in their order, and reads a complete one no second time", async () => {
    const key = await unitOf("file-parts");
    const content = pdf(10 * 1024 * 1024);
    for (let n = 0; n * CHUNK_BYTES < content.length; n += 1) content[n * CHUNK_BYTES + 100] = n;
    const file = await upload(key, content);
    expect((await chunksOf(key, file)).length).toBe(12);
    const kept = { type: "application/pdf", size: content.length };
    const calls = [1, 2].map(() => completeFile({ ...key, file }, EDITOR));
    expect(await Promise.all(calls)).toEqual([kept, kept]);
    const again = await costsOf(async () => {
      expect(await completeFile({ ...key, file }, EDITOR)).toEqual(kept);
    });
    expect(again).toEqual([{ name: "completeFile", reads: 3, writes: 0, attempts: 1 }]);
  });

  test("says which parts are missing, and goes on once they are there", async () => {
    const key = await unitOf("file-missing");
    const content = pdf(3 * CHUNK_BYTES - 5);
    const file = await upload(key, content, { without: [0, 2] });
    await refused(completeFile({ ...key, file }, EDITOR), /còn thiếu phần 1\/3, 3\/3\./);
    expect(await fileOf(key, file)).toMatchObject({ state: "uploading" });
    for (const n of [0, 2]) {
      const bytes = new Uint8Array(content.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES));
      await refs.fileChunks(key, file).doc(String(n)).set({ bytes });
    }
    expect(await completeFile({ ...key, file }, EDITOR)).toEqual({
      ...{ type: "application/pdf", size: content.length },
    });
  });

  test("deletes what does not have its hash or size, so that it can be uploaded anew", async () => {
    const key = await unitOf("file-hash");
    const content = pdf(1_000);
    const file = await upload(key, pdf(1_000, 1), { as: sha256(content) });
    await refused(completeFile({ ...key, file }, EDITOR), /không khớp/);
    expect([await fileOf(key, file), await chunksOf(key, file)]).toEqual([undefined, []]);
    await upload(key, content);
    await refs.file(key, file).update({ size: 999 });
    await refused(completeFile({ ...key, file }, EDITOR), /không khớp/);
    await upload(key, content);
    expect(await completeFile({ ...key, file }, EDITOR)).toMatchObject({ size: 1_000 });
  });

  test("keeps nothing of an upload that was begun anew while it was checked", async () => {
    const key = await unitOf("file-anew");
    const content = pdf(10 * 1024 * 1024);
    const file = await upload(key, content);
    const looked = committed("completeFile");
    const check = refused(completeFile({ ...key, file }, EDITOR), /Hãy tải tệp lên lại/);
    await looked;
    await refs.file(key, file).update({ at: new Date(Date.now() + 1) });
    await check;
    expect(await fileOf(key, file)).toMatchObject({ state: "uploading", type: null });
  });

  test("is for the unit's own people; the scheme's files are the standing body's", async () => {
    const key = await unitOf("file-who");
    const file = await upload(key, pdf(100));
    for (const uid of ["head-of-police", "council-of-health", "admin", "viewer"])
      expect(await refused(completeFile({ ...key, file }, uid), /không được phân công/)).toEqual({
        refusal: { code: "notYourUnit", unit: HEALTH },
      });
    const folder = { ...key, unit: null };
    await refused(completeFile({ ...folder, file }, "admin"), /Chưa có gì của tệp này/);
    await upload(folder, pdf(100), { by: "admin" });
    expect(await refused(completeFile({ ...folder, file }, EDITOR), /vai trò/)).toEqual({
      refusal: { code: "missingRole", role: "admin" },
    });
    await completeFile({ ...folder, file }, "admin");
    expect(await fileOf(folder, file)).toMatchObject({ state: "complete" });
    expect(await fileOf(key, file)).toMatchObject({ state: "uploading" });
  });
});

describe("dropping a file", () => {
  test("deletes what came in of it, also where it was rejected, and once is enough", async () => {
    const key = await unitOf("drop");
    const begun = await upload(key, pdf(2 * CHUNK_BYTES), { without: [1] });
    const rejected = await upload(key, UNACCEPTED.html ?? pdf(1));
    await refused(completeFile({ ...key, file: rejected }, EDITOR), /Chỉ nhận/);
    for (const file of [begun, rejected, begun]) {
      await dropFile({ ...key, file }, "head-of-health");
      expect([await fileOf(key, file), await chunksOf(key, file)]).toEqual([undefined, []]);
    }
  });

  test("leaves a kept file as it is", async () => {
    const key = await unitOf("drop-kept");
    const file = await upload(key, pdf(100));
    await completeFile({ ...key, file }, EDITOR);
    await dropFile({ ...key, file }, EDITOR);
    expect(await fileOf(key, file)).toMatchObject({ state: "complete" });
    expect(await chunksOf(key, file)).toEqual(["0"]);
  });

  test("is for who began it and for the unit's own people", async () => {
    const key = await unitOf("drop-who");
    const file = await upload(key, pdf(100), { by: "viewer" });
    for (const uid of ["admin", "head-of-police", "council-of-health"])
      await refused(dropFile({ ...key, file }, uid), /không được phân công/);
    expect(await chunksOf(key, file)).toEqual(["0"]);
    await dropFile({ ...key, file }, "viewer");
    expect(await fileOf(key, file)).toBeUndefined();
  });
});

describe("uploads that were never ended", () => {
  test("are given up after a week with what came in; fresh ones and kept files stay", async () => {
    const key = await unitOf("forgotten");
    const begun = await upload(key, pdf(2 * CHUNK_BYTES), { without: [1] });
    const kept = await upload(key, pdf(100));
    await completeFile({ ...key, file: kept }, EDITOR);
    const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60 * 1000);
    await forgetUploads(days(6.9));
    expect(await fileOf(key, begun)).toMatchObject({ state: "uploading" });
    await forgetUploads(days(7.1));
    expect([await fileOf(key, begun), await chunksOf(key, begun)]).toEqual([undefined, []]);
    expect(await fileOf(key, kept)).toMatchObject({ state: "complete" });
    expect(await chunksOf(key, kept)).toEqual(["0"]);
  });
});
