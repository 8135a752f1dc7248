import type { Band, TieBreak, UnitGroup, UnitIndex } from "./documents.ts";
import { divideHalfUp } from "./points.ts";

/**
 * A share of points: achieved ÷ max. Nothing scored yet, or a maximum of 0 (everything exempt), counts as nothing
 * achieved.
 */
export interface Fraction {
  achieved: number | null;
  max: number;
}

/**
 * Compares two indices exactly, by cross-multiplication: negative where `a` is lower. Both products stay below 2⁵³
 * because totals stay below 9 000 points (`MAX_TOTAL`).
 */
export function compareFractions(a: Fraction, b: Fraction): number {
  const ofA = a.max === 0 ? 0 : (a.achieved ?? 0);
  const ofB = b.max === 0 ? 0 : (b.achieved ?? 0);
  return ofA * (b.max || 1) - ofB * (a.max || 1);
}

/** What ranking needs to know of a unit. */
export type Rankable = Pick<UnitIndex, "unit" | "total" | "surveyMax" | "fields"> & { order: number };

/** A unit with its place: equal fractions share a rank (1, 2, 2, 4); null in a group that is not ranked. */
export interface Placed<Entry extends Rankable> {
  entry: Entry;
  rank: number | null;
}

const NOTHING: Fraction = { achieved: null, max: 0 };

function tieBreakFraction(entry: Rankable, tieBreak: TieBreak): Fraction {
  switch (tieBreak.by) {
    case "field":
      return entry.fields[tieBreak.field] ?? NOTHING;
    case "survey":
      return { achieved: entry.total.survey, max: entry.surveyMax };
    case "appraised":
      return { achieved: entry.total.appraised, max: entry.total.max - entry.surveyMax };
  }
}

/** Compares two units for ranking, best first: the index, then each tie-break in turn. 0 means a shared rank. */
export const compareForRanking = (a: Rankable, b: Rankable, tieBreaks: readonly TieBreak[]): number =>
  compareFractions(b.total, a.total) || compareTieBreaks(a, b, tieBreaks);

/** Compares two units of equal index by each tie-break in turn, best first. 0 means a shared rank. */
export function compareTieBreaks(a: Rankable, b: Rankable, tieBreaks: readonly TieBreak[]): number {
  for (const tieBreak of tieBreaks) {
    const broken = compareFractions(tieBreakFraction(b, tieBreak), tieBreakFraction(a, tieBreak));
    if (broken !== 0) return broken;
  }
  return 0;
}

/** Official order, and the unit's id where two were given the same: never the order the entries came in. */
const inOfficialOrder = (a: Rankable, b: Rankable): number => a.order - b.order || (a.unit < b.unit ? -1 : 1);

/**
 * Ranks the units of one group (decision, section II.4: high to low). Units of equal rank, and all units of a group
 * that is not ranked, stand in official order.
 */
export function rankGroup<Entry extends Rankable>(
  entries: readonly Entry[],
  group: Pick<UnitGroup, "ranked">,
  tieBreaks: readonly TieBreak[],
): Placed<Entry>[] {
  if (!group.ranked) return entries.toSorted(inOfficialOrder).map((entry) => ({ entry, rank: null }));
  const sorted = entries.toSorted((a, b) => compareForRanking(a, b, tieBreaks) || inOfficialOrder(a, b));
  let rank = 0;
  return sorted.map((entry, position) => {
    const above = sorted[position - 1];
    if (!above || compareForRanking(above, entry, tieBreaks) !== 0) rank = position + 1;
    return { entry, rank };
  });
}

/** A positive share in per cent, rounded half up to `decimals`: "86,72". */
export function percentText(part: bigint, whole: bigint, decimals: number): string {
  const digits = divideHalfUp(part * 100n * 10n ** BigInt(decimals), whole).toString();
  const padded = digits.padStart(decimals + 1, "0");
  return decimals === 0 ? padded : `${padded.slice(0, -decimals)},${padded.slice(-decimals)}`;
}

/**
 * The index in per cent, rounded half up to `decimals`, with a Vietnamese decimal comma: "86,72". "—" where the
 * maximum is 0, so that there is no index; nothing scored yet reads as 0, so ask before where the two must differ.
 */
export function indexText({ achieved, max }: Fraction, decimals: number): string {
  if (max === 0) return "—";
  return percentText(BigInt(achieved ?? 0), BigInt(max), decimals);
}

/**
 * The index texts of units shown together: where some look equal at `decimals` and are not, all of those are shown
 * with more decimals, until every difference shows (design §5.3). Equal fractions keep equal texts, and a higher
 * index never reads as a lower number.
 */
export function indexTexts(fractions: readonly Fraction[], decimals: number): string[] {
  const texts = fractions.map((fraction) => indexText(fraction, decimals));
  const differ = (a: number, b: number) =>
    compareFractions(fractions[a] as Fraction, fractions[b] as Fraction) !== 0;
  const unclear = [...Map.groupBy(fractions.keys(), (at) => texts[at] as string).values()]
    .filter(([first, ...others]) => others.some((at) => differ(first as number, at)))
    .flat();
  if (unclear.length === 0) return texts;
  // All at once: of 86,721 | 86,7249 and 86,725 | 86,729, taken pair by pair, the middle two would both read 86,725.
  const finer = indexTexts(
    unclear.map((at) => fractions[at] as Fraction),
    decimals + 1,
  );
  unclear.forEach((at, position) => {
    texts[at] = finer[position] as string;
  });
  return texts;
}

/**
 * The mean of indices in per cent, exact before it is rounded half up to `decimals`: "82,40"; "—" where no unit has an
 * index.
 */
export function meanIndexText(fractions: readonly Fraction[], decimals: number): string {
  const counted = fractions.filter(({ max }) => max > 0);
  if (counted.length === 0) return "—";
  const common = counted.reduce((product, { max }) => product * BigInt(max), 1n);
  const sum = counted.reduce(
    (total, { achieved, max }) => total + (BigInt(achieved ?? 0) * common) / BigInt(max),
    0n,
  );
  return percentText(sum, common * BigInt(counted.length), decimals);
}

/** The class an index falls in, or null where the group has none. Bands are listed from the highest down. */
export function bandOf({ achieved, max }: Fraction, bands: readonly Band[]): string | null {
  return (
    bands.find(({ atLeast }) => compareFractions({ achieved, max }, { achieved: atLeast, max: 10_000 }) >= 0)
      ?.name ?? null
  );
}
