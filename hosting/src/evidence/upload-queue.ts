import { untilIdle } from "../data/idle.ts";

/** What an upload is for: new evidence of a leaf, or the next version of a piece of evidence. */
export type UploadTarget = { leaf: string } | { evidence: string };

/** An upload on its way, or stopped with its reason. */
export interface Upload {
  id: string;
  file: File;
  target: UploadTarget;
  /** How much has arrived, 0 … 1. */
  progress: number;
  error: string | null;
}

/** Sends a file and keeps it as what it is for; rejects with the reason in the user's words. */
export type Send = (
  upload: Upload,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
) => Promise<unknown>;

/** How many files go up at a time. */
const AT_A_TIME = 2;

/**
 * The uploads of a unit, whichever leaf is open: two at a time, what stops stays listed and can be tried again. No React
 * and no Firebase here, so that it can be tested.
 */
export class UploadQueue {
  private uploads: readonly Upload[] = [];
  private readonly waiting: string[] = [];
  private readonly stops = new Map<string, AbortController>();
  private readonly listeners = new Set<() => void>();
  private send: Send;

  constructor(send: Send) {
    this.send = send;
  }

  /** Follows what sending needs as the screen changes. */
  followSend(send: Send): void {
    this.send = send;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** All uploads that are not done; a new list whenever something changed. */
  readonly current = (): readonly Upload[] => this.uploads;

  /** How many are under way or wait, and how many stopped. */
  counts(): { waiting: number; stuck: number } {
    const stuck = this.uploads.filter(({ error }) => error !== null).length;
    return { waiting: this.uploads.length - stuck, stuck };
  }

  /** Takes uploads; one that can't be sent at all comes with its error. */
  add(uploads: readonly Upload[]): void {
    this.uploads = [...this.uploads, ...uploads];
    this.waiting.push(...uploads.filter(({ error }) => error === null).map(({ id }) => id));
    this.tell();
    this.next();
  }

  retry(id: string): void {
    this.change(id, { error: null });
    this.waiting.push(id);
    this.next();
  }

  /** Gives an upload up, also one that stopped. */
  cancel(id: string): void {
    this.stops.get(id)?.abort();
    this.forget(id);
  }

  /** Resolves when nothing is under way. Returns how many stopped. */
  whenIdle(): Promise<number> {
    return untilIdle(this);
  }

  private next(): void {
    while (this.stops.size < AT_A_TIME) {
      const id = this.waiting.shift();
      if (id === undefined) return;
      const upload = this.uploads.find((one) => one.id === id);
      if (upload) void this.run(upload);
    }
  }

  private async run(upload: Upload): Promise<void> {
    const { id } = upload;
    const stop = new AbortController();
    this.stops.set(id, stop);
    try {
      await this.send(upload, stop.signal, (progress) => this.change(id, { progress }));
      this.forget(id);
    } catch (error) {
      this.change(id, { error: error instanceof Error ? error.message : String(error) });
    }
    this.stops.delete(id);
    this.next();
  }

  private change(id: string, next: Partial<Upload>): void {
    this.uploads = this.uploads.map((upload) => (upload.id === id ? { ...upload, ...next } : upload));
    this.tell();
  }

  private forget(id: string): void {
    this.uploads = this.uploads.filter((upload) => upload.id !== id);
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
