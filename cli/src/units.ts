import { isDeepStrictEqual } from "node:util";
import { type ListedUnit, readUnitRows, UNIT_WIDTHS, type Unit, unitRows } from "@parindex/core";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { importUnits as importAll } from "../../functions/src/store/roster.ts";
import { readWorkbookAt, writeWorkbookAt } from "./files.ts";
import type { Given } from "./given.ts";
import { actor, namedPeriod, performOrRehearse, request } from "./scene.ts";
import { atMost, count, EXIT, type Exit, type Terminal, tellFindings } from "./terminal.ts";

const listed = (
  id: string,
  { name, group, criteriaSet, order, from, until, successors, exempt }: Unit,
): ListedUnit => ({ id, name, group, criteriaSet, order, from, until, successors, exempt });

/** The units of a period in their order, and its sets. */
async function rosterOf(key: PeriodKey) {
  const [units, sets] = await Promise.all([refs.units(key).get(), refs.criteriaSets(key).get()]);
  return {
    units: units.docs
      .map((doc) => listed(doc.id, doc.data()))
      .sort((one, other) => one.order - other.order || one.id.localeCompare(other.id)),
    sets: sets.docs.map((doc) => doc.data()),
  };
}

/** `units export`. */
export async function exportUnits(given: Given, terminal: Terminal): Promise<Exit> {
  const { key } = await namedPeriod(given);
  const { units, sets } = await rosterOf(key);
  const sheet = { sheet: "Đơn vị", rows: unitRows(units, sets), widths: UNIT_WIDTHS };
  await writeWorkbookAt(given.file, sheet, given.flag("overwrite"));
  terminal.out(`${given.file}: ${count(units.length, "unit")}.`);
  return EXIT.ok;
}

const PARTS = [
  ...(["name", "group", "criteriaSet", "order", "from", "until", "successors", "exempt"] as const),
] satisfies (keyof ListedUnit)[];

const partText = (value: ListedUnit[keyof ListedUnit]) =>
  typeof value === "string" ? `«${value}»` : JSON.stringify(value);

/** The lines that tell a unit as it is from the same as it would be. */
const changesOf = (before: ListedUnit, after: ListedUnit): string[] =>
  PARTS.flatMap((part) =>
    isDeepStrictEqual(before[part], after[part])
      ? []
      : [`${part} ${partText(before[part])} → ${partText(after[part])}`],
  );

/** What a list of units adds and changes, and how many it leaves as they are. */
function tellDifferences(
  before: readonly ListedUnit[],
  after: readonly ListedUnit[],
  terminal: Terminal,
): void {
  const stored = new Map(before.map((unit) => [unit.id, unit]));
  const added = after.filter(({ id }) => !stored.has(id));
  const changed = after.flatMap((unit) => {
    const was = stored.get(unit.id);
    const changes = was ? changesOf(was, unit) : [];
    return changes.length === 0 ? [] : [`  ~ ${unit.id}: ${changes.join("; ")}`];
  });
  const known = new Set(after.map(({ id }) => id));
  const absent = before.filter(({ id }) => !known.has(id)).length;
  const same = after.length - added.length - changed.length;
  terminal.out(
    `${count(after.length, "unit")} in the file: ${added.length} new, ${changed.length} changed, ${same} the same. ${absent} of the period not in the file stay as they are.`,
  );
  const lines = [...added.map(({ id, name }) => `  + ${id} ${name}`), ...changed];
  for (const line of atMost(lines)) terminal.out(line);
}

/** `units import`. */
export async function importUnits(given: Given, terminal: Terminal): Promise<Exit> {
  const { key, period } = await namedPeriod(given);
  const { uid, says } = await actor(given);
  const { rows } = await readWorkbookAt(given.file, given.text("sheet"));
  const { units, sets } = await rosterOf(key);
  const context = { groups: period.groups, sets, others: units.map(({ id }) => id) };
  const { units: read, findings } = readUnitRows(rows, context);
  if (!read) return tellFindings(given.file, findings, terminal);
  const input = request("importUnits", {
    ...key,
    units: read.map(({ id, exempt, ...details }) => ({ unit: id, details, exempt })),
    reason: given.need("reason"),
  });
  terminal.out(`${key.scheme} / ${key.period}, ${says}`);
  tellDifferences(units, read, terminal);
  await performOrRehearse(given, terminal, () => importAll(input, uid));
  return EXIT.ok;
}
