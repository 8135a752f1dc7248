import { z } from "zod";

/** How many stored units make one point: points are integers of 1/10 000 point. */
export const POINT = 10_000;

/**
 * The largest total a criteria set may carry, in 1/10 000 point (9 000 points).
 * Two totals below it can be cross-multiplied exactly in a double (9·10⁷ squared < 2⁵³).
 */
export const MAX_TOTAL = 9_000 * POINT;

/** A score or maximum: a whole number of 1/10 000 point, 0 … 9 000 points. */
export const Points = z.int().min(0).max(MAX_TOTAL);
export type Points = z.infer<typeof Points>;

/** A share in whole 1/100 of a per cent: 80 % is 8000. May exceed 100 %. */
export const BasisPoints = z.int().min(0).max(100_000_000);

/**
 * Reads a decimal as a person or a file writes it ("2,25", "2.25", 2.25) into 1/10 000 point.
 * Returns null where the text is no plain decimal, is negative, or has more than four decimals.
 */
export function parsePoints(value: string | number): Points | null {
  const text = typeof value === "number" ? String(value) : value.trim().replace(",", ".");
  const match = /^(\d{1,4})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match) return null;
  const points = Number(match[1]) * POINT + Number((match[2] ?? "").padEnd(4, "0"));
  return points <= MAX_TOTAL ? points : null;
}

/** Writes points with as many decimals as they need and a Vietnamese decimal comma: 22500 → "2,25". */
export function formatPoints(points: Points, separator: "," | "." = ","): string {
  const whole = Math.trunc(points / POINT);
  const fraction = String(points % POINT)
    .padStart(4, "0")
    .replace(/0+$/, "");
  return fraction ? `${whole}${separator}${fraction}` : String(whole);
}

/** Divides two non-negative whole numbers and rounds half up, exactly. `denominator` must be positive. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}
