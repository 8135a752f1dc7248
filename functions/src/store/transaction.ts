import { channel } from "node:diagnostics_channel";
import type {
  DocumentReference,
  DocumentSnapshot,
  Query,
  QuerySnapshot,
  Timestamp,
  Transaction,
  WithFieldValue,
} from "firebase-admin/firestore";
import { logger } from "firebase-functions/v2";
import { db } from "./firestore.ts";

/** A transaction that counts the documents it reads and writes, so that costs can be logged and tested. */
export class Tx {
  reads = 0;
  writes = 0;
  private readonly tx: Transaction;

  constructor(tx: Transaction) {
    this.tx = tx;
  }

  /** Reads one document. */
  async get<T>(ref: DocumentReference<T>): Promise<DocumentSnapshot<T>> {
    this.reads += 1;
    return this.tx.get(ref);
  }

  /** Reads one document that must be there. */
  async must<T>(ref: DocumentReference<T>): Promise<T> {
    const data = (await this.get(ref)).data();
    if (data === undefined) throw new MissingDocument(ref.path);
    return data;
  }

  /** Runs a query; an empty result is billed as one read. */
  async query<T>(query: Query<T>): Promise<QuerySnapshot<T>> {
    const snapshot = await this.tx.get(query);
    this.reads += Math.max(1, snapshot.size);
    return snapshot;
  }

  create<T>(ref: DocumentReference<T>, value: T): void {
    this.writes += 1;
    this.tx.create(ref, value as WithFieldValue<T>);
  }

  set<T>(ref: DocumentReference<T>, value: T): void {
    this.writes += 1;
    this.tx.set(ref, value as WithFieldValue<T>);
  }

  /** Replaces some top-level fields of a document that exists. */
  update<T>(ref: DocumentReference<T>, value: Partial<T>): void {
    this.writes += 1;
    this.tx.update(ref, { ...value });
  }
}

/** A document that an act rests on is not there. */
export class MissingDocument extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`missing document ${path}`);
    this.path = path;
  }
}

/** What a committed transaction cost. */
export interface Cost {
  name: string;
  reads: number;
  writes: number;
  attempts: number;
}

/** Where every committed transaction's `Cost` is told to whoever listens: tests and benchmarks. */
export const costs = channel("parindex.transaction");

/**
 * Runs a transaction under a name and logs what it cost. Firestore retries the body when it contends, so the body
 * has no effect beside its transaction. With `readTime` the transaction only reads, as of that instant.
 */
export async function transact<T>(
  name: string,
  body: (tx: Tx) => Promise<T>,
  options: { readTime?: Timestamp } = {},
): Promise<T> {
  let attempts = 0;
  let last: Tx | undefined;
  const run = (transaction: Transaction) => {
    attempts += 1;
    last = new Tx(transaction);
    return body(last);
  };
  const { readTime } = options;
  const result = readTime
    ? await db.runTransaction(run, { readOnly: true, readTime })
    : await db.runTransaction(run, { maxAttempts: 10 });
  const cost: Cost = { name, reads: last?.reads ?? 0, writes: last?.writes ?? 0, attempts };
  costs.publish(cost);
  logger.debug(name, cost);
  return result;
}
