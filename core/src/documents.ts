import { z } from "zod";
import { Id, NodeId } from "./criteria-set.ts";
import { BasisPoints, Points } from "./points.ts";
import { Facts } from "./scoring-rule.ts";

/**
 * The stored documents (design §4), one schema each, as they look after a converter has turned Firestore
 * timestamps into `Date`. Instants are UTC; people read them in Asia/Ho_Chi_Minh.
 */

export const Scheme = z.object({
  name: z.string().min(1),
  owner: z.string().min(1),
  tier: z.enum(["province", "district", "commune"]),
  parent: Id.nullable(),
});
export type Scheme = z.infer<typeof Scheme>;

/**
 * What one account may do in a scheme. `unit` is the unit the person belongs to, whose scores they never appraise.
 * `appraiser.nodes` narrows an appraiser to some fields or leaves of those their unit leads; empty means all of them.
 */
export const Member = z.object({
  name: z.string().min(1),
  email: z.email(),
  unit: Id.nullable(),
  roles: z.object({
    admin: z.boolean().optional(),
    council: z.boolean().optional(),
    appraiser: z.object({ nodes: z.array(NodeId) }).optional(),
    unitEditor: Id.optional(),
    unitHead: Id.optional(),
    viewer: z.boolean().optional(),
  }),
});
export type Member = z.infer<typeof Member>;
export type Roles = Member["roles"];

export const PeriodState = z.enum([
  "preparing",
  "selfAssessment",
  "appraisal",
  "explanation",
  "reappraisal",
  "adoption",
  "sealing",
  "sealed",
  "published",
]);
export type PeriodState = z.infer<typeof PeriodState>;

/** The instants at which a period moves on. Each is the last instant of its stage (exclusive). */
export const PeriodDates = z.object({
  opensAt: z.date(),
  selfAssessmentDue: z.date(),
  appraisalDue: z.date(),
  explanationDue: z.date(),
  reappraisalDue: z.date(),
  publishAt: z.date(),
});
export type PeriodDates = z.infer<typeof PeriodDates>;
export const PeriodDate = PeriodDates.keyof();
export type PeriodDate = z.infer<typeof PeriodDate>;

export const UnitGroup = z.object({ id: Id, name: z.string().min(1), ranked: z.boolean() });
export type UnitGroup = z.infer<typeof UnitGroup>;

/** A SHA-256 hash in lower-case hex. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A class of results (*xếp loại*): index ≥ `atLeast`, in 1/100 per cent. Listed from the highest down. */
export const Band = z.object({ name: z.string().min(1), atLeast: BasisPoints.max(10_000) });
export type Band = z.infer<typeof Band>;

const Bands = z
  .array(Band)
  .refine((bands) => bands.every(({ atLeast }, at) => atLeast < (bands[at - 1]?.atLeast ?? Infinity)), {
    error: "các mức xếp loại phải xếp từ cao xuống thấp, không trùng nhau",
  });

/** What orders two units of equal index: a higher share in one field, in the survey, or in the appraised points. */
export const TieBreak = z.discriminatedUnion("by", [
  z.object({ by: z.literal("field"), field: NodeId }),
  z.object({ by: z.literal("survey") }),
  z.object({ by: z.literal("appraised") }),
]);
export type TieBreak = z.infer<typeof TieBreak>;

/**
 * What a scheme may decide for itself (not in the decision). `surveyHeld: false` re-bases the index on the
 * appraised points: survey leaves leave the maximum. `version` counts changes, so that ledgers know theirs.
 */
export const Settings = z.object({
  version: z.int().min(1),
  decimals: z.int().min(0).max(4),
  bands: z.record(Id, Bands),
  tieBreaks: z.array(TieBreak),
  explanationRound: z.boolean(),
  surveyHeld: z.boolean(),
});
export type Settings = z.infer<typeof Settings>;

/** UBND tỉnh's decision that approves and publishes: number, day of signing (yyyy-MM-dd) and where the file stands. */
export const Decision = z.object({
  number: z.string().min(1).max(60),
  date: z.iso.date(),
  file: z.string().max(500),
});
export type Decision = z.infer<typeof Decision>;

export const Adoption = z.object({
  at: z.date(),
  by: z.string(),
  minutes: z.string().min(1),
  insufficientSampleReason: z.string().nullable(),
});

export const Period = z.object({
  name: z.string().min(1),
  year: z.int().min(2000).max(2200),
  state: PeriodState,
  dates: PeriodDates,
  settings: Settings,
  groups: z.array(UnitGroup).min(1),
  standingBody: Id,
  standingBodyOwn: Id,
  council: z.object({
    decision: z.string(),
    members: z.array(z.object({ uid: z.string(), seat: z.string() })),
  }),
  criteriaSets: z.array(Id).min(1),
  unitCount: z.int().min(0),
  releaseRound: z.int().min(0),
  /** The step being carried out, so that overlapping runs do it once; another run takes over after `lease`. */
  moving: z.object({ to: PeriodState, lease: z.date() }).nullable(),
  adoption: Adoption.nullable(),
  seal: z.string().nullable(),
  decision: Decision.nullable(),
  publication: z.string().nullable(),
  previousPublication: z.string().nullable(),
});
export type Period = z.infer<typeof Period>;

