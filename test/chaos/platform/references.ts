import type { Context } from "./client.ts";
import {
  type Found,
  idOf,
  type Plan,
  type Precondition,
  parentOf,
  type Version,
  type Write,
} from "./database.ts";
import { type Fields, Timestamp, type Value, valueAt, written } from "./values.ts";
import { commitBatch, createOf, deleteOf, setOf, updateOf, type WriteResult } from "./writes.ts";

/** Documents and queries as the SDK has them. */

interface Converter {
  toFirestore(value: unknown): unknown;
  fromFirestore(snapshot: Snapshot): unknown;
}

export class Snapshot {
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

export class QuerySnapshot {
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

export class DocumentReference {
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
  update = (value: Record<string, unknown>, precondition?: Precondition): Promise<WriteResult> =>
    this.#commit(updateOf(this, value, precondition));
  delete = (precondition?: Precondition): Promise<WriteResult> => this.#commit(deleteOf(this, precondition));
}

type Aggregation = { kind: "count" } | { kind: "sum"; field: string };

export const AggregateField = {
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

export class Query {
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

export class CollectionReference extends Query {
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
