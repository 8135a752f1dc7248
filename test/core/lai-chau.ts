import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CriteriaSet, type Roster, readCriteriaFile, readRosterFile } from "../../core/src/index.ts";

const DATA = join(import.meta.dirname, "..", "..", "data", "lai-chau-2024");

/** One of the shipped files, as JSON. */
export const shippedJson = (file: string): unknown => JSON.parse(readFileSync(join(DATA, file), "utf8"));

export const SET_FILES = readdirSync(DATA)
  .filter((file) => file.startsWith("pl"))
  .sort();

/** The shipped units; the test fails at once where they can't be read. */
export function shippedRoster(): Roster {
  const { roster, findings } = readRosterFile(shippedJson("units.json"));
  if (!roster) throw new Error(JSON.stringify(findings));
  return roster;
}

/** A shipped set; the test fails at once where it can't be read. */
export function shippedSet(file: string): CriteriaSet {
  const { set, findings } = readCriteriaFile(shippedJson(file), shippedRoster().leads);
  if (!set) throw new Error(JSON.stringify(findings));
  return set;
}
