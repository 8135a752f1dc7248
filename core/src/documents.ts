import { z } from "zod";
import { Id, NodeId } from "./criteria-set.ts";
import { BasisPoints, Points } from "./points.ts";
import { Facts } from "./scoring-rule.ts";

/**
 * The stored documents (design §4), one schema each, as they look after a converter has turned Firestore
 * timestamps into `Date`. Instants are UTC; people read them in Asia/Ho_Chi_Minh.
 */

/** A programme of assessment (*chương trình đánh giá*) of one owner. `parent` is the scheme that sees its rollups. */
export const Scheme = z.object({
  name: z.string().trim().min(1).max(200),
  owner: z.string().trim().min(1).max(200),
  tier: z.enum(["province", "district", "commune"]),
  parent: Id.nullable(),
});
export type Scheme = z.infer<typeof Scheme>;

/** Who a person was at a time: the name, title and unit that a history shows. */
const Post = z.object({ name: z.string(), title: z.string(), unit: Id.nullable() });
export type Post = z.infer<typeof Post>;

/**
 * What one account may do in a scheme. `unit` is the unit the person belongs to, whose scores they never appraise.
 * `appraiser.nodes` narrows an appraiser to some fields or leaves of those their unit leads; empty means all of them.
 */
export const Member = z.object({
  name: z.string().min(1).max(200),
  /** The office the person holds (*chức vụ*), as reports print it. */
  title: z.string().max(200),
  email: z.email(),
  unit: Id.nullable(),
  /** A disabled account keeps its place in every history and may do nothing. */
  disabled: z.boolean(),
  /** Names, titles and units the person had before, each until an instant, oldest first. */
  former: z.array(Post.extend({ until: z.date() })),
  roles: z.object({
    admin: z.boolean().optional(),
    council: z.boolean().optional(),
    appraiser: z.object({ nodes: z.array(NodeId) }).optional(),
    unitEditor: Id.optional(),
    unitHead: Id.optional(),
    viewer: z.boolean().optional(),
    /** Keys in the paper forms of the survey (*điều tra viên*). */
    surveyor: z.boolean().optional(),
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
 * appraised points: survey leaves leave the maximum; `withoutSurvey` does so for some groups alone. Bonus and penalty
 * points stand outside the tree and count up to their caps; none where there is no cap. `minimumSample` is the least
 * that a survey score may name as its minimum. `version` counts changes, so that ledgers know theirs. What is off is
 * absent, so that results sealed before a setting existed keep their hash.
 */
export const Settings = z.object({
  version: z.int().min(1),
  decimals: z.int().min(0).max(4),
  bands: z.record(Id, Bands),
  tieBreaks: z.array(TieBreak),
  explanationRound: z.boolean(),
  surveyHeld: z.boolean(),
  withoutSurvey: z.array(Id).min(1).optional(),
  minimumSample: z.int().min(1).max(1_000_000).optional(),
  bonusCap: Points.min(1).optional(),
  penaltyCap: Points.min(1).optional(),
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

/** The seats of the appraisal council (*Hội đồng thẩm định*). */
export const Seat = z.enum(["chair", "deputyChair", "member", "secretary"]);
export type Seat = z.infer<typeof Seat>;

/** The appraisal council of a period, with the decision that established it (null until it is entered). */
export const Council = z.object({
  decision: z.object({ number: z.string().min(1).max(60), date: z.iso.date() }).nullable(),
  members: z.array(z.object({ uid: z.string().min(1), seat: Seat })).max(60),
});
export type Council = z.infer<typeof Council>;

/** Which of its sums, its index or its rank a result states otherwise than its points give it. */
const Stateable = z.enum(["self", "appraised", "survey", "achieved", "index", "rank"]);

/** What an imported result states of a unit and what its points give; `code` is of the row, null for the bottom line. */
export const ImportDifference = z.object({
  unit: Id,
  code: z.string().nullable(),
  of: Stateable,
  stated: z.string(),
  computed: z.string(),
});
export type ImportDifference = z.infer<typeof ImportDifference>;

/** That a past year was not assessed here but came in from a workbook: by whom, when, from which source. */
export const Imported = z.object({
  by: z.string(),
  at: z.date(),
  source: z.string().trim().min(1).max(500),
  differences: z.array(ImportDifference),
});
export type Imported = z.infer<typeof Imported>;

export const Period = z.object({
  name: z.string().min(1),
  year: z.int().min(2000).max(2200),
  state: PeriodState,
  dates: PeriodDates,
  settings: Settings,
  groups: z.array(UnitGroup).min(1),
  standingBody: Id,
  standingBodyOwn: Id,
  council: Council,
  criteriaSets: z.array(Id),
  /** Sets that gave way to another version while the period was open, and why. */
  replaced: z.record(Id, z.object({ to: Id, reason: z.string() })),
  unitCount: z.int().min(0),
  releaseRound: z.int().min(0),
  /** The step being carried out, so that overlapping runs do it once; another run takes over after `lease`. */
  moving: z.object({ to: PeriodState, lease: z.date() }).nullable(),
  adoption: Adoption.nullable(),
  seal: z.string().nullable(),
  decision: Decision.nullable(),
  publication: z.string().nullable(),
  previousPublication: z.string().nullable(),
  /** Absent in every period that was assessed here. */
  imported: Imported.optional(),
});
export type Period = z.infer<typeof Period>;

/** A stored file: its content's SHA-256, under which it is kept, and the name it was given. */
export const FileRef = z.object({ file: Sha256, name: z.string().min(1).max(200) });
export type FileRef = z.infer<typeof FileRef>;

export const SubmissionState = z.enum(["draft", "submitted", "returned", "locked"]);
export type SubmissionState = z.infer<typeof SubmissionState>;

/** The report with which a unit submits (*báo cáo tự đánh giá*): number, day of signing, and the signed file where given. */
export const Report = z.object({
  number: z.string().trim().min(1).max(60),
  date: z.iso.date(),
  file: FileRef.nullable(),
});
export type Report = z.infer<typeof Report>;

/**
 * A unit's self-assessment as a whole (*hồ sơ tự đánh giá*). `reason` says why it was returned or locked as it stands;
 * `count` how often it was submitted: each time left a record.
 */
export const Submission = z.object({
  state: SubmissionState,
  at: z.date().nullable(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
  report: Report.nullable(),
  count: z.int().min(0),
});
export type Submission = z.infer<typeof Submission>;

export const Unit = z.object({
  name: z.string().min(1).max(300),
  /** Names the unit had before in this period, each until an instant, oldest first. */
  former: z.array(z.object({ name: z.string(), until: z.date() })),
  /** The first and the last day on which the unit exists (yyyy-MM-dd), where known. */
  from: z.iso.date().nullable(),
  until: z.iso.date().nullable(),
  /** The units that take over from this one: one after a merger or a new beginning, several after a split. */
  successors: z.array(Id).max(50),
  order: z.int().min(0),
  group: Id,
  criteriaSet: Id,
  exempt: z.record(NodeId, z.string().min(1)),
  submission: Submission,
  lockException: z.object({ until: z.date(), reason: z.string(), by: z.string() }).nullable(),
  /** Who in the unit works on which leaf: uid by leaf. */
  assignments: z.record(NodeId, z.string()),
  /** Who may submit in the head's place, until when. */
  deputy: z.object({ uid: z.string(), until: z.date(), by: z.string() }).nullable(),
});
export type Unit = z.infer<typeof Unit>;

/** What the standing body says of a unit; its file is the unit's own. */
export const UnitDetails = Unit.pick({
  name: true,
  order: true,
  group: true,
  criteriaSet: true,
  from: true,
  until: true,
  successors: true,
});
export type UnitDetails = z.infer<typeof UnitDetails>;

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

/**
 * A lead department's or the council's judgement of a leaf. Recognised keeps the unit's points; adjusted gives a reason.
 * `ask` is what the unit is asked to explain (*yêu cầu giải trình*), `minutes` the council's minutes a decision rests on;
 * both empty where there is none.
 */
export const Appraisal = z.object({
  ...Place,
  ...Version,
  points: Points.nullable(),
  decision: z.enum(["recognised", "adjusted"]).nullable(),
  reason: z.string().max(TEXT_MAX),
  ask: z.string().max(TEXT_MAX),
  minutes: z.string().max(200),
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
  /** What each respondent group gave, where the survey was held here; its mean only where it is broken down. */
  groups: z
    .array(
      z.object({
        name: z.string(),
        weight: z.int().min(1),
        n: z.int().min(0),
        minimum: z.int().min(0),
        mean: z.int().min(0).max(10_000).nullable(),
      }),
    )
    .optional(),
});
export type SurveyScore = z.infer<typeof SurveyScore>;

export const Explanation = z.object({
  ...Place,
  ...Version,
  round: z.int().min(1),
  text: z.string().max(TEXT_MAX),
});
export type Explanation = z.infer<typeof Explanation>;

/**
 * What was shown to a unit when appraisals were released: never changed afterwards. A leaf that nobody judged yet stands
 * here only where the unit is asked to explain it, without points.
 */
export const Release = z.object({
  round: z.int().min(1),
  at: z.date(),
  leaves: z.record(
    NodeId,
    z.object({
      self: Points.nullable(),
      points: Points.nullable(),
      decision: z.enum(["recognised", "adjusted"]).nullable(),
      reason: z.string(),
      ask: z.string(),
    }),
  ),
});
export type Release = z.infer<typeof Release>;

/**
 * Bonus or penalty points (*điểm thưởng, điểm trừ*) of a unit, outside the tree: why, and by which decision of the
 * council. One that was revoked no longer counts and stays to be read.
 */
export const Adjustment = z.object({
  kind: z.enum(["bonus", "penalty"]),
  points: Points.min(1),
  reason: z.string().min(1).max(TEXT_MAX),
  decision: z.object({ number: z.string().min(1).max(60), date: z.iso.date() }),
  by: z.string(),
  at: z.date(),
  revoked: z.object({ reason: z.string(), by: z.string(), at: z.date() }).nullable(),
});
export type Adjustment = z.infer<typeof Adjustment>;

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

/** A folded appraisal also says whether the unit is asked to explain, and who judged (absent where folded before that was kept). */
const LedgerAppraisal = LedgerScore.extend({
  asked: z.literal(true).optional(),
  by: z.string().optional(),
});

/**
 * A folded survey score also says whether its sample reached the minimum, from how many answers it is, and its 95 %
 * interval; absent where there is none, or where it was folded before that was kept.
 */
export const LedgerSurveyScore = LedgerScore.extend({
  sufficient: z.boolean(),
  n: z.int().min(0).optional(),
  interval: z.object({ low: Points, high: Points }).optional(),
});

/** The folded inputs of one unit's sheet. `frozen` while the period is sealing, sealed or published. */
export const Ledger = z.object({
  unit: Id,
  name: z.string(),
  order: z.int().min(0),
  group: Id,
  criteriaSet: Id,
  settingsVersion: z.int().min(1),
  surveyHeld: z.boolean(),
  /** Bonus less penalty points as they count, in 1/10 000 point; absent where there are none. */
  adjustment: z.int().optional(),
  exempt: z.record(NodeId, z.string()),
  submission: SubmissionState,
  /** How many pieces of evidence each leaf has; none where a leaf is absent. */
  evidence: z.record(NodeId, z.int().min(1)),
  frozen: z.boolean(),
  self: z.record(NodeId, LedgerScore),
  appraisal: z.record(NodeId, LedgerAppraisal),
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
  name: z.string(),
  order: z.int().min(0),
  submission: SubmissionState,
  group: Id,
  criteriaSet: Id,
  total: Totals,
  surveyMax: Points,
  fields: z.record(NodeId, Totals),
  missing: MissingCounts,
  /** Leaves that the unit scores itself and that are not exempt. */
  leaves: z.int().min(0),
  differs: z.int().min(0),
  /** Leaves whose unit is asked to explain, and self-scored leaves with points but without evidence. */
  asked: z.int().min(0),
  unproven: z.int().min(0),
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
  /** Bonus and penalty points that stand, and what of them counts; absent where there are none. */
  adjustments: z
    .object({
      counted: z.int(),
      items: z.array(Adjustment.pick({ kind: true, points: true, reason: true, decision: true })).min(1),
    })
    .optional(),
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

/** A score that a correction changed: the leaf as printed, its points before and after, and why. */
export const CorrectedScore = z.object({
  unit: Id,
  leaf: NodeId,
  code: z.string(),
  name: z.string(),
  column: z.enum(["appraised", "survey"]),
  from: Points.nullable(),
  to: Points,
  reason: z.string().min(1),
});
export type CorrectedScore = z.infer<typeof CorrectedScore>;

/**
 * The first leaf of the Merkle tree: all that a result says beside its sheets. `previousRoot` is of the version that it
 * corrects, else of the year before.
 */
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
  /** What a version that corrects another one changed; absent in every other. */
  corrections: z.array(CorrectedScore).min(1).optional(),
  settings: Settings,
  insufficientSampleReason: z.string().nullable(),
  criteriaSets: z.record(Id, Sha256),
  ranking: z.array(GroupRanking),
});
export type Manifest = z.infer<typeof Manifest>;

/** Some places of a group's ranking, where there are more than one document holds (`splitRanking`). */
export const RankingPart = z.object({ group: Id, units: z.array(RankedUnit) });
export type RankingPart = z.infer<typeof RankingPart>;

/** How many documents beside it a manifest's ranking fills; absent where the ranking stands in the manifest itself. */
const Parts = z.int().min(1).optional();

/**
 * A run of sealing, resumable after the unit at its `cursor`: units are done by their ids' order. Times as instants; `root` and
 * `signature` once done.
 */
export const Seal = z.object({
  run: z.string(),
  state: z.enum(["claimed", "reading", "done", "discarded"]),
  claimedAt: z.date(),
  readTime: z.date().nullable(),
  lease: z.date(),
  cursor: Id.nullable(),
  done: z.int().min(0),
  differences: z.array(z.string()),
  manifest: Manifest.nullable(),
  parts: Parts,
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
  parts: Parts,
  root: Sha256,
  signature: z.string(),
  publicKey: z.string(),
  development: z.boolean(),
  decision: Decision,
  publishedAt: z.date(),
  supersededBy: z.string().nullable(),
  /** Over the attestation (`attestation.ts`); absent in results published before it existed. */
  publicationSignature: z.string().optional(),
  /** Absent in every result that was sealed here. */
  imported: Imported.optional(),
});
export type Publication = z.infer<typeof Publication>;

/**
 * A correction that is being prepared: the version that follows the newest one, closed to every client. `dated` once the
 * schedule is to publish it. The sheets it changes stand below it.
 */
export const Correction = z.object({
  publication: z.string(),
  state: z.enum(["draft", "dated", "published"]),
  by: z.string(),
  at: z.date(),
  manifest: Manifest,
  root: Sha256,
  signature: z.string(),
  publicKey: z.string(),
  development: z.boolean(),
  decision: Decision.nullable(),
  publishAt: z.date().nullable(),
});
export type Correction = z.infer<typeof Correction>;

/**
 * How a scheme below another one stands, for the board of the one above: its newest period with counts of units, and
 * its latest ranking with the mean index of each group (per cent, as a text with a decimal comma). `at` is when it was made.
 */
export const Rollup = z.object({
  scheme: Id,
  ...Scheme.pick({ name: true, owner: true, tier: true }).shape,
  period: z
    .object({
      id: Id,
      name: z.string(),
      year: z.int(),
      state: PeriodState,
      units: z.int().min(0),
      submitted: z.int().min(0),
      appraised: z.int().min(0),
    })
    .nullable(),
  published: z
    .object({
      publication: z.string(),
      year: z.int(),
      groups: z.array(z.object({ name: z.string(), units: z.int().min(0), mean: z.string() })),
    })
    .nullable(),
  at: z.date(),
});
export type Rollup = z.infer<typeof Rollup>;

export const CostSection = z.enum(["survey", "fieldWork", "council", "printing", "other"]);
export type CostSection = z.infer<typeof CostSection>;

/** Whole đồng of one line; 200 lines of it stay well below 2⁵³. */
const Dong = z.int().min(0).max(1_000_000_000_000);

/** A line of a cost estimate. `quantity` is in thousandths of `unit`, of each form of the survey where `perForm`. */
export const CostLine = z.object({
  section: CostSection,
  name: z.string().trim().min(1).max(200),
  unit: z.string().trim().max(40),
  quantity: z.int().min(0).max(1_000_000_000),
  perForm: z.boolean(),
  price: Dong,
  actual: Dong.nullable(),
  note: z.string().max(500),
});
export type CostLine = z.infer<typeof CostLine>;

/** A period's cost estimate (*dự toán*) and what was spent. `samples`: how many units, and forms a unit, of each group. */
export const CostEstimate = z.object({
  rev: z.int().min(1),
  by: z.string(),
  at: z.date(),
  samples: z
    .array(
      z.object({
        group: z.string().trim().min(1).max(200),
        units: z.int().min(0).max(10_000),
        forms: z.int().min(0).max(100_000),
      }),
    )
    .max(30),
  lines: z.array(CostLine).max(200),
});
export type CostEstimate = z.infer<typeof CostEstimate>;

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

/** How a stored file stands: coming in, checked and kept, or refused for what it holds. */
export const FileState = z.enum(["uploading", "complete", "rejected"]);

/** Bytes of one chunk (900 KiB) and of a whole file (10 MiB): what Firestore and the rules allow. */
export const CHUNK_BYTES = 900 * 1024;
export const FILE_BYTES_MAX = 10 * 1024 * 1024;

/**
 * A stored file (*tệp*), kept under the SHA-256 of its content in chunks, each with its own hash, so that an upload can
 * go on where it stopped and the same content is kept once. `type` is found in the content once it is complete.
 */
export const StoredFile = z.object({
  sha256: Sha256,
  size: z.int().min(1).max(FILE_BYTES_MAX),
  chunks: z
    .array(Sha256)
    .min(1)
    .max(Math.ceil(FILE_BYTES_MAX / CHUNK_BYTES)),
  type: z.string().nullable(),
  state: FileState,
  by: z.string().min(1),
  at: z.date(),
});
export type StoredFile = z.infer<typeof StoredFile>;

export const LinkSource = z.object({
  kind: z.literal("link"),
  url: z.url({ protocol: /^https?$/ }).max(2_000),
});
export const DocumentSource = z.object({
  kind: z.literal("document"),
  number: z.string().trim().min(1).max(100),
  date: z.iso.date().nullable(),
  issuer: z.string().trim().max(200),
});
/** What a piece of evidence is: a stored file, an address on the web, or a document by its number. */
export const EvidenceSource = z.discriminatedUnion("kind", [
  FileRef.extend({ kind: z.literal("file"), type: z.string(), size: z.int().min(1) }),
  LinkSource,
  DocumentSource,
]);
export type EvidenceSource = z.infer<typeof EvidenceSource>;

/**
 * A piece of evidence (*tài liệu kiểm chứng*) of a unit. It may serve several leaves, each at its own page and section
 * (`leaves`: leaf → where); none left means withdrawn. Every version is kept below it, under its `rev`. `stage` is the
 * step of the year in which it came.
 */
export const Evidence = z.object({
  scheme: Id,
  period: Id,
  unit: Id,
  title: z.string().trim().min(1).max(300),
  source: EvidenceSource,
  leaves: z.record(NodeId, z.string().max(200)),
  /** The fields of those leaves, so that appraisers read only theirs. */
  fields: z.array(NodeId),
  stage: z.enum(["selfAssessment", "explanation"]),
  ...Version,
});
export type Evidence = z.infer<typeof Evidence>;

/** What a unit submitted, each time it did: its report, what was scored, and the evidence as it then stood. */
export const SubmissionRecord = z.object({
  number: z.int().min(1),
  by: z.string(),
  at: z.date(),
  report: Report,
  scores: z.record(NodeId, z.int().min(1)),
  evidence: z.record(
    NodeId,
    Evidence.pick({ rev: true, title: true, source: true, leaves: true, stage: true }),
  ),
});
export type SubmissionRecord = z.infer<typeof SubmissionRecord>;

/** A remark inside a unit on a leaf or on the whole file, seen by the unit alone. */
export const Comment = z.object({
  leaf: NodeId.nullable(),
  text: z.string().min(1).max(2_000),
  by: z.string(),
  at: z.date(),
  resolved: z.object({ by: z.string(), at: z.date() }).nullable(),
});
export type Comment = z.infer<typeof Comment>;

/** What is left to do of a unit's file, by how many leaves; what is done is absent. */
export const LeftWork = z
  .object({
    unscored: z.int().min(1),
    unproven: z.int().min(1),
    asked: z.int().min(1),
    adjusted: z.int().min(1),
  })
  .partial();
export type LeftWork = z.infer<typeof LeftWork>;

const Words = z.string().max(TEXT_MAX);
const Name = z.string().max(300);
/** The printed code of the leaf that a notice is about, null where it is about none in particular. */
const Code = z.string().nullable();

/**
 * What happened, as a notice tells it: what to say, never the sentence, so that each reader has it in their language.
 * `unit` is a unit's name, `by` a person's.
 */
export const Told = z.discriminatedUnion("kind", [
  /** With nothing `left` to score or prove, what is left is to submit. */
  z.object({ kind: z.literal("dueSoon"), unit: Name, date: PeriodDate, due: z.date(), left: LeftWork }),
  z.object({
    kind: z.literal("appraisalDueSoon"),
    ...{ unit: Name, date: PeriodDate, due: z.date() },
    ...{ leaves: z.int().min(0), units: z.int().min(0) },
  }),
  z.object({ kind: z.literal("overdue"), unit: Name, due: z.date() }),
  z.object({ kind: z.literal("reminded"), unit: Name, text: Words, left: LeftWork }),
  z.object({ kind: z.literal("returned"), until: z.date().nullable(), reason: Words }),
  z.object({ kind: z.literal("lockException"), until: z.date().nullable(), reason: Words }),
  z.object({ kind: z.literal("comment"), by: Name, code: Code, text: Words }),
  z.object({ kind: z.literal("assigned"), by: Name, leaves: z.int().min(1), code: Code }),
  z.object({ kind: z.literal("delegated"), by: Name, until: z.date() }),
  z.object({ kind: z.literal("announcement"), title: Name }),
  /** A result is out: its publication's id, and the number of the decision. */
  z.object({ kind: z.literal("published"), publication: z.string(), decision: Name }),
  z.object({ kind: z.literal("setReplaced"), leaves: z.int().min(0), reason: Words }),
  z.object({ kind: z.literal("difficultyAsked"), unit: Name, code: Code, question: Words }),
  z.object({ kind: z.literal("difficultyAnswered"), answer: Words }),
  /** Index in per cent as shown, and rank (null in a group that is not ranked), before and after a correction. */
  z.object({
    ...{ kind: z.literal("corrected"), unit: Name, scores: z.int().min(0) },
    index: z.object({ from: z.string(), to: z.string() }),
    rank: z.object({ from: z.int(), to: z.int() }).nullable(),
  }),
]);
export type Told = z.infer<typeof Told>;

/** A notice (*thông báo*) to one person, kept below their membership; `unit` and `leaf` are where it leads. */
export const Notice = z.object({
  period: Id,
  told: Told,
  unit: Id.nullable(),
  leaf: NodeId.nullable(),
  at: z.date(),
  readAt: z.date().nullable(),
});
export type Notice = z.infer<typeof Notice>;

/** What the standing body tells everyone (*văn bản, thông báo chung*), with files of the scheme. */
export const Announcement = z.object({
  period: Id,
  title: z.string().trim().min(1).max(300),
  text: z.string().trim().min(1).max(TEXT_MAX),
  files: z.array(FileRef).max(10),
  by: z.string(),
  at: z.date(),
});
export type Announcement = z.infer<typeof Announcement>;

/** A difficulty (*khó khăn, vướng mắc*): a unit asks, the standing body answers; a shared answer is seen by all. */
export const Difficulty = z.object({
  period: Id,
  unit: Id,
  leaf: NodeId.nullable(),
  question: z.string().trim().min(1).max(TEXT_MAX),
  by: z.string(),
  at: z.date(),
  answer: z.object({ text: z.string().min(1).max(TEXT_MAX), by: z.string(), at: z.date() }).nullable(),
  shared: z.boolean(),
});
export type Difficulty = z.infer<typeof Difficulty>;

/** Reasons an appraiser uses again, kept below their membership and written by themselves. */
export const SavedReasons = z.object({ reasons: z.array(z.string().min(1).max(TEXT_MAX)).max(50) });
export type SavedReasons = z.infer<typeof SavedReasons>;

/** A one-time link with which a person sets their own password, kept under the SHA-256 of its code. */
export const SignInLink = z.object({
  uid: z.string(),
  by: z.string(),
  expiresAt: z.date(),
  usedAt: z.date().nullable(),
});
export type SignInLink = z.infer<typeof SignInLink>;
