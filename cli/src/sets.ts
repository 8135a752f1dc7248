import {
  type CriteriaSet,
  compareSets,
  criteriaSetHash,
  formatPoints,
  type NamedUnit,
  type PlacedNode,
  readSetRows,
  SET_WIDTHS,
  setRows,
} from "@parindex/core";
import { saveCriteriaSet } from "../../functions/src/store/criteria-set-edit.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { readWorkbookAt, writeWorkbookAt } from "./files.ts";
import type { Given } from "./given.ts";
import { actor, namedPeriod, performOrRehearse, request } from "./scene.ts";
import { setText } from "./set-text.ts";
import { atMost, CommandError, EXIT, type Exit, type Terminal, tellFindings } from "./terminal.ts";

async function unitNames(key: PeriodKey): Promise<NamedUnit[]> {
  const { docs } = await refs.units(key).get();
  return docs.map((doc) => ({ id: doc.id, name: doc.data().name }));
}

const nodeText = ({ code, name }: PlacedNode) => `${code} ${name}`;
const pointsText = (before: PlacedNode, after: PlacedNode) =>
  before.max === after.max ? "" : ` (${formatPoints(before.max)} → ${formatPoints(after.max)})`;

/** What the parts of a set beside its tree say. */
const HEAD = ["annex", "name", "appliesTo", "note"] as const satisfies (keyof CriteriaSet)[];

/** The lines that tell one version of a set from another. */
function differences(before: CriteriaSet, after: CriteriaSet): string[] {
  const { added, removed, changed } = compareSets(before, after);
  return [
    ...HEAD.flatMap((part) =>
      before[part] === after[part] ? [] : [`  ~ ${part}: «${before[part]}» → «${after[part]}»`],
    ),
    ...added.map((node) => `  + ${nodeText(node)} (${formatPoints(node.max)})`),
    ...removed.map((node) => `  - ${nodeText(node)} (${formatPoints(node.max)})`),
    ...changed.map(
      ({ before: was, after: now, aspects }) =>
        `  ~ ${nodeText(now)}: ${aspects.join(", ")}${pointsText(was, now)}`,
    ),
  ];
}

/** `set check` with a period at hand, whose units may stand as leads by their names. */
export async function checkSetOfPeriod(given: Given, terminal: Terminal): Promise<Exit> {
  const { key, period } = await namedPeriod(given);
  const { rows } = await readWorkbookAt(given.file, given.text("sheet"));
  const options = { id: "bo-moi", name: given.file, lead: period.standingBody, units: await unitNames(key) };
  const { set, findings } = readSetRows(rows, options);
  if (!set) return tellFindings(given.file, findings, terminal);
  terminal.out(`${given.file}: no findings. ${setText(set)}`);
  return EXIT.ok;
}

/** `set export`. */
export async function exportSet(given: Given, terminal: Terminal): Promise<Exit> {
  const { key } = await namedPeriod(given);
  const id = given.need("set");
  const { docs } = await refs.criteriaSets(key).get();
  const set = docs.find((doc) => doc.id === id)?.data();
  if (!set)
    throw new CommandError(`There is no set «${id}»; there are ${docs.map((doc) => doc.id).join(", ")}.`);
  const rows = setRows(set, await unitNames(key));
  const sheet = { sheet: "Bộ tiêu chí", rows, widths: SET_WIDTHS };
  await writeWorkbookAt(given.file, sheet, given.flag("overwrite"));
  terminal.out(`${given.file}: ${setText(set)}`);
  return EXIT.ok;
}

/** `set import`. */
export async function importSet(given: Given, terminal: Terminal): Promise<Exit> {
  const { key, period } = await namedPeriod(given);
  const { uid, says } = await actor(given);
  const id = given.need("set");
  const { rows } = await readWorkbookAt(given.file, given.text("sheet"));
  const options = { id, name: id, lead: period.standingBody, units: await unitNames(key) };
  const { set: read, findings } = readSetRows(rows, options);
  if (!read) return tellFindings(given.file, findings, terminal);
  const { docs } = await refs.criteriaSets(key).get();
  const stored = docs.find((doc) => doc.id === id)?.data();
  const { leaves, ...draft } = { ...read, id };
  const seen = stored ? criteriaSetHash(stored) : null;
  const input = request("saveCriteriaSet", { ...key, set: draft, seen, reason: given.need("reason") });
  terminal.out(`${key.scheme} / ${key.period}, ${says}`);
  if (read.id !== id) terminal.out(`The file calls the set «${read.id}»; it goes in as «${id}».`);
  const lines = stored ? differences(stored, { ...draft, leaves }) : [];
  terminal.out(`${stored ? "Replaces" : "New set"} «${id}»: ${setText(read)}`);
  for (const line of atMost(lines)) terminal.out(line);
  await performOrRehearse(given, terminal, () => saveCriteriaSet(input, uid));
  return EXIT.ok;
}
