import {
  type Database,
  FirestoreError,
  type Found,
  GrpcStatus,
  idOf,
  type Plan,
  parentOf,
  type Version,
  type Write,
} from "./database.ts";
import {
  type Fields,
  FieldValue,
  isMap,
  Timestamp,
  type Value,
  valueAt,
  type Writable,
  written,
} from "./values.ts";

/**
 * The part of `firebase-admin/firestore` that the functions use, over a `Database`. Every call that a real client sends
 * over the network goes through the `Port`, which decides when it is carried out and whether its answer arrives.
 */

/** The network between an instance and the database. */
export interface Port {
  /** Carries out a call. `writes`: whether it may be applied although its answer is lost. */
  send<T>(label: string, writes: boolean, perform: () => T): Promise<T>;
  /** Waits, as a client does before it tries again. */
  pause(millis: number): Promise<void>;
  /** The instant (µs) of the database. */
  now(): number;
  /** An id for a document that has none. */
  newId(): string;
}

interface Converter {
  toFirestore(value: unknown): unknown;
  fromFirestore(snapshot: Snapshot): unknown;
}

/** What a client is connected to, which may be another database later. */
export interface Context {
  database: Database;
  port: Port;
}

class Snapshot {
  readonly ref: DocumentReference;
  readonly readTime: Timestamp;
  readonly #version: Version | undefined;
  readonly #converter: Converter | null;

  constructor(
    ref: DocumentReference,
    version: Version | undefined,
    readTime: number,
    converter: Converter | null,
  ) {
    this.ref = ref;
    this.#version = version?.data ? version : undefined;
    this.readTime = Timestamp.fromMicros(readTime);
    this.#converter = converter;
  }

  get id(): string {
    return this.ref.id;
  }

  get exists(): boolean {
    return this.#version !== undefined;
  }

  get updateTime(): Timestamp | undefined {
    return this.#version && Timestamp.fromMicros(this.#version.at);
  }

  get createTime(): Timestamp | undefined {
    return this.#version && Timestamp.fromMicros(this.#version.created);
  }

