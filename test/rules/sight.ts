import { collection, collectionGroup, doc, getDoc, getDocs, query, setDoc, where } from "firebase/firestore";
import { beforeAll, describe, test } from "vitest";
import { paths } from "../../core/src/index.ts";
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

/** What a unit's own people must not reach by a query either. */
const CLOSED_QUERIES = [
  [
    "appraisals",
    (db: ReturnType<typeof as>) => collection(db, paths.column(SCHEME, PERIOD, "alpha", "appraisals")),
  ],
  ["all ledgers", (db: ReturnType<typeof as>) => collection(db, paths.ledgers(SCHEME, PERIOD))],
  ["all indices", (db: ReturnType<typeof as>) => collection(db, paths.indices(SCHEME, PERIOD))],
  ["all units", (db: ReturnType<typeof as>) => collection(db, paths.units(SCHEME, PERIOD))],
  ["all members", (db: ReturnType<typeof as>) => collection(db, paths.members(SCHEME))],
  [
    "the whole history",
    (db: ReturnType<typeof as>) => collection(db, paths.history(SCHEME, PERIOD, "alpha")),
  ],
  ["every appraisal", (db: ReturnType<typeof as>) => collectionGroup(db, "appraisals")],
  ["every self score", (db: ReturnType<typeof as>) => collectionGroup(db, "selfScores")],
  ["the audit", (db: ReturnType<typeof as>) => collection(db, paths.audit(SCHEME))],
] as const;

export function describeSight(): void {
  describe("who sees what", () => {
    beforeAll(fill);
    test.each(READERS)("%s", async (what, path, readers) => {
      for (const person of EVERYONE) {
        const request = getDoc(doc(as(person), path));
        const said = `${person} reading ${what}`;
        await (readers.includes(person) ? expectAllowed(request, said) : expectRefused(request, said));
      }
    });
    test.each(CLOSED)("no client writes %s", async (what, path) => {
      for (const person of EVERYONE)
        await expectRefused(setDoc(doc(as(person), path), { scheme: SCHEME }), `${person} writing ${what}`);
    });
    test.each(CLOSED_QUERIES)("a unit's own people can't query %s", async (what, of) => {
      for (const person of ["editor", "head"] as const)
        await expectRefused(getDocs(of(as(person))), `${person} querying ${what}`);
    });
    test("boards list what those who run the year may see", async () => {
      for (const person of RUN)
        for (const path of [
          paths.indices(SCHEME, PERIOD),
          paths.ledgers(SCHEME, PERIOD),
          paths.units(SCHEME, PERIOD),
        ])
          await expectAllowed(getDocs(collection(as(person), path)), `${person} listing ${path}`);
      const ofPeriod = (person: Person) =>
        getDocs(query(collection(as(person), paths.audit(SCHEME)), where("scheme", "==", SCHEME)));
      for (const person of RUN) await expectAllowed(ofPeriod(person), `${person} querying the audit`);
      for (const person of ["editor", "viewer", "anonymous"] as const)
        await expectRefused(ofPeriod(person), `${person} querying the audit`);
    });
    test("who is no member lists nothing", async () => {
      for (const person of ["stranger", "anonymous"] as const)
        for (const [what, of] of CLOSED_QUERIES)
          await expectRefused(getDocs(of(as(person))), `${person} querying ${what}`);
    });
    test("a unit reads the history of what it wrote, leaf by leaf", async () => {
      const own = (column: string) =>
        getDocs(
          query(
            collection(as("editor"), paths.history(SCHEME, PERIOD, "alpha")),
            where("column", "==", column),
            where("leaf", "==", "b1"),
          ),
        );
      await expectAllowed(own("self"), "own self history");
      await expectAllowed(own("explanation"), "own explanation history");
      await expectRefused(own("appraisal"), "history of appraisals");
    });
  });
}
