import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { deleteApp, type FirebaseApp, initializeApp } from "firebase/app";
import {
  connectAuthEmulator,
  initializeAuth,
  inMemoryPersistence,
  signInWithEmailAndPassword,
} from "firebase/auth";
import {
  collection,
  connectFirestoreEmulator,
  count,
  type DocumentData,
  doc,
  type Firestore,
  getAggregateFromServer,
  getDocFromServer,
  getDocsFromServer,
  getFirestore,
  type QueryConstraint,
  query,
  setLogLevel,
  sum,
  Timestamp,
  terminate,
  writeBatch,
} from "firebase/firestore";
import { connectFunctionsEmulator, type Functions, getFunctions, httpsCallable } from "firebase/functions";
import type { z } from "zod";
import { REGION, type RequestName, type RequestOf } from "../../core/src/index.ts";
import { PROJECT } from "../emulators.ts";

setLogLevel("silent");

function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the demonstration runs inside emulators only.`);
  return value;
}

const address = (origin: string) => {
  const { hostname, port } = new URL(origin.includes("://") ? origin : `http://${origin}`);
  return [hostname, Number(port)] as const;
};

/** Documents that clients have read and written, as Firestore bills them: a query without result is one read. */
export const documents = { reads: 0, writes: 0 };

/** Aggregations bill one read for up to this many index entries. */
const ENTRIES_A_READ = 1_000;

/** Turns Firestore timestamps into `Date`, at any depth. */
function withDates(value: unknown): unknown {
  if (value instanceof Timestamp) return value.toDate();
  if (Array.isArray(value)) return value.map(withDates);
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withDates(entry)]));
  return value;
}

/** A document to write, and where. */
export interface Write {
  path: string;
  data: DocumentData;
}

let opened = 0;

/** One person's browser, or the public's: an app of its own, whose reads and writes pass the rules. */
export class Session {
  readonly uid: string;
  private readonly app: FirebaseApp;
  private readonly db: Firestore;
  private readonly functions: Functions;

  private constructor(app: FirebaseApp, uid: string) {
    this.app = app;
    this.uid = uid;
    this.db = getFirestore(app);
    connectFirestoreEmulator(this.db, ...address(environment("FIRESTORE_EMULATOR_HOST")));
    this.functions = getFunctions(app, REGION);
    connectFunctionsEmulator(this.functions, ...address(environment("FUNCTIONS_EMULATOR_ORIGIN")));
  }

  /** Opens a session that nobody is signed in to. */
  static anonymous(): Session {
    opened += 1;
    return new Session(initializeApp({ projectId: PROJECT, apiKey: "demo" }, `session-${opened}`), "");
  }

  /** Signs in by email and password. */
  static async signIn(account: { email: string; password: string }): Promise<Session> {
    opened += 1;
    const app = initializeApp({ projectId: PROJECT, apiKey: "demo" }, `session-${opened}`);
    const auth = initializeAuth(app, { persistence: inMemoryPersistence });
    connectAuthEmulator(auth, `http://${environment("FIREBASE_AUTH_EMULATOR_HOST")}`, {
      disableWarnings: true,
    });
    const { user } = await signInWithEmailAndPassword(auth, account.email, account.password);
    return new Session(app, user.uid);
  }

  /** Reads and parses one document; null where it is not there. */
  async get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema> | null> {
    const snapshot = await getDocFromServer(doc(this.db, path));
    documents.reads += 1;
    return snapshot.exists() ? schema.parse(withDates(snapshot.data())) : null;
  }

  /** Reads and parses one document that must be there. */
  async must<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
    const found = await this.get(path, schema);
    if (found === null) throw new Error(`${path} is not there`);
    return found;
  }

  /** Reads and parses the documents of a collection, by id. */
  async list<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    ...constraints: QueryConstraint[]
  ): Promise<Map<string, z.infer<Schema>>> {
    const { docs } = await getDocsFromServer(query(collection(this.db, path), ...constraints));
    documents.reads += Math.max(1, docs.length);
    return new Map(docs.map((found) => [found.id, schema.parse(withDates(found.data()))]));
  }

  /** How many documents a collection holds and the sum of their versions. */
  async tally(path: string): Promise<{ n: number; revs: number }> {
    const totals = await getAggregateFromServer(collection(this.db, path), {
      n: count(),
      revs: sum("rev"),
    });
    const { n, revs } = totals.data();
    documents.reads += Math.max(1, Math.ceil(n / ENTRIES_A_READ));
    return { n, revs };
  }

  /** Writes documents in one batch: all or none. */
  async write(...writes: readonly Write[]): Promise<void> {
    const batch = writeBatch(this.db);
    for (const { path, data } of writes) batch.set(doc(this.db, path), data);
    await batch.commit();
    documents.writes += writes.length;
  }

  /**
   * Calls a callable function. Best one call after the other: the functions emulator starts a process of its own for
   * every request that comes while its others are busy, which takes longer than waiting.
   */
  async call<Name extends RequestName>(name: Name, request: RequestOf<Name>): Promise<unknown> {
    const { data } = await httpsCallable(this.functions, name, { timeout: 300_000 })(request);
    return data;
  }

  async close(): Promise<void> {
    await terminate(this.db);
    await deleteApp(this.app);
  }
}

/** Opens a session for as long as `use` runs. */
export async function signedIn<T>(
  account: { email: string; password: string },
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await Session.signIn(account);
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

/** Calls a scheduled function the way the deployed scheduler would. */
export async function runScheduled(
  name: "advanceYear" | "reconcile" | "rollUp" | "gatherTallies" | "rewriteAnswers",
): Promise<void> {
  const url = `${environment("FUNCTIONS_EMULATOR_ORIGIN")}/functions/projects/${PROJECT}/triggers/${REGION}-${name}-0`;
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-cloudscheduler-scheduletime": new Date().toISOString(),
    },
    body: "{}",
  });
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
}

/** Fetches a public page through Hosting. */
export async function fetchPage(path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(new URL(path, environment("HOSTING_EMULATOR_ORIGIN")));
  return { status: response.status, text: await response.text() };
}

/** Waits until a check gives something; says what was awaited where that takes longer than `limit` (ms). */
export async function until<T>(
  what: string,
  check: () => Promise<T | null>,
  limit = 120_000,
  every = 250,
): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const found = await check();
    if (found !== null) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${limit / 1000} s`);
    await sleep(every);
  }
}

/** Runs `act` over all items, at most `width` at a time. */
export async function eachOf<T>(items: readonly T[], width: number, act: (item: T) => Promise<void>) {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
