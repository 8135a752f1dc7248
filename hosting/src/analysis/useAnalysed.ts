import { CriteriaSet, Ledger, paths } from "@parindex/core";
import { collection, type Firestore, FirestoreError, getDocs } from "firebase/firestore";
import { useCallback, useEffect, useState } from "react";
import type { z } from "zod";
import { useBackend } from "../data/backend.tsx";
import { type Live, withDates } from "../data/live.ts";
import { useSession } from "../data/session.tsx";

/** What the page analyses: every ledger and criteria set of the period, as they were at one time. */
export interface Snapshot {
  ledgers: Ledger[];
  sets: ReadonlyMap<string, CriteriaSet>;
  at: Date;
}

/** Reads a whole collection once. Throws where a document does not parse. */
export async function readAll<Schema extends z.ZodObject>(
  db: Firestore,
  path: string,
  schema: Schema,
): Promise<z.infer<Schema>[]> {
  const { docs } = await getDocs(collection(db, path));
  return docs.map((doc) => schema.parse(withDates(doc.data())));
}

/** What is read once, whenever `read` is another function; a reason why not where it fails. */
export function useOnce<T>(read: () => Promise<T>): Live<T> {
  const [live, setLive] = useState<Live<T>>({ state: "loading" });
  useEffect(() => {
    let shown = true;
    setLive({ state: "loading" });
    read().then(
      (data) => shown && setLive({ state: "ready", data }),
      (error) => {
        const denied = error instanceof FirestoreError && error.code === "permission-denied";
        if (shown) setLive(denied ? { state: "denied" } : { state: "failed", message: String(error) });
      },
    );
    return () => {
      shown = false;
    };
  }, [read]);
  return live;
}

/** The period's ledgers and sets, read once: one document a unit and one a set. `again` reads anew. */
export function useSnapshot(): { live: Live<Snapshot>; again: () => void } {
  const { db } = useBackend();
  const { scheme, periodId } = useSession();
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn reads anew
  const read = useCallback(async (): Promise<Snapshot> => {
    const [ledgers, sets] = await Promise.all([
      readAll(db, paths.ledgers(scheme, periodId), Ledger),
      readAll(db, paths.criteriaSets(scheme, periodId), CriteriaSet),
    ]);
    return { ledgers, sets: new Map(sets.map((set) => [set.id, set])), at: new Date() };
  }, [db, scheme, periodId, turn]);
  return { live: useOnce(read), again: () => setTurn((before) => before + 1) };
}
