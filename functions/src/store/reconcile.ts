import { isDeepStrictEqual } from "node:util";
import {
  collectionOf,
  type DriftReport,
  emptyLedger,
  isFrozen,
  type Ledger,
  OPEN_STATES,
  type Period,
  paths,
  type ScoreChange,
  type Unit,
} from "@parindex/core";
import { AggregateField } from "firebase-admin/firestore";
import { act, actOnScheme, periodKey } from "./act.ts";
import { standingAdjustments } from "./adjustments.ts";
import { replaceAll } from "./criteria-set-replace.ts";
import { Failures } from "./failures.ts";
import { db } from "./firestore.ts";
import { noteDrift } from "./health.ts";
import { tellEvent } from "./log.ts";
import { type PeriodKey, refs, type UnitKey } from "./refs.ts";
import { refuse } from "./refused.ts";
import { countHistory, recordStanding } from "./remembering.ts";
import { SCORES } from "./scores.ts";
import { rebuildUnit } from "./sources.ts";
import { transact } from "./transaction.ts";

/**
 * What reconciliation found for one unit: parts of its ledger that lagged, columns whose newest versions it had to remember
 * itself, and columns whose history has gaps that stay.
 */
export interface Difference {
  unit: string;
  lagging: string[];
  recorded: string[];
  gaps: string[];
}

type Column = ScoreChange["column"];
const COLUMNS = ["self", "appraisal", "survey"] as const satisfies Column[];

/** How many documents a column holds and the sum of their versions, by aggregation: no document is read. */
async function countColumn({ scheme, period, unit }: UnitKey, column: Column) {
  const collection = db.collection(paths.column(scheme, period, unit, collectionOf[column]));
  const totals = await collection
    .aggregate({ n: AggregateField.count(), revs: AggregateField.sum("rev") })
    .get();
  return totals.data();
}

function folded(ledger: Ledger | undefined, column: Column) {
  const scores = Object.values(ledger?.[column] ?? {});
  return { n: scores.length, revs: scores.reduce((sum, { rev }) => sum + rev, 0) };
}

/** What a ledger says otherwise than its unit and the settings of its open period: an act on them died midway. */
async function staleParts(
  ledger: Ledger | undefined,
  key: UnitKey,
  unit: Unit,
  { settings }: Period,
): Promise<string[]> {
  const { self, appraisal, survey, evidence } = ledger ?? {};
  const adjustments = await transact("readAdjustments", (tx) => standingAdjustments(tx, key, settings));
  const fresh = emptyLedger(key.unit, unit, settings, adjustments);
  const said = { adjustment: undefined, ...fresh, self, appraisal, survey, evidence };
  const stored = new Map<string, unknown>(Object.entries(ledger ?? {}));
  return Object.entries(said).flatMap(([part, value]) =>
    isDeepStrictEqual(stored.get(part), value) ? [] : [part],
  );
}

/** When the oldest change was written, by column, that a ledger has not folded; read only where a column lags. */
async function oldestUnfolded(
  key: UnitKey,
  ledger: Ledger | undefined,
  lagging: readonly Column[],
): Promise<Map<Column, Date>> {
  const oldest = new Map<Column, Date>();
  for (const column of lagging) {
    const { docs } = await SCORES[column](key).get();
    const waiting = docs
      .map((doc) => doc.data())
      .filter(({ leaf, rev }) => rev > (ledger?.[column][leaf]?.rev ?? 0));
    const [first] = waiting.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime());
    if (first) oldest.set(column, first);
  }
  return oldest;
}

/** How old (ms) a change that is not folded may be and still be on its way. */
const IN_FLIGHT_MS = 60_000;

/** A unit's difference, and what of it is no change that is still on its way. */
interface Found {
  difference: Difference;
  drift: Difference;
  oldest: Date | null;
}

/**
 * What of a difference is not on its way: a column that lags since a moment has neither ledger nor history of its newest
 * versions yet. `lost` are the columns whose history has less than their ledger has folded.
 */
function driftOf(
  difference: Difference,
  unfolded: ReadonlyMap<string, Date>,
  lost: ReadonlySet<string>,
  now: number,
): Difference {
  const onItsWay = (part: string) => {
    const oldest = unfolded.get(part);
    return oldest !== undefined && now - oldest.getTime() < IN_FLIGHT_MS;
  };
  const { unit, lagging, recorded, gaps } = difference;
  return {
    unit,
    lagging: lagging.filter((part) => !onItsWay(part)),
    recorded,
    gaps: gaps.filter((column) => lost.has(column) || !onItsWay(column)),
  };
}

