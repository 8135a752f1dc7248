import type { Column } from "@parindex/core";
import type { Change, DocumentSnapshot, FirestoreEvent } from "firebase-functions/v2/firestore";
import type { z } from "zod";
import { withDates } from "../store/firestore.ts";
import { fieldsAtFault, newErrorId, tellEvent } from "../store/log.ts";
import type { UnitKey } from "../store/refs.ts";

/** The parameters of a score document's path. */
export type ScoreParams = { scheme: string; period: string; unit: string; leaf: string };
export type ScoreEvent = FirestoreEvent<Change<DocumentSnapshot> | undefined, ScoreParams>;

/** What the path of a score, with its parameters, is below a unit. */
export const scoreDocument = <Collection extends string>(collection: Collection) =>
  `schemes/{scheme}/periods/{period}/units/{unit}/${collection}/{leaf}` as const;

/** A decoded event: the unit and leaf it belongs to, when it was written, and the document before and after. */
export interface Decoded<T> {
  key: UnitKey;
  leaf: string;
  written: Date;
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
  column: Column,
  event: ScoreEvent,
): Decoded<z.infer<Schema>> | null {
  const { scheme, period, unit, leaf } = event.params;
  const key = { scheme, period, unit };
  const after = parsed(schema, event.data?.after);
  if (!after) return null;
  if (!after.success) {
    const fields = fieldsAtFault(after.error);
    tellEvent("score.malformed", { ...key, column, leaf, fields, errorId: newErrorId() });
    return null;
  }
  return {
    key,
    leaf,
    written: event.data?.after.updateTime?.toDate() ?? new Date(event.time),
    before: parsed(schema, event.data?.before)?.data,
    after: after.data,
  };
}
