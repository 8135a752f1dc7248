import { untilIdle } from "./idle.ts";

/**
 * The queue through which every score a person types goes to the server: one write in flight per key, what is typed
 * meanwhile goes in the next, a refused value stays with its reason, and what somebody else saved meanwhile is never
 * overwritten unasked. What is not saved yet is kept across a reload. No Firebase here, so that it can be tested.
 */

/** How the newest value of a key stands with the server. `conflict`: somebody else saved another value meanwhile. */
export type SaveState =
  | { state: "saving" }
  | { state: "saved" }
  | { state: "refused" | "conflict"; reason: string };

/**
 * A value that is not saved yet, with the stored version it was typed over, and all that was sent as the next version
 * without an answer: one of these may have been saved although nobody learnt it.
 */
export interface Unsaved<Value> {
  value: Value;
  base: number;
  sent: readonly Value[];
}

interface Job<Value> {
  newest: Value;
  /** The version the server had when the typing began: the next one is written. */
  base: number;
  /** What was sent as version `base + 1` and not answered. */
  sent: readonly Value[];
  /** In conflict: the version of somebody else that is shown. */
  theirs?: number;
  waiting: boolean;
  running: boolean;
  shown: SaveState;
}

/** How a version came out: how it stands, which version the server has of it, or which one of somebody else. */
interface Outcome {
  shown: SaveState;
  rev?: number;
  theirs?: number;
}

/** What an edit replaced, so that it can be taken back as long as nothing newer came. */
interface Edit<Value> {
  key: string;
  before: Value;
  after: Value;
}

/** How many edits can be taken back. */
const EDITS_KEPT = 50;

export interface Writer<Value> {
  /** Resolves when the key can be written: the person is signed in, and all is known that goes with the value. */
  ready(key: string): Promise<void>;
  /** Writes the value as version `rev`; rejects where the server refuses. */
  write(key: string, value: Value, rev: number): Promise<void>;
  /** The version the server is known to have, 0 where it has none. */
  storedRev(key: string): number;
  /** The value the server is known to have, or what stands for none; null where an edit can't be taken back. */
  stored(key: string): Value | null;
  /** The version the server has now, asked anew, or null; whether it says the same as the value. */
  latest(key: string, value: Value): Promise<{ rev: number; same: boolean; told: string } | null>;
  /** Says why a write was refused, in the user's words; null where it is to be sent again. */
  explain(key: string, value: Value, rev: number, error: unknown): Promise<string | null>;
}

/** Keeps what is not saved yet where a reload, a crash or a power cut does not reach it. */
export interface Keeper<Value> {
  load(): ReadonlyMap<string, Unsaved<Value>>;
  keep(unsaved: ReadonlyMap<string, Unsaved<Value>>): void;
}

const isStuck = ({ state }: SaveState) => state === "refused" || state === "conflict";

export class Saves<Value> {
  private readonly jobs = new Map<string, Job<Value>>();
  private readonly acknowledged = new Map<string, number>();
  private readonly begun = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private readonly edits: Edit<Value>[] = [];
  private snapshot = new Map<string, { value: Value; save: SaveState }>();
  private writer: Writer<Value>;
  private readonly keeper: Keeper<Value>;

  constructor(writer: Writer<Value>, keeper: Keeper<Value>) {
    this.writer = writer;
    this.keeper = keeper;
    for (const [key, { value, base, sent }] of keeper.load()) {
      const shown = { state: "saving" } as const;
      this.jobs.set(key, { newest: value, base, sent, waiting: true, running: false, shown });
      void this.run(key);
    }
    this.tell();
  }

