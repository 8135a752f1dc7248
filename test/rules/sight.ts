import {
  collection,
  collectionGroup,
  deleteDoc,
  doc,
  getCountFromServer,
  getDoc,
  getDocs,
  type Query,
  type QueryConstraint,
  query,
  setDoc,
  updateDoc,
  where,
} from "firebase/firestore";
import { beforeAll, describe, test } from "vitest";
import { type DeclaredQuery, paths, queries, type ScoreCollection, SESSION } from "../../core/src/index.ts";
import { collectionsOf } from "./policy/request.ts";
import { stored } from "./scores.ts";
import { SPELLED } from "./spelled.ts";
import {
  as,
  build,
  EVERYONE,
  expectAllowed,
  expectRefused,
  owner,
  PERIOD,
  type Person,
  queryOn,
  SCHEME,
} from "./world.ts";

const MEMBERS = EVERYONE.filter((person) => !/^(stranger|anonymous|disabled.*)$/.test(person));
const OWN: readonly Person[] = ["editor", "head", "councilEditor"];
const RUN: readonly Person[] = ["council", "councilOfAlpha", "councilEditor", "admin"];
/** Appraisers who do not belong to alpha. */
const OTHER_APPRAISERS: readonly Person[] = ["leadBeta", "leadBetaNarrow", "leadStanding", "leadOwn"];
const APPRAISERS: readonly Person[] = [...OTHER_APPRAISERS, "leadAlpha"];
/** Who belongs to alpha. */
const OF_ALPHA: readonly Person[] = ["editor", "head", "leadAlpha", "viewerOfAlpha"];
/** Who works on alpha's file or judges it. */
const SEE_EVIDENCE: readonly Person[] = [...OWN, ...RUN, ...OTHER_APPRAISERS];

/** Who runs a survey or keys in its forms. */
const SEE_SURVEY: readonly Person[] = [...RUN, "surveyor", "surveyorEditor", "surveyorHead"];

const survey = (what: (scheme: string, period: string, id: string) => string) =>
  what(SCHEME, PERIOD, "nguoi-dan");
const HASH = "0".repeat(64);
const schemeFile = `${paths.files(SCHEME, PERIOD, null)}/${HASH}`;
const unitFile = `${paths.files(SCHEME, PERIOD, "alpha")}/${HASH}`;

