import { isDeepStrictEqual } from "node:util";

/** Told of an invariant that does not hold, and where. */
export type Fail = (invariant: string, detail: string) => void;

/** The fields in which two documents differ, and how. */
export function differenceOf(stored: object, expected: object): string {
  const names = new Set([...Object.keys(stored), ...Object.keys(expected)]);
  const [left, right] = [stored as Record<string, unknown>, expected as Record<string, unknown>];
  const differing = [...names].filter((name) => !isDeepStrictEqual(left[name], right[name]));
  return differing
    .map((name) => `${name} ${JSON.stringify(left[name])} ≠ ${JSON.stringify(right[name])}`)
    .join("; ");
}
