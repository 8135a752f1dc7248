import { isDeepStrictEqual } from "node:util";
import {
  issuesOfRoster,
  newUnit,
  type Period,
  type PeriodState,
  type RosterEntry,
  UNSEALED_STATES,
  type Unit,
  type UnitDetails,
} from "@parindex/core";
import { act, type Input, periodKey, requireOpen, type Scene, unitKey } from "./act.ts";
import { criteriaSet } from "./criteria-sets.ts";
import { indexOfLedger, readLedger } from "./fold.ts";
import { type PeriodKey, refs, type UnitKey } from "./refs.ts";
import { Refused } from "./refused.ts";

const FIELD_TEXT: Record<keyof UnitDetails, string> = {
  name: "tên",
  order: "thứ tự",
  group: "nhóm",
  criteriaSet: "bộ tiêu chí",
  from: "ngày bắt đầu",
  until: "ngày kết thúc",
  successors: "đơn vị kế thừa",
};

function requirePreparing(period: Period): void {
  requireOpen(period, ["preparing"]);
}

const detailsOf = ({ name, order, group, criteriaSet, from, until, successors }: Unit): UnitDetails => ({
  ...{ name, order, group, criteriaSet, from, until, successors },
});

/** The period's units with some of them as they would become; refuses what would not hold together. */
async function requireRoster(
  { tx, period }: Scene,
  key: PeriodKey,
  changed: readonly RosterEntry[],
): Promise<Map<string, Unit>> {
  const { docs } = await tx.query(refs.units(key));
  const stored = new Map(docs.map((doc) => [doc.id, doc.data()]));
  const roster = new Map<string, UnitDetails>([
    ...[...stored].map(([id, unit]) => [id, detailsOf(unit)] as const),
    ...changed,
  ]);
  const touched = new Set(changed.map(([unit]) => unit));
  const issues = issuesOfRoster([...roster], period).filter(
    ({ unit, field }) => touched.has(unit) || field === "successors",
  );
  if (issues.length > 0) {
    const shown = issues.map(({ unit, field, message }) => `${unit}, ${FIELD_TEXT[field]}: ${message}`);
    throw new Refused(shown.slice(0, 20).join("; "));
  }
  return stored;
}

/** Which parts an open period no longer lets change: scores, maximum and place rest on them. */
const FIXED = ["order", "group", "criteriaSet"] as const satisfies (keyof UnitDetails)[];

/** A unit as it becomes: a name it had goes to its former names. */
function changedUnit(unit: Unit, details: UnitDetails, state: PeriodState, now: Date): Unit {
  const renamed = state !== "preparing" && unit.name !== details.name;
  const former = renamed ? [...unit.former, { name: unit.name, until: now }] : unit.former;
  return { ...unit, ...details, former };
}

/** Lets a unit's ledger and index bear its new name, where they are there and not frozen. */
async function writeName({ tx }: Scene, key: UnitKey, unit: Unit, write: () => void): Promise<void> {
  const stored = (await tx.get(refs.ledger(key))).data();
  if (!stored || stored.name === unit.name) return write();
  const { compiled } = await criteriaSet(tx, key, stored.criteriaSet);
  const { ledger } = await readLedger(tx, key);
  const after = { ...ledger, name: unit.name };
  write();
  tx.set(refs.ledger(key), after);
  tx.set(refs.index(key), indexOfLedger(after, compiled));
}

/**
 * Adds a unit, or changes what is said of one. Once the period is open no unit comes or changes group, set or order; a
 * rename, an end or a successor keeps all scores.
 */
export async function saveUnit(input: Input<"saveUnit">, uid: string): Promise<void> {
  const { isNew, details, reason } = input;
  const key = unitKey(input);
  await act("saveUnit", key, uid, "admin", async (scene) => {
    const { tx, period, now } = scene;
    requireOpen(period, isNew ? ["preparing"] : UNSEALED_STATES);
    const stored = await requireRoster(scene, key, [[key.unit, details]]);
    const before = stored.get(key.unit);
    if (isNew) {
      if (before) throw new Refused(`Mã đơn vị «${key.unit}» đã dùng cho ${before.name}.`);
      tx.create(refs.unit(key), newUnit(details));
      tx.update(refs.period(key), { unitCount: stored.size + 1 });
      return { unit: key.unit, reason, detail: { from: null, to: details } };
    }
    if (!before) throw new Refused(`Kỳ đánh giá không có đơn vị «${key.unit}».`);
    const fixed = FIXED.find((part) => before[part] !== details[part]);
    if (period.state !== "preparing" && fixed)
      throw new Refused(`Kỳ đánh giá đã mở nên không đổi ${FIELD_TEXT[fixed]} của đơn vị được nữa.`);
    const after = changedUnit(before, details, period.state, now);
    if (isDeepStrictEqual(after, before)) return null;
    await writeName(scene, key, after, () => tx.set(refs.unit(key), after));
    return { unit: key.unit, reason, detail: { from: detailsOf(before), to: details } };
  });
}

