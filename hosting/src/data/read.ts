import type { DeclaredQuery } from "@parindex/core";
import { collection, doc, type Firestore, getDoc, getDocs, type QuerySnapshot } from "firebase/firestore";
import type { z } from "zod";
import { queryAt, withDates } from "./live.ts";

/** Documents read once, by their ids, where a report needs many and nobody watches them change. */

function parsed<Schema extends z.ZodObject>(
  snapshot: QuerySnapshot,
  schema: Schema,
): Map<string, z.infer<Schema>> {
  return new Map(snapshot.docs.map((found) => [found.id, schema.parse(withDates(found.data()))]));
}

export async function readAll<Schema extends z.ZodObject>(db: Firestore, path: string, schema: Schema) {
  return parsed(await getDocs(collection(db, path)), schema);
}

export async function readQuery<Schema extends z.ZodObject>(
  db: Firestore,
  declared: DeclaredQuery,
  schema: Schema,
) {
  return parsed(await getDocs(queryAt(db, declared)), schema);
}

/** One document, or undefined where it is not there. */
export async function readOne<Schema extends z.ZodObject>(
  db: Firestore,
  path: string,
  schema: Schema,
): Promise<z.infer<Schema> | undefined> {
  const found = await getDoc(doc(db, path));
  return found.exists() ? schema.parse(withDates(found.data())) : undefined;
}