  data(): unknown {
    if (!this.#version) return undefined;
    if (!this.#converter) return this.#version.data;
    return this.#converter.fromFirestore(
      new Snapshot(this.ref, this.#version, this.readTime.toMicros(), null),
    );
  }

  get(field: string): Value | undefined {
    return this.#version && valueAt(this.#version.data as Fields, field.split("."));
  }
}

class QuerySnapshot {
  readonly docs: Snapshot[];

  constructor(docs: Snapshot[]) {
    this.docs = docs;
  }

  get size(): number {
    return this.docs.length;
  }

  get empty(): boolean {
    return this.docs.length === 0;
  }
}

const updatesOf = (data: Record<string, unknown>): [string[], Writable][] =>
  Object.keys(data).map((field) => [field.split("."), written(data[field])]);

const fieldsOf = (data: unknown): Record<string, Writable> => {
  const fields = written(data);
  if (!isMap(fields)) throw new Error("a document is a map of fields");
  return fields;
};

const createOf = (ref: DocumentReference, value: unknown): Write => ({
  ...{ kind: "create", path: ref.path },
  data: fieldsOf(ref.stored(value)),
});
const setOf = (ref: DocumentReference, value: unknown, { merge = false } = {}): Write => ({
  ...{ kind: merge ? "merge" : "set", path: ref.path },
  data: fieldsOf(ref.stored(value)),
});
const updateOf = (
  ref: DocumentReference,
  data: Record<string, unknown>,
  precondition: { exists?: boolean; lastUpdateTime?: Timestamp } = {},
): Write => ({ kind: "update", path: ref.path, data: updatesOf(data), precondition });
const deleteOf = (
  ref: DocumentReference,
  precondition: { exists?: boolean; lastUpdateTime?: Timestamp } = {},
): Write => ({ kind: "delete", path: ref.path, precondition });

const SHORT: Record<Write["kind"], string> = { create: "+", set: "=", merge: "&", update: "~", delete: "-" };

const labelOf = (writes: readonly Write[]): string =>
  writes.length <= 6
    ? writes.map(({ kind, path }) => SHORT[kind] + path).join(" ")
    : `${writes.length} writes, first ${SHORT[(writes[0] as Write).kind]}${(writes[0] as Write).path}`;

/** How often the SDK sends a call again, and how long (ms) it waits before at first. */
const RETRIES = 5;
const BACKOFF_MS = 1_000;

/** Errors after which the SDK sends the commit of a batch again, whether it was applied or not. */
const RESENT: readonly number[] = [GrpcStatus.ABORTED, GrpcStatus.RESOURCE_EXHAUSTED, GrpcStatus.UNAVAILABLE];

const codeOf = (error: unknown): number | null => (error instanceof FirestoreError ? error.code : null);

class WriteResult {
  readonly writeTime: Timestamp;

  constructor(micros: number) {
    this.writeTime = Timestamp.fromMicros(micros);
  }
}

/** Commits writes outside of a transaction, and again where the SDK does so by itself. */
async function commitBatch({ database, port }: Context, writes: readonly Write[]): Promise<WriteResult[]> {
  for (let attempt = 1; ; attempt += 1)
    try {
      const label = labelOf(writes);
      const { times } = await port.send(`commit ${label}`, true, () => database.commit(writes));
      return times.map((time) => new WriteResult(time));
    } catch (error) {
      if (!RESENT.includes(codeOf(error) ?? 0) || attempt === RETRIES) throw error;
      await port.pause(BACKOFF_MS * attempt);
    }
}

class WriteBatch {
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

  update(
    ref: DocumentReference,
    value: Record<string, unknown>,
    precondition?: { exists?: boolean; lastUpdateTime?: Timestamp },
  ): this {
    this.#writes.push(updateOf(ref, value, precondition));
    return this;
  }

  delete(ref: DocumentReference, precondition?: { exists?: boolean; lastUpdateTime?: Timestamp }): this {
    this.#writes.push(deleteOf(ref, precondition));
    return this;
  }

  commit(): Promise<WriteResult[]> {
    return commitBatch(this.#context, this.#writes.splice(0));
  }
}

class DocumentReference {
  readonly path: string;
  readonly #context: Context;
  readonly #converter: Converter | null;

  constructor(context: Context, path: string, converter: Converter | null = null) {
    this.#context = context;
    this.path = path;
    this.#converter = converter;
  }

  get id(): string {
    return idOf(this.path);
  }

  get parent(): CollectionReference {
    return new CollectionReference(this.#context, parentOf(this.path), this.#converter);
  }

  withConverter(converter: Converter | null): DocumentReference {
    return new DocumentReference(this.#context, this.path, converter);
  }

  collection(id: string): CollectionReference {
    return new CollectionReference(this.#context, `${this.path}/${id}`);
  }

  /** What is stored for a value that this reference takes. */
  stored(value: unknown): unknown {
    return this.#converter ? this.#converter.toFirestore(value) : value;
  }

  snapshot(version: Version | undefined, at: number): Snapshot {
    return new Snapshot(this, version, at, this.#converter);
  }

  get(): Promise<Snapshot> {
    const { database, port } = this.#context;
    return port.send(`get ${this.path}`, false, () => this.snapshot(database.read(this.path), port.now()));
  }

  async #commit(write: Write): Promise<WriteResult> {
    const [result] = await commitBatch(this.#context, [write]);
    return result as WriteResult;
  }

  create = (value: unknown): Promise<WriteResult> => this.#commit(createOf(this, value));
  set = (value: unknown, options?: { merge?: boolean }): Promise<WriteResult> =>
    this.#commit(setOf(this, value, options));
  update = (
    value: Record<string, unknown>,
    precondition?: { exists?: boolean; lastUpdateTime?: Timestamp },
  ): Promise<WriteResult> => this.#commit(updateOf(this, value, precondition));
  delete = (precondition?: { exists?: boolean; lastUpdateTime?: Timestamp }): Promise<WriteResult> =>
    this.#commit(deleteOf(this, precondition));
}

type Aggregation = { kind: "count" } | { kind: "sum"; field: string };

const AggregateField = {
  count: (): Aggregation => ({ kind: "count" }),
  sum: (field: string): Aggregation => ({ kind: "sum", field }),
};

const aggregated = (found: readonly Found[], aggregation: Aggregation): number =>
  aggregation.kind === "count"
    ? found.length
    : found.reduce((sum, { version }) => {
        const value = valueAt(version.data ?? {}, aggregation.field.split("."));
        return sum + (typeof value === "number" ? value : 0);
      }, 0);

class Query {
  readonly plan: Plan;
  protected readonly context: Context;
  protected readonly converter: Converter | null;

  constructor(context: Context, plan: Plan, converter: Converter | null = null) {
    this.context = context;
    this.plan = plan;
    this.converter = converter;
  }

  #with(more: Partial<Plan>): Query {
    return new Query(this.context, { ...this.plan, ...more }, this.converter);
  }

  where(field: string, op: Plan["where"][number]["op"], value: unknown): Query {
    const condition = { field: field.split("."), op, value: written(value) as Value };
    return this.#with({ where: [...this.plan.where, condition] });
  }

  orderBy(field: string, direction: "asc" | "desc" = "asc"): Query {
    return this.#with({ orderBy: [...this.plan.orderBy, { field: field.split("."), direction }] });
  }

  limit(limit: number): Query {
    return this.#with({ limit });
  }

  /** Begins after these values; after a document's id where the query is ordered by ids. */
  startAfter(...values: unknown[]): Query {
    const { orderBy, from } = this.plan;
    const after = values.map((value, at): Value => {
      const byId = orderBy[at]?.field.join(".") === "__name__";
      return byId && "path" in from ? `${from.path}/${String(value)}` : (written(value) as Value);
    });
    return this.#with({ after });
  }

  /** Asks for the ids alone. */
  select(): Query {
    return new Query(this.context, this.plan, null);
  }

  withConverter(converter: Converter | null): Query {
    return new Query(this.context, this.plan, converter);
  }

  get label(): string {
    const { from, where } = this.plan;
    const conditions = where.map(({ field, op, value }) => `${field.join(".")}${op}${JSON.stringify(value)}`);
    return ["path" in from ? from.path : `*/${from.group}`, ...conditions].join(" ");
  }

  snapshot(found: readonly Found[], at: number): QuerySnapshot {
    return new QuerySnapshot(
      found.map(({ path, version }) =>
        new DocumentReference(this.context, path, this.converter).snapshot(version, at),
      ),
    );
  }

  get(): Promise<QuerySnapshot> {
    const { database, port } = this.context;
    return port.send(`query ${this.label}`, false, () =>
      this.snapshot(database.query(this.plan), port.now()),
    );
  }

  /** Only documents that have all the fields that are added up count, as in Firestore. */
  aggregate<Spec extends Record<string, Aggregation>>(spec: Spec) {
    const { database, port } = this.context;
    return {
      get: (): Promise<{ data(): Record<keyof Spec, number> }> =>
        port.send(`aggregate ${this.label}`, false, () => {
          const summed = Object.values(spec).flatMap((one) =>
            one.kind === "sum" ? [one.field.split(".")] : [],
          );
          const found = database
            .query(this.plan)
            .filter(({ version }) =>
              summed.every((field) => valueAt(version.data ?? {}, field) !== undefined),
            );
          const values = Object.entries(spec).map(([name, one]) => [name, aggregated(found, one)]);
          return { data: () => Object.fromEntries(values) };
        }),
    };
  }

  count() {
    return this.aggregate({ count: AggregateField.count() });
  }
}

class CollectionReference extends Query {
  readonly path: string;

  constructor(context: Context, path: string, converter: Converter | null = null) {
    super(context, { from: { path }, where: [], orderBy: [], after: null, limit: null }, converter);
    this.path = path;
  }

  get id(): string {
    return idOf(this.path);
  }

  get parent(): DocumentReference | null {
    return this.path.includes("/") ? new DocumentReference(this.context, parentOf(this.path)) : null;
  }

  doc(id = this.context.port.newId()): DocumentReference {
    return new DocumentReference(this.context, `${this.path}/${id}`, this.converter);
  }

  override withConverter(converter: Converter | null): CollectionReference {
    return new CollectionReference(this.context, this.path, converter);
  }

  listDocuments(): Promise<DocumentReference[]> {
    const { database, port } = this.context;
    return port.send(`list ${this.path}`, false, () => database.idsIn(this.path).map((id) => this.doc(id)));
  }
}

/** How long (µs) a transaction may take before the server gives it up. */
const TRANSACTION_MICROS = 270 * 1e6;

/** A transaction that reads one snapshot, and commits where nothing that it read has changed since. */
class Transaction {
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

  get(from: DocumentReference | Query): Promise<Snapshot | QuerySnapshot> {
    const { database } = this.#context;
    if (this.#writes && this.#writes.length > 0)
      throw new Error("Firestore transactions require all reads to be executed before all writes.");
    if (from instanceof DocumentReference)
      return this.#send(`tx get ${from.path}`, (at) => {
        const version = database.read(from.path, at);
        this.#read.set(from.path, version);
        return from.snapshot(version, at);
      });
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
  update = (
    ref: DocumentReference,
    value: Record<string, unknown>,
    precondition?: { exists?: boolean; lastUpdateTime?: Timestamp },
  ): this => this.#write(updateOf(ref, value, precondition));
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

  batch(): WriteBatch {
    return new WriteBatch(this.#context);
  }

  async runTransaction<T>(
    body: (transaction: Transaction) => Promise<T>,
    options: { readOnly?: boolean; readTime?: Timestamp; maxAttempts?: number } = {},
  ): Promise<T> {
    const { readOnly = false, readTime, maxAttempts = 5 } = options;
    for (let attempt = 1; ; attempt += 1)
      try {
        const transaction = new Transaction(this.#context, readOnly, readTime?.toMicros() ?? null);
        const result = await body(transaction);
        await transaction.commit();
        return result;
      } catch (error) {
        if (readOnly || !isRetried(error) || attempt === maxAttempts) throw error;
        await this.#context.port.pause(BACKOFF_MS * attempt);
      }
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
