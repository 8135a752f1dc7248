/** Values as Firestore stores them: plain, never shared with whoever wrote them, with timestamps of microseconds. */

export type Value =
  | null
  | boolean
  | number
  | string
  | Timestamp
  | Uint8Array
  | readonly Value[]
  | { readonly [name: string]: Value };
export type Fields = Readonly<Record<string, Value>>;

export class Timestamp {
  readonly seconds: number;
  readonly nanoseconds: number;

  constructor(seconds: number, nanoseconds: number) {
    this.seconds = seconds;
    this.nanoseconds = nanoseconds;
  }

  static fromMicros(micros: number): Timestamp {
    const seconds = Math.floor(micros / 1e6);
    return new Timestamp(seconds, (micros - seconds * 1e6) * 1_000);
  }

  static fromMillis = (millis: number): Timestamp => Timestamp.fromMicros(millis * 1_000);
  static fromDate = (date: Date): Timestamp => Timestamp.fromMillis(date.getTime());

  toMicros(): number {
    return this.seconds * 1e6 + Math.floor(this.nanoseconds / 1_000);
  }

  toMillis(): number {
    return this.seconds * 1_000 + Math.floor(this.nanoseconds / 1e6);
  }

  toDate(): Date {
    return new Date(this.toMillis());
  }

  isEqual(other: unknown): boolean {
    return (
      other instanceof Timestamp && other.seconds === this.seconds && other.nanoseconds === this.nanoseconds
    );
  }
}

/** What stands in the place of a value and is worked out when it is stored. */
export class FieldValue {
  readonly #of: (before: Value | undefined, at: Timestamp) => Value | undefined;

  private constructor(of: (before: Value | undefined, at: Timestamp) => Value | undefined) {
    this.#of = of;
  }

  /** The value that is stored, or undefined where the field goes. */
  after(before: Value | undefined, at: Timestamp): Value | undefined {
    return this.#of(before, at);
  }

  static increment = (by: number): FieldValue =>
    new FieldValue((before) => (typeof before === "number" ? before + by : by));
  static serverTimestamp = (): FieldValue => new FieldValue((_, at) => at);
  static delete = (): FieldValue => new FieldValue(() => undefined);
}

/** A value that may hold field values. */
export type Writable = Value | FieldValue | { readonly [name: string]: Writable };

const isPlain = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** A copy of what is written, with dates as timestamps. Throws where Firestore takes no such value. */
export function written(value: unknown): Writable {
  if (value === null || typeof value === "string" || typeof value === "boolean" || typeof value === "number")
    return value;
  if (typeof value === "object") {
    if (Array.isArray(value))
      return value.map((item): Value => {
        const inner = written(item);
        if (Array.isArray(inner) || inner instanceof FieldValue) throw unsupported(item);
        return inner as Value;
      });
    if (value instanceof Date) return Timestamp.fromDate(value);
    if (value instanceof Timestamp || value instanceof FieldValue) return value;
    if (value instanceof Uint8Array) return Buffer.from(value);
    if (isPlain(value)) {
      const copy: Record<string, Writable> = {};
      for (const name of Object.keys(value)) copy[name] = written(value[name]);
      return copy;
    }
  }
  throw unsupported(value);
}

const unsupported = (value: unknown): Error =>
  new Error(
    `Value for argument "data" is not a valid Firestore document. Cannot use ${
      value === undefined ? '"undefined"' : String(value)
    } as a Firestore value.`,
  );

export const isMap = (value: unknown): value is Record<string, Writable> =>
  value !== null &&
  typeof value === "object" &&
  !Array.isArray(value) &&
  !(value instanceof Timestamp || value instanceof FieldValue || value instanceof Uint8Array);

/** What a written value comes to in the place of another one. */
export function settled(value: Writable, before: Value | undefined, at: Timestamp): Value | undefined {
  if (value instanceof FieldValue) return value.after(before, at);
  if (!isMap(value)) return value as Value;
  const result: Record<string, Value> = {};
  for (const name of Object.keys(value)) {
    const inner = value[name];
    const settledInner = inner === undefined ? undefined : settled(inner, undefined, at);
    if (settledInner !== undefined) result[name] = settledInner;
  }
  return result;
}

/** Written fields merged into those that stand there. */
export function merged(value: Record<string, Writable>, before: Fields, at: Timestamp): Fields {
  const result: Record<string, Value> = { ...before };
  for (const name of Object.keys(value)) {
    const inner = value[name] as Writable;
    const old = before[name];
    const next =
      isMap(inner) && Object.keys(inner).length > 0
        ? merged(inner, isMap(old) ? (old as Fields) : {}, at)
        : settled(inner, old, at);
    if (next === undefined) delete result[name];
    else result[name] = next;
  }
  return result;
}

/** The place of a type in Firestore's order of values. */
function typeOrder(value: Value): number {
  if (value === null) return 0;
  if (typeof value === "boolean") return 1;
  if (typeof value === "number") return 2;
  if (value instanceof Timestamp) return 3;
  if (typeof value === "string") return 4;
  if (value instanceof Uint8Array) return 5;
  return Array.isArray(value) ? 6 : 7;
}

const order = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Firestore's order of values, within a type and between types. */
export function compare(a: Value, b: Value): number {
  const type = typeOrder(a);
  if (type !== typeOrder(b)) return type - typeOrder(b);
  if (typeof a === "number" || typeof a === "string") return order(a, b as typeof a);
  if (typeof a === "boolean") return Number(a) - Number(b);
  if (a instanceof Timestamp) return a.toMicros() - (b as Timestamp).toMicros();
  if (a instanceof Uint8Array) return Buffer.compare(a, b as Uint8Array);
  if (a === null) return 0;
  return equal(a, b) ? 0 : order(JSON.stringify(a), JSON.stringify(b));
}

/** Whether two values are the same to Firestore. */
export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Timestamp) return a.isEqual(b);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => equal(item, b[at]));
  if (Array.isArray(b) || b instanceof Timestamp || b instanceof Uint8Array) return false;
  const [left, right] = [a as Fields, b as Fields];
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && equal(left[name], right[name]))
  );
}

/** The value at a path of fields, or undefined. */
export function valueAt(fields: Fields, path: readonly string[]): Value | undefined {
  let value: Value | undefined = fields;
  for (const name of path) {
    if (!isMap(value) || !Object.hasOwn(value, name)) return undefined;
    value = (value as Fields)[name];
  }
  return value;
}
