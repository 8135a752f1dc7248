import { type CorrectedScore, type CorrectionChange, formatPoints, parsePoints } from "@parindex/core";
import { newId } from "../data/new-id.ts";

/** A change as it is being typed. */
export interface TypedChange {
  key: string;
  unit: string | null;
  leaf: string | null;
  points: string;
  reason: string;
}

export const newChange = (unit: string | null = null): TypedChange => ({
  ...{ key: newId(), unit, leaf: null, points: "", reason: "" },
});

/** A prepared correction's changes, to be typed on. */
export const typedOf = (corrections: readonly CorrectedScore[]): TypedChange[] =>
  corrections.map(({ unit, leaf, to, reason }) => ({
    ...{ key: newId(), unit, leaf, points: formatPoints(to), reason },
  }));

/** What was typed as a change, or null where something of it lacks or is no points. */
export function readChange({ unit, leaf, points, reason }: TypedChange): CorrectionChange | null {
  const read = parsePoints(points);
  const why = reason.trim();
  return unit === null || leaf === null || read === null || why === ""
    ? null
    : { unit, leaf, points: read, reason: why };
}
