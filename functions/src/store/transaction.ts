import { AsyncLocalStorage } from "node:async_hooks";
import { channel } from "node:diagnostics_channel";
import {
  type DocumentReference,
  type DocumentSnapshot,
  FieldValue,
  GrpcStatus,
  type Query,
  type QuerySnapshot,
  type Timestamp,
  type Transaction,
  type WithFieldValue,
} from "firebase-admin/firestore";
import { db } from "./firestore.ts";

/** What a step reads and writes, in a transaction or in a batch. */
export interface Step {
  get<T>(ref: DocumentReference<T>): Promise<DocumentSnapshot<T>>;
  set<T>(ref: DocumentReference<T>, value: T): void;
}

/** A write that an act would make. */
export interface PlannedWrite {
  kind: "create" | "set" | "update" | "delete";
  path: string;
}

const rehearsals = new AsyncLocalStorage<PlannedWrite[]>();

/**
 * Lets acts run with all their guards and store nothing: transactions only read, and what they and `commitAll` would
 * write is listed instead. Nothing else may be rehearsed.
 */
export async function rehearse<T>(work: () => Promise<T>): Promise<{ result: T; planned: PlannedWrite[] }> {
  const planned: PlannedWrite[] = [];
  return { result: await rehearsals.run(planned, work), planned };
}

/** A number within a document by its path, and what is added to it. */
export type Increment = readonly [path: readonly string[], by: number];

type Tree = { [name: string]: Tree | FieldValue };

/** The tree of these increments, as a merge takes it. Paths of one number come once. */
function treeOf(increments: readonly Increment[]): Tree {
  const tree: Tree = {};
  for (const [path, by] of increments) {
    let at = tree;
    for (const name of path.slice(0, -1)) {
      const below = at[name];
      const next: Tree = below === undefined || below instanceof FieldValue ? {} : below;
      at[name] = next;
      at = next;
    }
    at[path.at(-1) ?? ""] = FieldValue.increment(by);
  }
  return tree;
}

/** A transaction that counts the documents it reads and writes, so that costs can be logged and tested. */
export class Tx implements Step {
  reads = 0;
  writes = 0;
  private readonly tx: Transaction;
  /** What it would write, where it is rehearsed. */
  readonly planned: PlannedWrite[] | null;

  constructor(tx: Transaction, planned: PlannedWrite[] | null) {
    this.tx = tx;
    this.planned = planned;
  }

