import {
  Adjustment,
  Announcement,
  Appraisal,
  AuditEntry,
  BackupNote,
  BallotKey,
  type Column,
  Comment,
  Correction,
  CostEstimate,
  CriteriaSet,
  Difficulty,
  DriftReport,
  Evidence,
  Explanation,
  Guidance,
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
  paths,
  RankingPart,
  Release,
  Rollup,
  SamplePlan,
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
} from "@parindex/core";
import { z } from "zod";
import { collectionAt, docAt } from "./firestore.ts";

/** A part of a stored file, under its number from 0. */
const FileChunk = z.object({ bytes: z.instanceof(Uint8Array) });

/** The ids that name a period, and a unit in it. */
export interface PeriodKey {
  scheme: string;
  period: string;
}
export interface UnitKey extends PeriodKey {
  unit: string;
}

export interface SurveyKey extends PeriodKey {
  survey: string;
}

/** Where files are kept: a unit's, or the scheme's where `unit` is null. */
export interface FileFolder extends PeriodKey {
  unit: string | null;
}

/** A period's key and a unit's key as text, for maps and logs. */
export const unitPath = ({ scheme, period, unit }: UnitKey): string => paths.unit(scheme, period, unit);

/** Typed references to every document the functions touch. */
export const refs = {
  scheme: ({ scheme }: Pick<PeriodKey, "scheme">) => docAt(paths.scheme(scheme), Scheme),
  schemes: () => collectionAt(paths.schemes(), Scheme),
  rollup: (scheme: string, child: string) => docAt(paths.rollup(scheme, child), Rollup),
  member: (scheme: string, uid: string) => docAt(paths.member(scheme, uid), Member),
  members: (scheme: string) => collectionAt(paths.members(scheme), Member),
  period: ({ scheme, period }: PeriodKey) => docAt(paths.period(scheme, period), Period),
  periods: (scheme: string) => collectionAt(paths.periods(scheme), Period),
  costEstimate: ({ scheme, period }: PeriodKey) => docAt(paths.costEstimate(scheme, period), CostEstimate),
  criteriaSets: ({ scheme, period }: PeriodKey) =>
    collectionAt(paths.criteriaSets(scheme, period), CriteriaSet),
  criteriaSet: ({ scheme, period }: PeriodKey, set: string) =>
    docAt(paths.criteriaSet(scheme, period, set), CriteriaSet),
  guidance: ({ scheme, period }: PeriodKey, set: string, version: number) =>
    docAt(`${paths.guidance(scheme, period, set)}/${version}`, Guidance),
  unit: ({ scheme, period, unit }: UnitKey) => docAt(paths.unit(scheme, period, unit), Unit),
  units: ({ scheme, period }: PeriodKey) => collectionAt(paths.units(scheme, period), Unit),
  selfScore: ({ scheme, period, unit }: UnitKey, leaf: string) =>
    docAt(paths.score(scheme, period, unit, "selfScores", leaf), SelfScore),
  selfScores: ({ scheme, period, unit }: UnitKey) =>
    collectionAt(paths.column(scheme, period, unit, "selfScores"), SelfScore),
  appraisal: ({ scheme, period, unit }: UnitKey, leaf: string) =>
    docAt(paths.score(scheme, period, unit, "appraisals", leaf), Appraisal),
  appraisals: ({ scheme, period, unit }: UnitKey) =>
    collectionAt(paths.column(scheme, period, unit, "appraisals"), Appraisal),
  surveyScore: ({ scheme, period, unit }: UnitKey, leaf: string) =>
    docAt(paths.score(scheme, period, unit, "surveyScores", leaf), SurveyScore),
  surveyScores: ({ scheme, period, unit }: UnitKey) =>
    collectionAt(paths.column(scheme, period, unit, "surveyScores"), SurveyScore),
  adjustment: ({ scheme, period, unit }: UnitKey, id: string) =>
    docAt(`${paths.adjustments(scheme, period, unit)}/${id}`, Adjustment),
  adjustments: ({ scheme, period, unit }: UnitKey) =>
    collectionAt(paths.adjustments(scheme, period, unit), Adjustment),
  explanations: ({ scheme, period, unit }: UnitKey) =>
    collectionAt(paths.column(scheme, period, unit, "explanations"), Explanation),
  evidence: ({ scheme, period, unit }: UnitKey) =>
    collectionAt(paths.evidence(scheme, period, unit), Evidence),
  evidenceVersion: ({ scheme, period, unit }: UnitKey, id: string, rev: number) =>
    docAt(`${paths.evidenceVersions(scheme, period, unit, id)}/${rev}`, Evidence),
  submission: ({ scheme, period, unit }: UnitKey, number: number) =>
    docAt(`${paths.submissions(scheme, period, unit)}/${number}`, SubmissionRecord),
  comment: ({ scheme, period, unit }: UnitKey, id: string) =>
    docAt(`${paths.comments(scheme, period, unit)}/${id}`, Comment),
  file: ({ scheme, period, unit }: FileFolder, sha256: string) =>
    docAt(`${paths.files(scheme, period, unit)}/${sha256}`, StoredFile),
  fileChunks: ({ scheme, period, unit }: FileFolder, sha256: string) =>
    collectionAt(`${paths.files(scheme, period, unit)}/${sha256}/chunks`, FileChunk),
  notices: (scheme: string, uid: string) => collectionAt(paths.notices(scheme, uid), Notice),
  announcement: ({ scheme }: PeriodKey, id: string) =>
    docAt(`${paths.announcements(scheme)}/${id}`, Announcement),
  difficulty: ({ scheme }: PeriodKey, id: string) => docAt(`${paths.difficulties(scheme)}/${id}`, Difficulty),
  signInLink: (sha256: string) => docAt(paths.signInLink(sha256), SignInLink),
  release: ({ scheme, period, unit }: UnitKey, round: number) =>
    docAt(paths.release(scheme, period, unit, round), Release),
  historyEntry: ({ scheme, period, unit }: UnitKey, column: Column, leaf: string, rev: number) =>
    docAt(paths.historyEntry(scheme, period, unit, column, leaf, rev), HistoryEntry),
  history: ({ scheme, period, unit }: UnitKey) =>
    collectionAt(paths.history(scheme, period, unit), HistoryEntry),
  ledger: ({ scheme, period, unit }: UnitKey) => docAt(paths.ledger(scheme, period, unit), Ledger),
  ledgers: ({ scheme, period }: PeriodKey) => collectionAt(paths.ledgers(scheme, period), Ledger),
  index: ({ scheme, period, unit }: UnitKey) => docAt(paths.index(scheme, period, unit), UnitIndex),
  seal: ({ scheme, period }: PeriodKey, run: string) => docAt(paths.seal(scheme, period, run), Seal),
  sealSheet: ({ scheme, period, unit }: UnitKey, run: string) =>
    docAt(paths.sealSheet(scheme, period, run, unit), SealSheet),
  sealSheets: ({ scheme, period }: PeriodKey, run: string) =>
    collectionAt(paths.sealSheets(scheme, period, run), SealSheet),
  sealParts: ({ scheme, period }: PeriodKey, run: string) =>
    collectionAt(paths.sealParts(scheme, period, run), RankingPart),
  correction: ({ scheme, period }: PeriodKey, version: number) =>
    docAt(paths.correction(scheme, period, version), Correction),
  correctionSheets: ({ scheme, period }: PeriodKey, version: number) =>
    collectionAt(paths.correctionSheets(scheme, period, version), SealSheet),
  publication: (id: string) => docAt(paths.publication(id), Publication),
  publicationParts: (id: string) => collectionAt(paths.publicationParts(id), RankingPart),
  publicationSheet: (id: string, unit: string) => docAt(paths.publicationSheet(id, unit), SealSheet),
  publicationSheets: (id: string) => collectionAt(paths.publicationSheets(id), SealSheet),
  surveyPlan: ({ scheme, period }: PeriodKey) => docAt(paths.surveyPlan(scheme, period), SurveyPlan),
  surveys: ({ scheme, period }: PeriodKey) => collectionAt(paths.surveys(scheme, period), Survey),
  survey: ({ scheme, period, survey }: SurveyKey) => docAt(paths.survey(scheme, period, survey), Survey),
  samplePlan: ({ scheme, period, survey }: SurveyKey) =>
    docAt(paths.samplePlan(scheme, period, survey), SamplePlan),
  surveyProgress: ({ scheme, period, survey }: SurveyKey) =>
    docAt(paths.surveyProgress(scheme, period, survey), SurveyProgress),
  surveyReview: ({ scheme, period, survey }: SurveyKey) =>
    docAt(paths.surveyReview(scheme, period, survey), SurveyReview),
  invitationBatches: ({ scheme, period, survey }: SurveyKey) =>
    collectionAt(paths.invitationBatches(scheme, period, survey), InvitationBatch),
  surveyImport: ({ scheme, period, survey }: SurveyKey, batch: string) =>
    docAt(`${paths.surveyImports(scheme, period, survey)}/${batch}`, SurveyImport),
  surveyImports: ({ scheme, period, survey }: SurveyKey) =>
    collectionAt(paths.surveyImports(scheme, period, survey), SurveyImport),
  surveyResult: ({ scheme, period, survey }: SurveyKey, unit: string) =>
    docAt(`${paths.surveyResults(scheme, period, survey)}/${unit}`, StoredTally),
  paperEntry: ({ scheme, period, survey }: SurveyKey, id: string) =>
    docAt(`${paths.paperEntries(scheme, period, survey)}/${id}`, PaperEntry),
  ballotKey: ({ scheme, period, survey }: SurveyKey, id: string) =>
    docAt(`${paths.ballotKeys(scheme, period, survey)}/${id}`, BallotKey),
  surveyAnswer: ({ scheme, period, survey }: SurveyKey, id: string) =>
    docAt(`${paths.surveyAnswers(scheme, period, survey)}/${id}`, SurveyAnswer),
  tallies: ({ scheme, period, survey }: SurveyKey) =>
    collectionAt(paths.tallies(scheme, period, survey), StoredTally),
  tallyTotals: ({ scheme, period, survey }: SurveyKey) =>
    collectionAt(paths.tallyTotals(scheme, period, survey), StoredTally),
  invitation: (sha256: string) => docAt(`${paths.invitations()}/${sha256}`, Invitation),
  newAuditEntry: ({ scheme }: PeriodKey) => collectionAt(paths.audit(scheme), AuditEntry).doc(),
  auditEntry: ({ scheme }: PeriodKey, id: string) => docAt(paths.auditEntry(scheme, id), AuditEntry),
  scheduleRuns: (scheme: string) => docAt(paths.operations(scheme, "schedules"), ScheduleRuns),
  backupNote: (scheme: string) => docAt(paths.operations(scheme, "backup"), BackupNote),
  driftReport: ({ scheme, period }: PeriodKey) =>
    docAt(paths.operations(scheme, `drift-${period}`), DriftReport),
  mail: (id: string) => docAt(paths.mail(id), Mail),
};
