import { formatPoints } from "@parindex/core";

/** A number with a decimal comma. */
export const decimalText = (value: number, decimals: number): string =>
  value.toFixed(decimals).replace("-", "−").replace(".", ",");

/** A share (0 … 1) in per cent: "86,7%". */
export const shareText = (share: number, decimals = 1): string => `${decimalText(100 * share, decimals)}%`;

/** A number with its sign, none for 0. */
export const signedText = (value: number, decimals: number): string =>
  value > 0 ? `+${decimalText(value, decimals)}` : decimalText(value === 0 ? 0 : value, decimals);

/** Points with their sign, none for 0. */
export const signedPoints = (points: number): string =>
  `${points < 0 ? "−" : points > 0 ? "+" : ""}${formatPoints(Math.abs(points))}`;
