import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  Adjustment,
  Announcement,
  Appraisal,
  AuditEntry,
  BackupNote,
  BallotKey,
  Comment,
  Correction,
  CostEstimate,
  CriteriaSet,
  type DeclaredQuery,
  Difficulty,
  DriftReport,
  Evidence,
  Explanation,
  Guidance,
  HealthDay,
  HistoryEntry,
  Invitation,
  InvitationBatch,
  Ledger,
  Mail,
  Member,
  Notice,
  PaperEntry,
  Period,
  Publication,
  queries,
  RankingPart,
  Release,
  Rollup,
  SamplePlan,
  SavedReasons,
  ScheduleRuns,
  Scheme,
  Seal,
  SealSheet,
  SelfScore,
  SignInLink,
  StoredFile,
  StoredTally,
  SubmissionRecord,
  Survey,
  SurveyAnswer,
  SurveyImport,
  SurveyPlan,
  SurveyProgress,
  SurveyReview,
  SurveyScore,
  Unit,
  UnitIndex,
} from "../../core/src/index.ts";
import { collectionsOf } from "./policy/request.ts";
import { SPELLED } from "./spelled.ts";

/** No emulator asks for an index. So the indexes that the declared queries need are derived here, and compared. */

const Direction = z.enum(["ASCENDING", "DESCENDING"]);
const Scope = z.enum(["COLLECTION", "COLLECTION_GROUP"]);
const IndexFile = z.strictObject({
  indexes: z.array(
    z.strictObject({
      collectionGroup: z.string(),
      queryScope: Scope,
      fields: z.array(z.strictObject({ fieldPath: z.string(), order: Direction })).min(2),
    }),
  ),
  fieldOverrides: z.array(
    z.strictObject({
      collectionGroup: z.string(),
      fieldPath: z.string(),
      indexes: z.array(z.strictObject({ order: Direction, queryScope: Scope })),
    }),
  ),
});
const { indexes, fieldOverrides } = IndexFile.parse(
  JSON.parse(readFileSync("firestore.indexes.json", "utf8")),
);

/** One example of every query. */
const DECLARED = {
  periodsIn: queries.periodsIn(["sealed"]),
  datedCorrections: queries.datedCorrections(),
  historyOfColumn: queries.historyOfColumn("s", "p", "u", "self"),
  historyOfLeaf: queries.historyOfLeaf("s", "p", "u", "self", "f1"),
  evidenceOfField: queries.evidenceOfField("s", "p", "u", "f1"),
  judgedSince: queries.judgedSince("s", "p", "u", "a", new Date(0)),
  evidenceWithFile: queries.evidenceWithFile("s", "p", "u", "0"),
  membersOfUnit: queries.membersOfUnit("s", "u"),
  linksOfPerson: queries.linksOfPerson("a"),
  noticesOf: queries.noticesOf("s", "a", "p", 10),
  announcementsOf: queries.announcementsOf("s", "p"),
  difficultiesOf: queries.difficultiesOf("s", "p"),
  difficultiesOfUnit: queries.difficultiesOfUnit("s", "p", "u"),
  sharedDifficulties: queries.sharedDifficulties("s", "p"),
  newestGuidance: queries.newestGuidance("s", "p", "set"),
  submittedUnits: queries.submittedUnits("s", "p"),
  appraisedUnits: queries.appraisedUnits("s", "p"),
  unfinishedFiles: queries.unfinishedFiles(10),
  auditOfUnit: queries.auditOfUnit("s", "p", "u", 10),
  auditByPerson: queries.auditByPerson("s", "p", "a", 10),
  auditOfAct: queries.auditOfAct("s", "p", "release", 10),
  auditOfPeriod: queries.auditOfPeriod("s", "p", 10),
  invitationsOf: queries.invitationsOf("s", "p", "v", "b"),
  invitationsIn: queries.invitationsIn("s", "p", "v", "b", "issued"),
  invitationsOfSurvey: queries.invitationsOfSurvey("s", "p", "v", 10),
  healthSince: queries.healthSince("s", "2026-01-01"),
  rootSchemes: queries.rootSchemes(),
  sealSheetsOf: queries.sealSheetsOf("s", "p", "s1", 10),
  answersOf: queries.answersOf("s", "p", "v", 0, 10),
  latestPublication: queries.latestPublication("s"),
  publishedVersions: queries.publishedVersions("s"),
} as const satisfies Record<keyof typeof queries, DeclaredQuery>;

