import "./setup/environment.ts";
import { readFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { initializeTestEnvironment, type RulesTestContext } from "@firebase/rules-unit-testing";
import {
  collection,
  collectionGroup,
  doc,
  getDoc,
  getDocs,
  type Query,
  query,
  setLogLevel,
  where,
} from "firebase/firestore";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type CorrectionChange, paths } from "../../core/src/index.ts";
import { publicationsOf } from "../../functions/src/site/publications.ts";
import { renderSite, type SiteResponse } from "../../functions/src/site/site.ts";
import { publishCorrection } from "../../functions/src/store/correcting.ts";
import { enterPublicationDecision } from "../../functions/src/store/publishing.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { secondsAt } from "../rules/rest.ts";
import { noticesOf } from "./setup/notices.ts";
import {
  CORRECTING,
  DECISION,
  drafted,
  publicationOf,
  publishedYear,
  runSchedule,
  sealedYear,
  versionOf,
} from "./setup/published.ts";
import { auditOf } from "./setup/reading.ts";
import { HEALTH } from "./setup/small-set.ts";
import { PEOPLE, UNIT_IDS } from "./setup/small-year.ts";

setLogLevel("silent");
const env = await initializeTestEnvironment({
  projectId: process.env.GCLOUD_PROJECT ?? "",
  firestore: { rules: readFileSync("firestore.rules", "utf8") },
});
afterAll(() => env.cleanup());

type Db = ReturnType<RulesTestContext["firestore"]>;

/** Everyone who may knock: nobody signed in, a stranger to the scheme, and each of its people. */
const everyone = new Map<string, Db>([
  ["anonymous", env.unauthenticatedContext().firestore()],
  ...["stranger", ...Object.keys(PEOPLE)].map(
    (uid) => [uid, env.authenticatedContext(uid, { auth_time: secondsAt(0) }).firestore()] as const,
  ),
]);
/** Who may see how sealing goes: those who run the year. */
const RUN = ["admin", "council", "council-of-health"];

const isDenied = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "permission-denied";

/** What a request shows, as text; "" where it is refused or finds nothing. */
async function shown(request: Promise<unknown[]>): Promise<string> {
  try {
    const found = await request;
    return found.length === 0 ? "" : JSON.stringify(found);
  } catch (error) {
    if (isDenied(error)) return "";
    throw error;
  }
}
const documentAt = async (db: Db, path: string) => {
  const snapshot = await getDoc(doc(db, path));
  return snapshot.exists() ? [snapshot.data()] : [];
};
const documentsOf = async (asked: Query) => (await getDocs(asked)).docs.map((found) => found.data());

/** Whatever a client could ask of a version that is not out: itself, its sheets, what it is made from. */
function requestsOf(key: PeriodKey, version: number): [what: string, ask: (db: Db) => Promise<unknown[]>][] {
  const id = versionOf(key, version);
  const { scheme, period } = key;
  const mine = where("manifest.scheme", "==", scheme);
  const corrections = `${paths.period(scheme, period)}/corrections`;
  const single = [
    paths.publication(id),
    ...UNIT_IDS.flatMap((unit) => [
      paths.publicationSheet(id, unit),
      paths.sealSheet(scheme, period, "s1", unit),
      `${paths.correctionSheets(scheme, period, version)}/${unit}`,
    ]),
    paths.correction(scheme, period, version),
  ];
  return [
    ...single.map((path): [string, (db: Db) => Promise<unknown[]>] => [path, (db) => documentAt(db, path)]),
    ["sheets", (db) => documentsOf(collection(db, paths.publicationSheets(id)))],
    ["sealed sheets", (db) => documentsOf(collection(db, paths.sealSheets(scheme, period, "s1")))],
    ["seals", (db) => documentsOf(collection(db, `${paths.period(scheme, period)}/seals`))],
    ["corrections", (db) => documentsOf(collection(db, corrections))],
    ["sheets to come", (db) => documentsOf(collection(db, paths.correctionSheets(scheme, period, version)))],
    ...["sheets", "seals", "corrections"].map((group): [string, (db: Db) => Promise<unknown[]>] => [
      `all ${group}`,
      (db) => documentsOf(collectionGroup(db, group)),
    ]),
    [
      "publications",
      async (db) =>
        (await documentsOf(query(collection(db, paths.publications()), mine))).filter(
          (found) =>
            z.object({ manifest: z.object({ version: z.int() }) }).parse(found).manifest.version >= version,
        ),
    ],
  ];
}

/** Every public address of a version. */
const addressesOf = (key: PeriodKey, version: number): string[] => {
  const base = `/cong-bo/${versionOf(key, version)}`;
  return [
    ...[base, `${base}/`, `${base}.json`, `${base}.chu-ky.json`, `${base}.thay-the.json`],
    ...UNIT_IDS.flatMap((unit) => [`${base}/${unit}`, `${base}/${unit}/`, `${base}/${unit}.json`]),
  ];
};

const get = ({ scheme }: PeriodKey, path: string, now = new Date()): Promise<SiteResponse> =>
  renderSite({ path, query: {}, headers: {} }, publicationsOf(scheme), now);

/** Expects that of these words nothing stands in a text. */
function expectSilent(text: string, secrets: readonly string[], where: string): void {
  expect(
    secrets.filter((secret) => text.includes(secret)),
    where,
  ).toEqual([]);
}

/** Expects that no address of a version shows anything, now or to a cache later. */
async function expectHidden(key: PeriodKey, version: number, secrets: readonly string[]): Promise<void> {
  for (const path of addressesOf(key, version)) {
    const { status, headers, body } = await get(key, path);
    expect([path, status, headers["Cache-Control"], headers.ETag]).toEqual([
      path,
      404,
      "no-store",
      undefined,
    ]);
    expectSilent(String(body), secrets, path);
  }
  for (const [what, ask] of requestsOf(key, version))
    for (const [person, db] of everyone) expect(await shown(ask(db)), `${person} asks for ${what}`).toBe("");
}

