import type { PeriodState } from "./documents.ts";
import { type Column, paths } from "./paths.ts";
import type { InvitationState } from "./survey.ts";

/** The comparisons and directions that the queries below use, in the words of every Firestore SDK. */
export interface Condition {
  field: string;
  op: "==" | "in" | "array-contains" | ">=";
  value: unknown;
}
export interface Order {
  field: string;
  direction: "asc" | "desc";
}

/** A query as plain data: over one collection, or over every collection of one name (`group`). */
export interface DeclaredQuery {
  from: { path: string } | { group: string };
  where: readonly Condition[];
  orderBy: readonly Order[];
  limit: number | null;
}

const is = (field: string, value: unknown): Condition => ({ field, op: "==", value });
const among = (field: string, values: readonly unknown[]): Condition => ({ field, op: "in", value: values });
const has = (field: string, value: unknown): Condition => ({ field, op: "array-contains", value });
const since = (field: string, instant: Date | string): Condition => ({ field, op: ">=", value: instant });
const oldest = (field: string): Order => ({ field, direction: "asc" });
const newest = (field: string): Order => ({ field, direction: "desc" });
/** By the documents' ids, so that a page can begin after one of them. */
const byId: Order = { field: "__name__", direction: "asc" };

/**
 * Every query that filters or orders, declared once. Functions and web turn these into their SDK's queries;
 * `test/rules/indexes.test.ts` derives from them the indexes that `firestore.indexes.json` must hold, no more and
 * no fewer, and finds queries made elsewhere. Whole collections are read by their path and need no declaration.
 */
