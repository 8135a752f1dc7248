import {
  compareFractions,
  type FrozenSheet,
  type GroupRanking,
  isKnown,
  medianShare,
  placesOf,
  type Share,
} from "@parindex/core";
import { percentOf } from "./charts.ts";
import type { PublishedResult } from "./result.ts";
import type { PublicationReader } from "./site.ts";
import { t } from "./text/text.ts";

export type Row = FrozenSheet["rows"][number];

/** A group of a result with the sheets of its units, in the ranking's order. */
export interface GroupSheets {
  group: GroupRanking;
  sheets: readonly FrozenSheet[];
}

/** A field over the units that have it: of other criteria sets it is the same where number and name are (design §2). */
export interface GroupField {
  code: string;
  name: string;
  /** Its row in each unit's sheet, in the order of the sheets. */
  rows: ReadonlyMap<string, Row>;
}

/** More units than this on one page would read too many sheets: such a result is shown a group at a time. */
export const MOST_UNITS = 200;

/** The printed number of a field as it stands in a URL: "1", "iv". */
export const fieldSlug = (code: string): string =>
  code
    .normalize("NFD")
    .replace(/\p{M}|\.$/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

const byCode = new Intl.Collator("vi", { numeric: true });

/** The fields of sheets in the order of their numbers. */
export function fieldsOf(sheets: readonly FrozenSheet[]): GroupField[] {
  const fields = new Map<string, GroupField & { rows: Map<string, Row> }>();
  for (const { unit, rows } of sheets)
    for (const row of rows) {
      if (row.level !== "field") continue;
      const key = `${row.code}\n${row.name}`;
      const field = fields.get(key) ?? { code: row.code, name: row.name, rows: new Map() };
      field.rows.set(unit, row);
      fields.set(key, field);
    }
  return [...fields.values()].toSorted((a, b) => byCode.compare(a.code, b.code));
}

export const medianOf = ({ rows }: { rows: ReadonlyMap<string, Row> }): Share | null =>
  medianShare([...rows.values()]);

/** A share in per cent, for drawing only. */
export const percentOfShare = ({ part, whole }: Share): number =>
  percentOf({ achieved: Number((part * 100_000_000n) / whole), max: 100_000_000 });

/** Units with their rows and places, the highest share first; who has none comes last, all else in the order given. */
export function standingsOf(
  rows: ReadonlyMap<string, Row>,
): { unit: string; row: Row; place: number | null }[] {
  const entries = [...rows];
  const places = placesOf(entries.map(([, row]) => row));
  return entries
    .map(([unit, row], at) => ({ unit, row, place: places[at] ?? null }))
    .toSorted((a, b) => Number(isKnown(b.row)) - Number(isKnown(a.row)) || compareFractions(b.row, a.row));
}

/** Why a row of a sheet has no share: never 0 (design §5.9). */
export const absenceOf = (row: Row): string => t(row.max === 0 ? "notAssessedHere" : "noPoints");

/**
 * The groups that a page of a result shows: all, or only the one asked for; the first where there are too many units for
 * one page. Null where the group asked for is none of the result's.
 */
export function groupsShown(
  groups: readonly GroupRanking[],
  asked: string | null,
): readonly GroupRanking[] | null {
  if (asked !== null) {
    const found = groups.filter(({ group }) => group === asked);
    return found.length > 0 ? found : null;
  }
  const units = groups.reduce((sum, group) => sum + group.units.length, 0);
  return units > MOST_UNITS ? groups.slice(0, 1) : groups;
}

/** Reads the sheets of a group. */
export async function sheetsOf(
  publications: PublicationReader,
  { id }: PublishedResult,
  group: GroupRanking,
): Promise<GroupSheets> {
  const found = await publications.sheets(
    id,
    group.units.map(({ unit }) => unit),
  );
  return { group, sheets: found.map(({ sheet }) => sheet) };
}
