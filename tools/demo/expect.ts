import { isDeepStrictEqual } from "node:util";

/** An expectation of the demonstration that did not hold: ends it with exit code 1. */
class Unexpected extends Error {
  constructor(what: string, expected: unknown, found: unknown) {
    const shown = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
    super(`${what}: expected ${shown(expected)}, found ${shown(found)}`);
  }
}

/** Expects two values to be the same, deeply. */
export function expectSame(what: string, found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) throw new Unexpected(what, expected, found);
}

/** Expects a condition; `found` says what was there instead. */
export function expectThat(what: string, holds: boolean, found: unknown): void {
  if (!holds) throw new Unexpected(what, "it to hold", found);
}

/** A refusal as a door words it: the code, the message and, from callables, details. */
export interface Refusal {
  code: string;
  message: string;
  details: unknown;
}

function refusalOf(error: unknown): Refusal {
  const { code, message, details } = error as Partial<Refusal>;
  if (typeof code !== "string") throw error;
  return { code: code.replace(/^functions\//, ""), message: message ?? "", details };
}

/** Expects an act to be refused with this code, and returns the refusal. */
export async function expectRefused(
  what: string,
  code: "permission-denied" | "failed-precondition" | "invalid-argument",
  act: () => Promise<unknown>,
): Promise<Refusal> {
  const done = await act().then(
    () => null,
    (error: unknown) => refusalOf(error),
  );
  if (!done) throw new Unexpected(what, `a refusal (${code})`, "it was let through");
  if (done.code !== code) throw new Unexpected(what, code, `${done.code}: ${done.message}`);
  return done;
}
