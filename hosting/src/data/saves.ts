/**
 * The queue through which every score a person types goes to the server: one write in flight per key, what is typed
 * meanwhile goes in the next, a refused value stays with its reason. No Firebase here, so that it can be tested.
 */

/** How the newest value of a key stands with the server. */
export type SaveState = { state: "saving" } | { state: "saved" } | { state: "refused"; reason: string };

interface Job<Value> {
  newest: Value;
  waiting: boolean;
  running: boolean;
  shown: SaveState;
}

export interface Writer<Value> {
  /** Writes the value as version `rev`; rejects where the server refuses. */
  write(key: string, value: Value, rev: number): Promise<void>;
  /** The version the server is known to have, 0 where it has none. */
  storedRev(key: string): number;
  /** Says why a write was refused, in the user's words. */
  explain(key: string, value: Value, rev: number, error: unknown): Promise<string>;
}

export class Saves<Value> {
  private readonly jobs = new Map<string, Job<Value>>();
  private readonly acknowledged = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private snapshot = new Map<string, { value: Value; save: SaveState }>();
  private writer: Writer<Value>;

  constructor(writer: Writer<Value>) {
    this.writer = writer;
  }

  /** Follows what the writer needs as the screen changes. */
  followWriter(writer: Writer<Value>): void {
    this.writer = writer;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Values that were typed here, with how they stand; a new map whenever something changed. */
  readonly current = (): ReadonlyMap<string, { value: Value; save: SaveState }> => this.snapshot;

  /** Takes a value to be saved. It replaces what waits under the same key. */
  put(key: string, value: Value): void {
    const job = this.jobs.get(key) ?? {
      newest: value,
      waiting: false,
      running: false,
      shown: { state: "saving" },
    };
    this.jobs.set(key, { ...job, newest: value, waiting: true, shown: { state: "saving" } });
    this.tell();
    void this.run(key);
  }

  /** Gives up a refused value, so that the server's is shown again. */
  discard(key: string): void {
    this.jobs.delete(key);
    this.tell();
  }

  /** Resolves when nothing waits or is under way. Returns how many values stand refused. */
  async whenIdle(): Promise<number> {
    while ([...this.jobs.values()].some(({ waiting, running }) => waiting || running))
      await new Promise<void>((resolve) => {
        const stop = this.subscribe(() => {
          stop();
          resolve();
        });
      });
    return [...this.jobs.values()].filter(({ shown }) => shown.state === "refused").length;
  }

  private async run(key: string): Promise<void> {
    for (let job = this.jobs.get(key); job?.waiting && !job.running; job = this.jobs.get(key)) {
      const value = job.newest;
      this.jobs.set(key, { ...job, waiting: false, running: true });
      const shown = await this.save(key, value);
      const now = this.jobs.get(key);
      if (now)
        this.jobs.set(key, { ...now, running: false, shown: now.waiting ? { state: "saving" } : shown });
      this.tell();
    }
  }

  private async save(key: string, value: Value): Promise<SaveState> {
    const rev = Math.max(this.writer.storedRev(key), this.acknowledged.get(key) ?? 0) + 1;
    try {
      await this.writer.write(key, value, rev);
      this.acknowledged.set(key, rev);
      return { state: "saved" };
    } catch (error) {
      return { state: "refused", reason: await this.writer.explain(key, value, rev, error) };
    }
  }

  private tell(): void {
    this.snapshot = new Map(
      [...this.jobs].map(([key, { newest, shown }]) => [key, { value: newest, save: shown }]),
    );
    for (const listener of this.listeners) listener();
  }
}
