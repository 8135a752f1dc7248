import type { z } from "zod";
import { Period, paths } from "../../core/src/index.ts";
import type { Fail } from "./checks/difference.ts";
import { type Database, idOf } from "./platform/database.ts";
import { Timestamp, type Value } from "./platform/values.ts";
import { PERIOD, SCHEME } from "./templates.ts";

/** What stands in the database of a run, as code reads it. */

/** A document that is not as its schema says. */
class Misfit extends Error {}

/** Takes a look at what is stored; a document that does not fit its schema breaks an invariant like any other. */
export function look(fail: Fail, at: () => void): void {
  try {
    at();
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    fail("what is stored fits its schema", error.message);
  }
}

/** A stored document by its schema, with dates; undefined where it is not there. */
export function read<T>(database: Database, path: string, schema: z.ZodType<T>): T | undefined {
  const data = database.data(path);
  if (data === null) return undefined;
  const parsed = schema.safeParse(withDates(data));
  if (!parsed.success) throw new Misfit(`${path}: ${parsed.error.message}`);
  return parsed.data;
}

function withDates(value: Value | undefined): unknown {
  if (value instanceof Timestamp) return value.toDate();
  if (value instanceof Uint8Array || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(withDates);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withDates(inner as Value)]));
}

export const periodOf = (database: Database): Period => {
  const period = read(database, paths.period(SCHEME, PERIOD), Period);
  if (!period) throw new Error("the period is gone");
  return period;
};

/** What is there of a collection, by ids. */
export function all<T>(database: Database, path: string, schema: z.ZodType<T>): { id: string; data: T }[] {
  return database.list(path).flatMap((found) => {
    const data = read(database, found.path, schema);
    return data === undefined ? [] : [{ id: idOf(found.path), data }];
  });
}
