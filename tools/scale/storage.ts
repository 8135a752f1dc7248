import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ROOT } from "../emulators.ts";

/**
 * What Firestore stores for a document and its indexes, in bytes, by the rules of
 * https://firebase.google.com/docs/firestore/storage-size. Single-field indexes are made for every field that
 * `firestore.indexes.json` does not exempt: two entries a value, one an element of an array.
 */
const OVERHEAD = 32;
const NAME_OVERHEAD = 16;
/** What an index holds of a long value. */
const INDEXED_MAX = 1_500;

const Indexes = z.object({
  indexes: z.array(
    z.object({
      collectionGroup: z.string(),
      fields: z.array(z.object({ fieldPath: z.string() })),
    }),
  ),
  fieldOverrides: z.array(
    z.object({ collectionGroup: z.string(), fieldPath: z.string(), indexes: z.array(z.unknown()) }),
  ),
});
const DECLARED = Indexes.parse(JSON.parse(readFileSync(join(ROOT, "firestore.indexes.json"), "utf8")));

const stringBytes = (text: string): number => Buffer.byteLength(text) + 1;

const nameBytes = (path: string): number =>
  path.split("/").reduce((sum, part) => sum + stringBytes(part), NAME_OVERHEAD);

function valueBytes(value: unknown): number {
  if (value === null || typeof value === "boolean") return 1;
  if (typeof value === "string") return stringBytes(value);
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + valueBytes(one), 0);
  if (isMap(value)) return fieldsBytes(value);
  return 8;
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;

const fieldsBytes = (fields: Record<string, unknown>): number =>
  Object.entries(fields).reduce((sum, [name, value]) => sum + stringBytes(name) + valueBytes(value), 0);

/** A document without its indexes. */
export const documentBytes = (path: string, fields: Record<string, unknown>): number =>
  nameBytes(path) + fieldsBytes(fields) + OVERHEAD;

/** Every value below a field that a single-field index holds, by its path, and how many entries it makes. */
function indexedValues(name: string, value: unknown): { name: string; bytes: number; entries: number }[] {
  if (Array.isArray(value))
    return value.map((one) => ({ name, bytes: Math.min(valueBytes(one), INDEXED_MAX), entries: 1 }));
  if (isMap(value))
    return Object.entries(value).flatMap(([inner, below]) =>
      Array.isArray(below) || isMap(below) ? [] : indexedValues(`${name}.${inner}`, below),
    );
  return [{ name, bytes: Math.min(valueBytes(value), INDEXED_MAX), entries: 2 }];
}

/** Entries and bytes of a document's indexes. */
export function indexBytes(
  path: string,
  fields: Record<string, unknown>,
): { entries: number; bytes: number } {
  const parts = path.split("/");
  const group = parts.at(-2) ?? "";
  const parent = parts.length > 2 ? nameBytes(parts.slice(0, -2).join("/")) : 0;
  const fixed = nameBytes(path) + parent + OVERHEAD;
  const overridden = new Set(
    DECLARED.fieldOverrides.filter((one) => one.collectionGroup === group).map((one) => one.fieldPath),
  );
  const single = Object.entries(fields)
    .filter(([name]) => !overridden.has(name))
    .flatMap(([name, value]) => indexedValues(name, value));
  const composite = DECLARED.indexes
    .filter((one) => one.collectionGroup === group)
    .map((one) => one.fields.reduce((sum, { fieldPath }) => sum + valueBytes(fields[fieldPath] ?? null), 0));
  return {
    entries: single.reduce((sum, { entries }) => sum + entries, 0) + composite.length,
    bytes:
      single.reduce(
        (sum, { name, bytes, entries }) => sum + entries * (fixed + stringBytes(name) + bytes),
        0,
      ) + composite.reduce((sum, bytes) => sum + fixed + bytes, 0),
  };
}
