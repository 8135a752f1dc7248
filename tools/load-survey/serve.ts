import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a deployed HTTP function is given beside what Node itself gives. */
export interface FunctionRequest extends IncomingMessage {
  path: string;
  ip: string;
  body: unknown;
  rawBody: Buffer;
  res: ServerResponse;
  get(name: string): string | undefined;
  header(name: string): string | undefined;
}

/** What a deployed HTTP function answers with beside what Node itself gives. */
export interface FunctionResponse extends ServerResponse {
  status(code: number): FunctionResponse;
  set(headers: string | Record<string, string>, value?: string): FunctionResponse;
  send(body?: unknown): FunctionResponse;
  json(body: unknown): FunctionResponse;
}

/** A function as `onRequest`, `onCall` and `onSchedule` make it. */
export type HttpFunction = (request: FunctionRequest, response: FunctionResponse) => unknown;

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

function requestOver(incoming: IncomingMessage, res: ServerResponse, path: string, rawBody: Buffer) {
  const get = (name: string) => {
    const value = incoming.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(", ") : value;
  };
  const ip = incoming.socket.remoteAddress ?? "";
  return Object.assign(incoming, { path, ip, body: rawBody as unknown, rawBody, res, get, header: get });
}

function responseOver(raw: ServerResponse): FunctionResponse {
  const response: FunctionResponse = Object.assign(raw, {
    status(code: number) {
      raw.statusCode = code;
      return response;
    },
    set(headers: string | Record<string, string>, value = "") {
      const all = typeof headers === "string" ? { [headers]: value } : headers;
      for (const [name, text] of Object.entries(all)) raw.setHeader(name, text);
      return response;
    },
    send(body?: unknown) {
      if (body !== undefined && typeof body !== "string" && !Buffer.isBuffer(body))
        return response.json(body);
      raw.end(body);
      return response;
    },
    json(body: unknown) {
      if (!raw.hasHeader("content-type")) raw.setHeader("content-type", "application/json; charset=utf-8");
      raw.end(JSON.stringify(body));
      return response;
    },
  });
  return response;
}

/**
 * Serves HTTP functions on a port of their own, many requests at once as an instance does that is deployed. What
 * `functionAt` gives for a path answers there.
 */
export async function serve(
  functionAt: (path: string) => HttpFunction | undefined,
): Promise<{ server: Server; origin: string }> {
  const server = createServer(async (incoming, outgoing) => {
    const rawBody = await bodyOf(incoming);
    const body = parsed(rawBody, incoming.headers["content-type"] ?? "");
    const response = responseOver(outgoing);
    const [path = "/"] = (incoming.url ?? "/").split("?");
    const answer = functionAt(path);
    if (!body || !answer) {
      response.status(body ? 404 : 400).send(body ? "Not Found" : "Bad Request");
      return;
    }
    const request = Object.assign(requestOver(incoming, outgoing, path, rawBody), body);
    await answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { server, origin: `http://127.0.0.1:${port}` };
}