  /** Follows what the writer needs as the screen changes. */
  followWriter(writer: Writer<Value>): void {
    this.writer = writer;
    // What was saved here gives way to a newer version of somebody else, or it would be shown, and sent, over it.
    const passed = [...this.jobs].filter(
      ([key, { base, waiting, running, shown }]) =>
        shown.state === "saved" && !waiting && !running && writer.storedRev(key) > base,
    );
    for (const [key] of passed) this.jobs.delete(key);
    if (passed.length > 0) this.tell();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Values that were typed here, with how they stand; a new map whenever something changed. */
  readonly current = (): ReadonlyMap<string, { value: Value; save: SaveState }> => this.snapshot;

  /** How many values still wait, and how many stand refused or in conflict. */
  counts(): { waiting: number; stuck: number } {
    const jobs = [...this.jobs.values()];
    return {
      waiting: jobs.filter(({ waiting, running }) => waiting || running).length,
      stuck: jobs.filter(({ shown }) => isStuck(shown)).length,
    };
  }

  /** Remembers over which version somebody begins to type, where the value is put only later. */
  begin(key: string): void {
    if (!this.begun.has(key)) this.begun.set(key, this.knownRev(key));
  }

  /** Forgets that somebody began to type: they gave it up. */
  abandon(key: string): void {
    this.begun.delete(key);
  }

  /** Takes a value to be saved. It replaces what waits under the same key. */
  put(key: string, value: Value): void {
    const before = this.jobs.get(key);
    const idle = !before || (before.shown.state === "saved" && !before.waiting && !before.running);
    const base = idle ? (this.begun.get(key) ?? this.knownRev(key)) : before.base;
    this.begun.delete(key);
    const replaced = before?.newest ?? this.writer.stored(key);
    if (replaced !== null) this.edits.push({ key, before: replaced, after: value });
    if (this.edits.length > EDITS_KEPT) this.edits.shift();
    this.send(key, value, base);
  }

  /** The key of the edit that can be taken back next, or null. */
  undoable(): string | null {
    return this.edits.at(-1)?.key ?? null;
  }

  /** Takes the last edit back. Says whether it could: where somebody edited since, or it stands refused, it stays. */
  undo(): { key: string; done: boolean } | null {
    const edit = this.edits.pop();
    if (!edit) return null;
    const { key, before, after } = edit;
    const job = this.jobs.get(key);
    const done = job?.newest === after && !isStuck(job.shown);
    if (done) this.send(key, before, job.base);
    else this.tell();
    return { key, done };
  }

  /** Gives up a value that stands refused or in conflict, so that the server's is shown again. */
  discard(key: string): void {
    this.jobs.delete(key);
    this.begun.delete(key);
    this.tell();
  }

  /** Writes a value that is in conflict over the version that is shown beside it; over a newer one it conflicts again. */
  keepMine(key: string): void {
    const job = this.jobs.get(key);
    if (job?.theirs !== undefined) this.send(key, job.newest, job.theirs);
  }

  /** Resolves when nothing waits or is under way. Returns how many values stand refused or in conflict. */
  whenIdle(): Promise<number> {
    return untilIdle(this);
  }

  /** Learns the version of one's own save; typing that began meanwhile goes on over it. */
  private acknowledge(key: string, rev: number): void {
    this.acknowledged.set(key, rev);
    if (this.begun.has(key)) this.begun.set(key, rev);
  }

  private knownRev(key: string): number {
    return Math.max(this.writer.storedRev(key), this.acknowledged.get(key) ?? 0);
  }

  private send(key: string, newest: Value, base: number): void {
    const { running = false, sent = [] } = this.jobs.get(key) ?? {};
    this.jobs.set(key, { newest, base, sent, waiting: true, running, shown: { state: "saving" } });
    this.tell();
    void this.run(key);
  }

  private async run(key: string): Promise<void> {
    for (let job = this.jobs.get(key); job?.waiting && !job.running; job = this.jobs.get(key)) {
      const { newest, base, sent } = job;
      this.jobs.set(key, { ...job, sent: [...sent, newest], waiting: false, running: true });
      this.tell();
      const { shown, rev, theirs } = await this.save(key, newest, base, sent);
      this.update(key, ({ theirs: _before, ...now }) => ({
        ...now,
        ...(theirs === undefined ? {} : { theirs }),
        ...(rev === undefined ? {} : { base: rev }),
        sent: [],
        running: false,
        shown: now.waiting ? { state: "saving" } : shown,
      }));
    }
  }

  private update(key: string, change: (job: Job<Value>) => Job<Value>): void {
    const job = this.jobs.get(key);
    if (job) this.jobs.set(key, change(job));
    this.tell();
  }

  /** Whether the server's version after `base` is one that was sent from here and never answered. */
  private async isOwn(key: string, base: number, sent: readonly Value[]): Promise<boolean> {
    for (const value of sent) {
      const found = await this.writer.latest(key, value);
      if (found?.rev === base + 1 && found.same) return true;
    }
    return false;
  }

  /** Writes one version over the version it was typed over. */
  private async save(key: string, value: Value, typedOver: number, sent: readonly Value[]): Promise<Outcome> {
    let base = typedOver;
    for (;;) {
      await this.writer.ready(key);
      const rev = base + 1;
      try {
        await this.writer.write(key, value, rev);
        this.acknowledge(key, rev);
        return { shown: { state: "saved" }, rev };
      } catch (error) {
        const latest = await this.writer.latest(key, value);
        if (latest && latest.rev > base) {
          if (!latest.same && base === typedOver && (await this.isOwn(key, base, sent))) {
            base += 1;
            this.acknowledge(key, base);
            this.update(key, (job) => ({ ...job, base: typedOver + 1, sent: [value] }));
            continue;
          }
          if (!latest.same) return { shown: { state: "conflict", reason: latest.told }, theirs: latest.rev };
          this.acknowledge(key, latest.rev);
          return { shown: { state: "saved" }, rev: latest.rev };
        }
        const reason = await this.writer.explain(key, value, rev, error);
        if (reason !== null) return { shown: { state: "refused", reason } };
      }
    }
  }

  private tell(): void {
    this.snapshot = new Map(
      [...this.jobs].map(([key, { newest, shown }]) => [key, { value: newest, save: shown }]),
    );
    const unsaved = [...this.jobs].filter(([, { shown }]) => shown.state !== "saved");
    this.keeper.keep(
      new Map(unsaved.map(([key, { newest, base, sent }]) => [key, { value: newest, base, sent }])),
    );
    for (const listener of this.listeners) listener();
  }
}
