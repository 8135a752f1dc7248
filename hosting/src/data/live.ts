import type { DeclaredQuery } from "@parindex/core";
import {
  collection,
  collectionGroup,
  doc,
  type Firestore,
  type FirestoreError,
  getCountFromServer,
  limit,
  onSnapshot,
  orderBy,
  type Query,
  query,
  Timestamp,
  where,
} from "firebase/firestore";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { z } from "zod";
import { useBackend } from "./backend.tsx";

/** Turns Firestore timestamps into `Date`, at any depth. A time the server has not set yet is this machine's. */
export function withDates(value: unknown): unknown {
  if (value instanceof Timestamp) return value.toDate();
  if (Array.isArray(value)) return value.map(withDates);
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withDates(entry)]));
  return value;
}

/** What a live listener shows: nothing yet, nothing there, not allowed, or the data. */
export type Live<T> =
  | { state: "loading" }
  | { state: "missing" }
  | { state: "denied" }
  | { state: "failed"; message: string }
  | { state: "ready"; data: T };

const LOADING = { state: "loading" } as const;

const failure = (error: Pick<FirestoreError, "code" | "message">) =>
  error.code === "permission-denied"
    ? ({ state: "denied" } as const)
    : ({ state: "failed", message: error.message } as const);

/** The data while it is there, else undefined. */
export const dataOf = <T>(live: Live<T>): T | undefined => (live.state === "ready" ? live.data : undefined);

/**
 * Whether something else is to be shown than before. Only then the old gives way at once: a page that was put aside (the
 * session was over) and comes back keeps what it showed, and what was typed on it, until there is news.
 */
function isOther(shown: RefObject<unknown>, wanted: unknown): boolean {
  const other = shown.current !== wanted;
  shown.current = wanted;
  return other;
}

/** Listens to a document while the component is on screen. A null path listens to nothing. */
export function useDocument<Schema extends z.ZodObject>(
  path: string | null,
  schema: Schema,
): Live<z.infer<Schema>> {
  const { db } = useBackend();
  const [live, setLive] = useState<Live<z.infer<Schema>>>(LOADING);
  const shown = useRef<unknown>(undefined);
  useEffect(() => {
    if (isOther(shown, path)) setLive(LOADING);
    if (!path) return;
    return onSnapshot(
      doc(db, path),
      (snapshot) => {
        if (!snapshot.exists()) return setLive({ state: "missing" });
        const data = snapshot.data({ serverTimestamps: "estimate" });
        const parsed = schema.safeParse(withDates(data));
        setLive(parsed.success ? { state: "ready", data: parsed.data } : { state: "failed", message: path });
      },
      (error) => setLive(failure(error)),
    );
  }, [db, path, schema]);
  return live;
}

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/**
 * Listens to some documents (keep the list in a `useMemo`) while the component is on screen. What is not there, may
 * not be seen or does not parse is left out.
 */
