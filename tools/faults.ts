import { isDeepStrictEqual } from "node:util";

/** What went otherwise than it must: nothing may. */
export class Faults {
  readonly found: string[] = [];
  compared = 0;

  same(what: string, found: unknown, expected: unknown): void {
    this.compared += 1;
    if (!isDeepStrictEqual(found, expected))
      this.found.push(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`.slice(0, 2_000));
  }
}
