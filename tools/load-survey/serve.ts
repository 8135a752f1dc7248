import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a deployed HTTP function is given and gives, as far as the survey's door uses it. */
interface Request {
  method: string;
  path: string;
  ip: string;
  headers: IncomingMessage["headers"];
  body: unknown;
  rawBody: Buffer;
  get(name: string): string | undefined;
}

interface Response {
  status(code: number): Response;
  set(headers: Record<string, string>): Response;
  send(body: unknown): Response;
  json(body: unknown): Response;
}

/** A function as `onRequest` makes it. */
export type HttpFunction = (request: never, response: never) => unknown;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Parses a body as the functions framework does: JSON only by its type; null where it is broken. */
function parsed(raw: Buffer, type: string): { body: unknown } | null {
  if (!type.includes("json")) return { body: raw };
  if (raw.length === 0) return { body: {} };
  try {
    return { body: JSON.parse(raw.toString("utf8")) };
  } catch {
    return null;
  }
}

function responseOver(raw: ServerResponse): Response {
  const response: Response = {
    status(code) {
      raw.statusCode = code;
      return response;
    },
    set(headers) {
      for (const [name, value] of Object.entries(headers)) raw.setHeader(name, value);
      return response;
    },
    send(body) {
      if (typeof body !== "string" && !Buffer.isBuffer(body)) return response.json(body);
      raw.end(body);
      return response;
    },
    json(body) {
      if (!raw.hasHeader("content-type")) raw.setHeader("content-type", "application/json; charset=utf-8");
      raw.end(JSON.stringify(body));
      return response;
    },
  };
  return response;
}

/** Serves one HTTP function on a port of its own, many requests at once as an instance does that is deployed. */
export async function serve(handler: HttpFunction): Promise<{ server: Server; origin: string }> {
  const server = createServer(async (incoming, outgoing) => {
    const rawBody = await bodyOf(incoming);
    const { headers } = incoming;
    const body = parsed(rawBody, headers["content-type"] ?? "");
    const response = responseOver(outgoing);
    if (!body) {
      response.status(400).send("Bad Request");
      return;
    }
    const [path = "/"] = (incoming.url ?? "/").split("?");
    const request: Request = {
      ...{ method: incoming.method ?? "GET", path, headers, rawBody, ...body },
      ip: incoming.socket.remoteAddress ?? "",
      get: (name) => {
        const value = headers[name.toLowerCase()];
        return Array.isArray(value) ? value.join(", ") : value;
      },
    };
    await handler(request as never, response as never);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { server, origin: `http://127.0.0.1:${port}` };
}
