import { mkdtemp, rename, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import process from "node:process";
import { getApps, initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { z } from "zod";
import { noteBackup } from "../../functions/src/store/health.ts";
import { type BackupManifest, discard, writeDocuments, writeLines, writeManifest } from "./backup-files.ts";
import { Database, type StoredDocument } from "./database.ts";
import type { Given } from "./given.ts";
import { CommandError, count, EXIT, type Exit, type Terminal } from "./terminal.ts";

/** What of a publication the manifest repeats. */
const WithRoot = z.object({ root: z.object({ stringValue: z.string() }) });

/** What a backup holds: how many documents in collections of each name, the schemes, and what is published. */
class Contents {
  documents = 0;
  readonly collections = new Map<string, number>();
  readonly publications: BackupManifest["publications"] = [];
  readonly schemes: string[] = [];

  add({ path, fields }: StoredDocument): void {
    this.documents += 1;
    const name = path.split("/").at(-2) ?? "";
    this.collections.set(name, (this.collections.get(name) ?? 0) + 1);
    const [, scheme] = /^schemes\/([^/]+)$/.exec(path) ?? [];
    if (scheme) this.schemes.push(scheme);
    const [, publication] = /^publications\/([^/]+)$/.exec(path) ?? [];
    if (publication)
      this.publications.push({
        id: publication,
        root: WithRoot.safeParse(fields).data?.root.stringValue ?? "",
      });
  }
}

/** Every account, without what would let anyone sign in as its owner. */
async function* accounts(): AsyncGenerator<object> {
  const auth = getAuth(getApps()[0] ?? initializeApp());
  let page: string | undefined;
  do {
    const { users, pageToken } = await auth.listUsers(1_000, page);
    for (const { uid, email, emailVerified, displayName, disabled, customClaims, metadata } of users) {
      const { creationTime, lastSignInTime } = metadata;
      yield { uid, email, emailVerified, displayName, disabled, customClaims, creationTime, lastSignInTime };
    }
    page = pageToken;
  } while (page);
}

async function requireAbsent(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found) throw new CommandError(`${folder}: is there already; a backup replaces nothing.`);
  const parent = await stat(dirname(folder)).catch(() => null);
  if (!parent?.isDirectory()) throw new CommandError(`${dirname(folder)}: there is no such folder.`);
}

async function writeBackup(given: Given, folder: string, terminal: Terminal) {
  const project = process.env.GCLOUD_PROJECT ?? "";
  const database = new Database(project, process.env.FIRESTORE_EMULATOR_HOST);
  const readTime = database.chooseReadTime();
  terminal.out(`Reading every document as of ${readTime} …`);
  const contents = new Contents();
  const files = await writeDocuments(folder, database.documents(readTime), (document) => {
    contents.add(document);
    if (contents.documents % 50_000 === 0) terminal.out(`  ${contents.documents} documents`);
  });
  const listed = given.flag("accounts") ? await writeLines(folder, "accounts.jsonl", accounts()) : null;
  const { documents, publications } = contents;
  const collections = Object.fromEntries([...contents.collections].sort());
  const manifest: BackupManifest = {
    ...{ format: "parindex-backup/1", project, database: "(default)", readTime },
    finishedAt: new Date().toISOString(),
    ...{ documents, collections, files, publications, accounts: listed },
  };
  return { manifest, sha256: await writeManifest(folder, manifest), schemes: contents.schemes };
}

/** Tells every scheme's page on the system's health; a backup stands whether or not its maker may write there. */
async function tellSchemes(schemes: readonly string[], folder: string, documents: number): Promise<boolean> {
  const note = { at: new Date(), documents, place: basename(folder).slice(0, 200) };
  const told = await Promise.allSettled(schemes.map((scheme) => noteBackup(scheme, note)));
  return told.every(({ status }) => status === "fulfilled");
}

/** `backup`. Written beside its place and moved there when it is whole: what stands under its name is a whole backup. */
export async function backup(given: Given, terminal: Terminal): Promise<Exit> {
  const folder = resolve(given.file);
  await requireAbsent(folder);
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    const { manifest, sha256, schemes } = await writeBackup(given, partial, terminal);
    await rename(partial, folder);
    const { documents, files, publications, accounts: listed } = manifest;
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    terminal.out(
      `${given.file}: ${count(documents, "document")} in ${count(files.length, "file")}, ${(bytes / 2 ** 20).toFixed(1)} MiB.`,
    );
    for (const [name, number] of Object.entries(manifest.collections)) terminal.out(`  ${name} ${number}`);
    for (const { id, root } of publications) terminal.out(`  ${id}: root ${root}`);
    terminal.out(
      listed
        ? `${count(listed.lines, "account")}, without passwords: those come by firebase auth:export.`
        : "No accounts: they come with --accounts, their passwords by firebase auth:export.",
    );
    if (!(await tellSchemes(schemes, folder, documents)))
      terminal.out("The page on the system's health could not be told of it.");
    terminal.out(`SHA-256 of the manifest, to be kept elsewhere: ${sha256}`);
    return EXIT.ok;
  } catch (error) {
    await discard(partial);
    throw error;
  }
}