/** Adds or replaces many units of a period that is not open yet: all of them or none. */
export async function importUnits(input: Input<"importUnits">, uid: string): Promise<void> {
  const { units, reason } = input;
  const key = periodKey(input);
  await act("importUnits", key, uid, "admin", async (scene) => {
    const { tx, period } = scene;
    requirePreparing(period);
    const entries = units.map(({ unit, details }): RosterEntry => [unit, details]);
    const ids = new Set(entries.map(([unit]) => unit));
    if (ids.size < entries.length) throw new Refused("Một đơn vị được nhập hai lần.");
    const stored = await requireRoster(scene, key, entries);
    const changed = units.flatMap(({ unit, details, exempt }) => {
      const before = stored.get(unit);
      const after = before ? { ...before, ...details, exempt } : newUnit(details, exempt);
      return isDeepStrictEqual(after, before) ? [] : [{ unit, after }];
    });
    if (changed.length === 0) return null;
    for (const { unit, after } of changed) tx.set(refs.unit({ ...key, unit }), after);
    tx.update(refs.period(key), {
      unitCount: stored.size + entries.filter(([id]) => !stored.has(id)).length,
    });
    return { reason, detail: { units: entries.length } };
  });
}

/** Takes a unit out of a period that is not open yet. */
export async function removeUnit(input: Input<"removeUnit">, uid: string): Promise<void> {
  const { reason } = input;
  const key = unitKey(input);
  await act("removeUnit", key, uid, "admin", async (scene) => {
    const { tx, period } = scene;
    requirePreparing(period);
    if (key.unit === period.standingBody || key.unit === period.standingBodyOwn)
      throw new Refused("Không bỏ được cơ quan thường trực, hoặc đơn vị thẩm định thay cơ quan thường trực.");
    const { docs } = await tx.query(refs.units(key));
    const unit = docs.find(({ id }) => id === key.unit)?.data();
    if (!unit) return null;
    tx.delete(refs.unit(key));
    tx.update(refs.period(key), { unitCount: docs.length - 1 });
    return { unit: key.unit, reason, detail: { from: detailsOf(unit), to: null } };
  });
}

/** Changes a period's name, groups and who runs it, before it opens. */
export async function savePeriodBasics(input: Input<"savePeriodBasics">, uid: string): Promise<void> {
  const { name, groups, standingBody, standingBodyOwn, reason } = input;
  const key = periodKey(input);
  await act("savePeriodBasics", key, uid, "admin", async ({ tx, period }) => {
    requirePreparing(period);
    const { docs } = await tx.query(refs.units(key));
    const ids = new Set(docs.map(({ id }) => id));
    for (const unit of [standingBody, standingBodyOwn])
      if (!ids.has(unit)) throw new Refused(`Kỳ đánh giá không có đơn vị «${unit}».`);
    if (standingBody === standingBodyOwn)
      throw new Refused("Cơ quan thường trực không được tự thẩm định hồ sơ của chính mình.");
    if (new Set(groups.map(({ id }) => id)).size < groups.length)
      throw new Refused("Hai nhóm đơn vị trùng mã.");
    const used = docs.find((doc) => !groups.some(({ id }) => id === doc.data().group));
    if (used) throw new Refused(`Nhóm của ${used.data().name} không còn trong danh sách nhóm.`);
    const { groups: before, name: from } = period;
    const basics = { name, groups, standingBody, standingBodyOwn };
    if (isDeepStrictEqual({ ...period, ...basics }, period)) return null;
    tx.update(refs.period(key), basics);
    return { reason, detail: { from: { name: from, groups: before }, to: { name, groups } } };
  });
}
