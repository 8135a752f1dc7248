import { z } from "zod";
import { CorrectionChange } from "./correction.ts";
import { Id, NodeId, SetDraft } from "./criteria-set.ts";
import {
  Adjustment,
  Announcement,
  Comment,
  CostEstimate,
  Council,
  Decision,
  Difficulty,
  DocumentSource,
  Evidence,
  FileRef,
  Imported,
  LinkSource,
  Member,
  Period,
  PeriodDate,
  Report,
  Scheme,
  Settings,
  Sha256,
  SurveySource,
  Unit,
  UnitDetails,
  UnitGroup,
} from "./documents.ts";
import { Guidance } from "./guidance.ts";
import { issueText } from "./issue-text.ts";
import { PastYear } from "./past-year.ts";
import { Points } from "./points.ts";
import { SamplePlan } from "./sample-plan.ts";
import {
  BatchKind,
  FilledForm,
  IMPORT_ROWS_MAX,
  INVITATIONS_MAX,
  InvitationBatch,
  PaperEntry,
  SurveyImport,
  SurveyPlan,
  SurveyText,
} from "./survey.ts";

/** The input of every callable. Web, functions, demo and tests share these schemas. Instants travel as ISO strings. */

/** Names every text of a request that is no Unicode (half a surrogate pair): Firestore stores none. */
function requireUnicode(value: unknown, context: z.RefinementCtx, path: readonly string[] = []): void {
  if (typeof value === "string" && !value.isWellFormed())
    context.addIssue({ code: "custom", path: [...path], message: "văn bản có ký tự hỏng" });
  if (value === null || typeof value !== "object" || value instanceof Date) return;
  for (const [name, inner] of Object.entries(value)) requireUnicode(inner, context, [...path, name]);
}

const request = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object(shape).superRefine((value, context) => requireUnicode(value, context));

const InPeriod = { scheme: Id, period: Id };
const OfUnit = { ...InPeriod, unit: Id };
const Reason = z.string().trim().min(1).max(2_000);
/** An account's id, as it can stand in a path. */
const Uid = z.string().regex(/^(?!\.{1,2}$|__.*__$)[^/\s]{1,128}$/);
/** What Firestore can store as a timestamp: years 1 to 9999. */
const isStorable = (instant: Date) => instant.getUTCFullYear() >= 1 && instant.getUTCFullYear() <= 9999;
const Instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine(isStorable);

/**
 * `confirmName` repeats the unit's name. `seen` is what the submitter's screen had saved: how many score documents
 * and the sum of their versions. An edit the screen has not seen refuses the submission.
 */
const submitSelfAssessment = request({
  ...OfUnit,
  confirmName: z.string(),
  seen: z.object({ scores: z.int().min(0), revSum: z.int().min(0) }),
  report: Report,
});
/** `until` grants a lock exception, needed once the due instant has passed. */
const returnSubmission = request({ ...OfUnit, reason: Reason, until: Instant.nullable() });
const lockAsItStands = request({ ...OfUnit, reason: Reason });
/** Recognises every self score of the unit's leaves that the caller may appraise and nobody has appraised yet. */
const recogniseRest = request({ ...OfUnit, field: NodeId.nullable() });
const release = request({ ...InPeriod });
/** Exempts a unit from a field, a criterion or a leaf, or takes that back: all the leaves below it. */
const setExemption = request({ ...OfUnit, node: NodeId, exempt: z.boolean(), reason: Reason });
const changeSettings = request({ ...InPeriod, settings: Settings.omit({ version: true }), reason: Reason });
/** Compares every ledger with its scores now, as the schedule does every six hours, and mends what lags. */
const reconcileNow = request(InPeriod);

const setDate = request({ ...InPeriod, date: PeriodDate, to: Instant, reason: Reason });
const enterSurveyScores = request({
  ...OfUnit,
  source: SurveySource,
  scores: z
    .array(
      z.object({
        leaf: NodeId,
        points: Points.nullable(),
        n: z.int().min(0).max(1_000_000),
        minimum: z.int().min(0).max(1_000_000),
      }),
    )
    .min(1)
    .max(100),
});
const adopt = request({
  ...InPeriod,
  minutes: z.string().trim().min(1).max(200),
  insufficientSampleReason: Reason.nullable(),
});
const seal = request({ ...InPeriod });
const reopen = request({ ...InPeriod, reason: Reason });
const enterDecision = request({ ...InPeriod, decision: Decision, publishAt: Instant });

/**
 * Prepares the version that is to follow a publication, which must be the newest one, in the place of any prepared before.
 * Nothing of it can be read but by `readCorrection` until it is published.
 */