/** Compares one unit's ledger and history with its scores, and mends what lags behind or was never remembered. */
async function reconcileUnit(key: UnitKey, unit: Unit, period: Period): Promise<Found> {
  const ledger = (await refs.ledger(key).get()).data();
  const difference: Difference = {
    unit: key.unit,
    lagging: await staleParts(ledger, key, unit, period),
    recorded: [],
    gaps: [],
  };
  const lost = new Set<string>();
  for (const column of COLUMNS) {
    const stored = await countColumn(key, column);
    const { n, revs } = folded(ledger, column);
    if (stored.n !== n || stored.revs !== revs) difference.lagging.push(column);
    const remembered = await countHistory(key, column);
    if (remembered === stored.revs) continue;
    if (remembered < revs) lost.add(column);
    if (await recordStanding(column, key)) difference.recorded.push(column);
    if ((await countHistory(key, column)) !== (await countColumn(key, column)).revs)
      difference.gaps.push(column);
  }
  const columns = COLUMNS.filter((column) => difference.lagging.includes(column));
  const unfolded = await oldestUnfolded(key, ledger, columns);
  const drift = driftOf(difference, unfolded, lost, Date.now());
  if (difference.lagging.length > 0) await rebuildUnit(key);
  const [oldest = null] = [...unfolded]
    .flatMap(([column, at]) => (drift.lagging.includes(column) ? [at] : []))
    .sort((a, b) => a.getTime() - b.getTime());
  return { difference, drift, oldest };
}

/** Tells the logs of what a unit's ledger and history lack. */
function tellDrift(key: UnitKey, { drift, oldest }: Found): void {
  const { lagging, gaps } = drift;
  const ageMs = oldest && Math.max(0, Date.now() - oldest.getTime());
  if (lagging.length > 0) tellEvent("ledger.lagged", { ...key, parts: lagging, ageMs });
  const columns = COLUMNS.filter((column) => gaps.includes(column));
  if (columns.length > 0) tellEvent("history.gap", { ...key, columns });
}

/** What a reconciliation of a period found, and which units it could not reconcile. */
interface Reconciled {
  units: number;
  found: Found[];
  failures: Failures;
  durationMs: number;
}

/** Reconciles every unit of an open period; null where it is not open. One unit's failure does not hold up the others. */
async function reconcileUnits(key: PeriodKey): Promise<Reconciled | null> {
  const start = Date.now();
  const period = (await refs.period(key).get()).data();
  if (!period || isFrozen(period.state)) return null;
  if (Object.keys(period.replaced).length > 0) await replaceAll(key, "system");
  const units = await refs.units(key).get();
  const found: Found[] = [];
  const failures = new Failures("reconcile");
  for (const doc of units.docs) {
    const unit = { ...periodKey(key), unit: doc.id };
    const one = await failures.at(unit, () => reconcileUnit(unit, doc.data(), period));
    if (!one) continue;
    const { lagging, recorded, gaps } = one.difference;
    if (lagging.length + recorded.length + gaps.length > 0) found.push(one);
    tellDrift(unit, one);
  }
  return { units: units.size, found, failures, durationMs: Date.now() - start };
}

/** How many units lack what, and since when at most. */
function driftReport({ period }: PeriodKey, { found, failures, units, durationMs }: Reconciled): DriftReport {
  const [oldest = null] = found.flatMap((one) => one.oldest ?? []).sort((a, b) => a.getTime() - b.getTime());
  return {
    ...{ period, at: new Date(), durationMs, units, oldest, failed: failures.all.length },
    lagging: found.filter(({ drift }) => drift.lagging.length > 0).length,
    gaps: found.filter(({ drift }) => drift.gaps.length > 0).length,
  };
}

async function reconciled(key: PeriodKey, note: boolean): Promise<Difference[]> {
  const result = await reconcileUnits(key);
  if (!result) return [];
  const report = driftReport(key, result);
  const { units, lagging, gaps, failed, durationMs } = report;
  tellEvent("period.reconciled", { ...periodKey(key), units, lagging, gaps, failures: failed, durationMs });
  if (note) await noteDrift(key, report);
  result.failures.throwAny();
  return result.found.map(({ difference }) => difference);
}

/**
 * Reconciles every unit of an open period: lost events, and acts over the whole period that died midway. Returns only
 * what differed. One unit's failure does not hold up the others, and is thrown at the end.
 */
export const reconcilePeriod = (key: PeriodKey): Promise<Difference[]> => reconciled(key, false);

/** The same, remembered where the standing body sees how the system stands. */
export const reconcileAndNote = (key: PeriodKey): Promise<Difference[]> => reconciled(key, true);

/**
 * Reconciles a period because who runs the scheme asks for it; the audit says so where anything differed. With `note` what it
 * found is remembered as the newest.
 */
export async function reconcileOnRequest(key: PeriodKey, uid: string, note = false): Promise<Difference[]> {
  await act("reconcile", key, uid, "admin", async ({ period: { state } }) => {
    if (!OPEN_STATES.includes(state)) refuse({ code: "wrongState", state, allowed: OPEN_STATES });
    return null;
  });
  const found = await reconciled(key, note);
  await actOnScheme("reconcile", key, uid, "admin", async () =>
    found.length === 0
      ? null
      : {
          detail: {
            lagging: found.filter(({ lagging }) => lagging.length > 0).length,
            recorded: found.filter(({ recorded }) => recorded.length > 0).length,
            gaps: found.filter(({ gaps }) => gaps.length > 0).length,
          },
        },
  );
  return found;
}