export const SubmissionState = z.enum(["draft", "submitted", "returned", "locked"]);
export type SubmissionState = z.infer<typeof SubmissionState>;

/** A unit's self-assessment as a whole (*hồ sơ tự đánh giá*). `reason` says why it was returned or locked as it stands. */
export const Submission = z.object({
  state: SubmissionState,
  at: z.date().nullable(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
  report: z.object({ number: z.string(), date: z.iso.date() }).nullable(),
});
export type Submission = z.infer<typeof Submission>;

export const Unit = z.object({
  name: z.string().min(1),
  order: z.int().min(0),
  group: Id,
  criteriaSet: Id,
  exempt: z.record(NodeId, z.string().min(1)),
  submission: Submission,
  lockException: z.object({ until: z.date(), reason: z.string(), by: z.string() }).nullable(),
});
export type Unit = z.infer<typeof Unit>;

/** Where a score document stands, repeated inside it so that boards can query; rules pin it to the path. */
const Place = { scheme: Id, period: Id, unit: Id, leaf: NodeId, field: NodeId };

/** Who wrote this version, when, and which version it is (1, 2, 3 …). */
const Version = { rev: z.int().min(1), by: z.string().min(1), at: z.date() };

export const TEXT_MAX = 5_000;

export const SelfScore = z.object({
  ...Place,
  ...Version,
  facts: Facts.nullable(),
  points: Points.nullable(),
  note: z.string().max(TEXT_MAX),
});
export type SelfScore = z.infer<typeof SelfScore>;

/** A lead department's or the council's judgement of a leaf. Recognised keeps the unit's points; adjusted gives a reason. */
export const Appraisal = z.object({
  ...Place,
  ...Version,
  points: Points.nullable(),
  decision: z.enum(["recognised", "adjusted"]).nullable(),
  reason: z.string().max(TEXT_MAX),
});
export type Appraisal = z.infer<typeof Appraisal>;

/** The document a survey score entered by hand rests on. */
export const SurveySource = z.object({ document: z.string().min(1).max(200), date: z.iso.date() });

/** A leaf's survey score: `n` answers counted, `minimum` asked for by the sample plan, `interval` 95 % in 1/10 000 point. */
export const SurveyScore = z.object({
  ...Place,
  ...Version,
  points: Points.nullable(),
  n: z.int().min(0),
  minimum: z.int().min(0),
  interval: z.object({ low: Points, high: Points }).nullable(),
  source: SurveySource,
});
export type SurveyScore = z.infer<typeof SurveyScore>;

export const Explanation = z.object({
  ...Place,
  ...Version,
  round: z.int().min(1),
  text: z.string().max(TEXT_MAX),
});
export type Explanation = z.infer<typeof Explanation>;

/** What was shown to a unit when appraisals were released: never changed afterwards. */
export const Release = z.object({
  round: z.int().min(1),
  at: z.date(),
  leaves: z.record(
    NodeId,
    z.object({
      self: Points.nullable(),
      points: Points,
      decision: z.enum(["recognised", "adjusted"]),
      reason: z.string(),
    }),
  ),
});
export type Release = z.infer<typeof Release>;

/** One change of a score or explanation. `from`/`to` hold the document before and after, without its place. */
export const HistoryEntry = z.object({
  ...Place,
  column: z.enum(["self", "appraisal", "survey", "explanation"]),
  rev: z.int().min(1),
  by: z.string(),
  at: z.date(),
  from: z.record(z.string(), z.unknown()).nullable(),
  to: z.record(z.string(), z.unknown()),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/**
 * A folded score: its points and the version they were folded at. `unrecorded` where a recomputation was ahead of
 * the event, which will still bring the history entry of this version.
 */
export const LedgerScore = z.object({
  points: Points.nullable(),
  rev: z.int().min(1),
  unrecorded: z.literal(true).optional(),
});
export type LedgerScore = z.infer<typeof LedgerScore>;

/** A folded survey score also says whether its sample reached the minimum. */
export const LedgerSurveyScore = LedgerScore.extend({ sufficient: z.boolean() });

/** The folded inputs of one unit's sheet. `frozen` while the period is sealing, sealed or published. */
export const Ledger = z.object({
  unit: Id,
  group: Id,
  criteriaSet: Id,
  settingsVersion: z.int().min(1),
  surveyHeld: z.boolean(),
  exempt: z.record(NodeId, z.string()),
  frozen: z.boolean(),
  self: z.record(NodeId, LedgerScore),
  appraisal: z.record(NodeId, LedgerScore),
  survey: z.record(NodeId, LedgerSurveyScore),
});
export type Ledger = z.infer<typeof Ledger>;

/** A node's or a sheet's sums. null where nothing of it is scored yet. */
export const Totals = z.object({
  max: Points,
  self: Points.nullable(),
  appraised: Points.nullable(),
  survey: Points.nullable(),
  achieved: Points.nullable(),
});
export type Totals = z.infer<typeof Totals>;

/** How many leaves still lack something. */
export const MissingCounts = z.object({
  self: z.int().min(0),
  appraisal: z.int().min(0),
  survey: z.int().min(0),
  insufficientSample: z.int().min(0),
});

/** The small live result of one unit: what boards read. The index is achieved ÷ max of `total`. */
export const UnitIndex = z.object({
  unit: Id,
  group: Id,
  criteriaSet: Id,
  total: Totals,
  surveyMax: Points,
  fields: z.record(NodeId, Totals),
  missing: MissingCounts,
  leaves: z.int().min(0),
  differs: z.int().min(0),
  provisional: z.boolean(),
});
export type UnitIndex = z.infer<typeof UnitIndex>;

/** One row of a frozen sheet: a node with the annex's columns. Index is achieved ÷ max. */
export const SheetRow = Totals.extend({
  id: NodeId,
  code: z.string(),
  name: z.string(),
  level: z.enum(["field", "criterion", "subCriterion"]),
  source: z.enum(["self", "survey"]).nullable(),
  exempt: z.boolean(),
});
export type SheetRow = z.infer<typeof SheetRow>;

/** A unit's sheet as sealed and published. `selfAssessed: false` prints "không tự đánh giá". */
export const FrozenSheet = z.object({
  scheme: Id,
  period: Id,
  unit: Id,
  name: z.string(),
  order: z.int().min(0),
  group: Id,
  criteriaSet: z.object({ id: Id, name: z.string(), sha256: Sha256 }),
  selfAssessed: z.boolean(),
  exempt: z.record(NodeId, z.string()),
  insufficientSample: z.array(NodeId),
  total: Totals,
  rows: z.array(SheetRow),
});
export type FrozenSheet = z.infer<typeof FrozenSheet>;

/**
 * A unit's place in the ranking. `rank` is null in an unranked group. `index` is achieved ÷ max in per cent as shown,
 * with as many decimals as tell it from its neighbours; "—" where the maximum is 0.
 */
export const RankedUnit = z.object({
  unit: Id,
  name: z.string(),
  achieved: Points,
  max: Points,
  index: z.string(),
  rank: z.int().min(1).nullable(),
  band: z.string().nullable(),
  selfAssessed: z.boolean(),
  sha256: Sha256,
});
export type RankedUnit = z.infer<typeof RankedUnit>;

export const GroupRanking = z.object({
  group: Id,
  name: z.string(),
  ranked: z.boolean(),
  units: z.array(RankedUnit),
});
export type GroupRanking = z.infer<typeof GroupRanking>;

/** The first leaf of the Merkle tree: all that a result says beside its sheets. */
export const Manifest = z.object({
  format: z.literal("parindex/1"),
  scheme: Id,
  schemeName: z.string(),
  owner: z.string(),
  period: Id,
  periodName: z.string(),
  year: z.int(),
  version: z.int().min(1),
  corrects: z.string().nullable(),
  previousRoot: Sha256.nullable(),
  settings: Settings,
  insufficientSampleReason: z.string().nullable(),
  criteriaSets: z.record(Id, Sha256),
  ranking: z.array(GroupRanking),
});
export type Manifest = z.infer<typeof Manifest>;

/** A run of sealing, resumable by the units it has done. Times as instants; `root` and `signature` once done. */
export const Seal = z.object({
  run: z.string(),
  state: z.enum(["claimed", "reading", "done", "discarded"]),
  claimedAt: z.date(),
  readTime: z.date().nullable(),
  lease: z.date(),
  done: z.array(Id),
  differences: z.array(z.string()),
  manifest: Manifest.nullable(),
  root: Sha256.nullable(),
  signature: z.string().nullable(),
  publicKey: z.string().nullable(),
  development: z.boolean(),
});
export type Seal = z.infer<typeof Seal>;

export const SealSheet = z.object({ sheet: FrozenSheet, sha256: Sha256 });
export type SealSheet = z.infer<typeof SealSheet>;

export const Publication = z.object({
  manifest: Manifest,
  root: Sha256,
  signature: z.string(),
  publicKey: z.string(),
  development: z.boolean(),
  decision: Decision,
  publishedAt: z.date(),
  supersededBy: z.string().nullable(),
});
export type Publication = z.infer<typeof Publication>;

/** What a callable or the schedule did, by whom and why. Append-only, written in the act's own transaction. */
export const AuditEntry = z.object({
  scheme: Id,
  period: Id,
  act: z.string(),
  unit: Id.nullable(),
  by: z.string(),
  at: z.date(),
  reason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Outgoing mail in the shape of the Trigger Email extension. */
export const Mail = z.object({
  to: z.array(z.email()),
  message: z.object({ subject: z.string(), text: z.string() }),
});