/** Who may read each kind of document of unit alpha, by its path. Everyone not named is refused. */
const READERS: readonly [what: string, path: string, readers: readonly Person[]][] = [
  ["the scheme", paths.scheme(SCHEME), MEMBERS],
  ["the period", paths.period(SCHEME, PERIOD), MEMBERS],
  ["guidance", `${paths.guidance(SCHEME, PERIOD, "set")}/1`, MEMBERS],
  ["a criteria set", paths.criteriaSet(SCHEME, PERIOD, "set"), MEMBERS],
  ["a member", paths.member(SCHEME, "editor"), MEMBERS],
  [
    "the membership of someone locked out",
    paths.member(SCHEME, "disabledLead"),
    [...MEMBERS, "disabledLead"],
  ],
  ["a notice", `${paths.notices(SCHEME, "editor")}/n1`, ["editor"]],
  ["a notice to someone locked out", `${paths.notices(SCHEME, "disabledEditor")}/n1`, []],
  ["someone's reasons", paths.savedReasons(SCHEME, "leadBeta"), ["leadBeta"]],
  ["the reasons of someone locked out", paths.savedReasons(SCHEME, "disabledLead"), []],
  ["what else someone may own", `${paths.member(SCHEME, "leadBeta")}/own/notes`, []],
  ["an announcement", `${paths.announcements(SCHEME)}/n1`, MEMBERS],
  ["a file of the scheme", schemeFile, MEMBERS],
  ["a chunk of a file of the scheme", `${schemeFile}/chunks/0`, MEMBERS],
  ["a difficulty", `${paths.difficulties(SCHEME)}/own`, [...OWN, ...RUN]],
  ["a difficulty answered for all", `${paths.difficulties(SCHEME)}/shared`, MEMBERS],
  ["a rollup of a scheme below", paths.rollup(SCHEME, "below"), [...RUN, "viewer"]],
  ["the cost estimate", paths.costEstimate(SCHEME, PERIOD), [...RUN, "viewer"]],
  ["what else may be planned", `${paths.period(SCHEME, PERIOD)}/plans/other`, []],
  ["a one-time link", paths.signInLink("c0de"), []],
  ["the weights of the survey's groups", paths.surveyPlan(SCHEME, PERIOD), SEE_SURVEY],
  ["a survey", survey(paths.survey), SEE_SURVEY],
  ["a sample plan", survey(paths.samplePlan), SEE_SURVEY],
  ["how far a survey has come", survey(paths.surveyProgress), SEE_SURVEY],
  ["the checks of a survey", survey(paths.surveyReview), RUN],
  ["a batch of invitations", `${survey(paths.invitationBatches)}/b1`, RUN],
  ["a result file", `${survey(paths.surveyImports)}/i1`, RUN],
  ["the recounted tallies", `${survey(paths.surveyResults)}/alpha`, RUN],
  ["a form keyed in once", `${survey(paths.paperEntries)}/f1`, []],
  ["a key that signs ballots", `${survey(paths.ballotKeys)}/alpha_code`, []],
  ["an answer", `${survey(paths.surveyAnswers)}/${HASH}`, []],
  ["a shard of the tallies", `${survey(paths.tallies)}/alpha_0`, []],
  ["a total of the tallies", `${survey(paths.tallyTotals)}/alpha`, []],
  ["an invitation", `${paths.invitations()}/${HASH}`, []],
  ["the unit", paths.unit(SCHEME, PERIOD, "alpha"), [...OWN, ...RUN, ...APPRAISERS, "viewer", "surveyor"]],
  ["a piece of evidence", paths.evidenceOne(SCHEME, PERIOD, "alpha", "e1"), SEE_EVIDENCE],
  ["a version of evidence", `${paths.evidenceVersions(SCHEME, PERIOD, "alpha", "e1")}/1`, SEE_EVIDENCE],
  ["a submission", `${paths.submissions(SCHEME, PERIOD, "alpha")}/1`, SEE_EVIDENCE],
  ["a file", unitFile, SEE_EVIDENCE],
  ["a chunk", `${unitFile}/chunks/0`, SEE_EVIDENCE],
  ["a comment", `${paths.comments(SCHEME, PERIOD, "alpha")}/c1`, OWN],
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
  ["an adjustment", `${paths.adjustments(SCHEME, PERIOD, "alpha")}/a1`, [...RUN, ...OTHER_APPRAISERS]],
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
  ["the ledger", paths.ledger(SCHEME, PERIOD, "alpha"), [...RUN, ...OTHER_APPRAISERS, "viewer"]],
  ["the index", paths.index(SCHEME, PERIOD, "alpha"), [...RUN, ...OTHER_APPRAISERS, "viewer"]],
  ["a seal", paths.seal(SCHEME, PERIOD, "s1"), RUN],
  ["a sealed sheet", paths.sealSheet(SCHEME, PERIOD, "s1", "alpha"), []],
  ["a part of a sealed ranking", `${paths.sealParts(SCHEME, PERIOD, "s1")}/0`, RUN],
  ["a correction that is being prepared", paths.correction(SCHEME, PERIOD, 2), []],
  ["a sheet of it", `${paths.correctionSheets(SCHEME, PERIOD, 2)}/alpha`, []],
  ["a publication", paths.publication("s_p_v1"), EVERYONE],
  ["a part of a published ranking", `${paths.publicationParts("s_p_v1")}/0`, EVERYONE],
  ["a published sheet", paths.publicationSheet("s_p_v1", "alpha"), EVERYONE],
  ["a part of a ranking laid out to be published", `${paths.publicationParts("s_p_v2")}/0`, []],
  ["a sheet laid out to be published", paths.publicationSheet("s_p_v2", "alpha"), []],
  ["the audit", paths.auditEntry(SCHEME, "a1"), RUN],
  ["the numbers of a day", `${paths.health(SCHEME)}/2026-01-01`, ["admin"]],
  ["how schedules stand", paths.operations(SCHEME, "schedules"), ["admin"]],
  ["mail", paths.mail("m1"), []],
  ["what is not there yet", "reports/x", []],
];

const WRITTEN = ["a self score", "an appraisal", "an explanation"];
/** Where only functions write, or clients only what looks right: no one creates, changes or deletes just anything. */
const CLOSED = READERS.filter(([what]) => !WRITTEN.includes(what));

