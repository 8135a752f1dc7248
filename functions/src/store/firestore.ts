import type { DeclaredQuery } from "@parindex/core";
import { getApps, initializeApp } from "firebase-admin/app";
import {
  type DocumentData,
  type DocumentReference,
  type DocumentSnapshot,
  type FirestoreDataConverter,
  getFirestore,
  type Query,
  type QueryDocumentSnapshot,
  Timestamp,
} from "firebase-admin/firestore";
import type { z } from "zod";

export const db = getFirestore(getApps()[0] ?? initializeApp());

/** Turns Firestore timestamps into `Date`, at any depth. Bytes stay bytes. */
export function withDates(value: unknown): unknown {
  if (value instanceof Timestamp) return value.toDate();
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(withDates);
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withDates(entry)]));
  return value;
}

/** A converter that parses on read: what does not fit its schema is an error that names the document. */
function parsedBy<Schema extends z.ZodObject>(schema: Schema): FirestoreDataConverter<z.infer<Schema>> {
  return {
    toFirestore: (value) => value as DocumentData,
    fromFirestore: (snapshot: QueryDocumentSnapshot) => {
      const parsed = schema.safeParse(withDates(snapshot.data()));
      if (!parsed.success) throw new TypeError(`${snapshot.ref.path}: ${parsed.error.message}`);
      return parsed.data;
    },
  };
}

/** A typed reference to the document at a path. */
export const docAt = <Schema extends z.ZodObject>(
  path: string,
  schema: Schema,
): DocumentReference<z.infer<Schema>> => db.doc(path).withConverter(parsedBy(schema));

/** The client as it is: `getAll` keeps the converters of its references, which the SDK's own type forgets. */
const typed = db as unknown as {
  getAll<T>(...all: readonly DocumentReference<T>[]): Promise<DocumentSnapshot<T>[]>;
};

/** Some documents, read at once. */
export const readAll = async <T>(all: readonly DocumentReference<T>[]): Promise<DocumentSnapshot<T>[]> =>
  all.length === 0 ? [] : typed.getAll(...all);

/** A typed reference to the collection at a path. */
export const collectionAt = <Schema extends z.ZodObject>(path: string, schema: Schema) =>
  db.collection(path).withConverter(parsedBy(schema));

/** The typed query that `core/src/queries.ts` declares; its next page from after a document's id on, where that orders it. */
export function queryAt<Schema extends z.ZodObject>(
  { from, where, orderBy, limit }: DeclaredQuery,
  schema: Schema,
  after: string | null = null,
): Query<z.infer<Schema>> {
  let query: Query = "path" in from ? db.collection(from.path) : db.collectionGroup(from.group);
  for (const { field, op, value } of where) query = query.where(field, op, value);
  for (const { field, direction } of orderBy) query = query.orderBy(field, direction);
  if (limit !== null) query = query.limit(limit);
  if (after !== null) query = query.startAfter(after);
  return query.withConverter(parsedBy(schema));
}