const draftCorrection = request({
  ...InPeriod,
  corrects: z.string().min(1).max(200),
  changes: z.array(CorrectionChange).min(1).max(100),
});
const readCorrection = request(InPeriod);
const discardCorrection = request({ ...InPeriod, reason: Reason });
/** Publishes what was drafted under this root: at `publishAt`, or at once where it is null. */
const publishCorrection = request({
  ...InPeriod,
  root: Sha256,
  decision: Decision.extend({ file: z.string().trim().min(1).max(500) }),
  publishAt: Instant.nullable(),
});

/** A result that is not out: what is sealed, or a correction that is being prepared. */
const ToCome = { ...InPeriod, of: z.enum(["seal", "correction"]) };
/** One page of the public site, by its path, as readers will see it. */
const previewResult = request({ ...ToCome, path: z.string().startsWith("/").max(300) });
/** Goes through the publication on a copy in memory: checks and renders all of it, writes nothing. */
const rehearsePublication = request(ToCome);

/** An id the caller makes up, so that a request sent again does the same thing once. */
const NewId = z.string().regex(/^[a-z0-9]{20}$/);

/** A stored file by its hash: of a unit, or of the scheme where `unit` is null. */
const OfFile = { ...InPeriod, unit: Id.nullable(), file: Sha256 };
/** Checks an uploaded file's hash and content and keeps it; one that is kept already stays as it is. */
const completeFile = request(OfFile);
/** Gives up an upload: what has come in of it is deleted. A kept file stays. */
const dropFile = request(OfFile);

const StatedFile = FileRef.extend({ kind: z.literal("file") });
/** What a caller says of evidence; the server knows a file's type and size. `rev` is the version this makes. */
const saveEvidence = request({
  ...OfUnit,
  evidence: NewId,
  rev: z.int().min(1),
  title: Evidence.shape.title,
  source: z.discriminatedUnion("kind", [StatedFile, LinkSource, DocumentSource]),
  leaves: Evidence.shape.leaves,
});

/** Gives leaves of a unit to one of its people, or to nobody in particular. */
const assignLeaves = request({
  ...OfUnit,
  leaves: z.array(NodeId).min(1).max(200),
  to: Uid.nullable(),
});
/** Lets a deputy submit in the head's place until an instant, or nobody. */
const delegate = request({ ...OfUnit, to: Uid.nullable(), until: Instant.nullable() });
const addComment = request({ ...OfUnit, comment: NewId, leaf: NodeId.nullable(), text: Comment.shape.text });
const resolveComment = request({ ...OfUnit, comment: NewId });

/** Opens a unit's self-assessment past its due instant until another one, or takes that back. */
const setLockException = request({ ...OfUnit, until: Instant.nullable(), reason: Reason });
/** Adds a criteria set (`seen` null) or replaces the text whose hash was seen. It may be at fault until the period opens. */
const saveCriteriaSet = request({
  ...InPeriod,
  set: SetDraft,
  seen: Sha256.nullable(),
  reason: Reason,
});
const removeCriteriaSet = request({ ...InPeriod, set: Id, reason: Reason });
/** Lets a set that is in use give way to another version, for all its units. */
const replaceCriteriaSet = request({ ...InPeriod, from: Id, to: Id, reason: Reason });
/** Adds the next version of a set's scoring guidance. */
const saveGuidance = request({ ...InPeriod, set: Id, ...Guidance.omit({ by: true, at: true }).shape });
/** Adds a unit, or changes what is said of one. In an open period only its name, days and successors may change. */
const saveUnit = request({ ...OfUnit, isNew: z.boolean(), details: UnitDetails, reason: Reason });
/** Adds or replaces all of these units, or none; those of the period that are not listed stay. */
const importUnits = request({
  ...InPeriod,
  units: z
    .array(z.object({ unit: Id, details: UnitDetails, exempt: Unit.shape.exempt }))
    .min(1)
    .max(5_000),
  reason: Reason,
});
const removeUnit = request({ ...OfUnit, reason: Reason });
/** Changes what a period says of itself before it opens. */
const savePeriodBasics = request({
  ...InPeriod,
  ...Period.pick({ name: true, groups: true, standingBody: true, standingBodyOwn: true }).shape,
  reason: Reason,
});
/**
 * Begins a period after another one of the scheme: with its groups, and as told with its sets, its units that still
 * exist, its settings and its council. It stays in preparation until its first date.
 */
const startPeriod = request({
  ...InPeriod,
  from: Id,
  ...Period.pick({ name: true, year: true }).shape,
  dates: z.record(PeriodDate, Instant),
  copy: z.object({ sets: z.boolean(), units: z.boolean(), settings: z.boolean(), council: z.boolean() }),
  reason: Reason,
});
/**
 * Takes in the result of a past year as a period of its own, published by the decision of its time: `period` is new, and
 * `source` is where its numbers come from.
 */