/** What each collection, by its id, stores. */
const STORED: Record<string, z.ZodObject> = {
  schemes: Scheme,
  members: Member,
  audit: AuditEntry,
  periods: Period,
  criteriaSets: CriteriaSet,
  units: Unit,
  selfScores: SelfScore,
  appraisals: Appraisal,
  surveyScores: SurveyScore,
  adjustments: Adjustment,
  guidance: Guidance,
  explanations: Explanation,
  releases: Release,
  history: HistoryEntry,
  ledgers: Ledger,
  indices: UnitIndex,
  seals: Seal,
  corrections: Correction,
  sheets: SealSheet,
  parts: RankingPart,
  publications: Publication,
  mail: Mail,
  files: StoredFile,
  chunks: z.object({ bytes: z.instanceof(Uint8Array) }),
  evidence: Evidence,
  versions: Evidence,
  submissions: SubmissionRecord,
  comments: Comment,
  notices: Notice,
  own: SavedReasons,
  announcements: Announcement,
  difficulties: Difficulty,
  signInLinks: SignInLink,
  rollups: Rollup,
  plans: z.object({ ...CostEstimate.shape, ...SamplePlan.shape, ...SurveyPlan.shape }),
  surveys: Survey,
  console: z.object({
    ...SurveyProgress.shape,
    questions: SurveyReview.shape.questions,
    withheld: SurveyReview.shape.withheld,
  }),
  batches: InvitationBatch,
  imports: SurveyImport,
  results: StoredTally,
  paperEntries: PaperEntry,
  ballotKeys: BallotKey,
  answers: SurveyAnswer,
  tallies: StoredTally,
  tallyTotals: StoredTally,
  invitations: Invitation,
  health: HealthDay,
  operations: z.object({ ...DriftReport.shape, ...BackupNote.shape, ...ScheduleRuns.shape }),
};

const collectionIdOf = ({ from }: DeclaredQuery) =>
  "group" in from ? from.group : (from.path.split("/").at(-1) ?? "");
const scopeOf = ({ from }: DeclaredQuery) => ("group" in from ? "COLLECTION_GROUP" : "COLLECTION");
const directionOf = (direction: "asc" | "desc") => (direction === "asc" ? "ASCENDING" : "DESCENDING");

/** Fields compared for equality, one by one or by a list: Firestore joins their single-field indexes. */
const equals = ({ where }: DeclaredQuery) => where.filter(({ op }) => op !== ">=").map(({ field }) => field);

/** Every index is in the order of the documents' ids at last: to ask for it costs none. */
const ordersOf = ({ orderBy }: DeclaredQuery) => orderBy.filter(({ field }) => field !== "__name__");

/** Equalities alone are joined from single-field indexes; with an order beside them, or two orders, one index holds all. */
const needsComposite = (query: DeclaredQuery) =>
  ordersOf(query).length > 1 || (ordersOf(query).length === 1 && query.where.length > 0);

const compositeOf = (query: DeclaredQuery) => ({
  collectionGroup: collectionIdOf(query),
  queryScope: scopeOf(query),
  fields: [
    ...equals(query).map((fieldPath) => ({ fieldPath, order: "ASCENDING" })),
    ...query.orderBy.map(({ field, direction }) => ({ fieldPath: field, order: directionOf(direction) })),
  ],
});

/** Over one collection a single field is indexed by itself; over all of one name it must be asked for. */
const groupIndexesOf = (query: DeclaredQuery) =>
  needsComposite(query) || scopeOf(query) === "COLLECTION"
    ? []
    : [
        ...equals(query).map((field) => ({ field, order: "ASCENDING" })),
        ...query.orderBy.map(({ field, direction }) => ({ field, order: directionOf(direction) })),
      ].map(({ field, order }) => ({
        collectionGroup: collectionIdOf(query),
        fieldPath: field,
        indexes: [{ order, queryScope: "COLLECTION_GROUP" }],
      }));

