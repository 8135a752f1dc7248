import { setTimeout as sleep } from "node:timers/promises";
import { applicationDefault } from "firebase-admin/app";
import { z } from "zod";
import { jsonElements } from "./json-elements.ts";
import { CommandError } from "./terminal.ts";

/** A value as Firestore's REST interface writes it, which tells an integer from a double and bytes from text. */
export type Fields = Record<string, unknown>;

/** A document as it stands in the database; times are RFC 3339. */
export interface StoredDocument {
  path: string;
  fields: Fields;
  created: string;
  updated: string;
}

const Found = z.object({
  document: z
    .object({
      name: z.string(),
      fields: z.record(z.string(), z.unknown()).default({}),
      createTime: z.string(),
      updateTime: z.string(),
    })
    .optional(),
});

const Written = z.object({
  status: z.array(z.object({ code: z.int().optional(), message: z.string().optional() })),
});

/** How many documents are asked for at a time. What comes is taken one by one, however large it is. */
const PAGE = 5_000;

/** The gRPC code of a write that was to create what is there. */
const ALREADY_EXISTS = 6;

/** How often a request that failed for a passing reason is made. */
const TRIES = 6;

const isPassing = (status: number) => status === 429 || status >= 500;

/**
 * A whole database over REST, with the rights of an administrator: every document in the order of its path, whatever
 * collections there are. The client library hides whether a number is an integer, and what it does not know.
 */
export class Database {
  readonly #origin: string;
  readonly #project: string;
  readonly #emulated: boolean;

  constructor(project: string, emulator: string | undefined) {
    this.#project = project;
    this.#emulated = emulator !== undefined;
    this.#origin = emulator ? `http://${emulator}` : "https://firestore.googleapis.com";
  }

  /** What stands before a document's path in its name. */
  get root(): string {
    return `projects/${this.#project}/databases/(default)/documents`;
  }

  /**
   * The instant at which all documents are read. A whole minute of a real database: those can be read for seven days with
   * point-in-time recovery, others for an hour.
   */
  chooseReadTime(): string {
    const now = new Date();
    if (!this.#emulated) now.setUTCSeconds(0, 0);
    return now.toISOString();
  }

  async #headers(): Promise<Record<string, string>> {
    const json = { "content-type": "application/json" };
    if (this.#emulated) return { ...json, authorization: "Bearer owner" };
    const { access_token } = await applicationDefault().getAccessToken();
    return { ...json, authorization: `Bearer ${access_token}`, "x-goog-user-project": this.#project };
  }

  async #ask(method: string, body: object): Promise<Response> {
    const address = `${this.#origin}/v1/${this.root}:${method}`;
    for (let tries = 1; ; tries++) {
      const request = { method: "POST", headers: await this.#headers(), body: JSON.stringify(body) };
      const response = await fetch(address, request).catch((error: unknown) => {
        if (tries === TRIES) throw error;
        return null;
      });
      if (response?.ok) return response;
      if (response && (!isPassing(response.status) || tries === TRIES))
        throw new CommandError(`${method}: ${response.status} ${(await response.text()).slice(0, 500)}`);
      await response?.body?.cancel();
      await sleep(250 * 2 ** tries);
    }
  }

  /** One page of documents from after a path on. */
  async *#page(readTime: string | null, after: string | null, limit: number): AsyncGenerator<StoredDocument> {
    const startAt = { before: false, values: [{ referenceValue: `${this.root}/${after}` }] };
    const response = await this.#ask("runQuery", {
      ...(readTime === null ? {} : { readTime }),
      structuredQuery: {
        from: [{ allDescendants: true }],
        orderBy: [{ field: { fieldPath: "__name__" }, direction: "ASCENDING" }],
        ...{ limit, ...(after === null ? {} : { startAt }) },
      },
    });
    if (!response.body) return;
    for await (const text of jsonElements(response.body)) {
      const { document } = Found.parse(JSON.parse(text));
      if (!document) continue;
      const { name, fields, createTime, updateTime } = document;
      const path = name.slice(this.root.length + 1);
      yield { path, fields, created: createTime, updated: updateTime };
    }
  }

  /** Every document, in the order of the paths. A page that breaks off is asked for again from where it did. */
  async *documents(readTime: string | null): AsyncGenerator<StoredDocument> {
    let [after, failures] = [null as string | null, 0];
    for (;;) {
      let found = 0;
      try {
        for await (const document of this.#page(readTime, after, PAGE)) {
          yield document;
          after = document.path;
          found += 1;
          failures = 0;
        }
      } catch (error) {
        failures += 1;
        if (error instanceof CommandError || failures === TRIES) throw error;
        await sleep(250 * 2 ** failures);
        continue;
      }
      if (found < PAGE) return;
    }
  }

  /** The first document there is; null where the database is empty. */
  async first(): Promise<string | null> {
    for await (const { path } of this.#page(null, null, 1)) return path;
    return null;
  }

  /** Writes documents that are not there yet: refuses to replace one. */
  async create(documents: readonly Pick<StoredDocument, "path" | "fields">[]): Promise<void> {
    const writes = documents.map(({ path, fields }) => ({
      update: { name: `${this.root}/${path}`, fields },
      currentDocument: { exists: false },
    }));
    const { status } = Written.parse(await (await this.#ask("batchWrite", { writes })).json());
    status.forEach(({ code = 0, message = "" }, at) => {
      // A request that was made twice finds what the first one wrote; the comparison that follows would see another.
      if (code !== 0 && code !== ALREADY_EXISTS)
        throw new CommandError(`${documents[at]?.path}: could not be written: ${message}`);
    });
  }
}
