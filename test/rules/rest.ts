import { Buffer } from "node:buffer";
import { Agent, request as httpRequest } from "node:http";
import process from "node:process";
import {
  type Account,
  type Content,
  Double,
  NOW,
  type Read,
  type Request,
  type Write,
} from "./policy/request.ts";

/** The emulator's REST interface, as anyone may speak to it without an SDK: with a token, or none. */

const HOST = process.env.FIRESTORE_EMULATOR_HOST ?? "";
const agent = new Agent({ keepAlive: true });

/** The emulator takes this for a function's own credentials. */
export const OWNER = "owner";

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The seconds since 1970 at which it was so many hours ago, as tokens tell times. */
export const secondsAt = (hoursAgo: number): number => Math.floor(Date.now() / 1_000 - hoursAgo * 3_600);

/** An unsigned token, which the emulators believe. */
export const tokenOf = (project: string, { uid, claims = {}, hoursAgo = 0 }: Account): string => {
  const issued = {
    ...{ iss: `https://securetoken.google.com/${project}`, aud: project, sub: uid, user_id: uid },
    ...{ iat: 0, auth_time: secondsAt(hoursAgo), exp: 4_000_000_000 },
    firebase: { sign_in_provider: "password", identities: {} },
  };
  return `${base64({ alg: "none", typ: "JWT" })}.${base64({ ...issued, ...claims, sub: uid, user_id: uid })}.`;
};

interface Value {
  [type: string]: unknown;
}
function encode(value: unknown): Value {
  if (value === null || value === undefined) return { nullValue: null };
  if (typeof value === "boolean") return { booleanValue: value };
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "number")
    return Number.isSafeInteger(value) && !Object.is(value, -0)
      ? { integerValue: String(value) }
      : { doubleValue: Number.isFinite(value) ? value : String(value) };
  if (value instanceof Double) return { doubleValue: value.value };
  if (value instanceof Date) return { timestampValue: value.toISOString() };
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(encode) } };
  return { mapValue: { fields: fieldsOf(value as Content) } };
}
const fieldsOf = (content: Content) =>
  Object.fromEntries(
    Object.entries(content)
      .filter(([, value]) => value !== NOW)
      .map(([name, value]) => [name, encode(value)]),
  );

export interface Answer {
  status: number;
  body: string;
}

/** What `fetch` does at a fifth of its cost, which tells where mutants are met by tens of thousands of requests. */
const fetched = (
  method: string,
  path: string,
  more: Readonly<Record<string, string>>,
  body?: object,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const content = body ? JSON.stringify(body) : undefined;
    const length = content ? { "content-length": Buffer.byteLength(content) } : {};
    const headers = { "content-type": "application/json", ...length, ...more };
    const [host, port] = HOST.split(":");
    const sent = httpRequest({ agent, host, port, method, path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }),
      );
    });
    sent.on("error", reject);
    sent.end(content);
  });

/** Everything one project of the emulator is asked. */
export function restOf(project: string) {
  const documents = `projects/${project}/databases/(default)/documents`;
  const nameOf = (path: string) => `${documents}/${path}`;

  /** Sends a request as it stands; `suffix` follows `…/documents`. */
  function send(token: string | null, method: string, suffix: string, body?: object): Promise<Answer> {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    return fetched(method, `/v1/${documents}${suffix}`, authorization, body);
  }

  function writeOf(write: Write): object {
    if (write.verb === "delete") return { delete: nameOf(write.path) };
    const stamped = Object.entries(write.content)
      .filter(([, value]) => value === NOW)
      .map(([fieldPath]) => ({ fieldPath, setToServerValue: "REQUEST_TIME" }));
    const update = { name: nameOf(write.path), fields: fieldsOf(write.content) };
    const change = {
      updateMask: { fieldPaths: Object.keys(update.fields) },
      currentDocument: { exists: true },
    };
    return {
      update,
      ...(stamped.length === 0 ? {} : { updateTransforms: stamped }),
      ...(write.verb === "change" ? change : {}),
    };
  }
  const commit = (token: string | null, writes: readonly Write[]) =>
    send(token, "POST", ":commit", { writes: writes.map(writeOf) });

  function readOf(read: Exclude<Read, { verb: "get" }>): [suffix: string, body: object] {
    const { from, where, limit } = read;
    const path = "path" in from ? from.path.split("/") : [from.group];
    const collectionId = path.at(-1);
    const filters = where.map(({ field, op, value }) =>
      value === null
        ? { unaryFilter: { op: "IS_NULL", field: { fieldPath: field } } }
        : {
            fieldFilter: {
              field: { fieldPath: field },
              op: {
                "==": "EQUAL",
                in: "IN",
                "array-contains": "ARRAY_CONTAINS",
                ">=": "GREATER_THAN_OR_EQUAL",
              }[op],
              value: encode(value),
            },
          },
    );
    const structuredQuery = {
      from: [{ collectionId, allDescendants: "group" in from }],
      ...(filters.length === 0 ? {} : { where: { compositeFilter: { op: "AND", filters } } }),
      ...(limit === null ? {} : { limit }),
    };
    const parent = path.length > 1 ? `/${path.slice(0, -1).join("/")}` : "";
    const count = {
      structuredAggregationQuery: { structuredQuery, aggregations: [{ count: {}, alias: "n" }] },
    };
    return read.verb === "list"
      ? [`${parent}:runQuery`, { structuredQuery }]
      : [`${parent}:runAggregationQuery`, count];
  }

  return {
    nameOf,
    send,
    commit,
    ask(token: string | null, request: Request): Promise<Answer> {
      switch (request.verb) {
        case "get":
          return send(token, "GET", `/${request.path}`);
        case "list":
        case "count":
          return send(token, "POST", ...readOf(request));
        case "batch":
          return commit(token, request.writes);
        default:
          return commit(token, [request]);
      }
    },
    /** Stores documents past the rules, and removes those that are null. */
    async store(changes: ReadonlyMap<string, Content | null>): Promise<void> {
      const writes = [...changes].map(
        ([path, content]): Write => (content ? { verb: "set", path, content } : { verb: "delete", path }),
      );
      for (let at = 0; at < writes.length; at += 400) {
        const { status, body } = await commit(OWNER, writes.slice(at, at + 400));
        if (status !== 200) throw new Error(`storing a scene: ${status} ${body}`);
      }
    },
    /** Puts these rules in force; returns why not where they are none. */
    async load(rules: string): Promise<string | null> {
      const path = `/emulator/v1/projects/${project}:securityRules`;
      const files = [{ name: "firestore.rules", content: rules }];
      const { status, body } = await fetched("PUT", path, {}, { rules: { files } });
      return status === 200 ? null : body;
    },
  };
}

/** What an answer of the REST interface says: that the rules let the request pass, or that they refused it. */
export function isAllowed({ status, body }: Answer): boolean {
  if (status === 403 && body.includes("PERMISSION_DENIED")) return false;
  // To learn that a document is not there, one must be allowed to ask.
  if (status === 200 || (status === 404 && body.includes("NOT_FOUND"))) return true;
  throw new Error(`neither allowed nor refused: ${status} ${body.slice(0, 300)}`);
}
