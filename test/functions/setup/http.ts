import "./environment.ts";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";

/** What express makes of the functions' requests and answers; the copy that firebase-functions brings along. */
interface Express {
  (request: IncomingMessage, response: ServerResponse): void;
  set(name: string, value: unknown): void;
  use(handler: unknown): void;
}
const express = createRequire(createRequire(import.meta.url).resolve("firebase-functions/v2"))("express") as {
  (): Express;
  json(options: object): unknown;
  raw(options: object): unknown;
};

/** A request as it stands on the wire: the path is sent as it is, whatever a browser would make of it. */
export interface Sent {
  method?: string;
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
}

export interface Received {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

export interface Server {
  send(sent: Sent): Promise<Received>;
  close(): Promise<void>;
}

/** Serves a function over HTTP as the functions' runtime does: bodies decoded by their content type, queries with nested names. */
export async function serve(handler: (request: never, response: never) => unknown): Promise<Server> {
  const app = express();
  app.set("env", "production");
  app.set("x-powered-by", false);
  app.set("query parser", "extended");
  const verify = (asked: IncomingMessage & { rawBody?: Buffer }, _: ServerResponse, bytes: Buffer) => {
    asked.rawBody = bytes;
  };
  const bodies = { limit: "32mb", strict: false, verify };
  app.use(express.json({ ...bodies, type: "application/json" }));
  app.use(express.raw({ ...bodies, type: () => true }));
  app.use(handler);
  // Long addresses are to reach the function too: Node would answer beyond 16 KiB by itself.
  const server = createServer({ maxHeaderSize: 64 * 1_024 }, app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    send: ({ method = "GET", path, headers = {}, body }) =>
      new Promise((resolve, reject) => {
        const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
        const asking = request(
          { host: "127.0.0.1", port, method, path, headers: { ...length, ...headers }, agent: false },
          (answer) => {
            const parts: Buffer[] = [];
            answer.on("data", (part: Buffer) => parts.push(part));
            answer.on("error", reject);
            answer.on("end", () =>
              resolve({
                status: answer.statusCode ?? 0,
                headers: answer.headers,
                body: Buffer.concat(parts),
              }),
            );
          },
        );
        asking.on("error", reject);
        asking.end(body);
      }),
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

let addresses = 0;
/** An address that nobody has come from yet, so that no limit by caller is met. */
export function newAddress(): string {
  addresses += 1;
  return `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

/** What an answer must never show: where the code stands, how it was called, what the runtime calls its errors. */
export const SOURCE =
  /\n\s+at .+[:)]|node_modules|\/src\/|\.[cm]?[jt]s:\d|\b(Type|Range|Reference|Syntax)Error\b|ZodError/;
