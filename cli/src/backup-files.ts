import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { StoredDocument } from "./database.ts";
import { CommandError } from "./terminal.ts";

/** What a backup says of one of its files. */
const FileEntry = z.object({
  name: z.string().regex(/^[A-Za-z0-9_-]+\.jsonl$/),
  lines: z.int().min(0),
  bytes: z.int().min(0),
  sha256: z.string(),
});
export type FileEntry = z.infer<typeof FileEntry>;

/** What stands in `manifest.json`, which is written last: a folder without it is no backup. */
export const BackupManifest = z.object({
  format: z.literal("parindex-backup/1"),
  project: z.string(),
  database: z.literal("(default)"),
  /** The one instant at which every document was read. */
  readTime: z.string(),
  finishedAt: z.string(),
  documents: z.int().min(0),
  /** How many documents stand in collections of each name. */
  collections: z.record(z.string(), z.int()),
  files: z.array(FileEntry),
  publications: z.array(z.object({ id: z.string(), root: z.string() })),
  /** Who can sign in, without their passwords; null where that was not asked for. */
  accounts: FileEntry.nullable(),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

const MANIFEST = "manifest.json";

/** A file is followed by another one beyond this many bytes. */
const FILE_BYTES = 64 * 2 ** 20;

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** A line of a file: what it holds, its number, and a hash of both, so that a fault can be named. */
export function lineOf(number: number, content: object): string {
  const text = JSON.stringify({ n: number, ...content });
  return `${text.slice(0, -1)},"sum":"${sha256(text)}"}\n`;
}

/** Writes lines to a file that is not there yet. */
class LineFile {
  readonly name: string;
  readonly #handle: FileHandle;
  readonly #hash = createHash("sha256");
  #waiting: string[] = [];
  #waitingBytes = 0;
  #lines = 0;
  bytes = 0;

  private constructor(name: string, handle: FileHandle) {
    this.name = name;
    this.#handle = handle;
  }

  static async create(folder: string, name: string): Promise<LineFile> {
    return new LineFile(name, await open(join(folder, name), "wx", 0o600));
  }

  async add(content: object): Promise<void> {
    this.#lines += 1;
    const line = lineOf(this.#lines, content);
    const bytes = Buffer.byteLength(line);
    this.bytes += bytes;
    this.#waitingBytes += bytes;
    this.#waiting.push(line);
    if (this.#waitingBytes > 2 ** 20) await this.#flush();
  }

  async #flush(): Promise<void> {
    const text = this.#waiting.join("");
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#hash.update(text);
    await this.#handle.writeFile(text);
  }

  /** Ends the file, on the disk and not only on its way there. */
  async close(): Promise<FileEntry> {
    await this.#flush();
    await this.#handle.sync();
    await this.#handle.close();
    const { name, bytes } = this;
    return { name, lines: this.#lines, bytes, sha256: this.#hash.digest("hex") };
  }

  /** Lets go of the file wherever it was left; nothing more where it was closed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

/** Writes what comes to files, a new one for each top collection and wherever one has grown large. */
export async function writeDocuments(
  folder: string,
  documents: AsyncIterable<StoredDocument>,
  seen: (document: StoredDocument) => void,
): Promise<FileEntry[]> {
  const entries: FileEntry[] = [];
  await using files = new AsyncDisposableStack();
  let [file, top, part] = [null as LineFile | null, "", 0];
  for await (const document of documents) {
    const [collection = ""] = document.path.split("/");
    if (!file || collection !== top || file.bytes > FILE_BYTES) {
      if (file) entries.push(await file.close());
      part = collection === top ? part + 1 : 1;
      top = collection;
      const name = `${collection}-${String(part).padStart(4, "0")}.jsonl`;
      file = files.use(await LineFile.create(folder, name));
    }
    await file.add(document);
    seen(document);
  }
  if (file) entries.push(await file.close());
  return entries;
}

/** Writes one file of lines. */
export async function writeLines(
  folder: string,
  name: string,
  lines: AsyncIterable<object>,
): Promise<FileEntry> {
  await using file = await LineFile.create(folder, name);
  for await (const line of lines) await file.add(line);
  return file.close();
}

/** Writes the manifest, and returns its SHA-256: who has that from elsewhere knows the backup by it. */
export async function writeManifest(folder: string, manifest: BackupManifest): Promise<string> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await using handle = await open(join(folder, MANIFEST), "wx", 0o600);
  await handle.writeFile(text);
  await handle.sync();
  return sha256(text);
}

/** Reads the manifest of a backup, and its SHA-256. */
export async function readManifest(folder: string): Promise<{ manifest: BackupManifest; sha256: string }> {
  const file = join(folder, MANIFEST);
  const text = await readFile(file, "utf8").catch(() => {
    throw new CommandError(`${folder}: no ${MANIFEST}. This is no backup, or not a whole one.`);
  });
  try {
    return { manifest: BackupManifest.parse(JSON.parse(text)), sha256: sha256(text) };
  } catch {
    throw new CommandError(`${file}: this is not the manifest of a backup.`);
  }
}

const Line = z.object({ n: z.int(), path: z.string().optional() });
const SUM = /,"sum":"([0-9a-f]{64})"\}$/;

/** A line, or what is wrong with it. */
function parseLine(
  text: string,
): { line: z.infer<typeof Line> & Record<string, unknown>; fault: string | null } | string {
  const [tail, sum] = SUM.exec(text) ?? [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return "is no JSON";
  }
  const read = Line.loose().safeParse(parsed);
  if (!read.success || tail === undefined) return "is no line of a backup";
  const whole = `${text.slice(0, -tail.length)}}`;
  return { line: read.data, fault: sha256(whole) === sum ? null : "is not as it was written" };
}

/** The lines of a file, each whole; what hashes them sees every byte. */
async function* textsOf(
  file: string,
  hash: (bytes: Buffer) => void,
): AsyncGenerator<{ text: string; ended: boolean }> {
  let rest = Buffer.alloc(0);
  for await (const bytes of createReadStream(file, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
    hash(bytes);
    let from = 0;
    const all = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
    for (let at = all.indexOf(10); at >= 0; at = all.indexOf(10, from)) {
      yield { text: all.toString("utf8", from, at), ended: true };
      from = at + 1;
    }
    rest = Buffer.from(all.subarray(from));
  }
  if (rest.length > 0) yield { text: rest.toString("utf8"), ended: false };
}

/** What is wrong in one file of a backup, each fault by its line and what stands there; nothing where it is as written. */
export async function faultsOfFile(folder: string, entry: FileEntry): Promise<string[]> {
  const { name } = entry;
  const file = join(folder, name);
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) return [`${name}: is missing`];
  const faults: string[] = [];
  const hash = createHash("sha256");
  let [lines, next] = [0, 1];
  for await (const { text, ended } of textsOf(file, (bytes) => hash.update(bytes))) {
    lines += 1;
    const at = `${name} line ${lines}`;
    if (!ended) faults.push(`${at}: breaks off`);
    const read = parseLine(text);
    if (typeof read === "string") {
      if (ended) faults.push(`${at}: ${read}`);
      next += 1;
      continue;
    }
    const { line, fault } = read;
    if (fault) faults.push(`${at}: ${fault}${line.path === undefined ? "" : ` (${line.path})`}`);
    else if (line.n !== next) faults.push(`${at}: is number ${line.n} where ${next} was to come`);
    next = (fault ? next : line.n) + 1;
  }
  if (lines !== entry.lines) faults.push(`${name}: ${lines} lines, not ${entry.lines}`);
  if (size !== entry.bytes) faults.push(`${name}: ${size} bytes, not ${entry.bytes}`);
  if (hash.digest("hex") !== entry.sha256)
    faults.push(`${name}: its SHA-256 is another than the manifest says`);
  return faults;
}

const DocumentLine = z.object({
  path: z.string(),
  fields: z.record(z.string(), z.unknown()),
  created: z.string(),
  updated: z.string(),
});

/** The documents of a backup whose files were found as written, in the order of their paths. */
export async function* documentsOf(
  folder: string,
  files: readonly FileEntry[],
): AsyncGenerator<StoredDocument> {
  for (const { name } of files)
    for await (const { text } of textsOf(join(folder, name), () => {}))
      yield DocumentLine.parse(JSON.parse(text));
}

/** The lines of a file that was found as written. */
export async function* linesOf(folder: string, { name }: FileEntry): AsyncGenerator<Record<string, unknown>> {
  for await (const { text } of textsOf(join(folder, name), () => {}))
    yield Line.loose().parse(JSON.parse(text));
}

/** Removes a folder that this run has begun to write. */
export const discard = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
