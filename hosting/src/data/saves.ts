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

/** A value that is not saved yet, with the stored version it was typed over. */
export interface Unsaved<Value> {
  value: Value;
  base: number;
}

interface Job<Value> {
  newest: Value;
  /** The version the server had when the typing began: the next one is written. */
  base: number;
  waiting: boolean;
  running: boolean;
  shown: SaveState;
}

export interface Writer<Value> {
  /** Resolves when the key can be written: the person is signed in, and all is known that goes with the value. */
  ready(key: string): Promise<void>;
  /** Writes the value as version `rev`; rejects where the server refuses. */
  write(key: string, value: Value, rev: number): Promise<void>;
  /** The version the server is known to have, 0 where it has none. */
  storedRev(key: string): number;
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
  private snapshot = new Map<string, { value: Value; save: SaveState }>();
  private writer: Writer<Value>;
  private readonly keeper: Keeper<Value>;

  constructor(writer: Writer<Value>, keeper: Keeper<Value>) {
    this.writer = writer;
    this.keeper = keeper;
    for (const [key, { value, base }] of keeper.load()) {
      const shown = { state: "saving" } as const;
      this.jobs.set(key, { newest: value, base, waiting: true, running: false, shown });
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
    this.send(key, value, base);
  }

  /** Gives up a value that stands refused or in conflict, so that the server's is shown again. */
  discard(key: string): void {
    this.jobs.delete(key);
    this.begun.delete(key);
    this.tell();
  }

  /** Writes a value that is in conflict over what somebody else saved meanwhile. */
  async keepMine(key: string): Promise<void> {
    const asked = this.jobs.get(key);
    if (!asked) return;
    const latest = await this.writer.latest(key, asked.newest);
    const job = this.jobs.get(key);
    if (job) this.send(key, job.newest, latest?.rev ?? 0);
  }

  /** Resolves when nothing waits or is under way. Returns how many values stand refused or in conflict. */
  async whenIdle(): Promise<number> {
    while (this.counts().waiting > 0)
      await new Promise<void>((resolve) => {
        const stop = this.subscribe(() => {
          stop();
          resolve();
        });
      });
    return this.counts().stuck;
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
    const running = this.jobs.get(key)?.running ?? false;
    this.jobs.set(key, { newest, base, waiting: true, running, shown: { state: "saving" } });
    this.tell();
    void this.run(key);
  }

  private async run(key: string): Promise<void> {
    for (let job = this.jobs.get(key); job?.waiting && !job.running; job = this.jobs.get(key)) {
      const { newest, base } = job;
      this.jobs.set(key, { ...job, waiting: false, running: true });
      const { shown, rev } = await this.save(key, newest, base);
      const now = this.jobs.get(key);
      if (now)
        this.jobs.set(key, {
          ...now,
          running: false,
          base: rev ?? now.base,
          shown: now.waiting ? { state: "saving" } : shown,
        });
      this.tell();
    }
  }

  /** Writes one version; says how it stands, and which version the server has of it where it has one. */
  private async save(key: string, value: Value, base: number): Promise<{ shown: SaveState; rev?: number }> {
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
          if (!latest.same) return { shown: { state: "conflict", reason: latest.told } };
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
    this.keeper.keep(new Map(unsaved.map(([key, { newest, base }]) => [key, { value: newest, base }])));
    for (const listener of this.listeners) listener();
  }
}
