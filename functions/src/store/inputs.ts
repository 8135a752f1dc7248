import { isDeepStrictEqual } from "node:util";
import {
  type CompiledSet,
  type LeafEntry,
  leavesBelow,
  OPEN_STATES,
  type Period,
  refusalOfPoints,
  refusalText,
  type Settings,
  type SurveyScore,
  UNSEALED_STATES,
  type Unit,
  withSettings,
} from "@parindex/core";
import { act, type Input, periodKey, requireOpen, unitKey } from "./act.ts";
import { standingAdjustments } from "./adjustments.ts";
import { criteriaSet } from "./criteria-sets.ts";
import { indexOfLedger, readLedger, writeLedger } from "./fold.ts";
import { codeOf } from "./notices.ts";
import { type PeriodKey, refs, type UnitKey } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import { isUnchanged, type ScoreWrite, writeScores } from "./scores.ts";
import { transact } from "./transaction.ts";

/** Exempts a unit from a leaf, or takes the exemption back, with a reason. The unit's maximum follows at once. */
export async function setExemption(input: Input<"setExemption">, uid: string): Promise<void> {
  const { node, exempt, reason } = input;
  const key = unitKey(input);
  await act("setExemption", key, uid, "admin", async ({ tx, period }) => {
    requireOpen(period, OPEN_STATES);
    const unit = await tx.must(refs.unit(key));
    const { set, compiled } = await criteriaSet(tx, key, unit.criteriaSet);
    const below = leavesBelow(set, node).map(({ id }) => id);
    if (below.length === 0) refuse({ code: "unknownLeaf", leaf: node });
    const leaves = below.filter((leaf) => Object.hasOwn(unit.exempt, leaf) !== exempt);
    if (leaves.length === 0) return null;
    const { stored, ledger } = await readLedger(tx, key);
    const others = Object.entries(unit.exempt).filter(([leaf]) => !leaves.includes(leaf));
    const taken = exempt ? leaves.map((leaf) => [leaf, reason] as const) : [];
    const exemptions = Object.fromEntries([...others, ...taken]);
    tx.update(refs.unit(key), { exempt: exemptions });
    writeLedger(tx, key, stored, { ...ledger, exempt: exemptions }, compiled);
    return { unit: key.unit, reason, detail: { node, leaves, exempt } };
  });
}

function entryForSurvey(unit: Unit, leaves: Record<string, LeafEntry>, leaf: string): LeafEntry {
  const entry = Object.hasOwn(leaves, leaf) ? leaves[leaf] : undefined;
  if (!entry)
    throw new Refused(`Bộ tiêu chí không có tiêu chí chấm điểm ${leaf}.`, {
      refusal: { code: "unknownLeaf", leaf },
    });
  if (entry.source !== "survey") refuse({ code: "selfLeaf", leaf });
  const exempt = unit.exempt[leaf];
  if (exempt !== undefined) refuse({ code: "exemptLeaf", leaf, reason: exempt });
  return entry;
}

/** Refuses points that the leaf can't have, and says by its printed code which leaf of the list it is. */
function requirePoints(set: CompiledSet, leaf: string, points: number | null, entry: LeafEntry): void {
  const refusal = refusalOfPoints(points, entry);
  if (refusal) throw new Refused(`${codeOf(set, leaf)}: ${refusalText(refusal)}`, { refusal });
}

/**
 * Enters survey scores that others measured, for several leaves of a unit at once: all of them or none. What stands there
 * already stays as it is.
 */
export async function enterSurveyScores(input: Input<"enterSurveyScores">, uid: string): Promise<void> {
  const { source, scores } = input;
  const key = unitKey(input);
  await act("enterSurveyScores", key, uid, "admin", async ({ tx, period, now }) => {
    requireOpen(period, OPEN_STATES);
    const unit = await tx.must(refs.unit(key));
    const { set, compiled } = await criteriaSet(tx, key, unit.criteriaSet);
    const stored = (await tx.query(refs.surveyScores(key))).docs.map((doc) => doc.data());
    const byLeaf = new Map(stored.map((score) => [score.leaf, score]));
    if (new Set(scores.map(({ leaf }) => leaf)).size < scores.length)
      throw new Refused("Một tiêu chí được nhập hai lần.");
    const writes = scores.map(({ leaf, points, n, minimum }): ScoreWrite<"survey"> => {
      const entry = entryForSurvey(unit, set.leaves, leaf);
      requirePoints(compiled, leaf, points, entry);
      const { minimumSample } = period.settings;
      if (minimumSample !== undefined && minimum < minimumSample)
        throw new Refused(
          `${codeOf(compiled, leaf)}: cỡ mẫu tối thiểu ${minimum} thấp hơn mức ${minimumSample} của kỳ đánh giá.`,
        );
      const before = byLeaf.get(leaf);
      const rev = (before?.rev ?? 0) + 1;
      const version = { rev, by: uid, at: now };
      const after: SurveyScore = {
        ...{ ...key, leaf, field: entry.field, ...version, points, n, minimum, source },
        interval: null,
      };
      return { ref: refs.surveyScore(key, leaf), before, after };
    });
    const changed = writes.filter(({ before, after }) => !isUnchanged(before, after));
    if (changed.length === 0) return null;
    await writeScores(tx, key, "survey", changed, await readLedger(tx, key));
    return { unit: key.unit, detail: { source, leaves: changed.map(({ after }) => after.leaf) } };
  });
}

/** Brings one unit's ledger to the period's settings. Finds nothing to do where it is there already. */
export async function applySettings(key: UnitKey): Promise<boolean> {
  return transact("applySettings", async (tx) => {
    const { settings } = await tx.must(refs.period(key));
    const { stored, ledger } = await readLedger(tx, key);
    if (!stored || ledger.frozen || ledger.settingsVersion === settings.version) return false;
    const { compiled } = await criteriaSet(tx, key, ledger.criteriaSet);
    const adjustments = await standingAdjustments(tx, key, settings);
    const after = withSettings(ledger, settings, adjustments);
    tx.set(refs.ledger(key), after);
    tx.set(refs.index(key), indexOfLedger(after, compiled));
    return true;
  });
}

/** Brings every unit of a period to its settings, unit by unit; a run that dies is finished by `reconcile`. */
async function applySettingsToAll(key: PeriodKey): Promise<void> {
  const units = await refs.units(key).select().get();
  for (const { id } of units.docs) await applySettings({ ...key, unit: id });
}

/** Whether a period has these settings already: a retry after a lost answer, or a double click. */
function hasSettings({ settings: { version: _, ...stored } }: Period, settings: Omit<Settings, "version">) {
  return isDeepStrictEqual(stored, settings);
}

const withVersion = (period: Period, settings: Omit<Settings, "version">): Settings => ({
  ...settings,
  version: period.settings.version + 1,
});

/** Changes a period's settings; where they touch the sheets, every unit's ledger and index follow. The same twice is one change. */
export async function changeSettings(input: Input<"changeSettings">, uid: string): Promise<void> {
  const { reason, settings } = input;
  const key = periodKey(input);
  await act("changeSettings", key, uid, "admin", async ({ tx, period }) => {
    requireOpen(period, UNSEALED_STATES);
    if (hasSettings(period, settings)) return null;
    tx.update(refs.period(key), { settings: withVersion(period, settings) });
    return { reason, detail: { from: period.settings, to: settings } };
  });
  await applySettingsToAll(key);
}
