import {
  type CriteriaSet,
  compileSet,
  emptyLedger,
  foldChanges,
  type LeafMapping,
  type Ledger,
  mapLeaves,
  type PeriodState,
  questionsFollowing,
  rebuildLedger,
  type Unit,
  validateCriteriaSet,
} from "@parindex/core";
import { act, audit, type Input, periodKey, requireOpen } from "./act.ts";
import { standingAdjustments } from "./adjustments.ts";
import { indexOfLedger, type RecordedChange, record } from "./fold.ts";
import { notify } from "./notices.ts";
import { type PeriodKey, refs, type UnitKey } from "./refs.ts";
import { Refused } from "./refused.ts";
import { changeOf, recorded, type ScoreOf, scoresOf } from "./scores.ts";
import { type Tx, transact } from "./transaction.ts";
import { peopleOf } from "./unit-people.ts";

/** When a set in use may give way to another version: before the council adopts. */
const OPEN: readonly PeriodState[] = ["selfAssessment", "appraisal", "explanation", "reappraisal"];

type Column = "self" | "appraisal" | "survey";

/** What is left of a score whose leaf is scored otherwise now: no points; words stay. */
const cleared: { [C in Column]: (score: ScoreOf[C]) => ScoreOf[C] } = {
  self: (score) => ({ ...score, facts: null, points: null }),
  appraisal: (score) => ({ ...score, points: null, decision: null }),
  survey: (score) => ({ ...score, points: null, interval: null }),
};

/** Which leaves of a unit lose their points, and where those that stay now stand. */
interface Remap {
  lost: ReadonlySet<string>;
  fieldOf: (leaf: string) => string | undefined;
  by: string;
  at: Date;
}

/** A score as it was and as it becomes; `after` is the same where nothing of it changes. */
interface Step<C extends Column> {
  before: ScoreOf[C];
  after: ScoreOf[C];
}

/** The next version of each score that lost its points or whose leaf moved to another field. */
function stepsOf<C extends Column>(
  column: C,
  scores: readonly ScoreOf[C][],
  { lost, fieldOf, by, at }: Remap,
): Step<C>[] {
  return scores.map((before) => {
    const field = fieldOf(before.leaf) ?? before.field;
    const loses = lost.has(before.leaf) && before.points !== null;
    if (!loses && field === before.field) return { before, after: before };
    const kept = loses ? cleared[column](before) : before;
    return { before, after: { ...kept, field, rev: before.rev + 1, by, at } };
  });
}

/** The steps of all scores of a unit. */
type Steps = { [C in Column]: Step<C>[] };

/** What the steps of a column change, and what all its scores then say. */
function changesOf<C extends Column>(column: C, steps: readonly Step<C>[]) {
  const taken = steps.filter(({ before, after }) => after !== before);
  return {
    recorded: taken.map(({ before, after }) => recorded(column, before, after)),
    all: steps.map(({ after }) => changeOf(column, after)),
  };
}

/** The same of all columns. */
function changesIn({ self, appraisal, survey }: Steps) {
  const columns = [changesOf("self", self), changesOf("appraisal", appraisal), changesOf("survey", survey)];
  return {
    recorded: columns.flatMap((column) => column.recorded),
    all: columns.flatMap((column) => column.all),
  };
}

/** Writes the scores that change, each with its history entry. */
function writeSteps(
  tx: Tx,
  key: UnitKey,
  { self, appraisal, survey }: Steps,
  entries: RecordedChange[],
): void {
  for (const { before, after } of self) if (after !== before) tx.set(refs.selfScore(key, after.leaf), after);
  for (const { before, after } of appraisal)
    if (after !== before) tx.set(refs.appraisal(key, after.leaf), after);
  for (const { before, after } of survey)
    if (after !== before) tx.set(refs.surveyScore(key, after.leaf), after);
  for (const { entry } of entries) record(tx, key, entry);
}

const isIn =
  ({ leaves }: CriteriaSet) =>
  ([leaf]: readonly [string, unknown]): boolean =>
    Object.hasOwn(leaves, leaf);

/** The unit on its new set: what hung on leaves that are gone goes with them; a file that must be scored again returns. */
function remapped(unit: Unit, set: CriteriaSet, again: boolean, state: PeriodState, reason: string): Unit {
  const { submission } = unit;
  const returns = again && state === "selfAssessment" && submission.state !== "draft";
  return {
    ...unit,
    criteriaSet: set.id,
    exempt: Object.fromEntries(Object.entries(unit.exempt).filter(isIn(set))),
    assignments: Object.fromEntries(Object.entries(unit.assignments).filter(isIn(set))),
    submission: returns ? { ...submission, state: "returned", reason } : submission,
  };
}

/** The ledger of a unit on its new set: what its scores now say, and the evidence for leaves that are still there. */
function ledgerOn(
  set: CriteriaSet,
  stored: Ledger | undefined,
  empty: Ledger,
  { recorded, all }: ReturnType<typeof changesIn>,
): Ledger {
  const evidence = Object.fromEntries(Object.entries(stored?.evidence ?? {}).filter(isIn(set)));
  const folded = recorded.map(({ change }) => change);
  return rebuildLedger({ ...empty, evidence }, stored && foldChanges(stored, folded), all);
}

