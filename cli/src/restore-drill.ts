import { resolve } from "node:path";
import process from "node:process";
import { isDeepStrictEqual } from "node:util";
import { type BackupManifest, documentsOf, faultsOfFile, readManifest } from "./backup-files.ts";
import { Database, type Fields, type StoredDocument } from "./database.ts";
import type { Given } from "./given.ts";
import { chooseTarget } from "./target.ts";
import { atMost, CommandError, count, EXIT, type Exit, type Terminal } from "./terminal.ts";

/** A part of the drill: what was looked at, and what is wrong. */
export interface DrillStep {
  title: string;
  text: string;
  faults: string[];
}

function tell({ title, text, faults }: DrillStep, terminal: Terminal): boolean {
  terminal.out(`  ${faults.length === 0 ? "✓" : "✗"} ${title}: ${text}`);
  for (const line of atMost(faults.map((fault) => `      ${fault}`))) terminal.out(line);
  return faults.length === 0;
}

async function checkFiles(folder: string, manifest: BackupManifest): Promise<DrillStep> {
  const entries = [...manifest.files, ...(manifest.accounts ? [manifest.accounts] : [])];
  const faults: string[] = [];
  for (const entry of entries) faults.push(...(await faultsOfFile(folder, entry)));
  const lines = manifest.files.reduce((sum, file) => sum + file.lines, 0);
  if (lines !== manifest.documents)
    faults.push(`the files hold ${lines} documents, not ${manifest.documents}`);
  return {
    title: "files",
    text: `${count(entries.length, "file")}, ${count(lines, "document")}, line by line`,
    faults,
  };
}

const REFERENCE = /^projects\/[^/]+\/databases\/\(default\)\/documents\//;

/** A value whose references lead into another database. */
function moved(value: unknown, root: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => moved(entry, root));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) =>
      name === "referenceValue" && typeof entry === "string"
        ? [name, entry.replace(REFERENCE, `${root}/`)]
        : [name, moved(entry, root)],
    ),
  );
}

/** What a request may hold: documents, and bytes well below the 10 MiB that Firestore takes. */
const AT_ONCE = { documents: 250, bytes: 4 * 2 ** 20 };

/** How many requests are under way at once. */
const WIDTH = 4;

type Restored = Pick<StoredDocument, "path" | "fields">;

/** A document as it is restored: what it refers to is in its own database again. */
const restored = ({ path, fields }: StoredDocument, root: string): Restored => ({
  path,
  fields: moved(fields, root) as Fields,
});

/** The documents of a backup, as many at a time as a request may hold. */
async function* batchesOf(
  folder: string,
  manifest: BackupManifest,
  root: string,
): AsyncGenerator<Restored[]> {
  let [batch, bytes] = [[] as Restored[], 0];
  for await (const stored of documentsOf(folder, manifest.files)) {
    const document = restored(stored, root);
    batch.push(document);
    bytes += Buffer.byteLength(JSON.stringify(document));
    if (batch.length < AT_ONCE.documents && bytes < AT_ONCE.bytes) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

/** Writes every document of a backup: each writer takes the next batch once its last one is written. */
async function load(folder: string, manifest: BackupManifest, database: Database): Promise<void> {
  const batches = batchesOf(folder, manifest, database.root);
  const writer = async () => {
    for await (const batch of batches) await database.create(batch);
  };
  await Promise.all(Array.from({ length: WIDTH }, writer));
}

/** The order in which Firestore gives paths: segment by segment, by their UTF-8 bytes. */
function comparePaths(one: string, other: string): number {
  const [left, right] = [one.split("/"), other.split("/")];
  for (const [at, segment] of left.entries()) {
    const against = right[at];
    if (against === undefined) return 1;
    const order = Buffer.compare(Buffer.from(segment), Buffer.from(against));
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Reads back what was loaded and compares it with the backup, document by document. */
async function compare(folder: string, manifest: BackupManifest, database: Database): Promise<DrillStep> {
  const faults: string[] = [];
  const present = database.documents(null);
  const next = async (): Promise<StoredDocument | null> => (await present.next()).value ?? null;
  let [found, documents] = [await next(), 0];
  for await (const stored of documentsOf(folder, manifest.files)) {
    const { path, fields } = restored(stored, database.root);
    while (found && comparePaths(found.path, path) < 0) {
      faults.push(`${found.path}: is in the database and not in the backup`);
      found = await next();
    }
    if (found?.path !== path) {
      faults.push(`${path}: is not in the database`);
      continue;
    }
    documents += 1;
    if (!isDeepStrictEqual(found.fields, fields)) faults.push(`${path}: is otherwise in the database`);
    found = await next();
  }
  for (; found; found = await next()) faults.push(`${found.path}: is in the database and not in the backup`);
  return { title: "documents", text: `${count(documents, "document")} read back, value by value`, faults };
}

async function requireEmpty(database: Database, project: string): Promise<void> {
  const first = await database.first();
  if (first !== null)
    throw new CommandError(
      `${project} is not empty: there is ${first}. A drill restores into an empty database.`,
    );
}

/** `restore-drill`. Looks at the files first: what is not as it was written is not restored. */
export async function restoreDrill(given: Given, terminal: Terminal): Promise<Exit> {
  const [folder, into] = [resolve(given.file), given.need("into")];
  const emulator = process.env.FIRESTORE_EMULATOR_HOST;
  const { manifest, sha256 } = await readManifest(folder);
  const expected = given.text("sha256")?.toLowerCase();
  if (expected !== undefined && expected !== sha256)
    throw new CommandError(`The manifest's SHA-256 is ${sha256}, not ${expected}: this is another backup.`);
  if (!emulator && into === manifest.project)
    throw new CommandError(`${into} is where the backup comes from; a drill restores into another project.`);
  if (!emulator && !given.flag("real"))
    throw new CommandError(
      `${into} would be a real project; say so with --real, or set FIRESTORE_EMULATOR_HOST.`,
    );
  terminal.out(await chooseTarget(into));
  terminal.out(`Backup of ${manifest.project} as of ${manifest.readTime}, manifest ${sha256}`);
  if (!tell(await checkFiles(folder, manifest), terminal)) {
    terminal.out("Nothing was restored.");
    return EXIT.findings;
  }
  const database = new Database(into, emulator);
  await requireEmpty(database, into);
  const start = performance.now();
  await load(folder, manifest, database);
  const seconds = (performance.now() - start) / 1_000;
  terminal.out(`  – restored ${count(manifest.documents, "document")} in ${seconds.toFixed(1)} s`);
  let sound = tell(await compare(folder, manifest, database), terminal);
  // What reads through the store is loaded now that its project is chosen.
  const { checkAccess, checkPeriods, checkPublications } = await import("./drill-checks.ts");
  for (const check of [
    () => checkPublications(manifest),
    () => checkPeriods(),
    () => checkAccess(folder, manifest),
  ])
    sound = tell(await check(), terminal) && sound;
  terminal.out(
    sound
      ? `The backup can be restored. What was restored stays in ${into} until you delete it.`
      : "Something is wrong: see ✗ above.",
  );
  return sound ? EXIT.ok : EXIT.findings;
}
