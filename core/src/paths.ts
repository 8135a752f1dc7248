/** Every Firestore path, spelled once. Functions, web, tests and tools build theirs from here. */
const period = (scheme: string, id: string) => `schemes/${scheme}/periods/${id}`;
const unit = (scheme: string, periodId: string, id: string) => `${period(scheme, periodId)}/units/${id}`;

const survey = (scheme: string, periodId: string, id: string) => `${period(scheme, periodId)}/surveys/${id}`;

/** The id of a publication, which stands in its address. */
export const publicationId = (scheme: string, periodId: string, version: number): string =>
  `${scheme}_${periodId}_v${version}`;

export const paths = {
  schemes: () => "schemes",
  scheme: (scheme: string) => `schemes/${scheme}`,
  members: (scheme: string) => `schemes/${scheme}/members`,
  member: (scheme: string, uid: string) => `schemes/${scheme}/members/${uid}`,
  periods: (scheme: string) => `schemes/${scheme}/periods`,
  period,
  criteriaSets: (scheme: string, periodId: string) => `${period(scheme, periodId)}/criteriaSets`,
  criteriaSet: (scheme: string, periodId: string, set: string) =>
    `${period(scheme, periodId)}/criteriaSets/${set}`,
  /** The versions of a set's scoring guidance, by their number. */
  guidance: (scheme: string, periodId: string, set: string) =>
    `${period(scheme, periodId)}/criteriaSets/${set}/guidance`,
  costEstimate: (scheme: string, periodId: string) => `${period(scheme, periodId)}/plans/cost`,
  /** The weights of the respondent groups. */
  surveyPlan: (scheme: string, periodId: string) => `${period(scheme, periodId)}/plans/survey`,
  surveys: (scheme: string, periodId: string) => `${period(scheme, periodId)}/surveys`,
  survey,
  samplePlan: (scheme: string, periodId: string, id: string) =>
    `${survey(scheme, periodId, id)}/plans/sample`,
  /** What the console shows of a survey: how far it has come, and the checks of its answers. */
  surveyProgress: (scheme: string, periodId: string, id: string) =>
    `${survey(scheme, periodId, id)}/console/progress`,
  surveyReview: (scheme: string, periodId: string, id: string) =>
    `${survey(scheme, periodId, id)}/console/review`,
  invitationBatches: (scheme: string, periodId: string, id: string) =>
    `${survey(scheme, periodId, id)}/batches`,
  surveyImports: (scheme: string, periodId: string, id: string) => `${survey(scheme, periodId, id)}/imports`,
  /** The recounted tallies of a closed survey, by unit. */
  surveyResults: (scheme: string, periodId: string, id: string) => `${survey(scheme, periodId, id)}/results`,
  paperEntries: (scheme: string, periodId: string, id: string) =>
    `${survey(scheme, periodId, id)}/paperEntries`,
  ballotKeys: (scheme: string, periodId: string, id: string) => `${survey(scheme, periodId, id)}/ballotKeys`,
  surveyAnswers: (scheme: string, periodId: string, id: string) => `${survey(scheme, periodId, id)}/answers`,
  /** The shards of the tallies, and the totals they are gathered in, by unit. */
  tallies: (scheme: string, periodId: string, id: string) => `${survey(scheme, periodId, id)}/tallies`,
  tallyTotals: (scheme: string, periodId: string, id: string) =>
    `${survey(scheme, periodId, id)}/tallyTotals`,
  /** What codes entitle to, by the SHA-256 of the code. */
  invitations: () => "invitations",
  units: (scheme: string, periodId: string) => `${period(scheme, periodId)}/units`,
  unit,
  column: (scheme: string, periodId: string, unitId: string, collection: ScoreCollection) =>
    `${unit(scheme, periodId, unitId)}/${collection}`,
  score: (scheme: string, periodId: string, unitId: string, collection: ScoreCollection, leaf: string) =>
    `${unit(scheme, periodId, unitId)}/${collection}/${leaf}`,
  evidence: (scheme: string, periodId: string, unitId: string) =>
    `${unit(scheme, periodId, unitId)}/evidence`,
  evidenceOne: (scheme: string, periodId: string, unitId: string, id: string) =>
    `${unit(scheme, periodId, unitId)}/evidence/${id}`,
  evidenceVersions: (scheme: string, periodId: string, unitId: string, id: string) =>
    `${unit(scheme, periodId, unitId)}/evidence/${id}/versions`,
  submissions: (scheme: string, periodId: string, unitId: string) =>
    `${unit(scheme, periodId, unitId)}/submissions`,
  comments: (scheme: string, periodId: string, unitId: string) =>
    `${unit(scheme, periodId, unitId)}/comments`,
  /** Where stored files stand: below their unit, or below the scheme where `unitId` is null. */
  files: (scheme: string, periodId: string, unitId: string | null) =>
    `${unitId === null ? `schemes/${scheme}` : unit(scheme, periodId, unitId)}/files`,
  /** Bonus and penalty points of a unit. */
  adjustments: (scheme: string, periodId: string, unitId: string) =>
    `${unit(scheme, periodId, unitId)}/adjustments`,
  releases: (scheme: string, periodId: string, unitId: string) =>
    `${unit(scheme, periodId, unitId)}/releases`,
  release: (scheme: string, periodId: string, unitId: string, round: number) =>
    `${unit(scheme, periodId, unitId)}/releases/${round}`,
  history: (scheme: string, periodId: string, unitId: string) => `${unit(scheme, periodId, unitId)}/history`,
  historyEntry: (
    scheme: string,
    periodId: string,
    unitId: string,
    column: Column,
    leaf: string,
    rev: number,
  ) => `${unit(scheme, periodId, unitId)}/history/${column}-${leaf}-${rev}`,
  ledgers: (scheme: string, periodId: string) => `${period(scheme, periodId)}/ledgers`,
  ledger: (scheme: string, periodId: string, unitId: string) =>
    `${period(scheme, periodId)}/ledgers/${unitId}`,
  indices: (scheme: string, periodId: string) => `${period(scheme, periodId)}/indices`,
  index: (scheme: string, periodId: string, unitId: string) =>
    `${period(scheme, periodId)}/indices/${unitId}`,
  seal: (scheme: string, periodId: string, run: string) => `${period(scheme, periodId)}/seals/${run}`,
  sealSheets: (scheme: string, periodId: string, run: string) =>
    `${period(scheme, periodId)}/seals/${run}/sheets`,
  sealSheet: (scheme: string, periodId: string, run: string, unitId: string) =>
    `${period(scheme, periodId)}/seals/${run}/sheets/${unitId}`,
  sealParts: (scheme: string, periodId: string, run: string) =>
    `${period(scheme, periodId)}/seals/${run}/parts`,
  /** What is being prepared to follow the newest publication, by the number of its version. */
  correction: (scheme: string, periodId: string, version: number) =>
    `${period(scheme, periodId)}/corrections/v${version}`,
  correctionSheets: (scheme: string, periodId: string, version: number) =>
    `${period(scheme, periodId)}/corrections/v${version}/sheets`,
  publications: () => "publications",
  publication: (id: string) => `publications/${id}`,
  publicationId,
  publicationParts: (id: string) => `publications/${id}/parts`,
  publicationSheets: (id: string) => `publications/${id}/sheets`,
  publicationSheet: (id: string, unitId: string) => `publications/${id}/sheets/${unitId}`,
  notices: (scheme: string, uid: string) => `schemes/${scheme}/members/${uid}/notices`,
  savedReasons: (scheme: string, uid: string) => `schemes/${scheme}/members/${uid}/own/reasons`,
  announcements: (scheme: string) => `schemes/${scheme}/announcements`,
  difficulties: (scheme: string) => `schemes/${scheme}/difficulties`,
  signInLinks: () => "signInLinks",
  signInLink: (sha256: string) => `signInLinks/${sha256}`,
  /** How the schemes below a scheme stand, by their ids. */
  rollups: (scheme: string) => `schemes/${scheme}/rollups`,
  rollup: (scheme: string, child: string) => `schemes/${scheme}/rollups/${child}`,
  /** How well the system ran, day by day; and how its schedules, reconciliations and backups stand. */
  health: (scheme: string) => `schemes/${scheme}/health`,
  operations: (scheme: string, what: string) => `schemes/${scheme}/operations/${what}`,
  audit: (scheme: string) => `schemes/${scheme}/audit`,
  auditEntry: (scheme: string, id: string) => `schemes/${scheme}/audit/${id}`,
  mail: (id: string) => `mail/${id}`,
} as const;

/** The three columns of an annex that carry scores, and the explanation, as history names them. */
export type Column = "self" | "appraisal" | "survey" | "explanation";

/** Where each column's documents stand below a unit. */
export const collectionOf = {
  self: "selfScores",
  appraisal: "appraisals",
  survey: "surveyScores",
  explanation: "explanations",
} as const satisfies Record<Column, string>;
export type ScoreCollection = (typeof collectionOf)[Column];