/** Puts one unit on the set that replaces its own, with its scores, ledger and index. Null where nothing is to be done. */
async function replaceUnitSet(key: UnitKey, by: string): Promise<LeafMapping | null> {
  return transact("replaceUnitSet", async (tx) => {
    const now = new Date();
    const period = await tx.must(refs.period(key));
    const unit = await tx.must(refs.unit(key));
    const step = period.replaced[unit.criteriaSet];
    if (!step) return null;
    const before = await tx.must(refs.criteriaSet(key, unit.criteriaSet));
    const set = await tx.must(refs.criteriaSet(key, step.to));
    const mapping = mapLeaves(before, set);
    const again = [...mapping.rescore, ...mapping.added].length;
    const remap: Remap = {
      lost: new Set([...mapping.rescore, ...mapping.removed]),
      fieldOf: (leaf) => set.leaves[leaf]?.field,
      ...{ by, at: now },
    };
    const scores = await scoresOf(tx, key);
    const stored = (await tx.get(refs.ledger(key))).data();
    const adjustments = await standingAdjustments(tx, key, period.settings);
    const people = await peopleOf(tx, key);
    const steps: Steps = {
      self: stepsOf("self", scores.self, remap),
      appraisal: stepsOf("appraisal", scores.appraisal, remap),
      survey: stepsOf("survey", scores.survey, remap),
    };
    const changes = changesIn(steps);
    const moved = remapped(unit, set, again > 0, period.state, step.reason);
    const empty = emptyLedger(key.unit, moved, period.settings, adjustments);
    const ledger = ledgerOn(set, stored, empty, changes);
    writeSteps(tx, key, steps, changes.recorded);
    tx.set(refs.unit(key), moved);
    tx.set(refs.ledger(key), ledger);
    tx.set(refs.index(key), indexOfLedger(ledger, compileSet(set)));
    const told = { kind: "setReplaced", leaves: again, reason: step.reason } as const;
    notify(tx, key, [...people.keys()], { told, unit: key.unit, leaf: null }, now);
    audit(tx, key, "replaceUnitSet", by, now, {
      ...{ unit: key.unit, reason: step.reason, detail: { ...mapping } },
    });
    return mapping;
  });
}

/** What a replacement did: how many units follow the new set, and which leaves each must have scored again. */
export interface Replaced {
  units: number;
  rescore: { unit: string; leaves: string[] }[];
}

/**
 * Lets a new version take the place of a set that is in use: all its units follow, one by one; a run that died is
 * finished by `reconcile`. Scores whose leaf is the same stay.
 */
export async function replaceCriteriaSet(input: Input<"replaceCriteriaSet">, uid: string): Promise<Replaced> {
  const { from, to, reason } = input;
  const key = periodKey(input);
  await act("replaceCriteriaSet", key, uid, "admin", async ({ tx, period }) => {
    requireOpen(period, OPEN);
    if (period.replaced[from]?.to === to) return null;
    if (!period.criteriaSets.includes(from))
      throw new Refused(`Kỳ đánh giá không dùng bộ tiêu chí «${from}».`);
    if (period.criteriaSets.includes(to))
      throw new Refused(`Bộ tiêu chí «${to}» đang dùng trong kỳ đánh giá.`);
    if (Object.hasOwn(period.replaced, to)) throw new Refused(`Bộ tiêu chí «${to}» đã được thay thế.`);
    const set = (await tx.get(refs.criteriaSet(key, to))).data();
    if (!set) throw new Refused(`Không có bộ tiêu chí «${to}».`);
    const findings = validateCriteriaSet(set);
    if (findings.length > 0)
      throw new Refused(
        `Bộ tiêu chí mới còn ${findings.length} lỗi: ${findings
          .slice(0, 5)
          .map(({ node, message }) => `${node}: ${message}`)
          .join(" ")}`,
      );
    for (const survey of (await tx.query(refs.surveys(key))).docs)
      tx.update(survey.ref, { questions: questionsFollowing(survey.data().questions, from, set) });
    tx.update(refs.period(key), {
      criteriaSets: period.criteriaSets.map((id) => (id === from ? to : id)),
      replaced: { ...period.replaced, [from]: { to, reason } },
    });
    return { reason, detail: { from, to } };
  });
  return replaceAll(key, uid);
}

/** Puts every unit that is still on a replaced set on its successor. Safe to run again. */
export async function replaceAll(key: PeriodKey, by: string): Promise<Replaced> {
  const units = await refs.units(key).select().get();
  const result: Replaced = { units: 0, rescore: [] };
  for (const { id } of units.docs) {
    const mapping = await replaceUnitSet({ ...key, unit: id }, by);
    if (!mapping) continue;
    result.units += 1;
    result.rescore.push({ unit: id, leaves: [...mapping.rescore, ...mapping.added] });
  }
  return result;
}
