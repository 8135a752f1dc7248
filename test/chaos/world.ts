import { type Fault, Faults, type Limits, type Rates } from "./faults.ts";
import type { Database } from "./platform/database.ts";
import { Prng } from "./prng.ts";

/** A process that serves functions: its memory goes with it. */
export interface Instance {
  id: number;
  alive: boolean;
  /** How far (ms) its clock is off. */
  skew: number;
}

/** What became of a call to a function. */
export type Outcome<T> =
  | { kind: "value"; value: T }
  | { kind: "error"; error: unknown }
  /** The instance died or took too long: nobody knows how far it came. */
  | { kind: "lost" };

/** A call that is under way, and how its caller hears that it is lost. */
interface Invocation {
  instance: Instance;
  name: string;
  lose(): void;
}

interface Item {
  due: number;
  owner: Instance | null;
  name: string;
  run(): void;
}

/** Something that must never be: it ends the run. */
export class Violation extends Error {
  readonly invariant: string;

  constructor(invariant: string, detail: string) {
    super(`${invariant}: ${detail}`);
    this.invariant = invariant;
  }
}

/** A step of a run, as a trace shows it. */
export interface Step {
  at: number;
  who: string;
  what: string;
}

/** A run that takes more steps than this does not come to rest. */
const STEPS_MAX = 20_000;

/** When every run begins (ms). */
export const BEGIN = Date.UTC(2025, 0, 15, 1);

/** How many instances serve at a time. */
const INSTANCES = 3;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

/** Lets everything go on that only waits for what has happened. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A hash that goes on with a text (FNV-1a, 32 bits). */
function hashed(hash: number, text: string): number {
  let next = hash;
  for (let at = 0; at < text.length; at += 1) next = Math.imul(next ^ text.charCodeAt(at), 0x0100_0193);
  return next;
}

/**
 * A world whose time is made and whose order of events is drawn: everything that waits is a step, one is carried out at a
 * time, and which one is the seed's choice, as is what goes wrong with it.
 */
export class World {
  /** True time, ms. */
  now = BEGIN;
  readonly acts: Prng;
  readonly steps: Step[] = [];
  readonly faults: Faults;
  /** How often each named thing happened, for the coverage. */
  readonly reached = new Map<string, number>();
  /** How far (ms) the worst clock so far is off. */
  skew = 0;
  /** A hash of every step so far and of its time. */
  hash = 0x811c_9dc5;
  /** How many steps were taken. */
  taken = 0;
  violation: Violation | null = null;
  database!: Database;
  onKill: (instance: Instance) => void = () => {};
  onTransaction: (name: string) => void = () => {};
  /** Randomness for what the platform makes up: ids, keys, shards. */
  readonly ids: Prng;
  readonly #schedule: Prng;
  readonly #keepSteps: boolean;
  #items: Item[] = [];
  #instances: Instance[] = [];
  #made = 0;
  #invocations = new Set<Invocation>();
  readonly #sticky: number;
  #last: Instance | null = null;
  #napping = 0;

  constructor(seed: number, rates: (prng: Prng) => Rates, limits: Limits = {}, keepSteps = false) {
    const { salt = 0 } = limits;
    this.acts = new Prng(seed, 1);
    this.#schedule = new Prng(seed, 2 + salt * 8);
    this.faults = new Faults(new Prng(seed, 3 + salt * 8), rates(new Prng(seed, 5)), limits);
    this.ids = new Prng(seed, 4 + salt * 8);
    this.#keepSteps = keepSteps;
    this.#sticky = this.#schedule.pick([0, 0.4, 0.8, 0.95]);
  }

  note(step: string, who = "world"): void {
    this.hash = hashed(hashed(this.hash, who), step) ^ this.now;
    if (this.#keepSteps) this.steps.push({ at: this.now - BEGIN, who, what: step });
  }

  /** Hears of a transaction that a function committed, right after it did. */
  committed({ name, writes }: { name: string; writes: number }): void {
    this.reach(`transaction ${name}`);
    if (writes > 0) this.onTransaction(name);
  }

  reach(what: string): void {
    this.reached.set(what, (this.reached.get(what) ?? 0) + 1);
  }

  /** Whether a fault comes to pass at this occasion, which the trace then tells. */
  fault(kind: Fault): boolean {
    const comes = this.faults.comes(kind);
    if (comes) this.note(`! ${kind}`);
    return comes;
  }

  /** A duration (ms) between two, drawn with the schedule. */
  duration(shortest: number, longest: number): number {
    return this.#schedule.duration(shortest, longest);
  }

  /** How long (ms) something is under way: mostly not for long, at times nearly as long as may be. */
  flight(longest: number): number {
    return this.#schedule.chance(0.3)
      ? this.#schedule.between(Math.floor(longest / 2), longest)
      : this.#schedule.duration(1, longest);
  }

  fail(invariant: string, detail: string): void {
    this.violation ??= new Violation(invariant, detail);
  }

  /** Lets something happen at or after an instant. */
  add(due: number, name: string, run: () => void, owner: Instance | null = null): Item {
    const item = { due, owner, name, run };
    this.#items.push(item);
    return item;
  }

  #cancel(item: Item): void {
    const at = this.#items.indexOf(item);
    if (at >= 0) this.#items.splice(at, 1);
  }

