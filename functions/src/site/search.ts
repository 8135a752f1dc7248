import type { FrozenSheet, RankedUnit, SheetRow } from "@parindex/core";
import { type GroupRanking, type Manifest, matchesSearch, type SealSheet, searchable } from "@parindex/core";

/** The longest text that is searched for, in letters. */
export const LONGEST_SEARCH = 100;

/** How many criteria an answer lists. */
const MOST_CRITERIA = 50;

/** A unit whose name has every word that is looked for. */
export interface FoundUnit {
  group: GroupRanking;
  unit: RankedUnit;
}

/** A field, criterion or sub-criterion by its name, and where that stands: its row in one sheet of each criteria set. */
export interface FoundCriterion {
  name: string;
  places: { row: SheetRow; sheet: FrozenSheet }[];
}

export interface Found {
  units: FoundUnit[];
  criteria: FoundCriterion[];
  /** How many criteria more there are than are listed. */
  more: number;
}

/** What a reader typed: null where it is too long to be meant. */
export function wantedOf(query: unknown): string | null {
  const text = typeof query === "string" ? query.normalize("NFC").replace(/\s+/g, " ").trim() : "";
  return [...text].length > LONGEST_SEARCH ? null : text;
}

/**
 * One sheet of every criteria set of a result: by them its criteria are known. Groups mostly have one set each, so the
 * first unit of every group is read first, then the second of every group, until no set is missing.
 */
export async function sheetsOfSets(
  manifest: Manifest,
  sheetOf: (unit: string) => Promise<SealSheet | null>,
): Promise<FrozenSheet[]> {
  const found = new Map<string, FrozenSheet>();
  const sets = Object.keys(manifest.criteriaSets).length;
  const rounds = Math.max(0, ...manifest.ranking.map(({ units }) => units.length));
  for (let round = 0; round < rounds && found.size < sets; round++) {
    const units = manifest.ranking.flatMap((group) => group.units.slice(round, round + 1));
    for (const published of await Promise.all(units.map(({ unit }) => sheetOf(unit)))) {
      const sheet = published?.sheet;
      if (sheet && !found.has(sheet.criteriaSet.id)) found.set(sheet.criteriaSet.id, sheet);
    }
  }
  return [...found.values()].toSorted((a, b) => (a.criteriaSet.id < b.criteriaSet.id ? -1 : 1));
}

/** Criteria by code and name; those of several sets that are called the same stand once. */
function criteriaOf(sheets: readonly FrozenSheet[], wanted: string): FoundCriterion[] {
  const places = sheets.flatMap((sheet) => sheet.rows.map((row) => ({ row, sheet })));
  const matching = places.filter(({ row }) => matchesSearch(`${row.code} ${row.name}`, wanted));
  const byName = Map.groupBy(matching, ({ row }) => searchable(row.name));
  return [...byName.values()].map((of) => ({ name: of[0]?.row.name ?? "", places: of }));
}

/** Units and criteria of a result in which every word stands, without tone marks and case. Nothing wanted finds nothing. */
export function searchResult(manifest: Manifest, sheets: readonly FrozenSheet[], wanted: string): Found {
  if (searchable(wanted) === "") return { units: [], criteria: [], more: 0 };
  const units = manifest.ranking.flatMap((group) =>
    group.units.filter(({ name }) => matchesSearch(name, wanted)).map((unit) => ({ group, unit })),
  );
  const criteria = criteriaOf(sheets, wanted);
  return {
    units,
    criteria: criteria.slice(0, MOST_CRITERIA),
    more: Math.max(0, criteria.length - MOST_CRITERIA),
  };
}
