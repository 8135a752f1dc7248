import {
  collection,
  collectionGroup,
  deleteDoc,
  doc,
  getCountFromServer,
  getDoc,
  getDocs,
  limit,
  orderBy,
  type Query,
  type QueryConstraint,
  query,
  setDoc,
  updateDoc,
  where,
} from "firebase/firestore";
import { beforeAll, describe, test } from "vitest";
import { paths, type ScoreCollection } from "../../core/src/index.ts";
import { stored } from "./scores.ts";
import {
  as,
  build,
  EVERYONE,
  expectAllowed,
  expectRefused,
  owner,
  PERIOD,
  type Person,
  SCHEME,
} from "./world.ts";

const MEMBERS = EVERYONE.filter((person) => person !== "stranger" && person !== "anonymous");
const OWN: readonly Person[] = ["editor", "head", "councilEditor"];
const RUN: readonly Person[] = ["council", "councilOfAlpha", "councilEditor", "admin"];
/** Appraisers who do not belong to alpha. */
const OTHER_APPRAISERS: readonly Person[] = ["leadBeta", "leadBetaNarrow", "leadStanding", "leadOwn"];
const APPRAISERS: readonly Person[] = [...OTHER_APPRAISERS, "leadAlpha"];

/** Who may read each kind of document of unit alpha, by its path. Everyone not named is refused. */
const READERS: readonly [what: string, path: string, readers: readonly Person[]][] = [
  ["the scheme", paths.scheme(SCHEME), MEMBERS],
  ["the period", paths.period(SCHEME, PERIOD), MEMBERS],
  ["a criteria set", paths.criteriaSet(SCHEME, PERIOD, "set"), MEMBERS],
  ["a member", paths.member(SCHEME, "editor"), ["editor", ...RUN]],
  ["the unit", paths.unit(SCHEME, PERIOD, "alpha"), [...OWN, ...RUN, ...APPRAISERS, "viewer"]],
  [
    "a self score",
    paths.score(SCHEME, PERIOD, "alpha", "selfScores", "b1"),
    [...OWN, ...RUN, ...OTHER_APPRAISERS],
  ],
  ["an appraisal", paths.score(SCHEME, PERIOD, "alpha", "appraisals", "b1"), [...RUN, ...OTHER_APPRAISERS]],
  [
    "a survey score",
    paths.score(SCHEME, PERIOD, "alpha", "surveyScores", "v2"),
    [...RUN, ...OTHER_APPRAISERS],
  ],
  [
    "an explanation",
    paths.score(SCHEME, PERIOD, "alpha", "explanations", "b1"),
    [...OWN, ...RUN, ...OTHER_APPRAISERS],
  ],
  ["a release", paths.release(SCHEME, PERIOD, "alpha", 1), [...OWN, ...RUN, ...OTHER_APPRAISERS]],
  [
    "own history",
    paths.historyEntry(SCHEME, PERIOD, "alpha", "self", "b1", 1),
    [...OWN, ...RUN, ...OTHER_APPRAISERS],
  ],
  [
    "history of explanations",
    paths.historyEntry(SCHEME, PERIOD, "alpha", "explanation", "b1", 1),
    [...OWN, ...RUN, ...OTHER_APPRAISERS],
  ],
  [
    "history of appraisals",
    paths.historyEntry(SCHEME, PERIOD, "alpha", "appraisal", "b1", 1),
    [...RUN, ...OTHER_APPRAISERS],
  ],
  ["the ledger", paths.ledger(SCHEME, PERIOD, "alpha"), [...RUN, ...OTHER_APPRAISERS]],
  ["the index", paths.index(SCHEME, PERIOD, "alpha"), [...RUN, ...OTHER_APPRAISERS]],
  ["a seal", paths.seal(SCHEME, PERIOD, "s1"), RUN],
  ["a sealed sheet", paths.sealSheet(SCHEME, PERIOD, "s1", "alpha"), []],
  ["a publication", paths.publication("s_p_v1"), EVERYONE],
  ["a published sheet", paths.publicationSheet("s_p_v1", "alpha"), EVERYONE],
  ["the audit", paths.auditEntry(SCHEME, "a1"), RUN],
  ["mail", paths.mail("m1"), []],
  ["what is not there yet", "surveys/x", []],
];

/** Collections that only functions write: no client creates, changes or deletes in them. */
const CLOSED = READERS.filter(([what]) => !["a self score", "an appraisal", "an explanation"].includes(what));

async function fill(): Promise<void> {
  await build();
  await stored("self", "alpha", "b1");
  await stored("appraisal", "alpha", "b1");
  await stored("explanation", "alpha", "b1");
  const seen = [...new Set(READERS.map(([, path]) => path))].filter((path) => !path.includes("/members/"));
  for (const path of seen) {
    const ref = owner.doc(path);
    if ((await ref.get()).exists) continue;
    const column = /history\/(\w+)-/.exec(path)?.[1];
    await ref.set({
      scheme: SCHEME,
      period: PERIOD,
      unit: "alpha",
      ...(column ? { column, leaf: "b1" } : {}),
    });
  }
}

type Db = ReturnType<typeof as>;
const below = (column: ScoreCollection) => (db: Db) =>
  collection(db, paths.column(SCHEME, PERIOD, "alpha", column));
const historyWhere =
  (...conditions: QueryConstraint[]) =>
  (db: Db) =>
    query(collection(db, paths.history(SCHEME, PERIOD, "alpha")), ...conditions);