const importPastYear = request({
  ...InPeriod,
  ...Period.pick({ name: true, year: true }).shape,
  source: Imported.shape.source,
  decision: Decision,
  ...PastYear.shape,
  reason: Reason,
});
/**
 * Makes a scheme of its own below this one, with its first period: the criteria sets named, copied from this period, one
 * group, the department that is its standing body and the one that appraises the standing body, and its first
 * administrator. Nobody of this scheme can look into it; its rollup is all they see.
 */
const createScheme = request({
  ...InPeriod,
  child: Scheme.omit({ parent: true }).extend({ id: Id }),
  ...Period.pick({ name: true, year: true }).shape,
  dates: z.record(PeriodDate, Instant),
  sets: z.array(Id).min(1).max(20),
  group: UnitGroup,
  standingBody: z.object({ id: Id, name: Unit.shape.name }),
  standingBodyOwn: z.object({ id: Id, name: Unit.shape.name }),
  admin: Member.pick({ name: true, title: true, email: true }),
  reason: Reason,
});
/** Replaces the period's cost estimate by its next version; a version that somebody else made meanwhile refuses it. */
const saveCostEstimate = request({
  ...InPeriod,
  rev: z.int().min(1),
  ...CostEstimate.pick({ samples: true, lines: true }).shape,
});
/** The schemes that whoever asks is a member of. */
const mySchemes = request({});
/** Gives up a period that was never opened, with all it holds. */
const discardPeriod = request({ ...InPeriod, reason: Reason });
/** Gives a unit bonus or penalty points by a decision of the council. */
const saveAdjustment = request({
  ...OfUnit,
  adjustment: NewId,
  ...Adjustment.pick({ kind: true, points: true, decision: true }).shape,
  reason: Reason,
});
const revokeAdjustment = request({ ...OfUnit, adjustment: NewId, reason: Reason });
const setCouncil = request({ ...InPeriod, council: Council });

const Person = Member.pick({ name: true, title: true, email: true, unit: true, roles: true });
/** Creates a member (uid null) with a one-time link, or changes one. */
const saveMember = request({ ...InPeriod, uid: Uid.nullable(), person: Person });
/** Creates all of these members, or none. */
const importMembers = request({ ...InPeriod, people: z.array(Person).min(1).max(500) });
/** A new one-time link for someone who can't receive the mail of a forgotten password; older links end. */
const issueSignInLink = request({ ...InPeriod, uid: Uid });
const setMemberDisabled = request({
  ...InPeriod,
  uid: Uid,
  disabled: z.boolean(),
  reason: Reason,
});
/** Moves a unit's head or editor role, with the leaves assigned, from one person to another of the scheme. */
const handOver = request({
  ...InPeriod,
  role: z.enum(["unitHead", "unitEditor"]),
  from: Uid,
  to: Uid,
  reason: Reason,
});
/** Asks who signed in when. */
const signIns = request({ ...InPeriod });
/** Sets one's own password with the code of a one-time link. The caller is not signed in. */
const setPassword = request({
  code: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  password: z.string().min(10).max(200),
});

