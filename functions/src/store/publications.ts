import {
  joinRanking,
  type Manifest,
  type Publication,
  queries,
  type RankingPart,
  SealSheet,
  splitRanking,
} from "@parindex/core";
import type { CollectionReference, DocumentReference } from "firebase-admin/firestore";
import { queryAt } from "./firestore.ts";
import { type PeriodKey, refs } from "./refs.ts";
import type { Tx } from "./transaction.ts";

/** How many sheets are at hand at once: some megabytes. */
const PAGE = 100;

/** The sheets that a run has sealed, some at a time, in the order of their units' ids. */
export async function* sealedPages(key: PeriodKey, run: string): AsyncGenerator<SealSheet[]> {
  const query = queries.sealSheetsOf(key.scheme, key.period, run, PAGE);
  let after: string | null = null;
  for (;;) {
    const { docs } = await queryAt(query, SealSheet, after).get();
    if (docs.length > 0) yield docs.map((doc) => doc.data());
    if (docs.length < PAGE) return;
    after = docs.at(-1)?.id ?? null;
  }
}

interface Ranked {
  manifest: Manifest;
  parts?: number | undefined;
}

/** The manifest of a stored result with its whole ranking, wherever that stands. */
export async function wholeManifest(
  { manifest, parts = 0 }: Ranked,
  partRefs: CollectionReference<RankingPart>,
): Promise<Manifest> {
  const read = await Promise.all(
    Array.from({ length: parts }, async (_, at) => {
      const part = (await partRefs.doc(String(at)).get()).data();
      if (!part) throw new Error(`${partRefs.path}/${at} is not there`);
      return part;
    }),
  );
  return joinRanking(manifest, read);
}

/** Writes a result of any size: one document, and where its ranking does not fit there, the parts below it. */
export function writeRanked<T extends Ranked>(
  tx: Tx,
  partRefs: CollectionReference<RankingPart>,
  result: T,
  write: (stored: T) => void,
): void {
  const { manifest, parts } = splitRanking(result.manifest);
  write({ ...result, manifest, ...(parts.length > 0 ? { parts: parts.length } : {}) });
  for (const [at, part] of parts.entries())
    tx.set(partRefs.doc(String(at)) as DocumentReference<RankingPart>, part);
}

/** A stored publication with its whole ranking. */
export async function wholePublication(id: string, stored: Publication): Promise<Publication> {
  const { parts: _, ...publication } = stored;
  return { ...publication, manifest: await wholeManifest(stored, refs.publicationParts(id)) };
}
