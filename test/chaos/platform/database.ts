import {
  compare,
  equal,
  type Fields,
  merged,
  settled,
  Timestamp,
  type Value,
  valueAt,
  type Writable,
} from "./values.ts";

/** The gRPC codes that Firestore's errors carry. */
export const GrpcStatus = {
  ...{ INVALID_ARGUMENT: 3, DEADLINE_EXCEEDED: 4, NOT_FOUND: 5, ALREADY_EXISTS: 6 },
  ...{ RESOURCE_EXHAUSTED: 8, FAILED_PRECONDITION: 9, ABORTED: 10, INTERNAL: 13, UNAVAILABLE: 14 },
} as const;

/** An error as the SDK throws it. */
export class FirestoreError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** A version of a document: from when on (µs), made when, and what it holds; null where it is not there. */
export interface Version {
  at: number;
  created: number;
  data: Fields | null;
}

/** What must hold of a document that is written. */
export interface Precondition {
  lastUpdateTime?: Timestamp;
}

export type Write =
  | { kind: "create" | "set" | "merge"; path: string; data: Record<string, Writable> }
  | {
      kind: "update";
      path: string;
      data: readonly (readonly [string[], Writable])[];
      precondition?: Precondition;
    }
  | { kind: "delete"; path: string; precondition?: Precondition };

/** What a commit did to a document. */
export interface Change {
  path: string;
  before: Version | undefined;
  after: Version;
}

type Operator = "==" | "in" | "array-contains" | ">=" | "<=" | ">" | "<";

/** A query over one collection, or over all of one name. */
export interface Plan {
  from: { path: string } | { group: string };
  where: readonly { field: string[]; op: Operator; value: Value }[];
  orderBy: readonly { field: string[]; direction: "asc" | "desc" }[];
  after: readonly Value[] | null;
  limit: number | null;
}

export interface Found {
  path: string;
  version: Version;
}

export const idOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

const isName = (field: readonly string[]): boolean => field.length === 1 && field[0] === "__name__";

const isThere = (version: Version | undefined): version is Version & { data: Fields } =>
  version !== undefined && version.data !== null;

function matches(value: Value | undefined, op: Operator, operand: Value): boolean {
  if (value === undefined) return false;
  switch (op) {
    case "==":
      return equal(value, operand);
    case "in":
      return (operand as readonly Value[]).some((one) => equal(value, one));
    case "array-contains":
      return Array.isArray(value) && value.some((one) => equal(one, operand));
    default: {
      if (typeof value !== typeof operand || Array.isArray(value) !== Array.isArray(operand)) return false;
      const order = compare(value, operand);
      if (op === ">=") return order >= 0;
      if (op === "<=") return order <= 0;
      return op === ">" ? order > 0 : order < 0;
    }
  }
}

interface Collection {
  /** When a document of it last changed, µs. */
  changed: number;
  docs: Map<string, readonly Version[]>;
}

/**
 * A Firestore in memory: every version of every document, commits that are whole or not at all, and reads at any
 * instant. `clock` tells the server's time in microseconds; no two commits have the same.
 */
export class Database {
  readonly #collections = new Map<string, Collection>();
  readonly #own = new Set<string>();
  readonly #groups = new Map<string, string[]>();
  readonly #clock: () => number;
  /** The instant of the last commit, µs. */
  last = 0;
  /** Told of every commit, in its order. */
  onCommit: (changes: readonly Change[], at: number) => void = () => {};