/** Expects every address of a version to be answered with it, and everyone to read it. */
async function expectOut(key: PeriodKey, version: number): Promise<void> {
  for (const path of addressesOf(key, version)) {
    const { status, headers } = await get(key, path);
    const cache = path.endsWith(".thay-the.json")
      ? "public, max-age=60"
      : "public, max-age=31536000, immutable";
    expect([path, status, headers["Cache-Control"]]).toEqual([path, 200, cache]);
  }
  const id = versionOf(key, version);
  const { root } = await publicationOf(key, version);
  for (const [person, db] of everyone) {
    expect(await shown(documentAt(db, paths.publication(id))), person).toContain(root);
    for (const unit of UNIT_IDS)
      expect(await shown(documentAt(db, paths.publicationSheet(id, unit))), person).not.toBe("");
  }
}

const WAIT = 6_000;

describe("a result that is sealed and dated", () => {
  test("shows nothing anywhere until its time, and everything from then on", async () => {
    const key = await sealedYear("embargo");
    const { manifest, root } = (await refs.seal(key, "s1").get()).data() ?? {};
    if (!manifest || !root) throw new Error("not sealed");
    const publishAt = new Date(Date.now() + WAIT);
    await enterPublicationDecision({ ...key, decision: DECISION, publishAt }, "admin");
    const units = manifest.ranking.flatMap(({ units: ranked }) => ranked);
    const secrets = [root, DECISION.number, ...units.flatMap(({ index, sha256 }) => [index, sha256])];
    await runSchedule(new Date(publishAt.getTime() - 1));
    await expectHidden(key, 1, secrets);
    const front = await get(key, "/");
    expect([front.status, front.headers["Cache-Control"]]).toEqual([200, "no-store"]);
    expect(front.body).toContain("Chưa có kết quả nào được công bố");
    for (const path of ["/", "/phuong-phap"])
      expectSilent(String((await get(key, path)).body), secrets, path);
    for (const [person, db] of everyone) {
      const seal = await shown(documentAt(db, paths.seal(key.scheme, key.period, "s1")));
      expect([person, seal !== ""]).toEqual([person, RUN.includes(person)]);
    }
    for (const uid of Object.keys(PEOPLE)) expect(await noticesOf(key, uid)).toEqual([]);

    await sleep(Math.max(0, publishAt.getTime() - Date.now()));
    const due = new Date();
    await runSchedule(due);
    await expectOut(key, 1);
    const out = await get(key, "/");
    expect([out.status, out.headers["Cache-Control"]]).toEqual([200, "public, max-age=60"]);
    expect(out.body).toContain(DECISION.number);
    expect((await get(key, "/", new Date(due.getTime() - 1))).body).not.toContain(DECISION.number);
  });

  test("stays hidden behind Hosting, which keeps no answer longer than the site says", () => {
    const { hosting } = z
      .object({
        hosting: z.object({
          headers: z.array(z.object({ source: z.string(), headers: z.array(z.object({ key: z.string() })) })),
        }),
      })
      .parse(JSON.parse(readFileSync("firebase.json", "utf8")));
    const caching = hosting.headers.filter(({ headers }) =>
      headers.some(({ key }) => key.toLowerCase() === "cache-control"),
    );
    expect(caching.map(({ source }) => source)).toEqual([
      ...["/site/**", "/verify/**", "/s/**", "/app/**", "/app/assets/**"],
    ]);
  });
});

describe("a correction that is being prepared", () => {
  const changes: CorrectionChange[] = [
    { unit: HEALTH, leaf: "f1c2", points: 30_000, reason: "Bỏ sót báo cáo quý IV" },
  ];

  test("shows nothing anywhere, dated or not, and leaves every page of what is out as it is", async () => {
    const key = await publishedYear("embargo-correction");
    const addresses = [...addressesOf(key, 1), "/", "/phuong-phap"];
    const pages = async () => Promise.all(addresses.map((path) => get(key, path)));
    const before = await pages();
    const draft = await drafted(key, changes);
    const secrets = [draft.root, "Bỏ sót", "69,85", CORRECTING.number];
    await expectHidden(key, 2, secrets);

    const publishAt = new Date(Date.now() + 2 * WAIT);
    await publishCorrection({ ...key, root: draft.root, decision: CORRECTING, publishAt }, "admin");
    await expectHidden(key, 2, secrets);
    expectSilent(JSON.stringify(await auditOf(key)), [draft.root, "Bỏ sót", "69,85"], "the audit");
    await runSchedule(new Date(publishAt.getTime() - 1));
    expect(await pages()).toEqual(before);
    for (const uid of Object.keys(PEOPLE)) expect(await noticesOf(key, uid)).toEqual([]);

    await sleep(Math.max(0, publishAt.getTime() - Date.now()));
    await runSchedule(new Date());
    await expectOut(key, 2);
    await expectOut(key, 1);
    const front = await get(key, "/");
    expect(front.headers["Cache-Control"]).toBe("public, max-age=60");
    for (const secret of ["Bỏ sót", "69,85", CORRECTING.number]) expect(front.body).toContain(secret);
    const successor = await get(key, `/cong-bo/${versionOf(key)}.thay-the.json`);
    expect(JSON.parse(String(successor.body))).toEqual({ url: `/cong-bo/${versionOf(key, 2)}` });
    expect((await get(key, `/cong-bo/${versionOf(key)}`)).body).toContain("đã được thay thế");
    expect((await publicationOf(key, 1)).supersededBy).toBe(versionOf(key, 2));
  });
});
