import "./setup/own-database.ts";
import { readFileSync } from "node:fs";
import process from "node:process";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "../../functions/src/store/firestore.ts";
import { refs } from "../../functions/src/store/refs.ts";
import { keyPaperForm } from "../../functions/src/store/survey-paper.ts";
import { gatherSurvey } from "../../functions/src/store/survey-tallies.ts";
import { collectionsOf } from "../rules/policy/request.ts";
import { type Answer, OWNER, restOf, tokenOf } from "../rules/rest.ts";
import { SPELLED } from "../rules/spelled.ts";
import { pdf, upload } from "./setup/files.ts";
import { drafted, publishedYear, sealedYear, versionOf } from "./setup/published.ts";
import { HEALTH } from "./setup/small-set.ts";
import { codesFor, openedSurvey } from "./setup/survey-client.ts";
import { storeAnswers } from "./setup/surveys.ts";

/**
 * Someone without an account, or with one that belongs to no scheme, asks Firestore's REST interface for everything that
 * is stored, and tries to write it. What is there is found out from the database and from core's paths, so that a new
 * collection is crawled without a word here.
 */
const PROJECT = process.env.GCLOUD_PROJECT ?? "demo-parindex";
const rest = restOf(PROJECT);
const CRAWLERS: readonly [who: string, token: string | null][] = [
  ["someone without an account", null],
  [
    "someone who belongs to no scheme",
    tokenOf(PROJECT, { uid: "nobody", claims: { admin: true, council: true, email_verified: true } }),
  ],
];

/** Of these, and of nothing else, all may be read: what is published. */
const PUBLIC = ["publications", "publications/parts", "publications/sheets"];

interface Shelf {
  /** The path of a collection. */
  path: string;
  documents: string[];
}

/** Every collection below a document, or of the database, with the ids in it; also of documents that are not there. */
async function shelvesBelow(parent: string | null): Promise<Shelf[]> {
  const collections = await (parent === null ? db.listCollections() : db.doc(parent).listCollections());
  const found = await Promise.all(
    collections.map(async (collection) => {
      const documents = (await collection.listDocuments()).map(({ path }) => path);
      const below = await Promise.all(documents.map(shelvesBelow));
      return [{ path: collection.path, documents }, ...below.flat()];
    }),
  );
  return found.flat();
}

let shelves: Shelf[] = [];
/** When every document was written, by its path. */
let stored = new Map<string, string>();

async function writtenAt(): Promise<Map<string, string>> {
  const all = await db.getAll(...shelves.flatMap(({ documents }) => documents.map((path) => db.doc(path))));
  return new Map(
    all
      .filter(({ exists }) => exists)
      .map(({ ref, updateTime }) => [ref.path, String(updateTime?.toDate().toISOString())]),
  );
}

/** A year that is out with a correction in the making, one that is sealed, and one that is being surveyed. */
beforeAll(async () => {
  await rest.load(readFileSync("firestore.rules", "utf8"));
  const out = await publishedYear("crawl-out");
  const changes = [
    { unit: HEALTH, leaf: "f1c1s1", column: "appraised" as const, points: 12_500, reason: "Cộng sai" },
  ];
  await drafted(out, changes);
  // Sheets are laid out before the publication that opens them is there.
  const sheet = (await refs.publicationSheets(versionOf(out)).get()).docs[0]?.data();
  if (sheet) await refs.publicationSheet(versionOf(out, 9), HEALTH).set(sheet);
  await sealedYear("crawl-sealed");
  const survey = await openedSurvey("crawl-survey");
  await codesFor(survey, [HEALTH], 2);
  await storeAnswers(survey, HEALTH, Array(6).fill({ q1: 0, q2: 1 }));
  await keyPaperForm({ ...survey, unit: HEALTH, number: "P-1", form: { q1: 0 }, resolved: false }, "admin");
  await gatherSurvey(survey);
  await upload({ ...survey, unit: HEALTH }, pdf(500));
  await upload({ ...survey, unit: null }, pdf(500));
  // What core spells and no act above has made.
  for (const path of SPELLED)
    await db.doc(path.split("/").length % 2 === 0 ? path : `${path}/x`).set({ secret: "không ai được biết" });
  shelves = await shelvesBelow(null);
  stored = await writtenAt();
});

/** What is public, told from its path and from what is there. That there is no publication of an id is no secret. */
const isPublic = (path: string) => {
  const [root, publication, ...below] = path.split("/");
  if (root !== "publications") return false;
  if (publication === undefined || below.length === 0) return true;
  return stored.has(`publications/${publication}`) && PUBLIC.includes(collectionsOf(path));
};
const refused = ({ status, body }: Answer) => status === 403 && body.includes("PERMISSION_DENIED");
const parentOf = (path: string) => (path.includes("/") ? `/${path.slice(0, path.lastIndexOf("/"))}` : "");
const query = (path: string, more: object = {}) => ({
  structuredQuery: { from: [{ collectionId: path.slice(path.lastIndexOf("/") + 1), ...more }] },
});
const counted = (asked: { structuredQuery: object }) => ({
  structuredAggregationQuery: { ...asked, aggregations: [{ count: {}, alias: "n" }] },
});
/** Two of a collection, and one that is not there. */
const someOf = ({ path, documents }: Shelf) => [...documents.slice(0, 2), `${path}/khong-co`];

/** A request, and what it asks for: a document, a collection, or a name of collections. */
interface Knock {
  what: string;
  at: string;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  suffix: string;
  body?: object;
}