  constructor(clock: () => number, like?: Database) {
    this.#clock = clock;
    if (!like) return;
    this.last = like.last;
    for (const [path, collection] of like.#collections) this.#collections.set(path, collection);
    for (const [group, paths] of like.#groups) this.#groups.set(group, paths);
  }

  #group(path: string): readonly string[] {
    return this.#groups.get(path) ?? [];
  }

  /** A collection that this database may change. */
  #collectionToChange(path: string): Collection {
    const known = this.#collections.get(path);
    if (known && this.#own.has(path)) return known;
    const own = { changed: known?.changed ?? 0, docs: new Map(known?.docs) };
    this.#collections.set(path, own);
    this.#own.add(path);
    if (!known) this.#groups.set(idOf(path), [...this.#group(idOf(path)), path]);
    return own;
  }

  /** A document as it stood at an instant (µs), or as it stands. */
  read(path: string, at = Number.POSITIVE_INFINITY): Version | undefined {
    const versions = this.#collections.get(parentOf(path))?.docs.get(path);
    if (!versions) return undefined;
    for (let index = versions.length - 1; index >= 0; index--) {
      const version = versions[index] as Version;
      if (version.at <= at) return version;
    }
    return undefined;
  }

  /** Every version of a document, the oldest first. */
  versions(path: string): readonly Version[] {
    return this.#collections.get(parentOf(path))?.docs.get(path) ?? [];
  }

  /** What a document holds now, or null. */
  data(path: string): Fields | null {
    return this.read(path)?.data ?? null;
  }

  /** What is there of a collection, by ids. */
  list(path: string, at = Number.POSITIVE_INFINITY): Found[] {
    const collection = this.#collections.get(path);
    if (!collection) return [];
    const found: Found[] = [];
    for (const key of collection.docs.keys()) {
      const version = this.read(key, at);
      if (isThere(version)) found.push({ path: key, version });
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** The ids below a collection: of documents that are there, and of those that only have something below them. */
  idsIn(path: string): string[] {
    const ids = new Set(this.list(path).map((one) => idOf(one.path)));
    const below = `${path}/`;
    for (const other of this.#collections.keys())
      if (other.startsWith(below) && this.list(other).length > 0)
        ids.add(other.slice(below.length).split("/", 1)[0] as string);
    return [...ids].sort();
  }

  /** What is there of every collection of a name. */
  listGroup(group: string): Found[] {
    return this.#group(group).flatMap((path) => this.list(path));
  }

  /** Every document at or below a path. */
  allBelow(path: string): string[] {
    const own = isThere(this.read(path)) ? [path] : [];
    const collections = [...this.#collections.keys()].filter(
      (other) => other === path || other.startsWith(`${path}/`),
    );
    return [...own, ...collections.flatMap((other) => this.list(other).map((one) => one.path))];
  }

  #pathsOf(from: Plan["from"]): readonly string[] {
    return "path" in from ? [from.path] : this.#group(from.group);
  }

  query(plan: Plan, at = Number.POSITIVE_INFINITY): Found[] {
    let found = this.#pathsOf(plan.from).flatMap((path) => this.list(path, at));
    const fieldOf = ({ path, version }: Found, field: string[]): Value | undefined =>
      isName(field) ? path : valueAt(version.data ?? {}, field);
    if (plan.where.length > 0)
      found = found.filter((one) =>
        plan.where.every(({ field, op, value }) => matches(fieldOf(one, field), op, value)),
      );
    const compareFound = (a: Found, b: Found): number => {
      for (const { field, direction } of plan.orderBy) {
        const order = compare(fieldOf(a, field) as Value, fieldOf(b, field) as Value);
        if (order !== 0) return direction === "asc" ? order : -order;
      }
      const last = plan.orderBy.at(-1)?.direction ?? "asc";
      const order = a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
      return last === "asc" ? order : -order;
    };
    if (plan.orderBy.length > 0) {
      found = found.filter((one) => plan.orderBy.every(({ field }) => fieldOf(one, field) !== undefined));
      found.sort(compareFound);
    } else if ("group" in plan.from) found.sort(compareFound);
    const { after, limit } = plan;
    if (after)
      found = found.filter((one) => {
        for (const [index, bound] of after.entries()) {
          const { field, direction } = plan.orderBy[index] as Plan["orderBy"][number];
          const order = compare(fieldOf(one, field) as Value, bound);
          if (order !== 0) return direction === "asc" ? order > 0 : order < 0;
        }
        return false;
      });
    return limit === null ? found : found.slice(0, limit);
  }

  /** Whether anything that a query may find has changed since an instant. */
  changedSince(from: Plan["from"], at: number): boolean {
    return this.#pathsOf(from).some((path) => (this.#collections.get(path)?.changed ?? 0) > at);
  }

  /** Commits writes, all of them or none, and returns when (µs) each document last changed. Throws as Firestore refuses. */
  commit(writes: readonly Write[]): number[] {
    const at = Math.max(this.last + 1, this.#clock());
    const stamp = Timestamp.fromMicros(at);
    const staged = new Map<string, Version>();
    const times: number[] = [];
    for (const write of writes) {
      const before = staged.get(write.path) ?? this.read(write.path);
      const data = applied(write, before, stamp);
      const same = data !== null && isThere(before) && equal(before.data, data);
      const created = isThere(before) ? before.created : at;
      const after = same ? before : { at, created, data };
      staged.set(write.path, after);
      times.push(after.at);
    }
    const changes: Change[] = [];
    for (const [path, after] of staged) {
      const before = this.read(path);
      if (after === before || (after.data === null && !isThere(before))) continue;
      const collection = this.#collectionToChange(parentOf(path));
      collection.docs.set(path, [...(collection.docs.get(path) ?? []), after]);
      collection.changed = at;
      changes.push({ path, before: isThere(before) ? before : undefined, after });
    }
    this.last = at;
    if (changes.length > 0) this.onCommit(changes, at);
    return times;
  }
}

function checkPrecondition(
  { lastUpdateTime }: Precondition,
  before: Version | undefined,
  path: string,
): void {
  if (lastUpdateTime && !(isThere(before) && before.at === lastUpdateTime.toMicros()))
    throw new FirestoreError(GrpcStatus.FAILED_PRECONDITION, `${path} is not of the time that was required`);
}

/** What a write makes of a document. */
function applied(write: Write, before: Version | undefined, at: Timestamp): Fields | null {
  const { path } = write;
  switch (write.kind) {
    case "create":
      if (isThere(before))
        throw new FirestoreError(GrpcStatus.ALREADY_EXISTS, `document already exists: ${path}`);
      return settled(write.data, undefined, at) as Fields;
    case "set":
      return settled(write.data, undefined, at) as Fields;
    case "merge":
      return merged(write.data, isThere(before) ? before.data : {}, at);
    case "update": {
      checkPrecondition(write.precondition ?? {}, before, path);
      if (!isThere(before)) throw new FirestoreError(GrpcStatus.NOT_FOUND, `no document to update: ${path}`);
      return write.data.reduce<Fields>(
        (fields, [field, value]) => withField(fields, field, value, at),
        before.data,
      );
    }
    case "delete":
      checkPrecondition(write.precondition ?? {}, before, path);
      return null;
  }
}

/** Fields with the value at one path replaced. */
function withField(fields: Fields, [name, ...rest]: string[], value: Writable, at: Timestamp): Fields {
  if (name === undefined) return fields;
  const old = fields[name];
  const next =
    rest.length === 0
      ? settled(value, old, at)
      : withField(
          old !== null && typeof old === "object" && !Array.isArray(old) ? (old as Fields) : {},
          rest,
          value,
          at,
        );
  const { [name]: _before, ...others } = fields;
  return next === undefined ? others : { ...others, [name]: next };
}
