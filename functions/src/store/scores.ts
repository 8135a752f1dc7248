import { isDeepStrictEqual } from "node:util";
import {
  type Appraisal,
  type Column,
  type Explanation,
  foldChanges,
  type HistoryEntry,
  isSufficient,
  type Ledger,
  type ScoreChange,
  type SelfScore,
  type SurveyScore,
} from "@parindex/core";
import type { DocumentReference } from "firebase-admin/firestore";
import { criteriaSet } from "./criteria-sets.ts";
import { type RecordedChange, record, writeLedger } from "./fold.ts";
import { refs, type UnitKey } from "./refs.ts";
import type { Tx } from "./transaction.ts";

/** The document of each column. */
export interface ScoreOf {
  self: SelfScore;
  appraisal: Appraisal;
  survey: SurveyScore;
  explanation: Explanation;
}

/** Where the scores of each column of a unit stand. */
export const SCORES = {
  self: refs.selfScores,
  appraisal: refs.appraisals,
  survey: refs.surveyScores,
} as const;

/** Every score of a unit, by its column. */
export async function scoresOf(tx: Tx, key: UnitKey) {
  const [self, appraisal, survey] = await Promise.all([
    tx.query(SCORES.self(key)),
    tx.query(SCORES.appraisal(key)),
    tx.query(SCORES.survey(key)),
  ]);
  return {
    self: self.docs.map((doc) => doc.data()),
    appraisal: appraisal.docs.map((doc) => doc.data()),
    survey: survey.docs.map((doc) => doc.data()),
  };
}

/** A document without its place and version: what changed. */
function content(score: ScoreOf[Column]): Record<string, unknown> {
  const { scheme: _s, period: _p, unit: _u, leaf: _l, field: _f, rev: _r, by: _b, at: _a, ...rest } = score;
  return rest;
}

/** Whether a version says what the one before it says: there is nothing to write then. */
export const isUnchanged = <C extends Column>(before: ScoreOf[C] | undefined, after: ScoreOf[C]): boolean =>
  before !== undefined && isDeepStrictEqual(content(before), content(after));

/** The history entry for the step from one version of a score or explanation to the next. */
export function historyOf<C extends Column>(
  column: C,
  before: ScoreOf[C] | undefined,
  after: ScoreOf[C],
): HistoryEntry {
  const { scheme, period, unit, leaf, field, rev, by, at } = after;
  const from = before ? content(before) : null;
  return { scheme, period, unit, leaf, field, column, rev, by, at, from, to: content(after) };
}

/** What the fold takes from a score document. */
export function changeOf<C extends ScoreChange["column"]>(column: C, score: ScoreOf[C]): ScoreChange {
  const { leaf, points, rev } = score;
  if (column === "self") return { column, leaf, points, rev };
  const change = { column, leaf, points, rev };
  if (column === "appraisal") return { ...change, asked: (score as Appraisal).ask !== "", by: score.by };
  const { n, interval, ...surveyed } = score as SurveyScore;
  return { ...change, n, interval, sufficient: isSufficient({ n, ...surveyed }) };
}

/** A changed score with its history. */
export const recorded = <C extends ScoreChange["column"]>(
  column: C,
  before: ScoreOf[C] | undefined,
  after: ScoreOf[C],
): RecordedChange => ({ change: changeOf(column, after), entry: historyOf(column, before, after) });

/** A score to write: where it stands, what stands there, and what shall. */
export interface ScoreWrite<C extends ScoreChange["column"]> {
  ref: DocumentReference<ScoreOf[C]>;
  before: ScoreOf[C] | undefined;
  after: ScoreOf[C];
}

/**
 * Writes many scores of one column and unit with their ledger, index and history in the caller's transaction. The
 * triggers that follow find nothing newer and stop after one read.
 */
export async function writeScores<C extends ScoreChange["column"]>(
  tx: Tx,
  key: UnitKey,
  column: C,
  scores: readonly ScoreWrite<C>[],
  ledger: { stored: Ledger | undefined; ledger: Ledger },
): Promise<void> {
  const changes = scores.map(({ before, after }) => recorded(column, before, after));
  const folded = foldChanges(
    ledger.ledger,
    changes.map(({ change }) => change),
  );
  const { compiled } = await criteriaSet(tx, key, ledger.ledger.criteriaSet);
  for (const { ref, after } of scores) tx.set(ref, after);
  for (const { entry } of changes) record(tx, key, entry);
  writeLedger(tx, key, ledger.stored, folded, compiled);
}