/** Every way to read a collection and what is in it. */
const readsOf = (shelf: Shelf): Knock[] => [
  ...[
    { what: "list", method: "GET" as const, suffix: `/${shelf.path}?pageSize=300` },
    { what: "list ids", method: "GET" as const, suffix: `/${shelf.path}?mask.fieldPaths=__name__` },
    {
      ...{ what: "query", method: "POST" as const, suffix: `${parentOf(shelf.path)}:runQuery` },
      body: query(shelf.path),
    },
    {
      ...{ what: "count", method: "POST" as const, suffix: `${parentOf(shelf.path)}:runAggregationQuery` },
      body: counted(query(shelf.path)),
    },
  ].map((knock) => ({ ...knock, at: shelf.path })),
  ...someOf(shelf).flatMap((at): Knock[] => [
    { what: "get", at, method: "GET", suffix: `/${at}` },
    {
      what: "get in a batch",
      at,
      method: "POST",
      suffix: ":batchGet",
      body: { documents: [rest.nameOf(at)] },
    },
  ]),
];

const FIELDS = { admin: { booleanValue: true }, disabled: { booleanValue: false } };

/** Every way to write to a collection and what is in it. */
const writesOf = ({ path, ...shelf }: Shelf): Knock[] => [
  { what: "add", at: path, method: "POST", suffix: `/${path}`, body: { fields: FIELDS } },
  {
    what: "add under an id",
    at: path,
    method: "POST",
    suffix: `/${path}?documentId=moi`,
    body: { fields: FIELDS },
  },
  ...someOf({ path, ...shelf }).flatMap((at): Knock[] => {
    const name = rest.nameOf(at);
    const update = { update: { name, fields: FIELDS } };
    const stamp = [{ fieldPath: "at", setToServerValue: "REQUEST_TIME" }];
    const commits = {
      commit: update,
      "commit a deletion": { delete: name },
      transform: { transform: { document: name, fieldTransforms: stamp } },
    };
    return [
      { what: "patch", at, method: "PATCH", suffix: `/${at}`, body: { fields: FIELDS } },
      {
        ...{ what: "patch a field", at, method: "PATCH" },
        ...{ suffix: `/${at}?updateMask.fieldPaths=admin`, body: { fields: FIELDS } },
      },
      { what: "delete", at, method: "DELETE", suffix: `/${at}` },
      ...Object.entries(commits).map(
        ([what, write]): Knock => ({
          ...{ what, at, method: "POST", suffix: ":commit", body: { writes: [write] } },
        }),
      ),
      { what: "write many", at, method: "POST", suffix: ":batchWrite", body: { writes: [update] } },
    ];
  }),
];

/** Sends requests side by side; what is answered otherwise than expected, as text. */
async function unexpected(
  token: string | null,
  knocks: readonly Knock[],
  isAsExpected: (answer: Answer, at: string) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  const waiting = [...knocks];
  const next = async () => {
    for (let knock = waiting.pop(); knock; knock = waiting.pop()) {
      const { what, at, method, suffix, body } = knock;
      const answer = await rest.send(token, method, suffix, body);
      if (!isAsExpected(answer, at))
        found.push(`${what} ${at}: ${answer.status} ${answer.body.slice(0, 200)}`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, next));
  return found;
}

describe("a crawl over REST", () => {
  test("meets every collection that core spells, and every other that is stored", () => {
    const crawled = new Set(shelves.map(({ path }) => collectionsOf(path)));
    for (const path of SPELLED) expect(crawled).toContain(collectionsOf(path));
    expect(crawled.size).toBeGreaterThan(40);
    for (const open of PUBLIC) expect(crawled).toContain(open);
  });

  test.each(CRAWLERS)("shows %s what is published and nothing else", async (_, token) => {
    const wrong = await unexpected(token, shelves.flatMap(readsOf), (answer, at) =>
      isPublic(at) ? answer.status === 200 || answer.status === 404 : refused(answer),
    );
    expect(wrong).toEqual([]);
  });

  test.each(CRAWLERS)(
    "answers %s no question over all schemes, nor which collections there are",
    async (_, token) => {
      const names = new Set(shelves.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)));
      const over = [...names].flatMap((at): Knock[] => {
        const asked = query(at, { allDescendants: true });
        return [
          { what: "query all", at, method: "POST", suffix: ":runQuery", body: asked },
          { what: "count all", at, method: "POST", suffix: ":runAggregationQuery", body: counted(asked) },
        ];
      });
      const documents = [
        "",
        ...shelves.flatMap(({ documents }) => documents.slice(0, 1).map((path) => `/${path}`)),
      ];
      const below = [
        ...documents.map((at): Knock => {
          const suffix = `${at}:listCollectionIds`;
          return { what: "list the collections below", at, method: "POST", suffix, body: {} };
        }),
        ...shelves.map(({ path: at }): Knock => {
          const suffix = `/${at}?showMissing=true`;
          return { what: "list what has only something below it", at, method: "GET", suffix };
        }),
      ];
      expect(await unexpected(token, [...over, ...below], refused)).toEqual([]);
      expect((await rest.send(OWNER, "POST", ":listCollectionIds", {})).status).toBe(200);
    },
  );

  test.each(CRAWLERS)("lets %s write nothing anywhere", async (_, token) => {
    expect(await unexpected(token, shelves.flatMap(writesOf), refused)).toEqual([]);
    shelves = await shelvesBelow(null);
    expect(await writtenAt()).toEqual(stored);
  });
});
