import "./setup/own-database.ts";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { Readable } from "node:stream";
import { Timestamp } from "firebase-admin/firestore";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { BackupManifest, lineOf, writeDocuments, writeManifest } from "../../cli/src/backup-files.ts";
import { Database, type StoredDocument } from "../../cli/src/database.ts";
import { parindex } from "../../cli/src/parindex.ts";
import { paths } from "../../core/src/index.ts";
import { db } from "../../functions/src/store/firestore.ts";
import type { PeriodKey } from "../../functions/src/store/refs.ts";
import { publicationOf, publishedYear, versionOf } from "./setup/published.ts";
import { HEALTH } from "./setup/small-set.ts";
import { giveWholeYear, smallYear } from "./setup/small-year.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "parindex-backup-"));
const WHOLE = join(FOLDER, "whole");
afterAll(() => rmSync(FOLDER, { recursive: true }));

const SOURCE = process.env.GCLOUD_PROJECT ?? "";
const EMULATOR = process.env.FIRESTORE_EMULATOR_HOST;

/** What a command line says and ends with. */
async function said(...args: string[]) {
  const lines = { out: "", err: "" };
  const code = await parindex(args, {
    out: (line) => {
      lines.out += `${line}\n`;
    },
    err: (line) => {
      lines.err += `${line}\n`;
    },
  });
  process.env.GCLOUD_PROJECT = SOURCE;
  return { code, ...lines };
}

