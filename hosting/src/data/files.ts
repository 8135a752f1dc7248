import { CHUNK_BYTES, FILE_BYTES_MAX, paths, StoredFile } from "@parindex/core";
import {
  Bytes,
  collection,
  doc,
  getCountFromServer,
  getDoc,
  getDocs,
  serverTimestamp,
  setDoc,
} from "firebase/firestore";
import { t } from "../text/text.ts";
import { call } from "./call.ts";
import type { Backend } from "./firebase.ts";
import { keptName } from "./kept-name.ts";
import { withDates } from "./live.ts";

/** Where files are kept: a unit's, or the scheme's where `unit` is null. */
export interface Folder {
  scheme: string;
  period: string;
  unit: string | null;
}

/** A file that is kept: its content's SHA-256, the name it was given, and what was found in it. */
export interface KeptFile {
  file: string;
  name: string;
  type: string;
  size: number;
}

interface Upload {
  backend: Backend;
  folder: Folder;
  uid: string;
  file: File;
  /** How much has arrived, 0 … 1. */
  onProgress: (fraction: number) => void;
  signal: AbortSignal;
}

/** The SHA-256 of some bytes in lower-case hex. */
async function sha256Of(bytes: BufferSource): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Why a file can't be kept, before anything is sent, or null. */
export function refusalOfFile({ size }: Pick<File, "size">): string | null {
  if (size === 0) return t("fileEmpty");
  return size > FILE_BYTES_MAX ? t("fileTooLarge") : null;
}

const chunksOf = (content: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] =>
  Array.from({ length: Math.ceil(content.length / CHUNK_BYTES) }, (_, n) =>
    content.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES),
  );

async function storedFile({ backend: { db }, folder }: Pick<Upload, "backend" | "folder">, sha256: string) {
  const path = `${paths.files(folder.scheme, folder.period, folder.unit)}/${sha256}`;
  const snapshot = await getDoc(doc(db, path));
  return { path, stored: StoredFile.safeParse(withDates(snapshot.data())).data };
}

/** Where an upload goes on: how many chunks have arrived, in order, of one that began before. */
const arrived = async ({ db }: Backend, path: string): Promise<number> =>
  (await getCountFromServer(collection(db, `${path}/chunks`))).data().count;

/** Uploads under way on this page, by where they stand: the same content twice goes up once. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Keeps a file (see `keepContent`); the same content that goes up already is waited for, and then found kept. Throws with
 * the reason in the user's words where the file is refused; an aborted upload is given up.
 */
export async function uploadFile(upload: Upload): Promise<KeptFile> {
  const { file, folder } = upload;
  const refused = refusalOfFile(file);
  if (refused) throw new Error(refused);
  const content = new Uint8Array(await file.arrayBuffer());
  const sha256 = await sha256Of(content);
  const path = `${paths.files(folder.scheme, folder.period, folder.unit)}/${sha256}`;
  for (let before = underWay.get(path); before; before = underWay.get(path)) await before.catch(() => {});
  const keeping = keepContent(upload, content, sha256);
  underWay.set(path, keeping);
  return keeping.finally(() => underWay.delete(path));
}

/** Sends what has not arrived of a content, until all has or the upload is given up. `stored`: it began before. */
async function sendContent(
  { backend, uid, onProgress, signal }: Upload,
  content: Uint8Array<ArrayBuffer>,
  sha256: string,
  { path, stored }: Awaited<ReturnType<typeof storedFile>>,
): Promise<void> {
  const chunks = chunksOf(content);
  const stopped = new Promise<void>((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true }),
  );
  const done = stored ? await arrived(backend, path) : 0;
  if (!stored) {
    const hashes = await Promise.all(chunks.map(sha256Of));
    const begun = setDoc(doc(backend.db, path), {
      ...{ sha256, size: content.length, chunks: hashes, type: null, state: "uploading" },
      ...{ by: uid, at: serverTimestamp() },
    });
    await Promise.race([begun, stopped]);
  }
  for (const [n, chunk] of chunks.entries()) {
    onProgress(n / chunks.length);
    if (signal.aborted) break;
    if (n >= done)
      await Promise.race([
        setDoc(doc(backend.db, `${path}/chunks/${n}`), { bytes: Bytes.fromUint8Array(chunk) }),
        stopped,
      ]);
  }
}

/**
 * Keeps a file: in chunks under the SHA-256 of its content, each with its own hash, so that an upload that stopped goes
 * on where it stopped and a content that is kept already is recognised. While the network is away it waits.
 */
async function keepContent(
  upload: Upload,
  content: Uint8Array<ArrayBuffer>,
  sha256: string,
): Promise<KeptFile> {
  const { backend, folder, file, onProgress, signal } = upload;
  const { scheme, period, unit } = folder;
  const place = { scheme, period, unit };
  const name = keptName(file.name);
  let { path, stored } = await storedFile({ backend, folder }, sha256);
  if (stored?.state === "rejected") {
    await call(backend.functions, "dropFile", { ...place, file: sha256 });
    stored = undefined;
  }
  if (stored?.state !== "complete") {
    await sendContent(upload, content, sha256, { path, stored });
    if (signal.aborted) {
      await call(backend.functions, "dropFile", { ...place, file: sha256 });
      throw new Error(t("uploadCancelled"));
    }
  }
  const kept = await call<"completeFile", { type: string; size: number }>(backend.functions, "completeFile", {
    ...place,
    file: sha256,
  });
  onProgress(1);
  return { file: sha256, name, ...kept };
}

/** A kept file's content, put together from its chunks and checked. Throws where it is not what its hash says. */
export async function downloadFile({ db }: Backend, folder: Folder, sha256: string): Promise<Blob> {
  const { scheme, period, unit } = folder;
  const chunks = await getDocs(collection(db, `${paths.files(scheme, period, unit)}/${sha256}/chunks`));
  const parts = chunks.docs
    .toSorted((a, b) => Number(a.id) - Number(b.id))
    .map((chunk) => {
      const bytes: unknown = chunk.get("bytes");
      return bytes instanceof Bytes ? new Uint8Array(bytes.toUint8Array()) : new Uint8Array();
    });
  const blob = new Blob(parts);
  if ((await sha256Of(await blob.arrayBuffer())) !== sha256) throw new Error(t("fileDamaged"));
  return blob;
}

/** Gives a content to the browser to keep under a name. It is never opened as a page of this site. */
export function saveBlob(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