async function fill(): Promise<void> {
  await build();
  await stored("self", "alpha", "b1");
  await stored("appraisal", "alpha", "b1");
  await stored("explanation", "alpha", "b1");
  for (const path of new Set(READERS.map(([, path]) => path))) {
    const ref = owner.doc(path);
    if ((await ref.get()).exists) continue;
    const column = /history\/(\w+)-/.exec(path)?.[1];
    await ref.set({
      scheme: SCHEME,
      period: PERIOD,
      unit: "alpha",
      ...(column ? { column, leaf: "b1" } : {}),
      ...(path.includes("/difficulties/") ? { shared: path.endsWith("/shared") } : {}),
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
const made = (declared: DeclaredQuery) => (db: Db) => queryOn(db, declared);

/** Who may list what of unit alpha, or of all units. Everyone not named is refused, the list and its count. */
const LISTS: readonly [what: string, of: (db: Db) => Query, readers: readonly Person[]][] = [
  ["all members", (db) => collection(db, paths.members(SCHEME)), RUN],
  ["the people of a unit", made(queries.membersOfUnit(SCHEME, "alpha")), [...RUN, ...OF_ALPHA]],
  [
    "those who belong to no unit",
    (db) => query(collection(db, paths.members(SCHEME)), where("unit", "==", null)),
    RUN,
  ],
  ["a person's notices", made(queries.noticesOf(SCHEME, "editor", PERIOD, 10)), ["editor"]],
  ["what a person owns", (db) => collection(db, `${paths.member(SCHEME, "leadBeta")}/own`), []],
  ["the announcements", made(queries.announcementsOf(SCHEME, PERIOD)), MEMBERS],
  ["all difficulties", made(queries.difficultiesOf(SCHEME, PERIOD)), RUN],
  ["the unit's difficulties", made(queries.difficultiesOfUnit(SCHEME, PERIOD, "alpha")), [...OWN, ...RUN]],
  ["the difficulties answered for all", made(queries.sharedDifficulties(SCHEME, PERIOD)), MEMBERS],
  ["the files of the scheme", (db) => collection(db, paths.files(SCHEME, PERIOD, null)), []],
  ["the chunks of a file of the scheme", (db) => collection(db, `${schemeFile}/chunks`), MEMBERS],
  ["the rollups of the schemes below", (db) => collection(db, paths.rollups(SCHEME)), [...RUN, "viewer"]],
  ["the plans", (db) => collection(db, `${paths.period(SCHEME, PERIOD)}/plans`), []],
  ["one-time links", made(queries.linksOfPerson("editor")), []],
  ["the audit of a period", made(queries.auditOfPeriod(SCHEME, PERIOD, 10)), RUN],
  ["the audit of a unit", made(queries.auditOfUnit(SCHEME, PERIOD, "alpha", 10)), RUN],
  ["what someone did", made(queries.auditByPerson(SCHEME, PERIOD, "editor", 10)), RUN],
  ["the acts of one kind", made(queries.auditOfAct(SCHEME, PERIOD, "release", 10)), RUN],
  ["evidence", (db) => collection(db, paths.evidence(SCHEME, PERIOD, "alpha")), SEE_EVIDENCE],
  ["the evidence of a field", made(queries.evidenceOfField(SCHEME, PERIOD, "alpha", "f1")), SEE_EVIDENCE],
  [
    "the versions of evidence",
    (db) => collection(db, paths.evidenceVersions(SCHEME, PERIOD, "alpha", "e1")),
    SEE_EVIDENCE,
  ],
  ["submissions", (db) => collection(db, paths.submissions(SCHEME, PERIOD, "alpha")), SEE_EVIDENCE],
  ["files", (db) => collection(db, paths.files(SCHEME, PERIOD, "alpha")), []],
  ["chunks", (db) => collection(db, `${unitFile}/chunks`), SEE_EVIDENCE],
  ["comments", (db) => collection(db, paths.comments(SCHEME, PERIOD, "alpha")), OWN],
  ["the periods", (db) => collection(db, paths.periods(SCHEME)), MEMBERS],
  ["the criteria sets", (db) => collection(db, paths.criteriaSets(SCHEME, PERIOD)), MEMBERS],
  [
    "all units",
    (db) => collection(db, paths.units(SCHEME, PERIOD)),
    [...RUN, ...APPRAISERS, "viewer", "surveyor"],
  ],
  ["the surveys", (db) => collection(db, paths.surveys(SCHEME, PERIOD)), SEE_SURVEY],
  ["batches of invitations", (db) => collection(db, survey(paths.invitationBatches)), RUN],
  ["result files", (db) => collection(db, survey(paths.surveyImports)), RUN],
  ["the results of a survey", (db) => collection(db, survey(paths.surveyResults)), RUN],
  ...(["paperEntries", "ballotKeys", "surveyAnswers", "tallies", "tallyTotals"] as const).map(
    (name): [string, (db: Db) => Query, readonly Person[]] => [
      `the ${name} of a survey`,
      (db) => collection(db, survey(paths[name])),
      [],
    ],
  ),
  ["invitations", (db) => collection(db, paths.invitations()), []],
  ["self scores", below("selfScores"), [...OWN, ...RUN, ...OTHER_APPRAISERS]],
  ["appraisals", below("appraisals"), [...RUN, ...OTHER_APPRAISERS]],
  [
    "what someone judged today",
    made(queries.judgedSince(SCHEME, PERIOD, "alpha", "leadBeta", new Date(0))),
    [...RUN, ...OTHER_APPRAISERS],
  ],
  ["survey scores", below("surveyScores"), [...RUN, ...OTHER_APPRAISERS]],
  [
    "adjustments",
    (db) => collection(db, paths.adjustments(SCHEME, PERIOD, "alpha")),
    [...RUN, ...OTHER_APPRAISERS],
  ],
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
  ["all ledgers", (db) => collection(db, paths.ledgers(SCHEME, PERIOD)), [...RUN, "viewer"]],
  ["all indices", (db) => collection(db, paths.indices(SCHEME, PERIOD)), [...RUN, "viewer"]],
  [
    "the index of one unit by a query",
    (db) => query(collection(db, paths.indices(SCHEME, PERIOD)), where("unit", "==", "alpha")),
    [...RUN, "viewer"],
  ],
  ["the seals", (db) => collection(db, `${paths.period(SCHEME, PERIOD)}/seals`), []],
  ["sealed sheets", (db) => collection(db, paths.sealSheets(SCHEME, PERIOD, "s1")), []],
  ["the corrections", (db) => collection(db, `${paths.period(SCHEME, PERIOD)}/corrections`), []],
  ["the corrections that wait for their time", made(queries.datedCorrections()), []],
  ["the sheets of a correction", (db) => collection(db, paths.correctionSheets(SCHEME, PERIOD, 2)), []],
  ["publications", (db) => collection(db, paths.publications()), EVERYONE],
  ["published sheets", (db) => collection(db, paths.publicationSheets("s_p_v1")), EVERYONE],
  ["sheets laid out to be published", (db) => collection(db, paths.publicationSheets("s_p_v2")), []],
  ["the numbers of the days", made(queries.healthSince(SCHEME, "")), ["admin"]],
  ["how everything stands", (db) => collection(db, `schemes/${SCHEME}/operations`), []],
  ["mail", (db) => collection(db, "mail"), []],
  ["schemes", (db) => collection(db, "schemes"), []],
];

/** Collections by name over all units and schemes: no rule opens any of them, to no one. */
const GROUPS = [...new Set([...SPELLED.flatMap((path) => collectionsOf(path).split("/")), "chunks"])];

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
    test("a sign-in opens nothing any more after a session's hours", async () => {
      const opened: readonly [person: Person, path: string][] = [
        ["admin", paths.auditEntry(SCHEME, "a1")],
        ["editor", paths.score(SCHEME, PERIOD, "alpha", "selfScores", "b1")],
        ["editor", paths.member(SCHEME, "editor")],
        ["editor", `${paths.notices(SCHEME, "editor")}/n1`],
      ];
      for (const [person, path] of opened) {
        const since = (hours: number) => getDoc(doc(as(person, {}, hours), path));
        await expectAllowed(since(SESSION.hours - 0.05), `${person} reading ${path} in time`);
        await expectRefused(since(SESSION.hours), `${person} reading ${path} too late`);
      }
    });
  });
}