/** What a text longer than this adds to an index is cut off there (Firestore's limit for an indexed value, in bytes). */
const LONGEST_INDEXED = 1_500;

/** Whether a field holds a list, a map by key, long text or bytes, at any depth: each part would cost. */
function isBulky(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return isBulky(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.some(isBulky);
  if (schema instanceof z.ZodRecord || schema instanceof z.ZodArray || schema instanceof z.ZodCustom)
    return true;
  if (schema instanceof z.ZodObject) return Object.values(schema.shape).some(isBulky);
  const isText = schema instanceof z.ZodString || schema instanceof z.ZodStringFormat;
  return isText && (schema.maxLength ?? 0) > LONGEST_INDEXED;
}

/** A field that some query asks for by its own index must keep it, whatever it holds. */
const isAsked = (name: string) =>
  Object.values(DECLARED).some(
    (query) =>
      !needsComposite(query) &&
      equals(query).some((field) => `${collectionIdOf(query)}.${field.split(".")[0]}` === name),
  );

/**
 * The collections that hold most of a year's documents. Every indexed field makes two entries a document there, and each is
 * written with it (docs/cost.md): of them nothing is indexed but what is asked for.
 */
const MANY = [
  "selfScores",
  "appraisals",
  "surveyScores",
  "explanations",
  "history",
  "answers",
  "invitations",
];

/** Reconciliation sums versions over their single-field index. */
const SUMMED = ["selfScores.rev", "appraisals.rev", "surveyScores.rev"];

const byName = (a: string, b: string) => (a < b ? -1 : 1);
const exemptions = fieldOverrides
  .filter((override) => override.indexes.length === 0)
  .map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`);

describe("indexes", () => {
  test("the composite indexes are those that the declared queries need", () => {
    const needed = new Set(
      Object.values(DECLARED)
        .filter(needsComposite)
        .map((query) => JSON.stringify(compositeOf(query))),
    );
    expect(new Set(indexes.map((index) => JSON.stringify(index)))).toEqual(needed);
    expect(indexes.length).toBe(needed.size);
  });

  test("a query over all collections of one name has its index", () => {
    const asked = fieldOverrides.filter((override) => override.indexes.length > 0);
    expect(asked).toEqual(Object.values(DECLARED).flatMap(groupIndexesOf));
  });

  test("are looked at for every collection that core spells", () => {
    const spelled = SPELLED.flatMap((path) => collectionsOf(path).split("/"));
    expect(Object.keys(STORED)).toEqual(expect.arrayContaining(spelled));
  });

  test("what is bulky, and whatever stands in many documents, is indexed only where something asks for it", () => {
    const needless = Object.entries(STORED)
      .flatMap(([collection, { shape }]) =>
        Object.entries(shape).flatMap(([field, schema]) =>
          MANY.includes(collection) || isBulky(schema) ? [`${collection}.${field}`] : [],
        ),
      )
      .filter((name) => !isAsked(name) && !SUMMED.includes(name));
    expect(exemptions.toSorted(byName)).toEqual(needless.toSorted(byName));
  });

  test("there are no more of them than a database may have", () => {
    expect(fieldOverrides.length).toBeLessThanOrEqual(200);
  });

  test("no query leans on a single-field index that is switched off", () => {
    for (const query of Object.values(DECLARED).filter((declared) => !needsComposite(declared)))
      for (const field of [...equals(query), ...query.orderBy.map((order) => order.field)])
        expect(exemptions).not.toContain(`${collectionIdOf(query)}.${field.split(".")[0]}`);
  });

  test("no query is made where it is not declared", () => {
    const builders = ["functions/src/store/firestore.ts", "hosting/src/data/live.ts"];
    const sources = ["functions/src", "hosting/src"].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => join(folder, name)),
    );
    const makes = /\b(where|orderBy|collectionGroup|startAt|startAfter|limitToLast)\(/;
    const makers = sources.filter((file) => makes.test(readFileSync(file, "utf8")));
    expect(makers.toSorted(byName)).toEqual(builders);
  });
});
