import type { Context } from "./client.ts";
import { GrpcStatus } from "./database.ts";
import {
  AggregateField,
  CollectionReference,
  DocumentReference,
  Query,
  type Snapshot,
} from "./references.ts";
import { runTransaction, type Transaction, type TransactionOptions } from "./transaction.ts";
import { FieldValue, Timestamp } from "./values.ts";
import { commitBatch, WriteBatch } from "./writes.ts";

/** The part of `firebase-admin/firestore` that the functions use, over a `Database`. */

class Firestore {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  doc(path: string): DocumentReference {
    return new DocumentReference(this.#context, path);
  }

  collection(path: string): CollectionReference {
    return new CollectionReference(this.#context, path);
  }

  collectionGroup(group: string): Query {
    return new Query(this.#context, { from: { group }, where: [], orderBy: [], after: null, limit: null });
  }

  getAll(...refs: DocumentReference[]): Promise<Snapshot[]> {
    const { database, port } = this.#context;
    const label = `get ${refs.length} from ${refs[0]?.path}`;
    return port.send(label, false, () =>
      refs.map((ref) => ref.snapshot(database.read(ref.path), port.now())),
    );
  }

  batch(): WriteBatch {
    return new WriteBatch(this.#context);
  }

  runTransaction<T>(
    body: (transaction: Transaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T> {
    return runTransaction(this.#context, body, options);
  }

  /** Deletes all that is at or below a place, document by document. */
  async recursiveDelete(ref: DocumentReference | CollectionReference): Promise<void> {
    const { database, port } = this.#context;
    const paths = await port.send(`list all ${ref.path}`, false, () => database.allBelow(ref.path));
    for (const path of paths) await commitBatch(this.#context, [{ kind: "delete", path }]);
  }
}

/** The module that the functions of one instance import as `firebase-admin/firestore`. */
export function firestoreModule(context: Context) {
  const firestore = new Firestore(context);
  return { getFirestore: () => firestore, Timestamp, FieldValue, AggregateField, GrpcStatus };
}
