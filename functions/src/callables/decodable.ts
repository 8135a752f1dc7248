import type { Request } from "firebase-functions/v2/https";
import { DATA_HEADERS } from "../security-headers.ts";

/** What every callable's answer tells browsers; none may be kept. */
export const ANSWER_HEADERS = {
  ...DATA_HEADERS,
  ...{ "Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "no-store" },
};

/** What a function answers through: express's own. */
type Response = NonNullable<Request["res"]>;

/** How deep an input may be nested: no schema comes near it. */
const DEPTH_MAX = 50;

/** Whether the SDK can decode an input. It breaks on deep nesting, and on an "@type" that it doesn't know. */
function isDecodable(data: unknown, depth = 0): boolean {
  if (data === null || typeof data !== "object") return true;
  if (depth === DEPTH_MAX || "@type" in data) return false;
  return Object.values(data).every((inner) => isDecodable(inner, depth + 1));
}

/** A callable that refuses what the SDK would break on, and answer as an error of the server's. */
export const decodable = <Callable extends (request: Request, response: Response) => unknown>(
  callable: Callable,
): Callable =>
  new Proxy(callable, {
    apply(handle, self, [request, response]: [Request, Response]) {
      if (isDecodable(request.body?.data)) return Reflect.apply(handle, self, [request, response]);
      const error = { status: "INVALID_ARGUMENT", message: "Dữ liệu gửi lên không hợp lệ: sai dạng." };
      return response.status(400).set(ANSWER_HEADERS).send({ error });
    },
  });