  /** Waits for some time (ms), unless the instance that waits dies. */
  sleep(millis: number, owner: Instance | null = null, name = "sleep"): Promise<void> {
    return new Promise((resolve) => this.add(this.now + millis, name, resolve, owner));
  }

  /** A client's own call to the database: carried out some time later, whole. */
  client<T>(name: string, perform: () => T, due = this.now): Promise<T> {
    return new Promise((resolve, reject) =>
      this.add(due, name, () => {
        try {
          resolve(perform());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      }),
    );
  }

  /** Lets whoever calls the database next sleep over it for so long (ms), where machines fall asleep at all. */
  nap(millis: number): void {
    this.#napping = millis;
  }

  /** How long (ms) a call to the database waits before it is carried out. */
  held(): number {
    const nap = this.#napping;
    this.#napping = 0;
    if (nap > 0 && this.faults.may("stall")) {
      this.faults.counts.stall += 1;
      return nap;
    }
    return this.fault("stall") ? this.faults.random.duration(SECOND, 20 * MINUTE) : 0;
  }

  /** The database's own time, µs. */
  readonly clock = (): number => this.now * 1_000;

  #instance(): Instance {
    this.#instances = this.#instances.filter(({ alive }) => alive);
    const missing = this.#instances.length < INSTANCES;
    if (this.#instances.length === 0 || (missing && this.#schedule.chance(0.3))) {
      this.#made += 1;
      const skew = this.fault("skew") ? this.#skew() : 0;
      this.skew = Math.max(this.skew, Math.abs(skew));
      this.#instances.push({ id: this.#made, alive: true, skew });
    }
    return this.#schedule.pick(this.#instances);
  }

  /** How far (ms) a clock is off: mostly some seconds, at times a minute. */
  #skew(): number {
    const most = this.faults.random.chance(0.2) ? MINUTE : 5 * SECOND;
    return Math.round((2 * this.faults.random.real() - 1) * most);
  }

  kill(instance: Instance): void {
    instance.alive = false;
    this.note(`killed`, `i${instance.id}`);
    this.#items = this.#items.filter(({ owner }) => owner !== instance);
    this.onKill(instance);
    for (const invocation of [...this.#invocations])
      if (invocation.instance === instance) {
        this.reach(`killed in ${invocation.name}`);
        invocation.lose();
      }
  }

  /**
   * Calls a function on one of the instances. Where the instance dies, or the call takes longer than `timeout` ms, it is
   * lost to the caller; what still runs of it then goes on, as it does on the platform, or is killed.
   */
  invoke<T>(name: string, timeout: number, work: (instance: Instance) => Promise<T>): Promise<Outcome<T>> {
    const instance = this.#instance();
    this.note(`begins ${name}`, `i${instance.id}`);
    return new Promise((resolve) => {
      const end = (outcome: Outcome<T>) => {
        if (!this.#invocations.delete(invocation)) return;
        this.#cancel(limit);
        const said = outcome.kind === "error" ? String(outcome.error) : outcome.kind;
        this.note(`ends ${name}: ${said}`, `i${instance.id}`);
        resolve(outcome);
      };
      const invocation: Invocation = { instance, name, lose: () => end({ kind: "lost" }) };
      const limit = this.add(this.now + timeout, `${name} timed out`, () => {
        this.faults.counts.timeout += 1;
        invocation.lose();
        if (this.#schedule.chance(0.5)) this.kill(instance);
      });
      this.#invocations.add(invocation);
      work(instance).then(
        (value) => instance.alive && end({ kind: "value", value }),
        (error: unknown) => instance.alive && end({ kind: "error", error }),
      );
    });
  }

  /** Chooses what happens next: of all that may, mostly something of whom it was last, as the seed has it. */
  #next(): Item | null {
    const items = this.#items;
    if (items.length === 0) return null;
    let runnable = items.filter(({ due }) => due <= this.now);
    if (runnable.length === 0) {
      this.now = items.reduce((least, { due }) => Math.min(least, due), Number.POSITIVE_INFINITY);
      runnable = items.filter(({ due }) => due <= this.now);
    }
    if (this.#last && runnable.length > 1 && this.#schedule.chance(this.#sticky)) {
      const own = runnable.find(({ owner }) => owner === this.#last);
      if (own) return own;
    }
    return this.#schedule.pick(runnable);
  }

  #step(): boolean {
    const item = this.#next();
    if (!item) return false;
    this.taken += 1;
    if (this.taken > STEPS_MAX) this.fail("comes to rest", `still going after ${STEPS_MAX} steps`);
    this.now += this.#schedule.below(20);
    if (item.owner && this.fault("kill")) {
      this.kill(item.owner);
      return true;
    }
    this.#cancel(item);
    this.#last = item.owner;
    this.note(item.name, item.owner ? `i${item.owner.id}` : "world");
    item.run();
    return true;
  }

  /** Goes on until nothing is left to happen, or something is wrong. */
  async exhaust(): Promise<void> {
    await settle();
    while (!this.violation && this.#step()) await settle();
  }

  /** Does something and goes on until it is done, or something is wrong. */
  async until(work: () => Promise<void>): Promise<void> {
    let done = false;
    let failure: unknown = null;
    work().then(
      () => {
        done = true;
      },
      (error: unknown) => {
        failure = error;
        done = true;
      },
    );
    await settle();
    while (!done && !this.violation) {
      if (!this.#step()) this.fail("comes to an end", "nothing happens any more");
      await settle();
    }
    if (failure && !this.violation) throw failure;
  }
}
