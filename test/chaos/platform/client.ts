import type { Database } from "./database.ts";

/** What a client of the database is made of: every call that a real one sends over the network goes through its `Port`. */

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

/** What a client is connected to, which may be another database later. */
export interface Context {
  database: Database;
  port: Port;
}
