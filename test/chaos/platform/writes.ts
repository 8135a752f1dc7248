import type { Context } from "./client.ts";
import { FirestoreError, GrpcStatus, type Precondition, type Write } from "./database.ts";
import type { DocumentReference } from "./references.ts";
import { isMap, Timestamp, type Writable, written } from "./values.ts";

/** Writes as the SDK takes them, and their commits outside of transactions. */

const updatesOf = (data: Record<string, unknown>): [string[], Writable][] =>
  Object.keys(data).map((field) => [field.split("."), written(data[field])]);

const fieldsOf = (data: unknown): Record<string, Writable> => {
  const fields = written(data);
  if (!isMap(fields)) throw new Error("a document is a map of fields");
  return fields;
};

export const createOf = (ref: DocumentReference, value: unknown): Write => ({
  ...{ kind: "create", path: ref.path },
  data: fieldsOf(ref.stored(value)),
});
export const setOf = (ref: DocumentReference, value: unknown, { merge = false } = {}): Write => ({
  ...{ kind: merge ? "merge" : "set", path: ref.path },
  data: fieldsOf(ref.stored(value)),
});
export const updateOf = (
  ref: DocumentReference,
  data: Record<string, unknown>,
  precondition: Precondition = {},
): Write => ({ kind: "update", path: ref.path, data: updatesOf(data), precondition });
export const deleteOf = (ref: DocumentReference, precondition: Precondition = {}): Write => ({
  kind: "delete",
  path: ref.path,
  precondition,
});

const SHORT: Record<Write["kind"], string> = { create: "+", set: "=", merge: "&", update: "~", delete: "-" };

export const labelOf = (writes: readonly Write[]): string =>
  writes.length <= 6
    ? writes.map(({ kind, path }) => SHORT[kind] + path).join(" ")
    : `${writes.length} writes, first ${SHORT[(writes[0] as Write).kind]}${(writes[0] as Write).path}`;

/** How often the SDK sends a call again, and how long (ms) it waits before at first. */
const RETRIES = 5;
export const BACKOFF_MS = 1_000;

/** Errors after which the SDK sends the commit of a batch again, whether it was applied or not. */
const RESENT: readonly number[] = [GrpcStatus.ABORTED, GrpcStatus.RESOURCE_EXHAUSTED, GrpcStatus.UNAVAILABLE];

export const codeOf = (error: unknown): number | null =>
  error instanceof FirestoreError ? error.code : null;

export class WriteResult {
  readonly writeTime: Timestamp;

  constructor(micros: number) {
    this.writeTime = Timestamp.fromMicros(micros);
  }
}

/** Commits writes outside of a transaction, and again where the SDK does so by itself. */
export async function commitBatch(
  { database, port }: Context,
  writes: readonly Write[],
): Promise<WriteResult[]> {
  for (let attempt = 1; ; attempt += 1)
    try {
      const label = labelOf(writes);
      const times = await port.send(`commit ${label}`, true, () => database.commit(writes));
      return times.map((time) => new WriteResult(time));
    } catch (error) {
      if (!RESENT.includes(codeOf(error) ?? 0) || attempt === RETRIES) throw error;
      await port.pause(BACKOFF_MS * attempt);
    }
}

export class WriteBatch {
  readonly #context: Context;
  readonly #writes: Write[] = [];

  constructor(context: Context) {
    this.#context = context;
  }

  create(ref: DocumentReference, value: unknown): this {
    this.#writes.push(createOf(ref, value));
    return this;
  }

  set(ref: DocumentReference, value: unknown, options?: { merge?: boolean }): this {
    this.#writes.push(setOf(ref, value, options));
    return this;
  }

  update(ref: DocumentReference, value: Record<string, unknown>, precondition?: Precondition): this {
    this.#writes.push(updateOf(ref, value, precondition));
    return this;
  }

  delete(ref: DocumentReference, precondition?: Precondition): this {
    this.#writes.push(deleteOf(ref, precondition));
    return this;
  }

  commit(): Promise<WriteResult[]> {
    return commitBatch(this.#context, this.#writes.splice(0));
  }
}
