import type { Context } from "./client.ts";
import {
  FirestoreError,
  type Found,
  GrpcStatus,
  type Plan,
  type Precondition,
  type Version,
  type Write,
} from "./database.ts";
import { DocumentReference, type Query, type QuerySnapshot, type Snapshot } from "./references.ts";
import type { Timestamp } from "./values.ts";
import { BACKOFF_MS, codeOf, createOf, deleteOf, labelOf, setOf, updateOf } from "./writes.ts";

/** How long (µs) a transaction may take before the server gives it up. */
const TRANSACTION_MICROS = 270 * 1e6;

/** A transaction that reads one snapshot, and commits where nothing that it read has changed since. */
export class Transaction {
  readonly #context: Context;
  readonly #writes: Write[] | null;
  /** The instant (µs) of the snapshot, once anything was read, and when that was. */
  #at: number | null;
  #since = 0;
  #began: Promise<unknown> | null = null;
  readonly #read = new Map<string, Version | undefined>();
  readonly #queried: { plan: Plan; found: readonly Found[] }[] = [];

  constructor(context: Context, readOnly: boolean, readTime: number | null) {
    this.#context = context;
    this.#writes = readOnly ? null : [];
    this.#at = readTime;
  }

  /** Reads in the transaction's snapshot. All reads but the first wait until that has begun it. */
  async #send<T>(label: string, perform: (at: number) => T): Promise<T> {
    const { database, port } = this.#context;
    if (this.#began) await this.#began;
    const answer = port.send(label, false, () => {
      if (this.#since === 0) this.#since = port.now();
      this.#at ??= database.last;
      return perform(this.#at);
    });
    this.#began ??= answer.catch(() => {});
    return answer;
  }

  #requireNoWrites(): void {
    if (this.#writes && this.#writes.length > 0)
      throw new Error("Firestore transactions require all reads to be executed before all writes.");
  }

  #readDocument(ref: DocumentReference, at: number): Snapshot {
    const version = this.#context.database.read(ref.path, at);
    this.#read.set(ref.path, version);
    return ref.snapshot(version, at);
  }

  getAll(...refs: DocumentReference[]): Promise<Snapshot[]> {
    this.#requireNoWrites();
    const label = `tx get ${refs.length} from ${refs[0]?.path}`;
    return this.#send(label, (at) => refs.map((ref) => this.#readDocument(ref, at)));
  }

  get(from: DocumentReference | Query): Promise<Snapshot | QuerySnapshot> {
    const { database } = this.#context;
    this.#requireNoWrites();
    if (from instanceof DocumentReference)
      return this.#send(`tx get ${from.path}`, (at) => this.#readDocument(from, at));
    return this.#send(`tx query ${from.label}`, (at) => {
      const found = database.query(from.plan, at);
      this.#queried.push({ plan: from.plan, found });
      return from.snapshot(found, at);
    });
  }

  #write(write: Write): this {
    if (!this.#writes) throw new Error("Firestore read-only transactions cannot execute writes.");
    this.#writes.push(write);
    return this;
  }

  create = (ref: DocumentReference, value: unknown): this => this.#write(createOf(ref, value));
  set = (ref: DocumentReference, value: unknown, options?: { merge?: boolean }): this =>
    this.#write(setOf(ref, value, options));
  update = (ref: DocumentReference, value: Record<string, unknown>, precondition?: Precondition): this =>
    this.#write(updateOf(ref, value, precondition));
  delete = (ref: DocumentReference): this => this.#write(deleteOf(ref));

  /** Whether something that was read is no longer as it was. */
  #isOutdated(): boolean {
    const { database } = this.#context;
    const at = this.#at;
    if (at === null || database.last <= at) return false;
    for (const [path, version] of this.#read) if (database.read(path) !== version) return true;
    return this.#queried.some(({ plan, found }) => {
      if (!database.changedSince(plan.from, at)) return false;
      const now = database.query(plan);
      return (
        now.length !== found.length || now.some(({ version }, index) => version !== found[index]?.version)
      );
    });
  }

  async commit(): Promise<void> {
    const { database, port } = this.#context;
    const writes = this.#writes;
    if (!writes || (this.#at === null && writes.length === 0)) return;
    await port.send(`tx commit ${labelOf(writes)}`, writes.length > 0, () => {
      if (this.#since > 0 && port.now() - this.#since > TRANSACTION_MICROS)
        throw new FirestoreError(GrpcStatus.INVALID_ARGUMENT, "The referenced transaction has expired");
      if (this.#isOutdated())
        throw new FirestoreError(GrpcStatus.ABORTED, "Aborted due to cross-transaction contention");
      if (writes.length > 0) database.commit(writes);
    });
  }
}

/** Whether the SDK runs a transaction's body again after this error. */
function isRetried(error: unknown): boolean {
  const code = codeOf(error);
  if (code === GrpcStatus.INVALID_ARGUMENT) return String(error).includes("transaction has expired");
  return (
    code !== null &&
    code !== GrpcStatus.NOT_FOUND &&
    code !== GrpcStatus.ALREADY_EXISTS &&
    code !== GrpcStatus.FAILED_PRECONDITION
  );
}

export interface TransactionOptions {
  readOnly?: boolean;
  readTime?: Timestamp;
  maxAttempts?: number;
}

/** Runs a body in a transaction, and again where the SDK does so by itself. */
export async function runTransaction<T>(
  context: Context,
  body: (transaction: Transaction) => Promise<T>,
  { readOnly = false, readTime, maxAttempts = 5 }: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1)
    try {
      const transaction = new Transaction(context, readOnly, readTime?.toMicros() ?? null);
      const result = await body(transaction);
      await transaction.commit();
      return result;
    } catch (error) {
      if (readOnly || !isRetried(error) || attempt === maxAttempts) throw error;
      await context.port.pause(BACKOFF_MS * attempt);
    }
}
