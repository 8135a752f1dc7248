import "./environment.ts";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { CHUNK_BYTES, type StoredFile } from "../../../core/src/index.ts";
import { type FileFolder, refs } from "../../../functions/src/store/refs.ts";

export const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** A zip archive of entries that are not compressed. */
function zip(entries: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(entries)) {
    const [path, data] = [Buffer.from(name), Buffer.from(text)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    parts.push(Buffer.from("PK\x03\x04"), common, path, data);
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), common, place, path);
    at += 30 + path.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(entries).length, 4);
  end.writeUInt16LE(Object.keys(entries).length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, ...directory, Buffer.from("PK\x05\x06"), end]);
}

/** An Office document that names its main part by this type. */
const office = (folder: string, type: string) =>
  zip({
    "[Content_Types].xml": `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${folder}/main.xml" ContentType="application/${type}.main+xml"/></Types>`,
    [`${folder}/main.xml`]: "<main/>",
  });

/** A compound file (old Office, but also installers) with one stream of this name. */
function compound(stream: string): Buffer {
  const content = Buffer.alloc(2_048);
  content.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  content.write(stream, 1_152, "utf16le");
  content.writeUInt16LE((stream.length + 1) * 2, 1_152 + 64);
  content[1_152 + 66] = 2;
  return content;
}

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const OPEN_XML = "vnd.openxmlformats-officedocument";

/** Contents whose type is accepted, under that type. */
export const ACCEPTED: Record<string, Buffer> = {
  "application/pdf": Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", "latin1"),
  "image/png": Buffer.from(PNG, "base64"),
  "image/jpeg": Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1]),
  [`application/${OPEN_XML}.wordprocessingml.document`]: office(
    "word",
    `${OPEN_XML}.wordprocessingml.document`,
  ),
  [`application/${OPEN_XML}.spreadsheetml.sheet`]: office("xl", `${OPEN_XML}.spreadsheetml.sheet`),
  "application/msword": compound("WordDocument"),
  "application/vnd.ms-excel": compound("Workbook"),
};

/** Contents that are not accepted, by what they are. */
export const UNACCEPTED: Record<string, Buffer> = {
  html: Buffer.from("<!doctype html><script>alert(1)</script>"),
  svg: Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  exe: Buffer.concat([Buffer.from("MZ"), Buffer.alloc(510)]),
  zip: zip({ "a.txt": "a" }),
  "Word with macros": office("word", "vnd.ms-word.document.macroEnabled"),
  installer: compound("!_StringData"),
  text: Buffer.from("chỉ là chữ"),
  "a PDF after something else": Buffer.from("<html>%PDF-1.7\n"),
};

/** A PDF of this many bytes; `seed` makes it another one. */
export function pdf(size: number, seed = 0): Buffer {
  const content = Buffer.alloc(size, seed);
  content.set(Buffer.from("%PDF-1.7\n"));
  return content;
}

interface Upload {
  by?: string;
  /** Parts, from 0, that don't come in. */
  without?: readonly number[];
  /** The hash that is stated. */
  as?: string;
}

/** Uploads a content as a client does, all of it but the parts to leave out; returns what it is kept under. */
export async function upload(
  folder: FileFolder,
  content: Uint8Array,
  { by = "editor-of-health", without = [], as = sha256(content) }: Upload = {},
): Promise<string> {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < content.length; at += CHUNK_BYTES) parts.push(content.subarray(at, at + CHUNK_BYTES));
  const file: StoredFile = {
    ...{ sha256: as, size: content.length, chunks: parts.map(sha256), type: null },
    ...{ state: "uploading", by, at: new Date() },
  };
  await refs.file(folder, as).set(file);
  for (const [n, bytes] of parts.entries())
    if (!without.includes(n))
      await refs
        .fileChunks(folder, as)
        .doc(String(n))
        .set({ bytes: new Uint8Array(bytes) });
  return as;
}
