import { divideHalfUp } from "./points.ts";
import { compareFractions, type Fraction, percentText } from "./ranking.ts";

/** A share of any precision: `part` of `whole`, in whole numbers of any length. `whole` is positive. */
export interface Share {
  part: bigint;
  whole: bigint;
}

/** What can be compared: something could be achieved, and it is known what was. */
export const isKnown = <Of extends Fraction>(fraction: Of): fraction is Of & { achieved: number } =>
  fraction.max > 0 && fraction.achieved !== null;

/** A share in per cent, rounded half up to `decimals`, with a decimal comma: "86,72". */
export const shareText = ({ part, whole }: Share, decimals: number): string =>
  percentText(part, whole, decimals);

/** An index as a share, or null where there is none. */
export const shareOf = (fraction: Fraction): Share | null =>
  isKnown(fraction) ? { part: BigInt(fraction.achieved), whole: BigInt(fraction.max) } : null;

function signedPercent(part: bigint, whole: bigint, decimals: number): string {
  if (part === 0n) return "0";
  const size = part < 0n ? -part : part;
  const text = percentText(size, whole, decimals);
  // What moved never reads as if it had not.
  if (/^[0,]+$/.test(text)) return signedPercent(part, whole, decimals + 1);
  return `${part < 0n ? "−" : "+"}${text}`;
}

/**
 * How far `to` is above (+) or below (−) `from`, in percentage points: the exact difference, rounded half away from
 * zero to `decimals`, with more of them where it would read as nothing and is not: "+1,25", "−0,004"; "0" where equal.
 */
export function differenceText(from: Share, to: Share, decimals: number): string {
  return signedPercent(to.part * from.whole - from.part * to.whole, to.whole * from.whole, decimals);
}

/** The median share: the one in the middle, or exactly half way between the two there. Those without one do not count. */
export function medianShare(fractions: readonly Fraction[]): Share | null {
  const sorted = fractions.filter(isKnown).toSorted(compareFractions);
  const high = sorted[Math.floor(sorted.length / 2)];
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!low || !high) return null;
  const [wholeLow, wholeHigh] = [BigInt(low.max), BigInt(high.max)];
  return {
    part: BigInt(low.achieved) * wholeHigh + BigInt(high.achieved) * wholeLow,
    whole: 2n * wholeLow * wholeHigh,
  };
}

/** The median of points in 1/10 000 point, rounded half up where it falls between two; null of none. */
export function medianPoints(points: readonly number[]): number | null {
  const sorted = points.toSorted((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length / 2)];
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  return low === undefined || high === undefined ? null : Number(divideHalfUp(BigInt(low + high), 2n));
}

/** The place of each share from high to low; equal ones have the same (1, 2, 2, 4), those without a share none. */
export function placesOf(fractions: readonly Fraction[]): (number | null)[] {
  const known = fractions.filter(isKnown).toSorted((a, b) => compareFractions(b, a));
  return fractions.map((fraction) =>
    isKnown(fraction) ? known.findIndex((other) => compareFractions(other, fraction) === 0) + 1 : null,
  );
}