/** The same in a process of its own: one process has one database. */
function alone(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["cli/src/main.ts", ...args], {
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

let drills = 0;
const unused = () => {
  drills += 1;
  return `${SOURCE}-${drills}`;
};

/** A drill of a folder into a project that nobody has used. */
function drill(folder: string) {
  const into = unused();
  return { into, ...alone("restore-drill", folder, "--into", into) };
}

/** A drill that must end before it restores anything. */
async function refusedDrill(folder: string, ...more: string[]) {
  const into = unused();
  const result = await said("restore-drill", folder, "--into", into, ...more);
  expect(await all(into)).toEqual([]);
  return result;
}

async function all(project: string): Promise<StoredDocument[]> {
  const found: StoredDocument[] = [];
  for await (const document of new Database(project, EMULATOR).documents(null)) found.push(document);
  return found;
}

const content = (documents: readonly StoredDocument[], root: string) =>
  documents.map(({ path, fields }) => ({
    path,
    fields: JSON.parse(JSON.stringify(fields).replaceAll(root, "ROOT")),
  }));

/** The files that this process has open, where the system tells. */
const openFiles = () =>
  existsSync("/proc/self/fd")
    ? readdirSync("/proc/self/fd").flatMap((fd) => {
        const link = `/proc/self/fd/${fd}`;
        return lstatSync(link, { throwIfNoEntry: false }) ? readlinkSync(link) : [];
      })
    : [];

/** Values of every type that a document may hold. */
const TYPES = {
  integer: 5,
  double: 5.5,
  large: 9_007_199_254_740_991,
  infinite: Number.POSITIVE_INFINITY,
  nothing: null,
  bytes: Buffer.from([0, 1, 254, 255]),
  instant: new Timestamp(1_700_000_000, 123_456_000),
  text: 'Lai Châu "{[\\ \u2028 🌾',
  list: [1, "hai", { ba: [true] }],
  map: { "tên có dấu": { sâu: [] } },
  reference: db.doc("schemes/one"),
};

let published: PeriodKey;

beforeAll(async () => {
  published = await publishedYear("backup");
  await giveWholeYear(await smallYear("backup-open", "appraisal"));
  await db.doc("mail/types").set(TYPES);
  await db.doc("absent/parent/below/child").set({ deep: true });
  expect(await said("backup", WHOLE, "--project", SOURCE)).toMatchObject({ code: 0, err: "" });
});

const manifestOf = (folder: string) =>
  BackupManifest.parse(JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")));

let copies = 0;
/** A copy of the backup in which one file has another text. */
function damaged(file: string, change: (text: string) => string): string {
  copies += 1;
  const folder = join(FOLDER, `copy-${copies}`);
  cpSync(WHOLE, folder, { recursive: true });
  const path = join(folder, file);
  writeFileSync(path, change(readFileSync(path, "latin1")), "latin1");
  return folder;
}

/** A copy of the backup by somebody who knows its form: other documents, and hashes that fit them. */
function forged(change: (document: StoredDocument) => StoredDocument | null): string {
  copies += 1;
  const folder = join(FOLDER, `copy-${copies}`);
  cpSync(WHOLE, folder, { recursive: true });
  const manifest = manifestOf(folder);
  manifest.documents = 0;
  for (const entry of manifest.files) {
    const path = join(folder, entry.name);
    const documents = readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .flatMap((line) => {
        const { n: _n, sum: _sum, ...document } = JSON.parse(line);
        return change(document) ?? [];
      });
    const text = documents.map((document, at) => lineOf(at + 1, document)).join("");
    writeFileSync(path, text);
    entry.lines = documents.length;
    entry.bytes = Buffer.byteLength(text);
    entry.sha256 = createHash("sha256").update(text).digest("hex");
    manifest.documents += documents.length;
  }
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  return folder;
}

describe("a backup", () => {
  test("is restored into another project to the same documents and the same root", async () => {
    const { root } = await publicationOf(published);
    const { code, out, err, into } = drill(WHOLE);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain(`${versionOf(published)} ${root}`);
    expect(out).toContain("2 periods, 1 of them open; 6 indices recomputed");
    expect(out).not.toContain("✗");
    const [stored, after] = [await all(SOURCE), await all(into)];
    // What the backup itself left: each scheme's page on the system's health is told of it.
    const isNote = ({ path }: { path: string }) => path.endsWith("/operations/backup");
    const before = stored.filter((document) => !isNote(document));
    expect(stored.filter(isNote)).toHaveLength(
      after.filter(({ path }) => /^schemes\/[^/]+$/.test(path)).length,
    );
    const { root: from } = new Database(SOURCE, EMULATOR);
    const { root: to } = new Database(into, EMULATOR);
    expect(content(after, to)).toEqual(content(before, from));
    expect(before.length).toBe(manifestOf(WHOLE).documents);
    const types = new Map(after.map(({ path, fields }) => [path, fields])).get("mail/types");
    expect(types).toMatchObject({
      integer: { integerValue: "5" },
      double: { doubleValue: 5.5 },
      infinite: { doubleValue: "Infinity" },
      nothing: { nullValue: null },
      bytes: { bytesValue: "AAH+/w==" },
      instant: { timestampValue: "2023-11-14T22:13:20.123456Z" },
      reference: { referenceValue: `${to}/schemes/one` },
    });
  });

  test("is no one else's to read, and replaces nothing", async () => {
    expect(statSync(WHOLE).mode & 0o077).toBe(0);
    for (const name of readdirSync(WHOLE)) expect(statSync(join(WHOLE, name)).mode & 0o077).toBe(0);
    const again = await said("backup", WHOLE, "--project", SOURCE);
    expect(again.code).toBe(1);
    expect(again.err).toContain("is there already");
  });

  test("that breaks off leaves nothing that could be taken for a backup", async () => {
    const folder = join(FOLDER, "broken-off");
    const { root } = new Database(SOURCE, EMULATOR);
    const times = { createTime: "2025-01-01T00:00:00Z", updateTime: "2025-01-01T00:00:00Z" };
    const page = Array.from({ length: 5_000 }, (_, at) => ({
      document: { name: `${root}/mail/${at + 10_000}`, fields: {}, ...times },
    }));
    const ask = vi
      .spyOn(globalThis, "fetch")
      .mockImplementationOnce(async () => Response.json(page))
      .mockImplementation(async () => new Response("no more", { status: 403 }));
    const { code, err } = await said("backup", folder, "--project", SOURCE).finally(() => ask.mockRestore());
    expect(err).toContain("runQuery: 403 no more");
    expect(code).toBe(1);
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(FOLDER).filter((name) => name.includes("partial"))).toEqual([]);
    expect(openFiles().filter((name) => name.startsWith(FOLDER))).toEqual([]);
  });
});

describe("a drill", () => {
  const scores = "schemes-0001.jsonl";

  test.each<[fault: string, change: (text: string) => string, named: RegExp]>([
    [
      "a flipped byte",
      (text) => {
        const at = text.indexOf('"points"') + 30;
        const flipped = String.fromCharCode(text.charCodeAt(at) ^ 1);
        return text.slice(0, at) + flipped + text.slice(at + 1);
      },
      /schemes-0001\.jsonl line \d+: is (not as it was written \(schemes\/\S+\)|no JSON|no line of a backup)/,
    ],
    [
      "a missing line",
      (text) => text.split("\n").toSpliced(4, 1).join("\n"),
      /schemes-0001\.jsonl line 5: is number 6 where 5 was to come/,
    ],
    ["a file that was cut off", (text) => text.slice(0, -100), /schemes-0001\.jsonl line \d+: breaks off/],
    [
      "a line that stands twice",
      (text) => text + text.slice(text.lastIndexOf("\n", text.length - 2) + 1),
      /lines, not/,
    ],
  ])("names %s, and restores nothing", async (_, change, named) => {
    const { code, out } = await refusedDrill(damaged(scores, change));
    expect(out).toMatch(named);
    expect(out).toContain("its SHA-256 is another than the manifest says");
    expect(out).toContain("Nothing was restored.");
    expect(code).toBe(2);
  });

  test("names a file that is missing, and what is no backup at all", async () => {
    const folder = damaged(scores, (text) => text);
    rmSync(join(folder, scores));
    expect(await refusedDrill(folder)).toMatchObject({
      code: 2,
      out: expect.stringContaining(`${scores}: is missing`),
    });
    rmSync(join(folder, "manifest.json"));
    expect(await refusedDrill(folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining("no manifest.json"),
    });
  });

  test("finds by path what somebody forged who could make all hashes fit", async () => {
    const sheet = paths.publicationSheet(versionOf(published), HEALTH);
    const folder = forged((document) => {
      if (document.path !== sheet) return document;
      const text = JSON.stringify(document.fields).replace(
        /"achieved":\{"integerValue":"\d+"/,
        '"achieved":{"integerValue":"1"',
      );
      return { ...document, fields: JSON.parse(text) };
    });
    const { code, out } = drill(folder);
    expect(code).toBe(2);
    expect(out).toContain(`publications/${versionOf(published)}: ${HEALTH}`);
    const known = createHash("sha256")
      .update(readFileSync(join(WHOLE, "manifest.json")))
      .digest("hex");
    expect(
      (
        await refusedDrill(
          damaged(scores, (text) => `${text}\n`),
          "--sha256",
          known,
        )
      ).code,
    ).toBe(2);
    expect(await refusedDrill(folder, "--sha256", known)).toMatchObject({
      code: 1,
      err: expect.stringContaining("another backup"),
    });
  });

  test("finds a score that is not there any more by the index that no longer follows", () => {
    let gone = "";
    const folder = forged((document) => {
      if (gone !== "" || !/\/units\/[^/]+\/appraisals\//.test(document.path)) return document;
      gone = document.path;
      return null;
    });
    const [, period, unit] = /^(schemes\/[^/]+\/periods\/[^/]+)\/units\/([^/]+)/.exec(gone) ?? [];
    const { code, out } = drill(folder);
    expect(code).toBe(2);
    expect(out).toContain(`${period}/indices/${unit}: recomputes otherwise`);
  });

  test("that is refused a write says so, whatever it reads meanwhile", async () => {
    const folder = join(FOLDER, "refused");
    mkdirSync(folder);
    const documents = ["mail", "other"].flatMap((collection) =>
      Array.from({ length: 300 }, (_, at) => ({
        ...{ path: `${collection}/${at}`, fields: {}, created: "", updated: "" },
      })),
    );
    const files = await writeDocuments(folder, Readable.from(documents), () => {});
    await writeManifest(folder, { ...manifestOf(WHOLE), files, documents: documents.length });
    const real = globalThis.fetch;
    const ask = vi
      .spyOn(globalThis, "fetch")
      .mockImplementation((input, init) =>
        String(input).endsWith(":batchWrite")
          ? Promise.resolve(new Response("no more", { status: 403 }))
          : real(input, init),
      );
    const { code, err } = await refusedDrill(folder).finally(() => ask.mockRestore());
    expect([code, err]).toEqual([1, expect.stringContaining("batchWrite: 403 no more")]);
  });

  test("restores into nothing but an empty database, and into a real one only when told so", async () => {
    const { code, err } = await said("restore-drill", WHOLE, "--into", SOURCE);
    expect([code, err]).toEqual([1, expect.stringContaining("is not empty: there is")]);
    vi.stubEnv("FIRESTORE_EMULATOR_HOST", undefined);
    const real = async (...args: string[]) => (await said("restore-drill", WHOLE, ...args)).err;
    expect(await real("--into", "other-project")).toContain("would be a real project");
    expect(await real("--into", SOURCE, "--real")).toContain("is where the backup comes from");
    vi.unstubAllEnvs();
  });
});