  private write(kind: PlannedWrite["kind"], { path }: { path: string }, perform: () => void): void {
    this.writes += 1;
    if (this.planned) this.planned.push({ kind, path });
    else perform();
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

  /** Reads some documents at once. */
  async getAll<T>(all: readonly DocumentReference<T>[]): Promise<DocumentSnapshot<T>[]> {
    if (all.length === 0) return [];
    this.reads += all.length;
    return this.tx.getAll(...all);
  }

  /** Reads some documents at once, all of which must be there. */
  async mustAll<T>(all: readonly DocumentReference<T>[]): Promise<T[]> {
    return (await this.getAll(all)).map((found) => {
      const data = found.data();
      if (data === undefined) throw new MissingDocument(found.ref.path);
      return data;
    });
  }

  /** Runs a query; an empty result is billed as one read. */
  async query<T>(query: Query<T>): Promise<QuerySnapshot<T>> {
    const snapshot = await this.tx.get(query);
    this.reads += Math.max(1, snapshot.size);
    return snapshot;
  }

  create<T>(ref: DocumentReference<T>, value: T): void {
    this.write("create", ref, () => this.tx.create(ref, value as WithFieldValue<T>));
  }

  set<T>(ref: DocumentReference<T>, value: T): void {
    this.write("set", ref, () => this.tx.set(ref, value as WithFieldValue<T>));
  }

  /** Replaces some top-level fields of a document that exists. */
  update<T>(ref: DocumentReference<T>, value: Partial<T>): void {
    this.write("update", ref, () => this.tx.update(ref, { ...value }));
  }

  /** Adds to numbers of a document without reading it. It is made with `fixed` where it is not there. */
  add<T>(ref: DocumentReference<T>, fixed: Partial<T>, increments: readonly Increment[]): void {
    const content = { ...fixed, ...treeOf(increments) };
    this.write("set", ref, () => this.tx.set(ref.withConverter(null), content, { merge: true }));
  }

  /** Deletes a document, whether it is there or not. */
  delete<T>(ref: DocumentReference<T>): void {
    this.write("delete", ref, () => this.tx.delete(ref));
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

/** What the transactions of one piece of work cost together. */
export type Spent = Pick<Cost, "reads" | "writes" | "attempts">;

const spendings = new AsyncLocalStorage<Spent>();

/** Runs some work and adds to `spent` what its transactions cost. */
export const spending = <T>(spent: Spent, work: () => Promise<T>): Promise<T> => spendings.run(spent, work);

function tell(cost: Cost): void {
  costs.publish(cost);
  const spent = spendings.getStore();
  if (!spent) return;
  spent.reads += cost.reads;
  spent.writes += cost.writes;
  spent.attempts += cost.attempts;
}

/** Whether a batch was refused because a document was no longer as it was read, or no longer there. */
const isOutdated = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  (error.code === GrpcStatus.FAILED_PRECONDITION || error.code === GrpcStatus.NOT_FOUND);

/** Whether a document that was to be created is there already. */
export const isAlreadyThere = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === GrpcStatus.ALREADY_EXISTS;

/** A document's value and the version it has. */
interface Version<T> {
  value: T;
  updateTime: Timestamp;
}

/** How many documents an instance remembers. */
const REMEMBERED = 200;

/** What this instance last made of documents it replaces: while nobody else writes them they need not be read again. */
const remembered = new Map<string, Version<object>>();

function remember(path: string, version: Version<object>): void {
  remembered.delete(path);
  remembered.set(path, version);
  const [oldest] = remembered.keys();
  if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
}

async function readVersion<T extends object>(ref: DocumentReference<T>): Promise<Version<T> | null> {
  const snapshot = await ref.get();
  const value = snapshot.data();
  return value && snapshot.updateTime ? { value, updateTime: snapshot.updateTime } : null;
}

/** Runs the body on one version and commits, or returns false where the document has changed since. */
async function replaceVersion<T extends object>(
  ref: DocumentReference<T>,
  { value, updateTime }: Version<T>,
  body: (value: T, step: Step) => Promise<T | null>,
  cost: Cost,
): Promise<boolean> {
  const batch = db.batch();
  const next = await body(value, {
    get: (other) => {
      cost.reads += 1;
      return other.get();
    },
    set: (other, content) => {
      cost.writes += 1;
      batch.set(other, content as WithFieldValue<typeof content>);
    },
  });
  if (next) {
    cost.writes += 1;
    batch.update(ref, { ...next }, { lastUpdateTime: updateTime });
  }
  if (cost.writes === 0) return true;
  try {
    const written = (await batch.commit()).at(-1);
    if (next && written) remember(ref.path, { value: next, updateTime: written.writeTime });
    return true;
  } catch (error) {
    if (!isOutdated(error)) throw error;
    remembered.delete(ref.path);
    return false;
  }
}

/**
 * Writes a batch that is refused whole where a document has changed since it was read: as safe as a transaction over
 * it, without its locks and at half its cost. `body` returns the document's new value (null: leave it) and adds what
 * else is to be written. The version this instance wrote itself is tried first, without reading: where it is not the
 * newest any more the batch is refused and the document read. Returns false, with nothing written, where the document
 * is not there or stayed contended for `attempts` tries.
 */
export async function replaceUnchanged<T extends object>(
  name: string,
  ref: DocumentReference<T>,
  body: (value: T, step: Step) => Promise<T | null>,
  attempts = 4,
): Promise<boolean> {
  if (rehearsals.getStore()) throw new Error(`${name} can't be rehearsed`);
  const cost: Cost = { name, reads: 0, writes: 0, attempts: 0 };
  while (cost.attempts < attempts) {
    cost.attempts += 1;
    cost.writes = 0;
    const known = remembered.get(ref.path) as Version<T> | undefined;
    const version = known ?? (await readVersion(ref));
    if (!version) return false;
    if (!known) cost.reads += 1;
    if (await replaceVersion(ref, version, body, cost)) {
      tell(cost);
      return true;
    }
  }
  return false;
}

/** Google's emulator says so to a transaction that it ended because it contended; the client only tries others again. */
const isClosed = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  error.code === GrpcStatus.INVALID_ARGUMENT &&
  error.message.includes("Transaction is invalid or closed");

/**
 * Runs a transaction under a name and logs what it cost. Firestore retries the body when it contends, so the body
 * has no effect beside its transaction. With `readTime` the transaction only reads, as of that instant.
 */
export async function transact<T>(
  name: string,
  body: (tx: Tx) => Promise<T>,
  options: { readTime?: Timestamp } = {},
): Promise<T> {
  const rehearsal = rehearsals.getStore();
  let attempts = 0;
  let last: Tx | undefined;
  const run = (transaction: Transaction) => {
    attempts += 1;
    last = new Tx(transaction, rehearsal ? [] : null);
    return body(last);
  };
  const { readTime } = options;
  const perform = () =>
    readTime || rehearsal
      ? db.runTransaction(run, { readOnly: true, ...(readTime ? { readTime } : {}) })
      : db.runTransaction(run, { maxAttempts: 10 });
  const result = await perform().catch((error: unknown) => {
    if (isClosed(error)) return perform();
    throw error;
  });
  rehearsal?.push(...(last?.planned ?? []));
  const cost: Cost = { name, reads: last?.reads ?? 0, writes: last?.writes ?? 0, attempts };
  tell(cost);
  return result;
}

/** How many documents one batch takes along. */
const BATCH = 400;

/** What takes writes whose documents nobody else touches. */
interface Batch extends Pick<Step, "set"> {
  update<T>(ref: DocumentReference<T>, value: Partial<T>): void;
  delete<T>(ref: DocumentReference<T>): void;
}

/** What is to be stored or removed, told to the batch that does it. */
export type Write = (batch: Batch) => void;

/** Stores or removes many documents, some at a time: a run that died is done again, so they must bear it. */
export async function commitAll(writes: readonly Write[]): Promise<void> {
  const rehearsal = rehearsals.getStore();
  for (let at = 0; at < writes.length; at += BATCH) {
    const batch = db.batch();
    const taking: Batch = {
      set: (ref, value) => {
        if (rehearsal) rehearsal.push({ kind: "set", path: ref.path });
        else batch.set(ref, value as WithFieldValue<typeof value>);
      },
      update: (ref, value) => {
        if (rehearsal) rehearsal.push({ kind: "update", path: ref.path });
        else batch.update(ref, { ...value });
      },
      delete: (ref) => {
        if (rehearsal) rehearsal.push({ kind: "delete", path: ref.path });
        else batch.delete(ref);
      },
    };
    for (const write of writes.slice(at, at + BATCH)) write(taking);
    if (!rehearsal) await batch.commit();
  }
}
