import {
  bandOf,
  compareFractions,
  indexTexts,
  rankGroup,
  type Settings,
  type SubmissionState,
  searchable,
  type UnitGroup,
  type UnitIndex,
} from "@parindex/core";

/** A unit on the board, with all that its row says of its place. */
export interface BoardPlace extends Searched {
  rank: number | null;
  /** How many stand in its group. */
  of: number;
  indexText: string;
  band: string | null;
}

/** The rank of a unit that has points; one without any has no place yet. */
export const rankOf = ({ total }: Pick<UnitIndex, "total">, rank: number | null): number | null =>
  total.achieved === null ? null : rank;

/** Each unit of a group, best first, with its rank among all of them: as it would be published. */
export function placesOf(
  board: readonly UnitIndex[],
  group: UnitGroup,
  settings: Pick<Settings, "tieBreaks" | "decimals" | "bands">,
): BoardPlace[] {
  const units = board.filter((unit) => unit.group === group.id);
  const placed = rankGroup(units, group, settings.tieBreaks);
  const texts = indexTexts(
    placed.map(({ entry }) => entry.total),
    settings.decimals,
  );
  const bands = settings.bands[group.id] ?? [];
  return placed.map(({ entry, rank }, at) => ({
    unit: entry,
    rank: rankOf(entry, rank),
    of: placed.length,
    indexText: texts[at] ?? "",
    band: entry.provisional ? null : bandOf(entry.total, bands),
    searched: searchable(entry.name),
  }));
}

/** Which units the board shows: all, those whose file stands so, or those that lack points or lack none. */
export type BoardFilter = "all" | SubmissionState | "provisional" | "final";

/** What the board is searched for. */
export interface BoardQuery {
  text: string;
  filter: BoardFilter;
}

export const EVERY_UNIT: BoardQuery = { text: "", filter: "all" };

function passes({ submission, provisional }: UnitIndex, filter: BoardFilter): boolean {
  if (filter === "all") return true;
  if (filter === "provisional" || filter === "final") return provisional === (filter === "provisional");
  return submission === filter;
}

/** A unit with its name as searches compare it. */
export interface Searched {
  unit: UnitIndex;
  searched: string;
}

/** The units that a search finds, in the order they came in. */
export function foundUnits<Unit extends Searched>(units: readonly Unit[], query: BoardQuery): Unit[] {
  const words = searchable(query.text).split(" ");
  return units.filter(
    ({ unit, searched }) => passes(unit, query.filter) && words.every((word) => searched.includes(word)),
  );
}

/** What the board can be ordered by: by default each unit's place. */
export type BoardOrder =
  | "place"
  | "unitName"
  | "index"
  | "self"
  | "appraised"
  | "survey"
  | "achieved"
  | "progress";

/** A chosen order: from small to large, or the other way round. */
export interface BoardSort {
  by: BoardOrder;
  down: boolean;
}

const lacking = ({ missing }: UnitIndex) =>
  missing.self + missing.appraisal + missing.survey + missing.insufficientSample;

type Compare = (a: UnitIndex, b: UnitIndex) => number;

const byNumber =
  (of: (unit: UnitIndex) => number | null): Compare =>
  (a, b) =>
    (of(a) ?? 0) - (of(b) ?? 0);

/** How each column orders units, and what a unit without a value lacks. */
const COLUMN: Record<Exclude<BoardOrder, "place">, { compare: Compare; of: (unit: UnitIndex) => unknown }> = {
  unitName: { compare: byNumber(({ order }) => order), of: ({ order }) => order },
  index: { compare: (a, b) => compareFractions(a.total, b.total), of: ({ total }) => total.achieved },
  self: { compare: byNumber(({ total }) => total.self), of: ({ total }) => total.self },
  appraised: { compare: byNumber(({ total }) => total.appraised), of: ({ total }) => total.appraised },
  survey: { compare: byNumber(({ total }) => total.survey), of: ({ total }) => total.survey },
  achieved: { compare: byNumber(({ total }) => total.achieved), of: ({ total }) => total.achieved },
  progress: { compare: byNumber(lacking), of: lacking },
};

/** The units in a chosen order; those without a value stand last either way, equal ones by their place. */
export function sortedPlaces(places: readonly BoardPlace[], { by, down }: BoardSort): readonly BoardPlace[] {
  if (by === "place") return down ? places.toReversed() : places;
  const { compare, of } = COLUMN[by];
  const sign = down ? -1 : 1;
  return places.toSorted(
    (a, b) => Number(of(a.unit) === null) - Number(of(b.unit) === null) || sign * compare(a.unit, b.unit),
  );
}