const auditOf = (db: Db) =>
  query(collection(db, paths.audit(SCHEME)), where("period", "==", PERIOD), orderBy("at", "desc"), limit(10));

/** Who may list what of unit alpha, or of all units. Everyone not named is refused, the list and its count. */
const LISTS: readonly [what: string, of: (db: Db) => Query, readers: readonly Person[]][] = [
  ["all members", (db) => collection(db, paths.members(SCHEME)), RUN],
  ["the audit of a period", auditOf, RUN],
  ["the periods", (db) => collection(db, paths.periods(SCHEME)), MEMBERS],
  ["the criteria sets", (db) => collection(db, paths.criteriaSets(SCHEME, PERIOD)), MEMBERS],
  ["all units", (db) => collection(db, paths.units(SCHEME, PERIOD)), [...RUN, ...APPRAISERS, "viewer"]],
  ["self scores", below("selfScores"), [...OWN, ...RUN, ...OTHER_APPRAISERS]],
  ["appraisals", below("appraisals"), [...RUN, ...OTHER_APPRAISERS]],
  ["survey scores", below("surveyScores"), [...RUN, ...OTHER_APPRAISERS]],
  ["explanations", below("explanations"), [...OWN, ...RUN, ...OTHER_APPRAISERS]],
  [
    "releases",
    (db) => collection(db, paths.releases(SCHEME, PERIOD, "alpha")),
    [...OWN, ...RUN, ...OTHER_APPRAISERS],
  ],
  ["the whole history", historyWhere(), [...RUN, ...OTHER_APPRAISERS]],
  [
    "the history of a leaf's self scores",
    historyWhere(where("column", "==", "self"), where("leaf", "==", "b1")),
    [...OWN, ...RUN, ...OTHER_APPRAISERS],
  ],
  [
    "the history of what the unit wrote",
    historyWhere(where("column", "in", ["self", "explanation"])),
    [...OWN, ...RUN, ...OTHER_APPRAISERS],
  ],
  [
    "the history of what the unit wrote and of appraisals",
    historyWhere(where("column", "in", ["self", "appraisal"])),
    [...RUN, ...OTHER_APPRAISERS],
  ],
  [
    "the history of a leaf in all columns",
    historyWhere(where("leaf", "==", "b1")),
    [...RUN, ...OTHER_APPRAISERS],
  ],
  ["all ledgers", (db) => collection(db, paths.ledgers(SCHEME, PERIOD)), RUN],
  ["all indices", (db) => collection(db, paths.indices(SCHEME, PERIOD)), RUN],
  [
    "the index of one unit by a query",
    (db) => query(collection(db, paths.indices(SCHEME, PERIOD)), where("unit", "==", "alpha")),
    RUN,
  ],
  ["the seals", (db) => collection(db, `${paths.period(SCHEME, PERIOD)}/seals`), []],
  ["sealed sheets", (db) => collection(db, paths.sealSheets(SCHEME, PERIOD, "s1")), []],
  ["publications", (db) => collection(db, paths.publications()), EVERYONE],
  ["published sheets", (db) => collection(db, paths.publicationSheets("s_p_v1")), EVERYONE],
  ["mail", (db) => collection(db, "mail"), []],
  ["schemes", (db) => collection(db, "schemes"), []],
];

/** Collections by name over all units and schemes: no rule opens any of them, to no one. */
const GROUPS = [
  ...["members", "audit", "periods", "criteriaSets", "units", "selfScores", "appraisals", "surveyScores"],
  ...["explanations", "releases", "history", "ledgers", "indices", "seals", "sheets"],
];

/** Expects a request to pass for the people named and to be refused to everyone else. */
const onlyFor = (
  allowed: readonly Person[],
  what: string,
  request: (db: Db, person: Person) => Promise<unknown>,
): Promise<unknown> =>
  Promise.all(
    EVERYONE.map((person) => {
      const expected = allowed.includes(person) ? expectAllowed : expectRefused;
      return expected(request(as(person), person), `${person} ${what}`);
    }),
  );

export function describeSight(): void {
  describe("who sees what", () => {
    beforeAll(fill);
    test.each(READERS)("%s", async (what, path, readers) => {
      await onlyFor(readers, `reading ${what}`, (db) => getDoc(doc(db, path)));
    });
    test.each(LISTS)("%s", async (what, of, readers) => {
      await onlyFor(readers, `listing ${what}`, (db) => getDocs(of(db)));
      await onlyFor(readers, `counting ${what}`, (db) => getCountFromServer(of(db)));
    });
    test.each(GROUPS)("no one asks for %s over all units and schemes", async (name) => {
      await onlyFor([], `asking for all ${name}`, (db) => getDocs(collectionGroup(db, name)));
    });
    test.each(CLOSED)("no client writes %s", async (what, path) => {
      await onlyFor([], `replacing ${what}`, (db) => setDoc(doc(db, path), { scheme: SCHEME }));
      await onlyFor([], `changing ${what}`, (db) => updateDoc(doc(db, path), { scheme: SCHEME }));
      await onlyFor([], `deleting ${what}`, (db) => deleteDoc(doc(db, path)));
      await onlyFor([], `adding beside ${what}`, (db, person) =>
        setDoc(doc(doc(db, path).parent, `new${person.toLowerCase()}`), { scheme: SCHEME }),
      );
    });
  });
}
