import { logger } from "firebase-functions/v2";
import type { Change, DocumentSnapshot, FirestoreEvent } from "firebase-functions/v2/firestore";
import type { z } from "zod";
import { withDates } from "../store/firestore.ts";
import type { UnitKey } from "../store/refs.ts";

/** The parameters of a score document's path. */
export type ScoreParams = { scheme: string; period: string; unit: string; leaf: string };
export type ScoreEvent = FirestoreEvent<Change<DocumentSnapshot> | undefined, ScoreParams>;

/** What the path of a score, with its parameters, is below a unit. */
export const scoreDocument = <Collection extends string>(collection: Collection) =>
  `schemes/{scheme}/periods/{period}/units/{unit}/${collection}/{leaf}` as const;

/** A decoded event: the unit it belongs to and the document before and after. */
export interface Decoded<T> {
  key: UnitKey;
  before: T | undefined;
  after: T;
}

function parsed<Schema extends z.ZodObject>(schema: Schema, snapshot: DocumentSnapshot | undefined) {
  return snapshot?.exists ? schema.safeParse(withDates(snapshot.data())) : undefined;
}

/**
 * Decodes an event, or returns null where no retry could help: a document that does not fit its schema (logged) or
 * that is gone. Transient errors come later, from Firestore, and are thrown so that the event is delivered again.
 */
export function decodeScoreEvent<Schema extends z.ZodObject>(
  schema: Schema,
  event: ScoreEvent,
): Decoded<z.infer<Schema>> | null {
  const { scheme, period, unit } = event.params;
  const after = parsed(schema, event.data?.after);
  if (!after) return null;
  if (!after.success) {
    logger.error("decodeScoreEvent", {
      document: event.document,
      event: event.id,
      error: after.error.message,
    });
    return null;
  }
  return {
    key: { scheme, period, unit },
    before: parsed(schema, event.data?.before)?.data,
    after: after.data,
  };
}