export const queries = {
  /** The periods the schedule looks at, over all schemes. */
  periodsIn: (states: readonly PeriodState[]): DeclaredQuery => ({
    from: { group: "periods" },
    where: [among("state", states)],
    orderBy: [],
    limit: null,
  }),

  /** The corrections that wait for their time, over all schemes. */
  datedCorrections: (): DeclaredQuery => ({
    from: { group: "corrections" },
    where: [is("state", "dated")],
    orderBy: [],
    limit: null,
  }),

  /** A unit's history of one column, counted by reconciliation. */
  historyOfColumn: (scheme: string, period: string, unit: string, column: Column): DeclaredQuery => ({
    from: { path: paths.history(scheme, period, unit) },
    where: [is("column", column)],
    orderBy: [],
    limit: null,
  }),

  /** Every version of one score or explanation of a unit. Its own people may ask for what they wrote themselves. */
  historyOfLeaf: (
    scheme: string,
    period: string,
    unit: string,
    column: Column,
    leaf: string,
  ): DeclaredQuery => ({
    from: { path: paths.history(scheme, period, unit) },
    where: [is("column", column), is("leaf", leaf)],
    orderBy: [],
    limit: null,
  }),

  /** What a person judged of a unit since an instant, by its latest judgement; counted. */
  judgedSince: (scheme: string, period: string, unit: string, uid: string, from: Date): DeclaredQuery => ({
    from: { path: paths.column(scheme, period, unit, "appraisals") },
    where: [is("by", uid), among("decision", ["recognised", "adjusted"]), since("at", from)],
    orderBy: [oldest("at")],
    limit: null,
  }),

  /** The newest version of a set's scoring guidance. */
  newestGuidance: (scheme: string, period: string, set: string): DeclaredQuery => ({
    from: { path: paths.guidance(scheme, period, set) },
    where: [],
    orderBy: [newest("version")],
    limit: 1,
  }),

  /** Uploads that were begun and not ended, over all schemes, the oldest first. */
  unfinishedFiles: (most: number): DeclaredQuery => ({
    from: { group: "files" },
    where: [is("state", "uploading")],
    orderBy: [oldest("at")],
    limit: most,
  }),

  /** The evidence of a unit that serves leaves of one field. */
  evidenceOfField: (scheme: string, period: string, unit: string, field: string): DeclaredQuery => ({
    from: { path: paths.evidence(scheme, period, unit) },
    where: [has("fields", field)],
    orderBy: [],
    limit: null,
  }),

  /** The evidence of a unit that is this file. */
  evidenceWithFile: (scheme: string, period: string, unit: string, sha256: string): DeclaredQuery => ({
    from: { path: paths.evidence(scheme, period, unit) },
    where: [is("source.file", sha256)],
    orderBy: [],
    limit: null,
  }),

  /** The people who belong to a unit: whom its own may see. */
  membersOfUnit: (scheme: string, unit: string): DeclaredQuery => ({
    from: { path: paths.members(scheme) },
    where: [is("unit", unit)],
    orderBy: [],
    limit: null,
  }),

  /** The one-time links of a person that nobody used yet. */
  linksOfPerson: (uid: string): DeclaredQuery => ({
    from: { path: paths.signInLinks() },
    where: [is("uid", uid), is("usedAt", null)],
    orderBy: [],
    limit: null,
  }),

  /** A person's newest notices of a period. */
  noticesOf: (scheme: string, uid: string, period: string, limit: number): DeclaredQuery => ({
    from: { path: paths.notices(scheme, uid) },
    where: [is("period", period)],
    orderBy: [newest("at")],
    limit,
  }),

  /** A period's announcements, the newest first. */
  announcementsOf: (scheme: string, period: string): DeclaredQuery => ({
    from: { path: paths.announcements(scheme) },
    where: [is("period", period)],
    orderBy: [newest("at")],
    limit: 50,
  }),

  /** All difficulties of a period, for the standing body; `unit`: those of one unit; `shared`: those answered for all. */
  difficultiesOf: (scheme: string, period: string): DeclaredQuery => ({
    from: { path: paths.difficulties(scheme) },
    where: [is("period", period)],
    orderBy: [newest("at")],
    limit: 200,
  }),
  difficultiesOfUnit: (scheme: string, period: string, unit: string): DeclaredQuery => ({
    from: { path: paths.difficulties(scheme) },
    where: [is("period", period), is("unit", unit)],
    orderBy: [newest("at")],
    limit: 200,
  }),
  sharedDifficulties: (scheme: string, period: string): DeclaredQuery => ({
    from: { path: paths.difficulties(scheme) },
    where: [is("period", period), is("shared", true)],
    orderBy: [newest("at")],
    limit: 200,
  }),

  /** What was last done in a period on one unit, by one person, or of one kind. */
  auditOfUnit: (scheme: string, period: string, unit: string, limit: number): DeclaredQuery => ({
    from: { path: paths.audit(scheme) },
    where: [is("period", period), is("unit", unit)],
    orderBy: [newest("at")],
    limit,
  }),
  auditByPerson: (scheme: string, period: string, by: string, limit: number): DeclaredQuery => ({
    from: { path: paths.audit(scheme) },
    where: [is("period", period), is("by", by)],
    orderBy: [newest("at")],
    limit,
  }),
  auditOfAct: (scheme: string, period: string, act: string, limit: number): DeclaredQuery => ({
    from: { path: paths.audit(scheme) },
    where: [is("period", period), is("act", act)],
    orderBy: [newest("at")],
    limit,
  }),

  /** What was last done in a period. */
  auditOfPeriod: (scheme: string, period: string, limit: number): DeclaredQuery => ({
    from: { path: paths.audit(scheme) },
    where: [is("period", period)],
    orderBy: [newest("at")],
    limit,
  }),

  /** The indices of units whose self-assessment has come in, counted for the rollup. */
  submittedUnits: (scheme: string, period: string): DeclaredQuery => ({
    from: { path: paths.indices(scheme, period) },
    where: [is("submission", "submitted")],
    orderBy: [],
    limit: null,
  }),

  /** The indices of units none of whose leaves wait for an appraisal, counted for the rollup. */
  appraisedUnits: (scheme: string, period: string): DeclaredQuery => ({
    from: { path: paths.indices(scheme, period) },
    where: [is("missing.appraisal", 0)],
    orderBy: [],
    limit: null,
  }),

  /** The invitations of one batch of a survey; in one state: counted. */
  invitationsOf: (scheme: string, period: string, survey: string, batch: string): DeclaredQuery => ({
    from: { path: paths.invitations() },
    where: [is("scheme", scheme), is("period", period), is("survey", survey), is("batch", batch)],
    orderBy: [],
    limit: null,
  }),
  invitationsIn: (
    scheme: string,
    period: string,
    survey: string,
    batch: string,
    state: InvitationState,
  ): DeclaredQuery => ({
    from: { path: paths.invitations() },
    where: [
      ...[is("scheme", scheme), is("period", period), is("survey", survey), is("batch", batch)],
      is("state", state),
    ],
    orderBy: [],
    limit: null,
  }),

  /** A page of all invitations of a survey, which a rewrite touches. */
  invitationsOfSurvey: (scheme: string, period: string, survey: string, most: number): DeclaredQuery => ({
    from: { path: paths.invitations() },
    where: [is("scheme", scheme), is("period", period), is("survey", survey)],
    orderBy: [byId],
    limit: most,
  }),

  /** The numbers of the days from one on (yyyy-mm-dd), and what is yet to be added to them. */
  healthSince: (scheme: string, day: string): DeclaredQuery => ({
    from: { path: paths.health(scheme) },
    where: [since("day", day)],
    orderBy: [],
    limit: null,
  }),

  /** The schemes that stand below no other. */
  rootSchemes: (): DeclaredQuery => ({
    from: { path: paths.schemes() },
    where: [is("parent", null)],
    orderBy: [],
    limit: null,
  }),

  /** A page of the sealed sheets of a run. */
  sealSheetsOf: (scheme: string, period: string, run: string, most: number): DeclaredQuery => ({
    from: { path: paths.sealSheets(scheme, period, run) },
    where: [],
    orderBy: [byId],
    limit: most,
  }),

  /** A page of a survey's answers of one epoch. */
  answersOf: (
    scheme: string,
    period: string,
    survey: string,
    epoch: number,
    most: number,
  ): DeclaredQuery => ({
    from: { path: paths.surveyAnswers(scheme, period, survey) },
    where: [is("epoch", epoch)],
    orderBy: [byId],
    limit: most,
  }),

  /** A scheme's publication of the latest year, in its latest version. */
  latestPublication: (scheme: string): DeclaredQuery => ({
    from: { path: paths.publications() },
    where: [is("manifest.scheme", scheme)],
    orderBy: [newest("manifest.year"), newest("manifest.version")],
    limit: 1,
  }),

  /** Every version of every year that a scheme has published, the newest first; of the same index as the latest. */
  publishedVersions: (scheme: string): DeclaredQuery => ({
    from: { path: paths.publications() },
    where: [is("manifest.scheme", scheme)],
    orderBy: [newest("manifest.year"), newest("manifest.version")],
    limit: null,
  }),
} as const;
