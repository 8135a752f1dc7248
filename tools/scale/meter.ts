import type { Duplex } from "node:stream";
import type { Firestore } from "firebase-admin/firestore";
import type { Billed } from "./measured.ts";

/** What the client sends through its two funnels, as far as it is billed. */
interface Funnels {
  request(method: string, request: Sent, ...more: unknown[]): Promise<unknown>;
  requestStream(method: string, both: boolean, request: Sent, ...more: unknown[]): Promise<Duplex>;
}
interface Sent {
  writes?: { update?: { name: string }; delete?: string }[];
}
interface Received {
  document?: object;
  found?: object;
  missing?: string;
  result?: { aggregateFields?: Record<string, { integerValue?: string | number }> };
}

/** An aggregation is billed a read for every so many index entries. */
const ENTRIES_A_READ = 1_000;

const EMPTY = () => ({ reads: 0, writes: 0, deletes: 0, paths: new Map<string, number>() });

/**
 * Counts what a client of Firestore is billed for: a read for each document that comes back or is missing, for a query
 * without a result, and for each thousand entries of an aggregation; a write or a deletion for each in a commit. It
 * looks at what passes the client and changes nothing. Commits that fail are counted too, though Google bills none.
 */
export class Meter {
  #billed = EMPTY();

  constructor(db: Firestore) {
    const client = db as unknown as Funnels;
    const { request, requestStream } = client;
    client.request = (method, sent, ...more) => {
      for (const { update, delete: deleted } of sent.writes ?? []) this.#wrote(update?.name, deleted);
      return request.call(db, method, sent, ...more);
    };
    client.requestStream = async (method, both, sent, ...more) => {
      const stream = await requestStream.call(db, method, both, sent, ...more);
      if (method === "runAggregationQuery")
        stream.on("data", ({ result }: Received) => this.#aggregated(result?.aggregateFields ?? {}));
      if (method === "runQuery" || method === "batchGetDocuments") this.#countRead(stream);
      return stream;
    };
  }

  #wrote(updated: string | undefined, deleted: string | undefined): void {
    if (deleted) this.#billed.deletes += 1;
    if (!updated) return;
    this.#billed.writes += 1;
    this.#billed.paths.set(updated, (this.#billed.paths.get(updated) ?? 0) + 1);
  }

  #aggregated(fields: Record<string, { integerValue?: string | number }>): void {
    const count = Number((fields.count ?? fields.n)?.integerValue ?? 0);
    this.#billed.reads += Math.max(1, Math.ceil(count / ENTRIES_A_READ));
  }

  #countRead(stream: Duplex): void {
    let read = 0;
    stream.on("data", ({ document, found, missing }: Received) => {
      if (document || found || missing) read += 1;
    });
    stream.on("end", () => {
      this.#billed.reads += Math.max(1, read);
    });
  }

  /** What was billed since it was last asked. */
  take(): Billed {
    const { paths, ...billed } = this.#billed;
    this.#billed = EMPTY();
    const [path = "", writes = 0] = [...paths].sort(([, a], [, b]) => b - a)[0] ?? [];
    return { ...billed, hottest: { path: path.split("/documents/")[1] ?? "", writes } };
  }

  /** What a piece of work is billed. */
  async of(work: () => Promise<unknown>): Promise<Billed> {
    this.take();
    await work();
    return this.take();
  }
}