const announce = request({
  ...InPeriod,
  announcement: NewId,
  title: Announcement.shape.title,
  text: Announcement.shape.text,
  files: Announcement.shape.files,
});
const askDifficulty = request({
  ...OfUnit,
  difficulty: NewId,
  leaf: NodeId.nullable(),
  question: Difficulty.shape.question,
});
const answerDifficulty = request({
  ...InPeriod,
  difficulty: NewId,
  answer: Difficulty.shape.question,
  shared: z.boolean(),
});
const OfSurvey = { ...InPeriod, survey: Id };
/** The next version of a survey's text; one that was changed meanwhile refuses it. */
const saveSurvey = request({ ...OfSurvey, rev: z.int().min(1), ...SurveyText.shape });
/** Removes a survey that was never opened and has no invitations. */
const removeSurvey = request({ ...OfSurvey, reason: Reason });
/** Copies the surveys of another period that this one has not: texts, sample plans and weights, as drafts. */
const copySurveys = request({ ...InPeriod, from: Id, reason: Reason });
const saveSamplePlan = request({
  ...OfSurvey,
  rev: z.int().min(1),
  ...SamplePlan.omit({ rev: true, by: true, at: true }).shape,
});
const saveSurveyPlan = request({
  ...InPeriod,
  rev: z.int().min(1),
  ...SurveyPlan.pick({ weights: true, threshold: true }).shape,
});
const openSurvey = request(OfSurvey);
/** Closes a survey for answers, recounts it and enters the scores of every leaf all of whose groups are closed. */
const closeSurvey = request(OfSurvey);
const reopenSurvey = request({ ...OfSurvey, reason: Reason });
/** Issues invitations and returns their codes, this once. `batch` is new. */
const issueInvitations = request({
  ...OfSurvey,
  batch: NewId,
  kind: BatchKind,
  ...InvitationBatch.pick({ units: true, uses: true, note: true, eligibility: true }).shape,
  count: z.int().min(1).max(INVITATIONS_MAX),
});
/** Ends invitations that bought nothing yet, by their numbers or all of the batch. */
const revokeInvitations = request({
  ...OfSurvey,
  batch: NewId,
  numbers: z.array(z.int().min(1)).min(1).max(INVITATIONS_MAX).nullable(),
  reason: Reason,
});
/** How many invitations of each batch are issued, redeemed, revoked. */
const countInvitations = request(OfSurvey);
/** Keys in a paper form. `resolved`: the person who sees the differences to the first entry says that this one is right. */
const keyPaperForm = request({
  ...OfSurvey,
  unit: Id,
  number: PaperEntry.shape.number,
  form: FilledForm,
  resolved: z.boolean(),
});
/** Takes in a result file: all of its rows or none. `row` is the row as spreadsheets count it. */
const importAnswers = request({
  ...OfSurvey,
  batch: NewId,
  name: SurveyImport.shape.name,
  rows: z
    .array(
      z.object({
        row: z.int().min(1),
        unit: Id,
        number: PaperEntry.shape.number,
        form: FilledForm,
      }),
    )
    .min(1)
    .max(IMPORT_ROWS_MAX),
});
/** Some of a closed survey's answers without anything that leads back, from after a cursor on. */
const exportAnswers = request({ ...OfSurvey, after: Sha256.nullable() });
/** Checks a survey's answers anew: straight lines, speed, duplicates, drop-out. */
const reviewSurvey = request(OfSurvey);
/** Reminds the people of some units now, by notice and mail, of what they still lack. */
const remindUnits = request({ ...InPeriod, units: z.array(Id).min(1).max(500), text: Reason });

export const requests = {
  submitSelfAssessment,
  returnSubmission,
  lockAsItStands,
  recogniseRest,
  release,
  setExemption,
  changeSettings,
  reconcileNow,
  setDate,
  enterSurveyScores,
  adopt,
  seal,
  reopen,
  enterDecision,
  draftCorrection,
  readCorrection,
  discardCorrection,
  publishCorrection,
  previewResult,
  rehearsePublication,
  completeFile,
  dropFile,
  saveEvidence,
  assignLeaves,
  delegate,
  addComment,
  resolveComment,
  setLockException,
  saveCriteriaSet,
  removeCriteriaSet,
  replaceCriteriaSet,
  saveGuidance,
  saveUnit,
  importUnits,
  removeUnit,
  savePeriodBasics,
  startPeriod,
  importPastYear,
  discardPeriod,
  createScheme,
  mySchemes,
  saveCostEstimate,
  saveAdjustment,
  revokeAdjustment,
  setCouncil,
  saveMember,
  importMembers,
  issueSignInLink,
  setMemberDisabled,
  handOver,
  signIns,
  setPassword,
  announce,
  askDifficulty,
  answerDifficulty,
  remindUnits,
  saveSurvey,
  removeSurvey,
  copySurveys,
  saveSamplePlan,
  saveSurveyPlan,
  openSurvey,
  closeSurvey,
  reopenSurvey,
  issueInvitations,
  revokeInvitations,
  countInvitations,
  keyPaperForm,
  importAnswers,
  exportAnswers,
  reviewSurvey,
} as const;
export type RequestName = keyof typeof requests;

/** A request as it was decoded, or what is wrong with it, by its place. */
export type DecodedRequest<Name extends RequestName> =
  | { input: z.output<(typeof requests)[Name]>; issues: [] }
  | { input: null; issues: ReturnType<typeof issueText>[] };

/** Decodes what a caller sends by the schema of its name. */
export function decodeRequest<Name extends RequestName>(name: Name, data: unknown): DecodedRequest<Name> {
  const decoded = requests[name].safeParse(data, { reportInput: true });
  return decoded.success
    ? { input: decoded.data as z.output<(typeof requests)[Name]>, issues: [] }
    : { input: null, issues: decoded.error.issues.map(issueText) };
}

/** What is wrong with a request, as people read it. */
export const requestIssuesText = (issues: readonly ReturnType<typeof issueText>[]): string =>
  issues.map(({ path, message }) => (path ? `${path} ${message}` : message)).join("; ");
/** What a caller sends: instants as ISO strings. */
export type RequestOf<Name extends RequestName> = z.input<(typeof requests)[Name]>;