export function useDocuments<Schema extends z.ZodObject>(
  paths: readonly string[],
  schema: Schema,
): ReadonlyMap<string, z.infer<Schema>> {
  const { db } = useBackend();
  const [found, setFound] = useState<ReadonlyMap<string, z.infer<Schema>>>(NOTHING);
  const shown = useRef<unknown>(undefined);
  useEffect(() => {
    if (isOther(shown, paths)) setFound(NOTHING);
    const stops = paths.map((path) =>
      onSnapshot(
        doc(db, path),
        (snapshot) => {
          const parsed = schema.safeParse(withDates(snapshot.data({ serverTimestamps: "estimate" })));
          if (parsed.success) setFound((before) => new Map(before).set(path, parsed.data));
        },
        () => {},
      ),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [db, paths, schema]);
  return found;
}

/** A collection's documents by their id, with whether each still waits for the server. */
export interface Entry<T> {
  id: string;
  data: T;
  pending: boolean;
}

/** The query that `core/src/queries.ts` declares. */
export function queryAt(
  db: Firestore,
  { from, where: conditions, orderBy: orders, limit: most }: DeclaredQuery,
): Query {
  return query(
    "path" in from ? collection(db, from.path) : collectionGroup(db, from.group),
    ...conditions.map(({ field, op, value }) => where(field, op, value)),
    ...orders.map(({ field, direction }) => orderBy(field, direction)),
    ...(most === null ? [] : [limit(most)]),
  );
}

/**
 * Listens to a declared query (keep it in a `useMemo`) while the component is on screen. Null listens to nothing. Only
 * documents that changed are read anew: an entry that did not stays the same object.
 */
export function useQuery<Schema extends z.ZodObject>(
  declared: DeclaredQuery | null,
  schema: Schema,
): Live<Entry<z.infer<Schema>>[]> {
  const { db } = useBackend();
  const [live, setLive] = useState<Live<Entry<z.infer<Schema>>[]>>(LOADING);
  const shown = useRef<unknown>(undefined);
  useEffect(() => {
    if (isOther(shown, declared)) setLive(LOADING);
    if (!declared) return;
    const known = new Map<string, Entry<z.infer<Schema>>>();
    const broken = new Set<string>();
    return onSnapshot(
      queryAt(db, declared),
      { includeMetadataChanges: true },
      (snapshot) => {
        for (const { type, doc: changed } of snapshot.docChanges({ includeMetadataChanges: true })) {
          const { path } = changed.ref;
          known.delete(path);
          broken.delete(path);
          if (type === "removed") continue;
          const data = schema.safeParse(withDates(changed.data({ serverTimestamps: "estimate" }))).data;
          const pending = changed.metadata.hasPendingWrites;
          if (data) known.set(path, { id: changed.id, data, pending });
          else broken.add(path);
        }
        const [unreadable] = broken;
        if (unreadable !== undefined) return setLive({ state: "failed", message: unreadable });
        const entries = snapshot.docs.flatMap(({ ref }) => known.get(ref.path) ?? []);
        setLive({ state: "ready", data: entries });
      },
      (error) => setLive(failure(error)),
    );
  }, [db, declared, schema]);
  return live;
}

/**
 * Counts what each of some declared queries finds (keep the list in a `useMemo`), once: one read a query up to 1,000 found,
 * none of what they find. Nothing before all are counted, nor where one can't be.
 */
export function useCounts(declared: readonly DeclaredQuery[]): readonly number[] | undefined {
  const { db } = useBackend();
  const [counts, setCounts] = useState<readonly number[]>();
  const shown = useRef<unknown>(undefined);
  useEffect(() => {
    if (isOther(shown, declared)) setCounts(undefined);
    let left = false;
    const counted = Promise.all(declared.map((one) => getCountFromServer(queryAt(db, one))));
    counted.then(
      (found) => left || setCounts(found.map((one) => one.data().count)),
      () => {},
    );
    return () => {
      left = true;
    };
  }, [db, declared]);
  return counts;
}

/** Listens to a whole collection while the component is on screen. A null path listens to nothing. */
export function useCollection<Schema extends z.ZodObject>(
  path: string | null,
  schema: Schema,
): Live<Entry<z.infer<Schema>>[]> {
  const whole = useMemo(
    (): DeclaredQuery | null => (path ? { from: { path }, where: [], orderBy: [], limit: null } : null),
    [path],
  );
  return useQuery(whole, schema);
}

/** Listens to one document as to a collection of it alone: no entry where it is not there. */
export function useEntry<Schema extends z.ZodObject>(
  path: string,
  schema: Schema,
): Live<Entry<z.infer<Schema>>[]> {
  const { db } = useBackend();
  const [live, setLive] = useState<Live<Entry<z.infer<Schema>>[]>>(LOADING);
  const shown = useRef<unknown>(undefined);
  useEffect(() => {
    if (isOther(shown, path)) setLive(LOADING);
    return onSnapshot(
      doc(db, path),
      { includeMetadataChanges: true },
      (snapshot) => {
        if (!snapshot.exists()) return setLive({ state: "ready", data: [] });
        const parsed = schema.safeParse(withDates(snapshot.data({ serverTimestamps: "estimate" })));
        if (!parsed.success) return setLive({ state: "failed", message: path });
        const pending = snapshot.metadata.hasPendingWrites;
        setLive({ state: "ready", data: [{ id: snapshot.id, data: parsed.data, pending }] });
      },
      (error) => setLive(failure(error)),
    );
  }, [db, path, schema]);
  return live;
}
