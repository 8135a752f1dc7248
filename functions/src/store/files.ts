import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { type FileRef, queries, refusalOfOwnPeople, StoredFile } from "@parindex/core";
import { isBefore } from "date-fns/isBefore";
import { subDays } from "date-fns/subDays";
import { fileTypeFromBuffer } from "file-type";
import { act, type Input, type Scene } from "./act.ts";
import { db, queryAt } from "./firestore.ts";
import { type FileFolder, refs } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import { type Tx, transact } from "./transaction.ts";

/** The types of content that are kept, and how the names of such files may end. */
const ENDINGS: Record<string, readonly string[]> = {
  "application/pdf": [".pdf"],
  "image/jpeg": [".jpg", ".jpeg", ".jfif"],
  "image/png": [".png"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": [".docx"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": [".xlsx"],
  "application/msword": [".doc"],
  "application/vnd.ms-excel": [".xls"],
};

const REJECTED =
  "Không nhận được tệp này vì nội dung của nó không thuộc loại được nhận, dù tên tệp là gì. Chỉ nhận PDF, ảnh JPEG và PNG, Word (.docx, .doc), Excel (.xlsx, .xls).";

/** The streams by which an old Office file (a compound file) tells what it is. */
const STREAMS: Record<string, string> = {
  WordDocument: "application/msword",
  Workbook: "application/vnd.ms-excel",
  Book: "application/vnd.ms-excel",
};

/** What an old Office file is, by the streams in its directory, whose entries stand at multiples of 128 bytes. */
function typeOfCompoundFile(content: Buffer): string | null {
  for (let at = 512; at + 128 <= content.length; at += 128) {
    const nameBytes = content.readUInt16LE(at + 64);
    if (content[at + 66] !== 2 || nameBytes < 2 || nameBytes > 64) continue;
    const type = STREAMS[content.toString("utf16le", at, at + nameBytes - 2)];
    if (type) return type;
  }
  return null;
}

/** The type of a content among those that are kept, or null. */
async function typeOf(content: Buffer): Promise<string | null> {
  const found = await fileTypeFromBuffer(content);
  const type = found?.mime === "application/x-cfb" ? typeOfCompoundFile(content) : found?.mime;
  return type && Object.hasOwn(ENDINGS, type) ? type : null;
}

const fileFolder = ({ scheme, period, unit }: FileFolder): FileFolder => ({ scheme, period, unit });

/** Refuses who may not put files there: a unit's are its own people's, the scheme's the standing body's. */
function requireKeeper({ member }: Pick<Scene, "member">, { unit }: FileFolder): void {
  if (unit !== null) refuse(refusalOfOwnPeople(member, unit));
  else if (!member.roles.admin) refuse({ code: "missingRole", role: "admin" });
}

const GONE = "Chưa có gì của tệp này được tải lên. Hãy tải tệp lên lại.";

/** The file as its upload began, whether complete by now or not. */
async function begunFile(input: Input<"completeFile">, uid: string): Promise<StoredFile> {
  const folder = fileFolder(input);
  let begun: StoredFile | undefined;
  await act("completeFile", input, uid, null, async ({ tx, member }) => {
    requireKeeper({ member }, folder);
    begun = (await tx.get(refs.file(folder, input.file))).data();
    return null;
  });
  if (!begun) throw new Refused(GONE);
  return begun;
}

/** What came in of a file, whole; refused with the parts that are missing, so that the upload can go on there. */
async function contentOf(folder: FileFolder, { sha256, chunks }: StoredFile): Promise<Buffer> {
  const parts = chunks.map((_hash, n) => refs.fileChunks(folder, sha256).doc(String(n)).get());
  const bytes = (await Promise.all(parts)).map((part) => part.data()?.bytes);
  const missing = bytes.flatMap((part, n) => (part ? [] : [`${n + 1}/${chunks.length}`]));
  if (missing.length > 0)
    throw new Refused(`Tệp chưa tải lên đủ: còn thiếu phần ${missing.join(", ")}. Hãy tải tiếp.`);
  return Buffer.concat(bytes.flatMap((part) => part ?? []));
}

const isWhole = (content: Buffer, { sha256, size }: StoredFile): boolean =>
  content.length === size && createHash("sha256").update(content).digest("hex") === sha256;

/** Deletes whatever came in of a file. Reads before it writes. */
async function deleteChunks(tx: Tx, folder: FileFolder, file: string): Promise<void> {
  const { docs } = await tx.query(refs.fileChunks(folder, file).select());
  for (const { ref } of docs) tx.delete(ref);
}

/** What the check of a content leads to: kept with its type, rejected for what it holds, or given up as broken. */
type Verdict = { type: string } | "rejected" | "broken";

/** Writes what was found, unless the upload is not the one that was checked any more. */
async function conclude(
  input: Input<"completeFile">,
  uid: string,
  begun: StoredFile,
  verdict: Verdict,
): Promise<void> {
  const folder = fileFolder(input);
  const ref = refs.file(folder, input.file);
  await act("completeFile", input, uid, null, async ({ tx }) => {
    const now = (await tx.get(ref)).data();
    if (now?.state === "complete") return null;
    if (now?.state !== "uploading" || now.at.getTime() !== begun.at.getTime()) throw new Refused(GONE);
    if (typeof verdict === "object") {
      tx.update(ref, { type: verdict.type, state: "complete" });
      return null;
    }
    await deleteChunks(tx, folder, input.file);
    if (verdict === "rejected") tx.update(ref, { state: "rejected" });
    else tx.delete(ref);
    return null;
  });
}

/**
 * Checks an uploaded file's parts, hash and content and keeps it with the type found in it. One that is kept already
 * stays as it is. What holds anything but an accepted type is rejected whatever its name, and its parts are deleted; what
 * does not have its hash is deleted, to be uploaded anew.
 */
export async function completeFile(
  input: Input<"completeFile">,
  uid: string,
): Promise<{ type: string; size: number }> {
  const begun = await begunFile(input, uid);
  const { size, state } = begun;
  if (state === "complete" && begun.type !== null) return { type: begun.type, size };
  if (state === "rejected") throw new Refused(REJECTED);
  const content = await contentOf(fileFolder(input), begun);
  if (!isWhole(content, begun)) {
    await conclude(input, uid, begun, "broken");
    throw new Refused("Nội dung nhận được không khớp với tệp đã chọn nên đã xóa. Hãy tải tệp lên lại.");
  }
  const type = await typeOf(content);
  await conclude(input, uid, begun, type ? { type } : "rejected");
  if (!type) throw new Refused(REJECTED);
  return { type, size };
}

/** Gives up an upload, or clears away a rejected one: by who began it or whoever keeps files there. A kept file stays. */
export async function dropFile(input: Input<"dropFile">, uid: string): Promise<void> {
  const folder = fileFolder(input);
  const ref = refs.file(folder, input.file);
  await act("dropFile", input, uid, null, async ({ tx, member }) => {
    const stored = (await tx.get(ref)).data();
    if (stored?.by !== uid) requireKeeper({ member }, folder);
    if (!stored || stored.state === "complete") return null;
    await deleteChunks(tx, folder, input.file);
    tx.delete(ref);
    return null;
  });
}

/** How long (days) an upload may rest before what came in of it is given up. */
const UPLOAD_DAYS = 7;

/** How many forgotten uploads one run gives up. */
const FORGOTTEN_MOST = 200;

/** Gives up uploads that were begun long ago and never ended, with what came in of them. Returns how many. */
export async function forgetUploads(now: Date): Promise<number> {
  const { docs } = await queryAt(queries.unfinishedFiles(FORGOTTEN_MOST), StoredFile).get();
  const old = docs.filter((doc) => isBefore(doc.data().at, subDays(now, UPLOAD_DAYS)));
  let forgotten = 0;
  for (const { ref } of old) {
    const gone = await transact("forgetUpload", async (tx) => {
      const stored = (await tx.get(ref)).data();
      if (stored?.state !== "uploading") return false;
      tx.delete(ref);
      return true;
    });
    if (!gone) continue;
    await db.recursiveDelete(ref);
    forgotten += 1;
  }
  return forgotten;
}

/** The type and size of a kept file; refused while it is not complete, or where its name does not end as its type does. */
export async function keptFile(
  tx: Tx,
  folder: FileFolder,
  { file, name }: FileRef,
): Promise<{ type: string; size: number }> {
  const stored = (await tx.get(refs.file(folder, file))).data();
  if (stored?.state !== "complete" || stored.type === null)
    throw new Refused(`Tệp «${name}» chưa tải lên xong. Hãy tải lên rồi lưu lại.`);
  const { type, size } = stored;
  const endings = ENDINGS[type] ?? [];
  if (!endings.some((ending) => name.toLowerCase().endsWith(ending)))
    throw new Refused(
      `Tên tệp «${name}» không đúng với nội dung: tên phải có đuôi ${endings.join(" hoặc ")}.`,
    );
  return { type, size };
}
